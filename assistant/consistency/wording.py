"""What several checks ask of words in a sentence: is a phrase there, and is it rejected, negated or quoted?"""

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.consistency.lexicon import REJECTIONS, in_list, is_negation
from assistant.text.normalise import fold
from assistant.text.words import tokens

REJECTION_REACH = 12
"""How many words before a term a "no" or "rechazamos" may stand and still reject it."""
LOOKED_BACK = 400
"""Characters around something in which it can be rejected: no clause is longer, and endless text stays cheap."""
_CLAUSE_END = {
    "es": re.compile(r"[,;:.!?()—–]|\b(?:pero|sino|aunque|porque|pues|mientras)\b"),
    "en": re.compile(r"[,;:.!?()—–]|\b(?:but|although|though|because|while|so)\b"),
}
_LIST_END = re.compile(r"[;:.!?()—–]|\b(?:pero|sino|aunque|porque|but|although|though|because)\b")
_AND = {"es": re.compile(r"\b[ye]\b"), "en": re.compile(r"\band\b")}
_DISOWNED_AFTER = {
    "es": re.compile(
        r"^[^.;!?]{0,60}?\b(?:no (?:es|son|seria|sera|lleva|sirve|ayuda|resuelve|cabe|corresponde|conviene|procede)\w*|"
        r"(?:es|son|seria|resulta)n? (?:inaceptable|inadmisible|falso|un error)|se equivoca|miente)"
    ),
    "en": re.compile(
        r"^[^.;!?]{0,60}?\b(?:(?:is|are|was|would be) (?:not|never|no|unacceptable|inadmissible|false|a mistake)|"
        r"isn't|aren't|(?:will|does|would) (?:not|never) (?:help|work|solve|serve)|won't (?:help|work)|is wrong|"
        r"gets nowhere)\b"
    ),
}
"""What follows an act that is named only to say that it will not be done."""


def phrases(words: Sequence[str]) -> re.Pattern[str]:
    """Return the pattern that finds any of the phrases, whole words, in folded text, the longest first."""
    return _phrases(tuple(words))


@lru_cache(1024)
def _phrases(words: tuple[str, ...]) -> re.Pattern[str]:
    parts = sorted({fold(word) for word in words}, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(part) for part in parts) + r")(?!\w)")


def is_rejected(before: str, lang: str) -> bool:
    """Tell whether the folded words just before something negate or reject it."""
    words = [token.text.removesuffix("'s") for token in tokens(before)][-REJECTION_REACH:]
    return any(is_negation(word, lang) or in_list(word, REJECTIONS[lang]) for word in words)


def is_disowned(folded: str, start: int, end: int, lang: str, *, noun: bool = False) -> bool:
    """Tell whether what stands from `start` to `end` of a folded sentence is said to be rejected or left undone.

    Only the clause counts: "no aceptamos presiones y pagarán por ello" does not reject the second half. A noun can
    be one of several things rejected together ("rechaza insultos, burlas y ultimátums"), so for it a verb of rejecting
    reaches past commas and "and".
    """
    said = folded[max(0, start - LOOKED_BACK) : start]
    before = _CLAUSE_END[lang].split(said)[-1]
    if noun and any(in_list(token.text, REJECTIONS[lang]) for token in tokens(_LIST_END.split(said)[-1])):
        return True
    if not noun:
        before = _AND[lang].split(before)[-1]
    return is_rejected(before, lang) or _DISOWNED_AFTER[lang].search(folded[end : end + LOOKED_BACK]) is not None
