"""A backup brings everything back, or nothing is touched: on either database, and from one to the other."""

import hashlib
import json
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from assistant.domain import Filters, Form, Source, Statement
from assistant.errors import AssistantError, InputError
from assistant.record.archive import reading_archive
from assistant.record.backup import in_utc, own_files, write_backup
from assistant.record.draft_versions import DraftVersions
from assistant.record.migrations import STEPS
from assistant.record.restoring import content_beyond_bundled, load_tables, require_usable, stage_files
from assistant.record.review import Review
from assistant.record.store import RecordStore, SourceFile
from assistant.record.tables import metadata


def statement(number: int, **changes: Any) -> Statement:
    base = Statement(
        id=f"s-{number}",
        date=date(2026, 1, number),
        speaker="Ana Núñez Áviles",
        role="Secretaria de Pruebas",
        venue="Comunicado",
        lang="es",
        form=Form.VERBATIM,
        text=f"Dijo la frase «número» {number}\u2028 y 🦜.",
        source=Source(title="Acta", ref="acta.txt", locator={"turn": number}),
        topics=("trade",),
    )
    return replace(base, **changes)


@pytest.fixture
def store(record_url: str) -> Iterator[RecordStore]:
    """A record in which everything has happened that can happen."""
    opened = RecordStore(record_url)
    acta = SourceFile(ref="2026-01-01 acta.txt", digest="a", path="/acta.txt", held={"s-4": "looks odd"})
    opened.put([statement(n) for n in range(1, 6)], source=acta)
    corrected = [statement(1, text="Corregida."), *(statement(n) for n in (2, 3, 4))]
    opened.put(corrected, source=SourceFile(ref=acta.ref, digest="b", path=acta.path, held=acta.held))
    opened.put([statement(9)])
    review = Review(opened.database)
    review.retract(["s-2"], "withdrawn")
    review.link("s-1", "s-3")
    DraftVersions(opened.database).keep("d-1", {"items": ["ñ"]})
    opened.set_meta("corpus_digest", "c")
    opened.set_meta("of-an-index", "7")
    yield opened
    opened.close()


def everything(store: RecordStore) -> dict[str, list[Any]]:
    """All rows of all tables but remembered values, without the database's running numbers."""
    found = {}
    with store.database.transaction() as connection:
        for table in metadata.sorted_tables:
            columns = [c for c in table.columns if c.autoincrement is not True]
            rows = connection.execute(sa.select(*columns))
            found[table.name] = sorted(str([in_utc(v) if isinstance(v, datetime) else v for v in row]) for row in rows)
    found.pop("meta")
    return found


@pytest.fixture
def archive(store: RecordStore, tmp_path: Path) -> Path:
    home = tmp_path / "kept"
    (home / "glossary").mkdir(parents=True)
    (home / "speakers.yaml").write_text("people: []\n")
    (home / "glossary" / "términos.yaml").write_text("- ñandú\n")
    with sqlite3.connect(home / "vectors.sqlite3") as connection:
        connection.execute("CREATE TABLE v (k BLOB PRIMARY KEY, x BLOB)")
        connection.executemany("INSERT INTO v VALUES (?, ?)", [(bytes([n]), b"x" * 4000) for n in range(50)])
    target = tmp_path / "b.zip"
    write_backup(store.database, home, target, program="test")
    return target


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[RecordStore]:
    opened = RecordStore(f"sqlite:///{tmp_path / 'other.sqlite3'}")
    yield opened
    opened.close()


def restore(store: RecordStore, archive: Path) -> None:
    with reading_archive(archive) as opened:
        opened.verify()
        require_usable(opened)
        load_tables(store.database, opened)


def test_everything_comes_back(store: RecordStore, archive: Path, empty: RecordStore) -> None:
    restore(empty, archive)
    assert everything(empty) == everything(store)
    assert empty.meta("corpus_digest") == "c"
    assert empty.meta("of-an-index") is None, "positions in an index belong to the record they were counted in"
    for review in (Review(store.database), Review(empty.database)):
        traces = [review.trace(f"s-{n}") for n in (1, 2, 3, 4, 5, 9)]
        assert [str(t.state) for t in traces if t] == [
            "active",
            "retracted",
            "active",
            "quarantined",
            "retired",
            "active",
        ]
    assert empty.last_seq() == store.last_seq()
    assert empty.changes_after(0, limit=99) == store.changes_after(0, limit=99)


def test_a_restored_record_goes_on(archive: Path, store: RecordStore, empty: RecordStore) -> None:
    for target in (empty, store):
        restore(target, archive)
        source = SourceFile(ref="2026-01-01 acta.txt", digest="c", path="/acta.txt")
        again = [statement(1, text="Corregida otra vez."), *(statement(n) for n in (2, 3))]
        assert target.put(again, source=source).kept_out == 1
        Review(target.database).reinstate(["s-2"], "a mistake")
        assert len(Review(target.database).trace("s-1").versions) == 2  # type: ignore[union-attr]
        assert target.matching_ids(Filters()) == {"s-1", "s-2", "s-3", "s-9"}


def test_the_homes_own_files_and_vectors_come_along(archive: Path, tmp_path: Path) -> None:
    folder = tmp_path / "staged"
    folder.mkdir()
    with reading_archive(archive) as opened:
        staged = stage_files(opened, folder)
    assert {str(name) for name in staged} == {"speakers.yaml", "glossary/términos.yaml", "vectors.sqlite3"}
    assert staged[Path("speakers.yaml")].read_text() == "people: []\n"
    with sqlite3.connect(staged[Path("vectors.sqlite3")]) as connection:
        assert connection.execute("SELECT count(*) FROM v").fetchone() == (50,)


def test_what_the_program_makes_is_not_backed_up(tmp_path: Path) -> None:
    for name in ("record.sqlite3", "record.sqlite3-wal", "index/state.json", "logs/errors.log", ".env", "x.part",
                 "old.zip", "backups/b.yaml", ".hidden/x.yaml", "own.yaml", "deep/er/own.txt"):  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    assert [str(path.relative_to(tmp_path)) for path in own_files(tmp_path)] == ["deep/er/own.txt", "own.yaml"]


def test_a_backup_shows_one_moment_while_others_write(
    store: RecordStore, record_url: str, tmp_path: Path, empty: RecordStore
) -> None:
    other = RecordStore(record_url)
    before = everything(store)

    def interfere(stage: str, done: int, total: int) -> None:
        other.put([statement(20 + done % 8, id=f"late-{done}")])

    write_backup(store.database, tmp_path / "none", tmp_path / "b.zip", program="test", progress=interfere)
    assert everything(store) != before
    restore(empty, tmp_path / "b.zip")
    assert everything(empty) == before
    other.close()


def test_a_backup_is_written_whole_or_not_at_all(store: RecordStore, tmp_path: Path, archive: Path) -> None:
    good = archive.read_bytes()

    def fail(stage: str, done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_backup(store.database, tmp_path / "none", archive, program="test", progress=fail)
    assert archive.read_bytes() == good
    assert not list(tmp_path.glob(".*.part"))
    assert archive.stat().st_mode & 0o077 == 0, "a backup holds drafts that are not public yet"


def test_nothing_but_an_older_backup_is_written_over(store: RecordStore, tmp_path: Path, archive: Path) -> None:
    write_backup(store.database, tmp_path / "none", archive, program="test")
    precious = tmp_path / "precious.docx"
    precious.write_bytes(b"mine")
    with pytest.raises(InputError, match="is no backup"):
        write_backup(store.database, tmp_path / "none", precious, program="test")
    assert precious.read_bytes() == b"mine"
    with pytest.raises(InputError, match="cannot be written"):
        write_backup(store.database, tmp_path / "none", tmp_path / "no" / "b.zip", program="test")


def test_every_flipped_bit_is_noticed_or_harmless(archive: Path, store: RecordStore, tmp_path: Path) -> None:
    data = archive.read_bytes()
    whole = everything(store)
    refused = 0
    step = max(1, len(data) // 150)
    for at in range(0, len(data), step):
        flipped = tmp_path / "flipped.zip"
        flipped.write_bytes(data[:at] + bytes([data[at] ^ 0x10]) + data[at + 1 :])
        try:
            restore(store, flipped)
        except InputError:
            refused += 1
        assert everything(store) == whole
    assert refused > 100


def test_every_truncated_archive_is_refused(archive: Path, empty: RecordStore, tmp_path: Path) -> None:
    data = archive.read_bytes()
    for length in [0, 1, 100, *range(200, len(data), len(data) // 40), len(data) - 1]:
        cut = tmp_path / "cut.zip"
        cut.write_bytes(data[:length])
        with pytest.raises(InputError, match="is no backup, or only the beginning of one; nothing was changed"):
            restore(empty, cut)
    assert content_beyond_bundled(empty.database) == ""


def remade(archive: Path, target: Path, change: Callable[[dict[str, bytes], dict[str, Any]], None]) -> Path:
    """Write an archive anew after a change, with digests that fit, as somebody with bad intent would."""
    with zipfile.ZipFile(archive) as file:
        members = {name: file.read(name) for name in file.namelist()}
    manifest = json.loads(members.pop("manifest.json"))
    change(members, manifest)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            manifest["members"][name] = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            file.writestr(name, data)
        file.writestr("manifest.json", json.dumps(manifest))
    return target


def put(name: str, data: bytes) -> Callable[[dict[str, bytes], dict[str, Any]], None]:
    return lambda members, manifest: members.update({name: data})


def newer(members: dict[str, bytes], manifest: dict[str, Any]) -> None:
    manifest["schema_version"] = "99"


def unnamed(members: dict[str, bytes], manifest: dict[str, Any]) -> None:
    del manifest["members"]["record/statements.jsonl"]
    del members["record/statements.jsonl"]
    manifest["members"]["record/other.jsonl"] = {"bytes": 1, "sha256": "0" * 64}


ROW = b'{"older": "a", "newer": "b", "linked_at": "2026-01-01T00:00:00+00:00"}\n'


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (put("files/../../evil.yaml", b"x"), "a member 'files/../../evil.yaml' that no backup holds"),
        (put("/etc/evil", b"x"), "that no backup holds"),
        (put("files//etc/evil", b"x"), "that no backup holds"),
        (put("files/C:evil", b"x"), "that no backup holds"),
        (put("files/a\\..\\evil", b"x"), "that no backup holds"),
        (put("files/.bashrc", b"x"), "that no backup holds"),
        (put("files/record.sqlite3", b"x"), "that no backup holds"),
        (put("files/index/state.json", b"x"), "that no backup holds"),
        (put("caches/../x.sqlite3", b"x"), "that no backup holds"),
        (put("caches/record.sqlite3", b"x"), "that no backup holds"),
        (put("files/bomb.yaml", b"0" * 80_000_000), "bytes claim to hold"),
        (put("record/supersessions.jsonl", ROW.replace(b"older", b"wrong")), "row 1 of 'supersessions' has other fields"),
        (put("record/supersessions.jsonl", ROW.replace(b'"a"', b"1")), "row 1 of 'supersessions' holds a value of another"),
        (put("record/supersessions.jsonl", b"[1]\n"), "is no row"),
        (put("record/supersessions.jsonl", b"[" * 100_000), "is no row"),
        (put("record/supersessions.jsonl", b"\xff\n"), "is no row"),
        (newer, "store version 99"),
        (unnamed, "its members are not those that its manifest names"),
    ],
)  # fmt: skip
def test_a_hostile_archive_changes_nothing(
    archive: Path, store: RecordStore, tmp_path: Path, change: Callable[..., None], said: str
) -> None:
    hostile = remade(archive, tmp_path / "hostile.zip", change)
    whole = everything(store)
    with pytest.raises(AssistantError) as caught:
        restore(store, hostile)
    assert said in str(caught.value)
    assert "nothing was changed" in str(caught.value)
    assert everything(store) == whole
    assert not list(tmp_path.rglob("evil*"))


@pytest.mark.parametrize("payload", ['{"id": "s-1"}', "no json", '{"id": "other"}', "[]"])
def test_a_statement_that_cannot_be_read_changes_nothing(
    archive: Path, store: RecordStore, tmp_path: Path, payload: str
) -> None:
    def spoil(members: dict[str, bytes], manifest: dict[str, Any]) -> None:
        first, *others = members["record/statements.jsonl"].decode().split("\n")
        changed = json.dumps({**json.loads(first), "payload": payload})
        members["record/statements.jsonl"] = "\n".join([changed, *others]).encode()

    whole = everything(store)
    with pytest.raises(InputError, match=r"a statement 's-[0-9]' that cannot be read; nothing was changed"):
        restore(store, remade(archive, tmp_path / "spoilt.zip", spoil))
    assert everything(store) == whole


def test_a_zip_that_is_no_backup_is_refused(tmp_path: Path, empty: RecordStore) -> None:
    foreign = tmp_path / "foreign.zip"
    with zipfile.ZipFile(foreign, "w") as file:
        file.writestr("letter.txt", "hello")
    with pytest.raises(InputError, match="is a zip, but no backup of this program"):
        restore(empty, foreign)
    with pytest.raises(InputError, match="cannot be read"):
        restore(empty, tmp_path / "missing.zip")


@pytest.mark.parametrize("version", sorted(STEPS))
def test_an_archive_of_an_earlier_version_is_brought_up_to_date(
    archive: Path, store: RecordStore, empty: RecordStore, tmp_path: Path, version: str
) -> None:
    later = {("events", "by")}
    if version < "3":
        later |= {("statements", "text_folded")}
    if version < "2":
        later |= {("statements", name) for name in ("state", "reason", "released_digest")} | {("sources", "path")}

    def age(members: dict[str, bytes], manifest: dict[str, Any]) -> None:
        manifest["schema_version"] = version
        for table in ("draft_versions", "clearances"):
            del manifest["tables"][table], members[f"record/{table}.jsonl"]
            manifest["counts"].pop(table, None)
            manifest["members"].pop(f"record/{table}.jsonl")
        for table, columns in manifest["tables"].items():
            manifest["tables"][table] = [c for c in columns if (table, c) not in later]
            lines = members[f"record/{table}.jsonl"].decode().split("\n")[:-1]
            rows = [{k: v for k, v in json.loads(line).items() if k in manifest["tables"][table]} for line in lines]
            members[f"record/{table}.jsonl"] = "".join(json.dumps(row) + "\n" for row in rows).encode()

    restore(empty, remade(archive, tmp_path / "old.zip", age))
    assert empty.matching_ids(Filters()) == store.matching_ids(Filters())
    assert empty.page(Filters(), contains="CORREGIDA").total == 1
    assert [(v.number, v.data) for v in DraftVersions(empty.database).all("d-1")] == [(1, {"items": ["ñ"]})]
    if version > "1":
        assert everything(empty) == everything(store)


def test_a_record_with_nothing_of_its_own_may_be_restored_over(empty: RecordStore, store: RecordStore) -> None:
    empty.put([statement(1)])
    assert content_beyond_bundled(empty.database) == ""
    DraftVersions(empty.database).keep("d", {})
    assert content_beyond_bundled(empty.database) == "1 drafts"
    assert content_beyond_bundled(store.database) == "5 statements, 1 drafts, 2 deeds of reviewers, 1 links"
