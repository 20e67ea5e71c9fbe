"""Two homes over one PostgreSQL record and one Chroma server: what one stores, the other finds."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.assembly import Assistant
from assistant.doctoring import doctor
from assistant.errors import RecordError
from assistant.keeping import backup, restore
from assistant.record.store import RecordStore
from tests import workers
from tests.servers import Databases


@pytest.fixture
def shared(
    databases: Databases, chroma_server: str, fast_embeddings: dict[str, Any], tmp_path: Path
) -> Iterator[dict[str, Any]]:
    url = databases.create()
    yield {
        **fast_embeddings,
        "bundled": False,
        "database_url": url,
        "chroma_url": chroma_server,
        "home": tmp_path / "a",
    }
    databases.drop(url)


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(
        f"id: {name}\ndate: 2026-02-03\nspeaker: Persona de Prueba\nrole: Secretaria\nvenue: Acto\nlang: es\n"
        f"form: verbatim\ntext: {text}\ntopics: [trade]\nsource: {{title: Acta, ref: {name}.txt}}\n",
        encoding="utf-8",
    )
    return path


def test_what_one_home_stores_an_open_process_of_another_finds(shared: dict[str, Any], tmp_path: Path) -> None:
    other, questions = workers.start(workers.answer, {**shared, "home": tmp_path / "b"})
    assert questions.recv() == "open"
    questions.send("faro")
    assert questions.recv() == []
    added, _ = workers.start(workers.ingest, shared, [written(tmp_path, "faro", "El faro de la isla se enciende.")])
    added.join(60)
    assert added.exitcode == 0
    questions.send("faro de la isla")
    assert questions.recv() == ["faro"]
    questions.send(None)
    other.join(30)


def test_a_retracted_statement_is_gone_from_the_other_home_at_once(shared: dict[str, Any], tmp_path: Path) -> None:
    theirs = {**shared, "home": tmp_path / "b"}
    with (
        Assistant.open(workers.settings_of(shared)) as one,
        Assistant.open(workers.settings_of(theirs)) as other,
    ):
        one.ingest([written(tmp_path, "faro", "El faro de la isla se enciende.")])
        assert [hit.statement.id for hit in other.search("faro de la isla")] == ["faro"]
        one.review.retract(["faro"], "withdrawn")
        assert other.search("faro de la isla") == []
        one.index.sync()
        one.review.reinstate(["faro"], "a mistake")
        one.index.sync()
        assert [hit.statement.id for hit in other.search("faro de la isla")] == ["faro"]
        assert one.index.dense.ids() == one.index.lexical.ids() == other.index.lexical.ids()


def test_two_homes_that_ingest_at_once_both_end_well(shared: dict[str, Any], tmp_path: Path) -> None:
    lots = [
        [written(tmp_path, f"{home}-{n}", f"La obra {n} del muelle {home} se entrega.") for n in range(12)]
        for home in ("a", "b")
    ]
    running = [workers.start(workers.ingest, {**shared, "home": tmp_path / lot[0].stem[0]}, lot) for lot in lots]
    for process, _ in running:
        process.join(120)
    for process, pipe in running:
        words = workers.said_by(pipe)
        assert process.exitcode == 0 or "Another process is" in str(words[-1]), words
    with Assistant.open(workers.settings_of(shared)) as assistant:
        assert assistant.store.counts()["statements"] == 24
        assert assistant.index.behind == 0
        assert len(assistant.index.dense.ids()) == 24
        assert assistant.index.dense.ids() == assistant.index.lexical.ids()


def test_two_records_on_one_chroma_server_never_mix(
    shared: dict[str, Any], databases: Databases, tmp_path: Path
) -> None:
    url = databases.create()
    theirs = {**shared, "database_url": url, "home": tmp_path / "b"}
    with Assistant.open(workers.settings_of(shared)) as one, Assistant.open(workers.settings_of(theirs)) as other:
        one.ingest([written(tmp_path, "faro", "El faro de la isla se enciende.")])
        other.ingest([written(tmp_path, "muelle", "El muelle del puerto se amplía.")])
        assert [hit.statement.id for hit in one.search("faro muelle")] == ["faro"]
        assert [hit.statement.id for hit in other.search("faro muelle")] == ["muelle"]
    databases.drop(url)


def test_a_backup_of_files_is_restored_to_servers_and_back(shared: dict[str, Any], tmp_path: Path) -> None:
    files = {**shared, "database_url": None, "chroma_url": None, "home": tmp_path / "files"}
    archives = [tmp_path / "1.zip", tmp_path / "2.zip"]
    with Assistant.open(workers.settings_of(files)) as assistant:
        assistant.ingest([written(tmp_path, "faro", "El faro de la isla se enciende.")])
        assistant.review.retract(["faro"], "withdrawn")
        assistant.review.reinstate(["faro"], "a mistake")
    backup(workers.settings_of(files), archives[0])
    assert restore(workers.settings_of(shared), archives[0]).passages == 1
    backup(workers.settings_of(shared), archives[1])
    back = workers.settings_of({**files, "home": tmp_path / "back"})
    restore(back, archives[1])
    for settings in (workers.settings_of(shared), back):
        with Assistant.open(settings) as assistant:
            assert [hit.statement.id for hit in assistant.search("faro")] == ["faro"]
            trace = assistant.review.trace("faro")
            assert trace is not None
            assert [event.action for event in trace.events] == ["reinstated", "retracted"]
        assert all(check.ok for check in doctor(settings))


def test_a_database_that_cannot_be_reached_is_named_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=r"Check that the server is up, .* ASSISTANT_DATABASE_URL") as caught:
        RecordStore("postgresql://somebody:geheim@127.0.0.1:9/none")
    assert "geheim" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_database_that_is_not_there_is_named(databases: Databases) -> None:
    with pytest.raises(RecordError, match=r"\"nowhere\" does not exist.*that the database exists"):
        RecordStore(databases.create().rpartition("/")[0] + "/nowhere")
