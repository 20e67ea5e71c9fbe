"""Turns a brief into evidence: the lines to take and verbatim sentences that the record offers for it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.citing import MAX_QUOTE_CHARS
from assistant.domain import Brief, Embedder, Filters, Form, Hit, PassageKind, Statement
from assistant.retrieval.relevance import on_the_matter
from assistant.retrieval.retriever import Retriever, ScoredPassage
from assistant.text.sentences import split_sentences
from assistant.text.words import content_stems

CANDIDATES = 80
STATEMENTS = 12
SAME_THING = 0.55
"""Two points that share this much of their content words (Jaccard) say the same thing twice."""
NOVELTY = 0.35
"""How much sameness with what is already chosen counts against a candidate (MMR's 1 − λ)."""
NEAR_BEST = 0.70
MIN_QUOTE_WORDS = 8


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

    def __init__(self, retriever: Retriever, embedder: Embedder) -> None:
        """Search with `retriever`; `embedder` compares points with the brief."""
        self._retriever = retriever
        self._embedder = embedder

    def points(self, brief: Brief, limit: int, *, skip: frozenset[str] = frozenset()) -> list[Point]:
        """Return up to `limit` points, best first; empty where the record does not cover the brief.

        `skip` holds texts not to use again (for alternatives that really differ).
        """
        query = query_of(brief)
        hits = on_the_matter(self._retriever.search(query, k=STATEMENTS, filters=brief.filters))
        if not hits:
            return []
        candidates = [p for p in self._candidates(brief, query, hits) if p.text not in skip]
        return _diverse(candidates, limit, brief.lang)

    def _candidates(self, brief: Brief, query: str, hits: Sequence[Hit]) -> list[Point]:
        statements = [hit.statement for hit in hits]
        newer = {s.id for s in statements}
        current = [s for s in statements if not newer.intersection(s.superseded_by)]
        raw = [(line, s, False) for s in current for line in _lines(s, brief.lang)]
        raw += [
            (sentence, s, True)
            for hit in hits
            if (s := hit.statement) in current and s.form is Form.VERBATIM and s.lang == brief.lang
            for sentence in _quotable_sentences(hit)
        ]
        if not raw:
            return []
        wanted = self._embedder.embed_queries([query])[0]
        vectors = self._embedder.embed_passages([text for text, _, _ in raw])
        closeness = vectors @ wanted
        best = float(closeness.max())
        floor = best - (1.0 - NEAR_BEST) * 0.2
        return [
            Point(text=text, statement=statement, verbatim=verbatim, score=float(score))
            for (text, statement, verbatim), score in zip(raw, closeness, strict=True)
            if float(score) >= floor
        ]


def _lines(statement: Statement, lang: str) -> list[str]:
    return [pair.get(lang) for pair in statement.lines]


def _quotable_sentences(hit: Hit) -> list[str]:
    """Return the passage's sentences that can stand alone as a quotation."""
    if hit.passage.kind is not PassageKind.TEXT:
        return []
    return [
        span.text
        for span in split_sentences(hit.passage.text, hit.passage.lang)
        if len(span.text.split()) >= MIN_QUOTE_WORDS
        and len(span.text) <= MAX_QUOTE_CHARS
        and not span.text.rstrip("»”\"' ").endswith(("?", "…", ":"))
    ]


def _diverse(points: Sequence[Point], limit: int, lang: str) -> list[Point]:
    """Choose greedily by maximal marginal relevance over content words.

    Source: Carbonell and Goldstein (1998), "The use of MMR".
    """
    stems = {id(p): set(content_stems(p.text, lang)) for p in points}
    chosen: list[Point] = []
    left = list(points)
    while left and len(chosen) < limit:
        best = max(left, key=lambda p: (p.score - NOVELTY * 0.2 * _sameness(p, chosen, stems), p.statement.date))
        left.remove(best)
        if _sameness(best, chosen, stems) < SAME_THING:
            chosen.append(best)
    return chosen


def _sameness(point: Point, chosen: Sequence[Point], stems: dict[int, set[str]]) -> float:
    mine = stems[id(point)]
    shared = [len(mine & stems[id(c)]) / max(1, len(mine | stems[id(c)])) for c in chosen]
    return float(np.max(shared)) if shared else 0.0
