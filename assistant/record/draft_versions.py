"""Every wording in which a draft was kept: none is ever overwritten."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from assistant.domain import ClearanceState, DraftVersion
from assistant.errors import InputError
from assistant.record import tables as t
from assistant.record.database import Database, in_utc, replace_row


class DraftVersions:
    """The drafts of a home with all their versions, numbered from 1."""

    def __init__(self, database: Database) -> None:
        """Work on the record's own database."""
        self._database = database

    def keep(self, draft_id: str, data: Mapping[str, Any], *, by: str = "") -> DraftVersion:
        """Keep a draft as it now stands as its newest version; the same data once more is no new version.

        Raises:
            InputError: It was cleared, so its text is frozen.
        """
        payload = json.dumps(data, ensure_ascii=False)
        digest = hashlib.sha256(payload.encode("utf-8", "backslashreplace")).hexdigest()
        c = t.draft_versions.c
        with self._database.writing() as connection:
            newest = sa.select(t.draft_versions).where(c.draft_id == draft_id).order_by(c.number.desc()).limit(1)
            last = connection.execute(newest).first()
            if last is not None and last.digest == digest:
                return _version(last)
            _require_open(connection, draft_id)  # in the same transaction: nobody clears it meanwhile
            at = datetime.now(UTC)
            row = {"draft_id": draft_id, "number": last.number + 1 if last else 1, "at": at, "by": by}
            connection.execute(sa.insert(t.draft_versions).values(digest=digest, payload=payload, **row))
            replace_row(connection, t.drafts, t.drafts.c.id == draft_id, id=draft_id, created_at=at, payload=payload)
            written = connection.execute(newest).one()
            return _version(written)

    def all(self, draft_id: str) -> tuple[DraftVersion, ...]:
        """Return the versions of a draft, oldest first; nothing where there is no such draft."""
        return self.since(draft_id, 0)

    def since(self, draft_id: str, number: int) -> tuple[DraftVersion, ...]:
        """Return the versions of a draft with a higher number, oldest first."""
        c = t.draft_versions.c
        query = sa.select(t.draft_versions).where(c.draft_id == draft_id, c.number > number).order_by(c.number)
        with self._database.transaction() as connection:
            return tuple(_version(row) for row in connection.execute(query))

    def recent(self, limit: int) -> tuple[DraftVersion, ...]:
        """Return the newest version of each draft, those that were changed last first."""
        c = t.draft_versions.c
        last = sa.select(c.draft_id, sa.func.max(c.number).label("number")).group_by(c.draft_id).subquery()
        query = sa.select(t.draft_versions).join(last, (c.draft_id == last.c.draft_id) & (c.number == last.c.number))
        with self._database.transaction() as connection:
            rows = connection.execute(query.order_by(c.at.desc(), c.draft_id).limit(limit))
            return tuple(_version(row) for row in rows)


def frozen(draft_id: str) -> InputError:
    """Return what is said to whoever wants to change a cleared draft."""
    return InputError(
        f"The draft {draft_id!r} was cleared, so its text is frozen; to go on from it, make a new draft of it with "
        f"`assistant clearance copy {draft_id} --by NAME`."
    )


def _require_open(connection: sa.Connection, draft_id: str) -> None:
    c = t.clearances.c
    cleared = sa.select(c.draft_id).where(c.draft_id == draft_id, c.state == ClearanceState.CLEARED.value)
    if connection.execute(cleared).first() is not None:
        raise frozen(draft_id)


def _version(row: Any) -> DraftVersion:
    return DraftVersion(
        draft_id=row.draft_id,
        number=row.number,
        at=in_utc(row.at),
        by=row.by,
        digest=row.digest,
        data=json.loads(row.payload),
    )
