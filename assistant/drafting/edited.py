"""A draft on the desk: its texts as edited, and the report that belongs to exactly those texts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.consistency.checker import Checker
from assistant.consistency.hygiene import check_post_length
from assistant.domain import (
    Draft,
    DraftFormat,
    Finding,
    Report,
    SentenceReport,
)
from assistant.drafting.layout import ITEM_SEPARATOR, item_spans
from assistant.rendering import draft_json, report_json
from assistant.text.post import weighted_length


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDesk:
    """A kept draft, the texts of its items, and the report on those texts."""

    draft: Draft
    texts: tuple[str, ...]
    report: Report

    @property
    def joined(self) -> str:
        """The text into which the report's offsets point."""
        return ITEM_SEPARATOR.join(self.texts)

    @property
    def limited(self) -> bool:
        """True where every item is a post and must fit the limit."""
        return self.draft.brief.format in {DraftFormat.POST, DraftFormat.THREAD}

    def sentences(self, item: int) -> list[SentenceReport]:
        """Return the sentences of one item."""
        start, end = item_spans(self.texts)[item]
        return [s for s in self.report.sentences if start <= s.start and s.end <= end]

    def findings(self, item: int) -> list[Finding]:
        """Return the findings on one item."""
        start, end = item_spans(self.texts)[item]
        return [f for f in self.report.findings if start <= f.start and f.end <= end and f.end > f.start]


def put_on_desk(draft: Draft) -> OnDesk:
    """Begin with a draft as it was kept."""
    return OnDesk(draft=draft, texts=tuple(item.text for item in draft.items), report=draft.report)


def recheck(checker: Checker, desk: OnDesk, texts: Sequence[str]) -> OnDesk:
    """Check the items that changed, and the draft as a whole.

    The other items keep what was found in them, because their words are the same; what they say to each other, and
    which principles the whole expresses, is looked at anew.
    """
    old, new = item_spans(desk.texts), item_spans(texts)
    sentences: list[SentenceReport] = []
    findings: list[Finding] = []
    judge = desk.report.judge
    for n, text in enumerate(texts):
        if not text.strip():
            continue
        if text == desk.texts[n]:
            kept, noted, shift = desk.sentences(n), desk.findings(n), new[n][0] - old[n][0]
        else:
            fresh, shift = _check_item(checker, desk, n, text), new[n][0]
            kept, noted, judge = list(fresh.sentences), list(fresh.findings), fresh.judge or judge
        sentences += [replace(s, start=s.start + shift, end=s.end + shift) for s in kept]
        findings += [replace(f, start=f.start + shift, end=f.end + shift) for f in noted]
    joined, lang = ITEM_SEPARATOR.join(texts), desk.draft.brief.lang
    report = checker.as_a_whole(joined, lang, sentences, findings, judge)
    return OnDesk(draft=desk.draft, texts=tuple(texts), report=report)


def _check_item(checker: Checker, desk: OnDesk, item: int, text: str) -> Report:
    """Check one item; the numbering or label before the first statement states nothing and is left out."""
    prefix = _frame(desk.draft, item)
    skipped = len(prefix) if text.startswith(prefix) and text[len(prefix) :].strip() else 0
    lang = desk.draft.brief.lang
    report = checker.check(text[skipped:], lang=lang)
    # The length is that of the whole item, label included.
    too_long: list[Finding] = []
    if desk.limited:
        too_long = check_post_length(text, lang, ((0, len(text)),))
    return replace(
        report,
        sentences=tuple(replace(s, start=s.start + skipped, end=s.end + skipped) for s in report.sentences),
        findings=(
            *(replace(f, start=f.start + skipped, end=f.end + skipped) for f in report.findings),
            *too_long,
        ),
    )


def _frame(draft: Draft, item: int) -> str:
    """Return the words of an item, as drafted, that stand before the first one that was checked."""
    original = put_on_desk(draft)
    checked = original.sentences(item)
    start = item_spans(original.texts)[item][0]
    return original.texts[item][: min(s.start for s in checked) - start] if checked else ""


def export_data(desk: OnDesk) -> dict[str, Any]:
    """Return the draft's data as `exporting.export` takes it, with the words and the report now on the desk."""
    data = draft_json(desk.draft)
    items = [
        item if text == item["text"] else _rewritten(item, text)
        for item, text in zip(data["items"], desk.texts, strict=True)
        if text.strip()
    ]
    return {**data, "items": items, "report": report_json(desk.report)}


def _rewritten(item: Mapping[str, Any], text: str) -> dict[str, Any]:
    """Return an item with other words: what carried its sentences says nothing about these."""
    return {**item, "text": text, "weighted_length": weighted_length(text), "claims": []}
