"""Reads RSS and Atom feeds that were saved: one statement an entry."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from io import BytesIO
from typing import Any

from assistant.domain import Statement, Unattributed
from assistant.errors import InputError
from assistant.record.readers.base import InputFile, Reading, ReadingContext
from assistant.record.readers.document import Document
from assistant.record.readers.documents import reading_of
from assistant.record.readers.speakers import Registry
from assistant.record.readers.web import fragment

_FEED = re.compile(
    r"(?is)^\s*(?:<\?xml[^>]*>\s*)?(?:<\?[^>]*>\s*|<!--(?:(?!-->).)*-->\s*|<!doctype[^>]*>\s*)*<(?:rss|feed|rdf:rdf|channel)\b"
)
_CUT_SHORT = re.compile(r"(?i)(?:…|\.\.\.|\[(?:…|\.\.\.|&hellip;)\]|leer m[aá]s|seguir leyendo|read more)\W*$")


class FeedReader:
    """A feed as a site publishes it."""

    name = "feed"

    def recognises(self, file: InputFile) -> bool:
        """Tell by the first element."""
        return _FEED.match(file.head) is not None

    def read(self, file: InputFile, context: ReadingContext) -> Reading:
        """Read every entry; those that cannot be taken are faults.

        Raises:
            InputError: It is no feed, or none of its entries can be taken.
        """
        import feedparser  # needed for feeds alone

        # The parser opens what looks like an address or a file name; a stream is only read. Its own cleaning of HTML
        # would make hidden text look like any other, so it is off.
        found = feedparser.parse(BytesIO(file.data), sanitize_html=False, resolve_relative_uris=False)
        if not found.entries:
            raise InputError("The feed holds no entries; check that it was saved completely.")
        readings, faults = [], {}
        for number, entry in enumerate(found.entries, start=1):
            try:
                readings.append(reading_of(_document(entry, found.feed, context.registry), file, context))
            except InputError as error:
                faults[f"entry {number}"] = str(error)
        if not readings:
            raise InputError(f"No entry of the feed can be taken; the first: {next(iter(faults.values()))}")
        return _joined(readings, faults)


def _joined(readings: list[Reading], faults: dict[str, str]) -> Reading:
    statements: dict[str, Statement] = {}
    unattributed: list[Unattributed] = []
    set_aside: dict[str, int] = {}
    suspicious: dict[str, str] = {}
    for reading in readings:
        statements.update({each.id: each for each in reading.statements})
        unattributed.extend(reading.unattributed)
        suspicious.update(reading.suspicious)
        for kind, count in reading.set_aside.items():
            set_aside[kind] = set_aside.get(kind, 0) + count
    return Reading(
        statements=tuple(statements.values()),
        set_aside=set_aside,
        unattributed=tuple(unattributed),
        faults=faults,
        suspicious=suspicious,
    )


def _document(entry: Mapping[str, Any], feed: Mapping[str, Any], registry: Registry) -> Document:
    """Return what an entry says.

    Raises:
        InputError: It holds only the beginning of a text.
    """
    contents = [each for each in entry.get("content", []) if each.get("value")]
    whole = max(contents, key=lambda each: len(each["value"]), default=None) or entry.get("summary_detail") or {}
    value = str(whole.get("value", ""))
    is_text = whole.get("type") == "text/plain" and "<" not in value
    text, hidden = (value, "") if is_text else fragment(value)
    if not re.search(r"\w", text):
        raise InputError("The entry holds no text; give the page it links to.")
    if _CUT_SHORT.search(text):
        raise InputError("The entry holds only the beginning of its text; give the page it links to.")
    names = [str(name) for name in (entry.get("author"), feed.get("author"), feed.get("title")) if name]
    known = (name for name in names if registry.institution(name) or registry.person(name))
    link = str(entry.get("link", ""))
    return replace(
        Document(text=text, hidden=hidden),
        title=fragment(str(entry.get("title", "")))[0] if "<" in entry.get("title", "") else entry.get("title", ""),
        day=_day(entry),
        author=next(known, names[0] if names else ""),
        lang=str(whole.get("language") or feed.get("language") or ""),
        address=link if link.startswith(("http://", "https://")) else "",
        identity=str(entry.get("id", "")) or link,
    )


def _day(entry: Mapping[str, Any]) -> date | None:
    """Return the day on which the entry was published, where it was published."""
    for name in ("published", "updated"):
        written = str(entry.get(name, ""))
        for read in (parsedate_to_datetime, datetime.fromisoformat):
            try:
                return read(written).date()
            except (ValueError, TypeError, IndexError):
                continue
        parsed = entry.get(f"{name}_parsed")
        if parsed:
            return date(parsed.tm_year, parsed.tm_mon, parsed.tm_mday)
    return None
