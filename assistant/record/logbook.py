"""The log: what was done to statements, drafts and texts, read for any of them."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from assistant.domain import Event
from assistant.record import tables as t
from assistant.record.database import Database, chunks, in_utc


class Logbook:
    """The events of a record."""

    def __init__(self, database: Database) -> None:
        """Read from the record's own database."""
        self._database = database

    def of(self, subjects: Iterable[str]) -> tuple[Event, ...]:
        """Return all that was done to these statements, drafts or texts, oldest first."""
        e, rows = t.events.c, list[Any]()
        with self._database.transaction() as connection:
            for part in chunks(sorted(set(subjects))):
                rows += connection.execute(sa.select(t.events).where(e.subject.in_(part)))
        return tuple(
            Event(
                at=in_utc(row.at),
                action=row.action,
                subject=row.subject,
                reason=row.reason,
                by=row.by,
            )
            for row in sorted(rows, key=lambda row: row.id)
        )
