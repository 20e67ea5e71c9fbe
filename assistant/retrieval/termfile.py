"""The statements' terms on disk: one row a statement in an SQLite file that processes share.

A cache made from the record. It names the last change of the record that it has followed, and its rows are numbered,
so that whoever has read it before reads only what is new.
"""

import re
import sqlite3
import uuid
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from assistant.domain import LANGUAGES, Passage, Statement
from assistant.errors import RetrievalError
from assistant.retrieval.cachefile import discard, open_cache
from assistant.retrieval.months import month_mark
from assistant.text.dates import month_name
from assistant.text.words import content_stems

TERM = np.dtype([("key", "<u4"), ("count", "u1")])
SHORT_WORDS = 25
"""A spoken turn of fewer words is seldom a position by itself."""
TOPIC = "#"
"""Where a language stands otherwise, for the topics of a statement."""
WHEN = "@"
"""The same for the month in which it was made, with its year and without."""
_VERSION = "2"
_TURN = re.compile(r"-t(\d{3,})[a-z]*$")
_TABLES = """
CREATE TABLE IF NOT EXISTS terms (
    id TEXT PRIMARY KEY, number INTEGER NOT NULL, here INTEGER NOT NULL, turn INTEGER NOT NULL,
    short INTEGER NOT NULL, es INTEGER NOT NULL, en INTEGER NOT NULL, terms BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS terms_number ON terms (number);
CREATE TABLE IF NOT EXISTS state (
    only INTEGER PRIMARY KEY CHECK (only = 1), version TEXT NOT NULL, generation TEXT NOT NULL,
    number INTEGER NOT NULL, seq INTEGER NOT NULL
);
"""


class Terms(NamedTuple):
    """What one statement says, as counted terms. A tuple, because a record has many and all are made at each start."""

    id: str
    here: bool = True
    """False for a statement that was removed."""
    turn: int = -1
    """Its place among the turns of one occasion; -1 for what is not spoken in turns."""
    short: bool = False
    lengths: tuple[int, int] = (0, 0)
    """Terms in Spanish and in English."""
    terms: bytes = b""
    """An array of `TERM`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How far somebody has read the file; a new generation begins where it was made anew."""

    generation: str = ""
    number: int = 0


def occasion_of(statement_id: str) -> str:
    """Return what the turns of one occasion share; any other statement is an occasion by itself."""
    return _TURN.sub("", statement_id)


@lru_cache(maxsize=1 << 17)
def term_key(stem: str, lang: str) -> int:
    """Return the number that stands for a stem of a language; a few of a million share theirs."""
    return zlib.crc32(f"{lang}:{stem}".encode())


def terms_of(statement: Statement, passages: Sequence[tuple[Passage, Sequence[str]]]) -> Terms:
    """Count a statement's terms.

    Args:
        statement: Who spoke, to whom, where and when counts as its words too, in each language that it has.
        passages: Its passages, each with its stems.
    """
    counted: Counter[int] = Counter()
    lengths = dict.fromkeys(LANGUAGES, 0)
    for passage, stems in passages:
        lengths[passage.lang] += len(stems)
        counted.update(term_key(stem, passage.lang) for stem in stems)
    for lang in [lang for lang, length in lengths.items() if length]:
        about = _about(statement, lang)
        lengths[lang] += len(about)
        counted.update(term_key(stem, lang) for stem in about)
    counted.update(term_key(topic, TOPIC) for topic in statement.topics)
    day = statement.date
    counted.update(term_key(month_mark(year, day.month), WHEN) for year in (day.year, None))
    terms = np.zeros(len(counted), TERM)
    terms["key"] = list(counted)
    terms["count"] = [min(255, count) for count in counted.values()]
    turn = _TURN.search(statement.id)
    return Terms(
        id=statement.id,
        turn=int(turn[1]) if turn else -1,
        short=len(statement.text.split(maxsplit=SHORT_WORDS)) < SHORT_WORDS,
        lengths=(lengths["es"], lengths["en"]),
        terms=terms.tobytes(),
    )


def _about(statement: Statement, lang: str) -> tuple[str, ...]:
    day = statement.date
    return _stems_about(
        f"{statement.speaker}\n{statement.role}\n{statement.venue}\n{statement.counterpart}\n"
        f"{month_name(day.month, lang)} {day.year}",
        lang,
    )


@lru_cache(maxsize=4096)
def _stems_about(text: str, lang: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(content_stems(text, lang)))


class TermFile:
    """Reads and writes the file. Not safe for threads: its owner sees to that."""

    def __init__(self, path: Path) -> None:
        """Use the file `path`, which is opened when it is first needed; a damaged one is made anew."""
        self._path = path
        self._connection: sqlite3.Connection | None = None

    def seq(self) -> int:
        """Return the last change of the record that is in the file, 0 where it cannot be read."""
        try:
            row = self._opened().execute("SELECT seq FROM state").fetchone()
        except sqlite3.Error:
            return 0
        return int(row[0]) if row else 0

    def read(self, mark: Mark) -> tuple[Mark, list[Terms]]:
        """Return what was written after `mark` and the mark after it; all there is if the generation is another one."""
        try:
            connection = self._opened()
            connection.execute("BEGIN")
            try:
                row = connection.execute("SELECT generation, number FROM state").fetchone()
                if row is None or (row[0], row[1]) == (mark.generation, mark.number):
                    return (mark if row else Mark()), []
                after = mark.number if row[0] == mark.generation else 0
                found = connection.execute("SELECT * FROM terms WHERE number > ? ORDER BY number", (after,)).fetchall()
            finally:
                connection.execute("COMMIT")
        except sqlite3.Error:
            return Mark(), []
        return Mark(generation=row[0], number=row[1]), [_terms(each) for each in found]

    def write(self, entries: Iterable[Terms], seq: int) -> None:
        """Put these in the place of what the file has of the same statements; it has then followed change `seq`.

        Raises:
            RetrievalError: The disk refuses.
        """
        try:
            connection = self._opened()
            with connection:
                connection.execute("BEGIN IMMEDIATE")
                (number,) = connection.execute("SELECT number FROM state").fetchone()
                rows = [_row(each, number + place) for place, each in enumerate(entries, start=1)]
                connection.executemany("INSERT OR REPLACE INTO terms VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
                connection.execute("UPDATE state SET number = ?, seq = max(seq, ?)", (number + len(rows), seq))
        except sqlite3.DatabaseError as error:
            raise RetrievalError(
                f"The index file {str(self._path)!r} cannot be written ({error}). Check the disk, then run "
                "`assistant reindex`."
            ) from None

    def clear(self) -> None:
        """Throw the file away, whatever state it is in."""
        self.close()
        discard(self._path)

    def close(self) -> None:
        """Release the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _opened(self) -> sqlite3.Connection:
        if self._connection is not None and not self._path.exists():
            self.close()  # it was removed under us
        if self._connection is None:
            try:
                self._connection = self._open()
            except sqlite3.OperationalError:
                raise
            except sqlite3.DatabaseError:
                self.clear()
                self._connection = self._open()
        return self._connection

    def _open(self) -> sqlite3.Connection:
        connection = open_cache(self._path, _TABLES)
        try:
            row = connection.execute("SELECT version FROM state").fetchone()
            if row is not None and row[0] != _VERSION:
                raise sqlite3.DatabaseError("made by another version")
            if row is None:
                begin = (1, _VERSION, uuid.uuid4().hex, 0, 0)
                connection.execute("INSERT OR IGNORE INTO state VALUES (?, ?, ?, ?, ?)", begin)
        except BaseException:
            with suppress(sqlite3.Error):
                connection.close()
            raise
        return connection


def _row(each: Terms, number: int) -> tuple[object, ...]:
    return (each.id, number, each.here, each.turn, each.short, *each.lengths, each.terms)


def _terms(row: tuple[str, int, int, int, int, int, int, bytes]) -> Terms:
    statement_id, _, here, turn, short, es, en, terms = row
    return Terms(statement_id, bool(here), turn, bool(short), (es, en), terms)
