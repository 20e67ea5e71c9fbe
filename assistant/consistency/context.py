"""What every check is given."""

from dataclasses import dataclass

from assistant.citing import long_date
from assistant.consistency.evidence import Evidence
from assistant.consistency.messages import message
from assistant.domain import Finding, Ledger, Replacement, SentenceReport, Severity, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceContext:
    """One sentence with its place in the checked text, its language and its evidence."""

    start: int
    end: int
    text: str
    lang: str
    evidence: Evidence
    ledger: Ledger

    def finding(
        self,
        check: str,
        severity: Severity,
        template: str,
        *,
        start: int = 0,
        end: int | None = None,
        evidence: tuple[str, ...] = (),
        suggestion: str | None = None,
        replacement: Replacement | None = None,
        **values: object,
    ) -> Finding:
        """Make a finding; `start` and `end` are offsets into the sentence, the whole of it by default."""
        return Finding(
            check=check,
            severity=severity,
            start=self.start + start,
            end=self.start + (len(self.text) if end is None else end),
            message=message(template, self.lang, **values),
            evidence=evidence,
            suggestion=suggestion,
            replacement=replacement,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftContext:
    """The whole of a checked text with the sentences as they were judged, for checks that look across them."""

    text: str
    lang: str
    sentences: tuple[SentenceReport, ...]
    ledger: Ledger


def reference_to(statement: Statement, lang: str) -> str:
    """Name a statement briefly: speaker and date."""
    return f"{statement.speaker}, {long_date(statement.date, lang)}"


def unended(text: str) -> str:
    """Return a sentence without its full stop, to stand inside another one."""
    return text.rstrip().removesuffix(".")
