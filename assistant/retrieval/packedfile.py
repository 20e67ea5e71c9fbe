"""The packed vectors on disk: a log of what was taken out and put in, in one SQLite file that processes share.

A copy of what Chroma holds, made for quick reading. It is tied to Chroma by the token that precedes each write there:
the file names the last token that it has followed and the one before, because a process may die between the two
writes. Any other token means that it is not a copy any more, and it is made anew.
"""

import json
import sqlite3
import uuid
import zlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from assistant.retrieval.cachefile import discard, open_cache
from assistant.retrieval.packed import Packed, PackedVectors

_FORMAT = 2
"""Goes into each checksum, so that a file of another format is taken for a damaged one and made anew."""
_TABLES = """
CREATE TABLE IF NOT EXISTS log (
    position INTEGER PRIMARY KEY AUTOINCREMENT, removed BLOB NOT NULL, passages BLOB NOT NULL, vectors BLOB NOT NULL,
    checksum INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS state (
    only INTEGER PRIMARY KEY CHECK (only = 1), generation TEXT NOT NULL, token TEXT NOT NULL, before TEXT NOT NULL
);
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One change: statements whose passages go, then passages that come."""

    removed: Sequence[str]
    passages: Sequence[str]
    vectors: Packed


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """How far somebody has read. A new generation begins where the file was made anew."""

    generation: str = ""
    position: int = 0
    tokens: frozenset[str] = frozenset()
    """The states of Chroma, by token, of which this is a copy."""


def apply(entries: Sequence[Entry], to: PackedVectors) -> None:
    """Make these changes, in their order.

    Raises:
        ValueError: Their vectors are of different lengths.
    """
    to.make_room(sum(len(entry.passages) for entry in entries))
    for entry in entries:
        to.remove(entry.removed)
        to.add(entry.passages, entry.vectors)


class PackedFile:
    """Reads and writes the log. Not safe for threads: its owner sees to that.

    It never fails: what cannot be read is not there, and a damaged file is thrown away.
    """

    def __init__(self, path: Path) -> None:
        """Use the file `path`, which is opened when it is first needed."""
        self._path = path
        self._connection: sqlite3.Connection | None = None

    def read(self, place: Place) -> tuple[Place, list[Entry]] | None:
        """Return what was written after `place` and the place after it, None where nothing can be read.

        If the generation is another one, it is all that there is.
        """
        try:
            return self._read(self._opened(), place)
        except sqlite3.OperationalError:
            self.close()
        except (sqlite3.DatabaseError, _DamagedError):
            self._throw_away()
        return None

    def append(self, entries: Iterable[Entry], *, old: str, new: str) -> None:
        """Write what Chroma is about to be told at token `new`, if this is a copy of what it held at `old`."""

        def work(connection: sqlite3.Connection) -> None:
            state = connection.execute("SELECT token, before FROM state").fetchone()
            if state is not None and old in state:
                _write(connection, entries)
                connection.execute("UPDATE state SET token = ?, before = ?", (new, old))

        self._change(work)

    def begin(self, entries: Iterable[Entry], *, old: str, new: str) -> None:
        """Start anew with `entries`."""

        def work(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM log")
            _write(connection, entries)
            connection.execute("INSERT OR REPLACE INTO state VALUES (1, ?, ?, ?)", (uuid.uuid4().hex, new, old))

        self._change(work)

    def shrink(self, place: Place, entry: Entry) -> Place:
        """Put `entry` in the place of all that was written up to `place`, unless more was; return the new place."""
        shrunk = [place]

        def work(connection: sqlite3.Connection) -> None:
            state = connection.execute("SELECT generation, token, before FROM state").fetchone()
            last = connection.execute("SELECT max(position) FROM log").fetchone()[0]
            if state is None or state[0] != place.generation or last != place.position:
                return
            connection.execute("DELETE FROM log")
            _write(connection, [entry])
            last = connection.execute("SELECT max(position) FROM log").fetchone()[0]
            generation = uuid.uuid4().hex
            connection.execute("UPDATE state SET generation = ?", (generation,))
            shrunk[0] = Place(generation=generation, position=last, tokens=frozenset(state[1:]))

        self._change(work)
        return shrunk[0]

    def close(self) -> None:
        """Release the file."""
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None

    def _read(self, connection: sqlite3.Connection, place: Place) -> tuple[Place, list[Entry]] | None:
        connection.execute("BEGIN")  # state and log as they stood at one moment
        try:
            state = connection.execute("SELECT generation, token, before FROM state").fetchone()
            if state is None:
                return None
            generation, *tokens = state
            after = place.position if place.generation == generation else 0
            query = (
                "SELECT position, removed, passages, vectors, checksum FROM log WHERE position > ? ORDER BY position"
            )
            rows = connection.execute(query, (after,)).fetchall()
        finally:
            connection.execute("ROLLBACK")
        last = rows[-1][0] if rows else after
        found = Place(generation=generation, position=last, tokens=frozenset(tokens))
        return found, [_entry(*row[1:]) for row in rows]

    def _change(self, work: Callable[[sqlite3.Connection], None]) -> None:
        for _ in range(2):
            try:
                connection = self._opened()
                connection.execute("BEGIN IMMEDIATE")
                with connection:
                    work(connection)
                return
            except sqlite3.OperationalError:
                self.close()  # no space, read-only, locked for long: it is no copy any more, and the token shows it
                return
            except sqlite3.DatabaseError:
                self._throw_away()

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = open_cache(self._path, _TABLES)
        return self._connection

    def _throw_away(self) -> None:
        self.close()
        discard(self._path)


class _DamagedError(Exception):
    """What was read is not what was written."""


def _write(connection: sqlite3.Connection, entries: Iterable[Entry]) -> None:
    for entry in entries:
        blobs = (_packed_ids(entry.removed), _packed_ids(entry.passages), entry.vectors.to_bytes())
        row = (*blobs, zlib.crc32(b"".join(blobs), _FORMAT))
        connection.execute("INSERT INTO log (removed, passages, vectors, checksum) VALUES (?, ?, ?, ?)", row)


def _entry(removed: bytes, passages: bytes, vectors: bytes, checksum: int) -> Entry:
    try:
        if zlib.crc32(vectors, zlib.crc32(passages, zlib.crc32(removed, _FORMAT))) != checksum:
            raise _DamagedError
        ids = _unpacked_ids(passages)
        return Entry(removed=_unpacked_ids(removed), passages=ids, vectors=Packed.from_bytes(vectors, len(ids)))
    except (TypeError, ValueError, zlib.error):
        raise _DamagedError from None


def _packed_ids(ids: Sequence[str]) -> bytes:
    return zlib.compress(json.dumps(list(ids)).encode("ascii"))


def _unpacked_ids(data: bytes) -> list[str]:
    return list(map(str, json.loads(zlib.decompress(data))))
