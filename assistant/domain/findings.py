"""What a check returns: findings, a label for each sentence, a verdict for the text."""

from dataclasses import dataclass, field
from enum import StrEnum

from assistant.domain.record import Hit


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
class Finding:
    """One thing a check saw. `start` and `end` are half-open code-point offsets into the checked text."""

    check: str
    severity: Severity
    start: int
    end: int
    message: str
    evidence: tuple[str, ...] = ()
    suggestion: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceReport:
    """One sentence, its label, and the evidence for and against it (strongest first)."""

    start: int
    end: int
    text: str
    label: Label
    confidence: float
    evidence: tuple[Hit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PrincipleCoverage:
    """Which principles a text expresses, and which its topic would lead one to expect but are missing."""

    expressed: tuple[str, ...] = ()
    expected_missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The outcome of checking a text."""

    verdict: Verdict
    sentences: tuple[SentenceReport, ...] = ()
    findings: tuple[Finding, ...] = ()
    principles: PrincipleCoverage = field(default_factory=PrincipleCoverage)
