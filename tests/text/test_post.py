import pytest
from hypothesis import given
from hypothesis import strategies as st
from twitter_text import parse_tweet

from assistant.text.post import POST_LIMIT, fits, valid_range_end, weighted_length

POSTS = st.lists(
    st.sampled_from(
        [
            "gob.mx/sre",
            "https://www.gob.mx/sre?a=1.",
            "🇲🇽",
            "👨‍👩‍👧",
            "…",
            "•",
            "e\u0301",
            "á",
            " ",
            "\r\n",
            "\n",
            "a.b",
            "@",
            "(",
            "x",
        ]
    )
).map("".join)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("hola", 4),
        ("https://www.gob.mx/sre/prensa", 23),
        ("gob.mx/sre", 23),
        ("🇲🇽", 2),
        ("…•€→", 8),
        ("a\r\nb", 3),
    ],
)
def test_weighted_length(text, length):
    assert weighted_length(text) == length


@given(st.one_of(st.text(), POSTS))
def test_the_same_as_the_library(text):
    assert weighted_length(text) == parse_tweet(text).weightedLength


def test_the_character_before_a_url_counts():
    for text in (" \x800.AL", "\r\n\x800.AL", "\x800.AL"):
        assert weighted_length(text) == parse_tweet(text).weightedLength


@pytest.mark.parametrize("unit", ["a.", "a", "🇲🇽", "gob.mx/", "e\u0301", "a ", "\ud800"])
def test_long_text_is_counted(unit):
    assert weighted_length(unit * 25_000) > POST_LIMIT
    assert not fits(unit * 25_000)


def test_valid_range_end():
    assert valid_range_end("") == 0
    assert valid_range_end("a" * 280) == 280
    assert valid_range_end("a" * 281) == 280
    assert valid_range_end("x" * 279 + "🇲🇽y") == 279
    assert valid_range_end("x" * 270 + " https://gob.mx/a b") == 271
    assert valid_range_end("e\u0301" * 281) == 560


@given(st.one_of(st.text(), POSTS).map(lambda text: text * 20))
def test_what_stands_before_the_range_end_fits(text):
    end = valid_range_end(text)
    assert 0 <= end <= len(text)
    assert (end == len(text)) == fits(text)
