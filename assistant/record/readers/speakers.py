"""The registry of speakers: label words, federal offices and canonical names, from `corpus/speakers.yaml`."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError, model_validator

from assistant.errors import RecordError
from assistant.record.schema import describe, parse_yaml
from assistant.resources import resource_dir
from assistant.text.normalise import fold

FILE = "speakers.yaml"
NAME_LIKENESS = 0.93
"""A misspelt name is taken for a known one from this likeness on (0…1); only beside a federal office."""

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Words = tuple[Text, ...]


@lru_cache(maxsize=65536)
def key(text: str) -> str:
    """Return the words of `text` in lower-case ASCII, one space apart: the form in which labels compare."""
    return " ".join(re.findall(r"[a-z0-9]+", re.sub(r"[.'\"]", "", fold(text))))


class _Border(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RoleModel(_Border):
    """A role and the days on which it was held, both inclusive; an open end means not known."""

    role: Text
    since: date | None = None
    until: date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "RoleModel":
        if self.since and self.until and self.since > self.until:
            raise ValueError("`since` is later than `until`")
        return self

    def held_on(self, day: date) -> bool:
        """Tell whether the role may have been held on that day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    @property
    def is_settled(self) -> bool:
        """True when both ends are known: then it counts more than what a label says."""
        return self.since is not None and self.until is not None


class PersonModel(_Border):
    """A person's canonical name, other spellings and dated roles."""

    name: Text
    variants: Words = ()
    roles: tuple[RoleModel, ...] = ()
    accounts: Words = ()
    """Names of the person's official accounts on X, without "@"."""

    def roles_on(self, day: date) -> tuple[RoleModel, ...]:
        """Return the roles that may have been held on that day, in the file's order."""
        return tuple(role for role in self.roles if role.held_on(day))


class InstitutionModel(_Border):
    """An institution that speaks for the government under its own name, in communiqués and posts."""

    name: Text
    variants: Words = ()
    """Other names: short ones, and how a letterhead writes it."""
    role: Text
    """What stands where a person's role would stand: "Comunicado institucional"."""
    sites: Words = ()
    """Addresses where it publishes, from the host on: "gob.mx/sre". What is found there is its own text."""
    accounts: Words = ()
    """Names of its official accounts on X, without "@"."""


class LabelWords(_Border):
    """How a label may begin, by kind of speaker."""

    journalist: Words
    moderator: Words
    voice: Words
    guest: Words
    stage: Words


class FederalModel(_Border):
    """What makes a role a federal office."""

    presidency: Words
    secretariats: Words
    undersecretariats: Words
    offices: Words
    ranks: Words
    institutions: Words
    barred: Words


class RegistryModel(_Border):
    """The whole file."""

    labels: LabelWords
    honorifics: Words
    read_aloud: Words
    spellings: Mapping[Text, Text]
    federal: FederalModel
    people: tuple[PersonModel, ...]
    institutions: tuple[InstitutionModel, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """The file's content in folded form, ready for look-ups."""

    openings: Mapping[str, str]
    """Folded beginnings of labels, each with its kind of speaker."""
    honorifics: frozenset[str]
    read_aloud: frozenset[str]
    spellings: Mapping[str, str]
    presidency: frozenset[str]
    secretariats: frozenset[str]
    undersecretariats: frozenset[str]
    offices: frozenset[str]
    ranks: tuple[str, ...]
    """Longest first."""
    institutions: frozenset[str]
    barred: tuple[str, ...]
    people: Mapping[str, PersonModel] = field(repr=False)
    """By every folded spelling of the name."""
    institution_names: Mapping[str, InstitutionModel] = field(repr=False, default_factory=dict)
    """By every folded spelling of the name."""
    sites: Mapping[str, InstitutionModel] = field(repr=False, default_factory=dict)
    """By address, lower case, without scheme and "www."."""
    accounts: Mapping[str, PersonModel | InstitutionModel] = field(repr=False, default_factory=dict)
    """By name of the account on X, lower case, without "@"."""

    def institution(self, name: str) -> InstitutionModel | None:
        """Return which institution exactly this name means, whatever its case and accents."""
        return self.institution_names.get(key(name))

    def institution_at(self, address: str) -> InstitutionModel | None:
        """Return the institution that publishes at a web address; the longest listed address wins."""
        plain = re.sub(r"^(?:https?://)?(?:www\.)?", "", address.strip().lower())
        found = [site for site in self.sites if plain == site or plain.startswith((f"{site}/", f"{site}?"))]
        return self.sites[max(found, key=len)] if found else None

    def account(self, name: str) -> PersonModel | InstitutionModel | None:
        """Return whose account on X this is, with or without "@"."""
        return self.accounts.get(name.strip().lstrip("@").lower())

    def person(self, name: str) -> PersonModel | None:
        """Return whom exactly this name means, whatever its case and accents."""
        return self.people.get(key(name))

    def person_like(self, name: str) -> PersonModel | None:
        """Return whom this name means even if a letter or two are wrong."""
        near = get_close_matches(key(name), self.people, n=1, cutoff=NAME_LIKENESS)
        return self.people[near[0]] if near else None


def load_registry(path: Path | None = None) -> Registry:
    """Read and validate the registry, the bundled one by default.

    Raises:
        RecordError: The file is missing or a field is wrong; the sentence names file and field.
    """
    path = path or resource_dir("corpus") / FILE
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise RecordError(f"The registry of speakers {str(path)!r} cannot be read; restore the file.") from None
    try:
        return _folded(RegistryModel.model_validate(parse_yaml(text, path.name)))
    except ValidationError as error:
        raise RecordError(f"Registry of speakers {path.name!r}, {describe(error)}. Correct the file.") from None


@lru_cache(maxsize=1)
def bundled_registry() -> Registry:
    """Return the bundled registry, read once."""
    return load_registry()


def _folded(model: RegistryModel) -> Registry:
    federal = model.federal
    return Registry(
        openings={key(word): kind for kind, words in model.labels for word in words},
        honorifics=_keys(model.honorifics),
        read_aloud=_keys(model.read_aloud),
        spellings={key(word): spelt for word, spelt in model.spellings.items()},
        presidency=_keys(federal.presidency),
        secretariats=_keys(federal.secretariats),
        undersecretariats=_keys(federal.undersecretariats),
        offices=_keys(federal.offices),
        ranks=tuple(sorted(_keys(federal.ranks), key=len, reverse=True)),
        institutions=_keys(federal.institutions),
        barred=tuple(sorted(_keys(federal.barred))),
        people=_by_spelling(model.people),
        institution_names={key(n): each for each in model.institutions for n in (each.name, *each.variants)},
        sites={site.lower(): each for each in model.institutions for site in each.sites},
        accounts=_by_account(model),
    )


def _by_account(model: RegistryModel) -> dict[str, PersonModel | InstitutionModel]:
    found: dict[str, PersonModel | InstitutionModel] = {}
    for person in model.people:
        found.update(dict.fromkeys((name.lower() for name in person.accounts), person))
    for institution in model.institutions:
        found.update(dict.fromkeys((name.lower() for name in institution.accounts), institution))
    return found


def _keys(words: Iterable[str]) -> frozenset[str]:
    return frozenset(key(word) for word in words)


def _by_spelling(people: Sequence[PersonModel]) -> dict[str, PersonModel]:
    found: dict[str, PersonModel] = {}
    for person in people:
        for spelling in (person.name, *person.variants):
            other = found.setdefault(key(spelling), person)
            if other is not person:
                raise RecordError(
                    f"Registry of speakers {FILE!r}, field 'people': the name {spelling!r} belongs to both "
                    f"{other.name!r} and {person.name!r}. Remove one."
                )
    return found
