"""The gate: today is not worse than what was last agreed to. `baseline.json` holds that, with the reasons for it."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isnan
from pathlib import Path
from typing import Any

from assistant.errors import InputError
from evals.comparing import Comparison, compare
from evals.metrics import Metric
from evals.outcomes import Outcome
from evals.resampling import Figure, figure, weights
from evals.results import Results, read_results, results_json, today

BASELINE = Path(__file__).resolve().parent / "baseline.json"
ROUNDED = 0.0002
"""Figures are kept with four decimals."""
LEAST_REASON = 10
"""Characters: "ok" is no reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What the gate says."""

    comparisons: tuple[Comparison, ...]
    faults: tuple[str, ...]
    """One sentence each, beginning with the suite's name; none means that it passes."""

    @property
    def passed(self) -> bool:
        """True where there is no fault."""
        return not self.faults


def gate(results: Results, baseline: Results | None, metrics: Mapping[str, Sequence[Metric]]) -> Judgement:
    """Judge a run by its thresholds and, where given, against a baseline."""
    comparisons = compare(baseline, results, metrics) if baseline else []
    faults = [*_thresholds(results, metrics), *_errors(results)]
    for comparison in comparisons:
        faults += [
            f"{comparison.name}: {c.name} went from {c.before:.3f} to {c.after:.3f} "
            f"(difference {c.difference:+.3f}, 99 % between {c.low:+.3f} and {c.high:+.3f})."
            for c in comparison.worse
        ]
    if baseline:
        told = {(each.name, change.name) for each in comparisons for change in each.worse}
        faults += [*_untold(results, baseline, metrics, told), *_nothing_compared(comparisons, baseline)]
    return Judgement(comparisons=tuple(comparisons), faults=tuple(faults))


def _untold(
    results: Results, baseline: Results, metrics: Mapping[str, Sequence[Metric]], told: Collection[tuple[str, str]]
) -> list[str]:
    """Return what pairs of samples cannot tell: figures that are gone, or beyond what the baseline itself says of them.

    Its intervals decide alone where its samples are not kept or do not make its figures. Elsewhere they would fail a
    good program: a figure of 0 or 1 has an interval without width, and any one sample that flips lies outside.
    """
    faults = []
    for name, suite in results.suites.items():
        before = baseline.suites.get(name)
        for metric in metrics.get(name, ()):
            was = before.figures.get(metric.name) if before else None
            if before is None or was is None or isnan(was.value) or (name, metric.name) in told:
                continue
            now = suite.figures[metric.name].value
            if isnan(now):
                faults.append(f"{name}: {metric.name} was {was.value:.3f}, and cannot be told any more.")
            elif not _follows(was, metric, before.outcomes) and _beyond(metric, now, was):
                faults.append(
                    f"{name}: {metric.name} is {now:.3f}, and the baseline's {was.value:.3f} had {was.low:.3f} to "
                    f"{was.high:.3f} about it."
                )
    return faults


def _follows(was: Figure, metric: Metric, outcomes: Sequence[Outcome]) -> bool:
    """Tell whether a baseline's figure is what its own samples make."""
    made = figure(metric.of(outcomes), weights(outcomes, draws=1)).value if outcomes else float("nan")
    return abs(made - was.value) < ROUNDED


def _beyond(metric: Metric, now: float, was: Figure) -> bool:
    fell = metric.better == "higher" and now < was.low - ROUNDED
    return fell or (metric.better == "lower" and now > was.high + ROUNDED)


def _nothing_compared(comparisons: Sequence[Comparison], baseline: Results) -> list[str]:
    return [
        f"{each.name}: no sample is as it was in the baseline, so nothing was compared; make a new one."
        for each in comparisons
        if not each.compared and baseline.suites[each.name].outcomes
    ]


def _thresholds(results: Results, metrics: Mapping[str, Sequence[Metric]]) -> list[str]:
    return [
        f"{name}: {metric.name} is {suite.figures[metric.name].value:.3f}, and must be "
        f"{'at least' if metric.better == 'higher' else 'at most'} {metric.threshold:g}."
        for name, suite in results.suites.items()
        for metric in metrics.get(name, ())
        if metric.name in suite.missed
    ]


def _errors(results: Results) -> list[str]:
    return [
        f"{name}: the program failed on {outcome.id}: {outcome.error}"
        for name, suite in results.suites.items()
        for outcome in suite.errors
    ]


def read_baseline(path: Path) -> Results:
    """Read a baseline.

    Raises:
        InputError: There is none, or it cannot be read.
    """
    if not path.is_file():
        raise InputError(f"There is no baseline {str(path)!r}; `assistant eval --update-baseline` writes one.")
    return read_results(path)


def require_reason(reason: str) -> str:
    """Return a reason without blanks around it.

    Raises:
        InputError: It says nothing.
    """
    if len(reason.strip()) < LEAST_REASON:
        raise InputError(f"A new baseline needs a reason of at least {LEAST_REASON} characters: what changed, and why.")
    return reason.strip()


def require_alike(baseline: Results, about: Mapping[str, str]) -> None:
    """Refuse a baseline of another embedder or model: a difference would say nothing of the program.

    Raises:
        InputError: It is one.
    """
    for name in about:
        if name in baseline.about and baseline.about[name] != about[name]:
            raise InputError(
                f"The baseline was made with {name} {baseline.about[name]!r}, and in force is {about[name]!r}; "
                "evaluate with --out DIR and see how they differ by --compare, or keep a baseline of its own."
            )


def updated(path: Path, results: Results, reason: str, metrics: Mapping[str, Sequence[Metric]]) -> bytes:
    """Return the file that makes a run the baseline, with the reason and what it changes; other suites stay.

    Raises:
        InputError: The reason says nothing, a sample failed, or the baseline in the file cannot be read.
    """
    if broken := [outcome.id for suite in results.suites.values() for outcome in suite.errors]:
        raise InputError(f"The program failed on {', '.join(broken[:5])}; mend that before it becomes the baseline.")
    before = read_baseline(path) if path.exists() else Results(suites={})
    history: list[Any] = json.loads(path.read_text("utf-8")).get("history", []) if path.exists() else []
    entry = {
        "day": today(),
        "reason": require_reason(reason),
        "about": dict(results.about),
        **_changed(before, results, metrics),
    }
    suites = {**before.suites, **{n: replace(s, outcomes=_brief(s.outcomes)) for n, s in results.suites.items()}}
    data = results_json(Results(suites=dict(sorted(suites.items())), about=results.about))
    return _laid_out({"history": [*history, entry], **data}).encode("utf-8")


def _brief(outcomes: Sequence[Outcome]) -> tuple[Outcome, ...]:
    """Drop what no comparison needs: the texts are in the data sets."""
    return tuple(replace(each, text="", explanation="", evidence=()) for each in outcomes)


def _changed(before: Results, after: Results, metrics: Mapping[str, Sequence[Metric]]) -> dict[str, Any]:
    compared = compare(before, after, metrics)
    changes = {
        f"{each.name}.{c.name}": [round(c.before, 4), round(c.after, 4)]
        for each in compared
        for c in each.changes
        if abs(c.difference) > 0.00005
    }
    return {"changes": changes, "to wrong": [m.after.id for each in compared for m in each.to_wrong]}


def _laid_out(data: Mapping[str, Any]) -> str:
    """Return JSON with a line for each sample, so that a change of the baseline can be read in a diff."""
    marks: dict[str, str] = {}
    for name, suite in data["suites"].items():
        for at, outcome in enumerate(suite["outcomes"]):
            mark = f"@{name}:{at}@"
            marks[f'"{mark}"'] = json.dumps(outcome, ensure_ascii=False, separators=(",", ":"))
            suite["outcomes"][at] = mark
    text = json.dumps(data, ensure_ascii=False, indent=1)
    return "\n".join(_unmarked(line, marks) for line in text.split("\n")) + "\n"


def _unmarked(line: str, marks: Mapping[str, str]) -> str:
    bare = line.strip().rstrip(",")
    return line.replace(bare, marks[bare]) if bare in marks else line
