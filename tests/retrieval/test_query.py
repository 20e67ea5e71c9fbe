"""What a question asks for: phrases and conditions are understood, and everything else stays as it was written."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain import Bilingual, Filters, Topic
from assistant.domain.ledger import BilingualWords
from assistant.errors import InputError
from assistant.retrieval.query import (
    MAX_QUERY_CHARS,
    OPERATORS,
    is_on_record,
    narrowed,
    parse_query,
    require_query,
    topic_id,
    unknown_speaker,
)

NAMES = ["Persona de Prueba", "Roberto Velasco Álvarez", "Marcelo Ebrard Casaubon"]
WORDS = BilingualWords(es=(), en=())
TOPICS = (
    Topic(id="water-treaty", name=Bilingual(es="tratado de aguas", en="water treaty"), keywords=WORDS),
    Topic(id="trade", name=Bilingual(es="comercio", en="trade"), keywords=WORDS),
)


def filters(question: str, given_beside: Filters | None = None) -> Filters:
    return narrowed(given_beside or Filters(), parse_query(question).operators)


@pytest.mark.parametrize(
    ("question", "text", "wanted"),
    [
        ("agua de:Velasco", "agua", Filters(speaker="Velasco")),
        ("from:velasco water", "water", Filters(speaker="velasco")),
        ('agua de:"Roberto Velasco" ya', "agua ya", Filters(speaker="Roberto Velasco")),
        ("agua de:«Roberto Velasco»", "agua", Filters(speaker="Roberto Velasco")),
        ("DESDE:2026-01 agua", "agua", Filters(since=date(2026, 1, 1))),
        ("agua since:2026", "agua", Filters(since=date(2026, 1, 1))),
        ("agua hasta:2024-02", "agua", Filters(until=date(2024, 2, 29))),
        ("agua until:2025, de ayer", "agua de ayer", Filters(until=date(2025, 12, 31))),
        ("agua hasta:2026/3/5", "agua", Filters(until=date(2026, 3, 5))),
        ("lengua:inglés agua", "agua", Filters(lang="en")),
        ("(lang:es) agua", "( agua", Filters(lang="es")),
        ("agua tema:comercio", "agua", Filters(topic="comercio")),
        ("desde:2025-01 hasta:2025-03 de:Ebrard acero", "acero",
         Filters(since=date(2025, 1, 1), until=date(2025, 3, 31), speaker="Ebrard")),
    ],
)  # fmt: skip
def test_operators_become_conditions_and_leave_the_words(question: str, text: str, wanted: Filters) -> None:
    assert filters(question) == wanted
    assert parse_query(question).text == text


@pytest.mark.parametrize(
    "question",
    [
        "¿Qué se dijo a las 10:30 en la sede?",
        "según http://ejemplo.mx/desde:hoy",
        "La reunión de: todos los días",
        "Comercio: aranceles y cuotas desde: enero",
        'el llamado "plan sin cerrar comillas',
        "Migration:Policy notes",
        "de:10 a 12 horas",
        "tema:",
        'un tubo de 12" y otro de 14" de ancho',
        "AND OR NOT (agua* ~2 ^3 [a TO b]",
    ],
)
def test_a_natural_question_comes_through_untouched(question: str) -> None:
    parsed = parse_query(question)
    assert parsed.text == question
    assert (parsed.phrases, parsed.operators) == ((), ())


@given(st.text(max_size=80))
def test_free_text_without_operators_is_never_refused(text: str) -> None:
    if text.split() and not any(f"{name}:" in text.casefold() for name in OPERATORS):
        assert parse_query(text).text == require_query(text)


@pytest.mark.parametrize("quoted", ['"respeto mutuo"', "“respeto mutuo”", "«respeto mutuo»", "« respeto mutuo »"])
def test_quotation_marks_of_any_kind_make_a_phrase(quoted: str) -> None:
    parsed = parse_query(f"seguridad {quoted}")
    assert parsed.phrases == ("respeto mutuo",)
    assert "respeto mutuo" in parsed.text


def test_phrases_with_other_words_are_kept_apart() -> None:
    assert parse_query('"uno dos" «tres cuatro» cinco').phrases == ("uno dos", "tres cuatro")
    assert parse_query('"..." agua').phrases == ()


def test_a_quotation_inside_a_long_sentence_is_no_phrase_to_look_for() -> None:
    sentence = "un vocero dijo ayer ante la prensa de la capital que “hay que hacer algo con el agua”"
    assert parse_query(sentence).phrases == ()
    assert parse_query(sentence).text == sentence


@pytest.mark.parametrize(
    ("question", "example"),
    [
        ("agua desde:ayer", "desde:2026-01-23"),
        ("agua since:2026-13", "since:2026-01"),
        ("agua until:2026-02-30", "until:2026"),
        ("agua lengua:francés", "lengua:es"),
    ],
)
def test_an_operator_that_cannot_be_read_is_refused_with_an_example(question: str, example: str) -> None:
    with pytest.raises(InputError) as refused:
        parse_query(question)
    assert example in str(refused.value)
    assert question.split()[1] in str(refused.value)


def test_conditions_of_the_question_and_beside_it_must_all_hold() -> None:
    beside = Filters(since=date(2025, 6, 1), until=date(2026, 6, 30), speaker="Roberto", topic="trade")
    assert filters("agua desde:2025 hasta:2026-03 de:Velasco tema:trade", beside) == Filters(
        since=date(2025, 6, 1), until=date(2026, 3, 31), speaker="Roberto Velasco", topic="trade"
    )


@pytest.mark.parametrize(
    ("question", "beside", "said"),
    [
        ("agua lengua:es", Filters(lang="en"), "'en' and for 'es' at once"),
        ("agua tema:trade", Filters(topic="water-treaty"), "'water-treaty' and for 'trade' at once"),
        ("agua desde:2026", Filters(until=date(2025, 12, 31)), "2026-01-01 is after 2025-12-31"),
    ],
)
def test_conditions_that_exclude_each_other_are_refused(question: str, beside: Filters, said: str) -> None:
    with pytest.raises(InputError, match=said):
        filters(question, beside)


@pytest.mark.parametrize("name", ["velasco", "Alvarez", "Roberto Velasco", "ebrard casaubon", "persona"])
def test_a_part_of_a_name_is_enough_whatever_its_accents(name: str) -> None:
    assert is_on_record(name, NAMES)


@pytest.mark.parametrize(("wrong", "near"), [("Velazco", "Roberto Velasco Álvarez"), ("ebrad", "Marcelo Ebrard")])
def test_an_unknown_speaker_is_told_with_near_names(wrong: str, near: str) -> None:
    assert not is_on_record(wrong, NAMES)
    assert re.match(rf"Nobody .* called '{wrong}'; did you mean de:\"{near}", str(unknown_speaker(wrong, NAMES)))
    assert "called 'Xyzzy'; `assistant speakers` lists" in str(unknown_speaker("Xyzzy", NAMES))


@pytest.mark.parametrize("name", ["water-treaty", "Tratado de Aguas", "WATER TREATY"])
def test_a_topic_is_known_by_its_id_and_its_names(name: str) -> None:
    assert topic_id(name, TOPICS, list) == "water-treaty"


def test_an_unknown_topic_is_told_with_near_ones() -> None:
    assert topic_id("made-up", TOPICS, lambda: ["made-up"]) == "made-up"
    with pytest.raises(InputError, match=r"no topic 'agua'; choose one of: water-treaty\.$"):
        topic_id("agua", TOPICS, list)
    with pytest.raises(InputError, match=r"choose one of: trade, water-treaty\.$"):
        topic_id("zoología", TOPICS, list)


def test_an_empty_or_far_too_long_question_is_refused() -> None:
    for text in ("", "  \n"):
        with pytest.raises(InputError, match="empty"):
            parse_query(text)
    with pytest.raises(InputError, match="4,001 characters"):
        parse_query("a" * (MAX_QUERY_CHARS + 1))
