"""A record made by an earlier version opens, keeps everything, and goes on as if it had always been of this one."""

import json
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from assistant.assembly import Assistant
from assistant.domain import Filters, State
from assistant.errors import ConfigurationError
from assistant.record.draft_versions import DraftVersions
from assistant.record.review import Review
from assistant.record.store import RecordStore, SourceFile
from assistant.record.tables import SCHEMA_VERSION, metadata
from assistant.settings import Settings

VERSION_1 = """
CREATE TABLE meta (key VARCHAR(64) NOT NULL, value TEXT NOT NULL, PRIMARY KEY (key));
CREATE TABLE statements (id VARCHAR(200) NOT NULL, seq BIGINT NOT NULL, digest VARCHAR(64) NOT NULL,
    active BOOLEAN NOT NULL, date DATE NOT NULL, speaker VARCHAR(200) NOT NULL, speaker_folded VARCHAR(200) NOT NULL,
    lang VARCHAR(2) NOT NULL, form VARCHAR(12) NOT NULL, origin VARCHAR(400) NOT NULL, payload TEXT NOT NULL,
    PRIMARY KEY (id), UNIQUE (seq));
CREATE TABLE statement_topics (statement_id VARCHAR(200) NOT NULL, topic VARCHAR(64) NOT NULL,
    PRIMARY KEY (statement_id, topic), FOREIGN KEY(statement_id) REFERENCES statements (id));
CREATE TABLE statement_history (id {serial}, statement_id VARCHAR(200) NOT NULL, digest VARCHAR(64) NOT NULL,
    payload TEXT NOT NULL, replaced_at {moment} NOT NULL, PRIMARY KEY (id));
CREATE TABLE sources (ref VARCHAR(400) NOT NULL, digest VARCHAR(64) NOT NULL, statements INTEGER NOT NULL,
    PRIMARY KEY (ref));
CREATE TABLE drafts (id VARCHAR(64) NOT NULL, created_at {moment} NOT NULL, payload TEXT NOT NULL, PRIMARY KEY (id));
CREATE INDEX ix_statements_date ON statements (date);
INSERT INTO meta VALUES ('schema_version', '1');
INSERT INTO sources VALUES ('2026-01-06 acta.txt', 'feed', 2);
"""
WORDS = {"d-1": "El puerto de Áviles se amplía.", "d-2": "La vía férrea se electrifica.", "d-3": "Se retiró la frase."}


def payload(statement_id: str, text: str) -> str:
    """As version 1 wrote it, without an authority."""
    data = {
        "id": statement_id, "date": "2026-01-06", "speaker": "Ana Núñez Áviles", "role": "Secretaria de Pruebas",
        "venue": "Comunicado", "lang": "es", "form": "verbatim", "text": text,
        "source": {"title": "Acta", "ref": "acta.txt", "locator": {"turn": 3}}, "topics": ["trade"], "principles": [],
        "counterpart": "", "figures": [], "lines": [], "superseded_by": [], "context": "",
    }  # fmt: skip
    return json.dumps(data, ensure_ascii=False)


def make_version_1(url: str) -> None:
    engine = sa.create_engine(url)
    own = engine.dialect.name == "postgresql"
    types = {
        "serial": "SERIAL NOT NULL" if own else "INTEGER NOT NULL",
        "moment": "TIMESTAMP WITH TIME ZONE" if own else "DATETIME",
    }
    row = sa.text(
        "INSERT INTO statements VALUES (:id, :seq, :digest, :active, '2026-01-06', 'Ana Núñez Áviles', "
        "'ana nunez aviles', 'es', 'verbatim', '2026-01-06 acta.txt', :payload)"
    )
    with engine.begin() as connection:
        metadata.drop_all(connection)
        for command in VERSION_1.format(**types).split(";\n"):
            if command.strip():
                connection.execute(sa.text(command))
        for seq, (name, text) in enumerate(WORDS.items(), start=1):
            values = {"id": name, "seq": seq, "digest": f"{seq:064}", "active": name != "d-3"}
            connection.execute(row, {**values, "payload": payload(name, text)})
            connection.execute(sa.text("INSERT INTO statement_topics VALUES (:id, 'trade')"), {"id": name})
        old = {"payload": payload("d-1", "El puerto se amplía.")}
        connection.execute(
            sa.text(
                "INSERT INTO statement_history (statement_id, digest, payload, replaced_at) "
                "VALUES ('d-1', 'ab', :payload, '2026-01-07 10:00:00')"
            ),
            old,
        )
        connection.execute(
            sa.text("INSERT INTO drafts VALUES ('d-0', '2026-01-08 10:00:00', :payload)"),
            {"payload": '{"items": ["ñ"]}'},
        )
    engine.dispose()


def shape(url: str) -> dict[str, set[str]]:
    engine = sa.create_engine(url)
    inspector = sa.inspect(engine)
    found = {name: {c["name"] for c in inspector.get_columns(name)} for name in inspector.get_table_names()}
    engine.dispose()
    return found


def test_a_record_of_version_1_keeps_everything(record_url: str) -> None:
    make_version_1(record_url)
    store = RecordStore(record_url)
    review = Review(store.database)
    assert store.meta("schema_version") == SCHEMA_VERSION
    assert store.matching_ids(Filters()) == {"d-1", "d-2"}
    assert {name: store.get(name).text for name in ("d-1", "d-2")} == {k: WORDS[k] for k in ("d-1", "d-2")}  # type: ignore[union-attr]
    traces = {name: review.trace(name) for name in WORDS}
    assert [t.state for t in traces.values() if t] == [State.ACTIVE, State.ACTIVE, State.RETIRED]
    assert traces["d-1"] is not None
    assert [v.statement.text for v in traces["d-1"].versions] == ["El puerto se amplía."]
    assert store.source_with_digest("feed") == "2026-01-06 acta.txt"
    assert [(v.number, v.data) for v in DraftVersions(store.database).all("d-0")] == [(1, {"items": ["ñ"]})]
    assert [s.id for s in store.page(Filters(), contains="PUERTO de aviles").statements] == ["d-1"]
    assert store.topics() == ["trade"]
    assert [(c.seq, c.statement is None) for c in store.changes_after(0, limit=9)] == [
        (1, False),
        (2, False),
        (3, True),
    ]
    store.close()


def test_a_migrated_record_has_the_shape_of_a_new_one(record_url: str, tmp_path: Path) -> None:
    make_version_1(record_url)
    RecordStore(record_url).close()
    fresh = f"sqlite:///{tmp_path / 'fresh.sqlite3'}"
    RecordStore(fresh).close()
    assert shape(record_url) == shape(fresh)


def test_a_migrated_record_goes_on(record_url: str) -> None:
    make_version_1(record_url)
    store = RecordStore(record_url)
    statement = store.get("d-1")
    assert statement is not None
    source = SourceFile(ref="2026-01-06 acta.txt", digest="beef", path="/acta.txt")
    change = store.put([statement], source=source)
    assert (change.updated + change.unchanged, change.removed) == (1, 1)
    assert store.put([statement], source=source).unchanged == 1
    store.close()
    again = RecordStore(record_url)
    assert again.matching_ids(Filters()) == {"d-1"}
    again.close()


def test_an_interrupted_migration_is_taken_again(record_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    make_version_1(record_url)
    create_all = metadata.create_all

    def stop(*args: Any, **wanted: Any) -> None:
        create_all(*args, **wanted)
        raise KeyboardInterrupt

    monkeypatch.setattr(metadata, "create_all", stop)
    with pytest.raises(KeyboardInterrupt):
        RecordStore(record_url)
    monkeypatch.undo()
    assert "state" not in shape(record_url)["statements"], "the steps are one transaction"
    store = RecordStore(record_url)
    assert store.matching_ids(Filters()) == {"d-1", "d-2"}
    store.close()


def test_a_version_nobody_knows_is_left_alone(record_url: str) -> None:
    make_version_1(record_url)
    engine = sa.create_engine(record_url)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE meta SET value = '0' WHERE key = 'schema_version'"))
    engine.dispose()
    before = shape(record_url)
    with pytest.raises(ConfigurationError, match="store version 0"):
        RecordStore(record_url)
    assert shape(record_url) == before


def test_a_home_of_version_1_is_searched_at_once(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    make_version_1(f"sqlite:///{home / 'record.sqlite3'}")
    with Assistant.open(Settings(home=home, bundled=False, _env_file=None)) as assistant:  # type: ignore[call-arg]
        assert [hit.statement.id for hit in assistant.search("puerto", k=1)] == ["d-1"]
        assert assistant.status()["sequence"]["behind"] == 0
