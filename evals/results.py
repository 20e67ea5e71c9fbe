"""The results of a run, as they are kept: figures with intervals, and what became of every sample."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from assistant.errors import InputError
from evals.metrics import Metric
from evals.outcomes import Outcome
from evals.resampling import Figure, figure, weights

FORMAT = 1
FILE = "results.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiteResult:
    """What a suite came to."""

    name: str
    outcomes: tuple[Outcome, ...]
    figures: Mapping[str, Figure]
    """By the metric's name."""
    missed: tuple[str, ...] = ()
    """Names of the metrics that miss their threshold."""
    seconds: float = 0.0

    @property
    def errors(self) -> tuple[Outcome, ...]:
        """The samples on which the program failed."""
        return tuple(outcome for outcome in self.outcomes if outcome.error)

    @property
    def passed(self) -> bool:
        """True where every threshold is met and nothing failed."""
        return not self.missed and not self.errors


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """A whole run."""

    suites: Mapping[str, SuiteResult]
    about: Mapping[str, str] = field(default_factory=dict)
    """What was evaluated: version, day, embedder, model, digests."""

    @property
    def passed(self) -> bool:
        """True where every suite passed."""
        return all(suite.passed for suite in self.suites.values())

    @property
    def samples(self) -> int:
        """How many samples there were."""
        return sum(len(suite.outcomes) for suite in self.suites.values())


def measured(name: str, metrics: Sequence[Metric], outcomes: Sequence[Outcome], seconds: float = 0.0) -> SuiteResult:
    """Return a suite's result: every metric with its interval, and which thresholds are missed."""
    drawn = weights(outcomes)
    figures = {metric.name: figure(metric.of(outcomes), drawn) for metric in metrics}
    missed = tuple(metric.name for metric in metrics if metric.missed(figures[metric.name].value))
    return SuiteResult(name=name, outcomes=tuple(outcomes), figures=figures, missed=missed, seconds=seconds)


def summary_json(results: Results) -> dict[str, Any]:
    """Return what `assistant eval --json` prints: plain numbers, intervals beside them, no samples."""
    return {
        "suites": {name: _suite_json(suite) for name, suite in results.suites.items()},
        "passed": results.passed,
        "samples": results.samples,
        "about": dict(results.about),
    }


def results_json(results: Results) -> dict[str, Any]:
    """Return the whole of it, every sample included."""
    data = summary_json(results)
    for name, suite in results.suites.items():
        data["suites"][name]["outcomes"] = [outcome.as_json() for outcome in suite.outcomes]
    return {"format": FORMAT, **data}


def _suite_json(suite: SuiteResult) -> dict[str, Any]:
    return {
        "metrics": {name: json_number(figure.value) for name, figure in suite.figures.items()},
        "intervals": {name: [json_number(f.low), json_number(f.high)] for name, f in suite.figures.items()},
        "passed": suite.passed,
        "missed": list(suite.missed),
        "samples": len(suite.outcomes),
        "unscored": sum(not outcome.scores and not outcome.error for outcome in suite.outcomes),
        "errors": [outcome.id for outcome in suite.errors],
        "seconds": round(suite.seconds, 1),
    }


def read_results(path: Path) -> Results:
    """Read results, or a baseline; a folder is one that `--out` filled.

    Raises:
        InputError: There are none, or they cannot be read.
    """
    file = path / FILE if path.is_dir() else path
    try:
        data = json.loads(file.read_text("utf-8"))
        if (form := data.get("format", FORMAT)) != FORMAT:
            raise InputError(f"{str(file)!r} has format {form}, and this program reads format {FORMAT}.")
        suites = {name: _read_suite(name, each) for name, each in data["suites"].items()}
        return Results(suites=suites, about=data.get("about", {}))
    except FileNotFoundError:
        raise InputError(f"There are no results at {str(file)!r}; `assistant eval --out DIR` writes some.") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(
            f"The results in {str(file)!r} cannot be read ({type(error).__name__}: {error}); write them anew."
        ) from None


def _read_suite(name: str, data: Mapping[str, Any]) -> SuiteResult:
    figures = {}
    for metric, value in data["metrics"].items():
        low, high = data.get("intervals", {}).get(metric, (value, value))
        figures[metric] = Figure(value=_read(value), low=_read(low), high=_read(high))
    return SuiteResult(
        name=name,
        outcomes=tuple(Outcome.from_json(each) for each in data.get("outcomes", ())),
        figures=figures,
        missed=tuple(data.get("missed", ())),
        seconds=float(data.get("seconds", 0.0)),
    )


def json_number(value: float) -> float | None:
    """Return a figure as JSON can hold it: four decimals, null for what could not be computed."""
    return None if math.isnan(value) else round(float(value), 4)


def _read(value: float | None) -> float:
    return float(np.nan) if value is None else float(value)


def today() -> str:
    """Return now, to the minute."""
    return datetime.now().astimezone().isoformat(timespec="minutes")
