"""What a check returns: findings, a label for each sentence, a verdict for the text."""

from dataclasses import dataclass, field
from enum import StrEnum

from assistant.domain.record import Hit, Statement


class Label(StrEnum):
    """How a sentence stands to the record. Unsure means unsupported, never consistent."""

    CONSISTENT = "consistent"
    CONTRADICTS = "contradicts"
    UNSUPPORTED = "unsupported"


class Severity(StrEnum):
    """`block` stops a text from going out, `warn` asks for a decision, `info` only tells."""

    BLOCK = "block"
    WARN = "warn"
    INFO = "info"


class Verdict(StrEnum):
    """The state of a whole text."""

    READY = "ready"
    REVIEW = "review"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement:
    """Words that can stand, exactly as they are, where a finding is."""

    text: str
    before: int = 0
    """How many characters before the finding go too: an article that the new words need in another form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing a check saw. `start` and `end` are half-open code-point offsets into the checked text."""

    check: str
    severity: Severity
    start: int
    end: int
    message: str
    evidence: tuple[str, ...] = ()
    suggestion: str | None = None
    """What to do about it, for a person to read: a wording, several to choose from, or advice."""
    replacement: Replacement | None = None
    """Set only where the suggestion is one wording that fits as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What the record says beside a sentence: a line to take or a sentence of a statement, with the words that tell."""

    statement: Statement
    text: str
    marked: tuple[tuple[int, int], ...] = ()
    """Half-open code-point offsets into `text` of the words to highlight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceReport:
    """One sentence, its label and why, and the evidence for and against it (strongest first)."""

    start: int
    end: int
    text: str
    label: Label
    confidence: float
    """How sure the label is, 0…1: of labels given at 0.8, eight in ten are right."""
    evidence: tuple[Hit, ...] = ()
    reason: str = ""
    """One sentence, in the language of the text."""
    support: Beside | None = None
    """The strongest thing on the record for it; where nothing settles it, the nearest."""
    conflict: Beside | None = None
    """The strongest thing on the record against it."""
    suggestion: str | None = None
    """What to say in its place, from the lines to take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrincipleCoverage:
    """Which principles a text expresses, and which its topic would lead one to expect but are missing."""

    expressed: tuple[str, ...] = ()
    expected_missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedSentence:
    """What asking a model about one sentence gave and cost."""

    start: int
    end: int
    offline: Label
    """What the checks said without it."""
    label: Label | None
    """What the model said; None where its reply could not be read or did not come."""
    statement_id: str | None
    """The statement that the model says it relies on."""
    calls: int
    tokens_in: int
    tokens_out: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeUse:
    """That a model read the text too: which one, with which prompt, what of it could be used, what it cost."""

    model: str
    prompt: str
    """Name, version and digest of the prompt."""
    calls: int
    """Requests whose reply came, those that were asked again in a simpler form included."""
    unread: int
    """Sentences whose reply could not be used."""
    unanswered: int
    """Sentences that got no reply, because the endpoint was down or too slow."""
    tokens_in: int
    tokens_out: int
    seconds: float
    """How long the whole text took."""
    sentences: tuple[JudgedSentence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The outcome of checking a text."""

    verdict: Verdict
    sentences: tuple[SentenceReport, ...] = ()
    findings: tuple[Finding, ...] = ()
    principles: PrincipleCoverage = field(default_factory=PrincipleCoverage)
    judge: JudgeUse | None = None
    """None where no model is configured."""
