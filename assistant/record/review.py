"""What a person does to the record after it was read: retract, reinstate, release, link; and the trace it leaves."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from pathlib import PurePath
from typing import Any

import sqlalchemy as sa

from assistant.access.identity import Role, only_for
from assistant.domain import (
    Event,
    RecordDeed,
    Side,
    State,
    Statement,
    StatementTrace,
    Unattributed,
    Version,
    standing_of,
)
from assistant.errors import InputError
from assistant.record import tables as t
from assistant.record.database import Database, chunks, in_utc
from assistant.record.links import add_link, decode, remove_link, with_links
from assistant.record.quarantine import suspicion
from assistant.record.writing import LISTED, last_seq

RETRACTED, REINSTATED, RELEASED, LINKED, UNLINKED = "retracted", "reinstated", "released", "linked", "unlinked"
CORRECTED = "corrected"
MOST_DEEDS = 300
WAS_HELD = "was in quarantine"
"""The event that keeps why a statement was in quarantine when it was retracted."""
_SHOWN_FILES = 5


class Review:
    """Changes the state of stored statements; every change leaves an event, and takes effect in search at once."""

    def __init__(self, database: Database) -> None:
        """Work on the record's own database."""
        self._database = database

    def trace(self, statement_id: str) -> StatementTrace | None:
        """Return a statement whatever its state, with its earlier wordings and what was done to it."""
        c = t.statements.c
        with self._database.transaction() as connection:
            row = connection.execute(sa.select(c.payload, c.state, c.reason).where(c.id == statement_id)).first()
            if row is None:
                return None
            statement = with_links(connection, {statement_id: decode(row.payload)})[statement_id]
            return StatementTrace(
                statement=statement,
                state=State(row.state),
                reason=row.reason,
                versions=_versions(connection, statement_id),
                events=_events(connection, statement_id),
            )

    def retract(self, names: Sequence[str], reason: str, by: str = "") -> list[str]:
        """Withdraw statements, named by id or all of a file by its name; return the ids that were withdrawn.

        Raises:
            InputError: A name is no statement's id and no file's name, or nothing of it is left to withdraw.
        """
        return self._move(names, LISTED, State.RETRACTED, RETRACTED, reason, by)

    def reinstate(self, names: Sequence[str], reason: str, by: str = "") -> list[str]:
        """Take a retraction back; return the ids. What nobody released from quarantine goes back there.

        Raises:
            InputError: A name is no statement's id and no file's name, or nothing of it is retracted.
        """
        return self._move(names, (State.RETRACTED,), State.ACTIVE, REINSTATED, reason, by)

    def release(self, names: Sequence[str], reason: str, by: str = "") -> list[str]:
        """Let statements out of quarantine; return their ids. Reading the same file again leaves them released.

        Raises:
            InputError: A name is no statement's id and no file's name, or nothing of it is in quarantine.
        """
        return self._move(names, (State.QUARANTINED,), State.ACTIVE, RELEASED, reason, by)

    def _move(
        self, names: Sequence[str], from_states: tuple[State, ...], to: State, action: str, reason: str, by: str
    ) -> list[str]:
        moved: list[str] = []
        with self._database.writing() as connection:
            for name in dict.fromkeys(each.strip() for each in names):
                ids = _named(connection, name, from_states)
                reached = (State.ACTIVE, State.COUNTERPART) if to is State.ACTIVE else (to,)
                if not ids and not set(_named(connection, name, reached)) & set(moved):
                    raise InputError(_nothing(connection, name, from_states))
                # One that is named beside its own file has moved already, so no state is set twice.
                held = _held(connection, ids, to)
                for statement_id, why in held.items():
                    if to is State.RETRACTED:
                        record_event(connection, WAS_HELD, [statement_id], why, by)
                    else:
                        _set_state(connection, [statement_id], State.QUARANTINED, why)
                free = [each for each in ids if to is State.RETRACTED or each not in held]
                for part in chunks(free):
                    _set_state(connection, part, to, reason)
                record_event(connection, action, ids if name in ids else [name, *ids], reason, by)
                moved += ids
        return moved

    def deeds_since(self, day: date, *, limit: int = MOST_DEEDS) -> list[RecordDeed]:
        """Return what was done to statements of our own from a day on, newest first, `limit` deeds at most.

        Withdrawn, brought back, let in, or corrected: what a file says anew counts as a correction.
        """
        e, h = t.events.c, t.statement_history.c
        begins = datetime.combine(day, time.min, UTC)
        events = sa.select(e.at, e.action, e.subject, e.reason).where(
            e.at >= begins, e.action.in_((RETRACTED, REINSTATED, RELEASED))
        )
        wordings = sa.select(h.replaced_at, h.statement_id, h.payload).where(h.replaced_at >= begins)
        with self._database.transaction() as connection:
            done = [
                (in_utc(row.at), row.action, row.subject, row.reason, None)
                for row in connection.execute(events.order_by(e.id.desc()).limit(limit))
            ] + [
                (in_utc(row.replaced_at), CORRECTED, row.statement_id, "", decode(row.payload))
                for row in connection.execute(wordings.order_by(h.id.desc()).limit(limit))
            ]
            now = _statements(connection, [subject for _, _, subject, _, _ in done])
        deeds = [
            RecordDeed(at=at, action=action, statement=now[subject], reason=reason, before=before)
            for at, action, subject, reason, before in done
            if subject in now and now[subject].side is Side.OWN  # a subject may also be a file, or a draft
        ]
        return sorted(deeds, key=lambda deed: deed.at, reverse=True)[:limit]

    def in_state(self, state: State) -> list[StatementTrace]:
        """Return the statements in a state other than active, newest first, without their history."""
        c = t.statements.c
        query = sa.select(c.payload, c.reason).where(c.state == state).order_by(c.date.desc(), c.id)
        with self._database.transaction() as connection:
            return [
                StatementTrace(statement=decode(row.payload), state=state, reason=row.reason)
                for row in connection.execute(query)
            ]

    @only_for(Role.ADMIN)
    def link(self, older: str, newer: str, by: str = "") -> bool:
        """Note that `newer` supersedes `older`; False if that was known.

        Raises:
            InputError: One of them is not on the record, or the newer one is the older.
        """
        with self._database.writing() as connection:
            first, second = _active(connection, older), _active(connection, newer)
            if first.id == second.id:
                raise InputError(f"The statement {older!r} cannot supersede itself; name two statements.")
            if first.date > second.date:
                raise InputError(
                    f"The statement {newer!r} of {second.date} is older than {older!r} of {first.date}; "
                    "exchange the two."
                )
            if second.id in first.superseded_by:
                return False
            added = add_link(connection, older, newer)
            if added:
                record_event(connection, LINKED, [older], f"superseded by {newer}", by)
            return added

    @only_for(Role.ADMIN)
    def unlink(self, older: str, newer: str, by: str = "") -> bool:
        """Take back a link made by hand; False if there is none."""
        with self._database.writing() as connection:
            removed = remove_link(connection, older, newer)
            if removed:
                record_event(connection, UNLINKED, [older], f"no longer superseded by {newer}", by)
            return removed

    def unattributed(self) -> list[Unattributed]:
        """Return the turns whose labels fit nobody, newest first."""
        c = t.unattributed.c
        query = sa.select(t.unattributed).order_by(c.date.desc(), c.ref, c.turn)
        with self._database.transaction() as connection:
            return [
                Unattributed(label=r.label, date=r.date, title=r.title, ref=r.ref, turn=r.turn, text=r.text)
                for r in connection.execute(query)
            ]


def _statements(connection: sa.Connection, ids: Sequence[str]) -> dict[str, Statement]:
    """Return the statements of these ids, whatever their state."""
    c = t.statements.c
    found: dict[str, Statement] = {}
    for part in chunks(list(dict.fromkeys(ids))):
        query = sa.select(c.id, c.payload).where(c.id.in_(part))
        found.update({row.id: decode(row.payload) for row in connection.execute(query)})
    return with_links(connection, found)


def _active(connection: sa.Connection, statement_id: str) -> Statement:
    c = t.statements.c
    row = connection.execute(sa.select(c.payload).where(c.id == statement_id, c.active)).first()
    if row is None:
        raise InputError(f"There is no statement {statement_id!r} on the record; find its id with `assistant search`.")
    return decode(row.payload)


def _named(connection: sa.Connection, name: str, states: tuple[State, ...]) -> list[str]:
    """Return the statements in one of `states` with this id, else those of the file of this name.

    Raises:
        InputError: Several files bear this name.
    """
    c = t.statements.c
    if connection.execute(sa.select(c.id).where(c.id == name)).first():
        query = sa.select(c.id).where(c.id == name, c.state.in_(states))
        return [row.id for row in connection.execute(query)]
    # An origin is the day of the file and its name: "2026-01-06 conferencia.txt".
    of_file = (c.origin == name) | c.origin.endswith(f" {PurePath(name).name}", autoescape=True)
    origins = sorted(row.origin for row in connection.execute(sa.select(c.origin).where(of_file).distinct()))
    if len(origins) > 1 and name not in origins:
        shown = ", ".join(repr(origin) for origin in origins[:_SHOWN_FILES])
        more = f" and {len(origins) - _SHOWN_FILES} more" if len(origins) > _SHOWN_FILES else ""
        raise InputError(f"There are {len(origins)} files named {name!r}; say which with its day: {shown}{more}.")
    origin = name if name in origins else (origins or [name])[0]
    query = sa.select(c.id).where(c.origin == origin, c.state.in_(states)).order_by(c.id)
    return [row.id for row in connection.execute(query)]


def _nothing(connection: sa.Connection, name: str, states: tuple[State, ...]) -> str:
    every = _named(connection, name, tuple(State))
    if not every:
        return (
            f"There is no statement and no file {name!r} on the record; find the id with `assistant search`, "
            "or give the file's own name."
        )
    held = connection.execute(sa.select(t.statements.c.state).where(t.statements.c.id == every[0])).scalar_one()
    return f"Nothing of {name!r} is {' or '.join(states)}; it is {held}. See `assistant show {every[0]}`."


def _held(connection: sa.Connection, ids: Sequence[str], to: State) -> dict[str, str]:
    """Return which of the statements a reviewer has yet to release, and why; none when that is being done."""
    c, e = t.statements.c, t.events.c
    held: dict[str, str] = {}
    for part in chunks(ids if to is State.RETRACTED else []):
        query = sa.select(c.id, c.reason).where(c.id.in_(part), c.state == State.QUARANTINED)
        held.update({row.id: row.reason for row in connection.execute(query)})
    for part in chunks(ids if to is State.ACTIVE else []):
        # Released ones stay released; of the others the words are looked at again, because they may have changed.
        query = sa.select(c.id, c.payload).where(
            c.id.in_(part), c.state == State.RETRACTED, c.released_digest != c.digest
        )
        rows = list(connection.execute(query))
        remembered = sa.select(e.subject, e.reason).where(
            e.subject.in_([row.id for row in rows]), e.action == WAS_HELD, ~_corrected_since()
        )
        held.update({row.subject: row.reason for row in connection.execute(remembered.order_by(e.id))})
        held.update({row.id: why for row in rows if (why := suspicion(decode(row.payload)))})
    return held


def _corrected_since() -> sa.ColumnElement[bool]:
    """True where the wording that an event spoke of has been replaced."""
    h = t.statement_history.c
    return sa.exists().where(h.statement_id == t.events.c.subject, h.replaced_at > t.events.c.at)


def _set_state(connection: sa.Connection, ids: Sequence[str], state: State, reason: str) -> None:
    seq, c = last_seq(connection), t.statements.c
    for offset, statement_id in enumerate(ids, start=1):
        reached = state
        if state is State.ACTIVE:  # what comes back comes back to its own side
            payload = connection.execute(sa.select(c.payload).where(c.id == statement_id)).scalar_one()
            reached = standing_of(decode(payload))
        values: dict[str, Any] = {"state": reached.value, "active": reached is State.ACTIVE, "seq": seq + offset,
                  "reason": "" if reached.is_found else reason}  # fmt: skip
        if reached.is_found:
            values["released_digest"] = c.digest
        connection.execute(sa.update(t.statements).where(c.id == statement_id).values(**values))


def record_event(connection: sa.Connection, action: str, subjects: Sequence[str], reason: str, by: str = "") -> None:
    """Write down who did what to which statements or files, and why."""
    at = datetime.now(UTC)
    rows = [{"at": at, "action": action, "subject": subject, "reason": reason, "by": by} for subject in subjects]
    connection.execute(sa.insert(t.events), rows)


def _versions(connection: sa.Connection, statement_id: str) -> tuple[Version, ...]:
    c = t.statement_history.c
    query = sa.select(c.payload, c.replaced_at).where(c.statement_id == statement_id).order_by(c.id.desc())
    return tuple(
        Version(statement=decode(r.payload), replaced_at=in_utc(r.replaced_at)) for r in connection.execute(query)
    )


def _events(connection: sa.Connection, subject: str) -> tuple[Event, ...]:
    c = t.events.c
    query = sa.select(t.events).where(c.subject == subject).order_by(c.id.desc())
    return tuple(
        Event(at=in_utc(r.at), action=r.action, subject=r.subject, reason=r.reason, by=r.by)
        for r in connection.execute(query)
    )
