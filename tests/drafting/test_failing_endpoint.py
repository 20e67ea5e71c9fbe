"""An endpoint that misbehaves: the user always gets a checked draft and one sentence about what happened."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.domain import Draft, DraftFormat
from assistant.drafting.following import Following
from assistant.settings import Settings
from evals.chat_server import Asked, ChatServer, Fault
from evals.writers import shaped
from tests.drafting.test_generative import CONCESSION, require_honest
from tests.writers import drafts_kept, faithful, given_up, meeting, with_model, writing

ROOT = Path(__file__).resolve().parent.parent.parent


def whole(text: str) -> bytes:
    """A body that is no stream, though a stream was asked for."""
    message = {"role": "assistant", "content": text}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    return json.dumps(
        {"id": "c", "object": "chat.completion", "created": 0, "model": "m", "choices": [choice]}
    ).encode()


def truncated(asked: Asked) -> Fault:
    text = faithful(asked)
    return Fault(text=text[: len(text) // 5], finish="length")


FAULTS: dict[str, Callable[[Asked], str | Fault]] = {
    "wrong key": lambda _: Fault(status=401),
    "no such model": lambda _: Fault(status=404),
    "too many requests": lambda _: Fault(status=429),
    "broken": lambda _: Fault(status=500),
    "overloaded": lambda _: Fault(status=503),
    "an error page": lambda _: Fault(status=502, body=b"<html>Bad gateway</html>"),
    "silent": lambda _: Fault(seconds=4.0),
    "empty": lambda _: "",
    "white space": lambda _: " \n ",
    "prose": lambda _: "Con gusto redacto su publicación: México coopera.",
    "half an object": lambda asked: Fault(text=faithful(asked)[:40], finish="length"),
    "another object": lambda _: '{"draft": "México coopera."}',
    "wrong types": lambda _: '{"items": [{"part": "post", "sentences": [{"evidence": "1", "quote": 0, "text": 5}]}]}',
    "an unknown part": lambda _: '{"items": [{"part": "poem", "sentences": []}]}',
    "nothing in it": lambda _: '{"items": []}',
    "a list": lambda _: "[]",
    "deep nesting": lambda _: "[" * 20_000,
    "100 kB of noise": lambda _: "ruido ÿ{]" * 11_000,
    "bytes that are no text": lambda _: Fault(body=bytes(range(256)) * 400),
    "null": lambda _: Fault(body=b"null"),
    "no choices": lambda _: Fault(body=b'{"id": "c", "object": "chat.completion", "created": 0, "model": "m", "choices": []}'),
    "filtered": lambda _: Fault(text="", finish="content_filter"),
    "filtered at the door": lambda _: Fault(status=400, code="content_filter"),
    "refused": lambda _: Fault(refusal="I cannot help with that."),
    "cut off": lambda asked: Fault(text=faithful(asked), cut_after=60),
    "cut off at once": lambda asked: Fault(text=faithful(asked), cut_after=0),
}  # fmt: skip


def require_said(draft: Draft, why: str = "") -> None:
    assert draft.generator.kind == "extractive"
    assert "no dio un texto utilizable" in draft.message
    assert "ASSISTANT_LLM_BASE_URL" in draft.message
    assert why in draft.message
    assert "\n" not in draft.message


@pytest.mark.parametrize("name", list(FAULTS))
def test_whatever_comes_the_record_speaks_with_a_note(home: Path, name: str) -> None:
    patience = {"llm_timeout_seconds": 0.5} if name == "silent" else {}
    with writing(home, FAULTS[name], **patience) as (assistant, server):
        (draft,) = assistant.draft(meeting(format_=DraftFormat.POST))
        require_honest(draft, assistant)
        assert assistant.saved_draft(draft.id)["message"] == draft.message
    if name == "nothing in it":
        assert draft.generator.kind == "extractive"
    else:
        require_said(draft)
    assert 1 <= len(server.requests) <= 9
    (asked,) = [step for step in draft.generator.steps if step.name == "writing"]
    assert asked.calls >= 1


def test_nobody_there(home: Path) -> None:
    with writing(home, faithful) as (_, server):
        url = server.url
    settings = Settings(home=home, llm_model="m", llm_base_url=url, _env_file=None)  # type: ignore[call-arg]
    from assistant.assembly import Assistant

    with Assistant.open(settings) as assistant:
        (draft,) = assistant.draft(meeting())
        require_honest(draft, assistant)
    require_said(draft, "no hay conexión")


@pytest.mark.parametrize("url", ["http://[::1", "ftp://127.0.0.1/v1", "not an address"])
def test_an_address_that_is_none(home: Path, url: str) -> None:
    with writing(home, faithful) as (_, server):
        settings = with_model(Settings(home=home, _env_file=None), server, llm_base_url=url)  # type: ignore[call-arg]
    from assistant.assembly import Assistant

    with Assistant.open(settings) as assistant:
        (draft,) = assistant.draft(meeting())
    require_said(draft)


def test_no_key_for_the_vendors_own_endpoint(home: Path) -> None:
    settings = Settings(home=home, llm_model="gpt", _env_file=None)  # type: ignore[call-arg]
    from assistant.assembly import Assistant

    with Assistant.open(settings) as assistant:
        (draft,) = assistant.draft(meeting())
    require_said(draft, "falta OPENAI_API_KEY")


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_fails_for_a_moment_is_tried_again(home: Path, status: int) -> None:
    left = [status, status]

    def answer(asked: Asked) -> str | Fault:
        return Fault(status=left.pop()) if left else faithful(asked)

    with writing(home, answer) as (assistant, server):
        (draft,) = assistant.draft(meeting())
        require_honest(draft, assistant)
    assert draft.generator.kind == "llm"
    assert len(server.requests) == 3


@pytest.mark.parametrize(
    ("unknown", "forms"),
    [
        (frozenset({"json_schema"}), ["json_schema", "json_object"]),
        (frozenset({"json_schema", "json_object"}), ["json_schema", "json_object", "plain"]),
    ],
)
def test_an_endpoint_that_knows_no_schema_is_told_in_words(
    home: Path, unknown: frozenset[str], forms: list[str]
) -> None:
    with writing(home, faithful, unknown_forms=unknown) as (assistant, server):
        (draft,) = assistant.draft(meeting())
        require_honest(draft, assistant)
    assert draft.generator.kind == "llm"
    assert [asked.form for asked in server.requests] == forms
    assert ["JSON Schema of the object" in asked.rules for asked in server.requests] == [
        False,
        *[True] * (len(forms) - 1),
    ]


def test_an_endpoint_that_does_not_stream_is_asked_without(home: Path) -> None:
    with writing(home, faithful, streams=False) as (assistant, server):
        (draft,) = assistant.draft(meeting())
        require_honest(draft, assistant)
    assert draft.generator.kind == "llm"
    assert server.requests[-1].streamed is False


@pytest.mark.parametrize("around", ["Aquí está:\n```json\n{}\n```\n¿Algo más?", "{}\n\n{{}}", " {} ,"])
def test_an_object_with_something_around_it_is_read(home: Path, around: str) -> None:
    def answer(asked: Asked) -> str:
        return around.replace("{}", faithful(asked), 1)

    with writing(home, answer) as (assistant, _):
        (draft,) = assistant.draft(meeting())
        require_honest(draft, assistant)
    assert draft.generator.kind == "llm"


def test_a_reply_that_was_cut_off_keeps_what_is_whole(home: Path) -> None:
    def answer(asked: Asked) -> str | Fault:
        if asked.is_repair:
            return given_up(asked)
        text = faithful(asked)
        return Fault(text=text[: text.rindex(".") - 20], finish="length")

    with writing(home, answer) as (assistant, server):
        (draft,) = assistant.draft(meeting())
        require_honest(draft, assistant)
    assert draft.generator.kind == "llm"
    assert len(draft.points) == 3
    assert server.requests[1].is_repair


@pytest.mark.parametrize("name", ["broken", "prose", "filtered", "another object", "cut off"])
def test_a_repair_that_fails_leaves_a_draft_that_holds(home: Path, name: str) -> None:
    def answer(asked: Asked) -> str | Fault:
        if asked.is_repair:
            return FAULTS[name](asked)
        lines = [(texts[0], [n]) for n, texts in asked.evidence.items()]
        return shaped(asked, [*lines[:2], (CONCESSION, [1])])

    with writing(home, answer) as (assistant, _):
        (draft,) = assistant.draft(meeting())
        require_honest(draft, assistant)
    assert draft.generator.kind == "llm"
    assert "dejó de responder" in draft.message


@pytest.mark.parametrize(
    "reply",
    [
        '{"sentences": [{"number": 99, "evidence": [], "quote": false, "text": "México cede."}]}',
        '{"sentences": [{"number": -1, "evidence": [-5, 10000000000000], "quote": true, "text": "México cede."}]}',
        '{"sentences": []}',
    ],
)
def test_a_repair_that_answers_something_else_drops_the_sentence(home: Path, reply: str) -> None:
    def answer(asked: Asked) -> str:
        lines = [(texts[0], [n]) for n, texts in asked.evidence.items()]
        return reply if asked.is_repair else shaped(asked, [*lines[:2], (CONCESSION, [1])])

    with writing(home, answer) as (assistant, _):
        (draft,) = assistant.draft(meeting())
        require_honest(draft, assistant)
    assert "México cede" not in str(draft.items)


def cli(home: Path, server: ChatServer, *arguments: str) -> "subprocess.Popen[str]":
    environment = {
        **os.environ,
        "ASSISTANT_HOME": str(home),
        "ASSISTANT_LLM_MODEL": "m",
        "ASSISTANT_LLM_BASE_URL": server.url,
    }
    command = [sys.executable, "-m", "assistant", "draft", "--topic", meeting().topic, *arguments]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, cwd=ROOT
    )


def test_the_command_line_shows_it_being_written_and_prints_json_alone(home: Path) -> None:
    with ChatServer(faithful, pause=0.01).up() as server, cli(home, server, "--json") as ran:
        out, err = ran.communicate(timeout=120)
    assert ran.returncode == 0
    data = json.loads(out)
    assert data["generator"]["kind"] == "llm"
    assert all(item["claims"] for item in data["items"])
    assert "Written by the model, not checked yet:" in err
    assert data["items"][0]["text"] in err
    assert "Traceback" not in err


def test_the_command_line_says_in_one_line_that_the_model_failed(home: Path) -> None:
    with ChatServer(lambda _: Fault(status=401)).up() as server, cli(home, server) as ran:
        out, err = ran.communicate(timeout=120)
    assert ran.returncode == 0
    assert "no dio un texto utilizable (HTTP 401)" in out
    assert "Traceback" not in out + err


def test_interrupting_the_command_line_keeps_nothing(home: Path) -> None:
    before = drafts_kept(home)
    with ChatServer(faithful, pause=0.2).up() as server, cli(home, server) as ran:
        assert ran.stderr is not None
        next(line for line in ran.stderr if "writing" in line)
        ran.send_signal(signal.SIGINT)
        out, err = ran.communicate(timeout=60)
    assert ran.returncode == 130
    assert out == ""
    assert "Traceback" not in err
    assert drafts_kept(home) == before


def test_other_options_reach_the_draft(home: Path) -> None:
    with ChatServer(faithful).up() as server:

        def drafted(*arguments: str) -> Any:
            with cli(home, server, "--json", *arguments) as ran:
                out, err = ran.communicate(timeout=120)
            assert ran.returncode == 0, err
            return json.loads(out)

        shown = drafted("--evidence")["evidence"]
        assert shown[0]["number"] == 1
        assert not server.requests
        data = drafted("--drop", shown[0]["statement_id"], "--pin", shown[-1]["statement_id"], "--tone", "5", "--seed", "3",
                       "--perspective", "first-person")  # fmt: skip
        assert data["brief"]["tone"] == 5
        assert data["brief"]["perspective"] == "first-person"
        assert data["brief"]["pinned"] == [shown[-1]["statement_id"]]
        assert data["generator"]["seed"] == server.requests[0].seed == 3
        assert shown[0]["statement_id"] not in {item["statement_id"] for item in data["evidence"]}
        before = len(server.requests)
        assert drafted("--no-model")["generator"]["kind"] == "extractive"
        assert len(server.requests) == before


def test_progress_is_told_step_by_step(home: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    with writing(home, faithful) as (assistant, _):
        assistant.draft(meeting(), following=Following(progress=lambda *step: seen.append(step)))
    stages = [step[0] for step in seen]
    assert stages[0] == "writing"
    assert set(stages) == {"writing", "checking"}
