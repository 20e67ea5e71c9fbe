from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.figures import extract_figures

PIECES = st.lists(
    st.sampled_from(
        ["37", "treinta y siete", "por ciento", "%", "$", "12.8", "mil", "millones", "de", "dólares", "enero", "January", "2026", ",", "y",
         "tercera", "reunión", "artículo", "una docena", "medio", "3ª", "2nd", "COP30", "1.", "\n", "twenty-six", "million", "23", "mdd", "-"]
    )
).map(" ".join)  # fmt: skip


def read(text: str, lang: str = "es") -> list[tuple[str, object]]:
    return [(figure.kind, figure.value) for figure in extract_figures(text, lang)]


@pytest.mark.parametrize(
    ("text", "lang", "kind", "value"),
    [
        ("37", "es", "number", 37.0), ("treinta y siete", "es", "number", 37.0), ("thirty-seven", "en", "number", 37.0),
        ("12.8 million", "en", "number", 12.8e6), ("12,8 millones", "es", "number", 12.8e6), ("12.8 millones", "es", "number", 12.8e6),
        ("600 mil", "es", "number", 6e5), ("6.600 millones", "es", "number", 6.6e9), ("2 mil 500", "es", "number", 2500.0),
        ("mil 788", "es", "number", 1788.0), ("veintiséis mil 412", "es", "number", 26412.0),
        ("mil 788 millones", "es", "number", 1.788e9),
        ("una docena", "es", "number", 12.0), ("half a dozen", "en", "number", 6.0), ("medio millón", "es", "number", 5e5),
        ("6,600 millones de dólares", "es", "money", 6.6e9), ("$12.8 million", "en", "money", 12.8e6), ("$5bn", "en", "money", 5e9),
        ("500 mdd", "es", "money", 5e8), ("25%", "es", "percent", 25.0), ("25 por ciento", "es", "percent", 25.0),
        ("veinticinco por ciento", "es", "percent", 25.0), ("25 percent", "en", "percent", 25.0),
        ("one percent", "en", "percent", 1.0), ("oct 2024", "es", "date", (2024, 10, None)),
        ("tercera reunión", "es", "ordinal", 3.0), ("3ª reunión", "es", "ordinal", 3.0), ("the third meeting", "en", "ordinal", 3.0),
        ("2nd group", "en", "ordinal", 2.0), ("2026", "es", "year", 2026.0), ("el tratado de 1944", "es", "year", 1944.0),
        ("2000 migrantes", "es", "number", 2000.0),
        ("23 de enero de 2026", "es", "date", (2026, 1, 23)), ("23 January 2026", "en", "date", (2026, 1, 23)),
        ("January 23, 2026", "en", "date", (2026, 1, 23)), ("enero de 2026", "es", "date", (2026, 1, None)),
        ("January 2026", "en", "date", (2026, 1, None)), ("el 23 de enero", "es", "date", (None, 1, 23)),
        ("1.º de mayo", "es", "date", (None, 5, 1)), ("2026-01-23", "en", "date", (2026, 1, 23)), ("3/4/2026", "es", "date", (2026, 4, 3)),
    ],
)  # fmt: skip
def test_one_figure(text, lang, kind, value):
    assert read(text, lang) == [(kind, value)]


@pytest.mark.parametrize(
    "text",
    ["uno de", "un cuarto", "one of the", "en primer lugar", "por primera vez", "first of all", "for the first time", "un segundo",
     "Primero, esto", "T-MEC, G20, COP30, F-16 y X", "https://gob.mx/37 @a5 #b6", "7:00", "2/3", "two thirds", "miles de", "half", "dos tercios"],
)  # fmt: skip
def test_no_figure(text):
    assert read(text, "en" if text.isascii() and ("one" in text or "first" in text or "half" in text) else "es") == []


def test_list_numbers_are_no_figures():
    assert read("1. Punto\n2/4 Hilo 5\n• 3) Otro") == [("number", 5.0)]


@pytest.mark.parametrize(
    "text", ["más de 8 mil", "casi 40", "unos 40", "cerca de 500", "alrededor de 5 pesos", "~7", "más de $5"]
)
def test_approximate(text):
    assert [figure.approximate for figure in extract_figures(text, "es")] == [True]


@pytest.mark.parametrize("text", ["about 40", "nearly 40", "over 40", "more than $40", "at least 40%"])
def test_approximate_english(text):
    assert [figure.approximate for figure in extract_figures(text, "en")] == [True]


def test_what_is_counted():
    assert [figure.noun for figure in extract_figures("las 29, 26 y 37 personas", "es")] == ["person"] * 3
    assert [figure.noun for figure in extract_figures("la tercera reunión de uno de los cuatro grupos", "es")] == [
        "reunion",
        "grup",
    ]
    assert [figure.noun for figure in extract_figures("US$5, 20 pesos, 3 euros, $7", "es")] == [
        "usd",
        "mxn",
        "eur",
        "",
    ]


def test_labels():
    found = extract_figures("artículos 89 y 133, art. 39, la sección 232 y 37 personas", "es")
    assert [(figure.value, figure.label) for figure in found] == [
        (89.0, "article"), (133.0, "article"), (39.0, "article"), (232.0, "section"), (37.0, "")
    ]  # fmt: skip


def test_days_that_share_a_month():
    assert read("23 y 24 de enero de 2026") == [("date", (2026, 1, 23)), ("date", (2026, 1, 24))]


@given(st.one_of(st.text(), PIECES), st.sampled_from(["es", "en"]))
def test_figures_stand_where_they_say(text, lang):
    found = extract_figures(text, lang)
    assert all(text[figure.start : figure.end] == figure.text != "" for figure in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
