"""Backup, restore and doctor over whole homes: what comes back, what is refused, what is mended."""

import json
import os
import shutil
import sqlite3
import time
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from assistant.assembly import Assistant
from assistant.doctoring import DoctorCheck, doctor
from assistant.domain import Brief, DraftFormat
from assistant.errors import ConfigurationError, InputError
from assistant.keeping import backup, restore, verify
from assistant.retrieval.passages import passages_of
from assistant.settings import Settings
from tests import workers

QUERIES = ["faro", "obra del muelle", "puerto", "sin respuesta"]


@pytest.fixture
def settings(fast_embeddings: dict[str, Any], tmp_path: Path) -> Settings:
    return workers.settings_of({**fast_embeddings, "home": tmp_path / "home", "bundled": False})


@pytest.fixture
def filled(settings: Settings, tmp_path: Path) -> Settings:
    with Assistant.open(settings) as assistant:
        names = ["faro", "muelle", "puerto", "dique"]
        assistant.ingest([written(tmp_path, name, f"La obra del {name} se entrega completa.") for name in names])
        assistant.review.retract(["dique"], "withdrawn")
        assistant.index.sync()
        assistant.history.save_data("d-1", {"items": ["ñ"]})
    (settings.home / "speakers.yaml").write_text("people: []\n", encoding="utf-8")
    return settings


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(
        f"id: {name}\ndate: 2026-02-03\nspeaker: Persona de Prueba\nrole: Secretaria\nvenue: Acto\nlang: es\n"
        f"form: verbatim\ntext: {text}\ntopics: [trade]\nsource: {{title: Acta, ref: {name}.txt}}\n",
        encoding="utf-8",
    )
    return path


def seen(settings: Settings) -> dict[str, Any]:
    """What a person sees of a home."""
    with Assistant.open(settings) as assistant:
        states = {name: assistant.review.trace(name) for name in ("faro", "muelle", "puerto", "dique")}
        return {
            "states": {name: trace and (trace.state, trace.reason, trace.events) for name, trace in states.items()},
            "hits": {query: [(h.statement.id, h.score) for h in assistant.search(query)] for query in QUERIES},
            "draft": assistant.saved_draft("d-1"),
            "behind": assistant.index.behind,
        }


def files(home: Path) -> dict[str, bytes]:
    return {str(p.relative_to(home)): p.read_bytes() for p in sorted(home.rglob("*")) if p.is_file()}


def test_a_home_comes_back_without_embedding_anything(
    filled: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = seen(filled)
    manifest = backup(filled, tmp_path / "b.zip")
    assert (manifest.counts["statements"], manifest.counts["drafts"]) == (4, 1)
    elsewhere = filled.model_copy(update={"home": tmp_path / "elsewhere"})
    deaf = elsewhere.model_copy(update={"embeddings_base_url": "http://127.0.0.1:9/v1"})
    restored = restore(deaf, tmp_path / "b.zip")  # an endpoint that does not answer is not needed
    assert (restored.passages, restored.kept, restored.unfinished) == (3, None, "")
    assert seen(elsewhere) == before
    assert (elsewhere.home / "speakers.yaml").read_text(encoding="utf-8") == "people: []\n"
    assert all(check.ok for check in doctor(elsewhere))


def test_without_vectors_a_restore_embeds_anew_or_says_that_it_has_to(filled: Settings, tmp_path: Path) -> None:
    before = seen(filled)
    backup(filled, tmp_path / "b.zip", with_vectors=False)
    elsewhere = filled.model_copy(update={"home": tmp_path / "elsewhere"})
    deaf = elsewhere.model_copy(update={"embeddings_base_url": "http://127.0.0.1:9/v1"})
    assert "did not answer" in restore(deaf, tmp_path / "b.zip").unfinished
    assert Assistant.rebuild_index(elsewhere) == 3
    assert seen(elsewhere) == before


def test_a_home_in_use_is_left_alone_unless_forced_and_then_kept(filled: Settings, tmp_path: Path) -> None:
    backup(filled, tmp_path / "b.zip")
    before = seen(filled)
    with Assistant.open(filled) as assistant:
        assistant.ingest([written(tmp_path, "later", "El malecón se cierra.")])
        changed = assistant.store.last_seq()
    whole = files(filled.home)
    with pytest.raises(InputError, match=r"already holds 5 statements, 1 drafts.*nothing was changed") as caught:
        restore(filled, tmp_path / "b.zip")
    assert "\n" not in str(caught.value)
    assert files(filled.home) == whole
    restored = restore(filled, tmp_path / "b.zip", force=True)
    assert seen(filled) == before
    assert restored.kept is not None
    assert restored.kept.parent == filled.home / "backups"
    back = filled.model_copy(update={"home": tmp_path / "back"})
    restore(back, restored.kept)
    with Assistant.open(back) as assistant:
        assert assistant.store.last_seq() == changed
        assert next(hit.statement.id for hit in assistant.search("malecón")) == "later"


def test_files_of_the_users_are_not_written_over(filled: Settings, tmp_path: Path) -> None:
    backup(filled, tmp_path / "b.zip")
    fresh = filled.model_copy(update={"home": tmp_path / "fresh"})
    fresh.home.mkdir()
    (fresh.home / "speakers.yaml").write_text("people: [mine]\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"already holds a file 'speakers.yaml' of its own"):
        restore(fresh, tmp_path / "b.zip")
    assert (fresh.home / "speakers.yaml").read_text(encoding="utf-8") == "people: [mine]\n"


@pytest.mark.parametrize("damage", ["truncated", "flipped", "foreign"])
def test_a_bad_archive_leaves_a_home_as_it_was(filled: Settings, tmp_path: Path, damage: str) -> None:
    archive = tmp_path / "b.zip"
    backup(filled, archive)
    with zipfile.ZipFile(archive) as file:
        member = file.getinfo("record/statements.jsonl")
    data = bytearray(archive.read_bytes())
    data[member.header_offset + 100 + member.compress_size // 2] ^= 1
    archive.write_bytes({"truncated": bytes(data[:-30]), "flipped": bytes(data), "foreign": b"PK\3\4 no"}[damage])
    before = files(filled.home)
    for attempt in (lambda: restore(filled, archive, force=True), lambda: verify(archive)):
        with pytest.raises(InputError, match="nothing was changed"):
            attempt()
    assert files(filled.home) == before


def test_a_damaged_record_is_kept_aside_and_replaced(filled: Settings, tmp_path: Path) -> None:
    backup(filled, tmp_path / "b.zip")
    before = seen(filled)
    (filled.home / "record.sqlite3").write_bytes(b"no database " * 900)
    record = {check.name: check for check in doctor(filled, repair=True)}["record"]
    assert not record.ok
    assert "`assistant restore` brings a backup back" in record.detail
    with pytest.raises(InputError, match="is damaged; give --force"):
        restore(filled, tmp_path / "b.zip")
    restored = restore(filled, tmp_path / "b.zip", force=True)
    assert restored.kept is not None
    assert restored.kept.read_bytes().startswith(b"no database")
    assert seen(filled) == before


def test_there_must_be_something_to_back_up(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="There is no record in"):
        backup(settings, tmp_path / "b.zip")
    assert not settings.home.exists()


def faults(checks: list[DoctorCheck]) -> dict[str, str]:
    return {check.name: check.detail for check in checks if not check.ok}


def require_mended(settings: Settings, name: str, said: str) -> None:
    """It is found, said, left alone without --repair, mended with it, and then gone."""
    before = seen(settings) if name in {"temporary files", "caches"} else None
    found = faults(doctor(settings))
    assert list(found) == [name]
    assert said in found[name]
    assert "assistant doctor --repair" in found[name]
    assert list(faults(doctor(settings))) == [name]
    checks = doctor(settings, repair=True)
    assert faults(checks) == {}
    assert [check.name for check in checks if check.repaired] == [name]
    assert not [check for check in doctor(settings) if not check.ok or check.repaired]
    if before is not None:
        assert seen(settings) == before


def test_vectors_without_a_statement_are_found_and_removed(filled: Settings) -> None:
    with Assistant.open(filled) as assistant:
        (orphan,) = passages_of(assistant.show("faro"))
        ghost = type(orphan)(id="ghost#0", statement_id="ghost", kind=orphan.kind, lang="es", text="fantasma")
        vector = assistant._embedder.embed_passages(["fantasma"])
        assistant.index.dense.upsert([ghost], vector)
    require_mended(filled, "indexes", "1 passages among the vectors belong to no statement")


def test_missing_words_are_found_and_brought_back(filled: Settings) -> None:
    with Assistant.open(filled) as assistant:
        assistant.index.lexical.replace(["faro"], [])
    require_mended(filled, "indexes", "1 passages are missing among the words")


def test_an_index_that_cannot_be_opened_is_rebuilt(filled: Settings) -> None:
    before = seen(filled)
    (filled.home / "index" / "state.json").write_text("garbage", encoding="utf-8")
    require_mended(filled, "indexes", "cannot be read")
    assert seen(filled) == before


def test_a_lost_index_is_rebuilt(filled: Settings) -> None:
    before = seen(filled)
    shutil.rmtree(filled.home / "index" / "lexical")
    require_mended(filled, "indexes", "")
    assert seen(filled) == before


def test_a_damaged_cache_is_thrown_away(filled: Settings) -> None:
    cache = filled.home / "vectors.sqlite3"
    data = bytearray(cache.read_bytes())
    data[4096 : len(data)] = b"\xff" * (len(data) - 4096)
    cache.write_bytes(bytes(data))
    found = faults(doctor(filled))
    assert found == {"caches": "vectors.sqlite3 is damaged: run `assistant doctor --repair`"}
    assert faults(doctor(filled, repair=True)) == {}
    assert not cache.exists() or faults(doctor(filled)) == {}


def test_old_temporary_files_are_removed_and_new_ones_left(filled: Settings) -> None:
    home = filled.home
    (home / ".restoring-x").mkdir()
    for name in (".b.zip.part", "index/state.tmp", ".restoring-x/0", "new.part"):
        (home / name).write_bytes(b"x")
    long_ago = time.time() - 7200
    for name in (".b.zip.part", "index/state.tmp", ".restoring-x/0", ".restoring-x"):
        os.utime(home / name, (long_ago, long_ago))
    require_mended(filled, "temporary files", "4 temporary files were left behind")
    assert [p.name for p in home.rglob("*") if p.name in {".b.zip.part", "state.tmp", "0", ".restoring-x"}] == []
    assert (home / "new.part").exists()


def test_a_state_that_contradicts_itself_is_put_right(filled: Settings) -> None:
    with closing(sqlite3.connect(filled.home / "record.sqlite3")) as connection:
        connection.execute("UPDATE statements SET active = 1 WHERE id = 'dique'")
        connection.execute("UPDATE statements SET text_folded = '' WHERE id = 'faro'")
        connection.execute("INSERT INTO statement_topics VALUES ('nobody', 'trade')")
        connection.commit()
    found = faults(doctor(filled))
    assert found["record"].startswith(
        "1 statements have a state that contradicts itself; 1 statements cannot be found by their words; 1 topics belong"
    )
    assert faults(doctor(filled, repair=True)) == {}
    with Assistant.open(filled) as assistant:
        assert assistant.store.get("dique") is None
        assert [s.id for s in assistant.statements(contains="FARO").statements] == ["faro"]


def test_a_torn_record_is_reported_with_the_way_out(filled: Settings) -> None:
    file = filled.home / "record.sqlite3"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    data = bytearray(file.read_bytes())
    for page in range(8, len(data) // 4096):
        data[page * 4096 : page * 4096 + 200] = b"\xff" * 200
    file.write_bytes(bytes(data))
    found = faults(doctor(filled, repair=True))
    assert "restore" in found["record"]
    assert not any("\n" in detail for detail in found.values())


def test_doctor_on_a_folder_that_is_a_file_says_so(settings: Settings) -> None:
    settings.home.write_text("x")
    assert "choose another with --home" in faults(doctor(settings))["home"]


def test_a_restore_does_not_need_the_old_drafts_model(filled: Settings, tmp_path: Path) -> None:
    """Drafting goes on over a restored home."""
    backup(filled, tmp_path / "b.zip")
    elsewhere = filled.model_copy(update={"home": tmp_path / "elsewhere"})
    restore(elsewhere, tmp_path / "b.zip")
    with Assistant.open(elsewhere) as assistant:
        (draft,) = assistant.draft(Brief(topic="la obra del faro", format=DraftFormat.PRESS_LINE, lang="es"))
        assert assistant.saved_draft(draft.id)["id"] == draft.id
        assert json.dumps(assistant.saved_draft("d-1"), ensure_ascii=False) == '{"items": ["ñ"]}'
