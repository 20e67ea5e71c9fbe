"""Counts of the record by what statements are browsed by: who, when, on what, in what form, binding how much.

The columns are kept in memory and followed by sequence number, as those that filters look at are: counting all values
of seven facets costs a millisecond and not seven queries. Nothing is read until somebody browses.
"""

import threading
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from assistant.record import tables as t
from assistant.record.database import Database, get_meta
from assistant.record.facets import RECORD_KEY

FACETS = ("speaker", "topic", "year", "month", "form", "authority", "lang", "counterpart")
"""What statements can be narrowed by. Months are offered where a year is chosen."""
Mask = npt.NDArray[np.bool_]
_IN_PAYLOAD = ("authority", "counterpart")
_SEPARATOR = ";"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is wanted of each facet: any of its values; of several facets all must fit. Dates are inclusive."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    since: date | None = None
    until: date | None = None

    def toggled(self, facet: str, value: str) -> "Choice":
        """Return the choice with a value added, or without it where it was chosen. Without a year there is no month."""
        now = self.values.get(facet, ())
        wanted = tuple(each for each in now if each != value) if value in now else (*now, value)
        values = {**self.values, facet: wanted}
        if facet == "year":
            values["month"] = tuple(each for each in values.get("month", ()) if each[:4] in wanted)
        return replace(self, values={name: chosen for name, chosen in values.items() if chosen})

    @property
    def is_empty(self) -> bool:
        """True where nothing is narrowed."""
        return not (any(self.values.values()) or self.since or self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """The statements that fit a choice, newest first, and how many there are of each value of each facet."""

    ids: tuple[str, ...]
    counts: Mapping[str, tuple[tuple[str, int], ...]]
    """Of each facet its values with their numbers, most first; years and months newest first.

    A facet's numbers leave its own choice aside, so that they tell what one more value would bring.
    """


class Tally:
    """The columns of the active statements. Safe for threads."""

    def __init__(self, database: Database) -> None:
        """Follow `database`; nothing is read yet."""
        self._database = database
        self._mutex = threading.Lock()
        self._forget()

    def count(self, choice: Choice, among: Collection[str] | None = None) -> Counted:
        """Return what fits a choice, of all active statements or of those `among`."""
        with self._mutex:
            self._follow()
            base = self._active.copy()
            if among is not None:
                base &= self._at(self._place[each] for each in among if each in self._place)
            if choice.since:
                base &= self._day >= np.datetime64(choice.since)
            if choice.until:
                base &= self._day <= np.datetime64(choice.until)
            masks = {facet: self._any_of(facet, wanted) for facet, wanted in choice.values.items() if wanted}
            counts = {}
            for facet in FACETS:
                mask = base.copy()
                for other, fits in masks.items():
                    # A month is a narrower year, so the years count without it.
                    if other != facet and not (facet == "year" and other == "month"):
                        mask &= fits
                counts[facet] = self._counted(facet, mask, choice.values.get(facet, ()))
            for fits in masks.values():
                base &= fits
            return Counted(ids=tuple(self._newest_first(base)), counts=counts)

    def _forget(self) -> None:
        self._seen = 0
        self._record: str | None = None
        self._ids: list[str] = []
        self._place: dict[str, int] = {}
        self._active, self._day = np.zeros(0, np.bool_), np.zeros(0, "datetime64[D]")
        self._members: dict[str, dict[str, set[int]]] = {facet: {} for facet in FACETS}
        self._masks: dict[tuple[str, str], Mask] = {}
        self._order = np.zeros(0, np.int64)
        """Where the statements stand in the columns, newest first; empty until it is asked for."""

    def _follow(self) -> None:
        c = t.statements.c
        with self._database.transaction() as connection:
            newest = int(connection.execute(sa.select(sa.func.max(c.seq))).scalar() or 0)
            record = get_meta(connection, RECORD_KEY)
            if newest < self._seen or record != self._record:
                self._forget()
                self._record = record
            if newest == self._seen:
                return
            columns = (c.id, c.active, c.date, c.speaker, c.form, c.lang, *self._in_payload())
            rows = connection.execute(sa.select(*columns).where(c.seq > self._seen, c.seq <= newest)).all()
            pairs = sa.select(t.statement_topics.c.statement_id, t.statement_topics.c.topic)
            if self._seen:
                pairs = pairs.join(t.statements).where(c.seq > self._seen)
            topics = connection.execute(pairs).all()
        self._take(rows)
        for statement_id, topic in topics:
            if statement_id in self._place:
                self._members["topic"].setdefault(topic, set()).add(self._place[statement_id])
        self._masks.clear()
        self._order = np.zeros(0, np.int64)
        self._seen = newest

    def _in_payload(self) -> list[sa.ColumnElement[str]]:
        c = t.statements.c
        if self._database.is_sqlite:
            read = [sa.func.json_extract(c.payload, f"$.{name}", type_=sa.Text) for name in _IN_PAYLOAD]
        else:
            data = sa.cast(c.payload, sa.JSON)
            read = [data[name].as_string() for name in _IN_PAYLOAD]
        return [each.label(name) for each, name in zip(read, _IN_PAYLOAD, strict=True)]

    def _take(self, rows: Sequence[sa.Row[tuple[object, ...]]]) -> None:
        for row in rows:
            self._place.setdefault(row.id, len(self._place))
        self._ids = list(self._place)
        grown = len(self._ids) - len(self._active)
        self._active = np.concatenate([self._active, np.zeros(grown, np.bool_)])
        self._day = np.concatenate([self._day, np.zeros(grown, "datetime64[D]")])
        places = [self._place[row.id] for row in rows]
        if grown < len(rows):  # some were known: what they were counted under goes
            known = set(places)
            for values in self._members.values():
                for members in values.values():
                    members.difference_update(known)
        self._active[places] = [row.active for row in rows]
        self._day[places] = np.array([row.date.isoformat() for row in rows], "datetime64[D]")
        for place, row in zip(places, rows, strict=True):
            day = row.date.isoformat()
            one = {"speaker": row.speaker, "year": day[:4], "month": day[:7], "form": row.form, "lang": row.lang}
            for facet, value in {**one, "authority": row.authority or "speech"}.items():
                self._members[facet].setdefault(value, set()).add(place)
            for name in {each.strip() for each in (row.counterpart or "").split(_SEPARATOR)} - {""}:
                self._members["counterpart"].setdefault(name, set()).add(place)

    def _counted(self, facet: str, mask: Mask, chosen: Sequence[str]) -> tuple[tuple[str, int], ...]:
        found = [(value, int((self._mask(facet, value) & mask).sum())) for value in self._members[facet]]
        shown = [(value, n) for value, n in found if n or value in chosen]
        if facet in {"year", "month"}:
            return tuple(sorted(shown, reverse=True))
        return tuple(sorted(shown, key=lambda each: (-each[1], each[0])))

    def _any_of(self, facet: str, wanted: Iterable[str]) -> Mask:
        mask = np.zeros(len(self._ids), np.bool_)
        for value in wanted:
            if value in self._members.get(facet, {}):
                mask |= self._mask(facet, value)
        return mask

    def _mask(self, facet: str, value: str) -> Mask:
        known = self._masks.get((facet, value))
        if known is None:
            known = self._masks[facet, value] = self._at(self._members[facet][value])
        return known

    def _at(self, places: Iterable[int]) -> Mask:
        mask = np.zeros(len(self._ids), np.bool_)
        mask[list(places)] = True
        return mask

    def _newest_first(self, mask: Mask) -> list[str]:
        if len(self._order) != len(self._ids):
            self._order = np.lexsort((np.array(self._ids), -self._day.astype(np.int64)))
        return [self._ids[place] for place in self._order[mask[self._order]].tolist()]
