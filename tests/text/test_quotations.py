import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.quotations import find_quotations, is_verbatim

MARKED = st.lists(
    st.sampled_from(
        [
            "«",
            "»",
            "“",
            "”",
            "„",
            '"',
            "‘",
            "’",
            "'",
            " ",
            "hola",
            "don't",
            "the migrants' ",
            "\n",
            "\n\n",
            "- ",
            ". ",
        ]
    )
)


def quoted(text: str) -> list[str]:
    return [span.text for span in find_quotations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dijo «no» y “sí” y \"tal vez\".", ["no", "sí", "tal vez"]),
        ("Dijo «no somos “piñata” de nadie» ayer.", ["no somos “piñata” de nadie", "piñata"]),
        ("He said 'we will not' and it's Mexico's.", ["we will not"]),
        ("the migrants' rights and the '90s, don't", []),
        ("‘the migrants’ rights are ours’ she said", ["the migrants’ rights are ours"]),
        ("‘We don’t accept it’, he said", ["We don’t accept it"]),
        ('"he said "no" today"', ['he said "no" today', "no"]),
        ("“hola\" y (\"adiós”)", ["hola", "adiós"]),
        ("un tubo de 5\" y «» nada", []),
        ("Dijo “no aceptaremos nunca esto\n\nOtro párrafo.", ["no aceptaremos nunca esto"]),
        ("Dijo “no más", []),
        ("• “Uno dos tres\n• “Cuatro”", ["Uno dos tres", "Cuatro"]),
    ],
)  # fmt: skip
def test_find_quotations(text, expected):
    assert quoted(text) == expected


@given(st.one_of(st.text(), MARKED.map("".join)))
def test_spans_lie_within_marks(text):
    marks = "«»“”„\"‘’'"
    for span in find_quotations(text):
        assert text[span.start : span.end] == span.text == span.text.strip() != ""
        assert text[: span.start].rstrip()[-1] in marks


SOURCE = "No, es así. México no aceptará la “subordinación”; pero sí la cooperación. We don’t accept it."


@pytest.mark.parametrize(
    "quote",
    [
        "México no aceptará",
        "mexico no  aceptara la 'subordinacion'",
        "«No, es así»",
        "don't accept it",
        "México no aceptará … la cooperación.",
        "¡México no aceptará […] la cooperación!",
        "(...) pero sí la cooperación",
    ],
)
def test_verbatim(quote):
    assert is_verbatim(quote, SOURCE)


@pytest.mark.parametrize(
    "quote",
    [
        "",
        "…",
        "No es así",
        "México aceptará",
        "acepta",
        "la cooperación … México no",
        "[Canadá] no aceptará",
        "no aceptará nada",
    ],
)
def test_not_verbatim(quote):
    assert not is_verbatim(quote, SOURCE)


@given(st.text(alphabet="aé ñ.,“\"'B\n", min_size=1), st.data())
def test_every_run_of_whole_words_is_verbatim(text, data):
    words = text.split()
    start = data.draw(st.integers(0, len(words)))
    quote = " ".join(words[start:])
    if any(char.isalnum() for char in quote):
        assert is_verbatim(quote, text)
