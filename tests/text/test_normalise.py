from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.normalise import fold, fold_with_map


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Soberanía", "soberania"),
        ("España", "espana"),
        ("“Sí” «no»", '"si" "no"'),
        ("don’t", "don't"),
        ("no‑intervención — ya", "no-intervencion - ya"),
        ("respeto \n\u00a0 mutuo", "respeto mutuo"),
        ("so\u00adbera\u0301nia", "soberania"),
        ("…", "..."),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded


def test_the_map_leads_back_to_the_original():
    original = "La  «soberanía» de Me\u0301xico…"
    folded = fold_with_map(original)
    at = folded.text.index("soberania")
    start, end = folded.original_span(at, at + len("soberania"))
    assert original[start:end] == "soberanía"
    at = folded.text.index("mexico")
    start, end = folded.original_span(at, at + len("mexico"))
    assert original[start:end] == "Me\u0301xico"
    start, end = folded.original_span(len(folded.text) - 2, len(folded.text) - 1)
    assert original[start:end] == "…"


def test_empty():
    assert fold_with_map("").offsets == (0,)


@given(st.text("aZ9ñé¿…―“\u200b\u00ad½™ß \n\x81\x93\u0219\ud800"))
def test_western_text_is_folded_like_any_other(text):
    assert fold(text) == fold_with_map(text).text


@given(st.text())
def test_the_map_is_monotone_and_within_range(text):
    folded = fold_with_map(text)
    assert len(folded.offsets) == len(folded.text) + 1
    assert folded.offsets[-1] == len(text)
    assert all(0 <= before <= after for before, after in pairwise(folded.offsets))


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.data())
def test_original_spans_fold_to_what_they_stand_for(text, data):
    folded = fold_with_map(text)
    start = data.draw(st.integers(0, len(folded.text)))
    end = data.draw(st.integers(start, len(folded.text)))
    first, last = folded.original_span(start, end)
    assert 0 <= first <= last <= len(text)
    assert folded.text[start:end] in fold(text[first:last])
