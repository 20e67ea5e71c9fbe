"""What a person does with the record through the façade: the indexes follow, faults name their fields."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from assistant.assembly import Assistant
from assistant.curating import Entry, EntryError, Order
from assistant.domain import OutgoingStatus, State
from assistant.errors import InputError
from assistant.record import tables as t
from assistant.record.by_hand import AlreadyThereError
from assistant.record.tally import Choice
from tests.contracts.test_speakers_cli import TRANSCRIPT

TODAY = date(2026, 6, 1)
WORDS = "El ajolote de prueba mide 37 centímetros y vive en Xochimilco."
ENTRY = Entry(
    date="2026-02-03",
    speaker="roberto velasco alvarez",
    role="Subsecretario para América del Norte",
    venue="Acto de prueba",
    lang="es",
    form="verbatim",
    text=WORDS,
    title="Acta de prueba",
    ref="acta.txt",
    topics=("trade",),
    authority="speech",
)


def faults(assistant: Assistant, entry: Entry, correcting: str = "") -> dict[str, str]:
    def keep() -> object:
        if correcting:
            return assistant.curating.correct(correcting, entry, reason="x", by="Ana", today=TODAY)
        return assistant.curating.add(entry, by="Ana", today=TODAY)

    with pytest.raises(EntryError) as found:
        keep()
    return {fault.field: fault.kind for fault in found.value.faults}


def test_every_field_that_is_wrong_is_named(reader_assistant: Assistant) -> None:
    assert faults(reader_assistant, Entry()) == {
        "date": "missing", "speaker": "missing", "role": "missing", "venue": "missing", "text": "missing",
        "lang": "not_chosen", "form": "not_chosen",
    }  # fmt: skip
    assert faults(reader_assistant, replace(ENTRY, date="3 de febrero")) == {"date": "no_date"}
    assert faults(reader_assistant, replace(ENTRY, date="2026-06-02")) == {"date": "future"}
    assert faults(reader_assistant, replace(ENTRY, title="", ref="  ")) == {
        "title": "verbatim_source", "ref": "verbatim_source",
    }  # fmt: skip
    assert faults(reader_assistant, replace(ENTRY, lines_es="Una\nDos", lines_en="One")) == {"lines_en": "unpaired"}
    assert faults(reader_assistant, replace(ENTRY, venue="x" * 300)) == {"venue": "too_long"}


def test_what_is_added_is_found_at_once_and_once_only(assistant: Assistant) -> None:
    kept = assistant.curating.add(ENTRY, by="Ana Luz", today=TODAY)
    assert (kept.pending, kept.stands.state) == ("", State.ACTIVE)
    statement = assistant.show(kept.stands.statement_id)
    assert statement.speaker == "Roberto Velasco Álvarez", "as the registry writes the name"
    assert assistant.search("ajolote de Xochimilco", k=1)[0].statement == statement
    with pytest.raises(AlreadyThereError) as there:
        assistant.curating.add(ENTRY, by="Ana Luz", today=TODAY)
    assert there.value.statement_id == statement.id
    other = assistant.curating.add(replace(ENTRY, text="Otra frase de prueba."), by="Ana", today=TODAY)
    assert other.stands.statement_id == f"{statement.id}-2"
    view = assistant.curating.view(statement.id)
    assert [passage.text for passage in view.passages] == [WORDS]
    assert [(event.action, event.by) for event in view.trace.events] == [("added", "Ana Luz")]


def test_a_paraphrase_without_a_source_says_so(assistant: Assistant) -> None:
    kept = assistant.curating.add(replace(ENTRY, form="paraphrase", title="", ref=""), by="Ana", today=TODAY)
    assert assistant.show(kept.stands.statement_id).source.title == "Sin fuente escrita"
    entry = assistant.curating.entry(kept.stands.statement_id)
    assert faults(assistant, replace(entry, form="verbatim"), kept.stands.statement_id) == {
        "title": "verbatim_source", "ref": "verbatim_source",
    }  # fmt: skip


def test_a_figure_that_was_corrected_does_not_live_on_beside_the_text(assistant: Assistant) -> None:
    first = replace(
        ENTRY, figures="37 centímetros", lines_es="Mide 37 centímetros.", lines_en="It is 37 centimetres long."
    )
    name = assistant.curating.add(first, by="Ana", today=TODAY).stands.statement_id
    entry = replace(assistant.curating.entry(name), text=WORDS.replace("37", "38"))
    assert faults(assistant, entry, name) == dict.fromkeys(("figures", "lines_es", "lines_en"), "stale_figure")
    mended = replace(
        entry, figures="38 centímetros", lines_es="Mide 38 centímetros.", lines_en="It is 38 centimetres long."
    )
    assistant.curating.correct(name, mended, reason="the ruler", by="Ana", today=TODAY)
    assert "38 centímetros" in assistant.search("¿Cuánto mide el ajolote?", k=1)[0].statement.text


def test_a_correction_that_the_form_does_not_show_changes_nothing(assistant: Assistant) -> None:
    name = "2026-01-21-velasco-security-group"
    before = assistant.show(name)
    entry = assistant.curating.entry(name)
    with pytest.raises(InputError, match="Nothing was changed"):
        assistant.curating.correct(name, entry, reason="x", by="Ana", today=TODAY)
    assistant.curating.correct(name, replace(entry, venue="Otra ocasión"), reason="x", by="Ana", today=TODAY)
    assert assistant.show(name) == replace(before, venue="Otra ocasión")


def test_texts_that_went_out_are_counted_after_a_deed(assistant: Assistant) -> None:
    name = assistant.curating.add(ENTRY, by="Ana", today=TODAY).stands.statement_id
    cleared = assistant.keep_text(WORDS, OutgoingStatus.CLEARED, lang="es")
    assert not cleared.stopped
    assert [use.text for use in assistant.curating.view(name).uses.texts] == [WORDS]
    with pytest.raises(InputError, match="needs a reason"):
        assistant.curating.retract(name, reason=" ", by="Ana")
    deed = assistant.curating.retract(name, reason="never said", by="Ana")
    assert (deed.texts_to_recheck, deed.resting) == (1, 1)
    assert assistant.curating.view(name).trace.events[0].by == "Ana"
    assert assistant.curating.reinstate(name, reason="it was", by="Ana").done.ids == (name,)


def test_browsing_lists_what_fits_in_the_order_that_is_wanted(reader_assistant: Assistant) -> None:
    browsing = reader_assistant.curating.browsing
    page = browsing.page(Choice(values={"speaker": ("Roberto Velasco Álvarez",)}), limit=3)
    days = [statement.date for statement in page.statements]
    assert days == sorted(days, reverse=True)
    assert {statement.speaker for statement in page.statements} == {"Roberto Velasco Álvarez"}
    oldest = browsing.page(Choice(), order=Order.OLDEST, limit=1).statements[0]
    assert oldest.date == min(s.date for s in reader_assistant.statements(limit=500).statements)
    assert browsing.page(Choice(), offset=10_000).offset < page.total + 500
    assert browsing.page(Choice(), offset=10_000).statements, "the last page, not an empty one"


def test_searching_within_a_choice_finds_what_searching_finds(reader_assistant: Assistant) -> None:
    browsing = reader_assistant.curating.browsing
    everything = browsing.page(Choice(), "aranceles al acero", limit=500)
    assert everything.order is Order.RELEVANCE
    assert [hit.rank for hit, _ in everything.found] == sorted(hit.rank for hit, _ in everything.found)
    speaker, number = everything.counts["speaker"][0]
    narrowed = browsing.page(Choice(values={"speaker": (speaker,)}), "aranceles al acero", limit=500)
    assert [hit.statement.id for hit, _ in narrowed.found] == [
        hit.statement.id for hit, _ in everything.found if hit.statement.speaker == speaker
    ]
    assert narrowed.total == number
    assert narrowed.counts["speaker"] == everything.counts["speaker"], "what another speaker would bring"
    newest = browsing.page(Choice(), "aranceles al acero", order=Order.NEWEST, limit=500)
    days = [hit.statement.date for hit, _ in newest.found]
    assert days == sorted(days, reverse=True)


def test_words_that_are_conditions_alone_narrow_the_list(reader_assistant: Assistant) -> None:
    page = reader_assistant.curating.browsing.page(Choice(), "de:Velasco", limit=100)
    assert {statement.speaker for statement in page.statements} == {"Roberto Velasco Álvarez"}
    assert page.total == len(page.statements)


@pytest.fixture
def waiting(assistant: Assistant, tmp_path: Path) -> Assistant:
    """A home with a transcript whose only speaker is in no registry."""
    file = tmp_path / "puente.txt"
    file.write_text(TRANSCRIPT, encoding="utf-8")
    assistant.ingest([file])
    return assistant


def test_a_label_is_settled_and_its_file_read_again(waiting: Assistant) -> None:
    (label,) = waiting.curating.unsettled()
    settling = waiting.curating.settling
    with pytest.raises(EntryError) as missing:
        settling.as_official(label.label, "", "")
    assert {fault.field for fault in missing.value.faults} == {"name", "role"}
    with pytest.raises(EntryError) as outside:
        settling.as_official(label.label, "Ana Luz Inventada", "Secretaria de Pruebas", since="2026-01-21")
    assert outside.value.faults[0].values == {"day": "2026-01-20"}
    assert not (waiting.settings.home / "speakers.yaml").exists()
    done = settling.as_official(
        label.label, "Ana Luz Inventada", "Secretaria de Pruebas", since="2026-01-01", by="Ana Ruiz"
    )
    with waiting.store.database.transaction() as connection:
        event = connection.execute(sa.select(t.events).where(t.events.c.subject == label.label)).one()
    assert (event.action, event.reason, event.by) == ("settled", "Ana Luz Inventada, Secretaria de Pruebas", "Ana Ruiz")
    assert [(each.kind, each.added) for each in done.files] == [("read", 2)]
    assert (done.left, waiting.curating.unsettled()) == (0, [])
    found = waiting.search("puente de prueba", k=1)[0].statement
    assert (found.speaker, found.role) == ("Ana Luz Inventada", "Secretaria de Pruebas")


@pytest.mark.parametrize("deed", ["as_journalist", "as_guest"])
def test_somebody_who_is_not_ours_is_set_aside_for_good(waiting: Assistant, deed: str) -> None:
    (label,) = waiting.curating.unsettled()
    before = waiting.store.counts()["statements"]
    done = getattr(waiting.curating.settling, deed)(label.label)
    assert [(each.kind, each.added) for each in done.files] == [("read", 0)]
    assert waiting.curating.unsettled() == []
    assert waiting.store.counts()["statements"] == before
    with pytest.raises(InputError, match="waits any more"):
        waiting.curating.settling.as_guest(label.label)


def test_a_file_that_is_gone_or_was_corrected_is_left_to_a_person(waiting: Assistant, tmp_path: Path) -> None:
    (label,) = waiting.curating.unsettled()
    (tmp_path / "puente.txt").unlink()
    done = waiting.curating.settling.as_official(label.label, "Ana Luz Inventada", "Secretaria de Pruebas")
    assert [each.kind for each in done.files] == ["gone"]
    assert done.left == 2


def test_a_known_name_keeps_its_roles_and_must_have_one_that_day(waiting: Assistant) -> None:
    (label,) = waiting.curating.unsettled()
    known = waiting.registry.person("Claudia Sheinbaum Pardo")
    assert known is not None
    with pytest.raises(EntryError) as second:
        waiting.curating.settling.as_official(label.label, known.name, "Otro cargo")
    assert second.value.faults[0].kind == "second_role"


def test_a_report_names_what_each_file_brought(assistant: Assistant, tmp_path: Path) -> None:
    good, bad = tmp_path / "puente.txt", tmp_path / "roto.txt"
    good.write_text(
        TRANSCRIPT.replace("ANA LUZ INVENTADA", "PRESIDENTA DE MÉXICO, CLAUDIA SHEINBAUM PARDO"), encoding="utf-8"
    )
    bad.write_text("sin encabezado", encoding="utf-8")
    before = assistant.store.last_seq()
    summary = assistant.ingest([good, bad]).summary
    report = assistant.curating.report_on(summary, before)
    (file,) = report.files
    assert {(row.speaker, row.state) for row in file.statements} == {("Claudia Sheinbaum Pardo", State.ACTIVE)}
    assert len(file.statements) == file.outcome.change.added
    assert file.outcome.change.added > 0
    assert dict(file.outcome.set_aside) == {"moderator": 1, "journalist": 1}
    assert [Path(each.path).name for each in report.rejected] == ["roto.txt"]
