"""How good rankings are: measures by ir-measures, intervals by resampling the questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ir_measures
import numpy as np
import numpy.typing as npt
from answerability import auroc
from retrieval_data import Question

Array = npt.NDArray[np.float64]
RESAMPLES = 2_000
SEED = 20261122
INTERVAL = (2.5, 97.5)
SEPARATION = "AUROC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a system found for a question: targets, best first and each once, and how sure it is of the best."""

    targets: Sequence[str]
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A figure with its 95 % interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"


def by_question(questions: Sequence[Question], found: Mapping[str, Found], measure: str) -> Array:
    """Return a measure for each question that has an answer, in their order; nothing found counts as 0."""
    answered = [question for question in questions if question.wanted]
    qrels = {question.id: dict(question.wanted) for question in answered}
    run = {
        question.id: {target: -float(rank) for rank, target in enumerate(found[question.id].targets)}
        for question in answered
        if found[question.id].targets
    }
    values = dict.fromkeys(qrels, 0.0)
    for each in ir_measures.iter_calc([ir_measures.parse_measure(measure)], qrels, run):
        values[each.query_id] = each.value
    return np.array(list(values.values()))


class Resampling:
    """Bootstrap over the questions of a group: the same draws for every system, so that differences are paired."""

    def __init__(self, questions: Sequence[Question]) -> None:
        """Draw the resamples."""
        draw = np.random.default_rng(SEED)
        self._answered = sum(bool(question.wanted) for question in questions)
        self._silent = len(questions) - self._answered
        self._yes, self._no = (draw.integers(0, max(n, 1), (RESAMPLES, n)) for n in (self._answered, self._silent))
        self._questions = questions

    def can(self, measure: str) -> bool:
        """Tell whether the group has questions for a measure."""
        return self._answered > 0 and (measure != SEPARATION or self._silent > 0)

    def draws(self, found: Mapping[str, Found], measure: str) -> tuple[float, Array]:
        """Return a measure over the group, and over each resample of it."""
        if measure != SEPARATION:
            values = by_question(self._questions, found, measure)
            return float(values.mean()), values[self._yes].mean(axis=1)
        sure = np.array([found[question.id].confidence for question in self._questions])
        answered = np.array([float(bool(question.wanted)) for question in self._questions])
        yes, no = sure[answered == 1], sure[answered == 0]
        kinds = np.repeat([1.0, 0.0], [len(yes), len(no)])
        resampled = [auroc(np.r_[yes[y], no[n]], kinds) for y, n in zip(self._yes, self._no, strict=True)]
        return auroc(sure, answered), np.array(resampled)

    def value(self, found: Mapping[str, Found], measure: str) -> Value:
        """Return a measure with its interval."""
        value, draws = self.draws(found, measure)
        return _with_interval(value, draws)

    def difference(self, ours: Mapping[str, Found], other: Mapping[str, Found], measure: str) -> tuple[Value, Value]:
        """Return how far ours lies above another system, in points and as a share of the other's value."""
        (a, a_draws), (b, b_draws) = self.draws(ours, measure), self.draws(other, measure)
        share = np.divide(a_draws, b_draws, out=np.full(RESAMPLES, np.nan), where=b_draws > 0) - 1
        relative = _with_interval(a / b - 1 if b > 0 else float("nan"), share)
        return _with_interval(a - b, a_draws - b_draws), relative


def _with_interval(value: float, draws: Array) -> Value:
    known = draws[~np.isnan(draws)]
    low, high = np.percentile(known, INTERVAL) if len(known) else (float("nan"), float("nan"))
    return Value(value=value, low=float(low), high=float(high))
