"""What a press officer chooses of the evidence before anything is written: pins, drops, and what is let in at all."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from assistant.domain import EvidenceItem, Filters, Form
from assistant.retrieval.relevance import ON_RECORD
from assistant.text.normalise import fold

MOST_CHOSEN = 60
"""Statements that can be pinned, or dropped, for one draft; more is no choice any more."""
VERY_NEAR = 0.8
PIN, DROP = "pin", "drop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The statements that a draft is to rest on, those that it must not use, and which others it may find.

    No statement is both pinned and dropped: the last click counts.
    """

    pinned: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    filters: Filters = field(default_factory=Filters)

    @property
    def is_empty(self) -> bool:
        """True where nothing was chosen."""
        return self == Choice()

    def toggled(self, act: str, statement_id: str) -> "Choice":
        """Return the choice after a click on ``pin`` or ``drop``; an unknown act, or one too many, changes nothing."""
        pinned = tuple(each for each in self.pinned if each != statement_id)
        dropped = tuple(each for each in self.dropped if each != statement_id)
        if act == PIN and statement_id not in self.pinned:
            pinned = (*pinned, statement_id)
        elif act == DROP and statement_id not in self.dropped:
            dropped = (*dropped, statement_id)
        elif act not in (PIN, DROP):
            return self
        if max(len(pinned), len(dropped)) > MOST_CHOSEN:
            return self
        return replace(self, pinned=pinned, dropped=dropped)

    def among(self, known: Collection[str]) -> "Choice":
        """Return it without statements that are no longer on the record: they would keep every draft from coming."""
        return replace(
            self,
            pinned=tuple(each for each in self.pinned if each in known),
            dropped=tuple(each for each in self.dropped if each in known),
        )

    def to_data(self) -> dict[str, Any]:
        """Return plain JSON data."""
        since = self.filters.since
        return {
            "pinned": list(self.pinned),
            "dropped": list(self.dropped),
            "speaker": self.filters.speaker or "",
            "since": since.isoformat() if since else "",
            "topic": self.filters.topic or "",
            "verbatim": self.filters.form is Form.VERBATIM,
        }

    @classmethod
    def from_data(cls, data: object) -> "Choice":
        """Rebuild a choice from what a browser kept; whatever is not as `to_data` writes it is left out."""
        if not isinstance(data, Mapping):
            return cls()
        pinned = _ids(data.get("pinned"))
        narrowing = Narrowing(
            speaker=_text(data.get("speaker")),
            since=_day(data.get("since")),
            topic=_text(data.get("topic")),
            verbatim=data.get("verbatim") is True,
        )
        dropped = tuple(each for each in _ids(data.get("dropped")) if each not in pinned)
        return cls(pinned=pinned, dropped=dropped, filters=narrowing.filters)


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """Which of the evidence is shown. All but the words can hold for the brief, too."""

    words: str = ""
    speaker: str = ""
    since: date | None = None
    topic: str = ""
    verbatim: bool = False

    @property
    def filters(self) -> Filters:
        """The same as filters of a brief; words filter nothing there, the topic and the story say what is wanted."""
        return Filters(
            speaker=self.speaker or None,
            since=self.since,
            topic=self.topic or None,
            form=Form.VERBATIM if self.verbatim else None,
        )

    def shows(self, item: EvidenceItem) -> bool:
        """Tell whether an item is among what is to be seen."""
        statement = item.statement
        said = fold(" ".join((statement.speaker, statement.role, statement.venue, *item.texts)))
        return (
            all(word in said for word in fold(self.words).split())
            and (not self.speaker or fold(self.speaker) in fold(statement.speaker))
            and (self.since is None or statement.date >= self.since)
            and (not self.topic or self.topic in statement.topics)
            and (not self.verbatim or statement.form is Form.VERBATIM)
        )


def nearness(item: EvidenceItem) -> str:
    """Return how near an item is to the brief in a word: ``very_near``, ``near`` or ``around``."""
    if item.relevance >= VERY_NEAR:
        return "very_near"
    return "near" if item.relevance >= ON_RECORD else "around"


def _ids(value: object) -> tuple[str, ...]:
    listed = value if isinstance(value, list | tuple) else ()
    return tuple(dict.fromkeys(each for each in listed if isinstance(each, str)))[:MOST_CHOSEN]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(_text(value))
    except ValueError:
        return None
