"""The rules for a model's reading of a sentence: what it may change, and what it never may.

Everything here is free of models and networks. A model may lower a verdict freely. It may raise `unsupported` to
`consistent` only if it names a statement and an independent reader confirms that statement. It never lifts a
contradiction, and it never removes a finding.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.citing import long_date
from assistant.consistency.messages import message
from assistant.domain import Finding, Hit, Label, Severity, Statement

CHECK = "judge"
FOUNDATIONS = frozenset({"figures", "dates", "names", "quotations"})
"""Checks whose doubts about a sentence no model can lift: what they miss is not in the record."""
CHANGED_CONFIDENCE = 0.5
"""How sure a label is on which the two readings differ: it is no longer what was calibrated."""

Confirms = Callable[[str, str], bool]
"""Tells of a sentence and a passage whether the passage says it. Must not ask the model that is being judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToReview:
    """A sentence as the checks without a model left it."""

    start: int
    end: int
    text: str
    lang: str
    label: Label
    confidence: float
    hits: tuple[Hit, ...]
    """The evidence, strongest first."""
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """The same sentence after a model read it too: its findings are the old ones and perhaps one more."""

    label: Label
    confidence: float
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """One numbered thing that a model is shown: a passage of a statement, or a red line (which has no statement)."""

    number: int
    text: str
    heading: str
    statement: Statement | None = None

    def reference(self, lang: str) -> str:
        """Name it briefly, in `lang`."""
        if self.statement is None:
            return message("judge_red_line", lang)
        return f"{self.statement.speaker}, {long_date(self.statement.date, lang)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A model's reply that could be read and whose passage and words are really there."""

    label: Label
    relies_on: Offered | None
    words: str
    reason: str


class Unread(StrEnum):
    """Why a reply cannot be used. Each has its own wording in both languages."""

    NO_VERDICT = "no_verdict"
    """It is not the object that was asked for."""
    NO_PASSAGE = "no_passage"
    """It names no passage, or one that was not shown."""
    OTHER_WORDS = "other_words"
    """The words it gives are not in the passage that it names."""
    TOO_LONG = "too_long"
    """The sentence is longer than what a model is given; half of it would be read as the whole."""


def combine(offline: Label, said: Label | None, *, may_raise: bool) -> Label:
    """Return the label of a sentence from both readings; `said` is None where the model's cannot be used."""
    if offline is Label.CONTRADICTS or said is None or said is offline:
        return offline
    if said is Label.CONSISTENT:
        return Label.CONSISTENT if may_raise else offline
    return said


def can_be_raised(sentence: ToReview, reading: Reading) -> bool:
    """Tell whether a reading is one that a confirmation could make count: all that is not the confirmation itself."""
    standing = any(
        finding.severity is Severity.BLOCK or (finding.check in FOUNDATIONS and finding.severity is Severity.WARN)
        for finding in sentence.findings
    )
    statement = reading.relies_on.statement if reading.relies_on else None
    return (
        sentence.label is Label.UNSUPPORTED
        and reading.label is Label.CONSISTENT
        and not standing
        and statement is not None
        and not statement.superseded_by
    )


def weigh(sentence: ToReview, reading: Reading | Unread, *, confirmed: bool) -> Reviewed:
    """Return a sentence's label and findings from both readings.

    Args:
        sentence: As the checks left it.
        reading: What the model said, or why that cannot be used.
        confirmed: An independent reader found the sentence in the statement that the model names.
    """
    if isinstance(reading, Unread):
        why = message(f"judge_{reading.value}", sentence.lang)
        return _with(sentence, sentence.label, [finding_on(sentence, Severity.WARN, "judge_unread", why=why)])
    may_raise = confirmed and can_be_raised(sentence, reading)
    label = combine(sentence.label, reading.label, may_raise=may_raise)
    return _with(sentence, label, _findings(sentence, reading, label))


def _with(sentence: ToReview, label: Label, findings: Sequence[Finding]) -> Reviewed:
    sure = sentence.confidence if label is sentence.label else CHANGED_CONFIDENCE
    return Reviewed(label=label, confidence=sure, findings=(*sentence.findings, *findings))


def _findings(sentence: ToReview, reading: Reading, label: Label) -> list[Finding]:
    lang, item = sentence.lang, reading.relies_on
    statement_ids = (item.statement.id,) if item and item.statement else ()
    named = {"reference": item.reference(lang), "words": reading.words} if item else {}
    if reading.label is Label.CONTRADICTS:
        severity, name = Severity.BLOCK, "judge_contradicts"
    elif label is Label.UNSUPPORTED and sentence.label is Label.CONSISTENT:
        severity, name = Severity.WARN, "judge_lowered"
    elif label is Label.CONSISTENT and sentence.label is Label.UNSUPPORTED:
        severity, name = Severity.INFO, "judge_raised"
    elif sentence.label is Label.UNSUPPORTED and reading.label is Label.CONSISTENT:
        severity, name = Severity.INFO, "judge_unconfirmed"
    else:
        return []
    return [finding_on(sentence, severity, name, evidence=statement_ids, reason=reading.reason, **named)]


def finding_on(
    sentence: ToReview, severity: Severity, template: str, *, evidence: tuple[str, ...] = (), **values: object
) -> Finding:
    """Make a finding on a whole sentence, in its language."""
    return Finding(
        check=CHECK,
        severity=severity,
        start=sentence.start,
        end=sentence.end,
        message=message(template, sentence.lang, **values),
        evidence=evidence,
    )
