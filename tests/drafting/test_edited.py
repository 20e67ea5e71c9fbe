"""A draft on the desk: only what changed is checked again, and exports carry the words that were checked."""

import pytest

from assistant.assembly import Assistant
from assistant.domain import Brief, DraftFormat, Label, Verdict
from assistant.drafting.edited import OnDesk, export_data, put_on_desk, recheck
from assistant.drafting.layout import item_spans
from assistant.exporting import export

BAD = "México acepta tropas estadounidenses en su territorio."


@pytest.fixture(scope="module")
def thread(reader_assistant: Assistant) -> OnDesk:
    brief = Brief(topic="Aranceles al acero y revisión del T-MEC", format=DraftFormat.THREAD, lang="es")
    return put_on_desk(reader_assistant._drafter.drafts(brief)[0])  # the prepared home is only read


def test_nothing_changed_keeps_the_report(reader_assistant: Assistant, thread: OnDesk) -> None:
    assert recheck(reader_assistant._checker, thread, thread.texts).report.verdict is thread.report.verdict


def test_the_numbering_of_a_changed_post_is_no_statement(reader_assistant: Assistant, thread: OnDesk) -> None:
    label = thread.texts[0][:4]
    checked = recheck(reader_assistant._checker, thread, (label + thread.texts[1][4:], *thread.texts[1:]))
    assert [s.label for s in checked.sentences(0)] == [Label.CONSISTENT]


def test_a_contradiction_blocks_and_stands_at_its_item(reader_assistant: Assistant, thread: OnDesk) -> None:
    texts = (*thread.texts[:1], BAD, *thread.texts[2:])
    checked = recheck(reader_assistant._checker, thread, texts)
    assert checked.report.verdict is Verdict.BLOCKED
    assert [s.label for s in checked.sentences(1)] == [Label.CONTRADICTS]
    assert {s.label for n in range(2, len(texts)) for s in checked.sentences(n)} == {Label.CONSISTENT}
    for sentence in checked.report.sentences:
        assert checked.joined[sentence.start : sentence.end] == sentence.text


def test_two_items_against_each_other_are_told(reader_assistant: Assistant, thread: OnDesk) -> None:
    said, denied = "Los equipos se reunirán el lunes en Querétaro.", "Los equipos no se reunirán el lunes en Querétaro."
    checked = recheck(reader_assistant._checker, thread, (said, *thread.texts[1:-1], denied))
    assert "each-other" in {finding.check for finding in checked.findings(len(thread.texts) - 1)}
    mended = recheck(reader_assistant._checker, checked, (thread.texts[0], *checked.texts[1:]))
    assert "each-other" not in {finding.check for finding in mended.report.findings}


def test_a_principle_that_was_deleted_is_no_longer_expressed(reader_assistant: Assistant, thread: OnDesk) -> None:
    named = recheck(reader_assistant._checker, thread, ("Con respeto mutuo y diálogo.", *thread.texts[1:]))
    assert "mutual-respect" in named.report.principles.expressed
    gone = recheck(reader_assistant._checker, named, ("Buenos días.", *("" for _ in thread.texts[1:])))
    assert gone.report.principles.expressed == ()


def test_a_post_over_the_limit_blocks(reader_assistant: Assistant, thread: OnDesk) -> None:
    texts = (thread.texts[0] + " " + thread.texts[1][4:] + " " + thread.texts[2][4:], *thread.texts[1:])
    checked = recheck(reader_assistant._checker, thread, texts)
    assert checked.report.verdict is Verdict.BLOCKED
    assert "post-length" in {finding.check for finding in checked.findings(0)}


def test_an_emptied_item_leaves_the_export(reader_assistant: Assistant, thread: OnDesk) -> None:
    checked = recheck(reader_assistant._checker, thread, ("", BAD, *thread.texts[2:]))
    written = export(export_data(checked), "txt").decode()
    assert BAD in written
    assert thread.texts[0] not in written
    assert "bloqueado" in written


def test_spans_point_into_the_joined_text() -> None:
    assert item_spans(("ab", "", "c")) == [(0, 2), (4, 4), (6, 7)]


def test_what_was_rechecked_is_what_is_kept(assistant: Assistant) -> None:
    brief = Brief(topic="Aranceles al acero y revisión del T-MEC", format=DraftFormat.TALKING_POINTS, lang="es")
    (draft,) = assistant.draft(brief)
    desk = put_on_desk(draft)
    assistant.recheck(desk, (BAD, *desk.texts[1:]))
    kept = assistant.saved_draft(draft.id)
    assert kept["items"][0]["text"] == BAD
    assert kept["report"]["verdict"] == "blocked"
