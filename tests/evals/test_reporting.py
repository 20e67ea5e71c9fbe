"""The reports: one file that loads nothing, hostile samples shown and never run, the figures in all of them."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from rich.console import Console

from evals.baseline import Judgement, gate
from evals.metrics import Metric, mean_of, recall
from evals.outcomes import Outcome
from evals.reporting.markdown import markdown
from evals.reporting.page import page
from evals.reporting.table import comparison_table, table
from evals.results import Results, measured

HOSTILE = '<img src="https://exfil.invalid/x" onerror=alert(1)> ![x](https://exfil.invalid) | [red]loud[/red]'
METRICS = {
    "consistency": (
        Metric(name="accuracy", what="share right", of=mean_of("right"), threshold=0.95),
        Metric(name="recall_contradicts", what="recall", of=recall("contradicts")),
        Metric(name="untold", what="nothing has it", of=mean_of("none")),
    )
}
QUESTIONS = {"consistency": "Is it?"}


def results(right: int) -> Results:
    outcomes = [
        Outcome(
            id=f"own-{n:03}",
            digest="d",
            wanted="contradicts" if n % 2 else "consistent",
            said="consistent" if n >= right or n % 2 == 0 else "contradicts",
            scores={"right": float(n < right or n % 2 == 0)},
            confidence=0.9 if n % 3 else 0.55,
            facets={"lang": "es" if n % 2 else "en", "kind": "plain" if n % 4 else "figure", "topic": "trade"},
            text=HOSTILE if n == 39 else f"Oración {n}.",
            explanation=HOSTILE,
            evidence=(HOSTILE,),
        )
        for n in range(40)
    ]
    return Results(
        suites={"consistency": measured("consistency", METRICS["consistency"], outcomes)}, about={"day": "2026-01-23"}
    )


@pytest.fixture
def fallen() -> tuple[Results, Judgement]:
    now = results(10)
    return now, gate(now, results(40), METRICS)


class Loading(HTMLParser):
    """Collects what a browser would load or run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "img", "link", "iframe", "object", "embed", "image", "form"}:
            self.found.append(tag)
        for name, value in attrs:
            outside = name in {"src", "href", "xlink:href", "srcset"} and not (value or "").startswith("#")
            if name.startswith("on") or outside:
                self.found.append(f"{tag} {name}={value}")


def test_the_page_loads_nothing_and_shows_everything(fallen: tuple[Results, Judgement]) -> None:
    text = page(*fallen, METRICS, QUESTIONS)
    loading = Loading()
    loading.feed(text)
    assert loading.found == []
    assert not re.search(r"url\((?!#)", text)
    for expected in ("Failed: ", "accuracy", "From right to wrong (15)", "own-039", "Wanted and said", "▼",
                     "Can confidence be believed?", "&lt;img src=", "≥ 0.95", "Right by kind"):  # fmt: skip
        assert expected in text, expected
    assert text.count("<svg") >= 5


def test_a_run_that_passes_says_so() -> None:
    now = results(40)
    text = page(now, gate(now, None, METRICS), METRICS, QUESTIONS)
    assert "Passed: 40 samples in one suite, by their thresholds." in text
    assert "From right to wrong" not in text


def test_markdown_holds_no_markup_of_a_sample(fallen: tuple[Results, Judgement]) -> None:
    text = markdown(*fallen, METRICS)
    assert "![x](" not in text
    assert "<img" not in text.replace("\\<", "")
    assert "| consistency | accuracy | " in text
    assert "- ✗ consistency: accuracy is " in text


def shown(what: Any) -> str:
    console = Console(width=200, record=True, file=open("/dev/null", "w"))  # noqa: SIM115
    console.print(what)
    return console.export_text()


def test_the_terminal_names_what_fell(fallen: tuple[Results, Judgement]) -> None:
    text = shown(table(*fallen, METRICS))
    for expected in (
        "consistency (40)",
        "accuracy",
        "▼",
        "✗ consistency: accuracy went from",
        "consistency own-039",
        "Failed: ",
    ):
        assert expected in text, expected
    assert "–" in next(line for line in text.splitlines() if "untold" in line)
    assert "right to wrong (15)" in shown(comparison_table(fallen[1].comparisons))
    same = results(40)
    assert "No sample came out differently" in shown(comparison_table(gate(same, same, METRICS).comparisons))
