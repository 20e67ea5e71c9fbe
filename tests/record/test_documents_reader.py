"""What a document comes down to: who speaks, when, in what form, and whose words it holds at all."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant.domain import Authority, Form
from assistant.errors import InputError
from assistant.record.readers.base import Declared, InputFile, Reading, ReadingContext
from assistant.record.readers.document import Document
from assistant.record.readers.documents import date_line, is_agreed, reading_of
from assistant.record.readers.transcript import TranscriptReader
from assistant.record.readers.turns import split_transcript

TRANSCRIPTS = Path(__file__).resolve().parents[3] / "shared" / "data" / "transcripts"
SRE = "Secretaría de Relaciones Exteriores de México"
COMMUNIQUE = (
    "Secretaría de Relaciones Exteriores\nComunicado No. 12\nCiudad de México, 21 de enero de 2026\n"
    "La red consular de prueba abre el lunes."
)
MINISTER = "Juan Ramón de la Fuente"
ASKED = "¿Abrirá la red de prueba?"


def read(document: Document, name: str = "nota.html", **declared: object) -> Reading:
    file = InputFile(path=Path(name), data=b"x")
    return reading_of(document, file, ReadingContext(declared=Declared(**declared)))  # type: ignore[arg-type]


def interview(*lines: str, **declared: object) -> Reading:
    given = {"speaker": MINISTER, "form": Form.VERBATIM, "day": date(2026, 1, 21)} | declared
    return read(Document(text="\n".join(lines), title="Entrevista de prueba"), **given)


class TestWhoSpeaks:
    def test_a_communique_is_its_institutions_own_text(self) -> None:
        (statement,) = read(Document(text=COMMUNIQUE)).statements
        assert (statement.speaker, statement.role) == (SRE, "Comunicado institucional")
        assert (statement.form, statement.authority) == (Form.VERBATIM, Authority.COMMUNIQUE)
        assert statement.date == date(2026, 1, 21)
        assert statement.text == COMMUNIQUE

    def test_what_stands_at_an_institutions_address_is_its_own(self) -> None:
        page = Document(text="Texto de prueba.", address="https://www.gob.mx/sre/prensa/a", day=date(2026, 1, 21))
        (statement,) = read(page).statements
        assert (statement.speaker, statement.form) == (SRE, Form.VERBATIM)
        assert statement.source.ref == "https://www.gob.mx/sre/prensa/a"

    def test_a_newspaper_that_prints_the_communique_is_not_the_ministry(self) -> None:
        with pytest.raises(InputError, match=r"'diario.example'.*--speaker"):
            read(Document(text=COMMUNIQUE, address="https://diario.example/nota"))

    def test_an_unknown_author_is_named_and_not_accepted(self) -> None:
        with pytest.raises(InputError, match=r"'Persona de Prueba'.*registry"):
            read(Document(text=COMMUNIQUE, author="Persona de Prueba"))

    def test_an_institution_signing_in_a_newspaper_still_needs_a_declared_form(self) -> None:
        reprint = Document(text=COMMUNIQUE, author="SRE", address="https://diario.example/nota")
        with pytest.raises(InputError, match="--form verbatim"):
            read(reprint)
        assert read(reprint, form=Form.PARAPHRASE).statements[0].form is Form.PARAPHRASE

    def test_a_person_takes_the_role_of_that_day(self) -> None:
        note = Document(text="Texto.", author="Roberto Velasco")
        january = read(note, day=date(2026, 1, 21), form=Form.PARAPHRASE).statements[0]
        assert january.speaker == "Roberto Velasco Álvarez"
        assert january.role.startswith("Subsecretario")

    def test_a_known_person_without_a_role_on_the_day_is_refused(self) -> None:
        with pytest.raises(InputError, match=r"1999-01-01.*--role"):
            read(Document(text="Texto."), speaker=MINISTER, day=date(1999, 1, 1), form=Form.PARAPHRASE)

    def test_a_stranger_speaks_only_with_a_declared_role(self) -> None:
        note = Document(text="Texto.", day=date(2026, 1, 21))
        with pytest.raises(InputError, match="role"):
            read(note, speaker="Persona de Prueba", form=Form.PARAPHRASE)
        given = read(note, speaker="Persona de Prueba", role="Vocera", form=Form.PARAPHRASE).statements[0]
        assert (given.speaker, given.role, given.authority) == ("Persona de Prueba", "Vocera", Authority.SPEECH)

    def test_a_role_declared_for_the_folder_is_not_lent_to_another_speaker(self) -> None:
        note = Document(text="Texto.", day=date(2026, 1, 21), fields={"speaker": MINISTER})
        found = read(note, speaker="Persona de Prueba", role="Vocera", form=Form.PARAPHRASE).statements[0]
        assert found.role == "Secretario de Relaciones Exteriores"

    def test_a_speech_on_the_ministrys_site_is_the_persons_and_needs_its_form(self) -> None:
        speech = Document(
            text="Texto de prueba.",
            title=f"Palabras del canciller {MINISTER} en la prueba",
            address="https://www.gob.mx/sre/discursos/a",
            day=date(2026, 1, 21),
        )
        with pytest.raises(InputError, match="--form"):
            read(speech)
        assert read(speech, form=Form.VERBATIM).statements[0].role == "Secretario de Relaciones Exteriores"
        with pytest.raises(InputError, match="nobody known"):
            read(replace(speech, title="Palabras de Persona de Prueba"), form=Form.VERBATIM)

    def test_the_documents_own_fields_win_over_what_is_declared_outside(self) -> None:
        fields = {"speaker": "SRE", "date": "2026-01-21", "form": "paraphrase", "topics": "uno, dos", "lang": "es"}
        found = read(Document(text="Texto.", fields=fields), speaker=MINISTER, day=date(2020, 1, 1)).statements[0]
        assert (found.speaker, found.date, found.topics) == (SRE, date(2026, 1, 21), ("uno", "dos"))
        with pytest.raises(InputError, match=r"'form'.*'exacta'.*verbatim"):
            read(Document(text="Texto.", fields=fields | {"form": "exacta"}))


class TestDateTitleAndId:
    @pytest.mark.parametrize(
        ("line", "found"),
        [
            ("Ciudad de México, a 21 de enero de 2026", date(2026, 1, 21)),
            ("Comunicado No. 12 | miércoles 21 de enero de 2026", date(2026, 1, 21)),
            ("Washington, D.C., January 21, 2026 – The test office opens.", date(2026, 1, 21)),
            ("2026-01-21", date(2026, 1, 21)),
            ("21/01/2026", date(2026, 1, 21)),
            ("03/04/2026", None),
            ("El 21 de enero de 2026 se reunieron las partes.", None),
            ("Última actualización: 21 de enero de 2026", None),
        ],
    )
    def test_a_date_line_is_told_from_a_date_in_a_sentence(self, line: str, found: date | None) -> None:
        assert date_line(f"Título\n{line}\nTexto.", "es") == found

    def test_no_date_is_an_error_that_says_how_to_declare_it(self) -> None:
        with pytest.raises(InputError, match="--date"):
            read(Document(text="Texto."), speaker="SRE", form=Form.PARAPHRASE)

    def test_the_date_line_settles_what_universal_time_moved(self) -> None:
        assert read(Document(text=COMMUNIQUE, day=date(2026, 1, 22))).statements[0].date == date(2026, 1, 21)
        assert read(Document(text=COMMUNIQUE, day=date(2026, 3, 1))).statements[0].date == date(2026, 3, 1)

    def test_the_id_stays_when_the_text_is_corrected_and_differs_by_file(self) -> None:
        first, again, other = (
            read(Document(text=text, title="Título de prueba"), name).statements[0].id
            for text, name in [
                (COMMUNIQUE, "a.html"),
                (COMMUNIQUE + " Corregido.", "a.html"),
                (COMMUNIQUE, "b.html"),
            ]
        )
        assert first == again != other
        assert first.startswith("2026-01-21-titulo-de-prueba-")

    @pytest.mark.parametrize(
        ("title", "agreed"),
        [
            ("Comunicado conjunto México-Estados Unidos", True),
            ("Declaración conjunta de prueba", True),
            ("Mexico and its neighbours: Joint Statement", True),
            ("Tratado de prueba", True),
            ("México responde sobre el Tratado de prueba", False),
            ("Comunicado conjunto SRE-Segob", False),
        ],
    )
    def test_only_a_text_another_side_agreed_to_is_an_agreement(self, title: str, agreed: bool) -> None:
        assert is_agreed(title) is agreed

    def test_hidden_text_makes_the_statement_suspicious(self) -> None:
        reading = read(Document(text=COMMUNIQUE, hidden="hides words"))
        assert reading.suspicious == {reading.statements[0].id: "hides words"}

    def test_the_language_is_the_texts_where_a_page_marks_it_wrongly(self) -> None:
        page = Document(text=COMMUNIQUE + " La oficina atenderá a las personas de la comunidad." * 6, lang="en-US")
        assert read(page).statements[0].lang == "es"


class TestInterviews:
    def test_only_the_answers_become_statements(self) -> None:
        reading = interview(
            "El diario conversó.", f"P: {ASKED}", "R: Abre el lunes.", "P.- ¿Y después?", "R.- También."
        )
        assert [each.text for each in reading.statements] == ["Abre el lunes.", "También."]
        assert {each.speaker for each in reading.statements} == {"Juan Ramón de la Fuente Ramírez"}
        assert reading.statements[0].context == ASKED
        assert reading.statements[0].source.locator == {"turn": 1}
        assert reading.set_aside == {"introduction": 1, "journalist": 2}

    def test_labels_inside_one_paragraph_are_found(self) -> None:
        reading = interview(f"PREGUNTA: {ASKED} RESPUESTA: Abre el lunes. PREGUNTA: ¿Seguro? RESPUESTA: Seguro.")
        assert [each.text for each in reading.statements] == ["Abre el lunes.", "Seguro."]

    def test_a_bare_office_means_only_the_person_interviewed(self) -> None:
        reading = interview(f"PREGUNTA: {ASKED}", "CANCILLER: Sí.", "SECRETARIO: Claro.", "SUBSECRETARIA: No fui yo.")
        assert [each.text for each in reading.statements] == ["Sí.", "Claro."]
        assert [each.label for each in reading.unattributed] == ["SUBSECRETARIA"]

    def test_names_and_surnames_with_an_office_are_attributed(self) -> None:
        reading = interview(
            f"Periodista: {ASKED}", f"{MINISTER}: Sí.", "Reportera 2: ¿Y luego?", "Secretario De la Fuente: También."
        )
        assert [each.text for each in reading.statements] == ["Sí.", "También."]

    def test_a_journalist_who_is_labelled_by_name_is_nobody(self) -> None:
        reading = interview(f"Persona de Prueba: {ASKED}", f"{MINISTER}: Sí.", "Persona de Prueba: Gracias.")
        assert [each.text for each in reading.statements] == ["Sí."]
        assert [each.label for each in reading.unattributed] == ["Persona de Prueba"] * 2

    def test_labels_on_their_own_lines_are_read_as_in_a_transcript(self) -> None:
        reading = interview("PREGUNTA", ASKED, f"SECRETARIO DE RELACIONES EXTERIORES, {MINISTER.upper()}", "Sí.")
        assert [each.text for each in reading.statements] == ["Sí."]

    def test_answers_of_nobody_known_stay_unattributed(self) -> None:
        page = Document(text=f"P: {ASKED}\nR: Sí.", title="Entrevista", address="https://diario.example/x")
        reading = read(page, day=date(2026, 1, 21))
        assert not reading.statements
        assert [each.text for each in reading.unattributed] == ["Sí."]

    def test_an_institution_does_not_answer_for_a_person(self) -> None:
        page = Document(text=f"PREGUNTA: {ASKED}\nSECRETARIO: Sí.", address="https://www.gob.mx/sre/prensa/x")
        reading = read(page, day=date(2026, 1, 21))
        assert not reading.statements
        assert [each.label for each in reading.unattributed] == ["SECRETARIO"]

    @pytest.mark.parametrize(
        "lines",
        [
            pytest.param((f"R: {ASKED}", "P: Sí.", "R: ¿Y luego?", "P: También."), id="letters the other way round"),
            pytest.param((f"—{ASKED}", "—Sí."), id="dashes"),
            pytest.param((ASKED, "Sí.", "¿Y luego?", "También."), id="no labels"),
        ],
    )
    def test_turns_that_cannot_be_told_apart_are_refused(self, lines: tuple[str, ...]) -> None:
        with pytest.raises(InputError, match="cannot be told apart"):
            interview(*lines)

    @pytest.mark.parametrize(
        "ask", ["PREGUNTA", "P", "Q", "Periodista", "REPORTERA (EL EJEMPLO)", "Entrevistador", "Moderadora"]
    )
    @pytest.mark.parametrize("answer", ["R", "RESPUESTA", "Canciller", "SECRETARIO", "JUAN RAMÓN DE LA FUENTE"])
    @pytest.mark.parametrize("sign", [": ", ".- ", ".— "])
    def test_no_word_of_a_journalist_is_ever_a_statement(self, ask: str, answer: str, sign: str) -> None:
        lines = [f"{ask}{sign}Ajeno, ¿ajeno?", f"{answer}{sign}Propio.", f"{ask}{sign}¿Ajeno otra vez? Ajeno."]
        reading = interview(*lines, f"{answer}{sign}Propio también.")
        assert [each.text for each in reading.statements] == ["Propio.", "Propio también."]

    @pytest.mark.parametrize("ajeno", ["Secretario, ¿y luego?", "—¿Y luego?", "¿Y luego, canciller?"])
    def test_a_turn_in_which_a_label_is_missing_is_nobodys(self, ajeno: str) -> None:
        reading = interview(f"PREGUNTA: {ASKED}", "R: Sí.", ajeno, "También.", "PREGUNTA: ¿Seguro?", "R: Seguro.")
        assert [each.text for each in reading.statements] == ["Seguro."]
        assert [each.label for each in reading.unattributed] == ["R"]

    @pytest.mark.parametrize(
        "label",
        [
            "PERSONA DE PRUEBA, BENEFICIARIA: Ajeno.",
            "Gobernador de Prueba, Persona de Prueba: Ajeno.",
            "ASISTENTES\nAjeno.",
            "GOBERNADORA DE PRUEBA, PERSONA DE PRUEBA\nAjeno.",
            "EL EJEMPLO: Ajeno.",
            "PRESIDENTE DE PRUEBA, PERSONA DE PRUEBA (Interpretación del francés): Ajeno.",
        ],
    )
    def test_whoever_else_is_labelled_ends_the_answer(self, label: str) -> None:
        reading = interview(f"PREGUNTA: {ASKED}", "CANCILLER: Propio.", *label.split("\n"))
        assert [each.text for each in reading.statements] == ["Propio."]

    def test_calling_the_speaker_by_the_office_is_no_label(self) -> None:
        reading = interview(
            f"PREGUNTA: {ASKED}", "SECRETARIO: Sí.", "PREGUNTA: Gracias.", "Secretario: quisiera saber más."
        )
        assert [each.text for each in reading.statements] == ["Sí."]
        reading = interview(
            f"PREGUNTA: {ASKED}", "R: Sí.", "PREGUNTA: Gracias.", f"Canciller {MINISTER}: le pido algo."
        )
        assert [each.text for each in reading.statements] == ["Sí."]
        reading = interview(f"Periodista: {ASKED}", "Canciller: Sí.", "Periodista: Gracias.", "Canciller: ¿y luego?")
        assert [each.text for each in reading.statements] == ["Sí."]

    def test_what_no_conversation_can_be_is_refused(self) -> None:
        with pytest.raises(InputError, match="5,000 labels"):
            interview("P: ¿Ajeno? R: Propio. " * 3000)
        with pytest.raises(InputError, match="2,000,000 letters"):
            interview("palabra " * 300_000)

    def test_headings_with_a_colon_make_no_interview_of_a_communique(self) -> None:
        text = (
            f"{COMMUNIQUE}\nAcuerdos: tres.\nEl canciller dijo: “¿Qué queremos? Respeto”.\nContacto: prensa@sre.example"
        )
        (statement,) = read(Document(text=text)).statements
        assert statement.text == text

    @pytest.mark.skipif(not TRANSCRIPTS.is_dir(), reason="the shared transcripts are not here")
    @pytest.mark.parametrize("sign", [": ", "\n"])
    def test_real_conferences_as_documents_hold_only_the_governments_words(self, sign: str) -> None:
        checked = 0
        for path in sorted(TRANSCRIPTS.rglob("*.txt"))[::150]:
            file = InputFile(path=path, data=path.read_bytes())
            official = " ".join(
                each.text for each in TranscriptReader().read(file, ReadingContext()).statements
            ).split()
            header, blocks = split_transcript(file.text)
            turns = (block.strip("\n").partition("\n") for block in blocks)
            text = "\n".join(f"{label}{sign}{words.strip()}" for label, _, words in turns)
            found = read(Document(text=text, title=header.title, day=header.day), form=Form.VERBATIM).statements
            for paragraph in (line for each in found for line in each.text.split("\n")):
                assert " ".join(paragraph.split()) in " ".join(official)
                checked += 1
        assert checked > 300
