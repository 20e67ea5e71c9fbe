"""Bootstrap intervals: whole groups of samples are drawn, because the samples of a group are not independent.

Source: Efron & Tibshirani 1993, "An Introduction to the Bootstrap", chapters 13 (percentile intervals) and 8 (groups).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evals.metrics import Array, Estimate
from evals.outcomes import Outcome

DRAWS = 2_000
SEED = 20260123
LEVEL = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A value with its interval; all NaN where nothing could be computed."""

    value: float
    low: float
    high: float


def weights(outcomes: Sequence[Outcome], draws: int = DRAWS) -> Array:
    """Return how often each outcome is drawn, shape (draws, n): groups are drawn with replacement, always alike."""
    if not outcomes:
        return np.zeros((draws, 0))
    names = sorted({outcome.group or outcome.id for outcome in outcomes})
    index = {name: at for at, name in enumerate(names)}
    of = np.array([index[outcome.group or outcome.id] for outcome in outcomes], dtype=int)
    chance = np.full(len(names), 1.0 / len(names))
    counts = np.random.default_rng(SEED).multinomial(len(names), chance, size=draws)
    return counts[:, of].astype(float)


def figure(estimate: Estimate, drawn: Array) -> Figure:
    """Return a metric's value over all outcomes, and its interval over what was drawn."""
    value = float(estimate(np.ones((1, drawn.shape[1])))[0])
    return Figure(value=value, **bounds(estimate(drawn)))


def bounds(values: Array, level: float = LEVEL) -> dict[str, float]:
    """Return the percentile interval of resampled values, those that could not be computed left aside."""
    told = values[~np.isnan(values)]
    if not len(told):
        return {"low": float("nan"), "high": float("nan")}
    low, high = np.quantile(told, [(1 - level) / 2, (1 + level) / 2])
    return {"low": float(low), "high": float(high)}
