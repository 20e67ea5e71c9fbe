"""What changed between two texts, word by word, as HTML with `<del>` and `<ins>`."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape

from assistant.text.hidden import visible
from assistant.ui.texts import t

MAX_COMPARED = 4_000_000
"""Pairs of words up to which two stretches are compared word by word; longer ones line by line."""
_TOKEN = re.compile(r"https?://\S+|[#@]?\w+(?:[-'’.,]\w+)*|\s|[^\w\s]")
"""Addresses, tags, words with their hyphens and figures with their points are one; white space is sign by sign."""
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_WORD = re.compile(r"\w")
_SYMBOL = "[\u2190-\u3299\U0001f000-\U0001faff]"
_AS_IT_IS = re.compile(rf"(\s+|{_SYMBOL}\ufe0f?(?:\u200d{_SYMBOL}\ufe0f?)*)")
"""White space, and emoji with the joiners that make them up."""
_JOINERS = frozenset("\u200d\ufe0f\ufe0e")
_SHORT = 3
"""A lone word of so many letters between two changes ("de", "the") goes with them: else a sentence falls to pieces."""


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of two texts: what stood there and what stands there now; where both are the same, it is unchanged."""

    before: str
    after: str

    @property
    def is_same(self) -> bool:
        """True where nothing changed."""
        return self.before == self.after


def word_diff(before: str, after: str, lang: str) -> str:
    """Return both texts in one: what went in ``<del>``, what came in ``<ins>``, the rest as it is.

    Both are escaped, white space stays, and screen readers hear "before" and "now". Without the ``<del>`` elements the
    text is `after`, without the ``<ins>`` elements `before` (the words for screen readers aside).
    """
    out = []
    for change in changes(before, after):
        if change.is_same:
            out.append(shown(change.after))
            continue
        out.append(_marked("del", change.before, t(lang, "diff_before"), lang))
        out.append(_marked("ins", change.after, t(lang, "diff_after"), lang))
    return f'<span class="word-diff">{"".join(out)}</span>'


def changes(before: str, after: str) -> list[Change]:
    """Return two texts as stretches that changed and stretches that did not, in order; neighbours are put together."""
    merged: list[Change] = []
    for each in _tidied(list(_compared(before, after))):
        for change in _without_shared_edges(each):
            if merged and merged[-1].is_same and change.is_same:
                merged[-1] = Change(merged[-1].before + change.before, merged[-1].after + change.after)
            elif change.before or change.after:
                merged.append(change)
    return merged


def changed_words(text: str, other: str) -> list[tuple[int, int]]:
    """Return where the words of `text` stand that `other` has not in that place, as half-open offsets."""
    at, spans = 0, []
    for change in changes(other, text):
        if not change.is_same and _WORD.search(change.after):
            spans.append((at, at + len(change.after)))
        at += len(change.after)
    return spans


def _compared(before: str, after: str) -> Iterator[Change]:
    ours, theirs = _tokens(before), _tokens(after)
    if len(ours) * len(theirs) <= MAX_COMPARED:
        yield from _matched(ours, theirs, _spaces_aside)
        return
    for change in _matched(_LINE.findall(before), _LINE.findall(after)):
        old, new = _tokens(change.before), _tokens(change.after)
        if change.is_same or len(old) * len(new) > MAX_COMPARED:
            yield change
        else:
            yield from _matched(old, new, _spaces_aside)


def _spaces_aside(token: str) -> bool:
    """Spaces begin no match: they are all alike, and every one of them would be tried with every other."""
    return token.isspace()


def _matched(ours: Sequence[str], theirs: Sequence[str], junk: Callable[[str], bool] | None = None) -> Iterator[Change]:
    for _, a, b, c, d in SequenceMatcher(junk, ours, theirs, autojunk=False).get_opcodes():
        yield Change("".join(ours[a:b]), "".join(theirs[c:d]))


def _tokens(text: str) -> list[str]:
    """Return a text cut into words, signs and spaces; a sign never loses its accent or its joiner."""
    out: list[str] = []
    for match in _TOKEN.finditer(text):
        token = match.group()
        joined = token[0] in _JOINERS or unicodedata.category(token[0])[0] == "M"
        if out and not out[-1].isspace() and (joined or out[-1][-1] == "\u200d"):
            out[-1] += token
        else:
            out.append(token)
    return out


def _tidied(found: list[Change]) -> list[Change]:
    """Put changes together between which hardly anything stayed."""
    out: list[Change] = []
    for at, change in enumerate(found):
        between = change.is_same and 0 < at < len(found) - 1
        if out and not out[-1].is_same and (not change.is_same or (between and _says_little(change.after))):
            out[-1] = Change(out[-1].before + change.before, out[-1].after + change.after)
        else:
            out.append(change)
    return out


def _says_little(text: str) -> bool:
    words = text.split()
    return "\n" not in text and (not _WORD.search(text) or (len(words) == 1 and len(words[0]) <= _SHORT))


def _without_shared_edges(change: Change) -> Iterator[Change]:
    """Take what both sides begin and end with, word by word, out of a change."""
    if change.is_same:
        yield change
        return
    ours, theirs = _tokens(change.before), _tokens(change.after)
    most = min(len(ours), len(theirs))
    head = next((n for n in range(most) if ours[n] != theirs[n]), most)
    tail = next((n for n in range(most - head) if ours[-1 - n] != theirs[-1 - n]), most - head)
    start, end = "".join(ours[:head]), "".join(ours[len(ours) - tail :])
    yield Change(start, start)
    yield Change("".join(ours[head : len(ours) - tail]), "".join(theirs[head : len(theirs) - tail]))
    yield Change(end, end)


def _marked(element: str, text: str, spoken: str, lang: str) -> str:
    if not text:
        return ""
    blank = ' class="blank"' if not text.strip() else ""
    said = f"{spoken}: {t(lang, 'diff_space')}" if blank else f"{spoken}: "
    return f'<{element}{blank}><span class="spoken">{said}</span>{shown(text)}</{element}>'


def shown(text: str) -> str:
    """Return a text escaped, its white space as it is and what nobody would see written out."""
    return "".join(part if n % 2 else escape(visible(part)) for n, part in enumerate(_AS_IT_IS.split(text)))
