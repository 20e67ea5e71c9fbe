"""Text that speaks to a language model instead of a reader, in Spanish and English, plain or disguised.

The turns of phrase stand in `phrases.py`. Ordinary speech uses many of their words ("dio instrucciones",
"ignoraron las advertencias"), so each asks for the whole turn.
"""

import base64
import binascii
import re
from collections.abc import Iterator
from functools import cache

from ahocorasick_rs import AhoCorasick, Implementation

from assistant.record.phrases import PARTS, PHRASES
from assistant.text.lookalikes import as_read
from assistant.text.normalise import fold, printable

_TOKEN = re.compile(r"\\.|\[\^?(?:\\.|[^\]\\])*\]|_|<<(\w+)>>")
_LOOSE = re.compile(r"[ \t]*\n[ \t\n]*|[ \t]{2,}")
_SPACED = re.compile(r"(?:(?<!\w)\w[ .\-_*·|]{1,3}){7,}\w(?!\w)")
_SPACED_ORDER = re.compile(
    r"(?:ignor(?:a|e|en|ar)|olvid(?:a|e|ar)|descarta).{0,20}?(?:instruc|indicac|reglas|ordenes|todoloanterior)"
    r"|(?:ignore|disregard|forget|override).{0,20}?(?:instruction|prompt|rules|everything)|systempro?mpt|promptdel?sistema"
    r"|eresun(?:asistente|modelo|aia|ainteligencia)|youarean?(?:ai|assistant|language|large)"
    r"|(?:respond|reply|answer)e?(?:only|unicamente|solamente|solocon)|(?:languagemodel|modelodelenguaje)"
    r"|nocites|donotcite|cuandotepregunt.*(?:di|responde)|when(?:youare)?asked.*(?:say|answer|reply)"
)
_SPACED_GATE = re.compile(r"[ .\-_*·|]\w[ .\-_*·|]{1,3}\w[ .\-_*·|]{1,3}\w[ .\-_*·|]{1,3}\w[ .\-_*·|]")
_LEET_GATE = re.compile(r"[0-9@$!](?<=[a-z].)[0-9@$!]*[a-z]")  # what is rare comes first, which is quickly looked for
_LEET = (str.maketrans("013457@$!", "oieastasi"), str.maketrans("013457@$!", "oleastasi"))
_LEET_WORD = re.compile(r"[\w@$!]*[a-z][\w@$!]*")


def _ascii(code: int) -> int:
    """Return the folded form of one byte of Western text; "?" where there is none."""
    folded = "\n" if code == ord("\n") else fold(bytes([code]).decode("cp1252", "replace")) or " "
    return ord(folded) if len(folded) == 1 and folded.isascii() else ord("?")


_SOFT_HYPHEN = b"\xad"
_AS_ASCII = bytes(_ascii(code) for code in range(256))
_BLOB = re.compile(r"(?<![\w/+=.%&?#@-])(?:[A-Za-z0-9+/]{24,}|[A-Za-z0-9_-]{24,})={0,2}(?![\w/+=])")
_HEX_ONLY = re.compile(r"[0-9a-fA-F-]+")
_SHORTEST_BLOB = 24
_OPAQUE_LENGTH, _PROSE_LENGTH, _PROSE_SHARE = 64, 12, 0.9
_SHOWN_WORDS = 8


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(_TOKEN.sub(_written_out, phrase), re.VERBOSE) for _, phrase in PHRASES)


@cache
def _signs() -> tuple[AhoCorasick, tuple[tuple[int, ...], ...]]:
    """Return what finds all signs in one pass through a text, and for each sign the patterns that it calls for."""
    wanted: dict[str, list[int]] = {}
    for number, (signs, _) in enumerate(PHRASES):
        for sign in signs.split("/"):
            wanted.setdefault(sign, []).append(number)
    return AhoCorasick(list(wanted), implementation=Implementation.DFA), tuple(map(tuple, wanted.values()))


def _written_out(token: re.Match[str]) -> str:
    if token[1]:
        return _TOKEN.sub(_written_out, PARTS[token[1]])
    return r"[ \n]" if token[0] == "_" else token[0]


def instruction_in(text: str) -> str:
    """Return how a passage that addresses a language model begins; "" if there is none."""
    plain = _folded(text)
    for version in (plain, *_undisguised(plain)):
        found = _first(version)
        if found:
            return found
    return _spaced_out(plain)


def _folded(text: str) -> str:
    """Fold what needs it; most texts need no more than accents taken off, which is a hundred times quicker."""
    try:
        western = text.replace("―", "—").replace("…", ".").replace("\u200b", "").encode("cp1252")
        plain = western.translate(_AS_ASCII, _SOFT_HYPHEN).decode("ascii")
    except UnicodeEncodeError:
        plain = "\n".join(as_read(line) for line in text.split("\n"))
    return _LOOSE.sub(lambda gap: "\n" if "\n" in gap[0] else " ", plain) if _is_loose(plain) else plain


def _is_loose(text: str) -> bool:
    return any(gap in text for gap in ("  ", " \n", "\n ", "\n\n"))


def _first(text: str) -> str:
    finder, wanted = _signs()
    try:
        seen = {sign for sign, _, _ in finder.find_matches_as_indexes(text, overlapping=True)}
    except UnicodeEncodeError:  # half a character
        return _first(printable(text))
    for number in sorted({number for sign in seen for number in wanted[sign]}):
        found = _patterns()[number].search(text)
        if found:
            return _beginning(text, found.start())
    return ""


def _beginning(text: str, start: int) -> str:
    words = text[start : start + 400].strip(" \n\"'.,;:!?()-").split()
    return " ".join(words[:_SHOWN_WORDS]) + ("…" if len(words) > _SHOWN_WORDS else "")


def _undisguised(text: str) -> Iterator[str]:
    """Yield the text with digits in words read as the letters they stand for ("1gn0r4")."""
    if _LEET_GATE.search(text) is None:
        return
    for table in _LEET:
        yield _LEET_WORD.sub(lambda word, read=table: word[0].translate(read), text)  # type: ignore[misc]


def _spaced_out(text: str) -> str:
    """Read letters that stand apart as words."""
    if _SPACED_GATE.search(f" {text} ") is None:
        return ""
    for stretch in _SPACED.finditer(text):
        if _SPACED_ORDER.search(re.sub(r"[\W_]+", "", stretch[0])):
            return _beginning(text, stretch.start())
    return ""


def blob_in(text: str) -> str:
    """Return how an encoded block begins that no reader can read; "" if there is none."""
    if max(map(len, text.split()), default=0) < _SHORTEST_BLOB:
        return ""
    for found in _BLOB.finditer(text):
        block = found[0]
        if _hides_prose(block) or (len(block) >= _OPAQUE_LENGTH and _is_opaque(block)):
            return block[:24] + "…"
    return ""


def _is_opaque(block: str) -> bool:
    kinds = (str.isupper, str.islower, str.isdigit)
    return not _HEX_ONLY.fullmatch(block) and all(sum(map(kind, block)) >= 3 for kind in kinds)


def _hides_prose(block: str) -> bool:
    try:
        raw = bytes.fromhex(block) if _HEX_ONLY.fullmatch(block) else _base64(block)
        words = raw.decode("utf-8")
    except (ValueError, binascii.Error):
        return False
    readable = sum(char.isalpha() or char in " ,.:;'\"¿?¡!\n" for char in words)
    return len(words) >= _PROSE_LENGTH and " " in words and readable >= _PROSE_SHARE * len(words)


def _base64(block: str) -> bytes:
    body = block.rstrip("=").replace("-", "+").replace("_", "/")
    return base64.b64decode(body + "=" * (-len(body) % 4), validate=True)
