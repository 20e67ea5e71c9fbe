"""Tells whether what a search found is about the question at all, so that silence can be an answer.

A logistic model over three signals of a hit. Its weights were fitted on the 90 questions of
`benchmarks/answerability.jsonl` by `benchmarks/answerability.py`, which also reports how well it separates
questions that the bundled record answers from those it does not (five-fold cross-validation).
"""

import math
from dataclasses import dataclass

WEIGHT_SIMILARITY = 31.8
WEIGHT_MARGIN = 56.0
WEIGHT_COVERAGE = 5.39
BIAS = -34.68
ON_RECORD = 0.5
"""Relevance from which a statement counts as being on the matter."""

_COSINE_FLOOR, _COSINE_CEILING = 0.80, 0.92


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """What speaks for a passage being on the matter of a question."""

    similarity: float
    """Cosine of question and passage."""
    background: float
    """Mean cosine of the question with the record at large: some questions are near to everything."""
    coverage: float | None
    """Share of the question's word weight that the statement holds, 0…1; None where the statement has no
    text in the question's language."""

    def as_row(self) -> tuple[float, float, float]:
        """Return similarity, its margin over the background, and coverage (or what stands in for it)."""
        coverage = self.coverage
        if coverage is None:
            stretched = (self.similarity - _COSINE_FLOOR) / (_COSINE_CEILING - _COSINE_FLOOR)
            coverage = min(1.0, max(0.0, stretched))
        return self.similarity, self.similarity - self.background, coverage


def relevance(signals: Signals) -> float:
    """Return 0…1: how surely a hit is on the matter of the question."""
    similarity, margin, coverage = signals.as_row()
    score = BIAS + WEIGHT_SIMILARITY * similarity + WEIGHT_MARGIN * margin + WEIGHT_COVERAGE * coverage
    return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, score))))
