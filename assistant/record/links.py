"""Which statement supersedes which: links made by hand, beside those the statements bring along."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache

import sqlalchemy as sa

from assistant.domain import Statement
from assistant.record import tables as t
from assistant.record.database import chunks

REMEMBERED = 2_048
"""Rows whose statement is remembered: the sentences of a text tend to fall on the same ones."""
_NEWER_THAN = (
    sa.select(t.links.c.older, t.links.c.newer)
    .where(t.links.c.older.in_(sa.bindparam("ids", expanding=True)))
    .order_by(t.links.c.newer)
)


@lru_cache(REMEMBERED)
def decode(payload: str) -> Statement:
    """Return the statement that a row holds, without links made by hand."""
    return Statement.from_payload(json.loads(payload))


def with_links(connection: sa.Connection, statements: Mapping[str, Statement]) -> dict[str, Statement]:
    """Return the statements, in their order, with the newer ones that were linked to them by hand."""
    newer: dict[str, list[str]] = {}
    for part in chunks(list(statements)):
        for row in connection.execute(_NEWER_THAN, {"ids": part}):
            newer.setdefault(row.older, []).append(row.newer)
    return {
        name: replace(each, superseded_by=tuple(dict.fromkeys((*each.superseded_by, *newer[name]))))
        if name in newer
        else each
        for name, each in statements.items()
    }


def add_link(connection: sa.Connection, older: str, newer: str) -> bool:
    """Link two statements; False if they were linked already."""
    where = (t.links.c.older == older, t.links.c.newer == newer)
    if connection.execute(sa.select(t.links.c.older).where(*where)).first():
        return False
    connection.execute(sa.insert(t.links).values(older=older, newer=newer, linked_at=datetime.now(UTC)))
    return True


def remove_link(connection: sa.Connection, older: str, newer: str) -> bool:
    """Take a link away; False if there was none."""
    where = (t.links.c.older == older, t.links.c.newer == newer)
    return connection.execute(sa.delete(t.links).where(*where)).rowcount > 0
