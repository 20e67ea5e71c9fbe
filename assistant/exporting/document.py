"""A document before it has a format: title, mark, sections with numbered references, annex. Plain data, nothing else.

Whoever has something to write out builds a `Document`; the three writers beside this module do the rest.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""What no XML document may hold, and what no reader would see."""
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_OVERRIDE = re.compile("[\u202d\u202e]")
_CLOSERS = {**dict.fromkeys("\u202a\u202b", "\u202c"), **dict.fromkeys("\u2066\u2067\u2068", "\u2069")}
T = TypeVar("T")


class Kind(StrEnum):
    """What a paragraph is for, which decides how it looks."""

    BODY = "body"
    BULLET = "bullet"
    POST = "post"
    """To be copied as it stands: nothing of ours is within it."""
    CAPTION = "caption"
    """Below a post."""
    QUESTION = "question"
    STATEMENT = "statement"
    """What somebody said or is reported to have said; in quotation marks only if whoever built it put them there."""
    NOTE = "note"
    """Small print."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A stretch of text, and the ids of the references that stand behind it."""

    text: str
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Runs that belong together. A line feed in them breaks the line."""

    runs: tuple[Run, ...]
    kind: Kind = Kind.BODY
    lang: str = ""
    """Where it is another one than the document's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under a header; every row is as long as the header. `widths` share out the line."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What stands under one heading. Without a heading it opens the document; with a reference it bears its number."""

    heading: str = ""
    blocks: tuple[Paragraph | Table, ...] = ()
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """One source that a text rests on, as it is printed."""

    id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex:
    """What follows on a page of its own."""

    title: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Everything that a writer needs."""

    title: str
    lang: str
    """``es`` or ``en``: its own words, hyphenation and spelling."""
    mark: str
    """Says on every page how far it may be relied on."""
    cleared: bool = False
    """The mark says that somebody answers for it; else it is a warning."""
    subtitle: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    """Label and value: date, voice …"""
    sections: tuple[Section, ...] = ()
    references: tuple[Reference, ...] = ()
    references_title: str = ""
    annex: Annex | None = None
    footer: str = ""
    """On every page, beside its number: where it comes from."""
    at: datetime | None = None
    """When it was as it is; a file that says nothing else about time bears this."""


def paragraph(text: str, *references: str, kind: Kind = Kind.BODY, lang: str = "") -> Paragraph:
    """Return a paragraph of one run."""
    return Paragraph(runs=(Run(text=text, references=references),), kind=kind, lang=lang)


def paragraphs(document: Document) -> Iterator[Paragraph]:
    """Return the paragraphs of the sections, in order."""
    for section in document.sections:
        yield from (block for block in section.blocks if isinstance(block, Paragraph))


def numbers(document: Document) -> dict[str, int]:
    """Number the references from 1 as they come up in the text; what is cited nowhere comes last."""
    known = {reference.id for reference in document.references}
    cited = (id_ for each in paragraphs(document) for run in each.runs for id_ in run.references if id_ in known)
    order = dict.fromkeys([*cited, *(reference.id for reference in document.references)])
    return {id_: number for number, id_ in enumerate(order, start=1)}


def cited(document: Document) -> frozenset[str]:
    """Return the ids of the references to which the text points."""
    return frozenset(id_ for each in paragraphs(document) for run in each.runs for id_ in run.references)


def safe(value: T) -> T:
    """Return a document, or a part of it, in which no text breaks a file or turns the words around it."""
    return _safe(value)  # type: ignore[no-any-return]


def _safe(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value
    if isinstance(value, str):
        return safe_text(value)
    if isinstance(value, tuple):
        return tuple(_safe(each) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _safe(getattr(value, field.name)) for field in fields(value)})
    return value


def safe_text(text: str) -> str:
    """Return a text without control characters, its changes of direction closed or, where they deceive, written out."""
    text = _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n"))
    if _DIRECTION.search(text) is None:
        return text
    right_to_left = any(unicodedata.bidirectional(char) in {"R", "AL"} for char in text)
    if _OVERRIDE.search(text) or not right_to_left:
        return _DIRECTION.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text)
    return "\n".join(line + _closers(line) for line in text.split("\n"))


def _closers(line: str) -> str:
    """Return what ends the changes of direction that a line leaves open."""
    still_open: list[str] = []
    for char in line:
        if char in _CLOSERS:
            still_open.append(_CLOSERS[char])
        elif still_open and char == still_open[-1]:
            still_open.pop()
    return "".join(reversed(still_open))


def flat(text: str) -> str:
    """Return a text on one line."""
    return " ".join(text.split())
