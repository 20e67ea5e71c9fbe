"""Joins dense and lexical rankings without losing passages in the other language."""

from collections.abc import Mapping, Sequence

RRF_K = 60
"""The constant of reciprocal-rank fusion as published."""


def fuse(dense: Sequence[str], lexical: Sequence[str], same_language: Mapping[str, bool]) -> dict[str, float]:
    """Return a score for each passage id found (higher is better).

    Reciprocal-rank fusion, 1 / (k + rank) summed over the rankings, with one change: a passage in another
    language than the query can never appear in the lexical ranking, so its dense rank stands in for the
    missing one. Blind fusion would push it below every passage that merely shares a word with the query.

    Args:
        dense: Passage ids, nearest first.
        lexical: Passage ids in the query's language, best first.
        same_language: For each id whether the passage is in the query's language.

    Source: Cormack, Clarke and Büttcher (2009), "Reciprocal rank fusion outperforms Condorcet".
    """
    scores: dict[str, float] = {}
    for rank, passage_id in enumerate(dense, start=1):
        weight = 1.0 if same_language.get(passage_id, False) else 2.0
        scores[passage_id] = weight / (RRF_K + rank)
    for rank, passage_id in enumerate(lexical, start=1):
        scores[passage_id] = scores.get(passage_id, 0.0) + 1.0 / (RRF_K + rank)
    return scores
