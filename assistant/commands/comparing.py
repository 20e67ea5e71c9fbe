"""What `check --against` adds: the differences between a text and its version in the other language."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from assistant.assembly import Assistant
from assistant.consistency.verdicts import verdict_of
from assistant.consistency.versions import compare_versions
from assistant.domain import Finding, Report
from assistant.inputs import read_text
from assistant.retrieval.embeddings import open_embedder


def differences(assistant: Assistant, text: str, against: Path | None, lang: str | None) -> Callable[[Report], Report]:
    """Compare a text with the file that holds its other version, and return what adds the findings to a report.

    This comes before the check against the record, which takes longer: a wrong file is told at once.

    Raises:
        InputError: The file cannot be read, is empty, or is in the language of the text.
    """
    if against is None:
        return _unchanged
    findings = compare_versions(
        text, read_text(against), assistant.ledger, lang=lang, similarity=_similarity(assistant)
    )
    return lambda report: _with(report, findings)


def _unchanged(report: Report) -> Report:
    return report


def _with(report: Report, found: Sequence[Finding]) -> Report:
    findings = tuple(sorted((*report.findings, *found), key=lambda f: (f.start, f.end, f.check)))
    return replace(report, findings=findings, verdict=verdict_of(report.sentences, findings))


def _similarity(assistant: Assistant) -> Callable[[Sequence[str], Sequence[str]], list[list[float]]]:
    def similarity(here: Sequence[str], there: Sequence[str]) -> list[list[float]]:
        embedder = open_embedder(assistant.settings)
        rows: list[list[float]] = (embedder.embed_passages(here) @ embedder.embed_passages(there).T).tolist()
        return rows

    return similarity
