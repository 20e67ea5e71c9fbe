"""The record store: the one truth, in SQLite by default or any database SQLAlchemy reaches.

Statements are content-addressed by a digest, so storing the same thing twice changes nothing. Every change
gets the next sequence number; an index that remembers the last number it saw catches up from there.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from assistant.domain import Filters, Statement
from assistant.errors import ConfigurationError, RecordError
from assistant.text.normalise import fold

SCHEMA_VERSION = "1"
BUNDLED = "bundled"
"""Where the statements that travel with the program come from, instead of a file's name."""

_metadata = sa.MetaData()
_meta = sa.Table(
    "meta",
    _metadata,
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)
_statements = sa.Table(
    "statements",
    _metadata,
    sa.Column("id", sa.String(200), primary_key=True),
    sa.Column("seq", sa.BigInteger, nullable=False, unique=True),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("active", sa.Boolean, nullable=False),
    sa.Column("date", sa.Date, nullable=False, index=True),
    sa.Column("speaker", sa.String(200), nullable=False),
    sa.Column("speaker_folded", sa.String(200), nullable=False, index=True),
    sa.Column("lang", sa.String(2), nullable=False),
    sa.Column("form", sa.String(12), nullable=False),
    sa.Column("origin", sa.String(400), nullable=False, index=True),
    sa.Column("payload", sa.Text, nullable=False),
)
_topics = sa.Table(
    "statement_topics",
    _metadata,
    sa.Column("statement_id", sa.String(200), sa.ForeignKey("statements.id"), primary_key=True),
    sa.Column("topic", sa.String(64), primary_key=True, index=True),
)
_history = sa.Table(
    "statement_history",
    _metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("statement_id", sa.String(200), nullable=False, index=True),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("payload", sa.Text, nullable=False),
    sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
)
_sources = sa.Table(
    "sources",
    _metadata,
    sa.Column("ref", sa.String(400), primary_key=True),
    sa.Column("digest", sa.String(64), nullable=False, index=True),
    sa.Column("statements", sa.Integer, nullable=False),
)
_drafts = sa.Table(
    "drafts",
    _metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("payload", sa.Text, nullable=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreChange:
    """How many statements a write added, updated, left as they were, or removed from search."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0


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
    """Keeps statements, the sources they came from, and drafts."""

    def __init__(self, url: str) -> None:
        """Open the store and create its tables if need be.

        Raises:
            ConfigurationError: The database cannot be reached or belongs to another version.
            RecordError: The database file is damaged.
        """
        try:
            self._engine = sa.create_engine(url)
        except ImportError as error:
            raise ConfigurationError(
                f"The driver for the database is not installed ({error.name}). Install it beside the program "
                "(for PostgreSQL: psycopg), or correct ASSISTANT_DATABASE_URL."
            ) from None
        except (SQLAlchemyError, ValueError) as error:
            raise ConfigurationError(
                f"The database address cannot be used ({error}). Correct ASSISTANT_DATABASE_URL."
            ) from None
        if self._engine.dialect.name == "sqlite":
            sa.event.listen(self._engine, "connect", _prepare_sqlite)
        with self._transaction() as connection:
            _metadata.create_all(connection)
            version = _get_meta(connection, "schema_version")
            if version is None:
                _set_meta(connection, "schema_version", SCHEMA_VERSION)
            elif version != SCHEMA_VERSION:
                raise ConfigurationError(
                    f"The home was made by another version (store version {version}, this program needs "
                    f"{SCHEMA_VERSION}). Use another folder with --home, or the program that made it."
                )

    @contextmanager
    def _transaction(self) -> Iterator[sa.Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except SQLAlchemyError as error:
            reason = str(getattr(error, "orig", None) or error).splitlines()[0]
            raise RecordError(
                f"The record store {self._engine.url.render_as_string()!r} cannot be used: {reason}. "
                "Check the disk and the file, or start a new home with --home."
            ) from None

    def close(self) -> None:
        """Release the database."""
        self._engine.dispose()

    def meta(self, key: str) -> str | None:
        """Return a remembered value, or None."""
        with self._transaction() as connection:
            return _get_meta(connection, key)

    def set_meta(self, key: str, value: str) -> None:
        """Remember a value."""
        with self._transaction() as connection:
            _set_meta(connection, key, value)

    def put(
        self, statements: Sequence[Statement], *, ref: str | None = None, source_digest: str | None = None
    ) -> StoreChange:
        """Store statements in one transaction.

        With `ref` (a file's name) the statements are all that this file says: what an earlier reading of it
        held and this one does not is taken out of search. A bundled paraphrase that cites the same file stays.
        """
        counts = {"added": 0, "updated": 0, "unchanged": 0, "removed": 0}
        with self._transaction() as connection:
            # The first step is a write, so that a second writer waits here and does not take the same numbers.
            _set_meta(connection, "schema_version", SCHEMA_VERSION)
            seq = _last_seq(connection)
            for statement in statements:
                outcome = _upsert(connection, statement, ref or BUNDLED, seq + 1)
                counts[outcome] += 1
                seq += outcome != "unchanged"
            if ref is not None and source_digest is not None:
                counts["removed"] = _retire_missing(connection, ref, {s.id for s in statements}, seq)
                _replace(connection, _sources, _sources.c.ref == ref, ref=ref, digest=source_digest,
                         statements=len(statements))  # fmt: skip
        return StoreChange(**counts)

    def source_digest(self, ref: str) -> str | None:
        """Return the digest of the file `ref` as last read, or None."""
        digest: str | None = self._scalar(sa.select(_sources.c.digest).where(_sources.c.ref == ref))
        return digest

    def source_with_digest(self, digest: str) -> str | None:
        """Return the name under which the same content was already read, or None."""
        ref: str | None = self._scalar(sa.select(_sources.c.ref).where(_sources.c.digest == digest))
        return ref

    def get(self, statement_id: str) -> Statement | None:
        """Return an active statement, or None."""
        query = sa.select(_statements.c.payload).where(_statements.c.id == statement_id, _statements.c.active)
        payload = self._scalar(query)
        return None if payload is None else _decode(payload)

    def get_many(self, ids: Iterable[str]) -> dict[str, Statement]:
        """Return the active statements among `ids`."""
        wanted = list(dict.fromkeys(ids))
        found: dict[str, Statement] = {}
        with self._transaction() as connection:
            for start in range(0, len(wanted), 500):
                query = sa.select(_statements.c.id, _statements.c.payload).where(
                    _statements.c.id.in_(wanted[start : start + 500]), _statements.c.active
                )
                found.update({row.id: _decode(row.payload) for row in connection.execute(query)})
        return found

    def page(self, filters: Filters, *, contains: str = "", offset: int = 0, limit: int = 50) -> StatementPage:
        """Return active statements that pass the filters, newest first; `contains` looks into the text."""
        conditions = [_statements.c.active, *_conditions(filters)]
        if contains.strip():
            conditions.append(self._contains(contains))
        rows = sa.select(_statements.c.payload).where(*conditions)
        rows = rows.order_by(_statements.c.date.desc(), _statements.c.id).offset(offset).limit(limit)
        total = sa.select(sa.func.count()).select_from(_statements).where(*conditions)
        with self._transaction() as connection:
            statements = tuple(_decode(row.payload) for row in connection.execute(rows))
            return StatementPage(statements=statements, total=int(connection.execute(total).scalar_one()))

    def _contains(self, words: str) -> sa.ColumnElement[bool]:
        """Look into the text alone: the payload also holds field names and the question that was answered."""
        if self._engine.dialect.name == "sqlite":
            folded = sa.func.fold(sa.func.json_extract(_statements.c.payload, "$.text"), type_=sa.Text)
            found: sa.ColumnElement[bool] = folded.contains(fold(words.strip()), autoescape=True)
        else:
            text = sa.cast(_statements.c.payload, sa.JSON)["text"].as_string()
            found = text.icontains(words.strip(), autoescape=True)
        return found

    def matching_ids(self, filters: Filters) -> frozenset[str]:
        """Return the ids of the active statements that pass the filters."""
        query = sa.select(_statements.c.id).where(_statements.c.active, *_conditions(filters))
        with self._transaction() as connection:
            return frozenset(row.id for row in connection.execute(query))

    def speakers(self) -> list[tuple[str, int]]:
        """Return (speaker, number of statements), most statements first."""
        count = sa.func.count().label("n")
        query = sa.select(_statements.c.speaker, count).where(_statements.c.active)
        query = query.group_by(_statements.c.speaker).order_by(count.desc(), _statements.c.speaker)
        with self._transaction() as connection:
            return [(row.speaker, int(row.n)) for row in connection.execute(query)]

    def topics(self) -> list[str]:
        """Return the topics in use, sorted."""
        used = sa.select(_topics.c.topic).join(_statements).where(_statements.c.active)
        query = used.distinct().order_by(_topics.c.topic)
        with self._transaction() as connection:
            return [row.topic for row in connection.execute(query)]

    def counts(self) -> Mapping[str, int]:
        """Return how many active statements there are, by form, and how many sources and drafts."""
        with self._transaction() as connection:
            by_form = sa.select(_statements.c.form, sa.func.count().label("n")).where(_statements.c.active)
            counts = {row.form: int(row.n) for row in connection.execute(by_form.group_by(_statements.c.form))}
            tables = {"sources": _sources, "drafts": _drafts}
            sizes = {
                name: int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())
                for name, table in tables.items()
            }
        return {"statements": sum(counts.values()), **counts, **sizes}

    def last_seq(self) -> int:
        """Return the sequence number of the newest change, 0 for an empty record."""
        with self._transaction() as connection:
            return _last_seq(connection)

    def changes_after(self, seq: int, *, limit: int) -> list[Change]:
        """Return up to `limit` changes after `seq`, oldest first."""
        query = sa.select(_statements).where(_statements.c.seq > seq).order_by(_statements.c.seq).limit(limit)
        with self._transaction() as connection:
            return [
                Change(seq=row.seq, statement_id=row.id, statement=_decode(row.payload) if row.active else None)
                for row in connection.execute(query)
            ]

    def save_draft(self, draft_id: str, payload: Mapping[str, Any]) -> None:
        """Keep a draft."""
        with self._transaction() as connection:
            _replace(connection, _drafts, _drafts.c.id == draft_id, id=draft_id, created_at=datetime.now(UTC),
                     payload=json.dumps(payload, ensure_ascii=False))  # fmt: skip

    def load_draft(self, draft_id: str) -> dict[str, Any] | None:
        """Return a kept draft, or None."""
        payload = self._scalar(sa.select(_drafts.c.payload).where(_drafts.c.id == draft_id))
        return None if payload is None else dict(json.loads(payload))

    def _scalar(self, query: sa.Select[Any]) -> Any:
        with self._transaction() as connection:
            return connection.execute(query.limit(1)).scalar_one_or_none()


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.create_function("fold", 1, fold, deterministic=True)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA busy_timeout=10000")
    connection.execute("PRAGMA foreign_keys=ON")


def _decode(payload: str) -> Statement:
    return Statement.from_payload(json.loads(payload))


def _get_meta(connection: sa.Connection, key: str) -> str | None:
    return connection.execute(sa.select(_meta.c.value).where(_meta.c.key == key)).scalar_one_or_none()


def _set_meta(connection: sa.Connection, key: str, value: str) -> None:
    _replace(connection, _meta, _meta.c.key == key, key=key, value=value)


def _replace(connection: sa.Connection, table: sa.Table, where: sa.ColumnElement[bool], **values: Any) -> None:
    if connection.execute(sa.update(table).where(where).values(**values)).rowcount == 0:
        connection.execute(sa.insert(table).values(**values))


def _last_seq(connection: sa.Connection) -> int:
    return int(connection.execute(sa.select(sa.func.max(_statements.c.seq))).scalar() or 0)


def _upsert(connection: sa.Connection, statement: Statement, origin: str, seq: int) -> str:
    digest = statement.digest
    known = connection.execute(
        sa.select(_statements.c.digest, _statements.c.active, _statements.c.payload).where(
            _statements.c.id == statement.id
        )
    ).one_or_none()
    if known is not None and known.digest == digest and known.active:
        return "unchanged"
    if known is not None and known.digest != digest:
        connection.execute(
            sa.insert(_history).values(
                statement_id=statement.id, digest=known.digest, payload=known.payload, replaced_at=datetime.now(UTC)
            )
        )
    row = {
        "id": statement.id,
        "seq": seq,
        "digest": digest,
        "active": True,
        "date": statement.date,
        "speaker": statement.speaker,
        "speaker_folded": fold(statement.speaker),
        "lang": statement.lang,
        "form": statement.form.value,
        "origin": origin,
        "payload": json.dumps(statement.to_payload(), ensure_ascii=False),
    }
    _replace(connection, _statements, _statements.c.id == statement.id, **row)
    connection.execute(sa.delete(_topics).where(_topics.c.statement_id == statement.id))
    if statement.topics:
        rows = [{"statement_id": statement.id, "topic": topic} for topic in dict.fromkeys(statement.topics)]
        connection.execute(sa.insert(_topics), rows)
    return "added" if known is None else "updated"


def _retire_missing(connection: sa.Connection, ref: str, kept: set[str], seq: int) -> int:
    query = sa.select(_statements.c.id).where(_statements.c.origin == ref, _statements.c.active)
    missing = sorted(row.id for row in connection.execute(query) if row.id not in kept)
    for offset, statement_id in enumerate(missing, start=1):
        retire = sa.update(_statements).where(_statements.c.id == statement_id)
        connection.execute(retire.values(active=False, seq=seq + offset))
    return len(missing)


def _conditions(filters: Filters) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if filters.lang:
        conditions.append(_statements.c.lang == filters.lang)
    if filters.form:
        conditions.append(_statements.c.form == filters.form.value)
    if filters.since:
        conditions.append(_statements.c.date >= filters.since)
    if filters.until:
        conditions.append(_statements.c.date <= filters.until)
    if filters.speaker:
        # Every word must occur, so that "Velasco" and "Roberto Velasco" both find Roberto Velasco Álvarez.
        conditions += [_statements.c.speaker_folded.contains(w, autoescape=True) for w in fold(filters.speaker).split()]
    if filters.topic:
        with_topic = sa.select(_topics.c.statement_id).where(_topics.c.topic == filters.topic)
        conditions.append(_statements.c.id.in_(with_topic))
    if filters.statement_ids is not None:
        conditions.append(_statements.c.id.in_(filters.statement_ids))
    return conditions
