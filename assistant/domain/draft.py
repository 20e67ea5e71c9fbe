"""Briefs, drafts, citations and answers."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from assistant.domain.findings import Report
from assistant.domain.record import Filters, Statement


class DraftFormat(StrEnum):
    """The five formats in which a position goes out."""

    TALKING_POINTS = "talking-points"
    POST = "post"
    THREAD = "thread"
    PRESS_LINE = "press-line"
    QA = "qa"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A numbered reference. `quote` is an exact substring of the statement's text."""

    number: int
    statement: Statement
    quote: str
    maybe_superseded_by: tuple[str, ...] = ()
    """Later statements that give another figure on the same matter, though nobody has linked them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftItem:
    """One point, post or answer, with the ids of the statements it rests on and its weighted length."""

    text: str
    citations: tuple[str, ...]
    weighted_length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Generator:
    """What wrote a draft: ``extractive`` (no model) or ``llm``."""

    kind: str
    model: str | None = None
    prompt_version: str | None = None


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
