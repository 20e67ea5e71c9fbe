"""Statements that somebody adds or corrects by hand: what was there before is kept, and who did it and why."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from assistant.domain import State, Statement, standing_of
from assistant.errors import InputError
from assistant.record import tables as t
from assistant.record.database import Database
from assistant.record.links import decode
from assistant.record.quarantine import suspicion
from assistant.record.review import record_event
from assistant.record.rows import Written, folded_text, written
from assistant.record.writing import BY_HAND, CORRECTED, replace_statement, write_statements

ADDED, SETTLED = "added", "settled"
MOST_ALIKE = 5
_LONGEST_SUBJECT = 400


class AlreadyThereError(InputError):
    """The record holds the statement already; `statement_id` says which one it is."""

    def __init__(self, message: str, statement_id: str, state: State) -> None:
        super().__init__(message)
        self.statement_id = statement_id
        self.state = state


@dataclass(frozen=True, slots=True, kw_only=True)
class Stands:
    """How a statement stands after it was written."""

    statement_id: str
    state: State
    reason: str = ""
    """Why it is in quarantine, where it is."""
    alike: tuple[str, ...] = ()
    """Statements of other days with the same words."""


class ByHand:
    """Writes single statements; each is looked at as one from a file is, and may go into quarantine."""

    def __init__(self, database: Database) -> None:
        """Work on the record's own database."""
        self._database = database

    def stored(self, statement_id: str) -> Statement | None:
        """Return a statement as it was written, whatever its state, without the links made by hand."""
        payload = self._database.scalar(sa.select(t.statements.c.payload).where(t.statements.c.id == statement_id))
        return None if payload is None else decode(payload)

    def taken(self, beginning: str) -> frozenset[str]:
        """Return the ids that begin so."""
        c = t.statements.c
        query = sa.select(c.id).where(c.id.startswith(beginning, autoescape=True))
        with self._database.transaction() as connection:
            return frozenset(row.id for row in connection.execute(query))

    def add(self, statement: Statement, *, by: str = "", reason: str = "") -> Stands:
        """Take a statement into the record.

        Raises:
            AlreadyThereError: There is one of that id, or one of that day with the same words.
            InputError: A field is too long for the record.
        """
        made, held = written(statement), suspicion(statement)
        with self._database.writing() as connection:
            same_id = connection.execute(
                sa.select(t.statements.c.state).where(t.statements.c.id == statement.id)
            ).first()
            if same_id is not None:
                raise _already(statement.id, same_id.state, "has the same id")
            alike = _other_days(connection, made)
            write_statements(connection, [made], BY_HAND, {statement.id: held} if held else {})
            record_event(connection, ADDED, [statement.id], reason, by)
        state = State.QUARANTINED if held else State.ACTIVE
        return Stands(statement_id=statement.id, state=state, reason=held, alike=alike)

    def correct(self, statement: Statement, *, reason: str, by: str = "") -> Stands:
        """Give the statement of this id this wording; the one before is kept, and its state stays as it is.

        An active one goes into quarantine where its new wording is suspicious.

        Raises:
            AlreadyThereError: Another one of that day has the same words.
            InputError: There is none of that id, its file no longer holds it, it is the same as before, no reason is
                given, or a field is too long.
        """
        if not reason.strip():
            raise InputError("A correction needs a reason; say why the statement is changed.")
        c = t.statements.c
        with self._database.writing() as connection:
            query = sa.select(c.state, c.reason, c.digest, c.payload).where(c.id == statement.id)
            before = connection.execute(query).first()
            if before is not None:
                # Whatever a form forgets: theirs never become ours by a correction, nor restricted ones public.
                statement = replace(
                    statement, side=(known := decode(before.payload)).side, classification=known.classification
                )
            made = written(statement)
            _require_correctable(statement.id, before, made)
            _other_days(connection, made)
            state, why = _state_after(statement, before)
            replace_statement(connection, made, state, why)
            record_event(connection, CORRECTED, [statement.id], reason.strip(), by)
        return Stands(statement_id=statement.id, state=state, reason=why)

    def note_settled(self, label: str, who: str, by: str) -> None:
        """Write down who settled a label that fitted nobody, and as whom."""
        with self._database.writing() as connection:
            record_event(connection, SETTLED, [label[:_LONGEST_SUBJECT]], who, by)


def _require_correctable(statement_id: str, before: Any, made: Written) -> None:
    if before is None:
        raise InputError(f"There is no statement {statement_id!r} on the record; find its id with `assistant search`.")
    if before.state == State.RETIRED:
        raise InputError(
            f"The statement {statement_id!r} cannot be corrected, because its file no longer holds it; correct the "
            "file and read it again, or add the statement anew."
        )
    if before.digest == made.digest:
        raise InputError("Nothing was changed, so there is nothing to correct.")


def _state_after(statement: Statement, before: Any) -> tuple[State, str]:
    """Return the state of a corrected statement, and why: only a reviewer lets one out of quarantine."""
    held = suspicion(statement)
    if State(before.state).is_found:
        return (State.QUARANTINED, held) if held else (standing_of(statement), "")
    return State(before.state), before.reason


def _other_days(connection: sa.Connection, made: Written) -> tuple[str, ...]:
    """Return the statements of other days with the same words, newest first.

    Raises:
        AlreadyThereError: One of the same day has them.
    """
    c, statement = t.statements.c, made.statement
    query = sa.select(c.id, c.date, c.state, c.text_folded).where(
        (c.date == statement.date) | (c.text_folded == made.text_folded), c.id != statement.id, c.state != State.RETIRED
    )
    words = _words(made.text_folded)
    same = [row for row in connection.execute(query.order_by(c.date.desc(), c.id)) if _words(row.text_folded) == words]
    twin = next((row for row in same if row.date == statement.date), None)
    if twin is not None:
        raise _already(twin.id, twin.state, "of that day has the same words")
    return tuple(row.id for row in same[:MOST_ALIKE])


def _words(folded: str) -> list[str]:
    return folded_text(folded).split()


def _already(statement_id: str, state: str, how: str) -> AlreadyThereError:
    return AlreadyThereError(
        f"The statement {statement_id!r} {how}, and it is {state}; nothing was written.", statement_id, State(state)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """A statement that a file brought or changed, as a report names it."""

    statement_id: str
    date: date
    speaker: str
    text: str
    state: State


def changed_between(
    database: Database, after: int, until: int, origins: Mapping[str, str], limit: int
) -> dict[str, list[Brought]]:
    """Return the statements that changed after one sequence number and up to another, by their source.

    Args:
        database: The record's.
        after: The last number that is not meant.
        until: The last number that is meant.
        origins: The names of the sources that are wanted.
        limit: At most so many of each source.
    """
    c = t.statements.c
    found: dict[str, list[Brought]] = {origin: [] for origin in origins}
    with database.transaction() as connection:
        for origin, rows in found.items():
            query = sa.select(c.id, c.payload, c.state).where(
                c.origin == origin, c.seq > after, c.seq <= until, c.state.in_([State.ACTIVE, State.QUARANTINED])
            )
            for row in connection.execute(query.order_by(c.seq).limit(limit)):
                said = decode(row.payload)
                state = State(row.state)
                rows.append(
                    Brought(statement_id=row.id, date=said.date, speaker=said.speaker, text=said.text, state=state)
                )
    return found
