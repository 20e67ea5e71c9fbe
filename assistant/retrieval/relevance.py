"""Tells whether what a search found is about the question at all, so that silence can be an answer.

A logistic model over three signals of a hit. Its weights are fitted by `benchmarks/answerability.py` on questions that
the bundled record answers and on questions that it does not, most of them near to it; there is also how well it does.
"""

import math
from dataclasses import dataclass

WEIGHT_NEARNESS = 40.23
WEIGHT_COVERAGE = 6.55
WEIGHT_MISSING = -3.10
BIAS = -37.38
ON_RECORD = 0.5
"""Relevance from which a statement counts as being on the matter."""

DEVIATION = 0.02
"""What standing out from the record by one standard deviation counts in similarity. Not fitted: on a small record it
would come out at more than twice as much, but in a large one something stands out for any question."""

_COSINE_FLOOR, _COSINE_CEILING = 0.80, 0.92


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """What speaks for a passage being on the matter of a question."""

    similarity: float
    """Cosine of question and passage."""
    background: float
    """Mean cosine of the question with the record at large: some questions are near to everything."""
    spread: float
    """Standard deviation of the same."""
    coverage: float | None
    """Share of the question's word weight that the statement holds, 0…1; None where the statement has no
    text in the question's language."""
    missing: float
    """Share, 0…1, of the figures, acronyms and names of the question that the statement does not have: what is about
    another year or country is on another matter, however near it is."""

    @property
    def deviations(self) -> float:
        """How far the similarity stands above the background, in standard deviations."""
        return (self.similarity - self.background) / self.spread

    def as_row(self) -> tuple[float, float, float]:
        """Return what the model weighs: nearness, coverage squared, and what is missing.

        Coverage is squared because half of the words are far less than half of an answer: any text on the same
        country has some of them. Where there is none, similarity stands in for it.
        """
        coverage = self.coverage
        if coverage is None:
            stretched = (self.similarity - _COSINE_FLOOR) / (_COSINE_CEILING - _COSINE_FLOOR)
            coverage = min(1.0, max(0.0, stretched))
        return self.similarity + DEVIATION * self.deviations, coverage**2, self.missing


def relevance(signals: Signals) -> float:
    """Return 0…1: how surely a hit is on the matter of the question."""
    nearness, coverage, missing = signals.as_row()
    score = BIAS + WEIGHT_NEARNESS * nearness + WEIGHT_COVERAGE * coverage + WEIGHT_MISSING * missing
    return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, score))))
