"""How positions went: their course, their beginning, what changed, and what is nearest where nothing answers."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from assistant.assembly import Assistant
from assistant.domain import AnswerStatus, Filters, Inquiry, Wanted
from assistant.errors import InputError

CUBA = "¿Qué ha dicho México sobre el envío de petróleo a Cuba?"
NOTE = """---
speaker: {speaker}
role: Vocera
date: {day}
form: verbatim
title: Nota {name}
topics: cuba
---
{text}
"""


def asked(assistant: Assistant, question: str, filters: Filters | None = None, **options: object) -> Inquiry:
    query = assistant.understand(question, filters)
    return assistant.positions.inquire(query, today=date(2026, 5, 1), **options)  # type: ignore[arg-type]


def note(folder: Path, name: str, day: str, text: str, speaker: str = "Rosa Ajolote") -> Path:
    path = folder / f"{name}.md"
    path.write_text(NOTE.format(name=name, day=day, text=text, speaker=speaker), encoding="utf-8")
    return path


def test_the_course_holds_what_the_answer_cites_oldest_first(reader_assistant: Assistant) -> None:
    found = asked(reader_assistant, CUBA)
    days = [each.statement.date for each in found.said]
    assert days == sorted(days)
    cited = {citation.statement.id for citation in found.answer.citations}
    assert cited <= {each.statement.id for each in found.said}
    assert found.first == found.said[0]
    for each in found.said:
        assert each.quote in each.statement.text
    known = {each.statement.id for each in found.said} | {each.id for each in found.newer}
    assert all(newer in known for each in found.said for newer in each.statement.superseded_by)


def test_nothing_on_the_record_shows_what_is_nearest_and_no_answer(reader_assistant: Assistant) -> None:
    found = asked(reader_assistant, "¿Cuántos homicidios hubo?")
    assert found.answer.status is AnswerStatus.NO_RECORD
    assert (found.said, found.first) == ((), None)
    assert found.nearest
    assert all(each.relevance < 0.5 for each in found.nearest)
    assert asked(reader_assistant, "¿Cómo se prepara una pizza napolitana?").nearest == ()


def test_filters_narrow_all_that_is_shown(reader_assistant: Assistant) -> None:
    filters = Filters(counterpart="Cuba", since=date(2026, 2, 1))
    found = asked(reader_assistant, CUBA, filters)
    assert found.said
    assert all("Cuba" in each.statement.counterpart for each in found.said)
    assert min(each.statement.date for each in found.said) >= date(2026, 2, 1)
    assert found.first is not None
    assert found.first.statement.date >= date(2026, 2, 1)


@pytest.mark.parametrize("wanted", ["United States", "EUA", "estados unidos"])
def test_a_counterpart_is_known_by_its_other_names(reader_assistant: Assistant, wanted: str) -> None:
    for found in (
        reader_assistant.search("aranceles", filters=Filters(counterpart=wanted)),
        reader_assistant.search(f'aranceles contraparte:"{wanted}"'),
    ):
        assert found
        assert all("Estados Unidos" in hit.statement.counterpart for hit in found)


def test_a_counterpart_that_nothing_is_about_is_told(reader_assistant: Assistant) -> None:
    with pytest.raises(InputError, match="Nothing on the record is to or about the counterpart 'Narnia'"):
        reader_assistant.search("aranceles counterpart:Narnia")


def test_changes_since_a_day_name_what_is_new_and_what_it_supersedes(reader_assistant: Assistant) -> None:
    found = asked(reader_assistant, "¿Ha cambiado la posición sobre el petróleo a Cuba desde febrero de 2026?")
    changes = found.changes
    assert found.request.wanted is Wanted.CHANGES
    assert changes is not None
    assert (changes.since, changes.given, changes.nothing) == (date(2026, 2, 1), True, False)
    new = [each.statement.id for each in changes.new]
    assert "2026-03-30-sheinbaum-cuba-combustible-en-revision" in new
    assert all(each.statement.date >= changes.since for each in changes.new)
    pairs = {(pair.older.statement.id, pair.newer.statement.id) for pair in changes.superseded}
    older = "2026-01-28-sheinbaum-petroleo-cuba-decision-soberana"
    assert (older, "2026-03-30-sheinbaum-cuba-combustible-en-revision") in pairs
    assert all(pair.newer.statement.date >= changes.since for pair in changes.superseded)


def test_nothing_changed_is_an_answer(reader_assistant: Assistant) -> None:
    changes = asked(reader_assistant, CUBA, changed_since=date(2026, 4, 29)).changes
    assert changes is not None
    assert changes.nothing


def test_without_a_day_changes_are_counted_from_the_first_statement(reader_assistant: Assistant) -> None:
    found = asked(reader_assistant, "¿Ha cambiado la posición sobre el petróleo a Cuba?")
    assert found.first is not None
    assert found.changes is not None
    assert not found.changes.given
    assert found.changes.since > found.first.statement.date
    assert all(each.statement.date >= found.changes.since for each in found.changes.new)


def test_a_moving_figure_of_the_ledger_is_told_with_both_values(reader_assistant: Assistant) -> None:
    question = "What share of weapons seized in Mexico comes from the United States?"
    changes = asked(reader_assistant, question, changed_since=date(2026, 1, 1)).changes
    assert changes is not None
    moved = next(each for each in changes.figures if each.figure.id == "us-origin-guns")
    assert (moved.before.value, moved.after.value) == (75, 80)
    untouched = asked(reader_assistant, question, changed_since=date(2026, 4, 1)).changes
    assert untouched is not None
    assert untouched.figures == ()


def test_what_was_withdrawn_or_corrected_is_a_change(assistant: Assistant, tmp_path: Path) -> None:
    text = "Los ajolotes gigantes de Xochimilco irán a La Habana."
    assistant.ingest(
        [note(tmp_path, "uno", "2026-02-02", text), note(tmp_path, "dos", "2026-02-03", f"Repito: {text}")]
    )
    question = "¿Irán los ajolotes gigantes de Xochimilco a La Habana?"
    statements = {each.statement.date: each.statement for each in asked(assistant, question).said}
    assert len(statements) == 2
    assistant.reviewing.retract([statements[date(2026, 2, 2)].id], "No se dijo así.")
    assistant.ingest([note(tmp_path, "dos", "2026-02-03", f"Insisto: {text}")])
    today = datetime.now(UTC).date()
    changes = asked(assistant, question, changed_since=today).changes
    assert changes is not None
    assert {(deed.action, deed.statement.date) for deed in changes.deeds} == {
        ("retracted", date(2026, 2, 2)), ("corrected", date(2026, 2, 3))
    }  # fmt: skip
    assert next(deed.reason for deed in changes.deeds if deed.action == "retracted") == "No se dijo así."
    elsewhere = asked(assistant, CUBA, changed_since=today).changes
    assert elsewhere is not None
    assert elsewhere.deeds == ()


def test_who_said_it_first_is_looked_for_further_back_than_the_best_hits(assistant: Assistant, tmp_path: Path) -> None:
    text = "Los ajolotes gigantes de Xochimilco son patrimonio de la nación y no se prestan."
    files = [note(tmp_path, f"n{n}", f"2026-03-{n:02}", f"{text} Van {n} veces.") for n in range(1, 29)]
    files.append(note(tmp_path, "viejo", "2019-07-04", text, speaker="Elena Primera"))
    assistant.ingest(files)
    found = asked(assistant, "¿Quién dijo primero que los ajolotes gigantes de Xochimilco no se prestan?")
    assert found.request.wanted is Wanted.FIRST
    assert found.first is not None
    assert (found.first.statement.speaker, found.first.statement.date) == ("Elena Primera", date(2019, 7, 4))


def test_a_question_without_a_matter_is_refused(reader_assistant: Assistant) -> None:
    with pytest.raises(InputError, match="names no matter"):
        asked(reader_assistant, "¿Qué ha cambiado desde enero?")
