"""Who does what to whom: the two parties of a plain sentence, the active and the passive told apart."""

import re
from dataclasses import dataclass

from assistant.text.normalise import fold
from assistant.text.words import STOPWORDS, stem, tokens

_PARTY = re.compile(
    r"\b(?:(?P<mexico>(?:el gobierno de |la |the government of )?(?:mexico|cancilleria|mexican government|"
    r"gobierno mexicano|nuestro pais|our country))|"
    r"(?P<usa>(?:el gobierno de |los |the government of |the )?(?:estados unidos|united states|washington|"
    r"casa blanca|white house|gobierno estadounidense|american government|us government|ee\.? ?uu\.?|u\.s\.?))|"
    r"(?P<canada>canada|ottawa)|(?P<cuba>cuba|la habana|havana)|(?P<china>china|pekin|beijing)|"
    r"(?P<israel>israel)|(?P<venezuela>venezuela|caracas)|(?P<dea>(?:la |the )?dea)|(?P<cia>(?:la |the )?cia))(?!\w)"
)
_TOGETHER = re.compile(r"\b(?:con|y|e|entre|junto|with|and|between|together)\s+(?:el |la |los |the )?$")
_MUTUAL = re.compile(
    r"\b(?:tambien|reciproc\w*|mutu\w*|a su vez|igualmente|asimismo|also|likewise|in turn|both|each other|ambos|"
    r"ambas)\b"
)
_PASSIVE = {
    "es": re.compile(
        r"\b(?:fue|fueron|es|son|sera|seran|ha sido|han sido|fuera)\s+(?:\w+ ){0,2}?\w+[ai]d[oa]s?\b.*\bpor\s"
    ),
    "en": re.compile(r"\b(?:is|are|was|were|be|been|being)\s+(?:\w+ ){0,2}?\w+(?:ed|en|nt|de|ne|ld|ght)\b.*\bby\s"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """Who does something, to or for whom, and the stem of the act."""

    doer: str
    done_to: str
    act: str
    stems: frozenset[str]
    """Stems of the words that name the two."""


def parties_in(text: str, lang: str) -> Parties | None:
    """Return the two parties of a sentence, or None where it names another number or puts them side by side."""
    folded = fold(text)
    found = list(_PARTY.finditer(folded))
    if len(found) != 2 or found[0].lastgroup == found[1].lastgroup or _MUTUAL.search(folded):
        return None
    first, second = found
    between = folded[first.end() : second.start()]
    if _TOGETHER.search(folded[: second.start()]) or re.search(r"[;:]", between):
        return None
    names = (str(first.lastgroup), str(second.lastgroup))
    if _PASSIVE[lang].search(folded[first.end() : second.start()]):
        names = names[::-1]
    acts = [t.text for t in tokens(between) if t.text not in STOPWORDS[lang]]
    return Parties(
        doer=names[0],
        done_to=names[1],
        act=stem(acts[0], lang) if acts else "",
        stems=frozenset(stem(t.text, lang) for m in found for t in tokens(m.group())) | {"usa"},
    )
