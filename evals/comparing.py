"""What differs between two runs: metric by metric with significance, and the samples that moved.

Both runs are resampled alike, so that differences are paired: a change in three samples is not lost in the spread of
three hundred. Samples that are new, gone or corrected take no part.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from evals.metrics import Better, Metric
from evals.outcomes import Outcome
from evals.resampling import bounds, weights
from evals.results import Results, SuiteResult

LEVEL = 0.99
"""Of the intervals by which a difference counts: some eighty figures are compared, and at 95 % four would by chance."""
SMALL = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How one figure differs."""

    name: str
    better: Better
    before: float
    after: float
    low: float
    """Interval of the difference, after less before, at `LEVEL`."""
    high: float
    p: float
    """Two-sided: how often resampling alone would put the difference on the other side of zero."""

    @property
    def difference(self) -> float:
        """After less before."""
        return self.after - self.before

    @property
    def significant(self) -> bool:
        """True where the whole interval lies on one side of zero."""
        return self.low > SMALL or self.high < -SMALL

    @property
    def worse(self) -> bool:
        """True for a significant change in the wrong direction."""
        return self.significant and self.difference * {"higher": 1, "lower": -1, "neither": 0}[self.better] < 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A sample that came out differently."""

    suite: str
    before: Outcome
    after: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """How one suite differs."""

    name: str
    changes: tuple[Change, ...]
    to_wrong: tuple[Moved, ...]
    to_right: tuple[Moved, ...]
    otherwise: tuple[Moved, ...]
    """As right or wrong as before, but something else was said."""
    compared: int
    left_out: int
    """Samples of either run that the other does not have, or not as they are now."""

    @property
    def worse(self) -> tuple[Change, ...]:
        """The figures that fell significantly."""
        return tuple(change for change in self.changes if change.worse)


def compare(before: Results, after: Results, metrics: Mapping[str, Sequence[Metric]]) -> list[Comparison]:
    """Compare the suites that both runs have, in the order of the second."""
    return [
        _compare(before.suites[name], suite, metrics.get(name, ()))
        for name, suite in after.suites.items()
        if name in before.suites
    ]


def _compare(before: SuiteResult, after: SuiteResult, metrics: Sequence[Metric]) -> Comparison:
    earlier = {outcome.id: outcome for outcome in before.outcomes}
    pairs = [
        Moved(suite=after.name, before=earlier[outcome.id], after=outcome)
        for outcome in after.outcomes
        if outcome.id in earlier and earlier[outcome.id].digest == outcome.digest
    ]
    moved = [pair for pair in pairs if (pair.before.right, pair.before.said) != (pair.after.right, pair.after.said)]
    to_wrong = tuple(pair for pair in moved if pair.before.right and (pair.after.right is False or pair.after.error))
    to_right = tuple(pair for pair in moved if pair.after.right and pair.before.right is False)
    return Comparison(
        name=after.name,
        changes=tuple(_change(metric, pairs) for metric in metrics) if pairs else (),
        to_wrong=to_wrong,
        to_right=to_right,
        otherwise=tuple(pair for pair in moved if pair not in to_wrong and pair not in to_right),
        compared=len(pairs),
        left_out=len(before.outcomes) + len(after.outcomes) - 2 * len(pairs),
    )


def _change(metric: Metric, pairs: Sequence[Moved]) -> Change:
    drawn = np.vstack([np.ones((1, len(pairs))), weights([pair.after for pair in pairs])])
    was = metric.of([_as_scored(pair.before, pair.after) for pair in pairs])(drawn)
    now = metric.of([_as_scored(pair.after, pair.before) for pair in pairs])(drawn)
    differences = (now - was)[1:]
    told = differences[~np.isnan(differences)]
    sides = min(float((told <= SMALL).mean()), float((told >= -SMALL).mean())) if len(told) else 1.0
    return Change(
        name=metric.name,
        better=metric.better,
        before=float(was[0]),
        after=float(now[0]),
        p=min(1.0, 2 * sides),
        **bounds(differences, LEVEL),
    )


def _as_scored(one: Outcome, other: Outcome) -> Outcome:
    """Return an outcome with the scores that the other has too: what one run could not tell is no fall."""
    return replace(one, scores={name: value for name, value in one.scores.items() if name in other.scores})
