"""Which statement supersedes which, over all steps: what came before one, and what came after it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from assistant.domain import State
from assistant.record import tables as t
from assistant.record.database import Database, chunks
from assistant.record.links import decode

LONGEST = 60
"""Statements of one chain that are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One statement of a chain."""

    statement_id: str
    date: date
    speaker: str
    text: str
    state: State
    place: int
    """Below 0 for an older one, 0 for the one asked about, above 0 for a newer one."""


def chain_of(database: Database, statement_id: str) -> tuple[Link, ...]:
    """Return all that a statement supersedes and all that supersedes it, oldest first; nothing where it stands alone.

    What the statements bring along is read from the rows that name a newer one, found by the database in one pass.
    """
    c = t.statements.c
    named = sa.select(c.id, c.payload).where(c.payload.contains('"superseded_by": ["', autoescape=True))
    newer: dict[str, set[str]] = {}
    with database.transaction() as connection:
        for row in connection.execute(named):
            newer.setdefault(row.id, set()).update(json.loads(row.payload)["superseded_by"])
        for row in connection.execute(sa.select(t.links.c.older, t.links.c.newer)):
            newer.setdefault(row.older, set()).add(row.newer)
        older: dict[str, set[str]] = {}
        for first, seconds in newer.items():
            for second in seconds:
                older.setdefault(second, set()).add(first)
        after, before = _reached(statement_id, newer), _reached(statement_id, older)
        places = {**dict.fromkeys(before, -1), **dict.fromkeys(after, 1), statement_id: 0}
        if len(places) == 1:
            return ()
        links = []
        for part in chunks(list(places)[:LONGEST]):
            for found in connection.execute(sa.select(c.id, c.payload, c.state).where(c.id.in_(part))):
                statement = decode(found.payload)
                links.append(
                    Link(
                        statement_id=found.id,
                        date=statement.date,
                        speaker=statement.speaker,
                        text=statement.text,
                        state=State(found.state),
                        place=places[found.id],
                    )
                )
    return tuple(sorted(links, key=lambda link: (link.date, link.place, link.statement_id)))


def _reached(start: str, steps: Mapping[str, Iterable[str]]) -> list[str]:
    """Return what can be reached from a statement, nearest first; a ring is walked once."""
    found: dict[str, None] = {}
    waiting = [start]
    while waiting:
        for each in sorted(steps.get(waiting.pop(0), ())):
            if each not in found and each != start:
                found[each] = None
                waiting.append(each)
    return list(found)
