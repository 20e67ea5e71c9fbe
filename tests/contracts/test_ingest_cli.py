"""`assistant ingest`: what may be declared on the command line, and what it prints."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def speeches(tmp_path: Path) -> Path:
    """A folder with a table that says neither who speaks nor in what form."""
    top = tmp_path / "fuentes"
    top.mkdir()
    rows = "Uno sobre el acueducto inventado.\n03/04/2026;Dos sobre el acueducto inventado.\n13/04/2026;\n"
    (top / "discursos.csv").write_text(f"Día;Contenido\n12/04/2026;{rows}", encoding="utf-8")
    (top / "foto.jpg").write_bytes(b"x")
    return top


DECLARED = (
    "--form", "paraphrase", "--speaker", "Persona de Prueba", "--role", "Vocera", "--venue", "Foro", "--lang", "es",
    "--authority", "communique", "--counterpart", "Canadá", "--topic", "energy", "--topic", "labour",
    "--column", "text=Contenido", "--column", "date=Día",
)  # fmt: skip


def test_everything_declared_reaches_the_statements(here: Callable[..., Any], conforms: Any, speeches: Path) -> None:
    ran = here("ingest", str(speeches), *DECLARED, "--json", ASSISTANT_BUNDLED="0")
    assert ran.code == 3, ran.err
    conforms(ran.json, "INGEST")
    assert (ran.json["statements_added"], ran.json["skipped"], ran.json["dry_run"]) == (2, 1, False)
    assert [r["path"] for r in ran.json["rejected"]] == [f"{speeches / 'discursos.csv'}, row 4"]
    hits = here("search", "acueducto inventado", "--speaker", "de prueba", "--json").json["hits"]
    assert {(hit["speaker"], hit["role"], hit["form"], hit["date"]) for hit in hits} == {
        ("Persona de Prueba", "Vocera", "paraphrase", "2026-04-12"),
        ("Persona de Prueba", "Vocera", "paraphrase", "2026-04-03"),
    }
    shown = here("show", hits[0]["statement_id"], "--json").json
    assert (shown["venue"], shown["counterpart"], shown["topics"]) == ("Foro", "Canadá", ["energy", "labour"])
    assert shown["authority"] == "communique"


def test_a_dry_run_reports_and_stores_nothing(here: Callable[..., Any], conforms: Any, speeches: Path) -> None:
    ran = here("ingest", str(speeches), *DECLARED, "--dry-run", "--json")
    assert ran.code == 3, ran.err
    conforms(ran.json, "INGEST")
    assert (ran.json["statements_added"], ran.json["passages"], ran.json["dry_run"]) == (2, 0, True)
    assert here("search", "acueducto inventado", "--speaker", "de prueba", "--json").json["hits"] == []
    text = here("ingest", str(speeches), *DECLARED, "--dry-run")
    assert "nothing stored" in text.out
    assert "row 4" in text.err


def test_a_manifest_says_what_the_command_line_need_not(here: Callable[..., Any], speeches: Path) -> None:
    (speeches / "sources.yaml").write_text(
        "folders: [{path: discursos.csv, speaker: Persona de Prueba, role: Vocera, form: verbatim,"
        " columns: {text: Contenido, date: Día}}]",
        encoding="utf-8",
    )
    assert here("ingest", str(speeches), "--dry-run", "--json").json["statements_added"] == 2
    (speeches / "sources.yaml").write_text("folders: [{path: discursos.csv, frm: verbatim}]", encoding="utf-8")
    ran = here("ingest", str(speeches), "--dry-run", "--json")
    assert (ran.code, ran.json["files"]) == (3, 0)
    assert "'folders.0.frm'" in ran.json["rejected"][0]["reason"]


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (["--topic", "bananas"], 1, "no topic 'bananas'"),
        (["--column", "txt=Contenido"], 1, "no field 'txt'"),
        (["--column", "Contenido"], 2, "text=Contenido"),
        (["--form", "literal"], 2, "verbatim"),
        (["--authority", "law"], 2, "communique"),
        (["--date", "ayer"], 2, "2026-01-23"),
        (["--lang", "fr"], 2, "es or en"),
    ],
)
def test_a_mistaken_declaration_is_refused(
    options: list[str], code: int, words: str, here: Callable[..., Any], speeches: Path
) -> None:
    ran = here("ingest", str(speeches), *options)
    assert ran.code == code
    assert words in " ".join(ran.err.split())
    assert "Traceback" not in ran.err
