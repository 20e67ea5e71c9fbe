"""The gate: significant falls, missed thresholds, errors; and the baseline that holds what was agreed to."""

import json
import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.errors import InputError
from evals.baseline import gate, read_baseline, require_alike, updated
from evals.comparing import compare
from evals.metrics import Metric, mean_of
from evals.outcomes import Outcome
from evals.resampling import Figure
from evals.results import Results, measured, read_results, results_json, summary_json

METRICS = {"asking": (Metric(name="right", what="", of=mean_of("right"), threshold=0.5),)}
REASON = "The first one, before anything was changed."


def results(right: Sequence[bool], **changes: object) -> Results:
    outcomes = [
        Outcome(id=f"ask-{n:03}", digest="d", wanted="a", said="a" if each else "b", scores={"right": float(each)})
        for n, each in enumerate(right)
    ]
    return Results(suites={"asking": measured("asking", METRICS["asking"], outcomes)}, about={"day": "2026-01-23"})


GOOD = [True] * 90 + [False] * 10


def test_the_same_run_passes() -> None:
    judged = gate(results(GOOD), results(GOOD), METRICS)
    assert judged.passed
    (change,) = judged.comparisons[0].changes
    assert (change.difference, change.p) == (0, 1)


def test_a_fall_that_counts_fails_and_names_the_samples() -> None:
    worse = [n >= 12 and each for n, each in enumerate(GOOD)]
    judged = gate(results(worse), results(GOOD), METRICS)
    assert [m.after.id for m in judged.comparisons[0].to_wrong] == [f"ask-{n:03}" for n in range(12)]
    (fault,) = judged.faults
    assert "asking: right went from 0.900 to 0.780" in fault


def test_a_fall_that_may_be_chance_is_named_and_passes() -> None:
    worse = [*[False, False], *GOOD[2:]]
    judged = gate(results(worse), results(GOOD), METRICS)
    assert judged.passed
    assert len(judged.comparisons[0].to_wrong) == 2


@pytest.mark.parametrize("with_samples", [True, False])
def test_the_figures_of_a_baseline_count_even_without_its_samples(tmp_path: Path, with_samples: bool) -> None:
    path = tmp_path / "baseline.json"
    path.write_bytes(updated(path, results(GOOD), REASON, METRICS))
    data = json.loads(path.read_text("utf-8"))
    asking = data["suites"]["asking"]
    if not with_samples:
        del asking["outcomes"]
    path.write_text(json.dumps(data), "utf-8")
    assert gate(results(GOOD), read_baseline(path), METRICS).passed
    asking["metrics"]["right"], asking["intervals"]["right"] = 0.97, [0.93, 0.99]
    path.write_text(json.dumps(data), "utf-8")
    (fault,) = gate(results(GOOD), read_baseline(path), METRICS).faults
    assert fault == "asking: right is 0.900, and the baseline's 0.970 had 0.930 to 0.990 about it."


def test_a_rise_passes() -> None:
    judged = gate(results([True] * 100), results(GOOD), METRICS)
    assert judged.passed
    assert len(judged.comparisons[0].to_right) == 10


def test_a_missed_threshold_fails_without_any_baseline() -> None:
    (fault,) = gate(results([False] * 60 + [True] * 40), None, METRICS).faults
    assert fault == "asking: right is 0.400, and must be at least 0.5."


def test_a_sample_on_which_the_program_fails_fails_the_run() -> None:
    run = results(GOOD)
    broken = replace(run.suites["asking"], outcomes=(Outcome(id="ask-000", error="boom"),))
    (fault,) = gate(Results(suites={"asking": broken}), None, METRICS).faults
    assert "failed on ask-000: boom" in fault


def test_corrected_new_and_removed_samples_are_not_compared() -> None:
    before, after = results(GOOD), results(GOOD)
    outcomes = list(after.suites["asking"].outcomes)
    outcomes[0] = replace(outcomes[0], digest="another", scores={"right": 0.0}, said="b")
    outcomes[-1] = replace(outcomes[-1], id="ask-new")
    changed = Results(suites={"asking": replace(after.suites["asking"], outcomes=tuple(outcomes))})
    (each,) = compare(before, changed, METRICS)
    assert (each.compared, each.left_out, each.to_wrong) == (98, 4, ())


def test_what_is_unscored_now_is_no_fall() -> None:
    before, after = results(GOOD), results(GOOD)
    outcomes = tuple(replace(o, scores={}, said="") if o.id < "ask-030" else o for o in after.suites["asking"].outcomes)
    judged = gate(Results(suites={"asking": measured("asking", METRICS["asking"], outcomes)}), before, METRICS)
    assert not [f for f in judged.faults if "went from" in f]


def test_results_survive_being_written(tmp_path: Path) -> None:
    run = results(GOOD)
    (tmp_path / "results.json").write_text(json.dumps(results_json(run)), "utf-8")
    back = read_results(tmp_path)
    assert back.suites["asking"].outcomes == run.suites["asking"].outcomes
    assert summary_json(back) == summary_json(run)
    nothing = Results(suites={"asking": measured("asking", METRICS["asking"], ())})
    assert json.loads(json.dumps(results_json(nothing)))["suites"]["asking"]["metrics"] == {"right": None}
    (tmp_path / "results.json").write_text(json.dumps(results_json(nothing)), "utf-8")
    assert math.isnan(read_results(tmp_path).suites["asking"].figures["right"].value)


@pytest.mark.parametrize(
    "text", ["", "{", '{"format": 1}', '{"format": 99, "suites": {}}', '{"format": 1, "suites": []}']
)
def test_results_that_cannot_be_read_are_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "results.json").write_text(text, "utf-8")
    with pytest.raises(InputError, match=r"results\.json"):
        read_results(tmp_path)


def test_a_baseline_keeps_the_reasons_and_the_other_suites(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    with pytest.raises(InputError, match="--update-baseline"):
        read_baseline(path)
    path.write_bytes(updated(path, results(GOOD), REASON, METRICS))
    other = measured("parity", (), [Outcome(id="par-001", scores={"right": 1.0}, text="long", explanation="long")])
    path.write_bytes(updated(path, Results(suites={"parity": other}), "Parity is measured too.", {}))
    path.write_bytes(updated(path, results([True] * 100), "Ten more are answered.", METRICS))
    kept = json.loads(path.read_text("utf-8"))
    assert [each["reason"] for each in kept["history"]][1:] == ["Parity is measured too.", "Ten more are answered."]
    assert kept["history"][2]["changes"] == {"asking.right": [0.9, 1.0]}
    assert set(read_baseline(path).suites) == {"asking", "parity"}
    assert "long" not in path.read_text("utf-8")
    assert gate(results([True] * 100), read_baseline(path), METRICS).passed
    lines = path.read_text("utf-8").splitlines()
    assert sum('"id":"ask-' in line for line in lines) == 100


def test_a_figure_that_cannot_be_told_any_more_fails() -> None:
    told, untold = results(GOOD), results(GOOD)
    suite = untold.suites["asking"]
    nothing = replace(suite, figures={"right": Figure(value=math.nan, low=math.nan, high=math.nan)})
    faults = gate(Results(suites={"asking": nothing}), told, METRICS).faults
    assert faults == ("asking: right was 0.900, and cannot be told any more.",)


def test_one_sample_that_flips_is_no_fall_where_all_were_right() -> None:
    all_right, one_wrong = results([True] * 100), results([False] + [True] * 99)
    assert gate(one_wrong, all_right, METRICS).passed


def test_samples_that_all_changed_are_no_pass() -> None:
    suite = results(GOOD).suites["asking"]
    changed = replace(suite, outcomes=tuple(replace(each, digest="other") for each in suite.outcomes))
    (fault,) = gate(Results(suites={"asking": changed}), results(GOOD), METRICS).faults
    assert "nothing was compared" in fault


def test_a_baseline_of_another_model_is_refused() -> None:
    before = Results(suites={}, about={"model": "recorded replies", "embeddings": "bundled"})
    require_alike(before, {"model": "recorded replies", "embeddings": "bundled"})
    require_alike(Results(suites={}), {"model": "another"})
    with pytest.raises(InputError, match="made with model 'recorded replies', and in force is 'another'"):
        require_alike(before, {"model": "another", "embeddings": "bundled"})


def test_a_run_with_failed_samples_becomes_no_baseline(tmp_path: Path) -> None:
    broken = replace(results(GOOD).suites["asking"], outcomes=(Outcome(id="ask-000", error="boom"),))
    with pytest.raises(InputError, match="failed on ask-000"):
        updated(tmp_path / "baseline.json", Results(suites={"asking": broken}), REASON, METRICS)


def test_a_reason_may_hold_what_some_take_for_the_end_of_a_line(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    path.write_bytes(updated(path, results(GOOD), "It was\u2028never so good.", METRICS))
    assert json.loads(path.read_text("utf-8"))["history"][0]["reason"] == "It was\u2028never so good."


@pytest.mark.parametrize("reason", ["", "  ", "ok"])
def test_a_baseline_wants_a_reason(tmp_path: Path, reason: str) -> None:
    with pytest.raises(InputError, match="needs a reason"):
        updated(tmp_path / "baseline.json", results(GOOD), reason, METRICS)
