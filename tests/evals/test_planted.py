"""A planted fault is caught by the suite that should catch it: evals that cannot fail prove nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.settings import Settings
from evals.baseline import BASELINE, gate, read_baseline
from evals.results import Results
from evals.running import metrics_of, run, suite_named
from evals.samples import DATA, read
from evals.subject import Subject
from tests.evals.faults import FAULTS, altering, every, swapped_labels

NTH = {"drafting": 6, "injection": 4, "robustness": 4}
"""Every which sample is run; of other suites every third."""


def subset(name: str) -> frozenset[str]:
    return every(NTH.get(name, 3), suite_named(name).read())


@pytest.fixture(scope="module")
def baseline() -> Results:
    return read_baseline(BASELINE)


@pytest.fixture
def honest(bundled_home: Path) -> Iterator[Subject]:
    with Subject(Settings(_env_file=None), prepared=bundled_home) as subject:  # type: ignore[call-arg]
        yield subject


def evaluated(subject: Subject, name: str, logs: Path, samples: frozenset[str]) -> Results:
    return run([name], subject, logs, only=samples.__contains__)


def fallen(results: Results, baseline: Results, name: str) -> Sequence[str]:
    """Return the figures that the gate finds fallen or short of their threshold."""
    judged = gate(results, baseline, metrics_of([name]))
    assert judged.passed is (not judged.faults)
    return [*results.suites[name].missed, *(c.name for each in judged.comparisons for c in each.worse)]


@pytest.mark.parametrize("planted", FAULTS)
def test_the_suite_catches_it(planted: str, bundled_home: Path, tmp_path: Path, baseline: Results) -> None:
    fault, name, figure = FAULTS[planted]
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    with Subject(settings, altering=altering(fault), fault=planted, prepared=bundled_home) as subject:
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
