"""How near statements are to a question in meaning, each of their languages measured by itself.

A multilingual model puts texts of one language nearer together than texts of two, whatever they say: a cosine of 0.85
may be little within a language and much across. So a cosine counts by how far it stands above those of the record's
passages in the same language. A statement that is near in both of its languages is surer than one that is near in one.
"""

from collections.abc import Callable, Collection, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from assistant.domain import LANGUAGES
from assistant.retrieval.dense import LEAST_SPREAD
from assistant.retrieval.passages import language_of, statement_id_of
from assistant.retrieval.terms import Table

Floats = npt.NDArray[np.float64]
Background = tuple[float, float]
"""Mean and standard deviation of the cosines of a question."""
Best = Mapping[str, Mapping[str, float]]
"""For each statement the cosine of its nearest passage in each language."""

SAMPLE = 40
"""Statements of each language whose passages stand for all in that language."""
FEWEST = 30
"""Passages without which nothing can be said of a language."""


def best_passages(cosines: Mapping[str, float], lang: str | None) -> dict[str, dict[str, float]]:
    """Return the cosine of each statement's nearest passage in each language, or only in `lang` where given."""
    best: dict[str, dict[str, float]] = {}
    for passage_id, cosine in cosines.items():
        own = language_of(passage_id)
        if lang is None or own == lang:
            found = best.setdefault(statement_id_of(passage_id), {})
            if cosine > found.get(own, -2.0):
                found[own] = cosine
    return best


def standing_out(ids: Sequence[str], best: Best, backgrounds: Mapping[str, Background], share_of_mean: float) -> Floats:
    """Return how far each statement stands above the backgrounds, in standard deviations; NaN where nothing was seen.

    Args:
        ids: Statements.
        best: Their nearest passages.
        backgrounds: What is usual in each language.
        share_of_mean: How much the mean over a statement's languages counts, 0…1, against the best of them.
    """
    heights = np.empty((len(ids), len(LANGUAGES)))
    found = [best.get(each, {}) for each in ids]
    for place, lang in enumerate(LANGUAGES):
        mean, spread = backgrounds[lang]
        heights[:, place] = [each.get(lang, np.nan) for each in found]
        heights[:, place] = (heights[:, place] - mean) / spread
    seen = ~np.isnan(heights)
    most = np.where(seen, heights, -np.inf).max(axis=1)
    middle = np.where(seen, heights, 0.0).sum(axis=1) / np.maximum(seen.sum(axis=1), 1)
    return np.where(seen.any(axis=1), (1 - share_of_mean) * most + share_of_mean * middle, np.nan)


class Languages:
    """What is usual in each language of a record; a record in one language costs nothing."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._sample: tuple[Table, Sequence[str]] | None = None

    def half_seen(self, best: Best, table: Table) -> list[str]:
        """Return the statements that have text in two languages, of which a passage was seen in one alone."""
        if not self._sampled(table):
            return []
        ids = [each for each, found in best.items() if len(found) == 1 and each in table.row_of]
        rows = np.array([table.row_of[each] for each in ids], dtype=np.int64)
        return [ids[place] for place in np.flatnonzero((table.lengths[rows] > 0).all(axis=1)).tolist()]

    def backgrounds(
        self,
        table: Table,
        overall: Background,
        cosines_of: Callable[[Collection[str]], Mapping[str, float]],
    ) -> dict[str, Background]:
        """Return the background of a question in each language; `overall` where there is one language, or too little.

        Args:
            table: All statements.
            overall: The background whatever the language.
            cosines_of: Gives the cosines of the question with all passages of some statements.
        """
        found = dict.fromkeys(LANGUAGES, overall)
        sampled = self._sampled(table)
        if not sampled:
            return found
        by_language: dict[str, list[float]] = {lang: [] for lang in LANGUAGES}
        for passage_id, cosine in cosines_of(sampled).items():
            by_language[language_of(passage_id)].append(cosine)
        for lang, cosines in by_language.items():
            if len(cosines) >= FEWEST:
                found[lang] = float(np.mean(cosines)), max(float(np.std(cosines)), LEAST_SPREAD)
        return found

    def _sampled(self, table: Table) -> Sequence[str]:
        """Return statements at even distances, up to `SAMPLE` of each language; none where all have but one."""
        known = self._sample
        if known is None or known[0] is not table:
            known = self._sample = table, _spread_out(table)
        return known[1]


def _spread_out(table: Table) -> list[str]:
    has = (table.lengths > 0) & table.here[:, None]
    if not has.any(axis=0).all():
        return []
    rows = [np.flatnonzero(each) for each in has.T]
    taken = {int(row) for each in rows for row in each[:: max(1, -(-len(each) // SAMPLE))]}
    return [table.ids[row] for row in sorted(taken)]
