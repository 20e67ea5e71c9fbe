"""Whether a record is whole: the database's own check, and columns that must agree with each other."""

import json

import sqlalchemy as sa

from assistant.domain import State
from assistant.errors import RecordError
from assistant.record import tables as t
from assistant.record.database import Database
from assistant.record.rows import folded_text
from assistant.record.writing import last_seq


def faults_of(database: Database) -> list[str]:
    """Return what is wrong and can be mended from the statements themselves.

    Raises:
        RecordError: The database itself is damaged; only a backup helps.
    """
    with database.snapshot() as connection:
        if database.is_sqlite:
            said = str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one())
            if said != "ok":
                raise RecordError(
                    f"The record store {database.address!r} is damaged ({said.splitlines()[-1]}). "
                    "`assistant restore FILE --force` brings a backup back."
                )
        counts = {
            "statements have a state that contradicts itself": _count(connection, t.statements, _contradictory()),
            "statements cannot be found by their words": len(_unfolded(connection)),
            "topics belong to no statement": _count(connection, t.statement_topics, _orphan_topics()),
        }
    return [f"{count} {what}" for what, count in counts.items() if count]


def mend(database: Database) -> None:
    """Put right what `faults_of` names."""
    c = t.statements.c
    with database.writing() as connection:
        seq = last_seq(connection)
        contradictory = connection.execute(sa.select(c.id, c.state).where(_contradictory())).all()
        for number, row in enumerate(contradictory, start=1):
            # A new sequence number, so that the indexes follow.
            values = {"active": row.state == State.ACTIVE, "seq": seq + number}
            connection.execute(sa.update(t.statements).where(c.id == row.id).values(**values))
        for statement_id, folded in _unfolded(connection):
            connection.execute(sa.update(t.statements).where(c.id == statement_id).values(text_folded=folded))
        connection.execute(sa.delete(t.statement_topics).where(_orphan_topics()))


def _contradictory() -> sa.ColumnElement[bool]:
    c = t.statements.c
    return (c.state == State.ACTIVE.value) != c.active


def _unfolded(connection: sa.Connection) -> list[tuple[str, str]]:
    """Return (id, folded text) of the statements whose folded text is missing."""
    c = t.statements.c
    rows = connection.execute(sa.select(c.id, c.payload).where(c.text_folded == "")).all()
    folded = [(str(row.id), folded_text(json.loads(row.payload)["text"])) for row in rows]
    return [(statement_id, text) for statement_id, text in folded if text]


def _orphan_topics() -> sa.ColumnElement[bool]:
    return t.statement_topics.c.statement_id.not_in(sa.select(t.statements.c.id))


def _count(connection: sa.Connection, table: sa.Table, wrong: sa.ColumnElement[bool]) -> int:
    return int(connection.execute(sa.select(sa.func.count()).select_from(table).where(wrong)).scalar_one())
