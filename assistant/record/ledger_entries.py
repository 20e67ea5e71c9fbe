"""The ledger as a list of entries, each with its key, where it comes from, and what it rests on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import sqlalchemy as sa

from assistant.domain import AvoidedTerm, FigureValue, Ledger, MovingFigure, Principle, RedLine, Statement, Topic
from assistant.domain.ledger import Evidence, PreferredTerm
from assistant.record import tables as t
from assistant.record.database import chunks
from assistant.record.home_ledger import HomeLedger, InForce
from assistant.record.ledger_overlay import (
    Overlay,
    RetiredModel,
    avoided_key,
    laid_over,
    line_key,
    preferred_key,
    value_key,
)
from assistant.record.links import decode
from assistant.record.store import RecordStore

What = Principle | RedLine | AvoidedTerm | PreferredTerm | MovingFigure | FigureValue | Topic


class Kind(StrEnum):
    """What an entry is."""

    PRINCIPLE = "principle"
    RED_LINE = "red-line"
    AVOID = "avoid"
    PREFER = "prefer"
    FIGURE = "figure"
    VALUE = "value"
    TOPIC = "topic"


class From(StrEnum):
    """Where an entry comes from."""

    BUNDLED = "bundled"
    HOME = "home"
    CHANGED = "changed"
    """A bundled one that the home adds to or replaces."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """One entry of the ledger."""

    key: str
    kind: Kind
    what: What
    of: str = ""
    """The principle it belongs to; of a value, its figure."""
    origin: From = From.BUNDLED
    retired: RetiredModel | None = None
    """Why it is not in force; None while it is."""

    @property
    def evidence(self) -> tuple[str, ...]:
        """What it rests on: ids of statements, and codes of the ledger."""
        return () if isinstance(self.what, (MovingFigure, Topic)) else self.what.evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class RestsOn:
    """One thing that an entry rests on: the statement where it is on the record, else what the ledger says of it."""

    name: str
    """As the entry names it: a statement's id, or a code of the ledger."""
    statement: Statement | None = None
    coded: Evidence | None = None


def entries_of(ledger: Ledger) -> Iterator[LedgerEntry]:
    """Return the entries of a ledger, principle by principle, then figures and topics."""
    for principle in ledger.principles:
        yield LedgerEntry(key=f"principle:{principle.id}", kind=Kind.PRINCIPLE, what=principle)
        for line in principle.red_lines:
            yield LedgerEntry(key=line_key(line.id), kind=Kind.RED_LINE, what=line, of=principle.id)
        for term in principle.avoided:
            yield LedgerEntry(key=avoided_key(term), kind=Kind.AVOID, what=term, of=principle.id)
        for preferred in principle.preferred:
            key = preferred_key(principle.id, preferred)
            yield LedgerEntry(key=key, kind=Kind.PREFER, what=preferred, of=principle.id)
    for figure in ledger.moving_figures:
        yield LedgerEntry(key=f"figure:{figure.id}", kind=Kind.FIGURE, what=figure)
        for value in figure.values:
            yield LedgerEntry(key=value_key(figure.id, value), kind=Kind.VALUE, what=value, of=figure.id)
    for topic in ledger.topics:
        yield LedgerEntry(key=f"topic:{topic.id}", kind=Kind.TOPIC, what=topic)


def keys_of(ledger: Ledger) -> frozenset[str]:
    """Return the keys of a ledger's entries."""
    return frozenset(entry.key for entry in entries_of(ledger))


def listed(ledgers: HomeLedger) -> tuple[LedgerEntry, ...]:
    """Return every entry, those that are retired among them, each with where it comes from.

    Raises:
        RecordError: The home's file is wrong.
    """
    now = ledgers.now()
    whole = laid_over(ledgers.bundled, now.overlay.model_copy(update={"retired": ()}), ledgers.path)
    bundled, touched = {entry.key: entry.what for entry in entries_of(ledgers.bundled)}, _touched(now)
    retired = {each.entry: each for each in now.overlay.retired}
    return tuple(
        LedgerEntry(
            key=entry.key,
            kind=entry.kind,
            what=entry.what,
            of=entry.of,
            origin=From.HOME if entry.key not in bundled else From.CHANGED if entry.key in touched else From.BUNDLED,
            retired=retired.get(entry.key),
        )
        for entry in entries_of(whole)
    )


def replaced(ledgers: HomeLedger, key: str) -> What | None:
    """Return the bundled entry as it was before the home changed it, or None."""
    return next((entry.what for entry in entries_of(ledgers.bundled) if entry.key == key), None)


def stray(ledgers: HomeLedger) -> tuple[RetiredModel, ...]:
    """Return what the home retires though no entry has that key: a slip, or an entry that is gone."""
    known = {entry.key for entry in listed(ledgers)}
    return tuple(each for each in ledgers.now().overlay.retired if each.entry not in known)


def _touched(now: InForce) -> frozenset[str]:
    overlay: Overlay = now.overlay
    return frozenset(
        [f"principle:{each.id}" for each in overlay.principles]
        + [line_key(each.id) for each in overlay.red_lines]
        + [f"avoid:{each.principle}/{each.id}" for each in overlay.avoided]
        + [f"prefer:{each.principle}/{each.id}" for each in overlay.preferred]
        + [f"figure:{each.id}" for each in overlay.figures]
        + [f"topic:{each.id}" for each in overlay.topics]
    )


def resting_on(names: Sequence[str], ledger: Ledger, store: RecordStore) -> dict[str, RestsOn]:
    """Return what entries rest on, by name: a statement of that id, or the one at the coded place, where on record."""
    coded = {each.code: each for each in ledger.evidence if each.code in set(names)}
    found = store.get_many([name for name in names if name not in coded])
    places = _at_places(list(coded.values()), store)
    return {
        name: RestsOn(name=name, statement=found.get(name) or places.get(name), coded=coded.get(name))
        for name in dict.fromkeys(names)
    }


def _at_places(coded: Sequence[Evidence], store: RecordStore) -> dict[str, Statement]:
    """Return the statements on record at coded places, by code: same day, same file, same turn."""
    c = t.statements.c
    origins = {f"{each.date} {each.ref}"[:400] for each in coded}
    by_place: dict[tuple[str, int | None], Statement] = {}
    with store.database.transaction() as connection:
        for part in chunks(sorted(origins)):
            for row in connection.execute(sa.select(c.payload).where(c.active, c.origin.in_(part))):
                statement = decode(row.payload)
                turn = (statement.source.locator or {}).get("turn")
                by_place[f"{statement.date} {Path(statement.source.ref).name}", turn] = statement
    places = {each.code: (f"{each.date} {Path(each.ref).name}", each.turn) for each in coded if each.turn is not None}
    return {code: by_place[place] for code, place in places.items() if place in by_place}
