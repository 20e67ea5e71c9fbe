"""Briefs, drafts, citations and answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import Any

from assistant.domain.classification import Classification
from assistant.domain.findings import Report
from assistant.domain.record import Filters, Statement

ITEM_SEPARATOR = "\n\n"
"""Between the items of a draft, in the one text into which its report's offsets point."""


class DraftFormat(StrEnum):
    """The five formats in which a position goes out."""

    TALKING_POINTS = "talking-points"
    POST = "post"
    THREAD = "thread"
    PRESS_LINE = "press-line"
    QA = "qa"


class Perspective(StrEnum):
    """Who is heard in a text."""

    FIRST_PERSON = "first-person"
    """An office-holder, who says "I"."""
    INSTITUTIONAL = "institutional"
    """The country or the ministry, in the third person."""
    NEUTRAL = "neutral"
    """Nobody: what is the case, without "we"."""


class Tone(IntEnum):
    """How a text sounds. It never changes what the text says."""

    WARM = 1
    CORDIAL = 2
    PLAIN = 3
    FIRM = 4
    STERN = 5


class Length(IntEnum):
    """How much a text says, beside what its format usually holds."""

    SHORT = 1
    USUAL = 2
    FULL = 3


class Part(StrEnum):
    """What an item is for in its format."""

    TOP_LINE = "top-line"
    POINT = "point"
    IF_PRESSED = "if-pressed"
    """Only to be used when asked."""
    POST = "post"
    LINE = "line"
    """What is said to the press, word for word."""
    BACKGROUND = "background"
    ANSWER = "answer"
    """A likely question with its answer."""


class Angle(StrEnum):
    """From where alternatives look at the same matter."""

    PRINCIPLES = "principles"
    RESULTS = "results"
    CALENDAR = "calendar"
    COUNTERPART = "counterpart"


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What is to be drafted."""

    topic: str
    format: DraftFormat
    lang: str
    context: str = ""
    voice: str = ""
    counterpart: str = ""
    filters: Filters = field(default_factory=Filters)
    perspective: Perspective = Perspective.INSTITUTIONAL
    tone: Tone = Tone.PLAIN
    length: Length = Length.USUAL
    pinned: tuple[str, ...] = ()
    """Ids of statements that the draft is to rest on, whatever a search makes of them."""
    dropped: tuple[str, ...] = ()
    """Ids of statements that it must not rest on."""
    classification: Classification = Classification.PUBLIC
    """Of the brief and its context; a draft's own brief has the highest class of all that it was drafted from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceItem:
    """A statement that a draft may rest on, as the user sees it before anything is written."""

    number: int
    """From 1. Newest and strongest first, superseded ones last."""
    statement: Statement
    texts: tuple[str, ...]
    """What it says on the matter, in the draft's language where it has that: lines to take, else sentences."""
    relevance: float
    """How surely it is on the matter, 0…1."""
    aspects: tuple[str, ...]
    """What it was found for: ``topic``, ``context``, ``counterpart``, a principle's id, ``pinned``."""
    pinned: bool = False
    left_out: bool = False
    """It did not fit into what a model is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A numbered reference. `quote` is an exact substring of the statement's text."""

    number: int
    statement: Statement
    quote: str
    maybe_superseded_by: tuple[str, ...] = ()
    """Later statements that give another figure on the same matter, though nobody has linked them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedSpan:
    """A stretch of an item that asserts something, with the ids of the statements that carry it.

    `start` and `end` are half-open code-point offsets into the item's text.
    """

    start: int
    end: int
    citations: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftItem:
    """One point, post or answer, with the ids of the statements it rests on and its weighted length."""

    text: str
    citations: tuple[str, ...]
    weighted_length: int
    part: Part
    claims: tuple[CitedSpan, ...] = ()
    """All that it asserts, sentence by sentence; what is between is a frame: numbers, labels, who said a quotation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """Advice that goes with a draft and never out with it."""

    kind: str
    """``avoid``: what not to say. ``triggers``: questions that the text may provoke."""
    lines: tuple[str, ...]


class Fate(StrEnum):
    """What became of a sentence of a model that did not hold."""

    REPAIRED = "repaired"
    """The model wrote it anew, and that holds."""
    REPLACED = "replaced"
    """A line of the record stands in its place."""
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A sentence that a model wrote and that did not go out as it was."""

    fate: Fate
    before: str
    after: str
    """Empty where it was dropped."""
    reason: str
    """One sentence, in the language of the draft."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one step of drafting took."""

    name: str
    """``evidence``, ``writing``, ``checking``, ``repair`` …"""
    seconds: float
    calls: int = 0
    """Requests to a model."""
    tokens_in: int = 0
    tokens_out: int = 0
    cached: bool = False
    """The reply had been kept from an identical request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Generator:
    """What wrote a draft: ``extractive`` (no model) or ``llm``."""

    kind: str
    model: str | None = None
    prompt_version: str | None = None
    """Name, version and digest of the prompt."""
    seed: int | None = None
    evidence_digest: str | None = None
    """SHA-256 (hex) over what the model was shown."""
    steps: tuple[Step, ...] = ()
    first_words: float | None = None
    """Seconds from the request to the first words of the model."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Items with citations, and the report that goes with them. No items means: nothing on the record."""

    id: str
    brief: Brief
    items: tuple[DraftItem, ...]
    citations: tuple[Citation, ...]
    report: Report
    generator: Generator
    points: tuple[str, ...] = ()
    """What of the record it says, word for word, without numbering, labels and attributions."""
    message: str = ""
    """Said to the user beside the draft, for example that nothing on the record covers the brief."""
    angle: Angle | None = None
    """From where an alternative looks at the matter; None for the first draft."""
    asides: tuple[Aside, ...] = ()
    changes: tuple[Change, ...] = ()
    evidence: tuple[EvidenceItem, ...] = ()
    """What was there to draw on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftVersion:
    """A draft as it was kept at one moment."""

    draft_id: str
    number: int
    """From 1; the highest is how the draft stands."""
    at: datetime
    by: str
    """Who kept it so; empty where nobody said."""
    digest: str
    """SHA-256 (hex) of its data."""
    data: Mapping[str, Any]
    """The draft as the contract writes it, with its brief."""


class AnswerStatus(StrEnum):
    """Whether the record answers a question."""

    ANSWERED = "answered"
    NO_RECORD = "no_record"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """One dated step of a position."""

    date: date
    statement_id: str
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the record says to a question, newest first, or that it says nothing."""

    status: AnswerStatus
    text: str
    citations: tuple[Citation, ...] = ()
    timeline: tuple[TimelineEntry, ...] = ()
