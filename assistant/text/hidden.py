"""Characters that are stored but not seen: zero-width, direction controls, tags, private use, stacked marks."""

import re
import unicodedata

_COMMON = "\t\n\v\f\r -~\xa0-\xac\xae-\u024f\u2010-\u2015\u2018-\u201f\u2020-\u2027\u202f-\u203a\u20a0-\u20bf"
UNUSUAL = re.compile(f"[^{_COMMON}]")
"""What ordinary Spanish and English hardly holds: a text without it needs no closer look."""

_ZERO = "\u200b-\u200d\u2060\ufeff"
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_MARKS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_FLAGS = re.compile("\U0001f3f4\U000e0067\U000e0062(?:\U000e0065\U000e006e\U000e0067|\U000e0073\U000e0063\U000e0074"
                    "|\U000e0077\U000e006c\U000e0073)\U000e007f")  # fmt: skip
"""The flags of England, Scotland and Wales: the only tag sequences that any system draws."""
_BULLET = re.compile("(?m)(^\\s*)[\uf020-\uf0ff](?=\\s)")
"""Symbol fonts leave bullets in the private-use area at the head of a line."""
_KEYCAP = re.compile("[0-9#*]\ufe0f?\u20e3")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_OVERRIDE = re.compile("[\u202d\u202e]")
_NEVER = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u2061-\u2065\u206a-\u206f\u3164\uffa0"
    "\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff\ue000-\uf8ff\U000f0000-\U0010ffff\ud800-\udfff\U0001d173-\U0001d17a]"
)
_TAGS = re.compile("[\U000e0000-\U000e007f]")
_ZERO_RUN = re.compile(f"[{_ZERO}]+")
_SELECTOR = re.compile(f"(.?)([{_SELECTORS}]+)", re.DOTALL)
_SELECTOR_ONLY = re.compile(f"[{_SELECTORS}]")
_MAY_NEED_JOINERS = re.compile("[\u0590-\u1cff\ua830-\uabff]")
"""Hebrew, Arabic and the scripts of India and the south-east of Asia."""
_STACK = re.compile(f"[^\\W\\d_][{_MARKS}]{{3,}}")
_STRUCK = re.compile("[^\\W\\d_][\u0334-\u0338]")
_SOFT_HYPHENS = re.compile("(?:\\w\xad){3}|\xad{2}")
_MANY_IN_A_ROW, _MANY_IN_ALL, _STRUCK_LETTERS = 4, 8, 2
_AROUND = 12


def visible(text: str) -> str:
    """Return `text` on one line with every invisible character written out, such as ⟨U+200B⟩."""
    return "".join(f"⟨U+{ord(c):04X}⟩" if _is_invisible(c) else c for c in " ".join(re.split(r"[ \n\t\v\f\r]+", text)))


def _is_invisible(char: str) -> bool:
    if " " <= char <= "~":
        return False
    if char in "\u3164\uffa0\u115f\u1160\u034f" or _SELECTOR_ONLY.match(char):
        return True
    return unicodedata.category(char) in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"} or (
        unicodedata.category(char) == "Cn" and _NEVER.match(char) is not None
    )


def hidden_character(text: str) -> tuple[str, str]:
    """Return what hides in `text` and the place as a reader should see it; two empty strings if nothing does."""
    if UNUSUAL.search(text) is None:
        return "", ""
    plain = _BULLET.sub(r"\1•", _KEYCAP.sub("#", _FLAGS.sub("#", text)))
    for look in (_never_shown, _zero_width, _directions, _selectors, _marks):
        what, place = look(plain)
        if what:
            return what, place
    return "", ""


def _never_shown(text: str) -> tuple[str, str]:
    found = _TAGS.search(text) or _NEVER.search(text)
    if found is None:
        return "", ""
    what = "hides tag characters" if _TAGS.match(found[0]) else "holds a character that no reader sees"
    return what, _at(text, found)


def _zero_width(text: str) -> tuple[str, str]:
    """Beside white space and punctuation they are litter of web pages; inside a word they change it."""
    kinds: list[str] = []
    for found in _ZERO_RUN.finditer(text):
        start, end = found.span()
        before, after = text[max(0, start - 1) : start], text[end : end + 1]
        if _joins(found[0], before, after):
            continue
        inside = _is_word(before) and _is_word(after)
        if inside or len(found[0]) >= _MANY_IN_A_ROW:
            return "hides zero-width characters" + (" inside a word" if inside else ""), _at(text, found)
        kinds += found[0]
    if len(set(kinds)) > 1 and len(kinds) >= _MANY_IN_ALL:
        return "hides a row of zero-width characters", _at(text, next(_ZERO_RUN.finditer(text)))
    soft = _SOFT_HYPHENS.search(text)
    return ("hides soft hyphens between single letters", _at(text, soft)) if soft else ("", "")


def _joins(run: str, before: str, after: str) -> bool:
    """Tell whether a joiner does its own work: between two emoji, or in a script that needs it."""
    if run not in {"\u200c", "\u200d"} or not before or not after:
        return False
    around = (before, after)
    if run == "\u200d" and all(unicodedata.category(c) in {"So", "Sk"} or _SELECTOR_ONLY.match(c) for c in around):
        return True
    return all(unicodedata.category(c)[0] in "LM" and _MAY_NEED_JOINERS.match(c) for c in around)


def _directions(text: str) -> tuple[str, str]:
    """Text from right to left needs them, except those that turn letters round."""
    found = _BIDI.search(text)
    if found is None:
        return "", ""
    if _OVERRIDE.search(text) is None and any(unicodedata.bidirectional(c) in {"R", "AL"} for c in text):
        return "", ""
    return "hides characters that change the direction of reading", _at(text, found)


def _selectors(text: str) -> tuple[str, str]:
    """One after a symbol chooses how it is drawn; a row of them, or one after a letter, carries something else."""
    for found in _SELECTOR.finditer(text):
        letter = found[1].isalpha() and found[1] != "ℹ"
        ideograph = "\u2e80" <= found[1] <= "\u9fff" or found[1] >= "\U00020000"
        if len(found[2]) > 1 or (letter and not ideograph):
            return "hides variation selectors", _at(text, found)
    return "", ""


def _marks(text: str) -> tuple[str, str]:
    apart = unicodedata.normalize("NFD", text)
    stack = _STACK.search(apart)
    if stack and ord(stack[0][0]) < 0x0590:
        return "stacks marks on a letter", _at(apart, stack)
    struck = list(_STRUCK.finditer(apart))
    if len(struck) >= _STRUCK_LETTERS:
        return "strikes letters through", _at(apart, struck[0])
    return "", ""


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def _at(text: str, found: re.Match[str]) -> str:
    return visible(text[max(0, found.start() - _AROUND) : found.end() + _AROUND].strip(" \n"))
