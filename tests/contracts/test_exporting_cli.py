"""`export` and `pack`: their files, JSON, exit codes and sentences."""

import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest


@pytest.fixture
def drafted(here: Any) -> str:
    made = here("draft", "--topic", "traslado de 26 internos", "--format", "press-line", "--lang", "es", "--json")
    return str(made.json["id"])


def test_export_takes_a_place_a_version_and_no_annex(here: Any, drafted: str, tmp_path: Path) -> None:
    target = tmp_path / "punto.txt"
    done = here("export", drafted, "--to", "txt", "--out", str(target), "--version", "1", "--json")
    assert (done.code, done.json) == (0, {"path": str(target), "bytes": target.stat().st_size})
    whole = target.read_text(encoding="utf-8")
    assert f"{drafted} · versión 1" in whole
    assert "ANEXO: DECLARACIONES CITADAS" in whole
    assert here("export", drafted, "--to", "txt", "--out", str(target), "--no-annex").code == 0
    assert "ANEXO" not in target.read_text(encoding="utf-8")
    missing = here("export", drafted, "--to", "txt", "--version", "5")
    assert missing.code == 1
    assert "has no version 5" in missing.err


def test_a_cleared_draft_is_exported_as_such(here: Any, drafted: str) -> None:
    assert here("export", drafted, "--to", "md").code == 0
    assert "no es un texto autorizado" in Path(f"{drafted}.md").read_text(encoding="utf-8")
    here("clear", drafted)
    assert here("export", drafted, "--to", "md").code == 0
    assert "> **Texto con visto bueno" in Path(f"{drafted}.md").read_text(encoding="utf-8")


def test_a_pack_is_written_verified_and_betrays_a_change(here: Any, drafted: str, tmp_path: Path) -> None:
    done = here("pack", drafted, "--out", str(tmp_path), "--json")
    assert done.code == 0, done.err
    path = Path(done.json["path"])
    assert path == tmp_path / f"expediente-{drafted}-SIN-VISTO-BUENO.zip"
    assert (done.json["cleared"], done.json["bytes"]) == (False, path.stat().st_size)
    sound = here("pack", "--verify", str(path), "--json")
    assert (sound.code, sound.json["draft_id"], sound.json["cleared"]) == (0, drafted, False)
    assert sound.json["manifest_sha256"] == done.json["manifest_sha256"]

    altered = tmp_path / "altered.zip"
    with ZipFile(path) as old, ZipFile(altered, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"NO TIENE", b"YA TIENE"))
    told = here("pack", "--verify", str(altered))
    assert (told.code, told.out) == (1, "")
    assert len(told.err.strip().splitlines()) == 1
    assert "altered" in told.err


def test_a_pack_is_here_by_default_and_names_a_cleared_text(here: Any, drafted: str) -> None:
    here("clear", drafted)
    done = here("pack", drafted)
    assert done.code == 0
    name = f"expediente-{drafted}-con-visto-bueno.zip"
    assert name in done.out
    with ZipFile(name) as packed:
        manifest = json.loads(packed.read("manifest.json"))
    assert manifest["cleared"] is True
    assert "all" in here("pack", "--verify", name).out


def test_pack_needs_one_thing_to_do(here: Any, drafted: str, tmp_path: Path) -> None:
    assert here("pack").code == 2
    assert here("pack", drafted, "--verify", "x.zip").code == 2
    assert here("pack", "d-nothing").code == 1
    gone = here("pack", "--verify", str(tmp_path / "none.zip"))
    assert (gone.code, str(tmp_path) in gone.err) == (1, False)
    nowhere = here("pack", drafted, "--out", str(tmp_path / "no" / "such.zip"))
    assert nowhere.code == 1
    assert "cannot be written" in nowhere.err
