from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.sentences import split_sentences

PIECES = st.lists(
    st.sampled_from(
        ["EE. UU.", "Dr.", "No.", "p. m.", "¿Y Cuba?", "«", "»", '"', "(", ")", "1.", "2/4", "•", "\n", " ", "…", "Sí.", "12.8",
         "https://gob.mx/sre?a=1", "#México", "🇲🇽", "palabra ", "—dijo—", "U.S. The", "\ud800", "e\u0301. ", "A. "]
    )
)  # fmt: skip


def texts(text: str, lang: str) -> list[str]:
    return [span.text for span in split_sentences(text, lang)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Habló con EE. UU. y con el Dr. Juan. Luego viajó.",
            ["Habló con EE. UU. y con el Dr. Juan.", "Luego viajó."],
        ),
        ("En EE.UU. hay 40. El art. 89 rige.", ["En EE.UU. hay 40.", "El art. 89 rige."]),
        ("Viajó a EE. UU. El canciller volvió.", ["Viajó a EE. UU.", "El canciller volvió."]),
        ("México y E.U. cooperan. La Sra. Rosa vino.", ["México y E.U. cooperan.", "La Sra. Rosa vino."]),
        (
            "A las 7:00 p. m. inició. A las 8 a. m. terminó.",
            ["A las 7:00 p. m. inició.", "A las 8 a. m. terminó."],
        ),
        ("La Lic. Pérez y la Dra. Gómez. Fin.", ["La Lic. Pérez y la Dra. Gómez.", "Fin."]),
        ("Véase pág. 4 y núm. 12. C. P. 06000, México.", ["Véase pág. 4 y núm. 12.", "C. P. 06000, México."]),
        (
            "¿Hay tropas? No. Nunca las habrá. No. 5 es.",
            ["¿Hay tropas?", "No.", "Nunca las habrá.", "No. 5 es."],
        ),
        ("¡Claro que sí! —dijo—. Nada más… y siguió.", ["¡Claro que sí! —dijo—.", "Nada más… y siguió."]),
        ("Creció 12.8 por ciento. Bien.", ["Creció 12.8 por ciento.", "Bien."]),
        ("Dijo: «No. Nunca lo haremos.» Y se fue.", ["Dijo: «No. Nunca lo haremos.»", "Y se fue."]),
    ],
)
def test_spanish(text, expected):
    assert texts(text, "es") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Mr. Smith was in the U.S. on Jan. 23. He left.",
            ["Mr. Smith was in the U.S. on Jan. 23.", "He left."],
        ),
        (
            "See No. 5. No. We won't. Ms. Bárcena spoke.",
            ["See No. 5.", "No.", "We won't.", "Ms. Bárcena spoke."],
        ),
        ("At 7 p.m. we met. J. R. Smith left.", ["At 7 p.m. we met.", "J. R. Smith left."]),
        (
            "“Who said it first?” she asked. Then… silence.",
            ["“Who said it first?” she asked.", "Then… silence."],
        ),
    ],
)
def test_english(text, expected):
    assert texts(text, "en") == expected


def test_lines_end_sentences_and_list_prefixes_stay():
    text = "Hola\n• Punto uno. Sigue\n- Punto dos\n1. Punto tres.\n1/4 Hilo. Fin\n\n2/4 Otro."
    assert texts(text, "es") == [
        "Hola", "• Punto uno.", "Sigue", "- Punto dos", "1. Punto tres.", "1/4 Hilo.", "Fin", "2/4 Otro."
    ]  # fmt: skip


def test_a_post_survives():
    text = "🇲🇽 Hoy con @SecRubio. #México #EEUU https://t.co/abc?x=1. Gracias! 🇲🇽"
    assert texts(text, "es") == [
        "🇲🇽 Hoy con @SecRubio.",
        "#México #EEUU https://t.co/abc?x=1.",
        "Gracias! 🇲🇽",
    ]


def test_a_long_quoted_declaration_is_cut_into_its_sentences():
    text = "Dijo: «" + "Somos un país libre y soberano. " * 12 + "Nada más.» Luego se fue."
    found = texts(text, "es")
    assert len(found) == 14
    assert found[-1] == "Luego se fue."


def test_long_text_without_punctuation_is_one_sentence():
    assert len(split_sentences("palabra " * 6250, "es")) == 1


def test_empty_text_has_no_sentences():
    assert split_sentences(" \n\t ", "es") == []


@given(st.one_of(st.text(), PIECES.map("".join)), st.sampled_from(["es", "en"]))
def test_sentences_cover_the_text_in_order(text, lang):
    spans = split_sentences(text, lang)
    assert all(text[span.start : span.end] == span.text and span.text == span.text.strip() for span in spans)
    assert all(before.end <= after.start for before, after in pairwise(spans))
    assert "".join("".join(span.text.split()) for span in spans) == "".join(text.split())
