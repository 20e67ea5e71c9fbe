"""A stretch of text that knows where it stands."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of some text.

    `start` and `end` are half-open code-point offsets, `text` is what stands there.
    """

    start: int
    end: int
    text: str


def trimmed(text: str, start: int, end: int) -> Span | None:
    """Return the span without the white space around it, or None if nothing is left.

    Args:
        text: The whole text.
        start: Where the stretch starts, a half-open code-point offset into `text`.
        end: Where it ends.
    """
    inner = text[start:end].strip()
    if not inner:
        return None
    begin = text.index(inner[0], start)
    return Span(begin, begin + len(inner), inner)
