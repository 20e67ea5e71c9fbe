from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.words import STOPWORDS, content_stems, stem, tokens

ENDINGS = ("ción", "ciones", "ndo", "mos", "do", "das", "rá", "ron", "r", "ble", "bles", "nte")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("El T-MEC, hoy.", ["El", "T-MEC", "hoy"]),
        ("don't we’ll Mexico's", ["don't", "we’ll", "Mexico's"]),
        ("6,600 millones y 12.8%", ["6,600", "millones", "y", "12.8"]),
        ("EE. UU. y EE.UU. y U.S. law", ["EE. UU.", "y", "EE.UU.", "y", "U.S.", "law"]),
        ("#México @SRE_mx COP30", ["México", "SRE", "mx", "COP30"]),
        ("sobera\u0301nia", ["sobera\u0301nia"]),
    ],
)
def test_tokens(text, words):
    assert [token.text for token in tokens(text)] == words


@given(st.text())
def test_tokens_stand_where_they_say(text):
    found = tokens(text)
    assert all(text[token.start : token.end] == token.text for token in found)
    assert all(before.end <= after.start for before, after in pairwise(found))


def test_negations_and_numbers_are_content():
    assert content_stems("México no acepta 37 ni nunca sin ley", "es") == [
        "mexic",
        "no",
        "acept",
        "37",
        "ni",
        "nunc",
        "sin",
        "ley",
    ]
    assert content_stems("We don't, can't, won't and cannot go without it", "en") == [
        *["not"] * 4,
        "go",
        "without",
    ]


def test_compounds_are_taken_apart_but_codes_are_not():
    assert content_stems("non-subordination", "en") == ["non", "subordin"]
    assert content_stems("no-intervención y T-MEC", "es") == ["no", "intervencion", "t-mec"]


def test_every_short_name_of_the_united_states_is_one():
    assert content_stems("EE. UU. EE.UU. EEUU EUA", "es") == ["usa"] * 4
    assert content_stems("the U.S. and US told us", "en") == ["usa", "usa", "told"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("soberanía", "soberanias"),
        ("intervención", "intervencion"),
        ("arma", "armas"),
        ("país", "países"),
        ("año", "años"),
    ],
)
def test_spanish_stems_do_not_mind_accents_and_plurals(one, other):
    assert stem(one, "es") == stem(other, "es")


@given(st.text("aeñéNoOsm19.,;:¿?!\"'()-…“” \n\u00a0_ª\u0301", max_size=60), st.sampled_from(["es", "en"]))
def test_stems_of_a_text_are_those_of_its_tokens(text, lang):
    assert content_stems(text, lang) == [each for token in tokens(text) for each in content_stems(token.text, lang)]


def test_the_one_name_with_a_blank_in_it_is_seen():
    assert content_stems("Con EE. UU., con EE.\u00a0UU. y con México.", "es") == [
        "usa",
        "usa",
        *content_stems("México", "es"),
    ]


def test_stop_words_are_folded_and_hold_no_negation():
    for words in STOPWORDS.values():
        assert all(word.isascii() and word == word.lower() for word in words)
    assert not {"no", "ni", "sin", "nunca"} & STOPWORDS["es"]
    assert not {"no", "not", "nor", "never", "without"} & STOPWORDS["en"]


def test_stems_do_not_depend_on_other_threads() -> None:
    words = [f"{root}{ending}" for root in ("coopera", "soberan", "negocia", "subordina") for ending in ENDINGS]
    expected = [stem.__wrapped__(word, "es") for word in words]
    with ThreadPoolExecutor(max_workers=8) as pool:
        rounds = list(pool.map(lambda _: [stem.__wrapped__(word, "es") for word in words], range(24)))
    assert all(found == expected for found in rounds)
