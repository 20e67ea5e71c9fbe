"""Letters of other alphabets that pass for Latin ones, and a text as the eye reads it."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from assistant.text.hidden import UNUSUAL
from assistant.text.normalise import fold

_STYLES = "MATHEMATICAL |FULLWIDTH |NEGATIVE |CIRCLED |SQUARED |PARENTHESIZED "
_STYLED = re.compile(rf"(?:{_STYLES})[A-Z -]*?(?:SMALL|CAPITAL)(?: LETTER)? ([A-Z])")
_STYLED_RANGES = ((0x249C, 0x24E9), (0xFF21, 0xFF5A), (0x1D400, 0x1D6A3), (0x1F110, 0x1F189))
_STYLED_CLASS = "\u249c-\u24e9\U0001f110-\U0001f189"
_WORD = re.compile(rf"[\w\u0300-\u036f{_STYLED_CLASS}]+")
_BESIDE_LATIN = frozenset(
    {
        "LATIN",
        "COMMON",
        "INHERITED",
        "HAN",
        "HIRAGANA",
        "KATAKANA",
        "HANGUL",
        "BOPOMOFO",
        "ARABIC",
        "HEBREW",
        "THAI",
        "LAO",
    }
    | {"KHMER", "MYANMAR", "UNKNOWN"}
)
"""Scripts that stand beside Latin letters without a space ("Tシャツ") and look like none of them."""
_SYMBOLS = frozenset("µμΩΔΣΦΨΓΛΘπσλθφψδε")
_SYMBOLIC_WORD = 4
"""Units and formulas are short: "μSv", "kΩ", "2πr"."""
_GREEK_TAIL = re.compile("[A-Z0-9]+[α-ω][0-9]*")
"""Names of substances: "TNFα", "IL1β"."""
_GREEK, _CYRILLIC, _MANY_STYLED = "GREEK", "CYRILLIC", 2
_NEIGHBOURS = 50
"""How far from a word others of its script are looked for, in characters."""
_NEARLY = {"т": "t", "к": "k", "м": "m"}
"""Small capitals to the tables, but a hurried eye reads them as the Latin letter."""


@cache
def _lookalikes() -> Mapping[str, str]:
    """Return which letters are read as which Latin letter."""
    from confusable_homoglyphs.confusables import confusables_data

    read_as: dict[str, str] = {}
    for char, others in confusables_data.items():
        if len(char) != 1 or char.isascii() or not char.isalpha():
            continue
        latin = next((o["c"] for o in others if len(o["c"]) == 1 and o["c"].isascii() and o["c"].isalpha()), "")
        if latin:
            # The tables read a capital I as a small l; a word is rather meant to hold the capital.
            read_as[char] = "I" if latin == "l" and not char.islower() else latin
    read_as.update(_NEARLY)
    for start, end in _STYLED_RANGES:
        for code in range(start, end + 1):
            styled = _STYLED.fullmatch(unicodedata.name(chr(code), ""))
            if styled:
                read_as[chr(code)] = styled[1].lower()
    return read_as


@cache
def _table() -> dict[int, str]:
    return {ord(char): latin for char, latin in _lookalikes().items()}


def as_read(text: str) -> str:
    """Return `text` folded, with letters of other alphabets as the Latin ones they look like."""
    return fold(unicodedata.normalize("NFC", text).translate(_table()))


def lookalike(text: str) -> tuple[str, str]:
    """Return what is wrong with a word that looks like another, and the word; two empty strings if none does."""
    if UNUSUAL.search(text) is None:
        return "", ""
    composed = unicodedata.normalize("NFC", text)
    for found in _WORD.finditer(composed):
        word = found[0]
        if word.isascii() or UNUSUAL.search(word) is None:
            continue
        what = _of_word(composed, found)
        if what:
            return what, f"{word} ({_spelt(word)})"
    return "", ""


def _of_word(text: str, found: re.Match[str]) -> str:
    word = found[0]
    styled = [char for char in word if _is_styled(char)]
    letters = [char for char in word if char.isalpha() and not _is_styled(char)]
    if len(styled) >= _MANY_STYLED or (styled and letters):
        return "spells a word in letters of another style"
    foreign = [char for char in letters if not char.isascii() and _script(char) not in _BESIDE_LATIN]
    if foreign:
        return _foreign(text, found, letters, foreign)
    phonetic = [char for char in letters if ord(char) >= 0x0250 and char in _lookalikes() and _script(char) == "LATIN"]
    if phonetic and any(char.isascii() for char in letters):
        return "mixes plain letters with ones that only look like them"
    return ""


def _foreign(text: str, found: re.Match[str], letters: list[str], foreign: list[str]) -> str:
    scripts = " and ".join(sorted({_script(char).capitalize() for char in foreign}))
    greek = scripts == _GREEK.capitalize()
    if len(foreign) < len(letters):
        symbolic = len(letters) <= _SYMBOLIC_WORD and _SYMBOLS.issuperset(foreign)
        if symbolic or (greek and _GREEK_TAIL.fullmatch(found[0])):
            return ""
        return f"mixes Latin and {scripts} letters in one word"
    if scripts == _CYRILLIC.capitalize() and re.search("[0-9]", found[0]):
        return "" if _among_its_own(text, found, _CYRILLIC) else "mixes digits with Cyrillic letters"
    if not all(char in _lookalikes() for char in foreign) or (greek and len(letters) == 1 and letters[0] not in "οΟ"):
        return ""
    if _among_its_own(text, found, _script(foreign[0])):
        return ""
    return f"writes a word in {scripts} letters that reads as a Latin one"


def _among_its_own(text: str, found: re.Match[str], script: str) -> bool:
    """Tell whether a word stands among others of its script, or in brackets of its own: "(СССР)"."""
    start, end = found.span()
    nearest, farthest = max(0, start - _NEIGHBOURS), min(len(text), end + _NEIGHBOURS)
    while start > nearest and _script(text[start - 1]) != "LATIN":
        start -= 1
    while end < farthest and _script(text[end]) != "LATIN":
        end += 1
    before, after = text[start : found.start()], text[found.end() : end]
    if any(_script(char) == script and char not in _lookalikes() for char in before + after):
        return True
    return max(before.rfind("("), before.rfind("[")) > max(before.rfind(")"), before.rfind("]")) and bool(
        re.match(r"[^(\[]*[)\]]", after)
    )


def _is_styled(char: str) -> bool:
    return any(start <= ord(char) <= end for start, end in _STYLED_RANGES) and char in _lookalikes()


@cache
def _script(char: str) -> str:
    from confusable_homoglyphs import categories

    return str(categories.alias(char) or "UNKNOWN").upper()


def _spelt(word: str) -> str:
    return "".join(char if char.isascii() else f"⟨U+{ord(char):04X}⟩" for char in word)
