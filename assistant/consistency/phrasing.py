"""Phrases as a press officer writes them in a file, turned into patterns over folded text.

Case and accents do not matter. Besides words a phrase may hold:

- ``word*``: any ending; ``(a|b c)``: one of these; ``[x]``: x or nothing; ``_``: up to three words
- ``{list}``: one of a list of words of the file; ``{official}``: an official by name or office

Nothing else of regular expressions gets through, so no phrase can make a search endless.
"""

import re
from collections.abc import Mapping, Sequence

from assistant.text.normalise import fold

OFFICIAL = "official"
MARK = "\ue000"
"""Stands, in the text searched, for each character of an official's name."""

_PIECE = re.compile(r"\{(?P<list>[^{}]*)\}|\((?P<group>[^()]*)\)|\[(?P<optional>[^\[\]]*)\]|(?P<plain>[^(){}\[\]]+)")
_ELEMENT = re.compile(r"(?:\{[^{}]*\}|\([^()]*\)|\[[^\[\]]*\]|[^\s(){}\[\]])+")
_GAP = r"\w+(?: \w+){0,2}"
_DETERMINER = r"(?:(?:el|la|los|las|nuestr[oa]|the|our) )?"

Lists = Mapping[str, Sequence[str]]


def pattern_of(phrases: Sequence[str], lists: Lists) -> re.Pattern[str] | None:
    """Return what finds any of the phrases in folded text, the longest phrase first; None where there are none.

    Raises:
        ValueError: A phrase cannot be read; the message says why.
    """
    sources = [_phrase(phrase, lists) for phrase in sorted(phrases, key=len, reverse=True)]
    return re.compile(rf"(?<!\w)(?:{'|'.join(sources)})(?!\w)") if sources else None


def names_official(phrase: str) -> bool:
    """Tell whether a phrase is about an official, so that it has to be looked for where names are marked."""
    return f"{{{OFFICIAL}}}" in phrase


def _phrase(phrase: str, lists: Lists) -> str:
    elements = _ELEMENT.findall(phrase)
    if "".join("".join(elements).split()) != "".join(phrase.split()):
        raise ValueError(f"the phrase {phrase!r} has a bracket without its other half")
    parts: list[tuple[str, bool]] = []
    for element in elements:
        if element == "_":
            parts.append((_GAP, True))
        elif re.fullmatch(r"\[[^\[\]]*\]", element):
            parts.append((_alternatives(element[1:-1], phrase, lists), True))
        else:
            parts.append((_element(element, phrase, lists), False))
    if all(optional for _, optional in parts):
        raise ValueError(f"the phrase {phrase!r} has no word that must be there")
    return _joined(parts)


def _joined(parts: Sequence[tuple[str, bool]]) -> str:
    """Put one space between parts; an optional one takes its space along."""
    first = next(number for number, (_, optional) in enumerate(parts) if not optional)
    source = "".join(f"(?:{part} )?" for part, _ in parts[:first]) + parts[first][0]
    for part, optional in parts[first + 1 :]:
        source += f"(?: {part})?" if optional else f" {part}"
    return source


def _element(element: str, phrase: str, lists: Lists) -> str:
    source = ""
    for piece in _PIECE.finditer(element):
        if (name := piece["list"]) is not None:
            source += _listed(name, phrase, lists)
        elif (group := piece["group"]) is not None:
            source += _alternatives(group, phrase, lists)
        elif (optional := piece["optional"]) is not None:
            source += _alternatives(optional, phrase, lists) + "?"
        else:
            source += _words(piece["plain"])
    return source


def _listed(name: str, phrase: str, lists: Lists) -> str:
    if name == OFFICIAL:
        return f"{_DETERMINER}{MARK}+"
    if name not in lists:
        raise ValueError(f"the phrase {phrase!r} names the list {name!r}, which is not under `words`")
    words = sorted(lists[name], key=len, reverse=True)
    if not words:
        raise ValueError(f"the phrase {phrase!r} names the list {name!r}, which has no words in its language")
    return f"(?:{'|'.join(_words(word) for word in words)})"


def _alternatives(text: str, phrase: str, lists: Lists) -> str:
    """Read what stands in brackets: words or lists in braces, with a bar between them."""
    sources = []
    for part in text.split("|"):
        named = re.fullmatch(r"\{([^{}]*)\}", part.strip())
        if not part.strip() or ("{" in part and named is None):
            raise ValueError(f"the phrase {phrase!r} has brackets that cannot be read: {text!r}")
        sources.append(_listed(named[1], phrase, lists) if named else _words(part.strip()))
    return f"(?:{'|'.join(sources)})"


def _words(text: str) -> str:
    return re.escape(fold(text)).replace(r"\*", r"\w*").replace(r"\ ", " ")
