"""Restricted text reaches no endpoint that may not see it: a real one writes down whatever comes."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.assembly import Assistant
from assistant.domain import Brief, Classification, DraftFormat
from assistant.errors import RestrictedError
from assistant.exporting import export
from assistant.gate import Gate
from assistant.rendering import draft_json
from assistant.settings import Settings
from tests.judges import JudgeServer

CANARY = "Zarapito"
NOTE = f"""---
speaker: Roberto Velasco
role: Secretario de Relaciones Exteriores
date: 2026-03-02
title: Nota sobre el acuerdo {CANARY}
form: verbatim
lang: es
classification: restricted
---
El acuerdo {CANARY} sobre corredores fluviales se firmará en mayo con una sola condición.
"""
BRIEF = Brief(topic=f"Acuerdo {CANARY} sobre corredores fluviales", format=DraftFormat.PRESS_LINE, lang="es")


@pytest.fixture
def endpoint() -> Iterator[JudgeServer]:
    with JudgeServer().up() as server:
        yield server


def _far(endpoint: JudgeServer) -> str:
    """An address that leads here and that is not written as this machine's."""
    return f"http://127.1:{endpoint.port}/v1"


def _settings(home: Path, endpoint: JudgeServer, hosts: str = "") -> Settings:
    return Settings(  # type: ignore[call-arg]
        home=home, llm_model="m", llm_base_url=_far(endpoint), restricted_hosts=hosts, _env_file=None
    )


def _take_in(assistant: Assistant, folder: Path) -> str:
    file = folder / "nota.md"
    file.write_text(NOTE, encoding="utf-8")
    summary = assistant.ingest([file]).summary
    assert not summary.rejected
    (hit, *_) = assistant.search(f"acuerdo {CANARY}")
    assert hit.statement.classification is Classification.RESTRICTED
    return hit.statement.id


def _seen(endpoint: JudgeServer) -> str:
    return "".join(f"{asked.rules}{asked.data}" for asked in endpoint.requests)


def test_a_draft_on_restricted_evidence_is_refused_and_nothing_is_sent(
    home: Path, endpoint: JudgeServer, tmp_path: Path
) -> None:
    with Assistant.open(_settings(home, endpoint)) as assistant:
        _take_in(assistant, tmp_path)
        with pytest.raises(RestrictedError, match="ASSISTANT_RESTRICTED_HOSTS"):
            assistant.draft(BRIEF)
        (draft,) = assistant.draft(BRIEF, with_model=False)
    assert endpoint.requests == []
    assert draft.brief.classification is Classification.RESTRICTED
    assert "restringida" in str(export(json.loads(json.dumps(draft_json(draft))), "md"))


def test_a_check_sends_no_sentence_with_restricted_evidence(home: Path, endpoint: JudgeServer, tmp_path: Path) -> None:
    with Assistant.open(_settings(home, endpoint)) as assistant:
        _take_in(assistant, tmp_path)
        report = assistant.check("El acuerdo sobre corredores fluviales se firmará en mayo.", lang="es")
        with pytest.raises(RestrictedError):
            assistant.check(f"El {CANARY} no se firmará.", classification=Classification.RESTRICTED)
    assert CANARY not in _seen(endpoint)
    assert any("ASSISTANT_RESTRICTED_HOSTS" in finding.message for finding in report.findings)


def test_a_trusted_host_sees_it(home: Path, endpoint: JudgeServer, tmp_path: Path) -> None:
    with Assistant.open(_settings(home, endpoint, hosts="other.example, 127.1")) as assistant:
        _take_in(assistant, tmp_path)
        assistant.check(f"El acuerdo {CANARY} se firmará en mayo.", lang="es", classification=Classification.RESTRICTED)
    assert CANARY in _seen(endpoint)


def test_a_restricted_file_is_not_taken_in_where_embeddings_would_leave(endpoint: JudgeServer, tmp_path: Path) -> None:
    settings = Settings(  # type: ignore[call-arg]
        home=tmp_path / "home",
        bundled=False,
        embeddings="openai",
        embeddings_model="m",
        embeddings_base_url=_far(endpoint),
        _env_file=None,
    )
    file = tmp_path / "nota.md"
    file.write_text(NOTE, encoding="utf-8")
    with Assistant.open(settings) as assistant:
        (rejected,) = assistant.ingest([file]).summary.rejected
        with pytest.raises(RestrictedError):
            assistant.evidence(replace(BRIEF, classification=Classification.RESTRICTED))
    assert "ASSISTANT_RESTRICTED_HOSTS" in rejected.reason
    assert endpoint.requests == []


@pytest.mark.parametrize(
    ("address", "trusted"),
    [
        ("http://localhost:1/v1", True),
        ("http://127.0.0.1:1/v1", True),
        ("http://[::1]:1/v1", True),
        ("http://localhost.example/v1", False),
        ("http://127.0.0.1@evil.example/v1", False),
        (None, False),
    ],
)
def test_only_this_machine_is_trusted_unasked(tmp_path: Path, address: str | None, trusted: bool) -> None:
    settings = Settings(home=tmp_path, llm_model="m", llm_base_url=address, _env_file=None)  # type: ignore[call-arg]
    assert Gate(settings).model_trusted is trusted
