"""Puts a term to use into the form of the term it replaces: extraditó becomes trasladó, extraditions transfers.

The ledger names what to say instead as it stands in a dictionary. Where the word to avoid and one of the words to
use both belong to a family of forms known here, the same form of the other family comes first in the suggestion.
"""

import re
from dataclasses import dataclass

from assistant.text.normalise import fold

_CHOICES = re.compile(r"\s*[,;]\s*")
_PLURAL = {"es": re.compile(r"(?:[aeiou]s|[^aeious]es)$"), "en": re.compile(r"[^s]s$")}
_ENDINGS = "ar ado ada ados adas ando o as a amos an e aron aba aban are ara aremos aran aria arian arse arnos"
_AR = frozenset(_ENDINGS.split())
_ACCENTED = {"o": "ó", "e": "é", "are": "aré", "ara": "ará", "aran": "arán", "aria": "aría", "arian": "arían"}
"""Endings that lost their accent when folded; the past tense is commoner than the present ("extradito")."""
_ER_TO_AR = {
    "er": "ar", "ido": "ado", "ida": "ada", "idos": "ados", "idas": "adas", "iendo": "ando", "e": "a", "en": "an",
    "emos": "amos", "io": "o", "ieron": "aron", "erse": "arse", "ernos": "arnos", "imos": "amos",
}  # fmt: skip


_GOES_WITH = re.compile(r"coordin")
_TO = re.compile(r"\s*(?:a|al|to)\b")
"""What one coordinates with, one submits to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spanish:
    """A Spanish family: the stem of its verb and its nouns."""

    stem: str
    nouns: tuple[str, str]
    masculine: bool
    conjugation: str = "ar"


@dataclass(frozen=True, slots=True, kw_only=True)
class _English:
    """An English family: infinitive, third person, past, gerund, nouns."""

    forms: tuple[str, str, str, str]
    nouns: tuple[str, str]


_AVOIDED_ES = (
    _Spanish(stem="extradit", nouns=("extradicion", "extradiciones"), masculine=False),
    _Spanish(stem="entreg", nouns=("entrega", "entregas"), masculine=False),
    _Spanish(stem="deport", nouns=("deportacion", "deportaciones"), masculine=False),
    _Spanish(stem="subordin", nouns=("subordinacion", "subordinaciones"), masculine=False),
    _Spanish(stem="somet", nouns=("sometimiento", "sometimientos"), masculine=True, conjugation="er"),
)
_USED_ES = {
    "traslado": _Spanish(stem="traslad", nouns=("traslado", "traslados"), masculine=True),
    "coordinación": _Spanish(stem="coordin", nouns=("coordinación", "coordinaciones"), masculine=False),
    "repatriación": _Spanish(stem="repatri", nouns=("repatriación", "repatriaciones"), masculine=False),
}
_AVOIDED_EN = (
    _English(forms=("extradite", "extradites", "extradited", "extraditing"), nouns=("extradition", "extraditions")),
    _English(forms=("hand over", "hands over", "handed over", "handing over"), nouns=("handover", "handovers")),
    _English(forms=("surrender", "surrenders", "surrendered", "surrendering"), nouns=("surrender", "surrenders")),
    _English(forms=("deport", "deports", "deported", "deporting"), nouns=("deportation", "deportations")),
    _English(
        forms=("subordinate", "subordinates", "subordinated", "subordinating"),
        nouns=("subordination", "subordinations"),
    ),
    _English(forms=("submit to", "submits to", "submitted to", "submitting to"), nouns=("submission", "submissions")),
)
_USED_EN = {
    "transfer": _English(
        forms=("transfer", "transfers", "transferred", "transferring"), nouns=("transfer", "transfers")
    ),
    "coordination": _English(
        forms=("coordinate with", "coordinates with", "coordinated with", "coordinating with"),
        nouns=("coordination", "coordination"),
    ),
    "repatriation": _English(
        forms=("repatriate", "repatriates", "repatriated", "repatriating"), nouns=("repatriation", "repatriations")
    ),
}


def replacement(said: str, instead: str, lang: str) -> str:
    """Return what to write for `said`: the fitting form first, then the ledger's words as they stand.

    Args:
        said: The term to avoid, as it stands in the text.
        instead: What the ledger says to use, one or more wordings between commas or semicolons.
        lang: ``es`` or ``en``.
    """
    form = next((f for choice in _CHOICES.split(instead) if (f := _form(fold(said), choice, lang))), None)
    if form is None or form == instead:
        return _cased(instead, said)
    return f"{_cased(form, said)} ({instead})"


def fitting(said: str, instead: str, lang: str, after: str = "") -> str | None:
    """Return the wording that can stand in the place of `said` as it is; None where a person must choose or reword.

    Args:
        said: The term to avoid, as it stands in the text.
        instead: What the ledger says to use.
        lang: ``es`` or ``en``.
        after: What follows the term.
    """
    if _CHOICES.search(instead) is None and fold(instead).startswith(fold(said)):
        return _cased(instead, said)  # it only adds to the term
    form = next((f for choice in _CHOICES.split(instead) if (f := _form(fold(said), choice, lang))), None)
    if form is None or (_GOES_WITH.match(form) and _TO.match(fold(after))):
        return None  # "sometida a" cannot become "coordinada a"
    if lang == "en" and form.endswith(" with") and not said.lower().endswith(" to"):
        return None
    return _cased(form, said)


def _form(said: str, choice: str, lang: str) -> str | None:
    """Return the form of one wording that takes the place of the folded `said`, or None where none is known."""
    found = _in_spanish(said, choice) if lang == "es" else _in_english(said, choice)
    return found or _longer(said, choice, lang)


def _in_spanish(said: str, choice: str) -> str | None:
    used = _USED_ES.get(choice)
    if used is None:
        return None
    word = said.removesuffix(" de")
    for family in _AVOIDED_ES:
        if word in family.nouns:
            return used.nouns[family.nouns.index(word)] + (" de" if word != said else "")
        ending = word.removeprefix(family.stem)
        if ending != word and (ending := _ER_TO_AR.get(ending, "") if family.conjugation == "er" else ending) in _AR:
            return used.stem + _ACCENTED.get(ending, ending)
    return None


def _in_english(said: str, choice: str) -> str | None:
    used = _USED_EN.get(choice)
    if used is None:
        return None
    word = said.removesuffix(" of")
    of = " of" if word != said else ""
    for family in _AVOIDED_EN:
        if word in family.nouns and (of or word not in family.forms):
            return used.nouns[family.nouns.index(word)] + of
        if word in family.forms:
            return used.forms[family.forms.index(word)]
    return None


def _longer(said: str, choice: str, lang: str) -> str | None:
    """Put a wording that only adds to the term into the plural where the term is one."""
    if not _PLURAL[lang].search(said) or _PLURAL[lang].search(fold(choice)) or len(choice.split()) > 5:
        return None
    plural = " ".join(_plural(word, lang) for word in choice.split()) if lang == "es" else _plural(choice, lang)
    return plural if fold(plural).startswith(said.split()[0]) else None


def _plural(word: str, lang: str) -> str:
    if word in {"y", "e", "de", "del", "la"}:
        return word
    if lang == "en":
        return f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"
    return f"{word}s" if word[-1] in "aeiou" else f"{word}es"


def _cased(text: str, said: str) -> str:
    return text[0].upper() + text[1:] if said[:1].isupper() and not said.isupper() else text
