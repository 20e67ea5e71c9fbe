"""Two texts in one: what went, what came, and nothing lost between them."""

import re
from html import unescape
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.ui.diff_markup import MAX_COMPARED, changed_words, changes, word_diff

UNSEEN = "\u034f\u115f\u1160\u3164\uffa0" + "".join(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
PIECES = [
    *("México", "no", "acepta", "tropas", "de", "la", "el", "100,000", "<b>", "&", '"', "\n", "\r\n", " ", "  ", "\t"),
    *("e\u0301", "ñandú", "🇲🇽", "👩‍🚒", "❤\ufe0f", "#MéxicoUnido", "https://gob.mx/a?b=c", "…", "«", "»", "𝐀"),
]
WORDS = st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join)
TEXTS = WORDS | st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cf", "Co", "Cn", "Zl", "Zp"), exclude_characters=UNSEEN), max_size=60
)


def _without(html: str, element: str) -> str:
    heard = re.sub(r'<span class="spoken">.*?</span>', "", html)
    rest = re.sub(rf"<{element}(?: [^>]*)?>.*?</{element}>", "", heard, flags=re.DOTALL)
    return unescape(re.sub(r"</?(?:del|ins|span)(?: [^>]*)?>", "", rest))


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_out_of_it(before: str, after: str) -> None:
    html = word_diff(before, after, "es")

    assert _without(html, "del") == after
    assert _without(html, "ins") == before


@given(TEXTS, TEXTS)
def test_the_stretches_make_up_both_texts_and_alternate(before: str, after: str) -> None:
    found = changes(before, after)

    assert "".join(change.before for change in found) == before
    assert "".join(change.after for change in found) == after
    assert all(one.is_same != other.is_same for one, other in pairwise(found))


@given(TEXTS)
def test_the_same_text_shows_no_change(text: str) -> None:
    assert "<del" not in word_diff(text, text, "en")
    assert changed_words(text, text) == []


@given(TEXTS, TEXTS)
def test_changed_words_lie_in_the_text_in_order(text: str, other: str) -> None:
    ends = [0, *(offset for span in changed_words(text, other) for offset in span), len(text)]

    assert ends == sorted(ends)


def test_a_replaced_word_is_one_change_and_is_heard() -> None:
    html = word_diff("México acepta tropas.", "México rechaza tropas.", "es")

    assert html == (
        '<span class="word-diff">México <del><span class="spoken">antes: </span>acepta</del>'
        '<ins><span class="spoken">ahora: </span>rechaza</ins> tropas.</span>'
    )
    assert '<span class="spoken">before: </span>' in word_diff("a", "b", "en")


def test_neighbouring_changes_are_read_together() -> None:
    found = changes("envío de armas a Cuba", "traslado de petróleo a Cuba")

    assert [(c.before, c.after) for c in found if not c.is_same] == [("envío de armas", "traslado de petróleo")]


@pytest.mark.parametrize(
    ("before", "after", "went", "came"),
    [
        ("100,000 personas", "120,000 personas", "100,000", "120,000"),
        ("un 12.5 %", "un 12.8 %", "12.5", "12.8"),
        ("cafe\u0301 solo", "cafe solo", "cafe\u0301", "cafe"),
        ("ve a https://gob.mx/a hoy", "ve a https://gob.mx/b hoy", "https://gob.mx/a", "https://gob.mx/b"),
        ("uno\n\ndos", "uno\ndos", "\n", ""),
        ("hola 👩‍🚒 adiós", "hola 👩‍🚀 adiós", "👩‍🚒", "👩‍🚀"),
    ],
)
def test_what_belongs_together_changes_together(before: str, after: str, went: str, came: str) -> None:
    (change,) = [each for each in changes(before, after) if not each.is_same]

    assert (change.before, change.after) == (went, came)


def test_nothing_of_a_text_becomes_markup_and_the_unseen_is_written_out() -> None:
    html = word_diff("<script>x</script>", "<img src=x> hi\u202edden", "es")

    assert "<script" not in html
    assert "<img" not in html
    assert "⟨U+202E⟩" in html


def test_white_space_alone_is_a_change_that_can_be_seen_and_heard() -> None:
    assert '<del class="blank"><span class="spoken">antes: espacio' in word_diff("a  b", "a b", "es")


def test_texts_too_long_for_words_are_compared_line_by_line() -> None:
    lines = [f"línea {n} de un texto muy largo con varias palabras" for n in range(400)]
    other = [*lines[:200], "otra cosa", *lines[201:]]
    before, after = "\n".join(lines), "\n".join(other)
    assert len(before.split()) ** 2 > MAX_COMPARED

    found = changes(before, after)

    assert "".join(change.after for change in found) == after
    assert "otra cosa" in "".join(change.after for change in found if not change.is_same)
    assert sum(len(change.before) for change in found if not change.is_same) < 100
