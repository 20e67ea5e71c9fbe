"""A check with a model configured: what it may lower, what it never lifts, and what drift makes of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.assembly import Assistant
from assistant.domain import Label, OutgoingStatus, Severity, Verdict
from assistant.settings import Settings
from tests.judges import MODEL, JudgeServer, saying

LINE = "México nunca va a aceptar la presencia del ejército de Estados Unidos en territorio mexicano."
CONCESSION = "Permitiremos que soldados estadounidenses patrullen junto a los nuestros."
BESIDE = "Los jardines de la embajada tendrán bancas nuevas en primavera."


@pytest.fixture
def server() -> Iterator[JudgeServer]:
    with JudgeServer().up() as up:
        yield up


@pytest.fixture
def assistant(server: JudgeServer, home: Path) -> Iterator[Assistant]:
    settings = Settings(
        home=home,
        llm_model=MODEL,
        llm_base_url=server.url,
        openai_api_key="sk-of-nobody",  # type: ignore[arg-type]
        _env_file=None,  # type: ignore[call-arg]
    )
    with Assistant.open(settings) as opened:
        yield opened


def test_a_model_that_sees_a_contradiction_blocks_what_the_checks_let_pass(
    server: JudgeServer, assistant: Assistant
) -> None:
    server.judging = saying("contradicts")
    report = assistant.check(LINE, lang="es")
    (sentence,) = report.sentences
    assert (sentence.label, report.verdict) == (Label.CONTRADICTS, Verdict.BLOCKED)
    assert sentence.reason == next(f.message for f in report.findings if f.check == "judge")
    assert report.judge is not None
    assert report.judge.sentences[0].offline is Label.CONSISTENT


def test_a_model_that_agrees_to_everything_lifts_no_block_and_no_invention(
    server: JudgeServer, assistant: Assistant
) -> None:
    server.judging = saying("consistent")
    report = assistant.check(f"{CONCESSION}\n{BESIDE}", lang="es")
    assert [sentence.label for sentence in report.sentences] == [Label.CONTRADICTS, Label.UNSUPPORTED]
    assert report.verdict is Verdict.BLOCKED


def test_an_endpoint_that_is_down_leaves_the_checks_and_says_so(server: JudgeServer, assistant: Assistant) -> None:
    server.status = 401
    report = assistant.check(LINE, lang="es")
    assert [sentence.label for sentence in report.sentences] == [Label.CONSISTENT]
    assert [f.severity for f in report.findings if f.check == "judge"] == [Severity.WARN]
    assert report.judge is not None
    assert report.judge.unanswered == 1


def test_drift_asks_no_model_and_compares_with_what_the_checks_said(server: JudgeServer, assistant: Assistant) -> None:
    server.judging = saying("unsupported")
    kept = assistant.keep_text(LINE, OutgoingStatus.CLEARED, lang="es")
    assert not kept.stopped
    asked = len(server.requests)
    assert asked > 0
    drift = assistant.drift(everything=True)
    assert (drift.checked, drift.drifted) == (1, ())
    assert len(server.requests) == asked
