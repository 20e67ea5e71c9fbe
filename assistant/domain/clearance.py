"""The way of a draft to a cleared text: who did what on it, on which words, and what is still missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from assistant.domain.draft import DraftVersion
from assistant.domain.findings import Label


class ClearanceState(StrEnum):
    """How far a draft has come. It is submitted, then cleared or returned; what was returned is edited first."""

    DRAFT = "draft"
    FOR_CLEARANCE = "for-clearance"
    RETURNED = "returned"
    CLEARED = "cleared"
    """Its text is frozen."""


class Deed(StrEnum):
    """What somebody does on that way."""

    SUBMITTED = "submitted"
    COMMENTED = "commented"
    ACCEPTED = "accepted"
    """A new position: one sentence that the record does not hold."""
    APPROVED = "approved"
    """One of two who answer for the text."""
    CLEARED = "cleared"
    """The last one who had to."""
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    CHECKED = "rechecked"
    """The record had moved, or a position had joined it: the report is another one."""
    COPIED = "copied"


class Two(StrEnum):
    """Why two persons must answer for a text."""

    OVERRIDE = "overrides"
    POSITION = "new_positions"
    RED_LINE = "red_lines"
    FORMAT = "formats"
    TOPIC = "topics"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearanceRules:
    """Who may do what, and what takes two. Names are as typed: nobody signs in yet."""

    clearers: tuple[str, ...] = ()
    """Empty: anybody but the author."""
    approvers: tuple[str, ...] = ()
    """Who may accept a new position. Empty: anybody but the author."""
    author_may_clear: bool = False
    overrides: bool = True
    new_positions: bool = True
    red_lines: bool = True
    formats: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What somebody had before them when they acted: a version of the draft, and how often its case had moved."""

    version: int
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a step was taken on."""

    version: int
    version_digest: str
    """SHA-256 (hex) of the draft's data."""
    text_digest: str
    """SHA-256 (hex) of the exact text."""
    seq: int
    """The record's newest change when the report was made."""
    program: str
    """The version that made the report."""
    evidence: tuple[tuple[str, str], ...]
    """The statements it rests on: id, and SHA-256 (hex) of the statement as it then stood, empty if not on record."""
    generator: Mapping[str, Any]
    """``kind``, ``model``, ``prompt_version``, ``seed``, ``evidence_digest``, as the draft has them."""
    report: Mapping[str, Any]
    """REPORT, as the contract writes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearanceStep:
    """One deed: who, when, what, and on what. Comments are steps without a basis."""

    at: datetime
    by: str
    deed: Deed
    words: str = ""
    """The comment, the reason, or the sentence that was accepted."""
    item: int = 0
    """The item that a comment is about, from 1; 0 for the draft as a whole."""
    basis: Basis | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Somebody answers for a text."""

    by: str
    at: datetime
    text_digest: str
    override: str = ""
    """Why it may go out although it is blocked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """Somebody answers for one sentence that the record does not hold. It falls with the first letter that changes."""

    by: str
    at: datetime
    sentence: str
    to_record: bool = False
    statement_id: str = ""
    """The statement that it became; empty where it did not, or not yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearanceFile:
    """All that is kept of a draft's way."""

    draft_id: str
    state: ClearanceState = ClearanceState.DRAFT
    at: datetime | None = None
    """When something last happened."""
    revision: int = 0
    """How often something happened; 0 where nothing was kept yet."""
    title: str = ""
    """What the draft is about."""
    format: str = ""
    lang: str = ""
    submitted_by: str = ""
    submitted_digest: str = ""
    """The text that was submitted: SHA-256 (hex)."""
    copied_from: str = ""
    earlier_authors: tuple[str, ...] = ()
    """Who wrote the draft that it was copied from."""
    approvals: tuple[Approval, ...] = ()
    acceptances: tuple[Acceptance, ...] = ()
    steps: tuple[ClearanceStep, ...] = ()
    outgoing_id: str = ""
    """The text as it is kept among those that go out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSentence:
    """A sentence of the text as it was last checked. Offsets are half-open, in code points, into the text."""

    item: int
    """From 1."""
    start: int
    end: int
    text: str
    label: Label
    reason: str
    blocked: bool
    """A finding stops it."""
    beside: tuple[tuple[str, str], ...] = ()
    """What stands on the record beside it: statement ids with their words, strongest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A sentence that says what the record does not hold, and who answers for it, if anybody does."""

    number: int
    """From 1, in the order of the text."""
    item: int
    sentence: str
    acceptance: Acceptance | None = None


class NeedKind(StrEnum):
    """What a draft may lack."""

    EDIT = "edit"
    """It was returned and says the same still."""
    SUBMIT = "submit"
    SUBMIT_AGAIN = "submit-again"
    """It was edited after it was submitted."""
    OVERRIDE = "override"
    POSITION = "position"
    FIRST_APPROVAL = "first-approval"
    SECOND_APPROVAL = "second-approval"


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One thing that is missing before a draft is cleared."""

    kind: NeedKind
    position: Position | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A draft on its way, with all that a decision on it needs."""

    file: ClearanceFile
    version: DraftVersion
    """How the draft stands; its data as the contract writes it."""
    lang: str
    title: str
    """What it is about."""
    text: str
    """Its items, one empty line between them."""
    text_digest: str
    basis: Basis
    """The newest report on exactly this text."""
    sentences: tuple[CaseSentence, ...]
    positions: tuple[Position, ...]
    topics: tuple[str, ...]
    authors: tuple[str, ...]
    """Who submitted it or kept a version of it, as far as they gave a name."""
    rules: ClearanceRules
    two: tuple[Two, ...]
    """Why two must answer for it; empty where one is enough."""
    approvals: tuple[Approval, ...]
    """Those that hold: on this very text, by somebody who may clear."""

    @property
    def draft_id(self) -> str:
        """The draft's id."""
        return self.file.draft_id

    @property
    def state(self) -> ClearanceState:
        """How far it has come."""
        return self.file.state

    @property
    def seen(self) -> Seen:
        """What to hand back with a step, so that it is refused if somebody acted meanwhile."""
        return Seen(version=self.version.number, revision=self.file.revision)

    @property
    def blocked(self) -> bool:
        """Whether it must not go out unless somebody takes responsibility in writing."""
        labels = {sentence.label for sentence in self.sentences}
        return self.basis.report["verdict"] == "blocked" or Label.CONTRADICTS in labels

    @property
    def overrides(self) -> tuple[Approval, ...]:
        """The approvals that say why it may go out although it is blocked."""
        return tuple(each for each in self.approvals if each.override)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """A draft in a list of those on their way."""

    draft_id: str
    state: ClearanceState
    at: datetime
    by: str
    """Who submitted it, or kept it last."""
    title: str
    format: str
    lang: str
    comments: int
