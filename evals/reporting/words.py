"""How figures are written in every report."""

import math
from collections.abc import Mapping, Sequence

from evals.baseline import Judgement
from evals.comparing import Change, Comparison
from evals.metrics import Metric
from evals.outcomes import Outcome
from evals.resampling import Figure
from evals.results import Results, SuiteResult
from evals.verdicts import COSTS

WORST = 6
"""Wrong samples shown for each suite."""


def number(value: float) -> str:
    """Return a figure with three decimals."""
    return "–" if math.isnan(value) else f"{value:.3f}"


def interval(figure: Figure) -> str:
    """Return an interval."""
    return "" if math.isnan(figure.low) else f"{figure.low:.3f} – {figure.high:.3f}"


def wanted(metric: Metric) -> str:
    """Return a threshold."""
    if metric.threshold is None:
        return ""
    return f"{'≥' if metric.better == 'higher' else '≤'} {metric.threshold:g}"


def before(change: Change | None) -> str:
    """Return what a figure was and whether the difference counts."""
    if change is None:
        return ""
    if abs(change.difference) < 0.0005 or math.isnan(change.difference):
        return "same"
    mark = (" ▼" if change.worse else " ▲") if change.significant and change.better != "neither" else ""
    return f"{change.difference:+.3f}{mark}"


def changes_by_name(judgement: Judgement) -> Mapping[str, Mapping[str, Change]]:
    """Return the changes by suite and metric."""
    return {each.name: {change.name: change for change in each.changes} for each in judgement.comparisons}


def verdict(results: Results, judgement: Judgement) -> str:
    """Return the outcome in a sentence."""
    against = " and against the baseline" if judgement.comparisons else ""
    left_out = sum(each.left_out for each in judgement.comparisons)
    against += f" ({left_out} new, gone or changed samples are not compared)" if left_out else ""
    if judgement.passed:
        return f"Passed: {results.samples} samples in {_suites(len(results.suites))}, by their thresholds{against}."
    count = len(judgement.faults)
    return f"Failed: {count} {'fault' if count == 1 else 'faults'} in {results.samples} samples."


def _suites(count: int) -> str:
    return "one suite" if count == 1 else f"{count} suites"


def moved(comparisons: Sequence[Comparison]) -> list[str]:
    """Return one line for each sample that went from right to wrong."""
    return [
        f"{m.suite} {m.after.id}: wanted {m.after.wanted}; said {m.before.said}, now {m.after.said or m.after.error}"
        for each in comparisons
        for m in each.to_wrong
    ]


def worst(suite: SuiteResult, count: int = WORST) -> list[Outcome]:
    """Return the worst wrong samples: what cost most, then what was said with most confidence."""
    wrong = [outcome for outcome in suite.outcomes if outcome.right is False or outcome.error]

    def badness(outcome: Outcome) -> tuple[float, float]:
        cost = outcome.scores.get("cost", COSTS.get((outcome.wanted, outcome.said), 1.0))
        return cost, outcome.confidence or 0.0

    return sorted(wrong, key=badness, reverse=True)[:count]


def shares(suite: SuiteResult, facet: str) -> list[tuple[str, int, float]]:
    """Return for each value of a facet how many samples have it and the share that is right; most samples first."""
    groups: dict[str, list[bool]] = {}
    for outcome in suite.outcomes:
        if facet in outcome.facets and outcome.right is not None:
            groups.setdefault(outcome.facets[facet], []).append(outcome.right)
    rows = [(value, len(each), sum(each) / len(each)) for value, each in groups.items()]
    return sorted(rows, key=lambda row: (-row[1], row[0]))
