"""`assistant eval` as engineers script against it."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from assistant.cli import app, main
from assistant.evaluations import last_report
from assistant.settings import load_settings
from evals import program
from evals.baseline import Judgement
from evals.metrics import Metric, mean_of
from evals.outcomes import Outcome
from evals.results import Results, measured
from evals.running import SUITES

METRICS = (Metric(name="right", what="", of=mean_of("right"), threshold=0.5),)


def results(right: int) -> Results:
    outcomes = [
        Outcome(id=f"ask-{n:03}", digest="d", said=str(n < right), scores={"right": float(n < right)})
        for n in range(100)
    ]
    return Results(suites={"asking": measured("asking", METRICS, outcomes)}, about={"day": "2026-01-23"})


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Any]:
    """Have runs come out as a test says, without running anything; the home is the test's own."""
    monkeypatch.setenv("ASSISTANT_HOME", str(tmp_path / "home"))
    came: list[Any] = [results(90)]
    monkeypatch.setattr(program, "run", lambda *_args, **_more: came[-1])
    monkeypatch.setattr(program, "metrics_of", lambda names=SUITES: dict.fromkeys(names, METRICS))
    return came


def evaluate(*arguments: str, given: str = "") -> Result:
    return CliRunner().invoke(app, ["eval", *arguments], input=given)


def test_the_json_is_as_agreed(ran: list[Any], tmp_path: Path) -> None:
    result = evaluate("--suite", "asking", "--json", "--out", str(tmp_path / "out"))
    assert result.exit_code == 0
    data = json.loads(result.stdout)
    assert data["passed"] is True
    assert data["suites"]["asking"]["metrics"] == {"right": 0.9}
    assert data["suites"]["asking"]["passed"] is True
    low, high = data["suites"]["asking"]["intervals"]["right"]
    assert low < 0.9 < high
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"logs", "report.html", "report.md", "results.json"}


def test_the_figures_are_left_where_the_overview_looks(ran: list[Any], tmp_path: Path) -> None:
    evaluate("--suite", "asking")
    report = last_report(load_settings())
    assert report is not None
    assert report.file == str(tmp_path / "home" / "evals" / "last.json")
    assert (report.passed, report.samples, report.at.date().isoformat()) == (True, 100, "2026-01-23")
    assert [(suite.name, suite.passed) for suite in report.suites] == [("asking", True)]


def test_a_missed_threshold_is_exit_code_five(ran: list[Any]) -> None:
    ran.append(results(40))
    result = evaluate("--suite", "asking", "--json")
    assert result.exit_code == 5
    assert json.loads(result.stdout)["suites"]["asking"]["passed"] is False
    result = evaluate("--suite", "asking")
    assert result.exit_code == 5
    assert "must be at least 0.5" in result.stdout


def test_the_gate_and_a_new_baseline(ran: list[Any], tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    assert evaluate("--update-baseline", "--baseline", str(path), "--reason", "The first of all.").exit_code == 0
    assert evaluate("--baseline", str(path)).exit_code == 0
    ran.append(results(70))
    fell = evaluate("--baseline", str(path), "--json")
    assert fell.exit_code == 5
    data = json.loads(fell.stdout)
    assert data["passed"] is data["suites"]["asking"]["passed"] is False
    assert data["to_wrong"]["asking"][0] == "ask-070"
    assert "went from 0.900 to 0.700" in data["faults"][0]
    assert evaluate("--update-baseline", "--baseline", str(path), "--reason", "Harder rules on purpose.").exit_code == 0
    assert evaluate("--baseline", str(path)).exit_code == 0
    assert [each["reason"] for each in json.loads(path.read_text("utf-8"))["history"]][-1] == "Harder rules on purpose."


def test_a_baseline_without_a_reason_is_not_written(ran: list[Any], tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    result = evaluate("--update-baseline", "--baseline", str(path))
    assert "reason" in str(result.exception)
    assert result.exit_code != 0
    assert not path.exists()


def test_two_runs_are_compared(ran: list[Any], tmp_path: Path) -> None:
    evaluate("--out", str(tmp_path / "a"))
    ran.append(results(70))
    evaluate("--out", str(tmp_path / "b"))
    result = evaluate("--compare", str(tmp_path / "a"), str(tmp_path / "b"), "--json")
    assert result.exit_code == 0
    change = json.loads(result.stdout)["suites"]["asking"]
    assert change["metrics"]["right"]["difference"] == -0.2
    assert change["metrics"]["right"]["worse"] is True
    assert len(change["to_wrong"]) == 20
    shown = evaluate("--compare", str(tmp_path / "a"), str(tmp_path / "b" / "results.json"))
    assert "right to wrong (20)" in shown.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--suite", "horoscope"], "no suite 'horoscope'"),
        (["--suite", "asking", "--baseline", "nowhere.json"], "There is no baseline 'nowhere.json'"),
        (["--compare", "nowhere", "nowhere"], "There are no results at"),
    ],
)
def test_what_is_wrong_is_one_sentence(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["assistant", "eval", *arguments])
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("Error: ")
    assert said in err.replace("\n", " ")


def test_a_fall_without_a_missed_threshold_is_no_pass(ran: list[Any]) -> None:
    fault = Judgement(comparisons=(), faults=("asking: it fell.",))
    assert not program.Evaluated(results=ran[-1], judgement=fault).passed


def test_an_installation_without_evals_says_what_to_do(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import evals

    monkeypatch.delattr(evals, "program")
    monkeypatch.setitem(sys.modules, "evals.program", None)
    monkeypatch.setattr("sys.argv", ["assistant", "eval"])
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 1
    assert "`make eval` installs what they need" in " ".join(capsys.readouterr().err.split())
