"""A draft on the desk: its texts as edited, and the report that belongs to exactly those texts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.consistency.agreeing import EACH_OTHER
from assistant.consistency.checked import CheckedSentence, Known
from assistant.consistency.checker import Checker
from assistant.consistency.hygiene import check_post_length
from assistant.domain import (
    Draft,
    DraftFormat,
    Finding,
    Report,
    SentenceReport,
)
from assistant.domain.draft import ITEM_SEPARATOR
from assistant.drafting.layout import item_spans
from assistant.rendering import draft_json, report_json
from assistant.text.post import weighted_length

COVERAGE = "coverage"
"""The finding that the record only comes near the brief: it is on the draft, whatever its words become."""
OF_A_WHOLE = frozenset({EACH_OTHER, COVERAGE, "post-length", "drafting-notes", "publication", "versions"})
"""Checks that look at more than one sentence."""


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


def recheck(
    checker: Checker,
    desk: OnDesk,
    texts: Sequence[str],
    *,
    again: Collection[int] = frozenset(),
    judged: bool = True,
) -> OnDesk:
    """Check the items that changed, and the draft as a whole.

    The other items keep what was found in them, because their words are the same, and so do the sentences of a changed
    item that stand in it as before; what they say to each other, and which principles the whole expresses, is looked
    at anew.

    Args:
        checker: What checks.
        desk: The draft with its texts of before.
        texts: Its texts now, one an item.
        again: Items that are checked although their words are the same, every sentence of them.
        judged: Have the configured model, if any, read the changed items too.
    """
    old, new = item_spans(desk.texts), item_spans(texts)
    sentences: list[SentenceReport] = []
    findings = [finding for finding in desk.report.findings if finding.check == COVERAGE]
    judge = desk.report.judge
    for n, text in enumerate(texts):
        if not text.strip():
            continue
        if text == desk.texts[n] and n not in again:
            kept, noted, shift = desk.sentences(n), desk.findings(n), new[n][0] - old[n][0]
        else:
            known = Known() if n in again else _as_before(desk, n)
            fresh, shift = _check_item(checker, desk, n, text, known, judged), new[n][0]
            kept, noted, judge = list(fresh.sentences), list(fresh.findings), fresh.judge or judge
        sentences += [replace(s, start=s.start + shift, end=s.end + shift) for s in kept]
        findings += [replace(f, start=f.start + shift, end=f.end + shift) for f in noted]
    joined, lang = ITEM_SEPARATOR.join(texts), desk.draft.brief.lang
    report = checker.as_a_whole(joined, lang, sentences, findings, judge)
    return OnDesk(draft=desk.draft, texts=tuple(texts), report=report)


def _as_before(desk: OnDesk, item: int) -> Known:
    """Return the sentences of an item with what was found in each of them alone."""
    lang, found = desk.draft.brief.lang, [f for f in desk.findings(item) if f.check not in OF_A_WHOLE]
    return {
        (s.text, lang): CheckedSentence(
            report=s, findings=tuple(f for f in found if s.start <= f.start and f.end <= s.end), lang=lang
        )
        for s in desk.sentences(item)
    }


def _check_item(checker: Checker, desk: OnDesk, item: int, text: str, known: Known, judged: bool) -> Report:
    """Check one item; the numbering or label before the first statement states nothing and is left out."""
    prefix = _frame(desk.draft, item)
    skipped = len(prefix) if text.startswith(prefix) and text[len(prefix) :].strip() else 0
    lang = desk.draft.brief.lang
    report = checker.check(
        text[skipped:], lang=lang, known=known, judged=judged, classification=desk.draft.brief.classification
    )
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
    desk = without_blanks(desk)
    data = draft_json(desk.draft)
    items = [
        item if text == item["text"] else _rewritten(item, text)
        for item, text in zip(data["items"], desk.texts, strict=True)
    ]
    return {**data, "items": items, "report": report_json(desk.report)}


def without_blanks(desk: OnDesk) -> OnDesk:
    """Return it without the items that were emptied: offsets point into what is left."""
    left = [n for n, text in enumerate(desk.texts) if text.strip()]
    if len(left) == len(desk.texts):
        return desk
    texts = tuple(desk.texts[n] for n in left)
    before, after = item_spans(desk.texts), item_spans(texts)
    moved: list[SentenceReport] = []
    noted = [finding for finding in desk.report.findings if finding.start == finding.end]
    for at, n in enumerate(left):
        by = after[at][0] - before[n][0]
        moved += [replace(s, start=s.start + by, end=s.end + by) for s in desk.sentences(n)]
        noted += [replace(f, start=f.start + by, end=f.end + by) for f in desk.findings(n)]
    draft = replace(desk.draft, items=tuple(desk.draft.items[n] for n in left))
    return OnDesk(draft=draft, texts=texts, report=replace(desk.report, sentences=tuple(moved), findings=tuple(noted)))


def _rewritten(item: Mapping[str, Any], text: str) -> dict[str, Any]:
    """Return an item with other words: what carried its sentences says nothing about these."""
    return {**item, "text": text, "weighted_length": weighted_length(text), "claims": []}
