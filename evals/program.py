"""What `assistant eval` does: run, judge, write the reports, keep a baseline, compare two runs."""

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import RenderableType

from assistant.domain import Progress
from assistant.errors import InputError
from assistant.inputs import write_whole
from assistant.settings import Settings
from evals import baseline as keeping
from evals.comparing import Comparison, compare
from evals.reporting.markdown import markdown
from evals.reporting.page import page
from evals.reporting.table import WIDTH as WIDTH
from evals.reporting.table import comparison_table, table
from evals.results import FILE, Results, json_number, read_results, results_json, summary_json
from evals.running import SUITES, metrics_of, run, suite_named
from evals.subject import Subject, names_of

BASELINE = keeping.BASELINE
require_reason = keeping.require_reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluated:
    """A run, judged."""

    results: Results
    judgement: keeping.Judgement

    @property
    def passed(self) -> bool:
        """True where thresholds and, if given, the baseline hold."""
        return self.judgement.passed

    @property
    def summary(self) -> dict[str, Any]:
        """What `--json` prints."""
        data = summary_json(self.results)
        for name, suite in data["suites"].items():
            suite["passed"] = not any(fault.startswith(f"{name}: ") for fault in self.judgement.faults)
        wrong = {c.name: [m.after.id for m in c.to_wrong] for c in self.judgement.comparisons}
        return {**data, "passed": self.passed, "faults": list(self.judgement.faults), "to_wrong": wrong}

    @property
    def table(self) -> RenderableType:
        """What the terminal shows."""
        return table(self.results, self.judgement, metrics_of(list(self.results.suites)))


def evaluate(
    settings: Settings, names: Sequence[str], *, out: Path | None, against: Path | None, progress: Progress
) -> Evaluated:
    """Run suites, judge them, and write the reports into a folder.

    Args:
        settings: What is evaluated; the home in them is left alone.
        names: The suites; all of them where none is named.
        out: Where reports and logs go; without it nothing is kept, and what is cut off must begin again.
        against: The baseline to judge by, if any.
        progress: Told how many samples of how many are done.

    Raises:
        InputError: A suite is unknown, or the baseline or a data set cannot be read.
        KeyboardInterrupt: Somebody stopped it.
    """
    chosen = list(dict.fromkeys(names)) or list(SUITES)
    metrics = metrics_of(chosen)
    before = keeping.read_baseline(against) if against else None
    if before is not None:
        keeping.require_alike(before, names_of(settings))
    with _logs(out) as logs, Subject(settings) as subject:
        results = run(chosen, subject, logs, progress=progress)
    done = Evaluated(results=results, judgement=keeping.gate(results, before, metrics))
    if out is not None:
        _write(out, done)
    return done


@contextmanager
def _logs(out: Path | None) -> Iterator[Path]:
    if out is None:
        with tempfile.TemporaryDirectory(prefix="evals-logs-") as folder:
            yield Path(folder)
        return
    try:
        (out / "logs").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            f"The folder {str(out)!r} cannot be written ({error.strerror}); name another by --out."
        ) from None
    yield out / "logs"


def _write(out: Path, done: Evaluated) -> None:
    names = list(done.results.suites)
    metrics, questions = metrics_of(names), {name: suite_named(name).question for name in names}
    data = {**results_json(done.results), "passed": done.passed, "faults": list(done.judgement.faults)}
    write_whole(out / FILE, (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode("utf-8"))
    write_whole(out / "report.md", markdown(done.results, done.judgement, metrics).encode("utf-8"))
    write_whole(out / "report.html", page(done.results, done.judgement, metrics, questions).encode("utf-8"))


def keep_as_baseline(path: Path, done: Evaluated, reason: str) -> None:
    """Make a run the baseline.

    Raises:
        InputError: The reason says nothing.
    """
    write_whole(path, keeping.updated(path, done.results, reason, metrics_of(list(done.results.suites))))


def compared(before: Path, after: Path) -> tuple[dict[str, Any], RenderableType]:
    """Compare two runs, as data and as a table.

    Raises:
        InputError: One of them cannot be read, or they have no suite in common.
    """
    one, other = read_results(before), read_results(after)
    known = [name for name in other.suites if name in SUITES and name in one.suites]
    if not known:
        raise InputError(f"{str(before)!r} and {str(after)!r} have no suite in common; run the same suites for both.")
    comparisons = compare(one, other, metrics_of(known))
    data = {each.name: _comparison_json(each) for each in comparisons}
    return {"suites": data, "a": dict(one.about), "b": dict(other.about)}, comparison_table(comparisons)


def _comparison_json(each: Comparison) -> Mapping[str, Any]:
    return {
        "metrics": {
            c.name: {
                "a": json_number(c.before), "b": json_number(c.after), "difference": json_number(c.difference),
                "low": json_number(c.low), "high": json_number(c.high), "p": json_number(c.p),
                "significant": c.significant, "worse": c.worse,
            }
            for c in each.changes
        },
        "to_wrong": [m.after.id for m in each.to_wrong],
        "to_right": [m.after.id for m in each.to_right],
        "otherwise": [m.after.id for m in each.otherwise],
        "compared": each.compared,
        "left_out": each.left_out,
    }  # fmt: skip
