from assistant.text.spans import Span, trimmed


def test_trimmed_takes_white_space_off_and_keeps_offsets():
    assert trimmed("  hola  ", 0, 8) == Span(2, 6, "hola")
    assert trimmed("a b a", 1, 5) == Span(2, 5, "b a")


def test_trimmed_of_nothing_is_none():
    assert trimmed("a   b", 1, 4) is None
