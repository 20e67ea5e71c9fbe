"""A sentence as it was checked, to be moved or used again where the same sentence stands elsewhere."""

from dataclasses import dataclass, replace

from assistant.domain import Finding, SentenceReport


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedSentence:
    """A sentence's report together with its findings."""

    report: SentenceReport
    findings: tuple[Finding, ...]
    lang: str

    def moved_to(self, start: int) -> "CheckedSentence":
        """Return the same sentence where it begins at another offset."""
        by = start - self.report.start
        if not by:
            return self
        report = replace(self.report, start=start, end=self.report.end + by)
        findings = tuple(replace(f, start=f.start + by, end=f.end + by) for f in self.findings)
        return replace(self, report=report, findings=findings)


Known = dict[tuple[str, str], CheckedSentence]
"""Sentences checked in the course of one piece of work, by text and language. Not to be kept: the record moves."""
