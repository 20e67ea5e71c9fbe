"""Figures over outcomes: as well-known libraries compute them, and the same for weights as for repeated samples."""

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import balanced_accuracy_score, cohen_kappa_score, roc_auc_score

from evals import metrics as m
from evals.outcomes import Outcome
from evals.resampling import figure, weights
from evals.running import SUITES, suite_named

LABELS = list(m.LABELS)
ESTIMATES: dict[str, Callable[[Sequence[Outcome]], m.Estimate]] = {
    "mean": m.mean_of("right"),
    "share": m.share(lambda o: o.said == "consistent", lambda o: o.wanted == "contradicts"),
    "balanced accuracy": m.balanced_accuracy,
    "calibration": m.calibration_error,
    "separation": m.separation(lambda o: o.wanted == "consistent"),
    "kappa": m.kappa("judge"),
}


def outcome(n: int, wanted: str, said: str, sure: float = 0.5, **more: Any) -> Outcome:
    scores = {"right": float(wanted == said)}
    return Outcome(
        id=f"o-{n}", wanted=wanted, said=said, confidence=sure, scores=scores, facets={"judge": said}, **more
    )


labelled = st.lists(
    st.tuples(st.sampled_from(LABELS), st.sampled_from(LABELS), st.integers(0, 20).map(lambda n: n / 20)),
    min_size=1,
    max_size=30,
).map(lambda rows: [outcome(n, *row) for n, row in enumerate(rows)])


def value(name: str, outcomes: Sequence[Outcome]) -> float:
    return float(ESTIMATES[name](outcomes)(np.ones((1, len(outcomes))))[0])


@given(labelled)
def test_they_agree_with_scikit_learn(outcomes: list[Outcome]) -> None:
    wanted, said = [o.wanted for o in outcomes], [o.said for o in outcomes]
    if len(set(wanted)) == 3:
        assert value("balanced accuracy", outcomes) == pytest.approx(balanced_accuracy_score(wanted, said))
    positive = [o.wanted == "consistent" for o in outcomes]
    if len(set(positive)) == 2:
        area = roc_auc_score(positive, [o.confidence for o in outcomes])
        assert value("separation", outcomes) == pytest.approx(area)
    if len({*wanted, *said}) > 1:
        assert value("kappa", outcomes) == pytest.approx(cohen_kappa_score(wanted, said))


@given(labelled, st.data())
@pytest.mark.parametrize("name", ESTIMATES)
def test_a_weight_counts_like_so_many_samples(name: str, outcomes: list[Outcome], data: st.DataObject) -> None:
    counts = data.draw(st.lists(st.integers(0, 3), min_size=len(outcomes), max_size=len(outcomes)))
    repeated = [o for o, count in zip(outcomes, counts, strict=True) for _ in range(count)]
    weighted = float(ESTIMATES[name](outcomes)(np.array([counts], dtype=float))[0])
    if repeated:
        assert weighted == pytest.approx(value(name, repeated), nan_ok=True)
    else:
        assert math.isnan(weighted)


def test_calibration_by_hand() -> None:
    sure = [outcome(n, "consistent", "consistent" if n < 5 else "unsupported", 0.95) for n in range(10)]
    unsure = [outcome(n + 10, "consistent", "consistent", 0.35) for n in range(10)]
    assert value("calibration", [*sure, *unsure]) == pytest.approx((0.45 + 0.65) / 2)


def test_what_could_not_be_told_counts_for_nothing() -> None:
    told = [outcome(0, "consistent", "consistent"), outcome(1, "contradicts", "consistent")]
    untold = [Outcome(id="x", wanted="contradicts"), Outcome(id="y", wanted="contradicts", error="boom")]
    for name in ESTIMATES:
        assert value(name, [*told, *untold]) == pytest.approx(value(name, told), nan_ok=True)


@pytest.mark.parametrize("name", SUITES)
def test_a_sample_that_failed_and_an_empty_suite_break_no_figure(name: str) -> None:
    failed = [Outcome(id="x", error="boom"), Outcome(id="y", error="boom")]
    for metric in suite_named(name).metrics:
        assert math.isnan(figure(metric.of(failed), weights(failed)).value), metric.name
        assert math.isnan(figure(metric.of([]), weights([])).value), metric.name


def test_samples_of_a_group_are_drawn_together() -> None:
    grouped = [
        outcome(n, "consistent", "consistent" if n < 30 else "unsupported", group=str(n // 10)) for n in range(60)
    ]
    drawn = weights(grouped)
    assert (drawn == weights(grouped)).all()
    for start in range(0, 60, 10):
        assert (drawn[:, start : start + 10] == drawn[:, [start]]).all()
    alone = [outcome(n, o.wanted, o.said) for n, o in enumerate(grouped)]
    wide, narrow = (figure(m.mean_of("right")(each), weights(each)) for each in (grouped, alone))
    assert wide.value == narrow.value == 0.5
    assert wide.high - wide.low > 2 * (narrow.high - narrow.low)


def test_an_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    draw = np.random.default_rng(7)
    inside = 0
    for _ in range(100):
        sample = [outcome(n, "consistent", "consistent" if right else "unsupported")
                  for n, right in enumerate(draw.random(80) < 0.8)]  # fmt: skip
        each = figure(m.mean_of("right")(sample), weights(sample, draws=400))
        inside += each.low <= 0.8 <= each.high
    assert 85 <= inside <= 100


@pytest.mark.parametrize(
    ("better", "value", "missed"),
    [
        ("higher", 0.9, False),
        ("higher", 0.7, True),
        ("lower", 0.9, True),
        ("lower", 0.7, False),
        ("higher", math.nan, True),
    ],
)
def test_thresholds(better: Any, value: float, missed: bool) -> None:
    metric = m.Metric(name="x", what="", of=m.mean_of("right"), better=better, threshold=0.8)
    assert metric.missed(value) is missed
    assert not m.Metric(name="x", what="", of=m.mean_of("right"), better=better).missed(value)
