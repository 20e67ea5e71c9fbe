"""Dates in running text, Spanish and English, with offsets; no guess is made about what is not written."""

import re
from dataclasses import dataclass

DateValue = tuple[int | None, int, int | None]
"""Year or None, month, day or None."""

_MONTHS = {
    "enero": 1, "febrero": 2, "marzo": 3, "abril": 4, "mayo": 5, "junio": 6, "julio": 7, "agosto": 8,
    "septiembre": 9, "setiembre": 9, "octubre": 10, "noviembre": 11, "diciembre": 12,
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8,
    "september": 9, "october": 10, "november": 11, "december": 12,
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10,
    "nov": 11, "dec": 12, "ene": 1, "abr": 4, "ago": 8, "dic": 12,
}  # fmt: skip
_ES = "enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre"
_EN = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?"
)
_SHORT = (
    "january|february|march|april|may|june|july|august|september|october|november|december|"
    "ene|feb|mar|abr|may|jun|jul|ago|sept?|oct|nov|dic|jan|apr|aug|dec"
)
_DAY = r"(?P<day>[12]\d|3[01]|0?[1-9])"
_YEAR = r"(?P<year>(?:18|19|20)\d\d)"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?i)\b(?:{_DAY}(?:\.?[ºo°])?|(?P<first>primero))\s+de\s+(?P<month>{_ES})\b(?:\s+del?(?:\s+año)?\s+{_YEAR}\b)?",
        rf"(?i)\b(?P<month>{_ES})\s+del?(?:\s+año)?\s+{_YEAR}\b",
        rf"\b{_DAY}(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_EN})(?![a-z])(?:,?\s+{_YEAR}\b)?",
        rf"\b(?P<month>{_EN})\s+{_DAY}(?:st|nd|rd|th)?\b(?![.,]?\d)(?:,?\s+{_YEAR}\b)?",
        rf"\b(?P<month>{_EN}),?\s+(?:of\s+)?{_YEAR}\b",
        rf"(?i)\b(?P<month>{_SHORT})\.?,?\s+(?:de\s+)?{_YEAR}\b",
        rf"\b{_YEAR}-(?P<month>0\d|1[0-2])-{_DAY}\b",
    )
)
_SLASHED = re.compile(rf"(?<![\d/])(?P<a>\d{{1,2}})/(?P<b>\d{{1,2}})/{_YEAR}(?![\d/])")
_SIBLING = re.compile(
    r"(?<![\d.,$])(?P<day>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?\s*(?:,|\by\b|\be\b|\bal?\b|\band\b|\bto\b|-|–)\s*(?:el\s+)?$"
)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date and the half-open code-point offsets where it is written."""

    start: int
    end: int
    value: DateValue


def month_name(month: int, lang: str) -> str:
    """Return the name of a month, 1…12, in Spanish or English."""
    short = {"es": _ES.replace("sep?tiembre", "septiembre"), "en": _EN}[lang]
    return short.split("|")[month - 1]


def find_dates(text: str, lang: str) -> list[FoundDate]:
    """Return the dates of `text` in order, non-overlapping.

    "23 y 24 de enero de 2026" gives two. "3/4/2026" is read day first in Spanish and month first in English,
    unless only the other reading is a date.
    """
    found: list[FoundDate] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            _add(found, FoundDate(match.start(), match.end(), _value(match)))
    for match in _SLASHED.finditer(text):
        value = _slashed(int(match["a"]), int(match["b"]), int(match["year"]), lang)
        if value is not None:
            _add(found, FoundDate(match.start(), match.end(), value))
    for date in tuple(found):
        _add_siblings(found, text, date)
    return sorted(found, key=lambda date: date.start)


def _add(found: list[FoundDate], new: FoundDate) -> None:
    """Add a date unless an earlier pattern already took part of its place."""
    if all(new.end <= old.start or old.end <= new.start for old in found):
        found.append(new)


def _value(match: re.Match[str]) -> DateValue:
    """Read the named groups of a match."""
    groups = match.groupdict()
    name = groups["month"].lower().rstrip(".")
    day = 1 if groups.get("first") else groups.get("day")
    return (
        int(groups["year"]) if groups.get("year") else None,
        int(name) if name.isdigit() else _MONTHS[name],
        int(day) if day else None,
    )


def _slashed(first: int, second: int, year: int, lang: str) -> DateValue | None:
    """Read 3/4/2026 by the habit of the language."""
    day, month = (second, first) if lang == "en" else (first, second)
    if month > 12:
        day, month = month, day
    return (year, month, day) if 1 <= month <= 12 and 1 <= day <= 31 else None


def _add_siblings(found: list[FoundDate], text: str, date: FoundDate) -> None:
    """Add the days written before a date that share its month and year ("23 y 24 de enero")."""
    end = date.start
    while date.value[2] is not None and text[end : end + 1].isdigit():
        match = _SIBLING.search(text[max(0, end - 12) : end])
        if match is None:
            return
        start = max(0, end - 12) + match.start("day")
        stop = max(0, end - 12) + match.end("day")
        _add(found, FoundDate(start, stop, (date.value[0], date.value[1], int(match["day"]))))
        end = start
