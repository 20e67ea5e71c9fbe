"""What happens to statements and texts after they are stored: review, retraction, earlier versions, clearance."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from assistant.domain.record import Side, Statement


class State(StrEnum):
    """Whether a statement can be found. Only active ones are in the indexes."""

    ACTIVE = "active"
    RETIRED = "retired"
    """Its file was read again and no longer holds it."""
    RETRACTED = "retracted"
    """Somebody withdrew it; reading its file again does not bring it back."""
    QUARANTINED = "quarantined"
    """Something about its text is suspicious; a reviewer has to look first."""
    COUNTERPART = "counterpart"
    """The other side said it: found only where the other side is asked for, and in no index of ours."""

    @property
    def is_found(self) -> bool:
        """True where a search finds it: ours among ours, the other side's among theirs."""
        return self in {State.ACTIVE, State.COUNTERPART}


def standing_of(statement: Statement) -> State:
    """Return the state of a statement that nothing is held against. Only our own is ever active."""
    return State.COUNTERPART if statement.side is Side.COUNTERPART else State.ACTIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Unattributed:
    """A turn whose label fits nobody: listed for review, never guessed, never searchable."""

    label: str
    date: date
    title: str
    ref: str
    turn: int
    text: str
    """How the turn begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One deed of a person on the record: retracted, reinstated, released, linked."""

    at: datetime
    action: str
    subject: str
    """The id of the statement or draft, or the file's name."""
    reason: str
    by: str = ""
    """Who did it, as far as that is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """An earlier wording of a statement, and when it was replaced."""

    statement: Statement
    replaced_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementTrace:
    """All that is known of a statement, searchable or not."""

    statement: Statement
    state: State
    reason: str
    """Why it is not active; empty for an active one."""
    versions: tuple[Version, ...] = ()
    """Earlier wordings, newest first."""
    events: tuple[Event, ...] = ()
    """What was done to it, newest first."""


class OutgoingStatus(StrEnum):
    """How far a text has gone."""

    CLEARED = "cleared"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A text that was cleared or published, as it stood, with the report it had then."""

    id: str
    status: OutgoingStatus
    draft_id: str
    """The draft it came from; empty for a text from elsewhere."""
    lang: str
    text: str
    at: datetime
    seq: int
    """The newest change of the record when it was kept."""
    report: Mapping[str, Any]
    """REPORT, as the contract writes it."""
