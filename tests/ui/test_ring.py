"""The ring of a post's length: colour, number and words say the same."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.ui.ring import length_ring


@pytest.mark.parametrize(
    ("length", "state", "shown", "words"),
    [
        (0, "fits", None, "0 de 280 caracteres"),
        (259, "fits", None, "259 de 280 caracteres"),
        (260, "near", "20", "Caracteres libres: 20 de 280"),
        (280, "near", "0", "Caracteres libres: 0 de 280"),
        (281, "over", "-1", "Caracteres de más: 1 (281 de 280)"),
    ],
)
def test_its_state_and_its_number(length: int, state: str, shown: str | None, words: str) -> None:
    ring = ElementTree.fromstring(length_ring(length, 280, "es"))
    text = ring.find(".//text")

    assert ring.get("class") == f"length-ring {state}"
    assert (text.text if text is not None else None) == shown
    assert ring.get("role") == "img"
    assert ring.get("aria-label") == words


def test_it_speaks_english() -> None:
    assert 'aria-label="Characters left: 5 of 280"' in length_ring(275, 280, "en")


@given(st.integers(0, 10_000), st.integers(1, 1_000))
def test_it_is_filled_by_the_share_used_and_never_beyond(length: int, limit: int) -> None:
    filled, whole = map(float, re.findall(r'stroke-dasharray="([\d.]+) ([\d.]+)"', length_ring(length, limit, "en"))[0])

    assert filled == pytest.approx(min(length / limit, 1) * whole, abs=0.02)
