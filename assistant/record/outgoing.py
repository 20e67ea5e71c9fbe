"""Texts that were cleared or published, as they stood, with the report they had then."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa

from assistant.domain import Outgoing, OutgoingStatus
from assistant.record import tables as t
from assistant.record.database import Database, in_utc, replace_row


def outgoing_id(text: str, lang: str) -> str:
    """Return the id of a text: the same words in the same language are the same text."""
    return "o-" + hashlib.sha256(f"{lang}\n{text}".encode("utf-8", "backslashreplace")).hexdigest()[:16]


class OutgoingTexts:
    """The texts of a home that went out or may go out; every step leaves an event."""

    def __init__(self, database: Database) -> None:
        """Work on the record's own database."""
        self._database = database

    def get(self, text_id: str) -> Outgoing | None:
        """Return a kept text, or None."""
        with self._database.transaction() as connection:
            row = connection.execute(sa.select(t.outgoing).where(t.outgoing.c.id == text_id)).first()
        return None if row is None else _outgoing(row)

    def all(self, *, since: date | None = None) -> list[Outgoing]:
        """Return the kept texts, newest first; with `since` those kept on that day (UTC) or later."""
        query = sa.select(t.outgoing).order_by(t.outgoing.c.at.desc(), t.outgoing.c.id)
        if since is not None:
            query = query.where(t.outgoing.c.at >= datetime(since.year, since.month, since.day, tzinfo=UTC))
        with self._database.transaction() as connection:
            return [_outgoing(row) for row in connection.execute(query)]

    def count(self) -> int:
        """Return how many texts are kept."""
        return int(self._database.scalar(sa.select(sa.func.count()).select_from(t.outgoing)) or 0)

    def keep(self, text: Outgoing, *, reason: str = "") -> None:
        """Keep a text in the place of what was kept of it before; `reason` says why a blocked one went through."""
        with self._database.writing() as connection:
            write_outgoing(connection, text, reason)

    def note(self, text_id: str, report: Mapping[str, Any]) -> None:
        """Write down what is known of a kept text beside its words, without an event."""
        with self._database.writing() as connection:
            values = {"report": json.dumps(report, ensure_ascii=False)}
            connection.execute(sa.update(t.outgoing).where(t.outgoing.c.id == text_id).values(**values))

    def changed_since(self, seq: int) -> frozenset[str]:
        """Return the ids of the statements that changed after the record's change `seq`, searchable or not."""
        query = sa.select(t.statements.c.id).where(t.statements.c.seq > seq)
        with self._database.transaction() as connection:
            return frozenset(row.id for row in connection.execute(query))


def write_outgoing(
    connection: sa.Connection, text: Outgoing, reason: str = "", *, by: str = "", deed: OutgoingStatus | None = None
) -> None:
    """Keep a text inside somebody else's transaction, with the event of what was done, which may be less than it is."""
    replace_row(connection, t.outgoing, t.outgoing.c.id == text.id, **_row(text))
    event = {"at": text.at, "action": (deed or text.status).value, "subject": text.id, "reason": reason, "by": by}
    connection.execute(sa.insert(t.events).values(**event))


def _row(text: Outgoing) -> dict[str, Any]:
    return {
        "id": text.id,
        "status": text.status.value,
        "draft_id": text.draft_id,
        "lang": text.lang,
        "text": text.text,
        "at": text.at,
        "seq": text.seq,
        "report": json.dumps(text.report, ensure_ascii=False),
    }


def _outgoing(row: Any) -> Outgoing:
    return Outgoing(
        id=row.id,
        status=OutgoingStatus(row.status),
        draft_id=row.draft_id,
        lang=row.lang,
        text=row.text,
        at=in_utc(row.at),
        seq=row.seq,
        report=json.loads(row.report),
    )
