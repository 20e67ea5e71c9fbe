"""Counts over the record: what was said when, on what, by whom. One query each, on SQLite and PostgreSQL alike."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from assistant.record import tables as t
from assistant.record.database import Database, in_utc

NO_PRINCIPLES = '"principles": []'
"""How the canonical JSON of a statement says that it expresses none; inside a text its quotation marks are escaped."""
Month = tuple[int, int]
"""Year and month."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Last:
    """The newest statement on something."""

    statement_id: str
    date: date
    speaker: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerTally:
    """How much somebody is on the record."""

    speaker: str
    statements: int
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a draft stands on its way to being cleared."""

    state: str
    at: datetime


class Tallies:
    """Counts the active statements of a record, and what became of its drafts."""

    def __init__(self, database: Database) -> None:
        """Count in this database."""
        self._database = database

    def months(self) -> dict[Month, dict[str, int]]:
        """Return how many statements each month has, by form; months without any are absent."""
        c = t.statements.c
        year, month = sa.extract("year", c.date), sa.extract("month", c.date)
        query = sa.select(year.label("y"), month.label("m"), c.form, sa.func.count().label("n")).where(c.active)
        found: dict[Month, dict[str, int]] = {}
        for row in self._rows(query.group_by(year, month, c.form)):
            found.setdefault((int(row.y), int(row.m)), {})[row.form] = int(row.n)
        return found

    def topics(self) -> dict[str, dict[Month, int]]:
        """Return how many statements each topic has in each month."""
        c, of = t.statements.c, t.statement_topics.c
        year, month = sa.extract("year", c.date), sa.extract("month", c.date)
        query = sa.select(of.topic, year.label("y"), month.label("m"), sa.func.count().label("n"))
        query = query.join(t.statements).where(c.active).group_by(of.topic, year, month)
        found: dict[str, dict[Month, int]] = {}
        for row in self._rows(query):
            found.setdefault(row.topic, {})[int(row.y), int(row.m)] = int(row.n)
        return found

    def last_on_topics(self) -> dict[str, Last]:
        """Return the newest statement on each topic."""
        c, of = t.statements.c, t.statement_topics.c
        place = sa.func.row_number().over(partition_by=of.topic, order_by=(c.date.desc(), c.id)).label("place")
        ranked = sa.select(of.topic, c.id, c.date, c.speaker, place).join(t.statements).where(c.active).subquery()
        return {row.topic: _last(row) for row in self._rows(sa.select(ranked).where(ranked.c.place == 1))}

    def principles(self) -> tuple[dict[str, dict[Month, int]], dict[str, Last]]:
        """Return how many statements express each principle in each month, and the newest on each.

        Principles stand in the statement itself, so those that express some are read; most of a large record do not.
        """
        c = t.statements.c
        query = sa.select(c.id, c.date, c.speaker, c.payload).where(
            c.active, ~c.payload.contains(NO_PRINCIPLES, autoescape=True)
        )
        counts: dict[str, Counter[Month]] = {}
        last: dict[str, Last] = {}
        for row in self._rows(query.order_by(c.date.desc(), c.id)):
            for principle in json.loads(row.payload).get("principles", ()):
                counts.setdefault(principle, Counter())[row.date.year, row.date.month] += 1
                last.setdefault(principle, _last(row))
        return {principle: dict(count) for principle, count in counts.items()}, last

    def speakers(self, limit: int) -> list[SpeakerTally]:
        """Return who has most statements, with their first and last day."""
        c, n = t.statements.c, sa.func.count().label("n")
        query = sa.select(c.speaker, n, sa.func.min(c.date).label("first"), sa.func.max(c.date).label("last"))
        query = query.where(c.active).group_by(c.speaker).order_by(n.desc(), c.speaker).limit(limit)
        return [
            SpeakerTally(speaker=row.speaker, statements=int(row.n), first=row.first, last=row.last)
            for row in self._rows(query)
        ]

    def newest(self) -> Last | None:
        """Return the newest statement, None where there is none."""
        c = t.statements.c
        query = sa.select(c.id, c.date, c.speaker).where(c.active).order_by(c.date.desc(), c.id).limit(1)
        return next((_last(row) for row in self._rows(query)), None)

    def oldest(self) -> date | None:
        """Return the day of the oldest statement."""
        found: date | None = self._database.scalar(
            sa.select(sa.func.min(t.statements.c.date)).where(t.statements.c.active)
        )
        return found

    def standings(self) -> dict[str, Standing]:
        """Return where drafts stand on their way to being cleared, by their id."""
        c = t.clearances.c
        return {
            row.draft_id: Standing(state=row.state, at=in_utc(row.at))
            for row in self._rows(sa.select(c.draft_id, c.state, c.at))
        }

    def outgoing(self) -> Mapping[str, int]:
        """Return how many texts are kept as cleared and as published."""
        c = t.outgoing.c
        rows = self._rows(sa.select(c.status, sa.func.count().label("n")).group_by(c.status))
        return {row.status: int(row.n) for row in rows}

    def _rows(self, query: sa.Select[Any]) -> list[Any]:
        with self._database.transaction() as connection:
            return list(connection.execute(query))


def _last(row: Any) -> Last:
    return Last(statement_id=row.id, date=row.date, speaker=row.speaker)
