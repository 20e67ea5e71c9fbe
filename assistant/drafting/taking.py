"""Takes an item of one version into another: its words, what carries them, and what was found in them."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.consistency.checker import Checker
from assistant.domain import Citation, DraftFormat, DraftItem, Finding, Report, SentenceReport
from assistant.domain.draft import ITEM_SEPARATOR
from assistant.drafting.edited import OnDesk
from assistant.drafting.layout import item_spans

_NUMBER = re.compile(r"^\d+/\d+ ")


def with_item(checker: Checker, desk: OnDesk, other: OnDesk, item: int) -> OnDesk:
    """Return a draft with one more item at its end, that of another version of the same format and language.

    Posts of a thread are numbered anew. The item keeps the labels it has there, because its words are the same; what
    the items say to each other is looked at anew.
    """
    taken = other.draft.items[item]
    start, end = item_spans(other.texts)[item]
    texts = (*desk.texts, other.texts[item])
    by = item_spans(texts)[-1][0] - start
    report = replace(
        desk.report,
        sentences=(*desk.report.sentences, *(_moved(s, by) for s in other.sentences(item))),
        findings=(
            *desk.report.findings,
            *(_shifted(f, by) for f in other.findings(item) if start <= f.start and f.end <= end),
        ),
    )
    citations = _with_citations(desk.draft.citations, other.draft.citations, taken)
    draft = replace(desk.draft, items=(*desk.draft.items, taken), citations=citations)
    return _as_a_whole(checker, renumbered(OnDesk(draft=draft, texts=texts, report=report)))


def renumbered(desk: OnDesk) -> OnDesk:
    """Return a thread with its posts numbered as they now stand; a post without a number stays without one."""
    if desk.draft.brief.format is not DraftFormat.THREAD:
        return desk
    texts = tuple(with_number(text, n, len(desk.texts)) for n, text in enumerate(desk.texts))
    before, after = item_spans(desk.texts), item_spans(texts)
    sentences: list[SentenceReport] = []
    findings: list[Finding] = [f for f in desk.report.findings if f.start == f.end]
    for n, text in enumerate(texts):
        by = after[n][0] - before[n][0] + len(text) - len(desk.texts[n])
        sentences += [_moved(s, by) for s in desk.sentences(n)]
        findings += [_shifted(f, by) for f in desk.findings(n)]
    items = tuple(_renumbered_item(item, n, len(texts)) for n, item in enumerate(desk.draft.items))
    report = replace(desk.report, sentences=tuple(sentences), findings=tuple(findings))
    return OnDesk(draft=replace(desk.draft, items=items), texts=texts, report=report)


def with_number(text: str, index: int, total: int) -> str:
    """Return a post's text with its own number in the place of the one it has."""
    return _NUMBER.sub(f"{index + 1}/{total} ", text)


def without_number(text: str) -> str:
    """Return a post's text without the number that a thread gives it."""
    return _NUMBER.sub("", text)


def _renumbered_item(item: DraftItem, index: int, total: int) -> DraftItem:
    text = with_number(item.text, index, total)
    by = len(text) - len(item.text)
    claims = tuple(replace(span, start=span.start + by, end=span.end + by) for span in item.claims)
    return replace(item, text=text, weighted_length=item.weighted_length + by, claims=claims)


def _with_citations(ours: Sequence[Citation], theirs: Sequence[Citation], taken: DraftItem) -> tuple[Citation, ...]:
    """Return the citations with those that an item brings along, numbered on."""
    known = {citation.statement.id for citation in ours}
    new = [c for c in theirs if c.statement.id in taken.citations and c.statement.id not in known]
    return (*ours, *(replace(c, number=len(ours) + n) for n, c in enumerate(new, start=1)))


def _as_a_whole(checker: Checker, desk: OnDesk) -> OnDesk:
    report: Report = checker.as_a_whole(
        ITEM_SEPARATOR.join(desk.texts),
        desk.draft.brief.lang,
        desk.report.sentences,
        desk.report.findings,
        desk.report.judge,
    )
    return replace(desk, report=report)


def _moved(sentence: SentenceReport, by: int) -> SentenceReport:
    return replace(sentence, start=sentence.start + by, end=sentence.end + by)


def _shifted(finding: Finding, by: int) -> Finding:
    return replace(finding, start=finding.start + by, end=finding.end + by)
