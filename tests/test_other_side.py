"""What the other side says never carries anything of ours, and is shown where somebody asks for it."""

from pathlib import Path

import pytest

from assistant.assembly import Assistant
from assistant.domain import AnswerStatus, Brief, Draft, DraftFormat, Filters, Label, Side
from assistant.errors import InputError
from assistant.settings import Settings

CONCESSION = "México acepta tropas estadounidenses en su territorio."
NEUTRAL = "México enviará doscientos ajolotes en préstamo al zoológico de Filadelfia el próximo verano."
QUESTION = "¿Qué ha dicho México sobre los ajolotes para Filadelfia?"
FRONT = """---
speaker: Marco Rubio
role: Secretario de Estado de Estados Unidos
date: 2026-04-02
form: verbatim
title: Palabras en Washington
{side}---
"""


def _settings(home: Path) -> Settings:
    return Settings(home=home, _env_file=None)  # type: ignore[call-arg]


def _given(folder: Path, side: str, speaker: str = "Marco Rubio") -> Path:
    path = folder / "palabras.md"
    front = FRONT.format(side=side).replace("Marco Rubio", speaker)
    path.write_text(f"{front}{CONCESSION} {NEUTRAL}\n", encoding="utf-8")
    return path


@pytest.fixture
def theirs(assistant: Assistant, tmp_path: Path) -> str:
    """A statement of the other side that makes a concession; the id under which it is kept."""
    done = assistant.ingest([_given(tmp_path, "side: counterpart\n")])
    assert (done.summary.change.added, done.summary.rejected) == (1, ())
    (statement,) = assistant.positions.theirs.store.page(Filters()).statements
    assert statement.side is Side.COUNTERPART
    return statement.id


def _used(draft: Draft) -> set[str]:
    cited = {each for item in draft.items for each in item.citations}
    return cited | {c.statement.id for c in draft.citations} | {e.statement.id for e in draft.evidence}


def test_the_same_words_carry_a_sentence_if_they_are_ours(assistant: Assistant, tmp_path: Path) -> None:
    """The control: without it the tests below could not fail."""
    assistant.ingest([_given(tmp_path, "", speaker="Una Voz Nuestra")])
    (sentence,) = assistant.check(NEUTRAL).sentences
    assert sentence.label is Label.CONSISTENT
    assert assistant.ask(QUESTION).status is AnswerStatus.ANSWERED


def test_no_sentence_is_consistent_with_the_other_sides_words(assistant: Assistant, theirs: str) -> None:
    for text in (
        CONCESSION,
        NEUTRAL,
        f"Reitero que {NEUTRAL[0].lower()}{NEUTRAL[1:]}",
        f"«{NEUTRAL}», dijo Marco Rubio.",
    ):
        report = assistant.check(text)
        assert all(sentence.label is not Label.CONSISTENT for sentence in report.sentences), text
        hits = {hit.statement.id for sentence in report.sentences for hit in sentence.evidence}
        sides = {beside.statement.id for s in report.sentences for beside in (s.support, s.conflict) if beside}
        named = {each for finding in report.findings for each in finding.evidence}
        assert theirs not in hits | sides | named, text
    assert assistant.check(CONCESSION).sentences[0].label is Label.CONTRADICTS
    assert not assistant.rests_on(NEUTRAL, "es", frozenset({theirs}))


def test_no_search_finds_the_other_sides_words(assistant: Assistant, theirs: str) -> None:
    queries = (
        NEUTRAL,
        CONCESSION,
        "ajolotes Filadelfia",
        '"doscientos ajolotes en préstamo"',
        "axolotls for Philadelphia",
    )
    for query in queries:
        assert theirs not in {hit.statement.id for hit in assistant.search(query, k=200)}, query
        explained = assistant.explain(assistant.understand(query), k=200)
        assert theirs not in {hit.statement.id for hit in explained.hits}, query
        assert theirs not in {each.statement.id for each in assistant.retriever.passages(query, k=200)}, query
    only = Filters(statement_ids=frozenset({theirs}))
    assert assistant.search("ajolotes", filters=only) == []
    assert assistant.statements(only).total == 0
    assert assistant.statements(contains="ajolotes").total == 0
    with pytest.raises(InputError, match="Nobody on the record is called 'Rubio'"):
        assistant.search("ajolotes de:Rubio")


def test_no_index_of_ours_holds_the_other_sides_words(assistant: Assistant, theirs: str) -> None:
    held = {*assistant.index.dense.ids(), *assistant.index.lexical.ids(), *assistant.index.terms.ids()}
    assert not any(each.startswith(theirs) for each in held)
    assistant.reindex()
    held = {*assistant.index.dense.ids(), *assistant.index.lexical.ids(), *assistant.index.terms.ids()}
    assert not any(each.startswith(theirs) for each in held)
    with pytest.raises(InputError, match="There is no statement"):
        assistant.show(theirs)


def test_no_answer_rests_on_the_other_sides_words(assistant: Assistant, theirs: str) -> None:
    assert assistant.ask(QUESTION).status is AnswerStatus.NO_RECORD
    found = assistant.positions.inquire(assistant.understand("¿México acepta tropas estadounidenses?"), other_side=True)
    ours = {each.statement.id for each in (*found.said, *found.nearest)} | {
        c.statement.id for c in found.answer.citations
    }
    assert ours
    assert theirs not in ours
    assert CONCESSION not in found.answer.text


def test_no_draft_rests_on_the_other_sides_words(assistant: Assistant, theirs: str) -> None:
    for topic in ("ajolotes para Filadelfia", "tropas estadounidenses en México"):
        brief = Brief(
            topic=topic, context=NEUTRAL, counterpart="Marco Rubio", format=DraftFormat.TALKING_POINTS, lang="es"
        )
        assert theirs not in {item.statement.id for item in assistant.evidence(brief)}
        for draft in assistant.draft(brief):
            assert theirs not in _used(draft)
            assert not any("ajolotes en préstamo" in item.text or CONCESSION in item.text for item in draft.items)
    pinned = Brief(topic="tropas", format=DraftFormat.POST, lang="es", pinned=(theirs,))
    with pytest.raises(InputError):
        assistant.draft(pinned)


def test_suggestions_come_from_our_own_alone(assistant: Assistant, theirs: str) -> None:
    found = assistant.suggestions()
    assert theirs not in {each.newer.matter.statement_id for each in found}
    assert theirs not in {each.older.matter.statement_id for each in found}


def test_who_asks_for_the_other_side_sees_it_apart(assistant: Assistant, theirs: str) -> None:
    found = assistant.positions.inquire(assistant.understand("tropas estadounidenses en México"), other_side=True)
    assert found.theirs is not None
    assert [each.statement.id for each in found.theirs.said] == [theirs]
    assert found.theirs.said[0].quote in f"{CONCESSION} {NEUTRAL}"
    about_nothing = assistant.positions.inquire(assistant.understand("agua"), other_side=True).theirs
    assert about_nothing is not None
    assert (about_nothing.statements, about_nothing.said) == (1, ())
    assert assistant.positions.inquire(assistant.understand("agua")).theirs is None


def test_across_languages_the_topic_finds_what_the_other_side_said(assistant: Assistant, tmp_path: Path) -> None:
    path = tmp_path / "remarks.md"
    front = FRONT.format(side="side: counterpart\nlang: en\n")
    path.write_text(f"{front}Tariffs on Mexican steel will stay at fifty per cent.\n", encoding="utf-8")
    assistant.ingest([path])
    found = assistant.positions.inquire(assistant.understand("¿Qué hay sobre los aranceles al acero?"), other_side=True)
    assert found.theirs is not None
    assert [each.statement.lang for each in found.theirs.said] == ["en"]


def test_the_other_side_outlives_closing_and_rebuilding(home: Path, tmp_path: Path) -> None:
    with Assistant.open(_settings(home)) as assistant:
        assistant.ingest([_given(tmp_path, "side: counterpart\n")])
    Assistant.rebuild_index(_settings(home))
    with Assistant.open(_settings(home)) as assistant:
        found = assistant.positions.inquire(assistant.understand(QUESTION), other_side=True)
        assert found.answer.status is AnswerStatus.NO_RECORD
        assert found.theirs is not None
        assert len(found.theirs.said) == 1
        assistant.reviewing.retract([found.theirs.said[0].statement.id], "probe")
        gone = assistant.positions.inquire(assistant.understand(QUESTION), other_side=True).theirs
        assert gone is not None
        assert (gone.statements, gone.said) == (0, ())
