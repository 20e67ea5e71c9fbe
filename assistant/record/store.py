"""The record store: the one truth, in SQLite by default or any database SQLAlchemy reaches.

Statements are content-addressed by a digest, so storing the same thing twice changes nothing. Every change
gets the next sequence number; an index that remembers the last number it saw catches up from there.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa

from assistant.domain import Filters, Side, State, Statement, Unattributed
from assistant.record import tables as t
from assistant.record.database import Database, chunks, get_meta, set_meta
from assistant.record.facets import Facets, counterpart_of, found_on
from assistant.record.links import decode, with_links
from assistant.record.rows import Written, folded_text, written
from assistant.record.writing import (
    BUNDLED,
    StoreChange,
    last_seq,
    retire_missing,
    write_source,
    write_statements,
)
from assistant.text.normalise import fold, printable

_NO_REASONS: Mapping[str, str] = {}

# Built once: a search asks it every time, and building it takes as long as answering it.
_FOUND_AMONG = {
    side: sa.select(t.statements.c.id, t.statements.c.payload).where(
        t.statements.c.id.in_(sa.bindparam("ids", expanding=True)), found_on(side)
    )
    for side in Side
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """A file as the store remembers it."""

    ref: str
    """What tells it from other files: the first day it is of, and its name."""
    digest: str
    """SHA-256 (hex) of its bytes."""
    path: str = ""
    """Where it lay, so that it is known again even if its date was corrected."""
    held: Mapping[str, str] = field(default_factory=dict)
    """Statements that go into quarantine: id → reason."""
    unattributed: tuple[Unattributed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One step for an index: the statement is to be searchable, or (None) no longer."""

    seq: int
    statement_id: str
    statement: Statement | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementPage:
    """A slice of the record, newest first, and how many statements there are in all."""

    statements: tuple[Statement, ...]
    total: int


class RecordStore:
    """Keeps statements, the sources they came from, and drafts.

    A store shows the statements of one side and none of the other's, whatever it is asked: what is built over ours
    (indexes, searches, answers, drafts, checks) never meets a counterpart's words.
    """

    def __init__(self, record: str | Database, side: Side = Side.OWN) -> None:
        """Open the store at an address and create or migrate its tables if need be, or look at an open database.

        Raises:
            ConfigurationError: The database cannot be reached or belongs to a newer version.
            RecordError: The database file is damaged.
        """
        self.database = record if isinstance(record, Database) else Database(record)
        self.side = side
        self._facets = Facets(self.database, side)

    def close(self) -> None:
        """Release the database."""
        self.database.close()

    def meta(self, key: str) -> str | None:
        """Return a remembered value, or None."""
        with self.database.transaction() as connection:
            return get_meta(connection, key)

    def set_meta(self, key: str, value: str) -> None:
        """Remember a value."""
        with self.database.writing() as connection:
            set_meta(connection, key, value)

    def put(self, statements: Sequence[Statement], *, source: SourceFile | None = None) -> StoreChange:
        """Store statements in one transaction: all of them or none.

        With `source` the statements are all that this file says: what an earlier reading of it held and this one
        does not is taken out of search. A bundled paraphrase that cites the same file stays.

        Raises:
            InputError: A statement has the id of another file's statement.
        """
        return self.put_written([written(statement) for statement in statements], source=source)

    def put_written(self, made: Sequence[Written], *, source: SourceFile | None = None) -> StoreChange:
        """Store statements whose rows are made already, as `put` does.

        Raises:
            InputError: A statement has the id of another file's statement.
        """
        with self.database.writing() as connection:
            if source is None:
                return write_statements(connection, made, BUNDLED, _NO_REASONS)
            moved = write_source(connection, source.ref, source.digest, len(made), source.path)
            change = write_statements(connection, made, source.ref, source.held)
            gone = retire_missing(connection, source.ref, frozenset(each.statement.id for each in made))
            _write_unattributed(connection, source)
            return replace(change, removed=moved + gone)

    def source_digest(self, ref: str) -> str | None:
        """Return the digest of the file `ref` as last read, or None."""
        digest: str | None = self.database.scalar(sa.select(t.sources.c.digest).where(t.sources.c.ref == ref))
        return digest

    def source_with_digest(self, digest: str) -> str | None:
        """Return the name under which the same content was already read, or None."""
        ref: str | None = self.database.scalar(sa.select(t.sources.c.ref).where(t.sources.c.digest == digest))
        return ref

    def get(self, statement_id: str) -> Statement | None:
        """Return a statement of this side that is found, or None."""
        return self.get_many([statement_id]).get(statement_id)

    def get_many(self, ids: Iterable[str]) -> dict[str, Statement]:
        """Return those of `ids` that are found, of this side alone."""
        wanted = list(dict.fromkeys(ids))
        found: dict[str, Statement] = {}
        with self.database.transaction() as connection:
            for part in chunks(wanted):
                rows = connection.execute(_FOUND_AMONG[self.side], {"ids": part})
                found.update({row.id: decode(row.payload) for row in rows})
            return with_links(connection, self._own(found))

    def _own(self, found: dict[str, Statement]) -> dict[str, Statement]:
        """Leave out what its row gives to the wrong side: the statement itself says whose it is."""
        return {name: each for name, each in found.items() if each.side is self.side}

    def page(self, filters: Filters, *, contains: str = "", offset: int = 0, limit: int = 50) -> StatementPage:
        """Return statements that are found and pass the filters, newest first; `contains` looks into the text."""
        conditions = [found_on(self.side), *_conditions(filters)]
        if filters.counterpart:
            known = self._facets.counterparts_with(filters.counterpart)
            conditions.append(counterpart_of(self.database).in_(known))
        if contains.strip():
            # Into the text alone: the payload also holds field names and the question that was answered.
            conditions.append(t.statements.c.text_folded.contains(folded_text(contains).strip(), autoescape=True))
        rows = sa.select(t.statements.c.id, t.statements.c.payload).where(*conditions)
        rows = rows.order_by(t.statements.c.date.desc(), t.statements.c.id).offset(offset).limit(limit)
        total = sa.select(sa.func.count()).select_from(t.statements).where(*conditions)
        with self.database.transaction() as connection:
            found = {row.id: decode(row.payload) for row in connection.execute(rows)}
            statements = tuple(with_links(connection, self._own(found)).values())
            return StatementPage(statements=statements, total=int(connection.execute(total).scalar_one()))

    def matching_ids(self, filters: Filters) -> frozenset[str]:
        """Return the ids of the active statements that pass the filters."""
        return self._facets.matching_ids(filters)

    def speakers(self) -> list[tuple[str, int]]:
        """Return (speaker, number of statements), most statements first."""
        return self._facets.speakers()

    def topics(self) -> list[str]:
        """Return the topics in use, sorted."""
        return self._facets.topics()

    def counterparts(self) -> list[tuple[str, int]]:
        """Return (to or about whom, number of statements), most statements first; several in one field count each."""
        return self._facets.counterparts()

    def counts(self) -> Mapping[str, int]:
        """Return how many active statements there are, by form, and how many sources and drafts."""
        with self.database.transaction() as connection:
            by_form = sa.select(t.statements.c.form, sa.func.count().label("n")).where(t.statements.c.active)
            counts = {row.form: int(row.n) for row in connection.execute(by_form.group_by(t.statements.c.form))}
            tables = {"sources": t.sources, "drafts": t.drafts, "unattributed": t.unattributed}
            sizes = {
                name: int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())
                for name, table in tables.items()
            }
            by_state = sa.select(t.statements.c.state, sa.func.count().label("n")).where(~t.statements.c.active)
            out = {row.state: int(row.n) for row in connection.execute(by_state.group_by(t.statements.c.state))}
        return {"statements": sum(counts.values()), **counts, **sizes, **out}

    def found(self) -> int:
        """Return how many statements of this side are found."""
        query = sa.select(sa.func.count()).select_from(t.statements).where(found_on(self.side))
        return int(self.database.scalar(query) or 0)

    def last_seq(self) -> int:
        """Return the sequence number of the newest change, 0 for an empty record."""
        with self.database.transaction() as connection:
            return last_seq(connection)

    def changes_after(self, seq: int, *, limit: int) -> list[Change]:
        """Return up to `limit` changes after `seq`, oldest first."""
        query = sa.select(t.statements).where(t.statements.c.seq > seq).order_by(t.statements.c.seq).limit(limit)
        with self.database.transaction() as connection:
            return [
                Change(seq=row.seq, statement_id=row.id, statement=self._statement_in(row))
                for row in connection.execute(query)
            ]

    def _statement_in(self, row: sa.Row[Any]) -> Statement | None:
        """Return the statement of a row where it is found on this side."""
        found = row.active if self.side is Side.OWN else row.state == State.COUNTERPART
        statement = decode(row.payload) if found else None
        return statement if statement is not None and statement.side is self.side else None


def _write_unattributed(connection: sa.Connection, source: SourceFile) -> None:
    connection.execute(sa.delete(t.unattributed).where(t.unattributed.c.origin == source.ref))
    rows = [
        {"origin": source.ref, "label": _plain(each.label), "date": each.date, "title": _plain(each.title),
         "ref": _plain(each.ref), "turn": each.turn, "text": _plain(each.text)}
        for each in source.unattributed
    ]  # fmt: skip
    if rows:
        connection.execute(sa.insert(t.unattributed), rows)


def _plain(text: str) -> str:
    """Return a text that every database takes; PostgreSQL refuses the character NUL."""
    return printable(text).replace("\0", "\ufffd")


def _conditions(filters: Filters) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if filters.lang:
        conditions.append(t.statements.c.lang == filters.lang)
    if filters.form:
        conditions.append(t.statements.c.form == filters.form.value)
    if filters.since:
        conditions.append(t.statements.c.date >= filters.since)
    if filters.until:
        conditions.append(t.statements.c.date <= filters.until)
    if filters.speaker:
        # Every word must occur, so that "Velasco" and "Roberto Velasco" both find Roberto Velasco Álvarez.
        conditions += [
            t.statements.c.speaker_folded.contains(w, autoescape=True) for w in fold(filters.speaker).split()
        ]
    if filters.topic:
        with_topic = sa.select(t.statement_topics.c.statement_id).where(t.statement_topics.c.topic == filters.topic)
        conditions.append(t.statements.c.id.in_(with_topic))
    if filters.statement_ids is not None:
        conditions.append(t.statements.c.id.in_(filters.statement_ids))
    return conditions
