"""What a question brings to light beside its answer: how the position went, what changed, what the other side says."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from assistant.domain.draft import Answer, Citation
from assistant.domain.ledger import FigureValue, MovingFigure
from assistant.domain.record import Bilingual, Statement


class Wanted(StrEnum):
    """What somebody asks of a position."""

    POSITION = "position"
    CHANGES = "changes"
    """What changed, mostly since a day."""
    FIRST = "first"
    """Who said it first, or since when it holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A question taken apart: what is asked, of which matter, since when."""

    wanted: Wanted
    matter: str
    """The question without the words that say what is asked; never empty unless the question names no matter."""
    since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A statement on the matter of a question, with its words that say most on it."""

    statement: Statement
    quote: str
    """An exact substring of the statement's text."""
    line: Bilingual | None = None
    """The line to take that says most on it; None where the statement has none."""
    relevance: float = 0.0
    """How surely it is on the matter, 0…1."""

    @property
    def citation(self) -> Citation:
        """The same as a reference without a number."""
        return Citation(number=0, statement=self.statement, quote=self.quote)


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """A statement that a later one supersedes."""

    older: Said
    newer: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureMoved:
    """A figure of the ledger that got another value."""

    figure: MovingFigure
    before: FigureValue
    after: FigureValue


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureMaybe:
    """A figure that a later statement probably replaces, though nobody has linked the two."""

    older: Statement
    newer: Statement
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDeed:
    """What a person did to a statement of our own: withdrew it, brought it back, let it in, or corrected its words."""

    at: datetime
    action: str
    """``retracted``, ``reinstated``, ``released`` or ``corrected``."""
    statement: Statement
    """As it stands now."""
    reason: str = ""
    before: Statement | None = None
    """The wording that was replaced; None where nothing was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What became of a position since a day, that day included."""

    since: date
    given: bool
    """False where nobody named a day: then it is the day after the earliest statement."""
    new: tuple[Said, ...] = ()
    """Statements since then, newest first."""
    superseded: tuple[Replaced, ...] = ()
    figures: tuple[FigureMoved, ...] = ()
    maybe: tuple[FigureMaybe, ...] = ()
    deeds: tuple[RecordDeed, ...] = ()
    """Newest first."""

    @property
    def nothing(self) -> bool:
        """True where nothing changed."""
        return not (self.new or self.superseded or self.figures or self.maybe or self.deeds)


@dataclass(frozen=True, slots=True, kw_only=True)
class TheOtherSide:
    """What the other side said on the matter. Never part of an answer."""

    statements: int
    """How many statements of the other side are kept at all."""
    said: tuple[Said, ...] = ()
    """Those on the matter, newest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """A question with all that the record says to it."""

    question: str
    request: Request
    lang: str
    """The language of the question."""
    answer: Answer
    said: tuple[Said, ...] = ()
    """All statements on the matter that were found, oldest first: the course of the position."""
    newer: tuple[Statement, ...] = ()
    """Those that supersede one of them and are not among them."""
    first: Said | None = None
    """The earliest on the record that says it."""
    changes: Changes | None = None
    """None where nobody asked."""
    theirs: TheOtherSide | None = None
    """None where nobody asked."""
    nearest: tuple[Said, ...] = ()
    """Where nothing answers: what is nearest, which is no answer."""
