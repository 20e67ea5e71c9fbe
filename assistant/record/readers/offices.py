"""Decides whether a role is a federal office, and writes roles and names in natural case."""

import re
from functools import lru_cache

from assistant.record.readers.speakers import Registry, RoleModel, key

_SMALL = frozenset(
    {"de", "del", "la", "las", "los", "el", "y", "e", "o", "para", "por", "en", "a", "al", "con", "ante"}
    | {"contra", "una", "un", "lo", "es"}
)
_LINK = re.compile(r"^(?:de la |de las |de los |del |de el |de |el |la |para la |para el |para |en la |en el |a la )?")
_GOVERNMENT = re.compile(r" (?:del|en el) gobierno (?:de mexico|federal)$| gobierno de mexico$")
_SECRETARY = re.compile(r"secretari[oa] ")
_UNDERSECRETARY = re.compile(r"subsecretari[oa] ")
_OF_SECRETARIAT = re.compile(r"(?:^| )(?:(?:de|en) la )?secretaria (?=\S)")
_ABBREVIATED = re.compile(r" de la (?:sep|sedatu|sict|sre|shcp|segob|sedena|semar|sspc|semarnat|sener|sader|stps)$")
_DIPLOMAT = re.compile(
    r"(?:embajador|embajadora|consul|consulesa|representante permanente|encargad[oa] de negocios)"
    r"(?: general| alternad?[oa]| interin[oa])*(?: de mexico)(?: (?:en|ante) .+)?$"
)
_ROMAN = re.compile(r"[ivx]{2,}$")


@lru_cache(maxsize=4096)
def _without_link(text: str) -> str:
    return _LINK.sub("", text, count=1)


def is_federal(role: str, registry: Registry) -> bool:
    """Tell whether `role` (any case) is clearly a federal office other than the President's."""
    plain = _GOVERNMENT.sub("", key(role))
    return (
        plain in registry.offices
        or _is_secretary(plain, registry)
        or _is_undersecretary(plain, registry)
        or _DIPLOMAT.match(plain) is not None
        or _leads_institution(plain, registry)
    )


def is_presidency(role: str, registry: Registry) -> bool:
    """Tell whether `role` is one of the President's own labels."""
    return key(role) in registry.presidency


def secretariat_headed(role: str, registry: Registry) -> str:
    """Return the portfolio of a federal secretary's role, folded ("salud"); empty for any other role."""
    plain = _GOVERNMENT.sub("", key(role))
    found = _SECRETARY.match(plain)
    portfolio = _without_link(plain[found.end() :]) if found else ""
    return portfolio if portfolio in registry.secretariats else ""


def _is_secretary(plain: str, registry: Registry) -> bool:
    return bool(secretariat_headed(plain, registry))


def _is_undersecretary(plain: str, registry: Registry) -> bool:
    found = _UNDERSECRETARY.match(plain)
    if found is None:
        return False
    rest = _without_link(plain[found.end() :])
    known = rest in registry.undersecretariats or rest in registry.secretariats
    return known or (_is_part_of_secretariat(plain, registry) and not _is_barred(plain, registry))


def _is_part_of_secretariat(plain: str, registry: Registry) -> bool:
    """Tell whether the role ends in "(DE LA) SECRETARÍA DE …" with a federal one."""
    if _ABBREVIATED.search(plain):
        return True
    return any(
        _without_link(plain[found.end() :]) in registry.secretariats for found in _OF_SECRETARIAT.finditer(plain)
    )


def _leads_institution(plain: str, registry: Registry) -> bool:
    """Tell whether the role leads a federal institution, or a named part of one."""
    rank = next((r for r in registry.ranks if plain.startswith(r + " ")), None)
    if rank is None:
        return False
    rest = _without_link(plain[len(rank) + 1 :])
    if rest in registry.institutions:
        return True
    if _is_barred(rest, registry):
        return False
    if _is_part_of_secretariat(rest, registry):
        return True
    tails = (rest[found.end() :] for found in re.finditer(r" (?:de la|de los|del|de|en el|en la|a la) ", rest))
    return any(tail in registry.institutions for tail in tails)


def _is_barred(plain: str, registry: Registry) -> bool:
    return any(f" {word} " in f" {plain} " for word in registry.barred)


def agrees(role: str, known: RoleModel) -> bool:
    """Tell whether a label's role and a known one are the same office in other (or misspelt) words."""
    said, held = _stems(role), _stems(known.role)
    if not said or not held or said[0] != held[0]:
        return False
    shared = len(set(said[1:]) & set(held[1:]))
    return shared >= 0.5 * max(1, min(len(set(said[1:])), len(set(held[1:])))) and shared > 0


def _stems(role: str) -> list[str]:
    words = [word for word in key(role).split() if word not in _SMALL and word != "general"]
    return [word[:6] for index, word in enumerate(words) if index == 0 or word != "secretaria"]


def natural_role(role: str, registry: Registry) -> str:
    """Write a label's role in natural case, without abbreviations in brackets: "Secretario de Marina"."""
    role = re.sub(r"\s*\([^)]*\)?", "", role)
    role = re.sub(r"(?i)\bS\.\s?A\.(?: de C\.\s?V\.)?", "", role).strip(" ,.")
    words = [_natural_word(word, registry) for word in role.split()]
    text = " ".join(words)
    text = text[:1].upper() + text[1:]
    if re.match(r"Secretaría (?:de|del|Anti)", text):
        text = "Titular de la " + text
    if re.match(r"(?:Subsecretari|Director|Jefe|Jefa|Titular de (?:la )?Unidad)", text):
        text = re.sub(r" de la (Secretar[ií]a) de", r", Secretaría de", text, count=1)
    return text


def _natural_word(word: str, registry: Registry) -> str:
    plain = key(word)
    if plain in registry.spellings:
        return word.lower().replace(plain, registry.spellings[plain]) if plain in word.lower() else word
    if plain in _SMALL:
        return word.lower()
    return "-".join(_capitalised(part) for part in word.split("-"))


def natural_name(name: str) -> str:
    """Write a person's name in natural case: "Juan Ramón de la Fuente Ramírez"."""
    words = name.split()
    cased = [
        word.lower() if index and key(word) in _SMALL else "-".join(_capitalised(part) for part in word.split("-"))
        for index, word in enumerate(words)
    ]
    return " ".join(cased)


def _capitalised(word: str) -> str:
    if _ROMAN.match(word.lower()):
        return word.upper()
    lower = word.lower()
    start = next((index for index, char in enumerate(lower) if char.isalpha()), 0)
    return lower[:start] + lower[start : start + 1].upper() + lower[start + 1 :]
