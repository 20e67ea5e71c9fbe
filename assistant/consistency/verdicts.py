"""The state of a whole text, from its sentences and findings."""

from collections.abc import Sequence

from assistant.domain import Finding, Label, SentenceReport, Severity, Verdict


def verdict_of(sentences: Sequence[SentenceReport], findings: Sequence[Finding]) -> Verdict:
    """Return `blocked`, `review` or `ready`: one bad sentence decides, and anything unsure asks for a person."""
    severities = {finding.severity for finding in findings}
    labels = {sentence.label for sentence in sentences}
    if Severity.BLOCK in severities or Label.CONTRADICTS in labels:
        return Verdict.BLOCKED
    if Severity.WARN in severities or labels != {Label.CONSISTENT}:
        return Verdict.REVIEW
    return Verdict.READY
