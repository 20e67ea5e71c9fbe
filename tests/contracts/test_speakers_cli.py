"""`assistant speakers`: who is on the record, and how somebody who was nobody becomes a speaker. All is invented."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.assembly import Assistant
from assistant.settings import Settings

TRANSCRIPT = """\
Versión estenográfica. Inauguración de prueba
Presidencia de la República
20 de enero de 2026
---
MODERADOR
Buenas tardes.
---
ANA LUZ INVENTADA
El puente de prueba mide cuarenta metros y abre en marzo.
---
PREGUNTA
¿Y cuándo abre el puente de prueba?
---
ANA LUZ INVENTADA
En marzo abre el puente de prueba.
—000—
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one transcript, whose only speaker is in no registry."""
    path = tmp_path / "transcripts"
    path.mkdir()
    (path / "puente.txt").write_text(TRANSCRIPT, encoding="utf-8")
    return path


def bundled(home: Path) -> dict[str, str]:
    with Assistant.open(Settings(home=home, _env_file=None)) as assistant:  # type: ignore[call-arg]
        return {s.id: s.digest for s in assistant.statements(limit=500).statements if s.form == "paraphrase"}


def test_everybody_on_the_record(here: Callable[..., Any]) -> None:
    data = here("speakers", "--json").json
    assert data["unattributed"] == 0
    first = data["speakers"][0]
    assert first["speaker"] == "Claudia Sheinbaum Pardo"
    assert first["statements"] == sum(role["statements"] for role in first["roles"])
    assert first["first"] <= first["roles"][0]["first"] <= first["last"]
    assert "Claudia Sheinbaum Pardo" in here("speakers").out


def test_nothing_to_review(here: Callable[..., Any]) -> None:
    assert here("speakers", "--unattributed", "--json").json["unattributed"] == []
    assert "Every label was settled" in here("speakers", "--unattributed").out


def test_a_label_that_fits_nobody_becomes_a_speaker(here: Callable[..., Any], home: Path, folder: Path) -> None:
    before = bundled(home)
    assert here("ingest", str(folder), "--json").json["set_aside"]["unattributed"] == 2
    data = here("speakers", "--unattributed", "--json").json
    (label,) = data["unattributed"]
    assert (label["label"], label["count"], label["name"]) == ("ANA LUZ INVENTADA", 2, "Ana Luz Inventada")
    assert [(turn["ref"], turn["turn"]) for turn in label["turns"]] == [("puente.txt", 1), ("puente.txt", 3)]
    assert label["turns"][0]["text"].startswith("El puente de prueba mide")
    assert data["file"] == str(home / "speakers.yaml")
    assert here("search", "puente de prueba", "--k", "3", "--json").json["hits"][0]["speaker"] != "Ana Luz Inventada"

    proposed = yaml.safe_load(data["snippet"])
    proposed["people"][0]["government"] = True
    proposed["people"][0]["roles"] = [{"role": "Directora de pruebas", "since": "2026-01-01"}]
    (home / "speakers.yaml").write_text(yaml.safe_dump(proposed, allow_unicode=True), encoding="utf-8")
    again = here("ingest", str(folder), "--json")
    assert (again.code, again.json["statements_added"], again.json["rejected"]) == (0, 2, [])
    hits = here("search", "puente de prueba en marzo", "--k", "2", "--json").json["hits"]
    assert {(hit["speaker"], hit["role"]) for hit in hits} == {("Ana Luz Inventada", "Directora de pruebas")}
    assert here("speakers", "--unattributed", "--json").json["unattributed"] == []
    assert bundled(home) == before


def test_the_proposal_as_it_stands_makes_a_guest(here: Callable[..., Any], home: Path, folder: Path) -> None:
    here("ingest", str(folder), "--json")
    shown = here("speakers", "--unattributed").out
    proposed = shown[shown.index("people:") :]
    (home / "speakers.yaml").write_text(proposed, encoding="utf-8")
    again = here("ingest", str(folder), "--json").json
    assert (again["statements_added"], again["set_aside"]) == (0, {"guest": 2, "journalist": 1, "moderator": 1})
    assert here("speakers", "--unattributed", "--json").json["unattributed"] == []


def test_a_wrong_registry_of_the_home_is_one_sentence(here: Callable[..., Any], home: Path, folder: Path) -> None:
    (home / "speakers.yaml").write_text("people: [{name: Ana, rol: X}]\n", encoding="utf-8")
    for command in (("speakers",), ("ingest", str(folder))):
        ran = here(*command, "--json")
        assert (ran.code, ran.out) == (1, "")
        (said,) = [line for line in ran.err.splitlines() if line.startswith("Error: ")]
        assert str(home / "speakers.yaml") in said
        assert "people.0.rol" in said
    assert here("search", "soberanía", "--json").code == 0
