"""Tells whether what a search found is about the question at all, so that silence can be an answer."""

from collections.abc import Sequence

from assistant.domain import Hit

# Cosines of E5-small live between about 0.75 (unrelated) and 0.95 (same words), so the scale is stretched
# before it is mixed with the share of the question's words that the statement holds.
COSINE_FLOOR = 0.78
COSINE_CEILING = 0.92
COSINE_WEIGHT = 0.55
ON_RECORD = 0.50
"""Relevance from which a statement counts as being on the matter; see benchmarks/answerability.py."""


def relevance(hit: Hit) -> float:
    """Return 0…1: how surely the hit is on the matter of the question."""
    stretched = (hit.similarity - COSINE_FLOOR) / (COSINE_CEILING - COSINE_FLOOR)
    return COSINE_WEIGHT * min(1.0, max(0.0, stretched)) + (1.0 - COSINE_WEIGHT) * hit.coverage


def on_the_matter(hits: Sequence[Hit], threshold: float = ON_RECORD) -> list[Hit]:
    """Keep the hits that are about the question, in their order."""
    return [hit for hit in hits if relevance(hit) >= threshold]
