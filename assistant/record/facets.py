"""What statements are filtered by, kept in memory as columns, so that a filter costs a millisecond and not a query.

A copy of a few columns of the record, read once when somebody first filters and followed by sequence number. Every
change of a statement has a new number, so nothing is missed; the record stays the truth.
"""

import json
import threading
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from itertools import compress
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from assistant.domain import Filters, Side, State
from assistant.record import tables as t
from assistant.record.database import Database, get_meta
from assistant.record.loading import collector_paused
from assistant.text.normalise import fold

T = TypeVar("T", bound=np.generic)
Mask = npt.NDArray[np.bool_]
RECORD_KEY = "record_id"
"""Remembered value that tells one record from every other; a restored record gets a new one."""
REMEMBERED = 16
"""Filters whose outcome is kept until the record changes: one person asks many questions with the same ones."""


def found_on(side: Side) -> sa.ColumnElement[bool]:
    """Return the condition that a row is found on a side: only our own statements are active."""
    c = t.statements.c
    return c.active if side is Side.OWN else c.state == State.COUNTERPART.value


def counterpart_of(database: Database) -> sa.ColumnElement[str]:
    """Return the counterpart in a row's payload, on PostgreSQL as it is written in JSON.

    There it is cut out by its name, which no text can hold unescaped: parsing the payload as JSON would fail on texts
    that hold the character NUL.
    """
    payload = t.statements.c.payload
    if database.is_sqlite:
        return sa.func.coalesce(sa.func.json_extract(payload, "$.counterpart", type_=sa.Text), "")
    pattern = r'"counterpart": "((?:[^"\\]|\\.)*)"'
    return sa.func.coalesce(sa.func.substring(payload, pattern, type_=sa.Text), "")


class Facets:
    """Says which statements of a side that are found pass a filter. Safe for threads."""

    def __init__(self, database: Database, side: Side = Side.OWN) -> None:
        """Follow `database`; nothing is read yet."""
        self._database = database
        self._side = side
        self._with_counterparts = False
        self._mutex = threading.Lock()
        self._forget()

    def matching_ids(self, filters: Filters) -> frozenset[str]:
        """Return the ids of the statements that pass the filters."""
        with self._mutex:
            self._follow(counterparts=filters.counterpart is not None)
            known = self._outcomes.pop(filters, None)
            if known is None:
                known = frozenset(compress(self._ids, self._mask(filters).tolist()))
            self._outcomes[filters] = known  # the latest is last, so that the first is the one to go
            while len(self._outcomes) > REMEMBERED:
                del self._outcomes[next(iter(self._outcomes))]
            return known

    def topics(self) -> list[str]:
        """Return the topics of the active statements, sorted."""
        with self._mutex:
            self._follow()
            return sorted(topic for topic, places in self._topics.items() if self._active[list(places)].any())

    def speakers(self) -> list[tuple[str, int]]:
        """Return (speaker, number of active statements), most statements first."""
        with self._mutex:
            self._follow()
            names = self._name.words
            counted = np.bincount(self._name.codes[self._active], minlength=len(names)).tolist()
            found = [(name, count) for name, count in zip(names, counted, strict=True) if count]
            return sorted(found, key=lambda each: (-each[1], each[0]))

    def counterparts(self) -> list[tuple[str, int]]:
        """Return (counterpart, number of statements), most statements first; those between semicolons count each."""
        with self._mutex:
            self._follow(counterparts=True)
            words = self._counterpart.words
            counted = np.bincount(self._counterpart.codes[self._active], minlength=len(words)).tolist()
            found: Counter[str] = Counter()
            for written, count in zip(words, counted, strict=True):
                for name in {each.strip() for each in self._plain(written).split(";")} - {""}:
                    found[name] += count
            return sorted(((n, c) for n, c in found.items() if c), key=lambda each: (-each[1], each[0]))

    def counterparts_with(self, wanted: str) -> list[str]:
        """Return the counterparts, as `counterpart_of` gives them, in which every word of `wanted` occurs."""
        with self._mutex:
            self._follow(counterparts=True)
            return [each for each in self._counterpart.words if _holds_words(self._plain(each), wanted)]

    def _plain(self, written: str) -> str:
        return written if self._database.is_sqlite else str(json.loads(f'"{written}"'))

    def _forget(self) -> None:
        self._seen = 0
        self._record: str | None = None
        self._ids: list[str] = []
        self._place: dict[str, int] = {}
        self._active, self._day = np.zeros(0, np.bool_), np.zeros(0, "datetime64[D]")
        self._lang, self._form, self._speaker, self._name = _Words(), _Words(), _Words(), _Words()
        self._counterpart = _Words()
        self._topics: dict[str, set[int]] = {}
        self._outcomes: dict[Filters, frozenset[str]] = {}

    @collector_paused()
    def _follow(self, *, counterparts: bool = False) -> None:
        if counterparts and not self._with_counterparts:
            self._with_counterparts = True  # they lie in the payloads, which few who filter need to have read
            self._forget()
        c = t.statements.c
        with self._database.transaction() as connection:
            newest = int(connection.execute(sa.select(sa.func.max(c.seq))).scalar() or 0)
            record = get_meta(connection, RECORD_KEY)
            if newest < self._seen or record != self._record:
                self._forget()  # another record lies there now
                self._record = record
            if newest == self._seen:
                return
            # The date as the driver gives it: NumPy reads a text as well as a date, and all of them at once.
            columns = [c.id, found_on(self._side), sa.type_coerce(c.date, sa.String), c.lang, c.form, c.speaker_folded]
            columns += [c.speaker, counterpart_of(self._database) if self._with_counterparts else sa.literal("")]
            rows = connection.execute(sa.select(*columns).where(c.seq > self._seen, c.seq <= newest)).all()
            pairs = sa.select(t.statement_topics.c.statement_id, t.statement_topics.c.topic)
            if self._seen:
                pairs = pairs.join(t.statements).where(c.seq > self._seen)
            topics = connection.execute(pairs).all()
        self._take(*zip(*rows, strict=True))
        for statement_id, topic in topics:
            if statement_id in self._place:
                self._topics.setdefault(topic, set()).add(self._place[statement_id])
        self._seen = newest
        self._outcomes.clear()

    def _take(self, ids: Sequence[str], active: Sequence[bool], days: Sequence[object], *words: Sequence[str]) -> None:
        """Note what changed; their topics are still to be noted."""
        for each in ids:
            self._place.setdefault(each, len(self._place))
        self._ids = list(self._place)
        places = [self._place[each] for each in ids]
        self._active, self._day = (_grown(column, len(self._ids)) for column in (self._active, self._day))
        self._active[places] = active
        self._day[places] = np.array(days, "datetime64[D]")
        columns = (self._lang, self._form, self._speaker, self._name, self._counterpart)
        for column, values in zip(columns, words, strict=True):
            column.put(places, values, len(self._ids))
        for members in self._topics.values():
            members.difference_update(places)

    def _mask(self, filters: Filters) -> Mask:
        mask = self._active.copy()
        if filters.lang:
            mask &= self._lang.where(lambda lang: lang == filters.lang)
        if filters.form:
            mask &= self._form.where(lambda form: form == filters.form)
        if filters.since:
            mask &= self._day >= np.datetime64(filters.since)
        if filters.until:
            mask &= self._day <= np.datetime64(filters.until)
        if filters.speaker:
            # Every word must occur, so that "Velasco" and "Roberto Velasco" both find Roberto Velasco Álvarez.
            words = fold(filters.speaker).split()
            mask &= self._speaker.where(lambda speaker: all(word in speaker for word in words))
        if filters.counterpart:
            wanted = filters.counterpart
            mask &= self._counterpart.where(lambda written: _holds_words(self._plain(written), wanted))
        if filters.topic:
            mask &= self._at(self._topics.get(filters.topic, ()))
        if filters.statement_ids is not None:
            mask &= self._at([self._place[each] for each in filters.statement_ids if each in self._place])
        return mask

    def _at(self, places: Collection[int]) -> Mask:
        mask = np.zeros(len(self._ids), np.bool_)
        mask[list(places)] = True
        return mask


class _Words:
    """A column of words of which there are few: each is a number."""

    def __init__(self) -> None:
        self.codes = np.zeros(0, np.int32)
        self._known: dict[str, int] = {}

    @property
    def words(self) -> list[str]:
        """Each word at its number."""
        return list(self._known)

    def put(self, places: Sequence[int], words: Sequence[str], size: int) -> None:
        """Write words at some places of a column that has now so many."""
        for word in dict.fromkeys(words):
            self._known.setdefault(word, len(self._known))
        self.codes = _grown(self.codes, size)
        self.codes[places] = [self._known[word] for word in words]

    def where(self, fits: Callable[[str], bool]) -> Mask:
        fitting = np.fromiter(map(fits, self._known), np.bool_, len(self._known))
        return np.asarray(fitting[self.codes])


def _holds_words(text: str, wanted: str) -> bool:
    folded = fold(text)
    return all(word in folded for word in fold(wanted).split())


def _grown(column: npt.NDArray[T], size: int) -> npt.NDArray[T]:
    return np.concatenate([column, np.zeros(size - len(column), column.dtype)])
