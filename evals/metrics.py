"""Figures over the outcomes of a suite: each is computed for any weighting of the samples, so that it can be resampled.

A metric takes the outcomes once and returns an `Estimate`, which takes weights: a row is one weighting, how often each
outcome counts. All ones is the figure itself, rows of resampled counts are its bootstrap.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from evals.outcomes import Outcome

Array = npt.NDArray[np.float64]
Estimate = Callable[[Array], Array]
"""From weights, shape (b, n), to values, shape (b,); NaN where nothing that counts was drawn."""
Where = Callable[[Outcome], bool]
Better = Literal["higher", "lower", "neither"]
LABELS = ("consistent", "contradicts", "unsupported")
BINS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """One figure of a suite."""

    name: str
    what: str
    """What it is, for the reports."""
    of: Callable[[Sequence[Outcome]], Estimate]
    better: Better = "higher"
    threshold: float | None = None
    """What the figure must not fall below (or rise above, where lower is better), whatever it was before."""
    unit: Literal["share", "cost", "points"] = "share"

    def missed(self, value: float) -> bool:
        """Tell whether a value misses the threshold; what could not be computed misses it."""
        if self.threshold is None:
            return False
        if np.isnan(value):
            return True
        return value < self.threshold if self.better == "higher" else value > self.threshold


def everywhere(_: Outcome) -> bool:
    """Count every outcome."""
    return True


def mean_of(score: str, where: Where = everywhere) -> Callable[[Sequence[Outcome]], Estimate]:
    """Return the mean of a score over the outcomes that have it."""

    def build(outcomes: Sequence[Outcome]) -> Estimate:
        counts = _flags(outcomes, lambda o: score in o.scores and where(o))
        values = np.array([o.scores.get(score, 0.0) for o in outcomes], dtype=float) * counts
        return lambda weights: _ratio(weights @ values, weights @ counts)

    return build


def share(what: Where, among: Where = everywhere) -> Callable[[Sequence[Outcome]], Estimate]:
    """Return the share of outcomes with a property among those with another; errors and the unscored do not count."""

    def build(outcomes: Sequence[Outcome]) -> Estimate:
        counts = _flags(outcomes, lambda o: bool(o.scores) and among(o))
        values = _flags(outcomes, lambda o: bool(o.scores) and among(o) and what(o))
        return lambda weights: _ratio(weights @ values, weights @ counts)

    return build


def recall(label: str) -> Callable[[Sequence[Outcome]], Estimate]:
    """Return the share of a label's samples that got it."""
    return share(lambda o: o.said == label, lambda o: o.wanted == label)


def called_consistent(label: str) -> Callable[[Sequence[Outcome]], Estimate]:
    """Return the share of a label's samples that were called consistent: the worst of mistakes."""
    return share(lambda o: o.said == "consistent", lambda o: o.wanted == label)


def balanced_accuracy(outcomes: Sequence[Outcome]) -> Estimate:
    """Return the mean of the recalls of the three labels."""
    each = [recall(label)(outcomes) for label in LABELS]
    return lambda weights: np.mean([estimate(weights) for estimate in each], axis=0)


def calibration_error(outcomes: Sequence[Outcome]) -> Estimate:
    """Return the expected calibration error with ten equal bins: how far confidence is from being right.

    Source: Guo et al. 2017, "On Calibration of Modern Neural Networks", equation 3.
    """
    counts = _flags(outcomes, lambda o: o.confidence is not None and "right" in o.scores)
    sure = np.array([o.confidence or 0.0 for o in outcomes])
    right = np.array([o.scores.get("right", 0.0) for o in outcomes])
    bins = np.minimum((sure * BINS).astype(int), BINS - 1)
    inside = np.stack([(bins == each) * counts for each in range(BINS)], axis=1)  # (n, bins)

    def estimate(weights: Array) -> Array:
        gaps: Array = np.abs(weights @ (inside * (right - sure)[:, None]))
        return _ratio(gaps.sum(axis=1), weights @ counts)

    return estimate


def separation(positive: Where) -> Callable[[Sequence[Outcome]], Estimate]:
    """Return how well confidence tells the positive outcomes from the others: the area under the ROC curve."""

    def build(outcomes: Sequence[Outcome]) -> Estimate:
        counts = _flags(outcomes, lambda o: o.confidence is not None and bool(o.scores))
        yes = _flags(outcomes, lambda o: o.confidence is not None and bool(o.scores) and positive(o))
        no = counts - yes
        sure = np.array([o.confidence or 0.0 for o in outcomes])
        above = (sure[:, None] > sure[None, :]) + 0.5 * (sure[:, None] == sure[None, :])  # (n, n)

        def estimate(weights: Array) -> Array:
            w_yes, w_no = weights * yes, weights * no
            won = np.einsum("bi,ij,bj->b", w_yes, above, w_no, optimize=True)
            return _ratio(won, w_yes.sum(axis=1) * w_no.sum(axis=1))

        return estimate

    return build


def kappa(facet: str) -> Callable[[Sequence[Outcome]], Estimate]:
    """Return Cohen's kappa between the labels wanted and those that a facet names: agreement beyond chance.

    Source: Cohen 1960, "A Coefficient of Agreement for Nominal Scales".
    """

    def build(outcomes: Sequence[Outcome]) -> Estimate:
        counts = _flags(outcomes, lambda o: o.wanted in LABELS and o.facets.get(facet) in LABELS)
        wanted = _one_hot([o.wanted for o in outcomes])
        told = _one_hot([o.facets.get(facet, "") for o in outcomes])

        def estimate(weights: Array) -> Array:
            table = np.einsum("bn,ni,nj->bij", weights * counts, wanted, told, optimize=True)
            total = table.sum(axis=(1, 2))
            agreed = _ratio(np.trace(table, axis1=1, axis2=2), total)
            by_chance = _ratio((table.sum(axis=2) * table.sum(axis=1)).sum(axis=1), total**2)
            return _ratio(agreed - by_chance, 1.0 - by_chance)

        return estimate

    return build


def _one_hot(labels: Sequence[str]) -> Array:
    return np.array([[float(each == label) for label in LABELS] for each in labels]).reshape(-1, len(LABELS))


def _flags(outcomes: Sequence[Outcome], holds: Where) -> Array:
    return np.array([float(holds(outcome)) for outcome in outcomes])


def _ratio(part: Array, whole: Array) -> Array:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(whole > 0, part / whole, np.nan)
