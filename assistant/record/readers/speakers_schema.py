"""The shape of the registry of speakers, and how a home's own file is laid over the bundled one."""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import TypeVar

from pydantic import model_validator

from assistant.record.schema import Border, Text
from assistant.text.normalise import fold

Words = tuple[Text, ...]


@lru_cache(maxsize=65536)
def key(text: str) -> str:
    """Return the words of `text` in lower-case ASCII, one space apart: the form in which labels compare."""
    return " ".join(re.findall(r"[a-z0-9]+", re.sub(r"[.'\"]", "", fold(text))))


class RoleModel(Border):
    """A role and the days on which it may have been held, both inclusive; an open end means not known."""

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


class PersonModel(Border):
    """A person's canonical name, other spellings and dated roles."""

    name: Text
    variants: Words = ()
    roles: tuple[RoleModel, ...] = ()
    accounts: Words = ()
    """Names of the person's official accounts on X, without "@"."""
    government: bool = True
    """Whether the person speaks for the government; False for somebody who is known and never does."""

    def roles_on(self, day: date) -> tuple[RoleModel, ...]:
        """Return the roles that may have been held on that day, in the file's order."""
        return tuple(role for role in self.roles if role.held_on(day))

    def role_on(self, day: date) -> RoleModel | None:
        """Return the role held on that day, None if there is none, or more than one to choose from."""
        held = self.roles_on(day)
        return held[0] if len(held) == 1 else None

    def standing_role_on(self, day: date) -> RoleModel | None:
        """Return the role held on that day; of several whose dates are all known, the first in the file.

        Somebody who also stood in for a minister keeps the office of their own.
        """
        held = self.roles_on(day)
        return held[0] if held and (len(held) == 1 or all(role.since and role.until for role in held)) else None


class InstitutionModel(Border):
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


class LabelWords(Border):
    """How a label may begin, by kind of speaker."""

    journalist: Words = ()
    moderator: Words = ()
    voice: Words = ()
    guest: Words = ()
    stage: Words = ()


class FederalModel(Border):
    """What makes a role a federal office."""

    presidency: Words = ()
    secretariats: Words = ()
    undersecretariats: Words = ()
    offices: Words = ()
    ranks: Words = ()
    institutions: Words = ()
    barred: Words = ()


class RegistryModel(Border):
    """A whole file. A home's own file holds only what it adds or replaces."""

    labels: LabelWords = LabelWords()
    honorifics: Words = ()
    read_aloud: Words = ()
    spellings: Mapping[Text, Text] = {}
    federal: FederalModel = FederalModel()
    people: tuple[PersonModel, ...] = ()
    institutions: tuple[InstitutionModel, ...] = ()


Named = TypeVar("Named", bound=PersonModel | InstitutionModel)


def laid_over(base: RegistryModel, own: RegistryModel) -> RegistryModel:
    """Lay a home's own file over the bundled one.

    People and institutions of the same name are replaced whole, others added; words are added. A label word that
    the bundled file has under another kind of speaker moves to the kind that the home's file gives it.
    """
    moved = {key(word) for _, words in own.labels for word in words}
    return RegistryModel(
        labels=LabelWords(
            **{
                kind: (*(word for word in words if key(word) not in moved), *getattr(own.labels, kind))
                for kind, words in base.labels
            }
        ),
        honorifics=base.honorifics + own.honorifics,
        read_aloud=base.read_aloud + own.read_aloud,
        spellings={**base.spellings, **own.spellings},
        federal=FederalModel(**{name: words + getattr(own.federal, name) for name, words in base.federal}),
        people=_replaced(base.people, own.people),
        institutions=_replaced(base.institutions, own.institutions),
    )


def _replaced(base: tuple[Named, ...], own: tuple[Named, ...]) -> tuple[Named, ...]:
    names = {key(each.name) for each in own}
    return (*(each for each in base if key(each.name) not in names), *own)
