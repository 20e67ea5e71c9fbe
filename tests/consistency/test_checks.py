from pathlib import Path

import pytest

from assistant.assembly import Assistant
from assistant.consistency.red_lines import _concessions, granted
from assistant.domain import Label, Report, Severity, Verdict
from assistant.errors import InputError

TRANSCRIPT = """Versión estenográfica. Conferencia de prensa de prueba del 02 de marzo de 2026
Presidencia de la República
02 de marzo de 2026
---
PREGUNTA
¿Aceptará México que las aeronaves verdes entren por Tijuana?
---
PRESIDENTA DE MÉXICO, CLAUDIA SHEINBAUM PARDO
Las aeronaves verdes no entrarán por Tijuana mientras el reglamento siga vigente en la frontera.
—000—
"""


def findings(report: Report, check: str) -> list:
    return [finding for finding in report.findings if finding.check == check]


def test_another_figure_than_the_record_blocks_and_names_the_right_one(reader_assistant: Assistant) -> None:
    text = "En enero de 2026 se enviaron 26 personas a Estados Unidos."
    report = reader_assistant.check(text, lang="es")
    (finding,) = [f for f in findings(report, "figures") if f.severity is Severity.BLOCK]
    assert text[finding.start : finding.end] == "26"
    assert finding.suggestion == "37"
    assert "26" in finding.message
    assert "37" in finding.message
    assert report.sentences[0].label is Label.CONTRADICTS
    assert report.verdict is Verdict.BLOCKED


def test_another_ordinal_than_the_record_blocks(reader_assistant: Assistant) -> None:
    text = (
        "En la segunda reunión del Grupo de Implementación de Seguridad, realizada en Washington el 23 de enero de "
        "2026, hubo avances en datos aduaneros, cooperación judicial y conocimiento de la amenaza de los drones."
    )
    report = reader_assistant.check(text, lang="es")
    assert report.verdict is Verdict.BLOCKED
    assert "tercera" in " ".join(f.message for f in findings(report, "figures"))


def test_another_date_than_the_record_blocks(reader_assistant: Assistant) -> None:
    text = (
        "At the third meeting of the Security Implementation Group, held in Washington on 24 January 2026, there was "
        "progress on customs data, judicial cooperation and understanding of the drone threat."
    )
    report = reader_assistant.check(text, lang="en")
    assert any(f.severity is Severity.BLOCK for f in findings(report, "dates"))


def test_a_name_that_the_evidence_lacks_is_told(reader_assistant: Assistant) -> None:
    report = reader_assistant.check(
        "México acordó con Nueva Zelanda compartir información contra las armas.", lang="es"
    )
    assert "Nueva Zelanda" in " ".join(f.message for f in findings(report, "names"))
    assert report.sentences[0].label is not Label.CONSISTENT


@pytest.mark.parametrize(("people", "unknown"), [("Cubans", False), ("Bolivians", True), ("Kenyans", True)])
def test_what_is_of_a_country_that_the_evidence_names_is_known(
    reader_assistant: Assistant, people: str, unknown: bool
) -> None:
    report = reader_assistant.check(f"Mexico keeps sending food to ordinary {people}.", lang="en")
    assert bool(findings(report, "names")) is unknown


@pytest.mark.parametrize("marks", ["«{}»", "“{}”", '"{}"'])
def test_an_invented_quotation_blocks(reader_assistant: Assistant, marks: str) -> None:
    quote = marks.format("Jamás hemos hablado de ese asunto con nadie en Washington")
    report = reader_assistant.check(f"La Presidenta dijo: {quote}.", lang="es")
    assert findings(report, "quotations")
    assert report.verdict is Verdict.BLOCKED


def test_a_paraphrase_in_quotation_marks_blocks(reader_assistant: Assistant) -> None:
    line = reader_assistant.show("2025-05-03-sheinbaum-no-us-army").lines[0].es
    report = reader_assistant.check(f"«{line}»", lang="es")
    (finding,) = findings(report, "quotations")
    assert "paráfrasis" in finding.message


def test_a_verbatim_quotation_passes_and_a_changed_word_does_not(assistant: Assistant, tmp_path: Path) -> None:
    path = tmp_path / "conferencia.txt"
    path.write_text(TRANSCRIPT, encoding="utf-8")
    assert assistant.ingest([path]).summary.change.added == 1
    said = "Las aeronaves verdes no entrarán por Tijuana mientras el reglamento siga vigente en la frontera."
    good = assistant.check(f"«{said}»", lang="es")
    assert not findings(good, "quotations")
    assert good.sentences[0].label is Label.CONSISTENT
    bad = assistant.check(f"«{said.replace('no entrarán', 'entrarán')}»", lang="es")
    assert findings(bad, "quotations")
    assert bad.verdict is Verdict.BLOCKED


def test_a_fragment_that_hides_its_negation_is_not_consistent(assistant: Assistant, tmp_path: Path) -> None:
    path = tmp_path / "conferencia.txt"
    path.write_text(TRANSCRIPT, encoding="utf-8")
    assistant.ingest([path])
    report = assistant.check("«entrarán por Tijuana mientras el reglamento siga vigente en la frontera»", lang="es")
    assert findings(report, "quotations")
    assert report.sentences[0].label is not Label.CONSISTENT
    assert report.verdict is not Verdict.READY


def test_a_journalists_question_is_no_evidence(assistant: Assistant, tmp_path: Path) -> None:
    path = tmp_path / "conferencia.txt"
    path.write_text(TRANSCRIPT, encoding="utf-8")
    assistant.ingest([path])
    report = assistant.check("Aceptará México que las aeronaves verdes entren por Tijuana.", lang="es")
    assert report.sentences[0].label is not Label.CONSISTENT


def test_extradited_for_the_37_blocks_with_the_right_word(reader_assistant: Assistant) -> None:
    text = "Se extraditó a 37 personas a Estados Unidos en enero de 2026."
    report = reader_assistant.check(text, lang="es")
    (finding,) = [f for f in findings(report, "terms") if f.severity is Severity.BLOCK]
    assert text[finding.start : finding.end] == "extraditó"
    assert "envío" in (finding.suggestion or "")


def test_rejecting_a_term_is_not_using_it(reader_assistant: Assistant) -> None:
    report = reader_assistant.check("México coopera sin subordinación.", lang="es")
    assert not findings(report, "terms")


def test_reciprocity_is_not_one_of_the_four(reader_assistant: Assistant) -> None:
    text = "Los cuatro principios de la cooperación son soberanía, reciprocidad, confianza y resultados."
    report = reader_assistant.check(text, lang="es")
    spans = {text[f.start : f.end] for f in findings(report, "official-list")}
    assert "reciprocidad" in spans
    assert report.verdict is Verdict.BLOCKED


def test_an_older_value_of_a_figure_that_moved_is_told(reader_assistant: Assistant) -> None:
    report = reader_assistant.check("El 74% de las armas aseguradas viene de Estados Unidos.", lang="es")
    assert findings(report, "moving-figures")


def test_a_superseded_line_is_consistent_but_told(reader_assistant: Assistant) -> None:
    statement = reader_assistant.show("2025-07-31-sheinbaum-agreement-nearly-closed")
    assert statement.superseded_by
    report = reader_assistant.check(statement.lines[0].en, lang="en")
    assert findings(report, "superseded")
    assert report.verdict is Verdict.REVIEW


def test_a_post_over_the_limit_blocks_only_as_a_post(reader_assistant: Assistant) -> None:
    text = "México coopera sin subordinación. " * 12
    assert findings(reader_assistant.check(text, lang="es", is_post=True), "post-length")
    assert not findings(reader_assistant.check(text, lang="es"), "post-length")


@pytest.mark.parametrize("note", ["[confirmar cifra]", "¿lo suelto así?", "BORRADOR:", "TODO: fecha"])
def test_working_notes_never_go_out(reader_assistant: Assistant, note: str) -> None:
    report = reader_assistant.check(f"México coopera sin subordinación. {note}", lang="es")
    assert findings(report, "drafting-notes")
    assert report.verdict is Verdict.BLOCKED


def test_offsets_lead_back_into_the_text(reader_assistant: Assistant) -> None:
    text = "  Primera línea.\n\n• México acepta tropas estadounidenses.\n• En 2026 fueron 26 personas.  "
    report = reader_assistant.check(text, lang="es")
    for sentence in report.sentences:
        assert text[sentence.start : sentence.end] == sentence.text
    for finding in report.findings:
        assert 0 <= finding.start <= finding.end <= len(text)


def test_expressed_and_missing_principles(reader_assistant: Assistant) -> None:
    report = reader_assistant.check("La confianza mutua y la cooperación sin subordinación guían el trato.", lang="es")
    assert {"mutual-trust", "non-subordination"} <= set(report.principles.expressed)


def test_an_empty_and_an_endless_text_are_refused(reader_assistant: Assistant) -> None:
    with pytest.raises(InputError, match="empty"):
        reader_assistant.check("  \n ")
    with pytest.raises(InputError, match="characters"):
        reader_assistant.check("a " * 60_000)


@pytest.mark.parametrize(
    ("lang", "text", "crossed"),
    [
        ("es", "México acepta tropas estadounidenses en su territorio.", "foreign-troops"),
        ("es", "Autorizaremos operativos conjuntos en la frontera.", "joint-operations"),
        ("en", "Mexico will allow joint operations on its soil.", "joint-operations"),
        ("en", "Our sovereignty is negotiable.", "sovereignty"),
        ("es", "México no acepta tropas estadounidenses en su territorio.", None),
        ("es", "Nunca hemos autorizado operaciones conjuntas.", None),
        ("en", "Mexico does not allow joint operations.", None),
        ("en", "Mexico rejects any talk of allowing American troops.", None),
        ("es", "México acepta la ayuda en capacitación.", None),
    ],
)
def test_what_a_sentence_grants(lang: str, text: str, crossed: str | None) -> None:
    assert granted(text, lang) == crossed


def test_every_concession_names_a_red_line_or_principle_of_the_ledger(reader_assistant: Assistant) -> None:
    known = {p.id for p in reader_assistant.ledger.principles}
    known |= {line.id for p in reader_assistant.ledger.principles for line in p.red_lines}
    assert {concession.red_line for lang in ("es", "en") for concession in _concessions(lang)} <= known


def test_crossing_examples_of_the_ledger_block_and_holding_ones_do_not(reader_assistant: Assistant) -> None:
    for principle in reader_assistant.ledger.principles[:6]:
        for line in principle.red_lines:
            crossing = reader_assistant.check(line.crossed_by.es[0], lang="es")
            assert findings(crossing, "red-lines"), line.crossed_by.es[0]
            holding = reader_assistant.check(line.held_by.es[0], lang="es")
            assert not findings(holding, "red-lines"), line.held_by.es[0]


def test_evidence_is_ranked_and_each_statement_shown_once(reader_assistant: Assistant) -> None:
    (sentence,) = reader_assistant.check("México comparte información con Estados Unidos.", lang="es").sentences
    assert [hit.rank for hit in sentence.evidence] == list(range(1, len(sentence.evidence) + 1))
    ids = [hit.statement.id for hit in sentence.evidence]
    assert ids
    assert len(set(ids)) == len(ids)
