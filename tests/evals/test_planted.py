"""A planted fault is caught by the suite that should catch it: evals that cannot fail prove nothing."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.assembly import Assistant
from assistant.settings import Settings
from evals.baseline import BASELINE, gate, read_baseline
from evals.results import Results
from evals.running import metrics_of, run, suite_named
from evals.samples import DATA, read
from evals.subject import Subject
from tests.evals.faults import FAULTS, altering, every, swapped_labels

NTH = {"drafting": 8, "robustness": 6, "injection": 8, "asking": 3, "attribution": 3}
"""Every which sample is run; of other suites every fifth."""


def subset(name: str) -> frozenset[str]:
    return every(NTH.get(name, 5), suite_named(name).read())


@pytest.fixture(scope="module")
def baseline() -> Results:
    return read_baseline(BASELINE)


@pytest.fixture(scope="module")
def opened(bundled_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """One façade for all that evaluates without a model, over a copy: it keeps drafts."""
    home = tmp_path_factory.mktemp("planted") / "home"
    shutil.copytree(bundled_home, home)
    with Assistant.open(Settings(home=home, _env_file=None)) as assistant:  # type: ignore[call-arg]
        yield assistant


@pytest.fixture
def honest(bundled_home: Path, opened: Assistant) -> Iterator[Subject]:
    with planting(lambda assistant: assistant, "", bundled_home, opened) as subject:
        yield subject


@contextmanager
def planting(fault: Callable[[Assistant], Any], name: str, home: Path, opened: Assistant) -> Iterator[Subject]:
    """Evaluate the program with a fault; what only reads the bundled record shares one façade, opened before."""
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    with Subject(settings, altering=altering(fault), fault=name, prepared=home) as subject:
        subject.once("record", lambda: altering(fault)(opened))
        yield subject


def evaluated(subject: Subject, name: str, logs: Path, samples: frozenset[str]) -> Results:
    return run([name], subject, logs, only=samples.__contains__)


def fallen(results: Results, baseline: Results, name: str) -> Sequence[str]:
    """Return the figures that the gate finds fallen or short of their threshold."""
    judged = gate(results, baseline, metrics_of([name]))
    assert judged.passed is (not judged.faults)
    return [*results.suites[name].missed, *(c.name for each in judged.comparisons for c in each.worse)]


@pytest.mark.parametrize("planted", FAULTS)
def test_the_suite_catches_it(
    planted: str, bundled_home: Path, opened: Assistant, tmp_path: Path, baseline: Results
) -> None:
    fault, name, figure = FAULTS[planted]
    with planting(fault, planted, bundled_home, opened) as subject:
        results = evaluated(subject, name, tmp_path, subset(name))
    assert not results.suites[name].errors
    assert figure in fallen(results, baseline, name)


def test_swapped_labels_are_caught(
    honest: Subject, tmp_path: Path, baseline: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Labels that say the contrary make every figure fall, so that a wrong data set cannot pass for a good one."""
    from evals.suites import consistency

    wrong = tmp_path / "cases" / "cases.jsonl"
    wrong.parent.mkdir()
    swapped_labels(DATA / "consistency" / "cases.jsonl", wrong)
    swapped = replace(consistency.SUITE, read=lambda: read(wrong, consistency.Case))
    monkeypatch.setattr(consistency, "SUITE", swapped)
    results = evaluated(honest, "consistency", tmp_path / "logs", subset("consistency"))
    assert "contradiction_called_consistent" in fallen(results, baseline, "consistency")


@pytest.mark.parametrize("name", ["asking", "attribution", "principles"])
def test_the_program_as_it_is_passes(honest: Subject, tmp_path: Path, baseline: Results, name: str) -> None:
    """The faults are what is caught above, and not the smaller number of samples."""
    results = evaluated(honest, name, tmp_path, subset(name))
    assert not [c for each in gate(results, baseline, metrics_of([name])).comparisons for c in each.worse]
