"""What can be said on a brief word for word: the lines to take and verbatim sentences that the evidence holds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from assistant.citing import MAX_QUOTE_CHARS
from assistant.consistency.principles import official_principles_in
from assistant.domain import Angle, Brief, Embedder, EvidenceItem, Form, Hit, Ledger, PassageKind, Statement
from assistant.drafting.angles import fits
from assistant.drafting.dossier import Dossier, query_of, recency_of, sameness
from assistant.drafting.manners import speaks_of_drafting
from assistant.record.instructions import instruction_in
from assistant.text.normalise import fold
from assistant.text.quotations import find_quotations
from assistant.text.sentences import split_sentences
from assistant.text.words import content_stems, tokens

SAME_THING = 0.55
"""Two points that share this much of their content words (Jaccard) say the same thing twice."""
SAMENESS_COST = 0.5
"""How much sameness with what is already chosen counts against a candidate (the 1 − λ of MMR)."""
OWN_WEIGHT, STATEMENT_WEIGHT, PRINCIPLE_BONUS, NEWEST_BONUS, VOICE_BONUS = 0.6, 0.4, 0.2, 0.2, 0.15
PINNED_BONUS, ANGLE_BONUS = 0.4, 0.3
"""A point counts by its own closeness to the brief, by its statement's, for naming an official principle, for
being recent among those on the matter, for having been said by the brief's voice, for being pinned, and for the
angle of an alternative."""
COSINE_FLOOR, COSINE_CEILING = 0.80, 0.92
NEAR_BEST = 0.5
"""Points below this share of the best one's score are left out: fewer points, never filler."""
MIN_QUOTE_WORDS = 10
MAX_QUOTES = 2
"""Own words in a draft: our lines carry the position, a quotation underlines it."""
MIN_QUOTE_CLOSENESS = 0.4
"""Closeness to the brief (0…1) below which a speaker's sentence is not quoted."""
_LEANING = {
    "es": frozenset(
        {"y", "e", "o", "pero", "entonces", "pues", "bueno", "porque", "que", "si", "no", "ya", "asi", "ahi", "alli"}
        | {"eso", "esto", "ese", "esa", "este", "esta", "aquello", "lo", "la", "le", "les", "los", "ahora", "tambien"}
        | {"ademas", "sino", "digo", "miren", "mira", "incluso", "por", "entre", "aqui", "hay", "fue", "es", "son"}
    ),
    "en": frozenset(
        {"and", "or", "but", "then", "so", "because", "that", "this", "these", "those", "it", "they", "he", "she"}
        | {"yes", "no", "well", "now", "also", "there", "here", "who", "which", "what"}
    ),
}
"""First words that lean on what was said before."""


VectorsOf = Callable[[Sequence[str]], npt.NDArray[np.float32]]
"""Returns the vectors of texts that can be found, shape (n, dimension), L2-normalised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One thing that can be said: our line to take, or a sentence in the speaker's own words."""

    text: str
    statement: Statement
    verbatim: bool
    score: float


class PointFinder:
    """Chooses points from a dossier: on the matter, not superseded, each different from the others."""

    def __init__(self, embedder: Embedder, vectors_of: VectorsOf, ledger: Ledger) -> None:
        """`embedder` reads the brief, `vectors_of` gives the points' vectors; `ledger` names the principles."""
        self._embedder = embedder
        self._vectors_of = vectors_of
        self._ledger = ledger

    def points(
        self,
        brief: Brief,
        dossier: Dossier,
        limit: int,
        *,
        skip: frozenset[str] = frozenset(),
        angle: Angle | None = None,
    ) -> list[Point]:
        """Return up to `limit` points, best first; empty where the record does not cover the brief.

        `skip` holds texts not to use again, and `angle` puts what fits it first (for alternatives that really differ).
        """
        return _diverse(self.candidates(brief, dossier, skip=skip, angle=angle), limit, brief.lang)

    def candidates(
        self, brief: Brief, dossier: Dossier, *, skip: frozenset[str] = frozenset(), angle: Angle | None = None
    ) -> list[Point]:
        """Return all points that are near enough to the brief, with their scores."""
        raw = [point for point in _said(dossier, brief.lang) if point.text not in skip]
        return self._scored(raw, query_of(brief), brief, angle)

    def _scored(self, points: Sequence[Point], query: str, brief: Brief, angle: Angle | None) -> list[Point]:
        if not points:
            return []
        wanted = self._embedder.embed_queries([query])[0]
        closeness = self._vectors_of([point.text for point in points]) @ wanted
        recency = recency_of([point.statement.date for point in points])
        scored = [
            replace(
                point,
                score=self._score(point, float(cosine), brief, angle) + NEWEST_BONUS * recency[point.statement.date],
            )
            for point, cosine in zip(points, closeness, strict=True)
        ]
        floor = NEAR_BEST * max(point.score for point in scored)
        near = {p.text for p, c in zip(points, closeness, strict=True) if _stretched(float(c)) >= MIN_QUOTE_CLOSENESS}
        return [point for point in scored if point.score >= floor and (not point.verbatim or point.text in near)]

    def _score(self, point: Point, cosine: float, brief: Brief, angle: Angle | None) -> float:
        bonus = PRINCIPLE_BONUS if official_principles_in(point.text, brief.lang, self._ledger) else 0.0
        voice = fold(brief.voice).split()
        if voice and all(word in fold(point.statement.speaker) for word in voice):
            bonus += VOICE_BONUS
        if point.statement.id in brief.pinned:
            bonus += PINNED_BONUS
        if angle is not None and fits(angle, point.text, brief, self._ledger):
            bonus += ANGLE_BONUS
        return OWN_WEIGHT * _stretched(cosine) + STATEMENT_WEIGHT * point.score + bonus


def _said(dossier: Dossier, lang: str) -> list[Point]:
    """Return all that the statements on the matter say in `lang`; superseded ones are left to the newer ones."""
    hits = {hit.statement.id: hit for hit in dossier.hits}
    best = max((item.relevance for item in dossier.items), default=1.0)
    points = []
    for item in dossier.current:
        # What was pinned, or stands in the place of what was found, is on the matter as much as anything found.
        relevance = item.relevance or best
        points += [
            Point(text=pair.get(lang), statement=item.statement, verbatim=False, score=relevance)
            for pair in item.statement.lines
        ]
        if item.statement.id in hits:
            points += _quotations(item, hits[item.statement.id], lang)
    return points


def _quotations(item: EvidenceItem, hit: Hit, lang: str) -> list[Point]:
    statement = item.statement
    if statement.form is not Form.VERBATIM or statement.lang != lang:
        return []
    return [
        Point(text=sentence, statement=statement, verbatim=True, score=hit.relevance)
        for sentence in _quotable_sentences(hit)
        if not instruction_in(sentence) and not speaks_of_drafting(sentence)
    ]


def _stretched(cosine: float) -> float:
    """Stretch the narrow range in which E5's cosines live to 0…1."""
    return min(1.0, max(0.0, (cosine - COSINE_FLOOR) / (COSINE_CEILING - COSINE_FLOOR)))


def _quotable_sentences(hit: Hit) -> list[str]:
    """Return the passage's sentences that can stand alone as a quotation."""
    if hit.passage.kind is not PassageKind.TEXT:
        return []
    spans = split_sentences(hit.passage.text, hit.passage.lang)
    return [span.text for span in spans if _stands_alone(span.text, hit.passage.lang)]


def _stands_alone(sentence: str, lang: str) -> bool:
    """Tell whether a spoken sentence makes sense without what was said before it.

    Speech is full of sentences that lean on the one before ("Y a partir de ahí…") or that quote others, perhaps
    to reject them; neither may be lifted out.
    """
    words = [fold(token.text) for token in tokens(sentence)]
    if not len(words) >= MIN_QUOTE_WORDS or len(sentence) > MAX_QUOTE_CHARS:
        return False
    if words[0] in _LEANING[lang] or not sentence[0].isupper() or not sentence.endswith("."):
        return False
    return not find_quotations(sentence) and not any(dash in sentence for dash in "—―")


def _diverse(points: Sequence[Point], limit: int, lang: str) -> list[Point]:
    """Choose greedily by maximal marginal relevance over content words.

    Source: Carbonell and Goldstein (1998), "The use of MMR".
    """
    stems = {point: set(content_stems(point.text, lang)) for point in points}
    chosen: list[Point] = []
    left = list(points)
    while left and len(chosen) < limit:
        alike = {point: sameness(stems[point], [stems[c] for c in chosen]) for point in left}
        best = max(left, key=lambda p: (p.score - SAMENESS_COST * alike[p], p.statement.date, p.text))
        left.remove(best)
        quotes = sum(point.verbatim for point in chosen)
        if alike[best] < SAME_THING and not (best.verbatim and quotes >= MAX_QUOTES):
            chosen.append(best)
    # A quotation out of a long answer underlines a position; it never opens with it.
    return sorted(chosen, key=lambda point: point.verbatim)
