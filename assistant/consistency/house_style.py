"""Hashtags, accounts and links, compared with house style."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial
from urllib.parse import urlsplit

from assistant.consistency.publication_rules import PublicationRules
from assistant.text.normalise import fold

_TAG = re.compile(r"(?<![\w&/#＃])[#＃](?=\w*[^\W\d_])(?P<tag>\w{1,100})")
_HANDLE = re.compile(r"(?<![\w@＠./])[@＠](?P<name>[A-Za-z0-9_]{1,30})(?![\w@＠])(?!\.\w)")
_LINK = re.compile(
    r"(?<![\w@])(?:(?P<scheme>https?)://[^\s<>«»“”\"]{1,2000}|(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,24}(?:/[^\s<>«»“”\"]{0,2000})?)",
    re.IGNORECASE,
)
_TRAILING = ".,;:!?)]}'’…"
_LONG_WORD = 20
"""A hashtag in small letters alone is at least two words from this length on, whatever its ending."""
_LONGISH_WORD = 14
_ONE_WORD = re.compile(
    r"(?:mientos?|cion(?:es)?|dad(?:es)?|mente|ismos?|istas?|tions?|ments?|ness|ity|ogia|ogy|idos?|idas?)$"
)
LIKENESS = 0.8
"""An unknown account is taken for a slip of a known one from this likeness on (0…1)."""
_CAPITALS = 10
"""Longer hashtags in capitals alone are hardly an abbreviation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """Where a text departs from house style: the rule's id, the span, what the message needs, a better wording."""

    rule: str
    start: int
    end: int
    limit: int = 0
    count: int = 0
    instead: str | None = None


def departures(text: str, rules: PublicationRules, posts: Sequence[tuple[int, int]]) -> Iterator[Departure]:
    """Yield where hashtags, accounts and links of a text depart from house style, at most one for each."""
    yield from _hashtags(text, rules, posts)
    yield from _handles(text, rules)
    yield from _links(text, rules)


def _hashtags(text: str, rules: PublicationRules, posts: Sequence[tuple[int, int]]) -> Iterator[Departure]:
    style = rules.hashtags
    allowed, forbidden = _folded(style.allowed), _folded(style.forbidden)
    tags = list(_TAG.finditer(text))
    for match in tags:
        tag = match["tag"]
        if fold(tag) in allowed:
            continue
        departure = partial(Departure, start=match.start(), end=match.end())
        if fold(tag) in forbidden:
            yield departure(rule="hashtag-forbidden")
        elif rules.officials.in_hashtag(tag):
            yield departure(rule="hashtag-person")
        elif _badly_written(tag):
            yield departure(rule="hashtag-writing", instead=_rewritten(tag))
    for start, end in posts or paragraphs(text):
        inside = [match for match in tags if start <= match.start() < end]
        if len(inside) > style.max_per_post:
            over = inside[style.max_per_post]
            yield Departure(
                rule="hashtag-count",
                start=over.start(),
                end=inside[-1].end(),
                limit=style.max_per_post,
                count=len(inside),
            )


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Return the spans between blank lines: what stands for posts where a text was not said to hold any."""
    return [match.span() for match in re.finditer(r"[^\n]+(?:\n[^\n]+)*", text)]


def _badly_written(tag: str) -> bool:
    """Tell whether several words seem to be run together without capitals; single words are left alone."""
    letters = [character for character in tag if character.isalpha()]
    if "_" in tag.strip("_"):
        return True
    if all(letter.islower() for letter in letters):
        return len(letters) >= _LONG_WORD or (len(letters) >= _LONGISH_WORD and not _ONE_WORD.search(fold(tag)))
    if all(letter.isupper() for letter in letters):
        return len(letters) > _CAPITALS
    return letters[0].islower()


def _rewritten(tag: str) -> str | None:
    """Return a hashtag with a capital for each word, where it shows where its words begin."""
    if "_" in tag.strip("_"):
        return "#" + "".join(word[:1].upper() + word[1:] for word in tag.split("_"))
    return "#" + tag[0].upper() + tag[1:] if any(letter.isupper() for letter in tag[1:]) and tag[0].islower() else None


def _handles(text: str, rules: PublicationRules) -> Iterator[Departure]:
    known = {name.lower(): name for name in rules.accounts}
    forbidden = {name.lower() for name in rules.handles.forbidden}
    near: dict[str, list[str]] = {}
    for match in _HANDLE.finditer(text):
        name = match["name"].lower()
        if name in forbidden:
            yield Departure(rule="handle-forbidden", start=match.start(), end=match.end())
        elif name not in known:
            if name not in near:
                near[name] = get_close_matches(name, known, n=1, cutoff=LIKENESS)
            instead = f"@{known[near[name][0]]}" if near[name] else None
            yield Departure(rule="handle-unknown", start=match.start(), end=match.end(), instead=instead)


def _links(text: str, rules: PublicationRules) -> Iterator[Departure]:
    style = rules.links
    for match in _LINK.finditer(text):
        written = match[0].rstrip(_TRAILING)
        host = _host(written if match["scheme"] else f"https://{written}")
        departure = partial(Departure, start=match.start(), end=match.start() + len(written))
        if _among(host, style.forbidden):
            yield departure(rule="link-forbidden")
        elif _among(host, style.shorteners):
            yield departure(rule="link-shortener")
        elif match["scheme"] is None:
            continue  # "a.m." and "etc.pero" look like bare addresses too
        elif match["scheme"].lower() == "http":
            yield departure(rule="link-insecure", instead="https" + written[4:])
        elif not _among(host, (*style.official, *style.allowed)):
            yield departure(rule="link-unofficial")


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:  # a bracket or a port that no address has
        return ""


def _among(host: str, hosts: Sequence[str]) -> bool:
    return any(host == each or host.endswith(f".{each}") for each in hosts)


def _folded(tags: Sequence[str]) -> set[str]:
    return {fold(tag) for tag in tags}
