"""Transcripts: attribution, own words, context, and damaged files. People and words here are invented."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain import Form, Statement
from assistant.errors import InputError
from assistant.record.readers.base import InputFile, Reading, ReadingContext, decode
from assistant.record.readers.transcript import CONTEXT_WORDS, TranscriptReader, shorten_question, venue
from assistant.record.readers.turns import is_end_mark, spanish_date

TITLE = "Versión estenográfica. Conferencia de prensa de la presidenta Claudia Sheinbaum Pardo del 20 de enero de 2026"
HEADER = (TITLE, "Presidencia de la República", "20 de enero de 2026")
PRESIDENT = "PRESIDENTA DE MÉXICO, CLAUDIA SHEINBAUM PARDO"
SECRETARY = "SECRETARIO DE SEGURIDAD Y PROTECCIÓN CIUDADANA, OMAR GARCÍA HARFUCH"
END = "—000—"
READER = TranscriptReader()


DATA = Path(__file__).resolve().parents[2] / "../shared/data/transcripts"
FILES = sorted(DATA.rglob("*.txt")) if DATA.is_dir() else []
real = pytest.mark.skipif(not FILES, reason="the transcripts are not beside this checkout")


def transcript(*turns: tuple[str, str], header: Sequence[str] = HEADER, end: str = END) -> str:
    blocks = [f"{label}\n{words}" for label, words in turns]
    return "\n---\n".join(["\n".join(header), *blocks]) + f"\n{end}\n"


def recognises(path: Path, text: str) -> bool:
    return READER.recognises(InputFile(path=path, data=text.encode()))


def read_text(path: Path, text: str) -> Reading:
    return READER.read(InputFile(path=path, data=text.encode()), ReadingContext())


def read(*turns: tuple[str, str], name: str = "a.txt") -> Reading:
    return read_text(Path("/x") / name, transcript(*turns))


def only(*turns: tuple[str, str]) -> Statement:
    (statement,) = read(*turns).statements
    return statement


def test_a_statement_says_who_where_when() -> None:
    statement = only((PRESIDENT, "  La soberanía no se negocia.\n\nY hay   diálogo. "))
    assert statement.speaker == "Claudia Sheinbaum Pardo"
    assert statement.role == "Presidenta de los Estados Unidos Mexicanos"
    assert (statement.date, statement.lang, statement.form) == (date(2026, 1, 20), "es", Form.VERBATIM)
    assert statement.venue == "Conferencia de prensa matutina"
    assert statement.text == "La soberanía no se negocia.\nY hay   diálogo."
    assert (statement.source.title, statement.source.ref) == (TITLE, "a.txt")
    assert statement.source.locator == {"turn": 0}
    assert re.fullmatch(r"2026-01-20-conferencia-de-prensa-matutina-[0-9a-f]{8}-t000", statement.id)


def test_turns_count_every_block() -> None:
    reading = read(("PREGUNTA", "¿Qué opina?"), (PRESIDENT, "Que sí."), ("(APLAUSOS)", ""), (SECRETARY, "Gracias."))
    assert [each.source.locator for each in reading.statements] == [{"turn": 1}, {"turn": 3}]
    assert reading.set_aside == {"journalist": 1, "stage": 1}


def test_set_aside_counts_by_kind() -> None:
    reading = read(
        ("PREGUNTA", "Hola."),
        ("MODERADORA", "Sigue."),
        ("VOZ HOMBRE", "¡Bravo!"),
        ("GOBERNADOR DE SONORA, JUAN LUZ VERA", "Gracias."),
        ("ANA LUZ VERA", "Yo vivo aquí."),
        (PRESIDENT, "(Inaudible)"),
    )
    assert reading.statements == ()
    kinds = ("journalist", "moderator", "voice", "guest", "unattributed", "empty")
    assert reading.set_aside == dict.fromkeys(kinds, 1)


def test_a_bare_name_follows_its_labelled_turn() -> None:
    reading = read(
        ("TITULAR DE LA UNIDAD DE INTELIGENCIA FINANCIERA, ANA LUZ VERA", "Informo."),
        ("ANA LUZ VERA", "Y sigo."),
    )
    assert [each.speaker for each in reading.statements] == ["Ana Luz Vera"] * 2
    assert reading.statements[1].role == "Titular de la Unidad de Inteligencia Financiera"


def test_a_label_buried_in_a_turn_ends_the_speakers_words() -> None:
    reading = read(
        (PRESIDENT, "No aceptamos.\nPREGUNTA (Interpretación del inglés al español): ¿Y si entran tropas?"),
        (
            PRESIDENT,
            "Nunca.\nPRESIDENTE DE LA REPÚBLICA FRANCESA, JUAN LUZ VERA (Interpretación): Yo bombardearía.",
        ),
        (PRESIDENT, "Cedo.\nSECRETARIO DE MARINA, RAYMUNDO PEDRO MORALES ÁNGELES Bueno, informo."),
    )
    said = [(each.speaker.split()[0], each.text) for each in reading.statements]
    assert said == [
        ("Claudia", "No aceptamos."),
        ("Claudia", "Nunca."),
        ("Claudia", "Cedo."),
        ("Raymundo", "Bueno, informo."),
    ]
    assert reading.statements[1].context == "¿Y si entran tropas?"
    assert [each.id[-5:] for each in reading.statements] == [
        "-t000",
        "-t001",
        "-t002",
        "002-b",
    ]
    assert reading.set_aside == {"guest": 1, "journalist": 1}


@pytest.mark.parametrize(
    "line",
    ["FOVISSSTE, ya saben, es para todos.", "En 2022, 1.35 millones.", "PAN-PRI tenían 15.", "ISSSTE, IMSS."],
)
def test_capitals_alone_are_no_label(line: str) -> None:
    assert only((PRESIDENT, f"Miren:\n{line}")).text == f"Miren:\n{line}"


def test_stage_directions_and_marks_are_no_words() -> None:
    words = "(enlace videollamada): Buenos días.\n(PROYECCIÓN DE VIDEO)\n\u200b\n—\nPROYECCIÓN DE VIDEO\nEso (inaudible) es todo."
    assert only((PRESIDENT, words)).text == "Buenos días.\nEso (inaudible) es todo."


def test_a_recording_inside_a_turn_is_left_out() -> None:
    words = "Vean.\n(INICIA VIDEO)\nYo mando aquí.\n(FINALIZA VIDEO)\nEso vimos."
    assert only((PRESIDENT, words)).text == "Vean.\nEso vimos."


def test_turns_of_a_video_are_of_another_day() -> None:
    reading = read(
        (SECRETARY, "Hay video."),
        (PRESIDENT, "Antes dije esto."),
        ("VOZ MUJER", "México."),
        (PRESIDENT, "Y esto."),
        ("(FINALIZA VIDEO)", ""),
    )
    assert [each.text for each in reading.statements] == ["Hay video."]


def test_a_text_by_others_read_aloud_is_left_out() -> None:
    quoted = "“México ha perdido el control de su territorio y nosotros vamos a entrar muy pronto con todas nuestras tropas”."
    assert only((PRESIDENT, f"Ayer dijo el senador:\n{quoted}\nEs falso.")).text == "Ayer dijo el senador:\nEs falso."
    assert quoted in only((PRESIDENT, f"Le dije al senador:\n{quoted}\nAsí fue.")).text
    assert quoted in only((PRESIDENT, f"El artículo 40 dice:\n{quoted}\nAsí es.")).text


NARRATED = "El programa de prueba llega a cada rincón del país y abre caminos."


def test_turns_between_a_narrators_words_are_of_another_day() -> None:
    reading = read(
        (SECRETARY, "Traemos un video.\n—Adelante—."),
        ("VOZ MUJER", NARRATED),
        (PRESIDENT, "En aquel pueblo abrimos la primera escuela de prueba."),
        ("BENEFICIARIA", "Estoy contenta con la escuela."),
        (PRESIDENT, "Y así lo haremos en todos los pueblos."),
        ("VOZ HOMBRE", "Gobierno de México."),
        (PRESIDENT, "Así se ve la escuela, en vivo lo digo hoy."),
    )
    assert [each.text for each in reading.statements] == [
        "Traemos un video.\n—Adelante—.",
        "Así se ve la escuela, en vivo lo digo hoy.",
    ]
    assert reading.set_aside == {"guest": 1, "stage": 2, "voice": 2}


def test_a_video_may_begin_with_the_official_it_shows() -> None:
    shown = "Cada estado requiere una estrategia distinta, de prueba."
    announced = read((SECRETARY, "Veamos la cápsula."), (PRESIDENT, shown), ("VOZ MUJER", NARRATED))
    assert [each.text for each in announced.statements] == ["Veamos la cápsula."]
    answered = read(("PREGUNTA", "¿Y en los estados?"), (PRESIDENT, shown), ("VOZ MUJER", NARRATED))
    assert [each.text for each in answered.statements] == [shown]


@pytest.mark.parametrize(
    "live",
    [
        "Con su permiso, Presidenta. Informo de las obras de prueba.",
        "Muchas gracias por el informe de las obras de prueba.",
        "Siguen las obras de prueba. —Adelante, Ana—.",
        "Viene ahora el segundo video de las obras de prueba.",
        "La obra de prueba avanza. " * 40,
    ],
)
def test_what_is_said_in_the_room_between_two_videos_stays(live: str) -> None:
    reading = read(("VOZ MUJER", NARRATED), (SECRETARY, live), ("VOZ MUJER", NARRATED))
    assert [each.text for each in reading.statements] == [live.strip()]


def test_voices_that_ask_are_no_narrators() -> None:
    answer = "La escuela de prueba abre en marzo."
    reading = read(("VOZ MUJER", "¿Cuándo abre la escuela?"), (PRESIDENT, answer), ("VOZ MUJER", "¿Y la otra escuela?"))
    assert [each.text for each in reading.statements] == [answer]


def test_a_turn_in_quotation_marks_after_an_announced_video_was_heard_in_it() -> None:
    quoted = "“Antes había créditos de prueba que nadie podía pagar, y ahora los estamos cambiando por otros mejores”."
    assert read((SECRETARY, "Aquí tenemos un video, si me permite."), (PRESIDENT, quoted)).set_aside == {"stage": 1}


def test_words_addressed_to_the_president_are_not_hers() -> None:
    reading = read((PRESIDENT, "Traigo las pruebas.\nY vienen todos los detalles, Presidenta, por si gusta revisarlo."))
    assert reading.statements == ()
    assert reading.set_aside == {"unattributed": 1}


def test_the_president_may_speak_of_her_own_title() -> None:
    assert only((PRESIDENT, "¡Qué bueno! Presidenta, con “a”.")).text == "¡Qué bueno! Presidenta, con “a”."


QUOTED = "“Cobraremos desde mañana un arancel de prueba a todos los productos que vengan de aquel país, sin ninguna excepción ni aviso”"


@pytest.mark.parametrize(
    ("lead", "tail", "kept"),
    [
        ("Y en el caso de los productos, ahí está:", ".", False),
        ("Publicó un comunicado sobre… Ahí está:", " [PERSONA DE PRUEBA]", False),
        ("¿Qué más viene en la nota?", ".", False),
        ("Y entonces yo dije, muy claro:", ".", True),
        ("¿Qué les estamos pidiendo a cambio?", ".", True),
        ("Este es el párrafo de la reforma.\nAhí está:", ".", True),
    ],
)
def test_a_paragraph_in_quotation_marks_is_the_speakers_only_if_so_introduced(lead: str, tail: str, kept: bool) -> None:
    text = only((PRESIDENT, f"{lead}\n{QUOTED}{tail}\nEso dice.")).text
    assert (QUOTED in text) is kept
    assert text.startswith(lead)
    assert text.endswith("Eso dice.")


def test_a_short_remark_between_two_quotations_changes_nothing() -> None:
    own = f"Esto dije:\n{QUOTED}.\n—Tiene otra parte, ¿no?—\n{QUOTED}."
    others = f"En la nota viene:\n{QUOTED}.\nY sigue:\n{QUOTED}."
    assert only((PRESIDENT, own)).text.count(QUOTED) == 2
    assert only((PRESIDENT, others)).text == "En la nota viene:\nY sigue:"


def test_a_message_without_label_is_attributed_by_its_title() -> None:
    header = (
        "Versión estenográfica. Mensaje de la Presidenta de México, Claudia Sheinbaum Pardo al pueblo",
        *HEADER[1:],
    )
    reading = read_text(Path("m.txt"), transcript(("???", "Muy buenas tardes."), header=header))
    assert [each.speaker for each in reading.statements] == ["Claudia Sheinbaum Pardo"]
    assert read(("???", "Muy buenas tardes.")).set_aside == {"unattributed": 1}


def test_context_is_the_question_directly_before() -> None:
    statements = read(
        ("PREGUNTA", "Buenos días. Soy de un diario.\n¿Se mantiene la revisión   del Tratado?"),
        (PRESIDENT, "Sí."),
        (SECRETARY, "Así es."),
        ("VOZ MUJER", "El mar es azul."),
        (SECRETARY, "Gracias."),
    ).statements
    assert statements[0].context.endswith("¿Se mantiene la revisión del Tratado?")
    assert [each.context for each in statements[1:]] == ["", ""]
    assert all(each.topics == () for each in statements)


@given(st.text(alphabet="ab ¿?.\n", max_size=900))
def test_context_stays_short(words: str) -> None:
    assert len(shorten_question(words).split()) <= CONTEXT_WORDS


def test_venues() -> None:
    assert venue(TITLE) == "Conferencia de prensa matutina"
    assert (
        venue("Versión estenográfica. Conferencia de prensa México-Francia") == "Conferencia de prensa México-Francia"
    )
    assert venue("Versión Estenográfica Primera Sesión de Trabajo") == "Primera Sesión de Trabajo"


def test_dates_and_end_marks() -> None:
    assert spanish_date("06 de enero de 2026") == spanish_date("6 de enero del 2026") == date(2026, 1, 6)
    assert spanish_date("31 de febrero de 2026") is spanish_date("enero") is spanish_date("06 de enero de 20") is None
    assert all(is_end_mark(mark) for mark in ("—000—", "―000―", "---000---", "—ooo—", "- - - 0 - - -", "- -00- -"))
    assert not any(is_end_mark(mark) for mark in ("—", "000", "—Adelante—", "2000"))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("\n".join(HEADER[:2]) + "\n---\nPREGUNTA\nHola.\n", "2 of its 3 lines"),
        (transcript((PRESIDENT, "Sí."), header=(*HEADER[:2], "hoy")), "must be a date"),
        (transcript((PRESIDENT, "Sí."), header=(*HEADER[:2], "31 de febrero de 2026")), "must be a date"),
        ("\n".join(HEADER) + "\n", "no turns"),
        ("\n".join(HEADER) + "\n---\n", "no turns"),
        (transcript((PRESIDENT, "Sí, y entonces el país"), end=""), "not closed"),
        (transcript((PRESIDENT, "Sí, y entonces,"), end=""), "not closed"),
        (transcript((PRESIDENT, "Sí."), ("PREGUNTA", "Gracias. Otra cosa."), end=""), "ends with a question"),
        (transcript((PRESIDENT, "Sí.")).replace(END, "---\nPRESIDENTA DE MÉX"), "no words after its label"),
        (transcript((PRESIDENT, "Sí.")).replace(END, "---\n"), "nothing follows"),
    ],
)
def test_damaged_files_are_refused_in_one_sentence(text: str, says: str) -> None:
    assert recognises(Path("x.txt"), text)
    with pytest.raises(InputError, match=says) as caught:
        read_text(Path("x.txt"), text)
    assert "\n" not in str(caught.value)


def test_a_closed_file_without_end_mark_is_accepted() -> None:
    for words in ("Vamos.", "—Adelante—.", "¡Viva México!", "¿Qué más?", "…"):
        assert read_text(Path("x.txt"), transcript(("PREGUNTA", "Sí."), (PRESIDENT, f"Sí. {words}"), end="")).statements


def test_other_formats_are_not_recognised() -> None:
    for text in (
        "id: x\ndate: 2026-01-01\n",
        "---\ntitle: x\n---\nSome prose.\n",
        "# Heading\n\ntext\n---\nmore\n",
        "",
    ):
        assert not recognises(Path("x.md"), text)


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(words: str) -> None:
    try:
        read_text(Path("x.txt"), words)
        read_text(Path("x.txt"), transcript((PRESIDENT, words)))
    except InputError:
        pass


@real
def test_all_real_files_are_accepted_and_ids_are_unique() -> None:
    ids: Counter[str] = Counter()
    aside: Counter[str] = Counter()
    for path in FILES:
        text = decode(path.read_bytes())
        assert recognises(path, text)
        reading = read_text(path, text)
        aside.update(reading.set_aside)
        blocks = text.split("\n---\n")[1:]
        for statement in reading.statements:
            ids[statement.id] += 1
            block = blocks[(statement.source.locator or {})["turn"]]
            assert all(line in block for line in statement.text.split("\n"))
    assert len(ids) == sum(ids.values()) > 20_000
    assert all(identifier.isascii() and identifier == identifier.lower() for identifier in ids)
    assert aside["journalist"] > 12_000


@real
def test_a_leaders_communique_read_aloud_is_no_position_of_the_president() -> None:
    (path,) = DATA.glob("2026/enero/29--*conferencia*")
    (statement,) = [
        each
        for each in read_text(path, decode(path.read_bytes())).statements
        if (each.source.locator or {})["turn"] == 125
    ]
    assert "TRUMP" not in statement.text
    assert statement.text.endswith("Gracias a todas y a todos.")


@real
@pytest.mark.parametrize(
    ("pattern", "turn", "speaker"),
    [
        ("2026/febrero/04--*conferencia*", 42, "Claudia Sheinbaum Pardo"),
        ("2025/febrero/02--*palacio-nacional*", 0, "Claudia Sheinbaum Pardo"),
        ("2025/mayo/16--*conferencia*", 5, "Roberto Velasco Álvarez"),
        ("2025/diciembre/05--*conferencia*", 80, ""),
        ("2026/enero/09--*conferencia*", 67, ""),
        ("2025/octubre/07--*conferencia*", 8, ""),
        ("2024/diciembre/11--*conferencia*", 77, "Claudia Sheinbaum Pardo"),
    ],
)
def test_traps_in_real_files(pattern: str, turn: int, speaker: str) -> None:
    (path,) = DATA.glob(pattern)
    statements = read_text(path, decode(path.read_bytes())).statements
    found = [each for each in statements if (each.source.locator or {})["turn"] == turn]
    assert [each.speaker for each in found] == ([speaker] if speaker else [])
    assert all("PREGUNTA" not in each.text for each in found)
