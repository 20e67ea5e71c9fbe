"""Tables: one statement a row, in whatever shape a spreadsheet saves them; a bad row is named, the rest taken."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from assistant.domain import Authority, Form, Statement
from assistant.errors import InputError
from assistant.record.readers import Declared, InputFile, Reading, ReadingContext, read_file
from assistant.record.readers.speakers import load_registry
from assistant.record.readers.table import TableReader

HEAD = "fecha;orador;cargo;lugar;forma;texto\n"
ROW = '2026-01-21;Persona de Prueba;Secretaria de Pruebas;Foro "Uno";textual;"El acueducto avanza; va bien, señaló."\n'
VERBATIM = Declared(form=Form.VERBATIM, speaker="Persona de Prueba", role="Secretaria de Pruebas")


def read(text: str | bytes, declared: Declared | None = None, name: str = "tabla.csv") -> Reading:
    data = text.encode() if isinstance(text, str) else text
    return read_file(InputFile(path=Path(name), data=data), ReadingContext(declared=declared or Declared()))


def refusal(text: str | bytes, declared: Declared | None = None, name: str = "tabla.csv") -> str:
    with pytest.raises(InputError) as caught:
        read(text, declared, name)
    return str(caught.value)


def only(reading: Reading) -> Statement:
    (statement,) = reading.statements
    return statement


def by_text(reading: Reading) -> dict[str, Statement]:
    return {statement.text: statement for statement in reading.statements}


def test_a_row_becomes_a_statement_with_what_its_columns_say() -> None:
    statement = only(read(
        "id,date,speaker,role,venue,lang,form,authority,text,topics,counterpart,title,url\n"
        'acto-1,2026-01-21,Persona de Prueba,Vocera,Foro,en,paraphrase,communique,"Said that, in short.",'
        '"water-treaty; energy",Canadá,Acta,https://example.org/1\n'
    ))  # fmt: skip
    assert (statement.id, statement.date, statement.speaker, statement.role) == (
        "acto-1", date(2026, 1, 21), "Persona de Prueba", "Vocera",
    )  # fmt: skip
    assert (statement.venue, statement.lang, statement.form) == ("Foro", "en", Form.PARAPHRASE)
    assert (statement.authority, statement.topics) == (Authority.COMMUNIQUE, ("water-treaty", "energy"))
    assert (statement.text, statement.counterpart) == ("Said that, in short.", "Canadá")
    assert (statement.source.title, statement.source.ref) == ("Acta", "https://example.org/1")
    assert statement.source.locator == {"row": 2}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman", "cp850"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_every_encoding_and_delimiter_of_a_spreadsheet_is_read(encoding: str, delimiter: str) -> None:
    cells = ("2026-01-21", "Persona de Prueba", "Secretaria de Pruebas", "Mérida", "textual")
    head = delimiter.join(HEAD.strip().split(";")).replace("texto", "declaración")
    text = (
        f'{head}\r\n{delimiter.join(cells)}{delimiter}"¿Cuándo? Mañana, según el plan; así será | el año próximo."\r\n'
    )
    statement = only(read(text.encode(encoding)))
    assert statement.text == "¿Cuándo? Mañana, según el plan; así será | el año próximo."
    assert statement.venue == "Mérida"


def test_what_no_encoding_explains_is_refused() -> None:
    assert "encoding" in refusal(HEAD.encode() + b"2026-01-21;\x81\x8d\x8f\x90\x9d;x;y;textual;\xf0\xfe\xd0\xde\n")


def test_columns_can_be_mapped_and_the_mapping_wins() -> None:
    table = "Cuándo;Quién;Contenido;texto\n2026-01-21;Persona de Prueba;El acueducto avanza.;borrador\n"
    columns = {"date": "Cuándo", "speaker": "quien", "text": "Contenido"}
    statement = only(read(table, Declared(form=Form.VERBATIM, role="Vocera", columns=columns)))
    assert (statement.text, statement.speaker) == ("El acueducto avanza.", "Persona de Prueba")
    says = refusal(table, Declared(columns={"text": "Contenidos"}))
    assert "'Contenidos'" in says
    assert "'Contenido'" in says
    assert "no field 'txt'" in refusal(table, Declared(columns={"txt": "Contenido"}))


def test_two_columns_for_one_field_are_not_guessed_between() -> None:
    says = refusal("fecha;texto;declaración\n2026-01-21;Uno.;Dos.\n", VERBATIM)
    assert "'texto'" in says
    assert "'declaración'" in says
    assert "--column text=" in says


def test_what_a_row_lacks_is_declared_or_the_row_is_a_fault() -> None:
    table = "texto;forma;orador;cargo;fecha\nUno.;;;;\nDos.;paráfrasis;Otra Persona;Vocera;2026-01-22\n"
    declared = Declared(
        form=Form.VERBATIM, speaker="Persona de Prueba", role="Secretaria", venue="Foro", lang="es",
        day=date(2026, 1, 21), authority=Authority.COMMUNIQUE, topics=("energy",), counterpart="Canadá",
    )  # fmt: skip
    first, second = by_text(read(table, declared)).values()
    assert (first.speaker, first.role, first.form, first.date) == (
        "Persona de Prueba", "Secretaria", Form.VERBATIM, date(2026, 1, 21),
    )  # fmt: skip
    assert (first.topics, first.authority, first.counterpart) == (("energy",), Authority.COMMUNIQUE, "Canadá")
    assert (second.speaker, second.role, second.form) == ("Otra Persona", "Vocera", Form.PARAPHRASE)
    assert "row 2: The date is missing" in refusal(table.split("Dos")[0], VERBATIM)


def test_the_form_is_never_guessed() -> None:
    says = refusal("fecha;orador;cargo;texto\n2026-01-21;Persona de Prueba;Vocera;Uno.\n")
    assert "--form verbatim or --form paraphrase" in says


def test_a_role_declared_for_one_speaker_is_not_given_to_another() -> None:
    reading = read("fecha;orador;texto\n2026-01-21;Otra Persona;Uno.\n2026-01-21;Persona de Prueba;Dos.\n", VERBATIM)
    assert only(reading).speaker == "Persona de Prueba"
    assert "'Otra Persona' is not in the registry" in reading.faults["row 2"]


def test_names_and_roles_come_from_the_registry_on_the_date(tmp_path: Path) -> None:
    (tmp_path / "speakers.yaml").write_text(
        "people:\n"
        "  - name: Persona Inventada de Prueba\n    variants: [Persona Inventada]\n"
        "    roles: [{role: Subsecretaria, since: 2025-01-01, until: 2025-12-31}, {role: Secretaria, since: 2026-01-01}]\n"
        "  - {name: Invitada Inventada, government: false}\n",
        encoding="utf-8",
    )
    table = (
        "fecha;orador;texto\n2025-11-05;persona inventada;Uno.\n2026-03-05;PERSONA INVENTADA;Dos.\n"
        "2024-03-05;Persona Inventada;Tres.\n2026-01-21;SRE;Cuatro.\n2026-01-21;Invitada Inventada;Cinco.\n"
    )
    file = InputFile(path=Path("tabla.csv"), data=table.encode())
    context = ReadingContext(declared=Declared(form=Form.PARAPHRASE), registry=load_registry(tmp_path))
    reading = read_file(file, context)
    found = by_text(reading)
    assert (found["Uno."].speaker, found["Uno."].role) == ("Persona Inventada de Prueba", "Subsecretaria")
    assert (found["Dos."].speaker, found["Dos."].role) == ("Persona Inventada de Prueba", "Secretaria")
    assert "2024-03-05" in reading.faults["row 4"]
    assert found["Cuatro."].speaker == "Secretaría de Relaciones Exteriores de México"
    assert found["Cuatro."].authority is Authority.COMMUNIQUE
    assert reading.set_aside == {"guest": 1}


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-01-21", date(2026, 1, 21)),
        ("2026-01-21 10:30", date(2026, 1, 21)),
        ("2026-01-21T10:30:00Z", date(2026, 1, 21)),
        ("2026/1/21", date(2026, 1, 21)),
        ("21/01/2026", date(2026, 1, 21)),
        ("21-01-2026", date(2026, 1, 21)),
        ("01/21/2026", date(2026, 1, 21)),
        ("03/03/2026", date(2026, 3, 3)),
        ("21 de enero de 2026", date(2026, 1, 21)),
        ("January 21, 2026", date(2026, 1, 21)),
    ],
)
def test_dates_that_mean_one_day(written: str, day: date) -> None:
    assert only(read(f'fecha;texto\n"{written}";Uno.\n', VERBATIM)).date == day


@pytest.mark.parametrize(
    "written", ["03/04/2026", "46043", "21/01/26", "31/02/2026", "enero", "2026-13-01", "hoy 2026-01-21"]
)
def test_dates_that_do_not_are_a_fault_and_never_guessed(written: str) -> None:
    reading = read(f"fecha;texto\n2026-01-01;Uno.\n{written};Dos.\n", VERBATIM)
    assert only(reading).text == "Uno."
    assert list(reading.faults) == ["row 3"]


def test_the_order_of_day_and_month_is_declared_or_shown_by_the_column() -> None:
    ambiguous = "03/04/2026;Uno.\n"
    assert only(read("fecha (dd/mm/aaaa);texto\n" + ambiguous, VERBATIM)).date == date(2026, 4, 3)
    declared = Declared(form=Form.VERBATIM, speaker="SRE", columns={"date_order": "mdy"})
    assert only(read("fecha;texto\n" + ambiguous, declared)).date == date(2026, 3, 4)
    shown = by_text(read("fecha;texto\n" + ambiguous + "25/04/2026;Dos.\n", VERBATIM))
    assert shown["Uno."].date == date(2026, 4, 3)
    mixed = read("fecha;texto\n" + ambiguous + "25/04/2026;Dos.\n04/25/2026;Tres.\n", VERBATIM)
    assert list(mixed.faults) == ["row 2"]


def test_ids_hold_whatever_the_order_of_the_rows() -> None:
    rows = [f"2026-01-{day:02d};Buenos días a todas y todos. Punto {day}.\n" for day in range(1, 9)]
    rows += [f"2026-01-01;{'Buenos días. ' * 12}Tema {n}.\n" for n in range(3)]
    there = {text: s.id for text, s in by_text(read("fecha;texto\n" + "".join(rows), VERBATIM)).items()}
    back = {text: s.id for text, s in by_text(read("fecha;texto\n" + "".join(reversed(rows)), VERBATIM)).items()}
    assert len(set(there.values())) == 11
    assert there == back


def test_a_typo_mended_late_in_the_text_leaves_the_id() -> None:
    words = "El acueducto avanza conforme a lo previsto. " * 5
    first = only(read(f"fecha;texto\n2026-01-21;{words}Fin, fni.\n", VERBATIM))
    assert only(read(f"fecha;texto\n2026-01-21;{words}Fin.\n", VERBATIM)).id == first.id


def test_own_ids_are_kept_and_bare_numbers_belong_to_their_file() -> None:
    table = "id;fecha;texto\nacto-7;2026-01-21;Uno.\nDISC_08;2026-01-21;Dos.\n9;2026-01-21;Tres.\n"
    ids = {s.text: s.id for s in read(table, VERBATIM, "Discursos 2026.csv").statements}
    assert ids == {"Uno.": "acto-7", "Dos.": "disc-08", "Tres.": "discursos-2026-9"}


def test_a_repeated_row_is_a_fault_once() -> None:
    reading = read(
        "id;fecha;texto\n;2026-01-21;Uno.\n;2026-01-21;Uno.\na;2026-01-21;Dos.\na;2026-01-21;Tres.\n", VERBATIM
    )
    assert sorted(by_text(reading)) == ["Dos.", "Uno."]
    assert reading.faults == {
        "row 3": "It says the same as row 2; keep one of the two.",
        "row 5": "It has the id 'a' of row 4; keep one of the two.",
    }


def test_bad_rows_are_named_and_the_others_taken() -> None:
    reading = read(
        HEAD + ROW + "\n2026-01-22;P;Vocera;F;quizá;Uno.\n2026-01-22;P;Vocera;F;textual;\n"
        "2026-01-22;P;Vocera;F;textual;Dos;tres;cuatro.\n;P;Vocera;F;textual;Tres.\n"
    )
    assert only(reading).source.locator == {"row": 2}
    assert list(reading.faults) == ["row 6", "row 4", "row 5", "row 7"]
    assert "'quizá'" in reading.faults["row 4"]
    assert "empty" in reading.faults["row 5"]
    assert "8 cells under 6 columns" in reading.faults["row 6"]
    assert all(why.endswith(".") and "\n" not in why for why in reading.faults.values())


def test_an_unclosed_quotation_mark_swallows_nothing_in_silence() -> None:
    says = refusal(HEAD + ROW + '2026-01-22;P;Vocera;F;textual;"Uno.\n2026-01-23;P;Vocera;F;textual;Dos.\n')
    assert "broken near line" in says


@pytest.mark.parametrize(
    "row",
    [
        "2026-01-21;Pregunta;;F;textual;¿Habrá aranceles?",
        "2026-01-21;Reportera de El Ejemplo;;F;textual;¿Habrá aranceles?",
        "2026-01-21;Persona Invitada;Periodista;F;textual;Habrá aranceles.",
        "2026-01-21;Moderador;;F;textual;Tiene la palabra.",
    ],
)
def test_rows_of_journalists_and_moderators_are_set_aside(row: str) -> None:
    reading = read(HEAD + ROW + row + "\n")
    assert only(reading).speaker == "Persona de Prueba"
    assert sum(reading.set_aside.values()) == 1
    assert reading.faults == {}


@pytest.mark.parametrize(
    "text",
    [
        "PREGUNTA: ¿Habrá aranceles?\nRESPUESTA: No habrá.",
        "Buenos días.\nP: ¿Habrá aranceles?\nR: No habrá.",
        "Periodista: ¿Habrá aranceles? Vocera: No habrá.",
    ],
)
def test_a_cell_with_questions_in_it_is_no_position(text: str) -> None:
    reading = read(f'{HEAD}{ROW}2026-01-21;Persona de Prueba;Vocera;F;textual;"{text}"\n')
    assert "aranceles" not in str(reading.statements)
    assert "only the speaker's own words" in reading.faults["row 3"]


@pytest.mark.parametrize(
    "formula", ['=HYPERLINK("http://example.org";"ver")', "=1+1 acuerdos", "@SUM(A1) señaló", "+México"]
)
def test_formulas_are_text(formula: str) -> None:
    cell = formula.replace('"', '""')
    assert only(read(f'fecha;texto\n2026-01-21;"{cell}"\n', VERBATIM)).text == formula


def test_json_lines_take_the_same_fields_and_the_programs_own_shape() -> None:
    own = {
        "id": "acto-1", "date": "2026-01-21", "speaker": "Persona de Prueba", "role": "Vocera", "form": "verbatim",
        "text": "Uno:\n\ndos.", "topics": ["energy", "labour"], "context": "¿Y el zopilote?",
        "source": {"title": "Acta", "ref": "acta.pdf", "locator": {"page": 3}},
    }  # fmt: skip
    lines = [
        json.dumps(own),
        "",
        "{no",
        "[1]",
        json.dumps({"fecha": "2026-01-22", "texto": "Dos.", "forma": "resumen"}),
    ]
    declared = Declared(speaker="Persona de Prueba", role="Vocera")
    reading = read("\n".join(lines), declared, "datos.jsonl")
    first, second = reading.statements
    assert (first.id, first.text, first.topics) == ("acto-1", "Uno:\n\ndos.", ("energy", "labour"))
    assert (first.source.title, first.source.ref, first.source.locator) == ("Acta", "acta.pdf", {"row": 1})
    assert "zopilote" not in str(first)
    assert (second.form, second.source.locator) == (Form.PARAPHRASE, {"row": 5})
    assert list(reading.faults) == ["row 3", "row 4"]


def test_text_that_no_database_takes_is_a_fault() -> None:
    good = '{"date": "2026-01-21", "text": "Uno."}\n'
    reading = read(
        good + '{"date": "2026-01-21", "text": "a\\ud800b"}\n{"date": "2026-01-21", "text": "a\\u0000b"}', VERBATIM
    )
    assert list(reading.faults) == ["row 2", "row 3"]


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("datos.txt", HEAD + ROW, True),
        ("datos.txt", "date,text\n", True),
        ("datos", '{"fecha": "2026-01-21", "texto": "Uno."}', True),
        ("cualquiera.csv", "a,b\n1,2\n", True),
        ("notas.txt", "Notas de la reunión, con fecha y texto.\nUno, dos.", False),
        ("carta.md", "---\nfecha: 2026-01-21\n---\nTexto, largo.", False),
        ("conferencia.txt", "Versión estenográfica\nPresidencia de la República\n20 de enero de 2026", False),
        ("x.json", '{"name": "x"}', False),
        ("x.txt", "", False),
    ],
)
def test_tables_are_recognised_by_content(name: str, content: str, expected: bool) -> None:
    assert TableReader().recognises(InputFile(path=Path(name), data=content.encode())) is expected


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[: len(data) // 2],
        lambda data: data.replace(b";", b";;"),
        lambda data: b"\x00" + data,
        lambda data: data + b'"' * 1001,
        lambda data: data * 50,
        lambda data: b'{"a": ' * 20_000,
        lambda data: b'{"date": ' + b"9" * 10_000 + b', "text": "x"}',
    ],
)
def test_a_damaged_table_gives_a_reading_or_one_sentence(spoil: Callable[[bytes], bytes]) -> None:
    file = InputFile(path=Path("tabla.csv"), data=spoil((HEAD + ROW).encode()))
    TableReader().recognises(file)
    try:
        outcome = str(TableReader().read(file, ReadingContext()).statements[0].text)
    except InputError as error:
        outcome = str(error)
    assert outcome.endswith(".")
