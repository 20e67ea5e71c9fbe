"""What a backup holds: the record's tables row by row, the home's own files, and caches that are dear to make.

Tables are JSON Lines, so that a backup of a SQLite file goes into PostgreSQL and the other way round. They are
read in one snapshot and a row at a time.
"""

import json
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from assistant.domain import Progress, silent
from assistant.errors import InputError
from assistant.record.archive import CHUNK, ArchiveWriter, Manifest, writing_archive
from assistant.record.database import Database, in_utc
from assistant.record.tables import SCHEMA_VERSION, metadata, statements

ROWS_AT_ONCE = 500
SAFETY_FOLDER = "backups"
RECORD_FILE = "record.sqlite3"
_NOT_THE_USERS = ("index", "logs", SAFETY_FOLDER)
_NOT_KEPT = (".sqlite3", ".sqlite3-wal", ".sqlite3-shm", ".part", ".tmp", ".lock", ".zip")


def write_backup(
    database: Database,
    home: Path,
    target: Path,
    *,
    program: str,
    with_caches: bool = True,
    progress: Progress = silent,
) -> Manifest:
    """Write one archive of everything that cannot be made again; others may write to the record meanwhile.

    Raises:
        InputError: The archive or a file of the home cannot be read or written.
        RecordError: The database refuses.
    """
    with writing_archive(target) as archive:
        with database.snapshot() as connection:
            counts = _add_tables(archive, connection, progress)
        for path in own_files(home):
            archive.add(f"files/{path.relative_to(home).as_posix()}", _pieces(path))
        if with_caches:
            for cache in caches(home):
                _add_cache(archive, cache, target.absolute().parent)
        manifest = Manifest(
            program=program,
            schema_version=SCHEMA_VERSION,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            tables={table.name: [column.name for column in table.columns] for table in metadata.sorted_tables},
            counts=counts,
        )
        return archive.finish(manifest)


def own_files(home: Path) -> list[Path]:
    """Return the files that a person put into the home: registry, glossary and the like."""
    found = [path for path in home.rglob("*") if path.is_file()] if home.is_dir() else []
    return sorted(path for path in found if is_own(path.relative_to(home)))


def is_own(path: Path) -> bool:
    """Say whether a path inside a home is a person's file and not one that the program makes."""
    hidden = any(part.startswith(".") for part in path.parts)
    return not hidden and path.parts[0] not in _NOT_THE_USERS and not path.name.endswith(_NOT_KEPT)


def caches(home: Path) -> list[Path]:
    """Return the SQLite files of the home besides the record: vectors that took long to compute."""
    return sorted(path for path in home.glob("*.sqlite3") if path.name != RECORD_FILE)


def _add_tables(archive: ArchiveWriter, connection: sa.Connection, progress: Progress) -> dict[str, int]:
    counts = {
        table.name: int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())
        for table in metadata.sorted_tables
    }
    total, done = sum(counts.values()), 0

    def step(rows: int) -> None:
        nonlocal done
        done += rows
        progress("writing", done, total)

    for table in metadata.sorted_tables:
        archive.add(f"record/{table.name}.jsonl", _lines(connection, table, step))
    return counts


def _lines(connection: sa.Connection, table: sa.Table, step: Callable[[int], None]) -> Iterator[bytes]:
    for rows in rows_of(connection, table).partitions(ROWS_AT_ONCE):
        encoded = ({name: _plain(value) for name, value in row.items()} for row in rows)
        yield "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in encoded).encode()
        step(len(rows))


def rows_of(connection: sa.Connection, table: sa.Table) -> sa.MappingResult:
    """Read a table in a lasting order, a few rows at a time."""
    order = [statements.c.seq] if table is statements else list(table.primary_key.columns)
    query = sa.select(table).order_by(*order).execution_options(yield_per=ROWS_AT_ONCE)
    return connection.execute(query).mappings()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return in_utc(value).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _pieces(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as stream:
            while piece := stream.read(CHUNK):
                yield piece
    except OSError as error:
        raise InputError(
            f"The file {str(path)!r} cannot be read ({error.strerror}), so there is no backup; mend that first."
        ) from None


def _add_cache(archive: ArchiveWriter, path: Path, folder: Path) -> None:
    """Copy a cache as it is at one moment; a damaged one is left out, because it can be made again."""
    if not is_sound(path):
        return
    with tempfile.TemporaryDirectory(dir=folder, prefix=".backup-") as beside:
        copy = Path(beside) / path.name
        try:
            with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
                source.backup(target)
        except sqlite3.Error as error:
            raise InputError(
                f"The file {str(path)!r} cannot be copied ({error}), so there is no backup; free some space, or leave "
                "it out with --without-vectors."
            ) from None
        archive.add(f"caches/{path.name}", _pieces(copy))


def is_sound(path: Path) -> bool:
    """Say whether a SQLite file is whole."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except sqlite3.Error:
        return False
