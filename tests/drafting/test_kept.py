"""Kept drafts come back as they were, and what moved on the record since is told and checked again."""

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.assembly import Assistant
from assistant.domain import Brief, Draft, DraftFormat, Filters, Form, Label, Length, Perspective, Tone, Verdict
from assistant.drafting.edited import export_data, put_on_desk, recheck, without_blanks
from assistant.drafting.editing import texts_of
from assistant.drafting.kept import draft_from_data, moved_since
from assistant.errors import InputError
from assistant.rendering import draft_json
from evals.chat_server import MODEL, Asked
from evals.writers import shaped
from tests.writers import faithful, given_up, meeting, writing

BAD = "México acepta tropas estadounidenses en su territorio."
TARIFFS = "Aranceles al acero y revisión del T-MEC"


def _there_and_back(draft: Draft, assistant: Assistant) -> Draft:
    """Return a draft as it comes back from JSON, having seen that nothing is lost on the way."""
    data = json.loads(json.dumps(draft_json(draft)))
    back = draft_from_data(data, assistant.store)
    assert draft_json(back) == data
    assert moved_since(data, assistant.store) == frozenset()
    return back


@pytest.mark.parametrize("lang", ["es", "en"])
@pytest.mark.parametrize("format_", list(DraftFormat))
def test_every_format_comes_back_exactly(reader_assistant: Assistant, format_: DraftFormat, lang: str) -> None:
    brief = meeting(lang, format_, tone=Tone.FIRM, perspective=Perspective.NEUTRAL, length=Length.SHORT)
    for draft in reader_assistant._drafter.drafts(brief, alternatives=2):
        back = _there_and_back(draft, reader_assistant)
        assert back.brief == draft.brief
        assert back.items == draft.items
        assert back.citations == draft.citations
        assert back.angle is draft.angle
        desk = put_on_desk(back)
        assert [len(desk.sentences(n)) for n in range(len(desk.texts))] == [
            len(put_on_desk(draft).sentences(n)) for n in range(len(desk.texts))
        ]


def test_filters_and_a_draft_without_items_come_back(reader_assistant: Assistant) -> None:
    filters = Filters(speaker="Roberto Velasco Álvarez", form=Form.PARAPHRASE)
    brief = Brief(topic="La mejor receta de mole poblano", format=DraftFormat.POST, lang="es", filters=filters)
    (draft,) = reader_assistant._drafter.drafts(brief)
    assert draft.items == ()
    assert _there_and_back(draft, reader_assistant).brief.filters == filters


def test_what_a_model_wrote_comes_back_with_its_changes(home: Path) -> None:
    def conceding(asked: Asked) -> str:
        if asked.is_repair:
            return given_up(asked)
        lines = [(texts[0], [n]) for n, texts in asked.evidence.items() if len(texts[0]) < 240]
        return shaped(asked, [*lines[:2], (BAD, [1])])

    with writing(home, conceding) as (assistant, server):
        (draft,) = assistant.draft(meeting())
        assert draft.changes
        assert draft.generator.kind == "llm"
        back = _there_and_back(draft, assistant)
        assert (back.changes, back.asides, back.generator.model) == (draft.changes, draft.asides, MODEL)
        server.answering = faithful
        desk = put_on_desk(draft)
        judged = assistant.editing.judged(desk, (BAD, *desk.texts[1:]), desk.texts)
        assert judged.report.judge is not None
        data = json.loads(json.dumps(export_data(judged)))
        assert export_data(put_on_desk(draft_from_data(data, assistant.store))) == data


def test_data_from_before_fields_existed_gets_their_defaults(reader_assistant: Assistant) -> None:
    (draft,) = reader_assistant._drafter.drafts(meeting())
    data: dict[str, Any] = json.loads(json.dumps(draft_json(draft)))
    for name in ("points", "angle", "asides", "changes", "evidence", "message"):
        del data[name]
    for name in ("length", "filters", "tone", "pinned"):
        del data["brief"][name]
    back = draft_from_data(data, reader_assistant.store)
    assert back.items == draft.items
    assert back.brief == draft.brief


def test_an_edited_draft_is_opened_as_it_was_kept(assistant: Assistant) -> None:
    (draft,) = assistant.draft(Brief(topic=TARIFFS, format=DraftFormat.TALKING_POINTS, lang="es"))
    desk = put_on_desk(draft)
    checked = assistant.editing.check(desk, (BAD, "", *desk.texts[2:]))
    kept = assistant.editing.keep(checked, by="Ana", base=1)
    assert (kept.version.number, kept.version.by, kept.meanwhile) == (2, "Ana", ())
    opened = assistant.editing.opened(draft.id)
    assert opened.version == kept.version
    assert opened.moved == ()
    assert opened.desk.texts == (BAD, *desk.texts[2:])
    assert opened.desk.report.verdict is Verdict.BLOCKED
    assert [s.label for s in opened.desk.sentences(0)] == [Label.CONTRADICTS]
    for sentence in opened.desk.report.sentences:
        assert opened.desk.joined[sentence.start : sentence.end] == sentence.text
    assert assistant.editing.opened(draft.id, 1).desk.texts == desk.texts


def test_emptied_items_leave_no_gap(reader_assistant: Assistant) -> None:
    (draft,) = reader_assistant._drafter.drafts(meeting(format_=DraftFormat.THREAD))
    desk = put_on_desk(draft)
    checked = recheck(reader_assistant._checker, desk, (desk.texts[0], "  ", BAD, *desk.texts[3:]))
    left = without_blanks(checked)
    assert left.texts == (desk.texts[0], BAD, *desk.texts[3:])
    assert [f.check for n in range(len(left.texts)) for f in left.findings(n)] == [
        f.check for n in range(len(checked.texts)) for f in checked.findings(n)
    ]
    assert {s.label for s in left.sentences(1)} == {Label.CONTRADICTS}


def test_a_sentence_that_stands_as_before_keeps_its_report(reader_assistant: Assistant) -> None:
    (draft,) = reader_assistant._drafter.drafts(meeting(format_=DraftFormat.PRESS_LINE))
    desk = put_on_desk(draft)
    before = desk.sentences(1)
    checked = recheck(reader_assistant._checker, desk, (desk.texts[0], f"{desk.texts[1]}\n{BAD}"))
    after = checked.sentences(1)
    assert [(s.text, s.label, s.evidence) for s in after[: len(before)]] == [
        (s.text, s.label, s.evidence) for s in before
    ]
    assert after[-1].label is Label.CONTRADICTS
    for sentence in after:
        assert checked.joined[sentence.start : sentence.end] == sentence.text


def test_keeping_tells_what_others_kept_meanwhile(assistant: Assistant) -> None:
    (draft,) = assistant.draft(Brief(topic=TARIFFS, format=DraftFormat.TALKING_POINTS, lang="es"))
    desk, editing = put_on_desk(draft), assistant.editing
    theirs = editing.check(desk, ("Buenos días.", *desk.texts[1:]))
    mine = editing.check(desk, (*desk.texts[:-1], "Buenas tardes."))
    assert editing.keep(theirs, by="María", base=1).meanwhile == ()
    kept = editing.keep(mine, by="Luis", base=1)
    assert [(each.number, each.by) for each in kept.meanwhile] == [(2, "María")]
    assert kept.version.number == 3
    assert [each.by for each in assistant.history.versions(draft.id)] == ["", "María", "Luis"]
    assert editing.keep(mine, by="Luis", base=3).version == kept.version

    back = editing.restored(draft.id, 2, by="Luis")
    assert (back.version.number, back.version.by) == (4, "Luis")
    assert back.desk.texts == theirs.texts == texts_of(back.version)
    with pytest.raises(InputError, match="no version 9"):
        editing.opened(draft.id, 9)


def test_a_withdrawn_statement_carries_nothing_any_more(assistant: Assistant) -> None:
    (draft,) = assistant.draft(meeting())
    first = draft.items[0].citations[0]
    assistant.reviewing.retract([first], "Se publicó por error.")
    opened = assistant.editing.opened(draft.id)
    assert first in opened.moved
    assert first not in {c.statement.id for c in opened.desk.draft.citations}
    assert first not in {i for item in opened.desk.draft.items for i in item.citations}
    shown = {hit.statement.id for s in opened.desk.report.sentences for hit in s.evidence}
    assert first not in shown
    only_there = [s for s in opened.desk.sentences(0) if s.label is Label.CONSISTENT]
    assert all(s.support is None or s.support.statement.id != first for s in only_there)
