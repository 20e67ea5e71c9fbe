"""Texts that went out are checked again when the record grows or changes, and what no longer agrees is listed."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.assembly import Assistant
from assistant.domain import Brief, DraftFormat, Label, OutgoingStatus
from assistant.drifting import Drift, Reason, drift_json
from assistant.errors import InputError

TRANSFERS = "2025-08-13-harfuch-26-transfers"
LINE = (
    "El traslado de 26 internos a Estados Unidos en agosto de 2025 se realizó con respeto a la soberanía y a la "
    "reciprocidad, y con el acuerdo de no pedir la pena de muerte para ninguno."
)
WATER = "México entregará el agua de prueba de la cuenca inventada conforme a la lluvia de cada temporada."


def file_of(folder: Path, name: str, **changes: Any) -> Path:
    fields = {
        "id": name,
        "date": "2026-02-03",
        "speaker": "Persona de Prueba",
        "role": "Secretaria",
        "venue": "Conferencia",
        "lang": "es",
        "form": "paraphrase",
        "text": WATER,
        "topics": ["water-treaty"],
        "counterpart": "Estados Unidos",
        "source": {"title": "Archivo de prueba", "ref": f"{name}.txt"},
    }
    path = folder / f"{name}.yaml"
    path.write_text(yaml.safe_dump({**fields, **changes}, allow_unicode=True), encoding="utf-8")
    return path


def reasons(drift: Drift) -> list[Reason]:
    return [reason for text in drift.drifted for sentence in text.sentences for reason in sentence.reasons]


def clear(assistant: Assistant, text: str = LINE) -> str:
    clearance = assistant.keep_text(text, OutgoingStatus.CLEARED, lang="es")
    assert not clearance.stopped
    return clearance.outgoing.id


def test_while_nothing_changes_every_text_agrees_and_none_is_read_again(assistant: Assistant) -> None:
    clear(assistant)
    drift = assistant.drift()
    assert (drift.checked, drift.agree, drift.read_again, drift.drifted) == (1, 1, 0, ())
    everything = assistant.drift(everything=True)
    assert (everything.agree, everything.read_again) == (1, 1)


def test_a_change_elsewhere_is_read_once_and_then_remembered(assistant: Assistant, tmp_path: Path) -> None:
    clear(assistant)
    assistant.ingest([file_of(tmp_path, "agua")])
    assert [(d.agree, d.read_again) for d in (assistant.drift(), assistant.drift())] == [(1, 1), (1, 0)]


def test_a_newer_figure_is_listed_with_the_statement_that_gives_it(assistant: Assistant, tmp_path: Path) -> None:
    text_id = clear(assistant)
    newer = "El traslado de 41 internos a Estados Unidos en mayo de 2026 se realizó con respeto a la soberanía."
    assistant.ingest([file_of(tmp_path, "traslado", date="2026-05-20", text=newer, topics=["extraditions-transfers"])])
    drift = assistant.drift()
    assert (drift.checked, drift.agree) == (1, 0)
    assert [text.outgoing.id for text in drift.drifted] == [text_id]
    (sentence,) = drift.drifted[0].sentences
    assert (sentence.text, sentence.was, sentence.rested_on) == (LINE, Label.CONSISTENT, TRANSFERS)
    (reason,) = sentence.reasons
    assert (reason.kind, reason.statement and reason.statement.id, reason.quote) == (
        "newer-figure",
        "traslado",
        newer,
    )
    assert "26 → 41" in reason.message
    listed = drift_json(drift)["drifted"][0]["sentences"][0]
    assert listed["reasons"][0]["statement"] == {
        "statement_id": "traslado",
        "date": "2026-05-20",
        "speaker": "Persona de Prueba",
        "role": "Secretaria",
        "state": "active",
        "text": newer,
    }


def test_a_retracted_foundation_is_listed_until_it_is_reinstated(assistant: Assistant, tmp_path: Path) -> None:
    assistant.ingest([file_of(tmp_path, "agua")])
    clear(assistant, WATER)
    assistant.review.retract(["agua"], "fuente equivocada")
    drift = assistant.drift()
    (sentence,) = drift.drifted[0].sentences
    assert sentence.was is Label.CONSISTENT
    assert [(r.kind, r.statement and r.statement.id, r.state.value) for r in sentence.reasons] == [
        ("withdrawn", "agua", "retracted")
    ]
    assert "fuente equivocada" in sentence.reasons[0].message
    assistant.review.reinstate(["agua"], "era correcta")
    assert assistant.drift().drifted == ()


def test_a_corrected_foundation_is_listed_with_its_new_words(assistant: Assistant, tmp_path: Path) -> None:
    assistant.ingest([file_of(tmp_path, "agua")])
    clear(assistant, WATER)
    corrected = WATER.replace("conforme a la lluvia de cada temporada", "en un plazo de tres meses")
    assistant.ingest([file_of(tmp_path, "agua", text=corrected)])
    drift = assistant.drift()
    (sentence,) = drift.drifted[0].sentences
    assert sentence.was is Label.CONSISTENT
    assert sentence.now is not Label.CONSISTENT
    assert ("corrected", corrected) in [(r.kind, r.quote) for r in sentence.reasons]


def test_a_correction_that_leaves_the_words_alone_is_no_drift(assistant: Assistant, tmp_path: Path) -> None:
    greeting = "Saludó a la delegación {}."
    assistant.ingest([file_of(tmp_path, "agua", text=f"{WATER} {greeting.format('invitada')}")])
    clear(assistant, WATER)
    assistant.ingest([file_of(tmp_path, "agua", text=f"{WATER} {greeting.format('anfitriona')}")])
    drift = assistant.drift()
    assert (drift.agree, drift.read_again, drift.drifted) == (1, 1, ())


def test_a_link_made_by_hand_is_seen_although_no_statement_changed(assistant: Assistant) -> None:
    clear(assistant)
    newer = "2026-01-20-harfuch-37-transfers-total-92"
    assistant.review.link(TRANSFERS, newer)
    drift = assistant.drift()
    assert drift.read_again == 0
    assert [(r.kind, r.statement and r.statement.id) for r in reasons(drift)] == [("superseded", newer)]


def test_a_new_statement_that_contradicts_is_responsible_for_the_worse_label(
    assistant: Assistant, tmp_path: Path
) -> None:
    text = "El puente inventado de la frontera se abrirá con 14 carriles nuevos para la carga."
    assistant.keep_text(text, OutgoingStatus.PUBLISHED, lang="es")
    said = text.replace("14", "12")
    assistant.ingest([file_of(tmp_path, "puente", text=said, topics=["border"])])
    drift = assistant.drift()
    (sentence,) = drift.drifted[0].sentences
    assert (sentence.was, sentence.now) == (Label.UNSUPPORTED, Label.CONTRADICTS)
    assert ("label", "puente") in [(r.kind, r.statement and r.statement.id) for r in sentence.reasons]


def test_clearing_again_accepts_the_record_as_it_is_now(assistant: Assistant, tmp_path: Path) -> None:
    assistant.ingest([file_of(tmp_path, "agua")])
    clear(assistant, WATER)
    assistant.review.retract(["agua"], "fuente equivocada")
    assert assistant.drift().agree == 0
    again = assistant.keep_text(WATER, OutgoingStatus.CLEARED, lang="es", override="se mantiene")
    assert again.new
    assert [(d.checked, d.agree) for d in [assistant.drift()]] == [(1, 1)]


def test_a_draft_is_kept_as_it_was_checked_and_agrees_with_itself(assistant: Assistant) -> None:
    brief = Brief(topic="Grupo de Implementación de Seguridad", format=DraftFormat.QA, lang="es")
    draft = assistant.draft(brief)[0]
    clearance = assistant.keep_draft(draft.id, OutgoingStatus.CLEARED)
    labels = [sentence["label"] for sentence in clearance.outgoing.report["sentences"]]
    assert labels == [sentence.label.value for sentence in draft.report.sentences]
    assert clearance.outgoing.text == "\n\n".join(item.text for item in draft.items)
    drift = assistant.drift(everything=True)
    assert (drift.checked, drift.agree) == (1, 1)


def test_keeping_the_same_words_twice_changes_nothing_and_publishing_moves_on(assistant: Assistant) -> None:
    first = assistant.keep_text(LINE, OutgoingStatus.CLEARED, lang="es")
    second = assistant.keep_text(f"  {LINE}\n", OutgoingStatus.CLEARED, lang="es")
    assert (second.new, second.outgoing) == (False, first.outgoing)
    published = assistant.keep_text(LINE, OutgoingStatus.PUBLISHED)
    assert (published.outgoing.id, published.outgoing.status) == (first.outgoing.id, OutgoingStatus.PUBLISHED)
    cleared = assistant.keep_text(LINE, OutgoingStatus.CLEARED, lang="es")
    assert (cleared.new, cleared.outgoing.status) == (False, OutgoingStatus.PUBLISHED)
    assert len(assistant.outgoing()) == 1


def test_a_blocked_text_is_kept_only_on_somebodys_word(assistant: Assistant) -> None:
    text = LINE.replace("26 internos", "31 internos")
    stopped = assistant.keep_text(text, OutgoingStatus.CLEARED, lang="es")
    assert stopped.stopped
    assert assistant.outgoing() == []
    kept = assistant.keep_text(text, OutgoingStatus.CLEARED, lang="es", override="Cifra confirmada por teléfono")
    assert not kept.stopped
    (only,) = assistant.outgoing()
    assert only.report["verdict"] == "blocked"
    assert only.report["kept"]["override"] == "Cifra confirmada por teléfono"
    published = assistant.keep_text(text, OutgoingStatus.PUBLISHED, lang="es")
    assert not published.stopped  # the same words on the same record: the reason given still stands


@pytest.mark.parametrize("text", ["", "  \n "])
def test_an_empty_text_cannot_be_kept(assistant: Assistant, text: str) -> None:
    with pytest.raises(InputError, match="empty"):
        assistant.keep_text(text, OutgoingStatus.CLEARED)
    assert assistant.outgoing() == []


def test_an_ingest_that_changes_the_record_tells_how_many_texts_wait(assistant: Assistant, tmp_path: Path) -> None:
    source = file_of(tmp_path, "agua")
    assert assistant.ingest([source]).texts_to_recheck == 0  # nothing went out yet
    clear(assistant)
    assert assistant.ingest([source]).texts_to_recheck == 0  # nothing changed
    assert assistant.ingest([file_of(tmp_path, "agua", text="Otro texto de prueba.")]).texts_to_recheck == 1
