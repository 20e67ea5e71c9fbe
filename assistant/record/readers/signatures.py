"""Who speaks in a document, and whether its words are that speaker's own; neither is ever guessed."""

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from assistant.domain import Form
from assistant.errors import InputError
from assistant.record.readers.base import Declared
from assistant.record.readers.document import Document
from assistant.record.readers.speakers import InstitutionModel, PersonModel, Registry, key

HEAD_LINES = 8
"""A letterhead stands in the first lines."""
_LETTERHEAD_ENDS = re.compile(r"\s*[|·•/]\s*|\s+[-\u2013\u2014]\s+")
_COMMUNIQUE = re.compile(
    r"(?i)^\W*(?:comunicado|bolet[ií]n|nota informativa|tarjeta informativa|press release|communiqu[eé])\b"
    r"(?:\s+(?:de prensa|conjunto|oficial))?\s*"
    r"(?:$|[:.|,\u2013\u2014-]|(?:no|n\u00fam|num|n\u00famero|numero|n\u00b0|n\u00ba|#)?[.\u00b0\u00ba:]?\s*\d[\d/-]*)"
)
_SPOKEN = re.compile(
    r"(?i)^\W*(?:versi[oó]n estenogr[aá]fica|transcripci[oó]n|transcript|discurso|palabras|mensaje|intervenci[oó]n"
    r"|participaci[oó]n|posicionamiento|entrevista|conferencia|remarks|speech|address|interview|statement by)\b"
)
_TRANSCRIBED = re.compile(r"(?i)^\W*(?:versi[oó]n estenogr[aá]fica|stenographic version)\b")
_HOW = "declare it with --speaker and --role, in the file's front matter, or in sources.yaml"
_DECLARE_FORM = (
    "declare it with --form verbatim if the text is the speaker's own words, or with --form paraphrase if it is not"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Who speaks in a document, and the entry of the registry it is known by, if any."""

    name: str
    role: str = ""
    institution: InstitutionModel | None = None
    person: PersonModel | None = None

    def role_on(self, day: date) -> str:
        """Return the role on that day.

        Raises:
            InputError: Nothing tells it.
        """
        if self.role:
            return self.role
        if self.institution is not None:
            return self.institution.role
        held = self.person.standing_role_on(day) if self.person else None
        if held is None:
            raise InputError(
                f"The role of {self.name!r} on {day.isoformat()} is not known; declare it with --role, in the "
                "file's front matter or in sources.yaml, or add it to the registry of speakers."
            )
        return held.role


def known_as(name: str, registry: Registry, role: str = "") -> Voice | None:
    """Return whom or what this name means in the registry, None if nobody."""
    institution = registry.institution(name)
    if institution is not None:
        return Voice(name=institution.name, role=role, institution=institution)
    person = registry.person(name)
    return Voice(name=person.name, role=role, person=person) if person else None


def who_speaks(document: Document, declared: Declared, title: str, registry: Registry) -> Voice:
    """Settle who speaks: by declaration, the author, the address, or the letterhead, in this order.

    Raises:
        InputError: None of them names anybody who is known; the sentence says who the author seems to be.
    """
    if declared.is_theirs and not declared.speaker:
        raise InputError(f"The document is the other side's, so nothing tells who speaks in it; {_HOW}.")
    if declared.speaker:
        return known_as(declared.speaker, registry, declared.role) or _declared_stranger(declared, registry)
    publisher = _publisher(document, registry)
    author = known_as(document.author, registry, declared.role) if document.author else None
    voice = author if author and author.person else publisher or author
    if voice is None and not (document.author or is_foreign(document, registry)):
        head = letterhead(document.text, registry)
        voice = Voice(name=head.name, institution=head) if head else None
    if voice is None:
        raise InputError(f"{_who_it_seems(document)}; {_HOW}, or add the name to the registry of speakers.")
    if voice.institution is not None and _SPOKEN.match(title):
        voice = person_in(title, registry) or (voice if _names_institution(title, voice.institution) else None)
        if voice is None:
            raise InputError(f"The title {title[:80]!r} announces somebody's words but nobody known; {_HOW}.")
    return Voice(name=voice.name, role=declared.role, institution=voice.institution, person=voice.person)


def interviewed(document: Document, declared: Declared, title: str, registry: Registry) -> Voice | None:
    """Return whose answers an interview holds, if declaration, title, author or address tell it."""
    if not declared.speaker:
        named = person_in(title, registry)
        if named is not None:
            return Voice(name=named.name, role=declared.role, person=named.person)
    try:
        return who_speaks(document, declared, title, registry)
    except InputError:
        if declared.speaker:
            raise
        return None


def _declared_stranger(declared: Declared, registry: Registry) -> Voice:
    known = registry.known(declared.speaker)
    if known is not None and not known.government and not declared.is_theirs:
        raise InputError(
            f"The declared speaker {known.name!r} does not speak for the government, as the registry of speakers has "
            "it; leave the file out, or correct the registry."
        )
    if not declared.role:
        raise InputError(
            f"The declared speaker {declared.speaker!r} is not in the registry of speakers; declare a role too "
            "(--role), or add the name to the registry."
        )
    return Voice(name=declared.speaker, role=declared.role)


def _publisher(document: Document, registry: Registry) -> Voice | None:
    """Return the institution at whose address the document was published, or from whose domain it was sent."""
    found = registry.institution_at(document.address or document.origin) if _place(document) else None
    return Voice(name=found.name, institution=found) if found else None


def _place(document: Document) -> str:
    return document.address or document.origin


def is_foreign(document: Document, registry: Registry) -> bool:
    """Tell whether it comes from a place that is known and is no institution's: a newspaper, say."""
    return bool(_place(document)) and registry.institution_at(_place(document)) is None


def _who_it_seems(document: Document) -> str:
    if document.author:
        return f"The author seems to be {document.author[:80]!r}, who is not in the registry of speakers"
    host = urlsplit(_place(document)).hostname or document.origin
    return (
        f"The document comes from {host!r}, which is no institution's own address"
        if host
        else ("The document does not say who speaks")
    )


def letterhead(text: str, registry: Registry) -> InstitutionModel | None:
    """Return the institution whose name fills one of the first lines, alone or beside a number or a date."""
    for line in _head(text):
        for part in _LETTERHEAD_ENDS.split(line.strip()):
            found = registry.institution(part)
            if found is not None:
                return found
    return None


def _head(text: str) -> list[str]:
    return [line.strip()[:300] for line in text.split("\n", 4 * HEAD_LINES) if line.strip()][:HEAD_LINES]


def person_in(text: str, registry: Registry) -> Voice | None:
    """Return the one person of the registry whom a title names; None if it names nobody, or several."""
    words = key(text).split()
    names = {" ".join(words[i:j]) for i in range(len(words)) for j in range(i + 2, min(i + 8, len(words)) + 1)}
    people = {person.name: person for name in names if (person := registry.people.get(name))}
    if len(people) != 1:
        return None
    person = next(iter(people.values()))
    return Voice(name=person.name, person=person)


def _names_institution(title: str, institution: InstitutionModel) -> bool:
    plain = f" {key(title)} "
    return any(f" {key(name)} " in plain for name in (institution.name, *institution.variants))


def form_of(document: Document, declared: Declared, title: str, voice: Voice | None, registry: Registry) -> Form:
    """Return whether the text is verbatim or paraphrase: as declared, or as the registry declares of its sites.

    Raises:
        InputError: Neither declares it.
    """
    if declared.form is not None:
        return declared.form
    at = registry.institution_at(document.address) if document.address else None
    if voice and voice.institution and not is_foreign(document, registry):
        published = at is not None and at == voice.institution
        # What a page names as its author wrote it; a mail only names who sent it.
        signed = not document.origin and registry.institution(document.author) == voice.institution
        if published or signed or is_communique(document.text, title):
            return Form.VERBATIM
    if at is not None and _TRANSCRIBED.match(title):
        return Form.VERBATIM
    whose = f"the words of {voice.name!r} themselves" if voice else "the speakers' own words"
    raise InputError(f"The document does not say whether it holds {whose}; {_DECLARE_FORM}.")


def is_head(line: str, registry: Registry) -> bool:
    """Tell whether a line is a letterhead or no more than the mark of a communiqué."""
    parts = [part for part in _LETTERHEAD_ENDS.split(line.strip()) if part]
    return all(registry.institution(part) or _COMMUNIQUE.fullmatch(part) for part in parts)


def is_communique(text: str, title: str) -> bool:
    """Tell whether title or first lines mark it as an institution's communiqué: "Comunicado No. 12"."""
    parts = (part for line in (title, *_head(text)) for part in _LETTERHEAD_ENDS.split(line))
    return any(_COMMUNIQUE.match(part) for part in parts)
