"""The length of a post as X counts it, by twitter-text (weighted: a URL 23, an emoji 2, "…" and "•" 2).

`parse_tweet` is right but slow on long text without spaces: 1,000 characters of "a.a.a." take it 2.6 s and
5,000 a minute, because its pattern for host names backtracks. No URL and no emoji holds white space, so the
text is handed over word by word, each with the white space before it (the library looks at the character
before a URL), which gives the same sum. A word with a host name of more than `_MAX_LABELS` labels is not
looked through for URLs. The library takes 0.4 s to import, so that waits for the first use.
"""

import re
import unicodedata
import warnings
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import import_module
from types import ModuleType

POST_LIMIT = 280
"""The weighted length a post may have."""

_MAX_LABELS = 20
_WORD = re.compile(r"(?:\r\n|[ \t\n\r])?[^ \t\n\r]+|\r\n|[ \t\n\r]")
_ENDLESS_HOST = re.compile(rf"(?:[^\s./]{{1,63}}\.){{{_MAX_LABELS}}}")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


@cache
def _library() -> ModuleType:
    """Import the library once, without the warning that it finds its data by an old way of setuptools."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return import_module("twitter_text")


def weighted_length(text: str) -> int:
    """Return the weighted length of `text`; 0 if it is empty."""
    return sum(_weight(word.group()) for word in _WORD.finditer(_SURROGATE.sub("\ufffd", text)))


def fits(text: str) -> bool:
    """Say whether `text` is no longer than a post may be."""
    return weighted_length(text) <= POST_LIMIT


def valid_range_end(text: str) -> int:
    """Return the code-point offset of the first character over the limit, or ``len(text)`` if none is.

    A URL or an emoji that crosses the limit is over it as a whole.
    """
    used = 0
    for word in _WORD.finditer(_SURROGATE.sub("\ufffd", text)):
        weight = _weight(word.group())
        if used + weight > POST_LIMIT:
            return word.start() + _fitting(word.group(), POST_LIMIT - used)
        used += weight
    return len(text)


@lru_cache(maxsize=4096)
def _weight(word: str) -> int:
    """Return the weighted length of a word with the white space before it."""
    parse_tweet = _library().parse_tweet

    return int(parse_tweet(_without_endless_hosts(word)).weightedLength)


def _without_endless_hosts(word: str) -> str:
    """Return a word of the same weight in which the library need not search host names without end."""
    return word.replace(".", ",") if _ENDLESS_HOST.search(word) else word


def _fitting(word: str, room: int) -> int:
    """Return how many code points of `word` fit into `room`, units taken whole."""
    normal = unicodedata.normalize("NFC", word)
    fitting = 0
    for start, end in _units(normal):
        weight = _weight(normal[start:end])
        if weight > room:
            break
        room -= weight
        fitting = end
    return fitting if normal == word else _before_normalising(word, fitting)


def _units(word: str) -> Iterator[tuple[int, int]]:
    """Yield the half-open offsets of the URLs, emojis and single characters of a word, in order."""
    extract_emojis_with_indices = _library().extract_emojis_with_indices
    extract_urls_with_indices = _library().extract_urls_with_indices

    safe = _without_endless_hosts(word)
    entities = [*extract_emojis_with_indices(safe), *extract_urls_with_indices(safe)]
    ends = dict(tuple(entity["indices"]) for entity in entities)
    ends |= {0: 2} if word.startswith("\r\n") else {}
    at = 0
    while at < len(word):
        end = ends.get(at, at + 1)
        yield at, end
        at = end


def _before_normalising(word: str, length: int) -> int:
    """Return how many code points of `word` make up the first `length` of its composed form."""
    cuts = range(len(word) + 1)
    return bisect_right(cuts, length, key=lambda cut: len(unicodedata.normalize("NFC", word[:cut]))) - 1
