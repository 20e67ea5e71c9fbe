"""What statements are filtered by, kept in memory as columns, so that a filter costs a millisecond and not a query.

A copy of a few columns of the record, read once when somebody first filters and followed by sequence number. Every
change of a statement has a new number, so nothing is missed; the record stays the truth.
"""

import threading
from array import array
from collections import Counter
from collections.abc import Callable, Collection
from datetime import date
from itertools import compress

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from assistant.domain import Filters
from assistant.record import tables as t
from assistant.record.database import Database, get_meta
from assistant.text.normalise import fold

Mask = npt.NDArray[np.bool_]
RECORD_KEY = "record_id"
"""Remembered value that tells one record from every other; a restored record gets a new one."""
REMEMBERED = 16
"""Filters whose outcome is kept until the record changes: one person asks many questions with the same ones."""


class Facets:
    """Says which active statements pass a filter. Safe for threads."""

    def __init__(self, database: Database) -> None:
        """Follow `database`; nothing is read yet."""
        self._database = database
        self._mutex = threading.Lock()
        self._forget()

    def matching_ids(self, filters: Filters) -> frozenset[str]:
        """Return the ids of the active statements that pass the filters."""
        with self._mutex:
            self._follow()
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
            return sorted(topic for topic, places in self._topics.items() if any(self._active[at] for at in places))

    def speakers(self) -> list[tuple[str, int]]:
        """Return (speaker, number of active statements), most statements first."""
        with self._mutex:
            self._follow()
            counted = Counter(compress(self._name.codes, self._active))
            names = self._name.words
            return sorted(
                ((names[code], count) for code, count in counted.items()), key=lambda each: (-each[1], each[0])
            )

    def _forget(self) -> None:
        self._seen = 0
        self._record: str | None = None
        self._ids: list[str] = []
        self._place: dict[str, int] = {}
        self._active, self._day = array("b"), array("i")
        self._lang, self._form, self._speaker, self._name = _Words(), _Words(), _Words(), _Words()
        self._worded = (self._lang, self._form, self._speaker, self._name)
        self._topics: dict[str, set[int]] = {}
        self._outcomes: dict[Filters, frozenset[str]] = {}

    def _follow(self) -> None:
        c = t.statements.c
        with self._database.transaction() as connection:
            newest = int(connection.execute(sa.select(sa.func.max(c.seq))).scalar() or 0)
            record = get_meta(connection, RECORD_KEY)
            if newest < self._seen or record != self._record:
                self._forget()  # another record lies there now
                self._record = record
            if newest == self._seen:
                return
            columns = (c.id, c.active, c.date, c.lang, c.form, c.speaker_folded, c.speaker)
            rows = connection.execute(sa.select(*columns).where(c.seq > self._seen, c.seq <= newest)).all()
            pairs = sa.select(t.statement_topics.c.statement_id, t.statement_topics.c.topic)
            if self._seen:
                pairs = pairs.join(t.statements).where(c.seq > self._seen)
            topics = connection.execute(pairs).all()
        changed = [self._take(*row) for row in rows]
        if self._seen:
            for members in self._topics.values():
                members.difference_update(changed)
        for statement_id, topic in topics:
            if statement_id in self._place:
                self._topics.setdefault(topic, set()).add(self._place[statement_id])
        self._seen = newest
        self._outcomes.clear()

    def _take(self, statement_id: str, active: bool, day: date, lang: str, form: str, speaker: str, name: str) -> int:
        place = self._place.setdefault(statement_id, len(self._ids))
        if place == len(self._ids):
            self._ids.append(statement_id)
            for column in (self._active, self._day, *(words.codes for words in self._worded)):
                column.append(0)
        self._active[place], self._day[place] = int(active), day.toordinal()
        for words, value in zip(self._worded, (lang, form, speaker, name), strict=True):
            words.codes[place] = words.code(value)
        return place

    def _mask(self, filters: Filters) -> Mask:
        mask = np.array(self._active, dtype=np.bool_)
        if filters.lang:
            mask &= self._lang.where(lambda lang: lang == filters.lang)
        if filters.form:
            mask &= self._form.where(lambda form: form == filters.form)
        days = np.array(self._day)
        if filters.since:
            mask &= days >= filters.since.toordinal()
        if filters.until:
            mask &= days <= filters.until.toordinal()
        if filters.speaker:
            # Every word must occur, so that "Velasco" and "Roberto Velasco" both find Roberto Velasco Álvarez.
            words = fold(filters.speaker).split()
            mask &= self._speaker.where(lambda speaker: all(word in speaker for word in words))
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
        self.codes = array("i")
        self._known: dict[str, int] = {}

    @property
    def words(self) -> list[str]:
        """Each word at its number."""
        return list(self._known)

    def code(self, word: str) -> int:
        return self._known.setdefault(word, len(self._known))

    def where(self, fits: Callable[[str], bool]) -> Mask:
        fitting = np.fromiter(map(fits, self._known), np.bool_, len(self._known))
        return np.asarray(fitting[np.array(self.codes)])
