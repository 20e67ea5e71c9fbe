"""A text under revision: checked, changed and checked again; only the sentences that changed are read anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from assistant.consistency.checked import CheckedSentence
from assistant.consistency.checker import Checker
from assistant.consistency.verdicts import verdict_of
from assistant.consistency.versions import compare_versions
from assistant.domain import Finding, Ledger, Progress, Report, silent
from assistant.record.store import RecordStore
from assistant.retrieval.embeddings import LangChainEmbedder

REMEMBERED = 400
"""Sentences of a text's earlier versions that are kept, so that taking a change back costs nothing."""
Sentences = Mapping[tuple[str, str], CheckedSentence]


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A text with the report on exactly that text."""

    text: str
    report: Report
    sentences: Sentences = field(default_factory=dict)
    """What was found in its sentences and in those of its earlier versions, by text and language."""
    record: int = 0
    """Where the record stood when it was checked: what was found holds as long as it stands there."""


class Reviser:
    """Checks a text again and again while somebody works on it, and lays its other language version beside it."""

    def __init__(self, checker: Checker, store: RecordStore, ledger: Ledger, embedder: LangChainEmbedder) -> None:
        """Check with `checker` against what `store` holds; `embedder` says which sentences of two versions belong."""
        self._checker = checker
        self._store = store
        self._ledger = ledger
        self._embedder = embedder

    def check(
        self,
        text: str,
        *,
        lang: str | None = None,
        is_post: bool = False,
        on: date | None = None,
        other: str = "",
        before: Revision | None = None,
        progress: Progress = silent,
    ) -> Revision:
        """Return the report on a text.

        Args:
            text: What is to go out.
            lang: Its language; recognised where not given.
            is_post: Whether it is one post and must fit the platform's limit.
            on: The day on which it goes out; today by default.
            other: Its version in the other language, to be compared; empty where there is none.
            before: An earlier version: sentences that stand in both are not read again, if the record is the same.
            progress: Called after each sentence.

        Raises:
            InputError: The text is empty or too long, or both versions are in one language.
        """
        differing = self.differences(text, other, lang) if other.strip() else []
        record = self._store.last_seq()
        known = dict(before.sentences) if before is not None and before.record == record else {}
        posts = ((0, len(text)),) if is_post else ()
        report = self._checker.check(text, lang=lang, posts=posts, on=on, known=known, progress=progress)
        if differing:
            report = with_findings(report, differing)
        return Revision(text=text, report=report, sentences=_latest(known, report), record=record)

    def differences(self, text: str, other: str, lang: str | None) -> list[Finding]:
        """Return where a text and its version in the other language differ in substance.

        Raises:
            InputError: One of the two is empty or too long, or both are in one language.
        """
        return compare_versions(text, other, self._ledger, lang=lang, similarity=self._similarity)

    def _similarity(self, here: Sequence[str], there: Sequence[str]) -> list[list[float]]:
        rows: list[list[float]] = (
            self._embedder.embed_passages(here) @ self._embedder.embed_passages(there).T
        ).tolist()
        return rows


def with_findings(report: Report, found: Sequence[Finding]) -> Report:
    """Return a report with more findings, and the verdict that they leave."""
    findings = tuple(sorted((*report.findings, *found), key=lambda f: (f.start, f.end, f.check)))
    return replace(report, findings=findings, verdict=verdict_of(report.sentences, findings))


def _latest(known: dict[tuple[str, str], CheckedSentence], report: Report) -> Sentences:
    """Return what is worth keeping: the sentences of this text, and as many of earlier ones as are remembered."""
    here = {sentence.text for sentence in report.sentences}
    earlier = [key for key in known if key[0] not in here]
    for key in earlier[: max(0, len(earlier) - REMEMBERED)]:
        del known[key]
    return known
