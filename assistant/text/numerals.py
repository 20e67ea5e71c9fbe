"""Cardinal numbers in running text, in digits and in words, with offsets and without their units.

Words are read by text2num over tokens that know their place; digits are ours, because text2num does not
read separators. Numbers are Mexican and English style (6,600.5); "12,8" is a decimal, and in Spanish
"6.600" counts as thousands unless a percent sign follows.
"""

import re
from dataclasses import dataclass

from text_to_num import find_numbers

_DIGITS = re.compile(r"(?<![\w.,])\d+(?:[.,\u00a0\u202f\u2009]\d+)*")
_HALF = re.compile(r"\b(?:medio|half an?)\s+$", re.IGNORECASE)
_ONE_PERCENT = re.compile(r"(?:uno?|one)\s+(?:por ciento|per ?cent)\b", re.IGNORECASE)
_PRICE = re.compile(r"[$€]\s?$")
_SPACES = re.compile(r"[\u00a0\u202f\u2009]")
_SCALE = re.compile(
    r"[ \u00a0]*(?:(?P<glued>bn|mn|[kmb])\b|\b(?P<word>mil\s+millones|mil|millones|millón|millon|"
    r"billones|billón|thousand\s+million|thousand|million|billion|trillion)\b)"
    r"(?:\s+(?P<rest>\d{3})\b(?:\s+(?P<more>millones)\b)?)?",
    re.IGNORECASE,
)
_POWERS = {
    "mil": 1e3, "thousand": 1e3, "k": 1e3, "millon": 1e6, "millones": 1e6, "million": 1e6, "mn": 1e6,
    "m": 1e6, "milmillones": 1e9, "thousandmillion": 1e9, "billion": 1e9, "bn": 1e9, "b": 1e9,
    "billones": 1e12, "billon": 1e12, "trillion": 1e12,
}  # fmt: skip
_WORDS = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*|\s+|.", re.DOTALL)
_VAGUE = frozenset(
    {
        "un",
        "una",
        "uno",
        "unos",
        "unas",
        "one",
        "ones",
        "ciento",
        "millones",
        "miles",
        "cientos",
        "millions",
        "thousands",
        "hundreds",
        "oh",
        "o",
    }
)
_DOZEN = re.compile(
    r"\b(?:(?P<half>media\s+|half\s+a\s+)|(?P<two>dos\s+|two\s+)|una\s+|a\s+)(?:docenas?|dozen)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Cardinal:
    """A number and the half-open code-point offsets where it is written.

    `bare` holds its digits where no scale word follows them.
    """

    start: int
    end: int
    value: float
    bare: str = ""


def find_cardinals(text: str, lang: str) -> list[Cardinal]:
    """Return the numbers of `text` in order, non-overlapping.

    "Un", "una", "uno", "one" and vague plurals ("miles de", "hundreds of") are no numbers; "una docena" is
    12.
    """
    found: list[Cardinal] = []
    for match in _DIGITS.finditer(text):
        cardinal = _in_digits(text, match, lang)
        if cardinal is not None and (not found or cardinal.start >= found[-1].end):
            found.append(cardinal)
    found.extend(_dozen(match) for match in _DOZEN.finditer(text))
    taken = {index for cardinal in found for index in range(cardinal.start, cardinal.end)}
    found.extend(cardinal for cardinal in _in_words(text, taken, lang))
    return _joined(text, sorted(found, key=lambda cardinal: cardinal.start), lang)


def _joined(text: str, found: list[Cardinal], lang: str) -> list[Cardinal]:
    """Make one number of thousands in words and the three digits after them: "mil 788", "veintiséis mil 412"."""
    joined: list[Cardinal] = []
    for cardinal in found:
        before = joined[-1] if joined else None
        power = _power_shared(text, before, cardinal) if before and lang == "es" else None
        if before and power:
            joined[-1] = Cardinal(before.start, cardinal.end, before.value * power + cardinal.value)
        else:
            joined.append(cardinal)
    return joined


def _power_shared(text: str, before: Cardinal, cardinal: Cardinal) -> float | None:
    """Return what thousands in words are counted in together with the digits after them, or None where they are not."""
    if before.value >= 1e6 or not text[before.start : before.end].lower().endswith("mil"):
        return None
    rest = re.fullmatch(r"\s+\d{3}(\s+millones)?", text[before.end : cardinal.end])
    return (1e6 if rest[1] else 1.0) if rest else None


def _dozen(match: re.Match[str]) -> Cardinal:
    """Read "una docena", "half a dozen", "two dozen"."""
    value = 6.0 if match["half"] else 24.0 if match["two"] else 12.0
    return Cardinal(match.start(), match.end(), value)


def _in_digits(text: str, match: re.Match[str], lang: str) -> Cardinal | None:
    """Read digits with the scale that follows: "12.8 million", "600 mil", "2 mil 500 millones"."""
    value = parse_digits(
        match.group(),
        lang,
        percent=bool(re.match(r"\s?(?:%|por ciento|percent)", text[match.end() : match.end() + 12])),
    )
    if value is None:
        return None
    scale = _SCALE.match(text, match.end())
    if scale is None or (
        scale["glued"] in tuple("kKmMbB") and not _PRICE.search(text[max(0, match.start() - 3) : match.start()])
    ):
        return Cardinal(match.start(), match.end(), value, match.group())
    power = _POWERS[re.sub(r"\s", "", (scale["glued"] or scale["word"]).lower()).replace("ó", "o")]
    end = scale.end()
    if scale["rest"] and power == 1e3 and lang == "es":
        value = (value * 1e3 + int(scale["rest"])) * (1e6 if scale["more"] else 1)
        return Cardinal(match.start(), end, value)
    return Cardinal(match.start(), scale.end("glued") if scale["glued"] else scale.end("word"), _exact(value * power))


def _exact(value: float) -> float:
    """Take the dust off a product: 12.8 million is 12800000.0."""
    return round(value, 6)


def parse_digits(digits: str, lang: str, *, percent: bool = False) -> float | None:
    """Return the value of digits with separators, or None if they are no number ("1.2.3").

    Args:
        digits: Digits with points, commas or thin spaces between them.
        lang: ``es`` or ``en``; decides how "6.600" is read.
        percent: Whether a percentage is meant, which reads "6.600" as a decimal.
    """
    plain = _SPACES.sub("", digits)
    if "," in plain and "." in plain:
        decimal = max(plain.rfind(","), plain.rfind("."))
        return _as_float(re.sub(r"[.,]", "", plain[:decimal]) + "." + plain[decimal + 1 :])
    mark = "," if "," in plain else "."
    head, *groups = plain.split(mark)
    thousands = bool(groups) and all(len(group) == 3 for group in groups) and 1 <= len(head) <= 3 and head != "0"
    if thousands and (mark == "," or len(groups) > 1 or (lang == "es" and not percent)):
        return _as_float(head + "".join(groups))
    return _as_float(".".join([head, *groups]))


def _as_float(digits: str) -> float | None:
    """Return a float, or None if there is more than one point."""
    return float(digits) if digits.count(".") <= 1 else None


class _Token:
    """A word for text2num that remembers where it stands."""

    __slots__ = ("_blocked", "_text", "start")

    def __init__(self, text: str, start: int, *, blocked: bool) -> None:
        self._text = ";" if blocked else text.lower()
        self._blocked = blocked
        self.start = start

    def text(self) -> str:
        return self._text

    def nt_separated(self, _previous: "_Token") -> bool:
        return False

    def not_a_number_part(self) -> bool:
        return self._blocked or self._text.isdigit()


def _in_words(text: str, taken: set[int], lang: str) -> list[Cardinal]:
    """Read the numbers written in words outside the places already taken."""
    tokens = [
        _Token(match.group(), match.start(), blocked=match.start() in taken or "\n" in match.group())
        for match in _WORDS.finditer(text)
    ]
    starts = [token.start for token in tokens] + [len(text)]
    found: list[Cardinal] = []
    for number in find_numbers(tokens, "en" if lang == "en" else "es", 0.0):
        start, end = starts[number.start], starts[number.end]
        words = text[start:end].strip()
        vague = words.lower() in _VAGUE and not _ONE_PERCENT.match(text, start)
        if not number.is_ordinal and not vague and any(char.isalpha() for char in words):
            half = _HALF.search(text[max(0, start - 8) : start]) if number.value >= 1e3 else None
            value = number.value / 2 if half else number.value
            found.append(Cardinal(start - len(half.group()) if half else start, start + len(words), float(value)))
    return found
