"""The official list has four points: no more, no fewer, and nothing else passed off as one of them."""

import re
from collections.abc import Iterator
from functools import cache

from assistant.consistency.context import SentenceContext
from assistant.consistency.wording import is_rejected, phrases
from assistant.domain import Finding, Ledger, Severity
from assistant.domain.ledger import OfficialPoint
from assistant.text.figures import extract_figures
from assistant.text.normalise import Folded, fold_with_map
from assistant.text.words import content_stems, tokens

_NUMBERS = {
    "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9, "diez": 10,
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
_ANNOUNCED = re.compile(
    rf"\b(?P<number>{'|'.join(_NUMBERS)}|\d{{1,2}})\s+(?:\w+\s+){{0,2}}"
    r"(?:principios|puntos|ejes|pilares|principles|points|pillars)\b"
)
_OTHER_LISTS = re.compile(
    r"politica exterior|constituci|articulo 89|porcentual|percentage|foreign policy|article 89|agenda|orden del dia|"
    r"plan mexico|economi|humanism|transformaci"
)
"""Lists of principles or points that are not this one."""
_ONE_OF_THEM = re.compile(r"\b(?:uno|una|one) (?:de (?:los|las|nuestros|nuestras)|of (?:the|our))\s*$")
_LISTING = re.compile(r":|\b(?:son|fueron|are|were|namely|a saber|incluyen|include)\b|[—–(]")
_ITEMS = re.compile(r"[,;]|\b(?:y|e|and)\b")
_SPOKEN_OF_AT_LENGTH = re.compile(r"\b(?:que|con|para|por|como|se|which|that|with|for|by|as|is|are|son|es)\b")
_IN_TWO_POINTS = frozenset({"cooper", "respet", "respect"})
"""Stems that name the matter, or two points at once, and so no single point."""
LISTED = 2
"""Points a sentence must name to count as reciting the list."""
MAX_ITEM_WORDS = 4


def check_official_list(context: SentenceContext) -> list[Finding]:
    """Report a list that is not the official one: another number, a point too few or too many, another position."""
    folded = fold_with_map(context.text)
    announced = _ANNOUNCED.search(folded.text)
    if announced is None or _OTHER_LISTS.search(folded.text):
        return []
    findings = list(_passed_off(context, folded)) if _number(announced) == len(context.ledger.official_points) else []
    listing = _listing(folded.text, announced.end())
    named = _named(listing, context)
    if len(named) < LISTED or _before_the_list(context):
        return findings
    findings += _miscounted(context, folded, announced)
    if _ONE_OF_THEM.search(folded.text[: announced.start()]) is None:
        findings += _left_out(context, named)
    if not findings:
        findings += _added(context, folded, announced.end(), listing)
    return findings


def _number(announced: re.Match[str]) -> int:
    said = announced["number"]
    return int(said) if said.isdigit() else _NUMBERS[said]


def _listing(folded: str, start: int) -> str:
    """Return what follows the number: after "son" or a colon where there is one."""
    rest = folded[start:]
    opening = _LISTING.search(rest)
    return rest[opening.end() :] if opening else rest


def _named(listing: str, context: SentenceContext) -> list[OfficialPoint]:
    there = set(content_stems(listing, context.lang))
    return [point for point, own, _ in _stems(context.ledger, context.lang) if own & there]


@cache
def _stems(ledger: Ledger, lang: str) -> tuple[tuple[OfficialPoint, frozenset[str], frozenset[str]], ...]:
    """Return each point with the stems that name it alone, and all stems of its names."""
    names = {
        point.id: [point.name.get(lang), *(p.name.get(lang) for i in point.principles if (p := ledger.principle(i)))]
        for point in ledger.official_points
    }
    stems = {i: frozenset(s for name in texts for s in content_stems(name, lang)) for i, texts in names.items()}
    shared = {s for i, own in stems.items() for other, theirs in stems.items() if i != other for s in own & theirs}
    generic = {s for own in stems.values() for s in own if s.startswith(tuple(_IN_TWO_POINTS))} | {"sin", "without"}
    return tuple((p, stems[p.id] - shared - generic, stems[p.id]) for p in ledger.official_points)


def _before_the_list(context: SentenceContext) -> bool:
    """Tell whether the sentence dates itself to when other lists were in use."""
    since = context.ledger.official_since
    for figure in extract_figures(context.text, context.lang):
        year = figure.value[0] if isinstance(figure.value, tuple) else figure.value if figure.kind == "year" else None
        month = figure.value[1] if isinstance(figure.value, tuple) else 12
        if year and (int(year), int(month)) < (since.year, since.month):
            return True
    return False


def _passed_off(context: SentenceContext, folded: Folded) -> Iterator[Finding]:
    """Yield a finding for each position of another kind that stands beside the number."""
    for principle in context.ledger.principles:
        if principle.official:
            continue
        match = phrases((principle.name.get(context.lang),)).search(folded.text)
        if match is None or is_rejected(folded.text[: match.start()], context.lang):
            continue
        start, end = folded.original_span(*match.span())
        said = context.text[start:end]
        yield _finding(context, Severity.BLOCK, "official_list", start, end, said=said)


def _miscounted(context: SentenceContext, folded: Folded, announced: re.Match[str]) -> Iterator[Finding]:
    """Yield a finding where the points are counted wrongly; "one of two points" counts no list."""
    if _number(announced) == len(context.ledger.official_points):
        return
    if is_rejected(folded.text[: announced.start()], context.lang):
        return
    start, end = folded.original_span(*announced.span())
    yield _finding(context, Severity.BLOCK, "official_list_number", start, end, said=context.text[start:end])


def _left_out(context: SentenceContext, named: list[OfficialPoint]) -> Iterator[Finding]:
    missing = [point for point in context.ledger.official_points if point not in named]
    if missing:
        names = "; ".join(point.name.get(context.lang) for point in missing)
        yield _finding(context, Severity.WARN, "official_list_missing", 0, len(context.text), missing=names)


def _added(context: SentenceContext, folded: Folded, after: int, listing: str) -> Iterator[Finding]:
    """Yield a finding for each short item of the listing that belongs to none of the points."""
    known = frozenset[str]().union(*(every for _, _, every in _stems(context.ledger, context.lang)))
    at = folded.text.index(listing, after)
    for item in _items(listing):
        words = tokens(item.group())
        stems = content_stems(item.group(), context.lang)
        if not stems or len(words) > MAX_ITEM_WORDS or known & set(stems) or _SPOKEN_OF_AT_LENGTH.search(item.group()):
            continue
        start, end = folded.original_span(at + item.start() + words[0].start, at + item.start() + words[-1].end)
        yield _finding(context, Severity.WARN, "official_list", start, end, said=context.text[start:end])


def _items(listing: str) -> Iterator[re.Match[str]]:
    """Yield the items between commas and conjunctions."""
    marked = _ITEMS.sub(lambda m: "|" * len(m.group()), re.split(r"[.;!?)]", listing)[0])
    yield from re.finditer(r"[^|]+", marked)


def _finding(
    context: SentenceContext,
    severity: Severity,
    template: str,
    start: int,
    end: int,
    *,
    said: str = "",
    missing: str = "",
) -> Finding:
    points = "; ".join(point.name.get(context.lang) for point in context.ledger.official_points)
    return context.finding(
        "official-list", severity, template, start=start, end=end, suggestion=points, said=said, missing=missing
    )
