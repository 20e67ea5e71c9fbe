"""How what is said becomes items of a format: order, numbering, labels, post length. Nothing is stated here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from assistant.citing import quote_from
from assistant.domain import (
    Citation,
    CitedSpan,
    DraftFormat,
    DraftItem,
    Label,
    Part,
    Report,
    SentenceReport,
    Severity,
    Statement,
)
from assistant.domain.draft import ITEM_SEPARATOR
from assistant.drafting.frames import LABELS, attribution
from assistant.text.post import POST_LIMIT, weighted_length

POST_FORMATS = frozenset({DraftFormat.POST, DraftFormat.THREAD})
MAX_POSTS = 25
"""No thread is longer; the numbers before its posts are counted as wide as this one's."""
_BETWEEN = {Part.POST: "\n\n", Part.BACKGROUND: "\n"}
Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One thing that a draft says, and the statements that it rests on, the one it owes most to first."""

    text: str
    statements: tuple[Statement, ...]
    verbatim: bool = False
    """The statement's own words: shown in quotation marks, with who said them and when."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """An item before it is laid out."""

    part: Part
    claims: tuple[Claim, ...]
    question: str = ""
    """What a Q&A's item answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of an item: a claim, or a frame that states nothing."""

    text: str
    claim: Claim | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Pieces that make up one item."""

    part: Part
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The item as it goes out."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def claims(self) -> list[Claim]:
        """What it says."""
        return [piece.claim for piece in self.pieces if piece.claim]


def lay_out(plan: Sequence[Planned], format_: DraftFormat, lang: str) -> list[Item]:
    """Return the items of a plan. What does not fit into a post is left out, from its end."""
    if format_ in POST_FORMATS:
        prefix = f"{MAX_POSTS}/{MAX_POSTS} " if format_ is DraftFormat.THREAD else ""
        fitting = [_fitted(each, prefix, lang) for each in plan]
        return _numbered([each for each in fitting if each.claims], format_, lang)
    return [_item(each, lang) for each in plan if each.claims]


def _fitted(planned: Planned, prefix: str, lang: str) -> Planned:
    """Return a post with as many of its claims as fit."""
    claims = planned.claims
    while claims and weighted_length(prefix + _item(replace(planned, claims=claims), lang).text) > POST_LIMIT:
        claims = claims[:-1]
    return replace(planned, claims=claims)


def _numbered(plan: Sequence[Planned], format_: DraftFormat, lang: str) -> list[Item]:
    items = [_item(each, lang) for each in plan]
    total = len(items)
    if format_ is not DraftFormat.THREAD or total < 2:
        return items
    return [
        replace(item, pieces=(Piece(text=f"{number}/{total} "), *item.pieces))
        for number, item in enumerate(items, start=1)
    ]


def _item(planned: Planned, lang: str) -> Item:
    pieces: list[Piece] = []
    labels = LABELS[lang]
    if planned.part is Part.ANSWER:
        pieces.append(Piece(text=f"{labels['question']} {planned.question}\n{labels['answer']} "))
    elif planned.part is Part.BACKGROUND:
        pieces.append(Piece(text=f"{labels['background']}\n"))
    for number, claim in enumerate(planned.claims):
        if number:
            pieces.append(Piece(text=_BETWEEN.get(planned.part, " ")))
        pieces += said(claim, lang)
    return Item(part=planned.part, pieces=tuple(pieces))


def said(claim: Claim, lang: str) -> tuple[Piece, ...]:
    """Return a claim as it may be shown: our words bare, a speaker's own words quoted and attributed."""
    if not claim.verbatim:
        return (Piece(text=claim.text, claim=claim),)
    open_mark, close_mark = ("“", "”") if lang == "en" else ("«", "»")
    frame = Piece(text=f"{attribution(claim.statements[0], lang)} ")
    return (frame, Piece(text=f"{open_mark}{claim.text}{close_mark}", claim=claim))


def joined(items: Sequence[Item]) -> str:
    """Return the whole draft as one text, as it is checked."""
    return ITEM_SEPARATOR.join(item.text for item in items)


def frames(items: Sequence[Item]) -> Spans:
    """Return the half-open spans of the joined text that are frames and state nothing."""
    return tuple(span for span, piece in placed(items) if piece.claim is None)


def posts(items: Sequence[Item], format_: DraftFormat) -> Spans:
    """Return the half-open spans of the joined text that are posts and must fit the limit."""
    if format_ not in POST_FORMATS:
        return ()
    return tuple(item_spans([item.text for item in items]))


def item_spans(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Return where each item stands, as half-open offsets into the items joined by `ITEM_SEPARATOR`."""
    starts = accumulate((len(text) + len(ITEM_SEPARATOR) for text in texts), initial=0)
    return [(start, start + len(text)) for start, text in zip(starts, texts, strict=False)]


def placed(items: Sequence[Item]) -> list[tuple[tuple[int, int], Piece]]:
    """Return every piece with its half-open span in the joined text."""
    found, at = [], 0
    for item in items:
        for piece in item.pieces:
            found.append(((at, at + len(piece.text)), piece))
            at += len(piece.text)
        at += len(ITEM_SEPARATOR)
    return found


def touched(report: Report, start: int, end: int) -> list[SentenceReport]:
    """Return the sentences of a report that a stretch of its text touches."""
    return [s for s in report.sentences if s.start < end and start < s.end]


def holds(report: Report, start: int, end: int) -> bool:
    """Tell whether all sentences that a stretch touches are consistent and none of them is blocked."""
    blocked = any(f.severity is Severity.BLOCK and f.start < end and start < f.end for f in report.findings)
    sentences = touched(report, start, end)
    return bool(sentences) and not blocked and all(s.label is Label.CONSISTENT for s in sentences)


def to_items(items: Sequence[Item]) -> tuple[DraftItem, ...]:
    """Return the items as they are kept and shown."""
    return tuple(
        DraftItem(
            text=item.text,
            citations=tuple(dict.fromkeys(s.id for claim in item.claims for s in claim.statements)),
            weighted_length=weighted_length(item.text),
            part=item.part,
            claims=tuple(_cited(item)),
        )
        for item in items
    )


def _cited(item: Item) -> Iterator[CitedSpan]:
    for (start, end), piece in placed([item]):
        if piece.claim is not None:
            yield CitedSpan(start=start, end=end, citations=tuple(s.id for s in piece.claim.statements))


def citations(items: Sequence[Item], lang: str) -> tuple[Citation, ...]:
    """Number the statements that the items rest on, in the order in which they come up, each with an exact quote."""
    found: dict[str, Citation] = {}
    for claim in (claim for item in items for claim in item.claims):
        for statement in claim.statements:
            if statement.id not in found:
                quote = claim.text if claim.verbatim else quote_from(statement, claim.text, lang)
                found[statement.id] = Citation(number=len(found) + 1, statement=statement, quote=quote)
    return tuple(found.values())
