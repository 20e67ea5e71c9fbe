"""Reads the label of a turn: who is speaking, in what role, and whether that can be a position at all."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from enum import StrEnum

from assistant.record.readers.offices import (
    agrees,
    is_federal,
    is_presidency,
    natural_name,
    natural_role,
    secretariat_headed,
)
from assistant.record.readers.speakers import PersonModel, Registry, key

_BRACKETS = re.compile(r"\([^()]*\)")
_RECORDED = re.compile(r"\b(?:fragmento|video|audio|grabacion|spot|archivo)\b")
_CONNECTED = re.compile(r"(?i)^\s*enlace (?:por )?(?:videollamada|telef[oó]nico) con (?:el|la)\s+")
_NAME_WORDS = range(2, 8)
"""How many words a personal name may have."""
_PARTICLES = frozenset(["de", "del", "la", "las", "los", "y"])
LABEL_LIKENESS = 0.92
"""How much a misspelt label of the President's must be like a known one (0…1); her name must be right."""


class Kind(StrEnum):
    """Who speaks. Only the government's words are a position."""

    GOVERNMENT = "government"
    JOURNALIST = "journalist"
    MODERATOR = "moderator"
    VOICE = "voice"
    GUEST = "guest"
    STAGE = "stage"
    UNATTRIBUTED = "unattributed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """What a label tells: the kind of speaker, and for persons their name and role on that date."""

    kind: Kind
    name: str = ""
    role: str = ""

    @property
    def is_questioner(self) -> bool:
        """True for journalists and for unnamed voices, who ask as well."""
        return self.kind in {Kind.JOURNALIST, Kind.VOICE}


@dataclass(frozen=True, slots=True)
class _Parts:
    """A label taken apart; `person` is set where the name is in the registry."""

    name: str
    role: str
    person: PersonModel | None = None


def read_label(label: str, day: date, registry: Registry) -> Speaker:
    """Tell from a label alone who speaks. A name without a role is unattributed here; see `resolve`."""
    label = label.strip(" \t\u00a0\u200b\ufeff\u2060")
    if _is_stage_direction(label):
        inside = _listed(label, registry)
        return Speaker(kind=inside if inside in {Kind.VOICE, Kind.JOURNALIST} else Kind.STAGE)
    if any(_RECORDED.search(key(note)) for note in _BRACKETS.findall(label)):
        return Speaker(kind=Kind.STAGE)
    plain = bare_label(label)
    listed = _listed(plain, registry)
    if listed is not None:
        return Speaker(kind=listed)
    return _classify(_take_apart(plain, registry), day, registry)


def resolve(speaker: Speaker, day: date, known: Mapping[str, Speaker], registry: Registry) -> Speaker:
    """Settle a name without a role: by a labelled turn of the same file (`known`), else by the registry.

    Args:
        speaker: What the label told.
        day: The date of the transcript.
        known: Speakers of the same file whose labels give a role, by folded name.
        registry: The registry of speakers.
    """
    if speaker.kind is not Kind.UNATTRIBUTED or not speaker.name or speaker.role:
        return speaker
    same = known.get(key(speaker.name))
    if same is not None:
        return same
    person = registry.known(speaker.name)
    if person is not None and not person.government:
        return replace(speaker, kind=Kind.GUEST)
    held = person.role_on(day) if person else None
    return replace(speaker, kind=Kind.GOVERNMENT, role=held.role) if held else speaker


def bare_label(label: str) -> str:
    """Return the label without brackets, connection notes and stray signs at its ends."""
    text = label
    while _BRACKETS.search(text):
        text = _BRACKETS.sub(" ", text)
    text = re.sub(r"\([^)]*$", " ", text)
    text = _CONNECTED.sub("", text.replace(")", " "))
    return " ".join(text.split()).strip(" +-\u2013\u2014.:,;*")


def _is_stage_direction(label: str) -> bool:
    """A label that is nothing but brackets, closed or cut off, is a stage direction."""
    return label.startswith("(") and not bare_label(label)


def _listed(label: str, registry: Registry) -> Kind | None:
    """Return the kind whose listed words begin the label; one letter of a single word may be wrong."""
    words = key(label).split()
    for count in range(len(words), 0, -1):
        kind = registry.openings.get(" ".join(words[:count]))
        if kind is not None:
            return Kind(kind)
    if len(words) == 1 and len(words[0]) > 6:
        near = (kind for word, kind in registry.openings.items() if _one_letter_apart(words[0], word))
        return next((Kind(kind) for kind in near), None)
    return None


def _one_letter_apart(first: str, second: str) -> bool:
    """Tell whether two words differ by at most one letter changed, added or left out."""
    if abs(len(first) - len(second)) > 1:
        return False
    at = next((i for i, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), None)
    if at is None:
        return True
    return first[at + 1 :] in (second[at:], second[at + 1 :]) or first[at:] == second[at + 1 :]


def _take_apart(label: str, registry: Registry) -> _Parts:
    """Split a label into name and role: by a known name at either end, else at the commas."""
    words = label.split()
    for count in range(min(len(words), _NAME_WORDS.stop - 1), 0, -1):
        person = registry.known(" ".join(words[-count:]))
        if person is not None:
            return _Parts(person.name, _without_titles(" ".join(words[:-count]), registry), person)
    first, comma, rest = label.partition(",")
    person = registry.known(_without_honorifics(first, registry))
    if person is not None and (comma or not rest):
        return _Parts(person.name, rest.strip(" ,"), person)
    return _split_at_commas(label, registry)


def _split_at_commas(label: str, registry: Registry) -> _Parts:
    pieces = [piece.strip() for piece in label.split(",") if piece.strip()]
    if len(pieces) < 2:
        named = pieces and _looks_like_name(pieces[0]) and not _may_be_role(pieces[0], registry)
        return _Parts(pieces[0], "") if named else _Parts("", label)
    first, last = (_without_honorifics(piece, registry) for piece in (pieces[0], pieces[-1]))
    leading, trailing = ", ".join(pieces[:-1]), ", ".join(pieces[1:])
    if _looks_like_name(last) and (_may_be_role(leading, registry) or not _may_be_role(trailing, registry)):
        return _Parts(natural_name(last), leading)
    if _looks_like_name(first) and _may_be_role(trailing, registry):
        return _Parts(natural_name(first), trailing)
    return _Parts("", label)


def _may_be_role(text: str, registry: Registry) -> bool:
    return is_presidency(text, registry) or is_federal(text, registry)


def _looks_like_name(text: str) -> bool:
    words = text.split()
    letters = all(re.fullmatch(r"[^\W\d_][\w.'\u2019\u00b4\u0301-]*", word) for word in words)
    return letters and len(words) in _NAME_WORDS and key(words[0]) not in _PARTICLES


def _without_honorifics(text: str, registry: Registry) -> str:
    words = text.split()
    while words and key(words[0]) in registry.honorifics:
        words = words[1:]
    return " ".join(words)


def _without_titles(role: str, registry: Registry) -> str:
    """Drop honorifics and military ranks that stand between a role and the name."""
    head, comma, tail = role.strip(" ,").rpartition(",")
    if comma and key(tail).split()[:1] and key(tail).split()[0] in registry.honorifics:
        role = head
    words = role.strip(" ,").split()
    if all(key(word) in registry.honorifics for word in words):
        return ""
    while words and key(words[-1]) in registry.honorifics - {"general"}:
        words = words[:-1]
    return " ".join(words).strip(" ,")


def _classify(parts: _Parts, day: date, registry: Registry) -> Speaker:
    """Decide between government, guest and unattributed."""
    name, role, person = parts.name, parts.role, parts.person
    if name and not role:
        return Speaker(kind=Kind.UNATTRIBUTED, name=person.name if person else natural_name(name))
    if person is not None and not person.government:
        return Speaker(kind=Kind.GUEST, name=name, role=natural_role(role, registry))
    if is_presidency(role, registry) or _is_misspelt_presidency(role, person, day, registry):
        return _president(name, person, day, registry)
    agreeing = person is not None and any(agrees(role, held) for held in person.roles_on(day))
    if not (is_federal(role, registry) or agreeing):
        kind = Kind.GUEST if len(key(role).split()) > 1 else Kind.UNATTRIBUTED
        return Speaker(kind=kind, name=name, role=natural_role(role, registry))
    if not name:
        return Speaker(kind=Kind.UNATTRIBUTED, role=natural_role(role, registry))
    person = person or registry.person_like(name)
    if person is not None and not person.government:
        return Speaker(kind=Kind.GUEST, name=person.name, role=natural_role(role, registry))
    if person is None and _is_headed_by_another(role, day, registry):
        return Speaker(kind=Kind.UNATTRIBUTED, name=name, role=natural_role(role, registry))
    return Speaker(
        kind=Kind.GOVERNMENT,
        name=person.name if person else name,
        role=_role_on(role, person, day, registry),
    )


def _is_headed_by_another(role: str, day: date, registry: Registry) -> bool:
    """Tell whether the registry knows who heads that federal secretariat on that day.

    Then the label of an unknown person is a state's or another country's secretary, or a new one who is not in the
    registry yet: somebody has to look.
    """
    portfolio = secretariat_headed(role, registry)
    return bool(portfolio) and any(
        secretariat_headed(held.role, registry) == portfolio
        for person in {id(each): each for each in registry.people.values()}.values()
        for held in person.roles_on(day)
    )


def _is_misspelt_presidency(role: str, person: PersonModel | None, day: date, registry: Registry) -> bool:
    """Tell whether the label of whoever is president that day lost or changed a letter of the office."""
    in_office = person is not None and any(is_presidency(held.role, registry) for held in person.roles_on(day))
    return in_office and bool(get_close_matches(key(role), registry.presidency, n=1, cutoff=LABEL_LIKENESS))


def _president(name: str, person: PersonModel | None, day: date, registry: Registry) -> Speaker:
    """The President's label counts only with the name of whoever holds the office on that day."""
    if not name:
        return Speaker(kind=Kind.UNATTRIBUTED)
    person = person or registry.person_like(name)
    for held in person.roles_on(day) if person else ():
        if person and key(held.role).startswith("president") and is_presidency(held.role, registry):
            return Speaker(kind=Kind.GOVERNMENT, name=person.name, role=held.role)
    return Speaker(kind=Kind.GUEST, name=name)


def _role_on(role: str, person: PersonModel | None, day: date, registry: Registry) -> str:
    """Return the role on that day: as labelled, in the registry's words where it knows that role.

    A label that gives a role which the registry knows to be over, or not begun, is wrong: then the role held counts.
    """
    known = person.roles_on(day) if person else ()
    same = next((held for held in known if agrees(role, held)), None)
    if same is None and person is not None and any(agrees(role, other) for other in person.roles):
        same = person.role_on(day)
    return same.role if same else natural_role(role, registry)
