"""Turns a brief into evidence: the lines to take and verbatim sentences that the record offers for it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.citing import MAX_QUOTE_CHARS
from assistant.consistency.principles import official_principles_in
from assistant.domain import Brief, Embedder, Form, Hit, Ledger, PassageKind, Statement
from assistant.retrieval.relevance import ON_RECORD
from assistant.retrieval.retriever import Retriever
from assistant.text.normalise import fold
from assistant.text.quotations import find_quotations
from assistant.text.sentences import split_sentences
from assistant.text.words import content_stems, tokens

STATEMENTS = 12
SAME_THING = 0.55
"""Two points that share this much of their content words (Jaccard) say the same thing twice."""
SAMENESS_COST = 0.5
"""How much sameness with what is already chosen counts against a candidate (the 1 − λ of MMR)."""
OWN_WEIGHT, STATEMENT_WEIGHT, PRINCIPLE_BONUS, NEWEST_BONUS, VOICE_BONUS = 0.6, 0.4, 0.2, 0.2, 0.15
"""A point counts by its own closeness to the brief, by its statement's, for naming an official principle, for
being recent among those on the matter, and for having been said by the brief's voice."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One thing that can be said: our line to take, or a sentence in the speaker's own words."""

    text: str
    statement: Statement
    verbatim: bool
    score: float


def query_of(brief: Brief) -> str:
    """Return what to search for: the topic, the news that prompts the text, the counterpart."""
    return " ".join(part for part in (brief.topic, brief.context[:600], brief.counterpart) if part.strip())


class EvidenceFinder:
    """Chooses points for a brief: on the matter, not superseded, each different from the others."""

    def __init__(self, retriever: Retriever, embedder: Embedder, ledger: Ledger) -> None:
        """Search with `retriever`; `embedder` compares points with the brief; `ledger` names the principles."""
        self._retriever = retriever
        self._embedder = embedder
        self._ledger = ledger

    def points(self, brief: Brief, limit: int, *, skip: frozenset[str] = frozenset()) -> list[Point]:
        """Return up to `limit` points, best first; empty where the record does not cover the brief.

        `skip` holds texts not to use again (for alternatives that really differ).
        """
        query = query_of(brief)
        hits = self._retriever.search(query, k=STATEMENTS, filters=brief.filters)
        hits = [hit for hit in hits if hit.relevance >= ON_RECORD]
        if not hits:
            return []
        raw = [point for point in self._said(hits, brief.lang) if point.text not in skip]
        return _diverse(self._scored(raw, query, brief), limit, brief.lang)

    def _said(self, hits: Sequence[Hit], lang: str) -> list[Point]:
        """Return all that the statements on the matter say in `lang`, superseded ones replaced by the newer."""
        current: dict[str, tuple[Statement, float]] = {}
        quotable: list[Point] = []
        for hit in hits:
            statement = hit.statement
            newest = self._newest(statement)
            for one in newest:
                current.setdefault(one.id, (one, hit.relevance))
            if newest == [statement] and statement.form is Form.VERBATIM and statement.lang == lang:
                quotable += [
                    Point(text=sentence, statement=statement, verbatim=True, score=hit.relevance)
                    for sentence in _quotable_sentences(hit)
                ]
        lines = [
            Point(text=pair.get(lang), statement=statement, verbatim=False, score=relevance)
            for statement, relevance in current.values()
            for pair in statement.lines
        ]
        return lines + quotable

    def _newest(self, statement: Statement) -> list[Statement]:
        """Return what stands today in the place of a statement: itself, or the end of its chain of newer ones."""
        newest: dict[str, Statement] = {}
        seen: set[str] = set()
        waiting = [statement]
        while waiting:
            one = waiting.pop()
            if one.id in seen:
                continue
            seen.add(one.id)
            newer = self._retriever.statements(one.superseded_by)
            waiting += newer
            if not newer:
                newest[one.id] = one
        return list(newest.values())

    def _scored(self, points: Sequence[Point], query: str, brief: Brief) -> list[Point]:
        if not points:
            return []
        wanted = self._embedder.embed_queries([query])[0]
        closeness = self._embedder.embed_passages([point.text for point in points]) @ wanted
        recency = _recency([point.statement.date for point in points])
        scored = [
            replace(
                point, score=self._score(point, float(cosine), brief) + NEWEST_BONUS * recency[point.statement.date]
            )
            for point, cosine in zip(points, closeness, strict=True)
        ]
        floor = NEAR_BEST * max(point.score for point in scored)
        near = {p.text for p, c in zip(points, closeness, strict=True) if _stretched(float(c)) >= MIN_QUOTE_CLOSENESS}
        return [point for point in scored if point.score >= floor and (not point.verbatim or point.text in near)]

    def _score(self, point: Point, cosine: float, brief: Brief) -> float:
        bonus = PRINCIPLE_BONUS if official_principles_in(point.text, brief.lang, self._ledger) else 0.0
        voice = fold(brief.voice).split()
        if voice and all(word in fold(point.statement.speaker) for word in voice):
            bonus += VOICE_BONUS
        return OWN_WEIGHT * _stretched(cosine) + STATEMENT_WEIGHT * point.score + bonus


def _stretched(cosine: float) -> float:
    """Stretch the narrow range in which E5's cosines live to 0…1."""
    return min(1.0, max(0.0, (cosine - COSINE_FLOOR) / (COSINE_CEILING - COSINE_FLOOR)))


def _recency(days: Sequence[date]) -> dict[date, float]:
    """Return for each day how recent it is among them: 0 the oldest, 1 the newest."""
    ordered = sorted(set(days))
    return {day: position / max(1, len(ordered) - 1) for position, day in enumerate(ordered)}


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
        sameness = {point: _sameness(stems[point], [stems[c] for c in chosen]) for point in left}
        best = max(left, key=lambda p: (p.score - SAMENESS_COST * sameness[p], p.statement.date, p.text))
        left.remove(best)
        quotes = sum(point.verbatim for point in chosen)
        if sameness[best] < SAME_THING and not (best.verbatim and quotes >= MAX_QUOTES):
            chosen.append(best)
    # A quotation out of a long answer underlines a position; it never opens with it.
    return sorted(chosen, key=lambda point: point.verbatim)


def _sameness(mine: set[str], others: Sequence[set[str]]) -> float:
    return max((len(mine & other) / max(1, len(mine | other)) for other in others), default=0.0)
