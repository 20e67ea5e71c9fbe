"""`clear`, `publish`, `outgoing`, `drift` and `suggest`: their JSON, exit codes and sentences."""

import json
from pathlib import Path
from typing import Any

import pytest

LINE = (
    "El traslado de 26 internos a Estados Unidos en agosto de 2025 se realizó con respeto a la soberanía y a la "
    "reciprocidad, y con el acuerdo de no pedir la pena de muerte para ninguno."
)
BLOCKED = LINE.replace("26 internos", "31 internos")
NEWER = """\
id: traslado
date: 2026-05-20
speaker: Persona de Prueba
role: Secretaria
venue: Conferencia
lang: es
form: paraphrase
text: El traslado de 41 internos a Estados Unidos en mayo de 2026 se realizó con respeto a la soberanía.
topics: [extraditions-transfers]
counterpart: Estados Unidos
source: {title: Archivo de prueba, ref: traslado.txt}
"""


def test_a_draft_is_cleared_published_and_listed(here: Any, conforms: Any) -> None:
    draft = here("draft", "--topic", "traslado de 26 internos", "--format", "press-line", "--lang", "es", "--json")
    draft_id = draft.json["id"]
    cleared = here("clear", draft_id, "--json")
    assert cleared.code == 0, cleared.err
    assert {k: cleared.json[k] for k in ("status", "draft_id", "lang", "override", "new")} == {
        "status": "cleared",
        "draft_id": draft_id,
        "lang": "es",
        "override": None,
        "new": True,
    }
    conforms(cleared.json["report"], "REPORT")
    assert "kept" not in cleared.json["report"]
    published = here("publish", draft_id, "--json").json
    assert (published["id"], published["status"]) == (cleared.json["id"], "published")
    listed = here("outgoing", "--json").json["outgoing"]
    assert [(text["id"], text["status"], text["text"]) for text in listed] == [
        (cleared.json["id"], "published", cleared.json["text"])
    ]


def test_a_blocked_text_ends_with_4_and_is_kept_only_with_a_reason(here: Any, tmp_path: Path) -> None:
    file = tmp_path / "texto.txt"
    file.write_text(BLOCKED, encoding="utf-8")
    stopped = here("publish", "--file", str(file), "--lang", "es", "--json")
    assert (stopped.code, stopped.json["status"], stopped.json["verdict"]) == (4, "blocked", "blocked")
    assert "--override" in stopped.err
    assert here("outgoing", "--json").json == {"outgoing": []}
    kept = here("publish", "--file", str(file), "--lang", "es", "--override", "Cifra confirmada", "--json")
    assert (kept.code, kept.json["status"], kept.json["override"]) == (0, "published", "Cifra confirmada")


def test_drift_lists_the_sentence_and_the_statement_responsible(here: Any, tmp_path: Path) -> None:
    here("clear", "--text", LINE, "--lang", "es")
    assert here("drift", "--json").json == {"checked": 1, "agree": 1, "read_again": 0, "drifted": []}
    newer = tmp_path / "traslado.yaml"
    newer.write_text(NEWER, encoding="utf-8")
    assert here("ingest", str(newer)).code == 0
    drift = here("drift", "--json")
    assert drift.code == 0
    (text,) = drift.json["drifted"]
    (sentence,) = text["sentences"]
    assert (text["text"], sentence["text"], sentence["was"]) == (LINE, LINE, "consistent")
    assert [(r["kind"], r["statement"]["statement_id"]) for r in sentence["reasons"]] == [("newer-figure", "traslado")]
    shown = here("drift")
    assert "1 texts checked: 0 agree, 1 no longer do." in shown.out
    assert "41 internos" in shown.out
    assert here("drift", "--since", "2999-01-01", "--json").json["checked"] == 0


def test_suggestions_name_both_sentences_and_the_command_that_links_them(here: Any) -> None:
    suggestions = here("suggest", "--json").json["suggestions"]
    pairs = {(s["older"]["statement_id"], s["newer"]["statement_id"]): s for s in suggestions}
    found = pairs["2025-08-13-harfuch-26-transfers", "2026-01-20-harfuch-37-transfers-total-92"]
    assert (found["older"]["figure"], found["newer"]["figure"]) == ("26", "37")
    assert "26 internos" in found["older"]["sentence"]
    assert 0 < found["confidence"] <= 1
    shown = here("suggest").out
    assert "assistant supersede 2025-08-13-harfuch-26-transfers --by 2026-01-20-harfuch-37-transfers-total-92" in shown


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (["clear"], 2, "exactly one"),
        (["clear", "d-1", "--text", "x"], 2, "exactly one"),
        (["clear", "d-1", "--lang", "es"], 2, "knows its language"),
        (["publish", "d-unknown"], 1, "no draft"),
        (["clear", "--text", "  "], 1, "empty"),
        (["clear", "--file", "/nowhere.txt"], 1, "nowhere"),
        (["drift", "--since", "ayer"], 2, "not a date"),
    ],
)
def test_wrong_use_is_one_sentence(here: Any, args: list[str], code: int, words: str) -> None:
    ran = here(*args)
    assert ran.code == code
    assert words in ran.err.replace("\n", " ").replace("│", "")
    assert "Traceback" not in ran.err


def test_a_draft_without_text_cannot_be_cleared(here: Any) -> None:
    draft = here(
        "draft", "--topic", "cultivo de orquídeas en la Antártida", "--format", "post", "--lang", "es", "--json"
    )
    assert json.loads(draft.out)["items"] == []
    ran = here("clear", draft.json["id"])
    assert ran.code == 1
    assert "nothing to clear" in ran.err
