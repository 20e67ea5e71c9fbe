"""Running suites for real: offline, resumable, stopped by Ctrl-C without loss, and never beaten by a fault."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from inspect_ai.log import read_eval_log

from assistant.errors import InputError
from assistant.settings import Settings
from evals.chat_server import MODEL, ChatServer, Fault
from evals.running import fingerprint, run, suite_named
from evals.subject import Subject
from tests.conftest import ROOT
from tests.evals.faults import Faulty, altering
from tests.writers import with_model

FEW = frozenset(f"ask-{n:03}" for n in (1, 2, 3, 120, 121))
SETTINGS = Settings(_env_file=None)  # type: ignore[call-arg]


@pytest.fixture
def subject(bundled_home: Path) -> Iterator[Subject]:
    with Subject(SETTINGS, prepared=bundled_home) as opened:
        yield opened


def test_a_run_is_kept_and_not_done_twice(subject: Subject, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    first = run(["asking"], subject, tmp_path, only=FEW.__contains__, progress=lambda _s, d, n: told.append((d, n)))
    assert told == [(n, len(FEW)) for n in range(len(FEW) + 1)]
    assert {o.id for o in first.suites["asking"].outcomes} == FEW
    assert all(o.digest and o.text and o.explanation for o in first.suites["asking"].outcomes)
    told.clear()
    again = run(["asking"], subject, tmp_path, only=FEW.__contains__, progress=lambda _s, d, n: told.append((d, n)))
    assert again.suites["asking"].outcomes == first.suites["asking"].outcomes
    assert told == [(len(FEW), len(FEW))]


def test_the_log_is_one_that_inspect_reads(subject: Subject, tmp_path: Path) -> None:
    run(["asking"], subject, tmp_path, only=FEW.__contains__)
    (path,) = tmp_path.rglob("*.eval")
    log = read_eval_log(str(path))
    assert (log.status, log.eval.task) == ("success", "asking")
    names = {score.name for score in log.results.scores} if log.results else set()
    assert names == set(suite_named("asking").scores)
    assert all(sample.output.completion.startswith("{") for sample in log.samples or [])


class Failing(Faulty):
    def ask(self, question: str) -> Any:
        if "Washington" in question or len(question) % 2:
            raise RuntimeError("the answerer fell over")
        return self._assistant.ask(question)


def test_a_sample_on_which_the_program_fails_is_told_and_the_rest_goes_on(bundled_home: Path, tmp_path: Path) -> None:
    with Subject(SETTINGS, altering=altering(Failing), fault="failing", prepared=bundled_home) as subject:
        results = run(["asking"], subject, tmp_path, only=FEW.__contains__)
    suite = results.suites["asking"]
    assert 0 < len(suite.errors) < len(FEW)
    assert all("fell over" in each.error and not each.scores for each in suite.errors)
    assert not results.passed


class FailingOnce(Faulty):
    failed = False

    def ask(self, question: str) -> Any:
        if not FailingOnce.failed:
            FailingOnce.failed = True
            raise RuntimeError("only this time")
        return self._assistant.ask(question)


def test_what_failed_for_once_is_run_again(bundled_home: Path, tmp_path: Path) -> None:
    with Subject(SETTINGS, altering=altering(FailingOnce), fault="once", prepared=bundled_home) as subject:
        first, again = (run(["asking"], subject, tmp_path, only=FEW.__contains__) for _ in range(2))
    (failed,) = first.suites["asking"].errors
    assert failed.digest
    assert not again.suites["asking"].errors


def test_another_state_of_the_program_begins_anew(subject: Subject, bundled_home: Path) -> None:
    with Subject(SETTINGS.model_copy(update={"llm_model": "another"}), prepared=bundled_home) as other:
        assert fingerprint(other) != fingerprint(subject)
    with Subject(SETTINGS, prepared=bundled_home) as same:
        assert fingerprint(same) == fingerprint(subject)


NOTHING_NEAR = json.dumps({"reason": "nothing near", "passage": None, "words": "", "label": "unsupported"})


@pytest.mark.parametrize(
    ("reply", "read"),
    [(NOTHING_NEAR, 1), ("I would rather not say.", 0), (Fault(status=500), 0)],
    ids=["ok", "prose", "500"],
)
def test_a_configured_model_is_judged_and_one_that_fails_is_unscored(
    bundled_home: Path, tmp_path: Path, reply: Any, read: int
) -> None:
    with ChatServer(lambda _asked: reply).up() as endpoint:
        settings = with_model(SETTINGS, endpoint, llm_timeout_seconds=2.0)
        with Subject(settings, prepared=bundled_home) as subject:
            results = run(["consistency"], subject, tmp_path, only={"own-002"}.__contains__)
    (outcome,) = results.suites["consistency"].outcomes
    assert outcome.scores["judge_read"] == read
    assert ("judge_right" in outcome.scores) is bool(read)
    assert outcome.right is not None
    assert results.about["model"] == MODEL


def test_there_is_no_such_suite(subject: Subject, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no suite 'horoscope'; choose from: retrieval"):
        run(["horoscope"], subject, tmp_path)


def test_ctrl_c_loses_nothing_that_was_done(subject: Subject, tmp_path: Path) -> None:
    """Stopped in the middle, the next run with the same folder takes the rest alone."""
    env = {**os.environ, "ASSISTANT_HOME": str(tmp_path / "home"), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "assistant", "eval", "--suite", "principles", "--out", str(tmp_path / "out")]
    process = subprocess.Popen(
        command, cwd=tmp_path, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    logs = tmp_path / "out" / "logs"
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and not _begun(logs):
        time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    said, complained = process.communicate(timeout=60)
    if process.returncode == 0:
        pytest.skip("it was done before it could be stopped")
    assert process.returncode == 130, complained
    assert "Traceback" not in complained
    assert said == ""
    assert "Interrupted" in complained
    assert not (tmp_path / "home").exists()
    told: list[int] = []
    results = run(["principles"], subject, logs, progress=lambda _stage, done, _total: told.append(done))
    assert len(results.suites["principles"].outcomes) == 170
    assert told[0] > 0, "the samples that were done are not done again"
    assert told[-1] == 170


def _begun(logs: Path) -> bool:
    """Tell whether samples have reached the log."""
    return any(path.stat().st_size > 40_000 for path in logs.rglob("*.eval"))
