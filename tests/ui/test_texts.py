"""Every word of the desk: once, in both languages, with the same values to fill in."""

from collections import Counter
from string import Formatter

import pytest

from assistant.ui.texts import EVERY, TEXTS


def _values(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_no_key_has_two_wordings() -> None:
    counts = Counter(key for words in EVERY for key in words)
    assert [key for key, n in counts.items() if n > 1] == []


@pytest.mark.parametrize("key", sorted(TEXTS["es"]))
def test_both_languages_fill_in_the_same_values(key: str) -> None:
    spanish, english = TEXTS["es"][key], TEXTS["en"][key]
    assert spanish.strip()
    assert english.strip()
    assert _values(spanish) == _values(english)
