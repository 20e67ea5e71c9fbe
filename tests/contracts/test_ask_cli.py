"""`assistant ask`: filters, changes, who was first, the other side, files."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

NOTE = """---
speaker: Marco Rubio
role: Secretario de Estado de Estados Unidos
date: 2026-04-02
form: verbatim
side: counterpart
---
México aceptó que tropas de Estados Unidos operen en su territorio.
"""


def test_an_answer_tells_what_was_asked_and_its_course(here: Callable[..., Any], conforms: Callable[..., None]) -> None:
    printed = here("ask", "¿Qué ha cambiado desde febrero de 2026 sobre el petróleo a Cuba?", "--json")
    assert printed.code == 0
    conforms(printed.json, "ANSWER")
    assert printed.json["request"] == {"wanted": "changes", "matter": "el petróleo a Cuba", "since": "2026-02-01"}
    assert printed.json["changes"]["since"] == "2026-02-01"
    assert printed.json["changes"]["superseded"]
    days = [each["date"] for each in printed.json["course"]]
    assert days == sorted(days)
    assert printed.json["first"] == printed.json["course"][0]
    assert printed.json["other_side"] is None


def test_options_ask_for_more_than_the_question_does(here: Callable[..., Any]) -> None:
    asked = here("ask", "petróleo a Cuba", "--changed-since", "2026-04-29", "--first", "--json").json
    assert asked["request"]["wanted"] == "first"
    assert asked["changes"]["nothing"] is True
    plain = here("ask", "petróleo a Cuba", "--changed-since", "2026-04-29")
    assert "No consta ningún cambio desde ese día." in plain.out
    assert "Lo más antiguo que consta" in here("ask", "petróleo a Cuba", "--first").out


def test_a_counterpart_narrows_searches_and_answers(here: Callable[..., Any]) -> None:
    found = here("search", "aranceles", "--counterpart", "Canadá", "--json").json["hits"]
    assert found
    everything = here("search", "aranceles", "--json").json["hits"]
    assert {hit["statement_id"] for hit in found} != {hit["statement_id"] for hit in everything}
    answered = here("ask", "aranceles", "--counterpart", "United States", "--json")
    assert answered.json["status"] == "answered"
    refused = here("ask", "aranceles", "--counterpart", "Narnia")
    assert refused.code != 0
    assert "'Narnia'" in refused.err
    assert "Traceback" not in refused.err


def test_the_other_side_is_told_only_where_it_is_asked_for(here: Callable[..., Any], tmp_path: Path) -> None:
    path = tmp_path / "rubio.md"
    path.write_text(NOTE, encoding="utf-8")
    assert here("ingest", str(path), "--json").json["statements_added"] == 1
    question = "¿México acepta tropas de Estados Unidos?"
    shown = here("ask", question, "--counterpart-view", "--json").json
    (said,) = shown["other_side"]["said"]
    assert (said["speaker"], said["side"]) == ("Marco Rubio", "counterpart")
    ours = {each["statement_id"] for each in (*shown["course"], *shown["citations"], *shown["nearest"])}
    assert said["statement_id"] not in ours
    for command in (("ask", question), ("search", question), ("search", "aceptó que tropas operen")):
        assert "Rubio" not in here(*command).out
    text = here("ask", question, "--counterpart-view").out
    assert text.index("Lo que ha dicho la otra parte (no es posición propia)") < text.index("Marco Rubio")
    assert "COUNTERPART: the other side said it" in here("show", said["statement_id"]).out
    listed = here("speakers", "--json").out
    assert "Rubio" not in listed


def test_a_file_may_be_declared_the_other_sides_from_outside(
    here: Callable[..., Any], home: Path, tmp_path: Path
) -> None:
    path = tmp_path / "rubio.md"
    path.write_text(NOTE.replace("side: counterpart\n", ""), encoding="utf-8")
    (home / "speakers.yaml").write_text("people:\n- {name: Marco Rubio, government: false}\n", encoding="utf-8")
    assert here("ingest", str(path)).code == 3
    assert here("ingest", str(path), "--side", "counterpart", "--json").json["statements_added"] == 1
    assert here("status", "--json").json["counts"]["counterpart"] == 1


def test_an_answer_is_written_to_a_file(here: Callable[..., Any], tmp_path: Path) -> None:
    for to in ("md", "txt", "docx"):
        target = tmp_path / f"respuesta.{to}"
        printed = here("ask", "petróleo a Cuba", "--to", to, "--out", str(target), "--json")
        assert printed.json["path"] == str(target)
        assert target.stat().st_size > 500
    assert "Borrador para visto bueno" in (tmp_path / "respuesta.md").read_text(encoding="utf-8")
    assert here("ask", "petróleo", "--out", "x.md").code == 2
    assert here("ask", "petróleo", "--to", "pdf").code == 2
