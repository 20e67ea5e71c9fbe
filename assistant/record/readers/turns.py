"""The shape of a transcript file: its header, its turns, and the words that are a speaker's own."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.errors import InputError
from assistant.record.readers.speakers import Registry, key

SEPARATOR = "\n---\n"
INVISIBLE = " \t\u00a0\u200b\u2060\ufeff"
MIN_QUOTED_WORDS = 12
"""A paragraph in quotation marks can be a text read aloud from this length on; shorter ones are the speaker's."""
MIN_READ_WORDS = 20
"""From this length on it is one even if nobody announced it."""
SHORT_LEAD = 8
"""A remark of up to this many words between two quotations leaves the second with the author of the first."""

_MONTHS = {
    name: number
    for number, name in enumerate(
        [
            "enero",
            "febrero",
            "marzo",
            "abril",
            "mayo",
            "junio",
            "julio",
            "agosto",
            "septiembre",
            "octubre",
            "noviembre",
            "diciembre",
        ],
        start=1,
    )
} | {"setiembre": 9}
_DATE = re.compile(r"(\d{1,2})\s*(?:\.?[º°o])?\s+de\s+(\w+)\s+del?\s+(\d{4})", re.IGNORECASE)
_DASHES = "\u2010-\u2015\u2212-"
_END_MARK = re.compile(rf"[{_DASHES}]+[\s{_DASHES}]*[0oO]{{1,4}}[\s{_DASHES}]*[{_DASHES}]+")
_CLOSED = re.compile("[.!?…)\\]»”\"'\u2019\u2013\u2014\u2015]$")
_FOOTER = re.compile(r"Presidencia de la Rep[úu]blica\s*\|")
_IN_BRACKETS = re.compile(r"\([^()]*\)[.,:;]?")
_CONNECTION = re.compile(
    r"\((?:enlace[^()]*|videollamada|v[ií]a remota|interpretaci[oó]n [^()]*)\)\s*:?\s*", re.IGNORECASE
)
_PLAYS = re.compile(r"(?i)\(?(?:inicia|comienza|reproducci[oó]n)\b.*\b(?:video|audio)\b")
_PLAYED = re.compile(r"(?i)\(?(?:finaliza|termina|concluye|fin)\b.*\b(?:video|audio)\b")
_EMBEDDED = re.compile(
    r"(?P<label>[A-ZÁÉÍÓÚÜÑ(](?:\([^()]*\)|(?![^\s]*[a-záéíóúüñ]{2})[A-ZÁÉÍÓÚÜÑ0-9“”\"'\u2019\u00b4.,&/+\s-]|[a-z](?=[A-Z\s]))*?)"
    r"(?P<end>\s*:\s*|,?\s+)(?=[¡¿(“\"]*(?:[A-ZÁÉÍÓÚÜÑ]?[a-záéíóúüñ]|[AYEO]\s+[a-záéíóúüñ]|¡|¿))"
)
_WORD = re.compile(r"\w")
_PROSE = re.compile("(?!Presidencia)[A-ZÁÉÍÓÚÜÑ¿¡“]+[a-záéíóúüñ]")
"""How nearly every line begins that is no stage direction; only the others need a closer look."""
_SENTENCES = re.compile(r"(?<=[.!?…])\s+")
_AFTER_QUOTATION = re.compile(r"[.,;: ]*(?:\[[^\[\]]*\][.,;: ]*)?")
"""What may follow a quotation that fills its paragraph: who signed it, in square brackets."""
_OPENS, _CLOSES = '“«"', '”»"'
_OWN = re.compile(
    r"(?i)\b(?:le|les|te|yo|nosotros|mi|nuestr[oa]) (?:dij|hemos dicho|he dicho|respond|contest|escrib|carta)"
    r"|\b(?:dije|dijimos|digo|decimos|contest[eé]|respond[ií]|incorporamos|enviamos|planteamos|proponemos|propuse)\b"
    r"|\bestamos (?:pidiendo|haciendo|planteando|proponiendo|enviando)\b|\bnuestra (?:propuesta|respuesta)\b"
)

_LAW = re.compile(
    r"(?i)\b(?:art[ií]culo|constituci[oó]n|constitucional|inciso|p[aá]rrafo|ley|decreto|reforma|atribuciones|facultades)\b"
)
"""The law that a speaker reads out is the government's ground, not somebody else's opinion."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The three lines above the first turn."""

    title: str
    office: str
    day: date


@dataclass(frozen=True, slots=True)
class Segment:
    """What stands under one label. A turn has one segment, or more where a label is buried in its words."""

    turn: int
    label: str
    lines: tuple[str, ...]


def split_transcript(text: str) -> tuple[Header, tuple[str, ...]]:
    """Return header and turns; turn `n` is the n-th block after the header, from 0.

    Raises:
        InputError: The header is incomplete or dateless, there are no turns, or the file is cut off.
    """
    head, *blocks = text.split(SEPARATOR)
    header = read_header(head)
    if not any(block.strip(INVISIBLE + "\n") for block in blocks):
        raise InputError(
            "The transcript holds no turns; below the header every turn must follow a line '---'. "
            "Download the file again."
        )
    where = cut_off(blocks)
    if where:
        raise InputError(f"The transcript is cut off: {where}. Download the file again.")
    return header, tuple(blocks)


def read_header(head: str) -> Header:
    """Read title, office and date.

    Raises:
        InputError: A line is missing, or the third is no date.
    """
    lines = [line.strip(INVISIBLE) for line in head.split("\n") if line.strip(INVISIBLE)]
    if len(lines) < 3:
        raise InputError(
            f"The header has {len(lines)} of its 3 lines (title, office, date as '06 de enero de 2026'); "
            "add what is missing or download the file again."
        )
    day = spanish_date(lines[2])
    if day is None:
        raise InputError(
            f"The third line of the header must be a date such as '06 de enero de 2026', "
            f"not {lines[2][:60]!r}; correct it."
        )
    return Header(title=" ".join(lines[0].split()), office=lines[1], day=day)


def spanish_date(text: str) -> date | None:
    """Return the day a text such as "06 de enero de 2026" names, None if it names none."""
    found = _DATE.fullmatch(text.strip(INVISIBLE + "."))
    if found is None or found[2].lower() not in _MONTHS:
        return None
    try:
        return date(int(found[3]), _MONTHS[found[2].lower()], int(found[1]))
    except ValueError:
        return None


def cut_off(blocks: Sequence[str]) -> str:
    """Say where a file stops too early; empty for a whole one.

    A whole file ends in an end mark ("—000—"), a stage direction, or a closed sentence. One that was cut
    exactly between two sentences passes here; after a question the reader notices it.
    """
    label, newline, words = blocks[-1].strip("\n").partition("\n")
    if not label.strip(INVISIBLE):
        return "nothing follows the last line '---'"
    if not newline and not (_IN_BRACKETS.fullmatch(label.strip(INVISIBLE)) or is_end_mark(label)):
        return f"the last turn has no words after its label {label[:60]!r}"
    lines = [line.strip(INVISIBLE) for line in words.split("\n") if line.strip(INVISIBLE)]
    last = lines[-1] if lines else label.strip(INVISIBLE)
    if is_end_mark(last) or _CLOSED.search(last) or _FOOTER.match(last):
        return ""
    return f"its last sentence is not closed (… {last[-40:]!r})"


def is_end_mark(line: str) -> bool:
    """Tell whether a line is the mark that closes a transcript, such as "—000—"."""
    return _END_MARK.fullmatch(line.strip(INVISIBLE)) is not None


def ends_with_mark(block: str) -> bool:
    """Tell whether the last turn ends with an end mark, a page footer below it apart."""
    lines = [line for line in block.split("\n") if line.strip(INVISIBLE)]
    return any(is_end_mark(line) for line in lines[-2:])


def segments(turn: int, block: str, registry: Registry) -> list[Segment]:
    """Split a turn where another speaker's label is buried in its words ("PREGUNTA (…): Buenos días")."""
    label, _, words = block.strip("\n").partition("\n")
    found: list[tuple[str, list[str]]] = [(label, [])]
    for line in (line.strip(INVISIBLE) for line in words.split("\n")):
        buried, rest = buried_label(line, registry)
        if not buried:
            found[-1][1].append(line)
        elif len(found) == 1 and not any(found[0][1]) and "," not in label:
            found = [(f"{label} {buried}", [rest])]
        else:
            found.append((buried, [rest]))
    return [Segment(turn, name, tuple(lines)) for name, lines in found]


def buried_label(line: str, registry: Registry) -> tuple[str, str]:
    """Split a paragraph that starts with a label in capitals; without one the label is empty."""
    match = _EMBEDDED.match(line)
    if match is None:
        return "", line
    label = match["label"].strip()
    plain = re.sub(r"\([^()]*\)", " ", label)
    words = key(plain).split()
    listed = any(" ".join(words[:n]) in registry.openings for n in range(1, len(words) + 1))
    capitals = [word for word in plain.split() if re.match(r"\W*[^\W\d_]{2}", word)]
    named = len(capitals) >= 3 and re.match(r"[A-ZÁÉÍÓÚÜÑ]{2}", plain) and not plain.endswith((".", "!", "?"))
    return (label, line[match.end() :]) if listed or named else ("", line)


def own_words(lines: Sequence[str], registry: Registry) -> str:
    """Return the paragraphs that are the speaker's own, exactly as they stand, joined by line breaks.

    Left out: stage directions that fill a line, what is heard between the marks of a recording, and texts by
    others that the speaker reads out in quotation marks.
    """
    spoken = [line for line in _live(lines) if not is_stage_direction(line, registry)]
    kept: list[str] = []
    index, after_quotation = 0, False
    by_others: bool | None = None
    while index < len(spoken):
        length = _quoted_paragraphs(spoken, index)
        if length:
            if not after_quotation:
                words = sum(len(each.split()) for each in spoken[index : index + length])
                by_others = _is_by_others(spoken[:index], words, by_others, registry)
            if not by_others:
                kept += spoken[index : index + length]
        else:
            kept.append(spoken[index])
            if by_others is not None and len(spoken[index].split()) > SHORT_LEAD:
                by_others = None
        after_quotation = bool(length)
        index += length or 1
    if kept:
        kept[0] = _CONNECTION.sub("", kept[0], count=1) if _CONNECTION.match(kept[0]) else kept[0]
    return "\n".join(line for line in kept if _WORD.search(line))


def _is_by_others(before: Sequence[str], words: int, last: bool | None, registry: Registry) -> bool:
    """Tell whose a quotation is, by the paragraphs before it, its length, and whose the last quotation was."""
    lead = before[-1] if before else ""
    if _announces(lead, registry):
        return True
    reach = 2 if len(lead.split()) > 2 * SHORT_LEAD else 4
    told = " ".join(_SENTENCES.split(" ".join(before[-2:]))[-reach:])
    if _OWN.search(told) or _LAW.search(told):
        return False
    return words >= MIN_READ_WORDS if last is None else last


def _live(lines: Sequence[str]) -> Iterator[str]:
    """Leave out what is played between "(INICIA VIDEO)" and "(FINALIZA VIDEO)", or to the end."""
    playing = False
    for line in lines:
        if line.startswith("(") and _PLAYS.match(line):
            playing = True
        elif line.startswith("(") and _PLAYED.match(line):
            playing = False
        elif not playing:
            yield line


def is_stage_direction(line: str, registry: Registry) -> bool:
    """Tell whether a whole line is no speech: brackets, end mark, footer, or listed words in capitals."""
    if _PROSE.match(line):
        return False
    if not _WORD.search(line) or is_end_mark(line) or _FOOTER.match(line) or _IN_BRACKETS.fullmatch(line):
        return True
    if line.upper() != line:
        return False
    words = key(line).split()
    return any(registry.openings.get(" ".join(words[:n])) == "stage" for n in range(1, min(4, len(words)) + 1))


def _quoted_paragraphs(lines: Sequence[str], start: int) -> int:
    """Return how many paragraphs from `start` one pair of quotation marks embraces; 0 if short."""
    if lines[start][:1] not in _OPENS:
        return 0
    close = _CLOSES[_OPENS.index(lines[start][0])]
    for end, line in enumerate(lines[start:], start=start):
        inner = line[1:] if end == start else line
        if close in inner:
            whole = _AFTER_QUOTATION.fullmatch(inner[inner.find(close) + 1 :]) is not None
            words = sum(len(each.split()) for each in lines[start : end + 1])
            return end - start + 1 if whole and words >= MIN_QUOTED_WORDS else 0
    return 0


def _announces(line: str, registry: Registry) -> bool:
    """Tell whether a paragraph announces somebody else's words: "Dice:", "decía López Mateos:"."""
    last = _SENTENCES.split(line)[-1]
    if not last.endswith(":") or _OWN.search(last) or _LAW.search(last):
        return False
    return any(word in registry.read_aloud for word in key(last).split())
