"""The words between quotation marks, and whether a source really says them.

Marks understood: «…», “…”, „…“, "…", ‘…’, '…', also nested and with mixed typewriter and printer's marks.
An apostrophe is not a mark: contractions, possessives (also "migrants' rights") and elisions ("'90s") are
passed over. Quotations end with their paragraph: a blank line, or a new line that starts a list item.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from assistant.text.normalise import fold
from assistant.text.spans import Span, trimmed

_MIN_UNCLOSED_WORDS = 3
_MAX_NESTING = 8
_PARAGRAPH = re.compile(r"\n[ \t]*\r?\n|\n(?=[ \t]*(?:[•·▪►*\-–—]\s|\d{1,3}[.)]\s|\d{1,3}/\d{0,3}\s))")
_MARK = re.compile(r"[«»“”„\"‘’']")
_CLOSES = {"»": "«", "”": '“„"”', "“": "„", '"': '"“”', "’": "‘'’", "'": "'‘"}
"""For each closing mark, the opening marks it may close."""
_ENDURING = frozenset('«“„"”')
"""Opening marks that count even when never closed; single marks are too often apostrophes."""
_ELISION = re.compile(r"['‘’](?:\d0s\b|tis\b|twas\b|em\b|cause\b|til\b|n['’]?\b)", re.IGNORECASE)
_OPENS_AFTER = frozenset("([{¿¡—–-/«“„\"‘'…:;,")
_GAP = re.compile(r"\[\s*(?:…|\.{3})\s*\]|\(\s*(?:…|\.{3})\s*\)|…|\.{3,}")
_EDGE = re.compile(r"^\W+|\W+$")


@dataclass(frozen=True, slots=True)
class _Open:
    """An opening mark that waits for its partner."""

    mark: str
    inside: int


def find_quotations(text: str) -> list[Span]:
    """Return what stands inside quotation marks, outer before inner, with half-open code-point offsets.

    The marks are not part of a span, nor is white space at its ends; empty quotations are left out. A stray
    mark is ignored, but an opening mark that never closes counts to the end of its paragraph if three words
    or more follow: a draft must not escape the check by losing a mark.
    """
    edges = [0, *(match.start() for match in _PARAGRAPH.finditer(text)), len(text)]
    found: list[Span] = []
    for start, end in pairwise(edges):
        found.extend(_in_paragraph(text, start, end))
    return sorted(set(found), key=lambda span: (span.start, -span.end))


def is_verbatim(quote: str, source: str) -> bool:
    """Say whether `source` holds the words of `quote`, all of them and in that order.

    Accents, case, white space, quotation marks and punctuation at the ends make no difference; punctuation
    inside does ("no, es" is not "no es"). An ellipsis ("…", "[…]", "(...)") parts the quote into pieces
    that must follow one another in the source. Words an editor put in brackets are not in the source, so
    they fail.
    """
    pieces = [_bare(piece) for piece in _GAP.split(quote)]
    wanted = [piece for piece in pieces if piece]
    haystack = _unquoted(source)
    position = 0
    for piece in wanted:
        match = re.compile(rf"(?<!\w){re.escape(piece)}(?!\w)").search(haystack, position)
        if match is None:
            return False
        position = match.end()
    return bool(wanted)


def _in_paragraph(text: str, start: int, end: int) -> list[Span]:
    """Pair the marks of one paragraph."""
    waiting: list[_Open] = []
    found: list[Span | None] = []
    for match in _MARK.finditer(text, start, end):
        at, mark = match.start(), match.group()
        partner = _partner(waiting, mark) if _can_close(text, at, start, end, waiting) else None
        if partner is not None:
            found.append(trimmed(text, waiting[partner].inside, at))
            del waiting[partner:]
        elif _can_open(text, at, start, end):
            waiting.append(_Open(mark, at + 1))
    found.extend(_unclosed(text, waiting, end))
    return [span for span in found if span is not None]


def _unclosed(text: str, waiting: list[_Open], end: int) -> list[Span | None]:
    """Return the outermost quotation that was opened and never closed, if it is long enough to matter."""
    opening = next((opening for opening in waiting if opening.mark in _ENDURING), None)
    span = trimmed(text, opening.inside, end) if opening else None
    return [span] if span is not None and len(span.text.split()) >= _MIN_UNCLOSED_WORDS else []


def _partner(waiting: list[_Open], mark: str) -> int | None:
    """Return the position of the nearest waiting mark that `mark` closes."""
    for index in range(len(waiting) - 1, max(-1, len(waiting) - 1 - _MAX_NESTING), -1):
        if waiting[index].mark in _CLOSES.get(mark, ""):
            return index
    return None


def _can_close(text: str, at: int, start: int, end: int, waiting: list[_Open]) -> bool:
    """Say whether the mark at `at` may close a quotation."""
    before, after = text[at - 1] if at > start else " ", text[at + 1] if at + 1 < end else " "
    mark = text[at]
    if mark in "»”" or (mark == "“" and waiting):
        return True
    if after.isalnum() or (before.isspace() and mark != '"'):
        return False
    if mark in "'’":
        return not _is_plural_possessive(text, at, end)
    return not before.isspace() or not _can_open(text, at, start, end)


def _is_plural_possessive(text: str, at: int, end: int) -> bool:
    """Say whether ``'`` after an s is a possessive: a small letter follows, and a closing mark later."""
    if text[at - 1 : at] != "s" or not re.match(r" [a-z]", text[at + 1 : at + 3]):
        return False
    return re.compile(r"[^\W_.,;]?[\w.,;!?][’'](?!\w)").search(text, at + 1, end) is not None


def _can_open(text: str, at: int, start: int, end: int) -> bool:
    """Say whether the mark at `at` may open a quotation."""
    mark = text[at]
    after = text[at + 1] if at + 1 < end else " "
    if mark in "«„“":
        return True
    if mark == "»" or after.isspace() or _ELISION.match(text, at):
        return False
    before = text[at - 1] if at > start else " "
    return before.isspace() or before in _OPENS_AFTER


def _unquoted(text: str) -> str:
    """Fold `text` and take the quotation marks out."""
    return " ".join(fold(text).replace('"', "").replace("'", "").split())


def _bare(piece: str) -> str:
    """Return a piece of a quote, folded, without marks and without punctuation at its ends."""
    return _EDGE.sub("", _unquoted(piece))
