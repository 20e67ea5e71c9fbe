"""Turns the lines of a PDF's pages into paragraphs: without running headers, with words that a line end cut joined."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from assistant.record.readers.pdf_page import Line, Page

EDGE = 0.12
"""Headers and footers stand in this part of the page's height, at either end."""
EDGE_LINES = 3
"""How many lines they have at most."""
MAX_NUMBERS = 4
"""How many numbers of a line may count the pages."""
SAME_HEIGHT = 3.0
"""A running line stands at the same height on each page, give or take these points."""
MOST_PAGES = 0.5
"""A line at the edge that stands on more than this part of the pages belongs to the paper, not to the text."""
SPARE = 0.9
"""Letters differ in width: a word fits where its letters at their average width take this part of the room."""
INDENT = 1.0
"""How far, in letter sizes, the first line of a paragraph is set in."""

_CLOSED = re.compile("[.!?…:;]['\"”’»)\\]]*$")
_ITEM = re.compile(r"^(?:[•●▪■◦‣·*–—-]|\(?\d{1,2}[.)]|\(?[a-zA-Z]\)|[IVX]{1,5}[.)])\s")
_PAGE_NUMBER = re.compile(
    r"(?i)^\W*(?:p[áa]gina|page|p[áa]gs?\.?|p\.)\s*\d{1,4}(?:\s*(?:de|of|/)\s*\d{1,4})?\W*$"
    r"|^\W*\d{1,4}\s*(?:de|of|/)\s*\d{1,4}\W*$"
)
_CUT = re.compile(r"(?P<word>[^\W\d_]+)[-\u2010\u00ad]$")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_SPELT: dict[int, str | None] = {
    0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st",
    0xF0B7: "•",  # as symbol fonts have it
    **dict.fromkeys([*range(32), *range(0x7F, 0xA0), *range(0xD800, 0xE000)]),
}  # fmt: skip
"""Ligatures, which are one sign for two or three letters, and signs that are no text and go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph, the page on which it starts, and the size of its letters."""

    text: str
    page: int
    size: float


def paragraphs_of(pages: Sequence[Page]) -> list[Paragraph]:
    """Return the text of all pages as paragraphs, in reading order."""
    pages = [_plain(page) for page in pages]
    running = _running_lines(pages)
    words = Counter(w.lower() for page in pages for block in page.blocks for line in block for w in _words(line.text))
    found: list[Paragraph] = []
    for page in pages:
        for block in page.blocks:
            lines = [line for line in block if not _is_running(line, page, running)]
            for part in _split(lines):
                text = _joined((line.text for line in part), words)
                if text and found and _goes_on(found[-1], text, part[0].size):
                    found[-1] = replace(found[-1], text=_joined((found[-1].text, text), words))
                elif text:
                    found.append(Paragraph(text=text, page=page.number, size=part[0].size))
    return found


def _plain(page: Page) -> Page:
    """Spell out what stands for other letters, and drop what is no text."""
    return replace(
        page, blocks=tuple(tuple(replace(line, text=line.text.translate(_SPELT)) for line in b) for b in page.blocks)
    )


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


Shape = tuple[str, int]
"""A line's words, and its height on the page, coarsely."""


def _running_lines(pages: Sequence[Page]) -> set[Shape]:
    """Return the lines at the edge of the paper that recur."""
    counted = Counter(
        shape for page in pages for shape in {each for line in _at_edge(page) for each in _shapes(line, page)}
    )
    return {shape for shape, count in counted.items() if count >= 2 and count > MOST_PAGES * len(pages)}


def _shapes(line: Line, page: Page) -> Iterator[Shape]:
    """Yield how a line may recur: each number in it either stays, or counts the pages."""
    parts = re.split(r"(\d{1,6})", " ".join(line.text.lower().split()))
    choices = [
        [part] if not part.isdecimal() or n > 2 * MAX_NUMBERS else [part, f"page{int(part) - page.number:+d}"]
        for n, part in enumerate(parts)
    ]
    for choice in product(*choices):
        yield "".join(choice), round(line.y0 / SAME_HEIGHT)


def _at_edge(page: Page) -> list[Line]:
    """Return the outermost lines of a page, as far as they stand where headers and footers do."""
    lines = sorted((line for block in page.blocks for line in block), key=lambda line: line.y0)
    low = [line for line in lines[:EDGE_LINES] if line.y1 < EDGE * page.height]
    return low + [line for line in lines[-EDGE_LINES:] if line.y0 > (1 - EDGE) * page.height]


def _is_running(line: Line, page: Page, running: set[Shape]) -> bool:
    if line not in _at_edge(page):
        return False
    return (
        any(shape in running for shape in _shapes(line, page))
        or _PAGE_NUMBER.match(line.text) is not None
        or _is_number_of(line, page)
    )


def _is_number_of(line: Line, page: Page) -> bool:
    return re.fullmatch(rf"\W*{page.number}\W*", line.text) is not None


def _split(lines: Sequence[Line]) -> list[list[Line]]:
    """Split a block into paragraphs: after a line that ends early, before an indented one or an item."""
    parts: list[list[Line]] = []
    left, right = min((line.x0 for line in lines), default=0), max((line.x1 for line in lines), default=0)
    for index, line in enumerate(lines):
        before = lines[index - 1] if index else None
        if before is None or _starts(line, before, left, right):
            parts.append([])
        parts[-1].append(line)
    return parts


def _starts(line: Line, before: Line, left: float, right: float) -> bool:
    if _ITEM.match(line.text) or abs(line.size - before.size) > 0.2 * max(line.size, before.size):
        return True
    closed = _CLOSED.search(before.text) is not None
    if closed and line.x0 - left > INDENT * line.size and before.x0 - left <= INDENT * before.size:
        return True
    return (closed or not line.text[:1].islower()) and _ends_early(before, line, right)


def _ends_early(line: Line, after: Line, right: float) -> bool:
    """Tell whether the first word of the next line would still have fitted: then the break was meant."""
    word = len(after.text.split(" ", 1)[0]) + 1
    return word * (line.x1 - line.x0) / max(len(line.text), 1) < SPARE * (right - line.x1)


def _goes_on(last: Paragraph, text: str, size: float) -> bool:
    """Tell whether a block goes on with the sentence that the one before leaves open."""
    same = abs(size - last.size) <= 0.1 * max(size, last.size)
    return same and _CLOSED.search(last.text) is None and text[:1].islower()


def _joined(lines: Iterable[str], words: Counter[str]) -> str:
    """Join lines by spaces, and the two halves of a word without its hyphen unless the hyphen is the word's own."""
    text = ""
    for line in lines:
        cut = _CUT.search(text)
        rest = _WORD.match(line)
        if cut is None or rest is None:
            text = f"{text} {line}" if text else line
        elif _keeps_hyphen(cut["word"], rest.group(), words):
            text += line
        else:
            text = text[:-1] + line
    return text.replace("\u00ad", "")


def _keeps_hyphen(first: str, rest: str, words: Counter[str]) -> bool:
    if not rest[:1].islower():
        return True
    return words[f"{first}-{rest}".lower()] > words[f"{first}{rest}".lower()]
