"""What `check --against` adds: the differences between a text and its version in the other language."""

from collections.abc import Callable
from pathlib import Path

from assistant.assembly import Assistant
from assistant.domain import Report
from assistant.inputs import read_any_text
from assistant.revising import with_findings


def differences(assistant: Assistant, text: str, against: Path | None, lang: str | None) -> Callable[[Report], Report]:
    """Compare a text with the file that holds its other version, and return what adds the findings to a report.

    This comes before the check against the record, which takes longer: a wrong file is told at once.

    Raises:
        InputError: The file cannot be read, is empty, or is in the language of the text.
    """
    if against is None:
        return lambda report: report
    findings = assistant.reviser.differences(text, read_any_text(against), lang)
    return lambda report: with_findings(report, findings)
