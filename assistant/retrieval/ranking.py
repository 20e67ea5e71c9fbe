"""Puts statements in order: how near they are in meaning and in words, and what speaks for or against them besides.

Scores add up. Nearness is measured in standard deviations above what the question has with the record at large in the
same language, so that meaning and words can be weighed against each other whatever the question and the size of the
record. Reciprocal ranks do not know how much better the first is than the second, and a text in another language has no
rank in words at all. What is much like the first statement, in meaning, words and topic, is moved up at the end.

The weights were chosen on press conferences of 2024 and 2025 and on one half of the advisers' questions; what each is
worth is measured by `benchmarks/ranking.py`.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice

import numpy as np
import numpy.typing as npt

from assistant.domain import Statement, Topic
from assistant.record.topics import topic_words_in
from assistant.retrieval.alike import same_topic, wording
from assistant.retrieval.index import Index
from assistant.retrieval.nearness import Languages, best_passages, standing_out
from assistant.retrieval.passages import statement_id_of
from assistant.retrieval.query import Query
from assistant.retrieval.termfile import TOPIC, term_key
from assistant.retrieval.terms import Table, WordScores

Floats = npt.NDArray[np.float64]
NEAR_PASSAGES = 250
"""Passages nearest in meaning whose statements are weighed."""
NEAR_IN_WORDS = 120
"""Statements nearest in words that are weighed."""
MOST_BY_WORDS = 3.0
"""Standard deviations of meaning that words can stand for."""
AUTHORITY_BONUS = 0.1
"""What each step of authority (post, speech, communiqué, agreement) adds: enough to put the joint statement before the
press conference where both say it, too little to put it before a better match."""
LOOKED_AT_AGAIN = 40
"""Statements, best first, that are compared with the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What counts how much."""

    meaning: float = 1.0
    """The nearest passages."""
    both: float = 0.5
    """Share of meaning that is the mean over the languages of a statement; the rest is the nearer of them."""
    words: float = 0.3
    """The words of the whole statement."""
    occasion: float = 0.3
    """For a turn: the words of all that was said on the occasion. A turn itself may not name what it is about."""
    foreign: float = 0.5
    """Share of the weight of words that meaning takes over where question and statement share no language."""
    topic: float = 0.4
    """Being on a topic of the question."""
    month: float = 0.8
    """Being of a month that the question names."""
    likeness: float = 0.2
    """Nearness to the best statement in meaning: what is on the same matter in other words."""
    wording: float = 3.0
    """The same in words."""
    matter: float = 0.6
    """Being on a topic of the best statement. Not for turns: their topics are guessed from a word or two."""
    short: float = -2.0
    """Being a turn of a few words."""
    unasked: float = -1.0
    """Being a turn that goes on where another left off: the answer to a question follows the question."""


WEIGHTS = Weights()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """Statements that were weighed, best first, and what each got for what."""

    ids: list[str] = field(default_factory=list)
    scores: Floats = field(default_factory=lambda: np.zeros(0))
    parts: Mapping[str, Floats] = field(default_factory=dict)
    """What adds up to the scores, by name."""
    near: Mapping[str, float] = field(default_factory=dict)
    """The cosines of the passages nearest in meaning."""
    background: tuple[float, float] = (0.0, 1.0)
    """Mean and standard deviation of the question's cosines with the record at large."""

    def parts_of(self, statement_id: str) -> dict[str, float]:
        """Return what a statement got for what."""
        if statement_id not in self.ids:
            return {}
        place = self.ids.index(statement_id)
        return {name: float(values[place]) for name, values in self.parts.items() if values[place]}


class Ranker:
    """Ranks the statements of an index."""

    def __init__(self, index: Index, topics: tuple[Topic, ...] = (), weights: Weights = WEIGHTS) -> None:
        """Rank by `weights`; `topics` tell what a question is about."""
        self._index = index
        self._topics = topics
        self._weights = weights
        self._languages = Languages()
        self._topic_keys = [term_key(topic.id, TOPIC) for topic in topics]

    def rank(
        self, query: Query, embedded: Callable[[], npt.NDArray[np.float32]], allowed: Collection[str] | None
    ) -> Ranking:
        """Return the statements that may answer a question, among `allowed` where given.

        Args:
            query: The question; of its filters only the language is seen to here.
            embedded: Gives its vector; called after the words are scored, so that both can be done at once.
            allowed: Ids of statements.
        """
        topics = tuple(topic_words_in(query.text, self._topics))
        words = self._index.terms.scores(query.text, query.lang, query.expansions, topics)
        vector = embedded()
        near = dict(self._index.dense.query(vector, NEAR_PASSAGES, allowed))
        lang = query.filters.lang
        best = best_passages(near, lang)
        others = [each for each in nearest_in_words(words, allowed, NEAR_IN_WORDS) if each not in best]
        halves = self._languages.half_seen(best, words.table) if lang is None else []
        looked_up = self._index.dense.of_statements(vector, [*others, *halves])
        best |= best_passages(looked_up, lang)
        # What has no vector yet is found by its words; what has some, but none in the language asked for, is not.
        unseen = frozenset(others).difference(map(statement_id_of, looked_up))
        background = self._index.dense.background(vector)
        cosines_of = partial(self._index.dense.of_statements, vector)
        backgrounds = self._languages.backgrounds(words.table, background, cosines_of)
        ids = [*best, *sorted(unseen)]
        parts = self._parts(ids, standing_out(ids, best, backgrounds, self._weights.both), words)
        ranking = _sorted(Ranking(ids=ids, parts=parts, near=near, background=background))
        return self._with_likeness(ranking, words.table)

    def _parts(self, ids: Sequence[str], nearness: Floats, words: WordScores) -> dict[str, Floats]:
        """Return what each statement gets for what; `nearness` is NaN for those without a vector."""
        meaning = np.nan_to_num(nearness)
        rows = np.array([words.table.row_of.get(each, -1) for each in ids], dtype=np.int64)
        known = rows >= 0
        rows = np.where(known, rows, 0)
        if not len(words.table.ids):
            nothing = np.zeros(len(ids))
            return {"meaning": self._weights.meaning * meaning, "words": nothing}
        shared = known & words.has_words[rows]
        turn = known & (words.table.turn[rows] >= 0)
        w = self._weights
        # Without a vector, words tell how near the meaning may be.
        meaning = np.where(np.isnan(nearness) & shared, np.clip(words.statement[rows], 0.0, MOST_BY_WORDS), meaning)
        talk = known & words.table.in_talk[rows]
        taken_over = w.foreign * (w.words + w.occasion * talk) * np.maximum(meaning, 0.0)
        return {
            "meaning": w.meaning * meaning,
            "words": np.where(shared, w.words * words.statement[rows], 0.0),
            "occasion": np.where(shared & talk, w.occasion * words.occasion[rows], 0.0),
            "language": np.where(known & ~shared, taken_over, 0.0),
            "topic": np.where(known & words.topical[rows], w.topic, 0.0),
            "month": np.where(known & words.dated[rows], w.month, 0.0),
            "short": np.where(turn & words.table.short[rows], w.short, 0.0),
            "unasked": np.where(turn & words.table.goes_on[rows], w.unasked, 0.0),
        }

    def _with_likeness(self, ranking: Ranking, table: Table) -> Ranking:
        """Return the ranking after its best statements were compared with the first of them."""
        if not ranking.ids:
            return ranking
        seen = ranking.ids[:LOOKED_AT_AGAIN]
        compared = self._in_meaning(seen) + self._in_words(seen, table)
        # Nothing is more like the first than itself: how far it leads is for the question to say.
        compared[0] = compared[1:].max() if len(seen) > 1 else 0.0
        # What was not looked at must not pass what was.
        likeness = np.full(len(ranking.ids), compared.min())
        likeness[: len(seen)] = compared
        return _sorted(replace(ranking, parts={**ranking.parts, "likeness": likeness}), among=len(seen))

    def _in_meaning(self, seen: Sequence[str]) -> Floats:
        """Return what statements get for being near the first of them in meaning; nothing on a server."""
        likeness = np.zeros(len(seen))
        middle = self._index.dense.middle_of(seen[0]) if self._weights.likeness else None
        if middle is None:
            return likeness
        mean, spread = self._index.dense.background(middle)
        of: dict[str, list[float]] = {each: [] for each in seen}
        for passage_id, cosine in self._index.dense.of_statements(middle, seen).items():
            of[statement_id_of(passage_id)].append(cosine)
        for place, each in enumerate(seen):
            if of[each]:
                likeness[place] = self._weights.likeness * (sum(of[each]) / len(of[each]) - mean) / spread
        return likeness

    def _in_words(self, seen: Sequence[str], table: Table) -> Floats:
        """Return what statements get for the words and topics that they share with the first of them."""
        alike = np.zeros(len(seen))
        rows = np.array([table.row_of.get(each, -1) for each in seen], dtype=np.int64)
        known = np.flatnonzero(rows >= 0)
        if rows[0] < 0:
            return alike
        alike[known] = self._weights.wording * wording(table, int(rows[0]), rows[known])
        if table.turn[rows[0]] < 0:
            whole = known[table.turn[rows[known]] < 0]
            alike[whole] += self._weights.matter * same_topic(table, int(rows[0]), rows[whole], self._topic_keys)
        return alike


def authority_bonus(statement: Statement) -> float:
    """Return what a statement's authority adds to its score."""
    return AUTHORITY_BONUS * statement.authority.weight


def nearest_in_words(words: WordScores, allowed: Collection[str] | None, count: int) -> list[str]:
    """Return the ids of up to `count` statements that share words with the question, most telling first."""
    table = words.table
    rows = np.flatnonzero(table.here & (words.statement > 0))
    if allowed is not None and len(allowed) * len(allowed) < len(rows) * count:
        # Of what a filter lets little through, each is looked up; else the best are gone through until enough pass.
        known = np.array([table.row_of[each] for each in allowed if each in table.row_of], dtype=np.int64)
        rows = np.intersect1d(rows, known)
    if allowed is None and len(rows) > count:
        rows = np.sort(rows[np.argpartition(-words.statement[rows], count)[:count]])
    best = (table.ids[row] for row in rows[np.argsort(-words.statement[rows], kind="stable")].tolist())
    return list(islice((each for each in best if allowed is None or each in allowed), count))


def _sorted(ranking: Ranking, among: int | None = None) -> Ranking:
    """Return the ranking with its scores, best first; ids break ties, so that the same record answers alike.

    Args:
        ranking: Statements with their parts.
        among: How many of the first may change places; the rest is in order already.
    """
    scores = np.sum([*ranking.parts.values()], axis=0) if ranking.ids else np.zeros(0)
    ids = ranking.ids
    moved = range(len(ids) if among is None else among)
    order = [*sorted(moved, key=lambda place: (-scores[place], ids[place])), *range(len(moved), len(ids))]
    return replace(
        ranking,
        ids=[ids[place] for place in order],
        scores=scores[order],
        parts={name: values[order] for name, values in ranking.parts.items()},
    )
