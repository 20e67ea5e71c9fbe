"""Drafts without a model: points of the record, chosen for the brief, in the shape the format asks for."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.citing import quote_from
from assistant.consistency.checker import Checker
from assistant.domain import (
    Brief,
    Citation,
    Draft,
    DraftFormat,
    DraftItem,
    Finding,
    Generator,
    Ledger,
    Report,
    Severity,
    Verdict,
)
from assistant.drafting.evidence import EvidenceFinder, Point
from assistant.drafting.frames import LABELS, attribution, question_on
from assistant.record.topics import topics_in
from assistant.text.post import POST_LIMIT, weighted_length

ITEM_SEPARATOR = "\n\n"
WANTED = {
    DraftFormat.TALKING_POINTS: 6,
    DraftFormat.POST: 8,
    DraftFormat.THREAD: 7,
    DraftFormat.PRESS_LINE: 4,
    DraftFormat.QA: 5,
}
MAX_IN_ITEM = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of an item: a point of the record, or a frame that states nothing."""

    text: str
    point: Point | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Pieces that make up one item."""

    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The item as it goes out."""
        return "".join(piece.text for piece in self.pieces)


class ExtractiveDrafter:
    """Writes nothing of its own: consistent by construction, and checked all the same."""

    def __init__(self, finder: EvidenceFinder, checker: Checker, ledger: Ledger) -> None:
        """Draft from what `finder` offers; `checker` reports on the result."""
        self._finder = finder
        self._checker = checker
        self._ledger = ledger

    def draft(self, brief: Brief, *, skip: frozenset[str] = frozenset()) -> Draft:
        """Return a draft for the brief, or one without items where the record has nothing.

        Args:
            brief: What is wanted.
            skip: Points (their texts) already used in another alternative.
        """
        points = self._finder.points(brief, WANTED[brief.format], skip=skip)
        items = _SHAPES[brief.format](points, brief, self._ledger) if points else []
        if not items:
            return self._nothing(brief)
        text = ITEM_SEPARATOR.join(item.text for item in items)
        report = self._checker.check(
            text,
            lang=brief.lang,
            frames=_frames(items),
            posts=_posts(items) if brief.format in {DraftFormat.POST, DraftFormat.THREAD} else (),
        )
        return Draft(
            id=_new_id(),
            brief=brief,
            items=tuple(_to_item(item) for item in items),
            citations=tuple(_citations(items, brief.lang)),
            report=report,
            generator=Generator(kind="extractive"),
            points=tuple(p.point.text for item in items for p in item.pieces if p.point),
        )

    def _nothing(self, brief: Brief) -> Draft:
        message = LABELS[brief.lang]["nothing"]
        finding = Finding(check="coverage", severity=Severity.WARN, start=0, end=0, message=message)
        return Draft(
            id=_new_id(),
            brief=brief,
            items=(),
            citations=(),
            report=Report(verdict=Verdict.REVIEW, findings=(finding,)),
            generator=Generator(kind="extractive"),
            message=message,
        )


def _new_id() -> str:
    return f"d-{uuid.uuid4().hex[:12]}"


def _said(point: Point, lang: str) -> tuple[Piece, ...]:
    """Return a point as it may be shown: our line bare, a speaker's own words quoted and attributed."""
    if not point.verbatim:
        return (Piece(text=point.text, point=point),)
    open_mark, close_mark = ("“", "”") if lang == "en" else ("«", "»")
    frame = Piece(text=f"{attribution(point.statement, lang)} ")
    return (frame, Piece(text=f"{open_mark}{point.text}{close_mark}", point=point))


def _talking_points(points: Sequence[Point], brief: Brief, _ledger: Ledger) -> list[Item]:
    return [Item(pieces=_said(point, brief.lang)) for point in points]


def _post(points: Sequence[Point], brief: Brief, _ledger: Ledger) -> list[Item]:
    """Return one post: the best point that fits, with a second where there is room for it."""
    fitting = [Item(pieces=_said(point, brief.lang)) for point in points]
    fitting = [item for item in fitting if weighted_length(item.text) <= POST_LIMIT]
    if not fitting:
        return []
    first = fitting[0]
    for other in fitting[1:]:
        both = Item(pieces=(*first.pieces, Piece(text="\n\n"), *other.pieces))
        if weighted_length(both.text) <= POST_LIMIT:
            return [both]
    return [first]


def _thread(points: Sequence[Point], brief: Brief, _ledger: Ledger) -> list[Item]:
    """Return numbered posts, each within the limit and each able to stand alone."""
    room = POST_LIMIT - weighted_length("99/99 ")
    fitting = [
        item for point in points if weighted_length((item := Item(pieces=_said(point, brief.lang))).text) <= room
    ]
    total = len(fitting)
    if total < 2:
        return fitting
    return [
        Item(pieces=(Piece(text=f"{number}/{total} "), *item.pieces)) for number, item in enumerate(fitting, start=1)
    ]


def _press_line(points: Sequence[Point], brief: Brief, _ledger: Ledger) -> list[Item]:
    """Return the reactive line, then the background that supports it."""
    line = Item(pieces=_said(points[0], brief.lang))
    rest = points[1:]
    if not rest:
        return [line]
    pieces: list[Piece] = [Piece(text=LABELS[brief.lang]["background"])]
    for point in rest:
        pieces += [Piece(text="\n"), *_said(point, brief.lang)]
    return [line, Item(pieces=tuple(pieces))]


def _qa(points: Sequence[Point], brief: Brief, ledger: Ledger) -> list[Item]:
    """Return questions a journalist is likely to ask, each answered with what the record says."""
    grouped: dict[str, list[Point]] = {}
    for point in points:
        # Only a topic that the answer itself speaks of makes a fair question.
        spoken = [t for t in topics_in(point.text, ledger.topics) if t in point.statement.topics]
        topic = next((t for t in spoken if len(grouped.get(t, ())) < MAX_IN_ITEM), "")
        grouped.setdefault(topic, []).append(point)
    labels = LABELS[brief.lang]
    items = []
    for topic_id, members in grouped.items():
        asked = question_on(ledger.topic(topic_id), brief.lang)
        pieces: list[Piece] = [Piece(text=f"{labels['question']} {asked}\n{labels['answer']} ")]
        for number, point in enumerate(members):
            pieces += [*([Piece(text=" ")] if number else []), *_said(point, brief.lang)]
        items.append(Item(pieces=tuple(pieces)))
    return items


_SHAPES: dict[DraftFormat, Callable[[Sequence[Point], Brief, Ledger], list[Item]]] = {
    DraftFormat.TALKING_POINTS: _talking_points,
    DraftFormat.POST: _post,
    DraftFormat.THREAD: _thread,
    DraftFormat.PRESS_LINE: _press_line,
    DraftFormat.QA: _qa,
}


def _frames(items: Sequence[Item]) -> tuple[tuple[int, int], ...]:
    """Return the spans of the joined text that are frames and state nothing."""
    spans = []
    at = 0
    for item in items:
        for piece in item.pieces:
            if piece.point is None:
                spans.append((at, at + len(piece.text)))
            at += len(piece.text)
        at += len(ITEM_SEPARATOR)
    return tuple(spans)


def _posts(items: Sequence[Item]) -> tuple[tuple[int, int], ...]:
    spans = []
    at = 0
    for item in items:
        spans.append((at, at + len(item.text)))
        at += len(item.text) + len(ITEM_SEPARATOR)
    return tuple(spans)


def _to_item(item: Item) -> DraftItem:
    ids = dict.fromkeys(piece.point.statement.id for piece in item.pieces if piece.point)
    return DraftItem(text=item.text, citations=tuple(ids), weighted_length=weighted_length(item.text))


def _citations(items: Sequence[Item], lang: str) -> list[Citation]:
    citations: dict[str, Citation] = {}
    for item in items:
        for point in (piece.point for piece in item.pieces if piece.point):
            if point.statement.id in citations:
                continue
            quote = point.text if point.verbatim else quote_from(point.statement, point.text, lang)
            citations[point.statement.id] = Citation(number=len(citations) + 1, statement=point.statement, quote=quote)
    return list(citations.values())
