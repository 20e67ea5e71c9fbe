"""The ledger: the principles the ministry holds, what would cross them, and the words to use and avoid."""

from dataclasses import dataclass
from datetime import date

from assistant.domain.findings import Severity
from assistant.domain.record import Bilingual

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BilingualWords:
    """Word lists in both languages."""

    es: Words = ()
    en: Words = ()

    def get(self, lang: str) -> Words:
        """Return the list for `lang`."""
        return self.en if lang == "en" else self.es


@dataclass(frozen=True, slots=True, kw_only=True)
class RedLine:
    """What would contradict a principle, with example sentences that cross or hold it."""

    id: str
    principle_id: str
    text: Bilingual
    crossed_by: BilingualWords
    held_by: BilingualWords
    evidence: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferredTerm:
    """A form of words the record uses."""

    term: Bilingual
    evidence: Words
    id: str = ""
    """What names it within its principle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AvoidedTerm:
    """A form of words to avoid, and what to say instead."""

    principle_id: str
    terms: BilingualWords
    instead: Bilingual | None
    reason: Bilingual
    severity: Severity
    rejecting_ok: bool
    context: BilingualWords | None
    """Only a fault where one of these words stands in the sentence too."""
    unless: BilingualWords | None
    """No fault where one of these words stands in the sentence too."""
    evidence: Words
    id: str = ""
    """What names it within its principle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Principle:
    """One principle with its meaning, red lines and terminology."""

    id: str
    official: bool
    name: Bilingual
    meaning: Bilingual
    markers: BilingualWords
    red_lines: tuple[RedLine, ...]
    preferred: tuple[PreferredTerm, ...]
    avoided: tuple[AvoidedTerm, ...]
    evidence: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureValue:
    """A figure as given on one date."""

    value: float
    date: date
    evidence: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class MovingFigure:
    """A matter whose figure changed over time."""

    id: str
    matter: Bilingual
    unit: str
    words: BilingualWords
    values: tuple[FigureValue, ...]
    advice: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialPoint:
    """One of the four points of the official list."""

    id: str
    name: Bilingual
    principles: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A coded place in the public record on which the ledger rests."""

    code: str
    speaker: str
    date: date
    title: str
    ref: str
    turn: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A topic slug with its names and tell-tale words."""

    id: str
    name: Bilingual
    keywords: BilingualWords


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ledger:
    """The whole ledger. `official_points` are the four, apart from every other documented position.

    One of a kind, told apart by identity: checks remember by it what they draw from it, and ask often.
    """

    official_points: tuple[OfficialPoint, ...]
    official_since: date
    official_note: Bilingual
    principles: tuple[Principle, ...]
    moving_figures: tuple[MovingFigure, ...]
    evidence: tuple[Evidence, ...]
    topics: tuple[Topic, ...]

    def principle(self, principle_id: str) -> Principle | None:
        """Return the principle of that id, or None."""
        return next((p for p in self.principles if p.id == principle_id), None)

    def topic(self, topic_id: str) -> Topic | None:
        """Return the topic of that id, or None."""
        return next((t for t in self.topics if t.id == topic_id), None)
