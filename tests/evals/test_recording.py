"""Replies are recorded from any endpoint, and what was recorded is what the suites get."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.errors import ConfigurationError, ModelError
from assistant.settings import Settings
from evals import recording, replies
from evals.chat_server import Asked, ChatServer, Fault
from evals.suites import consistency, drafting
from tests.writers import faithful, with_model

SETTINGS = Settings(_env_file=None)  # type: ignore[call-arg]
VERDICT = {"reason": "nothing near", "passage": None, "words": "", "label": "unsupported"}


def narrowed(monkeypatch: pytest.MonkeyPatch, name: str, path: Path, ids: set[str]) -> None:
    original: Callable[[str], tuple[Path, list[recording.Sample], recording.Ask]] = recording.samples_of  # type: ignore[assignment]

    def few(_name: str) -> tuple[Path, list[recording.Sample], recording.Ask]:
        _, samples, ask = original(name)
        return path, [sample for sample in samples if sample.id in ids], ask

    monkeypatch.setattr(recording, "samples_of", few)


def test_a_judge_is_recorded_and_played_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "replies.jsonl"
    ids = set(sorted(replies.samples_recorded(consistency.REPLIES))[:2])
    narrowed(monkeypatch, "consistency", path, ids)
    with ChatServer(lambda _asked: json.dumps(VERDICT)).up() as endpoint:
        count = recording.record("consistency", with_model(SETTINGS, endpoint))
        assert len(endpoint.requests) == count == 2
        assert {asked.form for asked in endpoint.requests} == {"json_schema"}
    assert replies.samples_recorded(path) == ids
    answering = replies.recorded(path, otherwise="")
    assert [json.loads(str(answering(asked))) for asked in endpoint.requests] == [VERDICT] * 2
    assert answering(Asked("other rules", "other data", "plain", "", None, False)) == ""


def test_a_writer_is_recorded_and_what_is_missing_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "replies.jsonl"
    narrowed(monkeypatch, "drafting", path, {"brief-01"})
    assert recording.ask_for("drafting", SETTINGS, tmp_path / "asked") == 1
    (asked,) = (tmp_path / "asked").glob("*.json")
    wanted = json.loads(asked.read_text("utf-8"))
    with ChatServer(faithful).up() as endpoint:
        assert recording.record("drafting", with_model(SETTINGS, endpoint)) >= 1
    replies._rows.cache_clear()
    assert wanted["key"] in {json.loads(line)["key"] for line in path.read_text("utf-8").splitlines()}


def test_without_a_model_there_is_nothing_to_record() -> None:
    with pytest.raises(ConfigurationError, match="ASSISTANT_LLM_MODEL"):
        recording.record("drafting", SETTINGS)


@pytest.mark.parametrize("reply", ["", Fault(status=400)], ids=["empty", "refused"])
def test_half_a_recording_replaces_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reply: str | Fault) -> None:
    path = tmp_path / "replies.jsonl"
    path.write_text("before\n", "utf-8")
    narrowed(monkeypatch, "consistency", path, set(sorted(replies.samples_recorded(consistency.REPLIES))[:1]))
    with ChatServer(lambda _asked: reply).up() as endpoint, pytest.raises(ModelError, match="nothing was recorded"):
        recording.record("consistency", with_model(SETTINGS, endpoint))
    assert path.read_text("utf-8") == "before\n"


def test_what_is_not_recorded_is_refused() -> None:
    answering = replies.recorded(drafting.REPLIES)
    refused = answering(Asked("other rules", "other data", "plain", "", None, False))
    assert isinstance(refused, Fault)
    assert refused.status == 401
