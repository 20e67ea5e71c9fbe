"""Puts a backup's rows and files in the place of a home's, after every digest has been checked."""

import json
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from assistant.domain import Progress, Statement, silent
from assistant.errors import InputError
from assistant.record.archive import ArchiveReader, Manifest
from assistant.record.backup import RECORD_FILE, ROWS_AT_ONCE, is_own, is_sound, rows_of
from assistant.record.database import Database, in_utc
from assistant.record.migrations import STEPS, migrate
from assistant.record.tables import SCHEMA_VERSION, drafts, events, links, meta, metadata, outgoing, statements
from assistant.record.writing import BUNDLED

REMEMBERED = ("corpus_digest",)
"""What of the remembered values is the record's own; the others are about indexes that a backup does not hold."""


def content_beyond_bundled(database: Database) -> str:
    """Say what a record holds that did not come with the program; empty if nothing."""
    wanted = {
        "statements": sa.select(sa.func.count()).select_from(statements).where(statements.c.origin != BUNDLED),
        "drafts": sa.select(sa.func.count()).select_from(drafts),
        "cleared or published texts": sa.select(sa.func.count()).select_from(outgoing),
        "deeds of reviewers": sa.select(sa.func.count()).select_from(events),
        "links": sa.select(sa.func.count()).select_from(links),
    }
    counts = {name: int(database.scalar(query) or 0) for name, query in wanted.items()}
    return ", ".join(f"{count} {name}" for name, count in counts.items() if count)


def require_usable(archive: ArchiveReader) -> None:
    """Refuse what a newer program wrote, and members that no program wrote.

    Raises:
        InputError: The archive's tables are of a version that this program does not know, or a member would take
            the place of a file that the program makes.
    """
    version = archive.manifest.schema_version
    if version != SCHEMA_VERSION and version not in STEPS:
        raise InputError(
            f"The backup was made by another version of the program (store version {version}, this one knows "
            f"{SCHEMA_VERSION} and earlier); nothing was changed. Use that version."
        )
    for name in archive.manifest.members:
        kind, _, rest = name.partition("/")
        if (kind == "files" and not is_own(Path(rest))) or (kind == "caches" and rest == RECORD_FILE):
            raise archive.damaged(f"it holds a member {name[:80]!r} that no backup holds")


def load_tables(database: Database, archive: ArchiveReader, progress: Progress = silent) -> None:
    """Put the archive's rows in the place of the record's: all of them, or nothing changes.

    Raises:
        InputError: A row is malformed.
        RecordError: The database refuses.
    """
    if archive.manifest.schema_version == SCHEMA_VERSION:
        _replace_all(database, lambda table: _decoded(archive, table), archive.manifest, progress)
        return
    with tempfile.TemporaryDirectory() as folder:
        # An earlier version's rows are brought up to date by the same steps as an earlier version's home.
        older = sa.create_engine(f"sqlite:///{Path(folder) / 'older.sqlite3'}")
        with older.begin() as connection:
            _fill_older(connection, archive)
            migrate(connection)
        with older.connect() as connection:
            _replace_all(database, lambda table: map(_in_utc, rows_of(connection, table)), archive.manifest, progress)
        older.dispose()


def _in_utc(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {name: in_utc(value) if isinstance(value, datetime) else value for name, value in row.items()}


def _fill_older(connection: sa.Connection, archive: ArchiveReader) -> None:
    made = sa.MetaData()
    for name, columns in archive.manifest.tables.items():
        known = metadata.tables.get(name)
        if known is None or not set(columns) <= set(known.columns.keys()):
            raise archive.damaged(f"its table {name!r} is unknown")
        table = sa.Table(
            name, made, *(sa.Column(c, known.c[c].type, primary_key=known.c[c].primary_key) for c in columns)
        )
        table.create(connection)
        for rows in _batches(_decoded(archive, table)):
            connection.execute(sa.insert(table), rows)
    version = archive.manifest.schema_version
    connection.execute(sa.delete(meta).where(meta.c.key == "schema_version"))
    connection.execute(sa.insert(meta).values(key="schema_version", value=version))


def _replace_all(
    database: Database,
    rows_of: Callable[[sa.Table], Iterator[dict[str, Any]]],
    manifest: Manifest,
    progress: Progress,
) -> None:
    total, done = sum(manifest.counts.values()), 0
    with database.writing() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(sa.delete(table))
        connection.execute(sa.insert(meta).values(key="schema_version", value=SCHEMA_VERSION))
        for table in metadata.sorted_tables:
            for rows in _batches(rows_of(table)):
                kept = [_without_number(table, row) for row in rows if table is not meta or row["key"] in REMEMBERED]
                if table is statements:
                    _require_statements(kept)
                if kept:
                    connection.execute(sa.insert(table), kept)
                done += len(rows)
                progress("restoring", done, total)


def _batches(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while batch := list(islice(rows, ROWS_AT_ONCE)):
        yield batch


def _without_number(table: sa.Table, row: dict[str, Any]) -> dict[str, Any]:
    """Leave running numbers to the database: given ones would not move PostgreSQL's counter on."""
    return {name: value for name, value in row.items() if table.c[name].autoincrement is not True}


def _require_statements(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        try:
            found = Statement.from_payload(json.loads(row["payload"])).id
        except (ValueError, TypeError, KeyError, AttributeError):
            found = None
        if found != row["id"]:
            raise InputError(
                f"The backup holds a statement {row['id'][:80]!r} that cannot be read; nothing was changed. "
                "Use another backup."
            )


def _decoded(archive: ArchiveReader, table: sa.Table) -> Iterator[dict[str, Any]]:
    member = f"record/{table.name}.jsonl"
    if member not in archive.manifest.members:
        return
    for number, row in enumerate(archive.rows(member), start=1):
        if row.keys() != set(table.columns.keys()):
            raise archive.damaged(f"row {number} of {table.name!r} has other fields")
        try:
            yield {name: _typed(table.c[name].type, value) for name, value in row.items()}
        except (TypeError, ValueError):
            raise archive.damaged(f"row {number} of {table.name!r} holds a value of another kind") from None


def _typed(kind: sa.types.TypeEngine[Any], value: Any) -> Any:
    if isinstance(kind, sa.DateTime):
        return in_utc(datetime.fromisoformat(value))
    if isinstance(kind, sa.Date):
        return date.fromisoformat(value)
    if type(value) is not kind.python_type:
        raise TypeError
    return value


def stage_files(archive: ArchiveReader, folder: Path) -> dict[Path, Path]:
    """Unpack files and caches into a folder; return where each of them belongs, relative to a home.

    Raises:
        InputError: A member is damaged or the disk refuses.
    """
    staged: dict[Path, Path] = {}
    for name in archive.manifest.members:
        kind, _, rest = name.partition("/")
        if kind == "record":
            continue
        place = folder / str(len(staged))
        try:
            with place.open("wb") as stream:
                for piece in archive.pieces(name):
                    stream.write(piece)
        except OSError as error:
            raise InputError(
                f"The home cannot take the backup's files ({error.strerror}); nothing was changed. Mend that first."
            ) from None
        if kind == "files" or is_sound(place):
            staged[Path(rest)] = place
    return staged


def differing_files(staged: Mapping[Path, Path], home: Path) -> list[str]:
    """Return the home's own files that a restore would change."""
    return [
        str(name)
        for name, place in staged.items()
        if name.suffix != ".sqlite3" and (home / name).exists() and not _same(home / name, place)
    ]


def _same(one: Path, other: Path) -> bool:
    return one.is_file() and one.read_bytes() == other.read_bytes()


def move_into(staged: Mapping[Path, Path], home: Path) -> None:
    """Put unpacked files into their places; a cache's old journal would not fit the new file.

    Raises:
        InputError: The home refuses.
    """
    try:
        for name, place in staged.items():
            target = home / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if name.suffix == ".sqlite3":
                for journal in (f"{name}-wal", f"{name}-shm"):
                    (home / journal).unlink(missing_ok=True)
            os.replace(place, target)
    except OSError as error:
        raise InputError(
            f"The record is restored, but a file of the home could not be written ({error.strerror}: "
            f"{str(error.filename)!r}); mend that and restore again with --force."
        ) from None
