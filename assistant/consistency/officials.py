"""Finds where a text means one of our own officials: by name, or by an office that is not somebody else's."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from assistant.consistency.phrasing import MARK, pattern_of
from assistant.consistency.publication_schema import OfficialsModel
from assistant.domain import LANGUAGES
from assistant.text.normalise import Folded, fold

_TITLE = r"(?:(?:dra?|lic|ing|mtr[oa]|doctora?|licenciad[oa]|maestr[oa]|compa[nñ]er[oa]|mr|mrs|ms)\.? )?"
_FOLLOWING = re.compile(r" (?P<of>(?:del?|of|for|to) (?:(?:el|la|los|las|the) )?)?(?P<word>\w+)")
_BEFORE = re.compile(r"(?P<word>\w+) $")
_LONGEST_WORD = 40
_SHORT = 5
"""Names of fewer letters are not looked for inside a hashtag: they stand in too many other words."""


class OfficialFinder:
    """Knows offices and names."""

    def __init__(self, model: OfficialsModel, people: Iterable[str]) -> None:
        """Take offices and names from the rules, and `people` besides, by their whole names.

        Raises:
            ValueError: An office, or what makes it somebody else's, cannot be read as a phrase.
        """
        self._names = sorted({fold(name) for name in (*model.names, *people)}, key=len, reverse=True)
        self._own = frozenset(fold(word) for word in model.own)
        self._bodies = frozenset(_composed(word) for word in model.bodies)
        self._others = pattern_of([each for lang in LANGUAGES for each in getattr(model.others, lang)], {})
        offices = pattern_of([each for lang in LANGUAGES for each in getattr(model.offices, lang)], {})
        names = "|".join(re.escape(name) for name in self._names)
        kinds = [rf"(?P<office>{offices.pattern})(?: (?:{names}))?"] if offices and names else []
        kinds += [rf"(?P<office>{offices.pattern})"] if offices and not names else []
        kinds += [rf"(?:{names})"] if names else []
        self._mention = re.compile(rf"(?<!\w){_TITLE}(?:{'|'.join(kinds)})(?!\w)") if kinds else None
        self._in_tags = {fold(name).replace(" ", "") for name in (*self._names, *model.in_hashtags)}

    def marked(self, text: str, folded: Folded) -> str:
        """Return the folded form of `text` with every official's name or office overwritten by marks."""
        characters = list(folded.text)
        for start, end in self._found(text, folded):
            characters[start:end] = MARK * (end - start)
        return "".join(characters)

    def in_hashtag(self, tag: str) -> bool:
        """Tell whether a hashtag holds an official's name."""
        folded = fold(tag)
        return any(len(name) >= _SHORT and name in folded for name in self._in_tags)

    def _found(self, text: str, folded: Folded) -> Iterator[tuple[int, int]]:
        if self._mention is None:
            return
        for match in self._mention.finditer(folded.text):
            if self._bodies.intersection(_composed(text[slice(*folded.original_span(*match.span()))]).split()):
                continue  # "la Secretaría" and "la Secretaria" fold alike
            only_office = match["office"] is not None and match.end() == match.end("office")
            if not only_office or self._ours(text, folded, match):
                yield match.span()

    def _ours(self, text: str, folded: Folded, match: re.Match[str]) -> bool:
        """Tell whether an office without a name we know is one of ours: not "la presidenta Fulana" or "de Chile"."""
        after = _FOLLOWING.match(folded.text, match.end())
        if after is not None and after["word"] not in self._own:
            start, _ = folded.original_span(*after.span("word"))
            if after["of"] or self._elsewhere(after["word"]) or text[start].isupper():
                return False
        before = _BEFORE.search(folded.text, max(0, match.start() - _LONGEST_WORD), match.start())
        return before is None or not self._elsewhere(before["word"])

    def _elsewhere(self, word: str) -> bool:
        """Tell whether a word beside an office makes it another country's, or another body's."""
        return self._others is not None and self._others.fullmatch(word) is not None


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text).lower()
