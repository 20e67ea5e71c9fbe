"""Brings a database made by an earlier version up to date, step by step, inside one transaction."""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa

from assistant.errors import ConfigurationError
from assistant.record.rows import folded_text
from assistant.record.tables import (
    SCHEMA_VERSION,
    draft_versions,
    drafts,
    events,
    meta,
    metadata,
    sources,
    statements,
)

ROWS_AT_ONCE = 500


def is_current(connection: sa.Connection) -> bool:
    """Say whether the tables are there and as this program knows them."""
    return _version(connection) == SCHEMA_VERSION


def migrate(connection: sa.Connection) -> None:
    """Create the tables, or bring those of an earlier version up to date.

    Raises:
        ConfigurationError: The database belongs to a newer version, or to another program.
    """
    version = _version(connection)
    if version == SCHEMA_VERSION:
        return
    while version is not None and version != SCHEMA_VERSION:
        step = STEPS.get(version)
        if step is None:
            raise ConfigurationError(
                f"The home was made by another version (store version {version}, this program needs "
                f"{SCHEMA_VERSION}). Use another folder with --home, or the program that made it."
            )
        version = step(connection)
    metadata.create_all(connection)
    # The number comes last, so that an interrupted step is taken again.
    if (
        connection.execute(sa.update(meta).where(meta.c.key == "schema_version").values(value=SCHEMA_VERSION)).rowcount
        == 0
    ):
        connection.execute(sa.insert(meta).values(key="schema_version", value=SCHEMA_VERSION))


def _version(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table(meta.name):
        return None
    return connection.execute(sa.select(meta.c.value).where(meta.c.key == "schema_version")).scalar_one_or_none()


def _add_columns(connection: sa.Connection, columns: Mapping[sa.Column[Any], str]) -> None:
    from alembic.operations import Operations  # costs half a second, and few homes ever need it
    from alembic.runtime.migration import MigrationContext

    operations = Operations(MigrationContext.configure(connection))
    for column, value in columns.items():
        table = str(column.table.name)
        if column.name not in {known["name"] for known in sa.inspect(connection).get_columns(table)}:
            operations.add_column(table, sa.Column(column.name, column.type, nullable=False, server_default=value))


def _from_1(connection: sa.Connection) -> str:
    """Statements get a state and a reason, sources the path they were read from."""
    c = statements.c
    _add_columns(connection, {c.state: "active", c.reason: "", c.released_digest: "", sources.c.path: ""})
    connection.execute(sa.update(statements).where(~c.active).values(state="retired"))
    return "2"


def _from_2(connection: sa.Connection) -> str:
    """Statements get their text folded, so that every database searches it alike."""
    c = statements.c
    _add_columns(connection, {c.text_folded: ""})
    fill = sa.update(statements).where(c.id == sa.bindparam("known_id")).values(text_folded=sa.bindparam("folded"))
    query = sa.select(c.id, c.seq, c.payload).order_by(c.seq).limit(ROWS_AT_ONCE)
    last = -1
    while rows := connection.execute(query.where(c.seq > last)).all():
        connection.execute(
            fill, [{"known_id": r.id, "folded": folded_text(json.loads(r.payload)["text"])} for r in rows]
        )
        last = rows[-1].seq
    return "3"


def _from_3(connection: sa.Connection) -> str:
    """Events say who did it; every draft that is kept is the first version of itself."""
    metadata.create_all(connection, tables=[events, draft_versions])
    _add_columns(connection, {events.c.by: ""})
    known = sa.select(draft_versions.c.draft_id)
    for row in connection.execute(sa.select(drafts).where(drafts.c.id.not_in(known))).all():
        values = {"draft_id": row.id, "number": 1, "at": row.created_at, "by": "", "payload": row.payload}
        digest = hashlib.sha256(row.payload.encode("utf-8")).hexdigest()
        connection.execute(sa.insert(draft_versions).values(digest=digest, **values))
    return "4"


STEPS: Mapping[str, Callable[[sa.Connection], str]] = {"1": _from_1, "2": _from_2, "3": _from_3}
