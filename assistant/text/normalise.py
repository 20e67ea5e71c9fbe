"""One folded form for comparing and searching, with a map back to the original text.

Folding is compatibility decomposition (NFKD) without accents and invisible characters, in lower case, with
one kind of single quote, double quote, dash and space. Runs of white space become one space. Deliberately
``ñ`` folds to ``n``: people search for "España" with and without it. Folding twice changes nothing.
"""

import codecs
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

_SINGLE_QUOTES = dict.fromkeys("'‘’‚‛′`´ʹʻʼˈ＇‹›", "'")
_DOUBLE_QUOTES = dict.fromkeys('"«»“”„‟″〝〞＂', '"')
_DASHES = dict.fromkeys("-‐‑‒–—―−⁃﹘﹣－", "-")
_UNIFIED = _SINGLE_QUOTES | _DOUBLE_QUOTES | _DASHES
_SURROGATE = re.compile("[\ud800-\udfff]")
_DROPPED = frozenset({"Mn", "Me", "Cf"})
"""Unicode categories that leave no trace: accents, enclosing marks, soft hyphens and other invisible
signs."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and where each of its characters came from.

    `offsets[i]` is the code-point offset in the original of folded character `i`; there is one more at the
    end, the length of the original. Offsets never decrease.
    """

    text: str
    offsets: tuple[int, ...]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the half-open code-point offsets in the original of the folded stretch `start` to `end`."""
        first = self.offsets[start]
        if end <= start:
            return first, first
        return first, max(self.offsets[end], self.offsets[end - 1] + 1)


def printable(text: str) -> str:
    """Return `text` with stray halves of surrogate pairs replaced, character for character, by the replacement sign.

    A terminal that sends bytes in another encoding leaves such halves; most libraries refuse them.
    """
    return _SURROGATE.sub("\ufffd", text)


def fold(text: str) -> str:
    """Return the folded form of `text`."""
    if text.isascii() and text.isalnum():
        return text.lower()
    try:
        # Nearly all texts are Western, and turning bytes round is seven times as fast as `translate`.
        western = text.replace("…", "...").replace("―", "-").replace("\u200b", "").encode("cp1252")
        folded, _ = codecs.charmap_decode(western, "strict", _western())
    except UnicodeError:
        folded = text.translate(_TABLE)
    return _SPACES.sub(" ", folded) if "  " in folded else folded


def fold_with_map(text: str) -> Folded:
    """Return the folded form of `text` with the offsets that lead back."""
    out: list[str] = []
    offsets: list[int] = []
    for index, char in enumerate(text):
        for folded in _fold_char(char):
            if folded == " " and out and out[-1] == " ":
                continue
            out.append(folded)
            offsets.append(index)
    offsets.append(len(text))
    return Folded("".join(out), tuple(offsets))


@cache
def _western() -> str:
    """Return the folded form of every byte of Western text; U+FFFE, which stops decoding, where it is not one sign."""
    signs = (_fold_char(bytes([code]).decode("cp1252", "replace")) for code in range(256))
    return "".join(sign if len(sign) == 1 and sign != "\ufffd" else "\ufffe" for sign in signs)


@lru_cache(maxsize=8192)
def _fold_char(char: str) -> str:
    """Fold one character: to nothing, one or several, until folding changes nothing more."""
    folded = "".join(_simplify(part) for part in unicodedata.normalize("NFKD", _UNIFIED.get(char, char)))
    lowered = folded.casefold()
    return lowered if lowered == char else "".join(_fold_char(part) for part in lowered)


def _simplify(char: str) -> str:
    """Return one decomposed character without marks, with unified quotes, dashes and spaces."""
    if char.isspace():
        return " "
    if unicodedata.category(char) in _DROPPED:
        return ""
    return _UNIFIED.get(char, char)


class _FoldTable(dict[int, str]):
    """What `str.translate` asks for each character; it remembers the answers."""

    def __missing__(self, code: int) -> str:
        self[code] = _fold_char(chr(code))
        return self[code]


_TABLE = _FoldTable()
_SPACES = re.compile(" {2,}")
