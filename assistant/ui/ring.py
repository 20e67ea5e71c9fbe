"""The ring that fills up as a post grows, as people who write posts know it."""

from math import pi

from assistant.ui.texts import t

NEAR = 20
"""Characters left from which the ring warns and tells how many."""
_RADIUS = 9.0
_AROUND = 2 * pi * _RADIUS


def length_ring(length: int, limit: int, lang: str) -> str:
    """Return an inline SVG ring for a post of a weighted `length` under a `limit`, with the same in words.

    It fills up, warns with the number left from `NEAR` on, and tells the number over where the post is too long.
    """
    left = limit - length
    state = "over" if left < 0 else "near" if left <= NEAR else "fits"
    words = t(lang, f"ring_{state}", left=left, over=-left, length=length, limit=limit)
    share = min(max(length / limit, 0.0), 1.0) if limit > 0 else 1.0
    number = "" if state == "fits" else f'<text x="14" y="14">{left}</text>'
    return (
        f'<span class="length-ring {state}" role="img" aria-label="{words}" title="{words}">'
        '<svg viewBox="0 0 28 28" width="28" height="28" aria-hidden="true" focusable="false">'
        f'<circle class="track" cx="14" cy="14" r="{_RADIUS:g}"/>'
        f'<circle class="filled" cx="14" cy="14" r="{_RADIUS:g}" '
        f'stroke-dasharray="{share * _AROUND:.2f} {_AROUND:.2f}" transform="rotate(-90 14 14)"/>'
        f"{number}</svg></span>"
    )
