"""The figures of a text: numbers, percentages, money, ordinals, dates and years, with what they count.

What is deliberately no figure: "un/una/uno/one", fractions ("half", "un cuarto", "2/3"), vague plurals
("miles de"), codes (G20, COP30, F-16), times, list numbers at the start of a line, "en primer lugar", "por
primera vez", and anything inside a URL, a mention or a hashtag.

Limits: "doce punto ocho" is read as two numbers, "primero" and "first" without a noun are passed over, "$" in
Spanish names no currency (pesos or dollars), and `noun` is the next content word, adjective or not.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from assistant.text.dates import DateValue, find_dates
from assistant.text.normalise import fold
from assistant.text.numerals import Cardinal, find_cardinals
from assistant.text.words import STOPWORDS, stem, tokens

FigureKind = Literal["number", "percent", "money", "ordinal", "date", "year"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure; `start` and `end` are half-open code-point offsets, `text` is what stands there."""

    kind: FigureKind
    value: float | DateValue
    """A float, or for dates (year or None, month, day or None)."""
    start: int
    end: int
    text: str
    approximate: bool = False
    noun: str = ""
    """Folded stem of what is counted; for money "usd", "mxn", "eur" or "" where it is not said."""
    label: str = ""
    """What the number names rather than counts: "article", "section", "resolution", "number", "page" …"""


_NOT_FIGURES = re.compile(
    r"https?://\S+|www\.\S+|[@#]\w+"
    r"|(?m:^[ \t]*(?:[•·*\-–—][ \t]*)?(?:\d{1,3}[.)](?=\s)|\d{1,3}/\d{0,3}(?=\s)))"  # list numbers, 2/4
    r"|(?<![\w/])\d{1,2}[:h]\d{2}\b|(?<![\w/])\d{1,3}/\d{1,3}(?![\d/])"  # 7:00, 2/3
    r"|(?i:\b(?:one|two|three|un|dos|tres)[\s-](?:thirds?|quarters?|fifths?|tercios?|cuartos?|quintos?)\b)"
    r"|(?<!\w)(?!(?:USD|MXN|EUR|US)\d)(?:[A-Z]\w{0,8}[-‐‑]?|[a-z]{1,8})\d+\w*"  # G20, COP30, F-16
    r"|(?<!\w)\d+(?!(?:st|nd|rd|th|er|[rdtv][ao]|[ao]|bn|mn|[kKMB])\b)[A-Za-z]+\w*",  # 5G
)
_LABEL = re.compile(
    r"\b(?:(?P<article>art[íi]culos?|arts?\.|articles?)|(?P<section>secci[óo]n(?:es)?|sections?|secs?\.)"
    r"|(?P<resolution>resoluci[óo]n(?:es)?|resolutions?)|(?P<number>n[úu]ms?\.|n[úu]meros?|(?-i:No\.)|number|#)"
    r"|(?P<page>p[áa]ginas?|p[áa]gs?\.|pages?|pp?\.)|(?P<chapter>cap[íi]tulos?|chapters?)"
    r"|(?P<annex>anexos?|annex))\s*$",
    re.IGNORECASE,
)
_PLURAL_LABEL = re.compile(r"s\.?\s+$|pp\.\s+$", re.IGNORECASE)
_APPROXIMATE = re.compile(
    r"(?:\b(?:m[áa]s de|menos de|casi|cerca de|alrededor de|en torno a|un[oa]s|"
    r"aproximadamente|aprox\.?|al menos|por lo menos|hasta|poco m[áa]s de|about|nearly|almost|over|more than|"
    r"less than|fewer than|around|some|roughly|approximately|at least|up to|close to|as many as)"
    r"(?:\s+(?:los|las|el|the|a|un))?\s+|[~≈><]\s*)$",
    re.IGNORECASE,
)
_PERCENT = re.compile(
    r"\s?(?:%|por ciento\b|por cien\b|per ?cent\b|pct\b|puntos porcentuales\b|percentage points\b)",
    re.IGNORECASE,
)
_BEFORE_MONEY = re.compile(
    r"(?P<usd>US\$|USD|U\.S\.\$)\s?$|(?P<mxn>MXN?\$?|Mex\$)\s?$|(?P<eur>€|EUR)\s?$|(?P<any>\$)\s?$"
)
_AFTER_MONEY = re.compile(
    r"\s*(?:(?P<musd>mdd)|(?P<mmxn>mdp)|(?:de\s+)?(?:(?P<usd>d[óo]lares|dls|dollars?|USD|US dollars)"
    r"|(?P<mxn>pesos|MXN)|(?P<eur>euros?|EUR|€)))\b",
    re.IGNORECASE,
)
_ORDINALS = {
    "primer": 1, "segund": 2, "tercer": 3, "cuart": 4, "quint": 5, "sext": 6, "septim": 7, "octav": 8,
    "noven": 9, "decim": 10, "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6,
    "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
}  # fmt: skip
_ORDINAL = re.compile(
    r"\b(?:(?P<digits>\d{1,3})(?:\.?[ªº]|(?:st|nd|rd|th|er|[rdtv][ao]|[ao])\b\.?)"
    r"|(?P<es>primer|segund|tercer|cuart|quint|sext|s[eé]ptim|octav|noven|d[eé]cim)[oa]?\b"
    r"|(?P<en>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\b)",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\s+(?!(?:lugar|vez|veces|t[ée]rmino|instancia|plano|time|place|instance|hand|ministr|dama|lady|mundo|world)\w*\b)"
    r"(?P<noun>[^\W\d_]+)"
)
_NO_ORDINAL_AFTER = re.compile(r"\b(?:who|that|we|they|he|she|it|i|qui[eé]n|que|se|lo|un|two|three|dos|tres)\s+$", re.I)
_LIST_GAP = re.compile(r"\s*(?:,|,?\s*\b(?:y|e|and|o|or|u)\b)\s*")
_YEAR_CONTEXT = re.compile(r"\b(?:en|de|del|desde|hasta|a[ñn]o|in|of|since|by|until|from)\s+$", re.IGNORECASE)
_COUNTED_PLURAL = re.compile(r"\s+(?!\w+mos\b)[a-zà-ÿ]{4,}s\b")


def extract_figures(text: str, lang: str) -> list[Figure]:
    """Return the figures of `text` in order, non-overlapping.

    Args:
        text: Any text.
        lang: ``es`` or ``en``; decides how ambiguous digits, dates and number words are read.
    """
    hidden = _NOT_FIGURES.sub(lambda match: "_" * len(match.group()), text)
    dates = [
        Figure("date", date.value, date.start, date.end, text[date.start : date.end])
        for date in find_dates(hidden, lang)
    ]
    rest = _hide(hidden, dates)
    ordinals = list(_ordinals(rest, lang))
    rest = _hide(rest, ordinals)
    numbers = [_number(rest, cardinal, lang) for cardinal in find_cardinals(rest, lang)]
    figures = sorted([*dates, *ordinals, *numbers], key=lambda figure: figure.start)
    return [replace(figure, text=text[figure.start : figure.end]) for figure in _shared(rest, figures)]


def _hide(text: str, figures: list[Figure]) -> str:
    """Cover figures already read, so that no other pattern reads them again."""
    parts, at = [], 0
    for figure in sorted(figures, key=lambda figure: figure.start):
        parts += [text[at : figure.start], "_" * (figure.end - figure.start)]
        at = figure.end
    return "".join([*parts, text[at:]])


def _ordinals(text: str, lang: str) -> Iterator[Figure]:
    """Yield the ordinals that stand before a noun."""
    for match in _ORDINAL.finditer(text):
        noun = _COUNTED.match(text, match.end())
        if noun is None or _NO_ORDINAL_AFTER.search(text[max(0, match.start() - 8) : match.start()]):
            continue
        word = fold(noun["noun"])
        if word in STOPWORDS["es"] or word in STOPWORDS["en"]:
            continue
        name = fold(match["es"] or match["en"] or "")
        value = float(match["digits"] or _ORDINALS[name])
        yield Figure("ordinal", value, match.start(), match.end(), match.group(), noun=stem(word, lang))


def _number(text: str, cardinal: Cardinal, lang: str) -> Figure:
    """Say what a cardinal is: money, a percentage, a label, a year or a plain number."""
    start, end, value = cardinal.start, cardinal.end, cardinal.value
    before, after = text[max(0, start - 40) : start], text[end : end + 60]
    kind: FigureKind = "number"
    noun = label = ""
    prefix, suffix, percent = _BEFORE_MONEY.search(before), _AFTER_MONEY.match(after), _PERCENT.match(after)
    if prefix or suffix:
        kind, noun = "money", _currency(prefix, suffix, lang)
        start = start - len(prefix.group()) if prefix else start
        end = end + suffix.end() if suffix else end
        value *= 1e6 if suffix and (suffix["musd"] or suffix["mmxn"]) else 1
        before = text[max(0, start - 40) : start]
    elif percent:
        kind, end = "percent", end + percent.end()
    elif match := _LABEL.search(before):
        label = match.lastgroup or ""
    elif _is_year(cardinal, before, after):
        kind = "year"
    noun = noun if kind == "money" or label or kind == "year" else _next_noun(text, end, lang)
    approximate = _APPROXIMATE.search(before) is not None
    return Figure(kind, value, start, end, text[start:end], approximate, noun, label)


def _currency(prefix: re.Match[str] | None, suffix: re.Match[str] | None, lang: str) -> str:
    """Return the currency; what follows the number is more precise than the sign before it."""
    name = (suffix.lastgroup if suffix else None) or (prefix.lastgroup if prefix else None) or ""
    if name == "any":
        return "usd" if lang == "en" else ""
    return name[-3:]


def _is_year(cardinal: Cardinal, before: str, after: str) -> bool:
    """Say whether a bare number of four digits is a year rather than a count ("2000 migrantes")."""
    if re.fullmatch(r"(?:18|19|20)\d\d", cardinal.bare) is None:
        return False
    return _YEAR_CONTEXT.search(before) is not None or _COUNTED_PLURAL.match(after) is None


def _next_noun(text: str, end: int, lang: str) -> str:
    """Return the stem of the next content word before any punctuation or figure."""
    reach = re.match(r"[^.,;:!?()\n\d_«»“”\"]*", text[end : end + 60])
    for token in tokens(reach.group() if reach else "")[:4]:
        word = fold(token.text)
        if word not in STOPWORDS["es"] and word not in STOPWORDS["en"]:
            return stem(word, lang)
    return ""


def _shared(text: str, figures: list[Figure]) -> list[Figure]:
    """Give the members of a list ("29, 26 y 37 personas") their common noun or label."""
    shared = list(figures)
    for index in range(len(shared) - 2, -1, -1):
        here, following = shared[index], shared[index + 1]
        if here.kind == following.kind == "number" and _LIST_GAP.fullmatch(text[here.end : following.start]):
            shared[index] = replace(here, noun=here.noun or following.noun)
    several = False
    for index in range(1, len(shared)):
        before, here = shared[index - 1], shared[index]
        several = several or _PLURAL_LABEL.search(text[max(0, before.start - 6) : before.start]) is not None
        joined = here.kind == "number" and _LIST_GAP.fullmatch(text[before.end : here.start])
        several = bool(several and joined and before.label)
        if several:
            shared[index] = replace(here, label=before.label, noun="")
    return shared
