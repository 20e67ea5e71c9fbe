"""The registry of speakers: label words, federal offices and canonical names.

It is read from `corpus/speakers.yaml`, and over it `speakers.yaml` in the home, which the user edits.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from assistant.errors import RecordError
from assistant.record.readers.speakers_schema import (
    InstitutionModel,
    LabelWords,
    PersonModel,
    RegistryModel,
    RoleModel,
    key,
    laid_over,
)
from assistant.record.schema import describe, parse_yaml
from assistant.resources import resource_dir

FILE = "speakers.yaml"
NAME_LIKENESS = 0.93
"""A misspelt name is taken for a known one from this likeness on (0…1); only beside a federal office."""

Found = TypeVar("Found")


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
        """Return whose official account on X this is, with or without "@"."""
        owner = self.accounts.get(name.strip().lstrip("@").lower())
        return None if isinstance(owner, PersonModel) and not owner.government else owner

    def person(self, name: str) -> PersonModel | None:
        """Return who speaks for the government under exactly this name, whatever its case and accents."""
        known = self.known(name)
        return known if known is not None and known.government else None

    def known(self, name: str) -> PersonModel | None:
        """Return whom exactly this name means, also somebody who never speaks for the government."""
        return self.people.get(key(name))

    def person_like(self, name: str) -> PersonModel | None:
        """Return whom this name means even if a letter or two are wrong."""
        near = get_close_matches(key(name), self.people, n=1, cutoff=NAME_LIKENESS)
        return self.people[near[0]] if near else None


def load_registry(home: Path | None = None, *, bundled: Path | None = None) -> Registry:
    """Read and validate the registry, with the `speakers.yaml` of `home` laid over the bundled one.

    Args:
        home: The user's folder; its file may be missing.
        bundled: Another file in the place of the bundled one.

    Raises:
        RecordError: A file cannot be read or a field is wrong; the sentence names file and field.
    """
    file = bundled or resource_dir("corpus") / FILE
    model = _read(file)
    own = home / FILE if home is not None else None
    if own is not None and own.exists():
        model, file = laid_over(model, _read(own)), own
    return _folded(model, str(file))


@lru_cache(maxsize=1)
def bundled_registry() -> Registry:
    """Return the bundled registry, read once."""
    return load_registry()


def _read(path: Path) -> RegistryModel:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise RecordError(
            f"Registry of speakers {str(path)!r} is not UTF-8 text (byte {error.start}); save it again as UTF-8."
        ) from None
    except OSError as error:
        raise RecordError(
            f"Registry of speakers {str(path)!r} cannot be read ({error.strerror}); restore the file."
        ) from None
    try:
        return RegistryModel.model_validate(parse_yaml(text, str(path)) or {})
    except ValidationError as error:
        raise RecordError(f"Registry of speakers {str(path)!r}, {describe(error)}; correct the file.") from None


def _folded(model: RegistryModel, file: str) -> Registry:
    federal, people, institutions = model.federal, model.people, model.institutions
    _one_president(people, _keys(federal.presidency), file)
    return Registry(
        openings=_openings(model.labels, file),
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
        people=_index(((n, key(n), p) for p in people for n in (p.name, *p.variants)), "people", "name", file),
        institution_names=_index(
            ((n, key(n), i) for i in institutions for n in (i.name, *i.variants)), "institutions", "name", file
        ),
        sites=_index(((s, s.lower(), i) for i in institutions for s in i.sites), "institutions", "address", file),
        accounts=_index(_accounts(model), "accounts", "account", file),
    )


def _accounts(model: RegistryModel) -> Iterator[tuple[str, str, PersonModel | InstitutionModel]]:
    for person in model.people:
        yield from ((name, name.lstrip("@").lower(), person) for name in person.accounts)
    for institution in model.institutions:
        yield from ((name, name.lstrip("@").lower(), institution) for name in institution.accounts)


def _keys(words: Iterable[str]) -> frozenset[str]:
    return frozenset(key(word) for word in words)


def _index(entries: Iterable[tuple[str, str, Found]], field_name: str, what: str, file: str) -> dict[str, Found]:
    """Return entries by folded key; no key may mean two of them."""
    found: dict[str, Found] = {}
    for written, folded, owner in entries:
        other = found.setdefault(folded, owner)
        if other is not owner:
            raise RecordError(
                f"Registry of speakers {file!r}, field {field_name!r}: the {what} {written!r} belongs to both "
                f"{getattr(other, 'name', '')!r} and {getattr(owner, 'name', '')!r}; take it from one, "
                "or give both entries the same name."
            )
    return found


def _openings(labels: LabelWords, file: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for kind, words in labels:
        for word in words:
            if found.setdefault(key(word), kind) != kind:
                raise RecordError(
                    f"Registry of speakers {file!r}, field 'labels.{kind}': {word!r} stands under "
                    f"{found[key(word)]!r} as well; leave it under one of the two."
                )
    return found


def _one_president(people: Sequence[PersonModel], presidency: frozenset[str], file: str) -> None:
    """Refuse two presidents on one day: the President's label is believed by the name in office."""
    terms = [(p, role) for p in people for role in p.roles if key(role.role) in presidency]
    for index, (one, first) in enumerate(terms):
        for other, second in terms[index + 1 :]:
            if other is not one and _overlap(first, second):
                raise RecordError(
                    f"Registry of speakers {file!r}, field 'people': {one.name!r} and {other.name!r} hold the "
                    "presidency on the same day; give one of them an `until` before the other's `since`."
                )


def _overlap(first: RoleModel, second: RoleModel) -> bool:
    starts_in_time = first.since is None or second.until is None or first.since <= second.until
    ends_in_time = second.since is None or first.until is None or second.since <= first.until
    return starts_in_time and ends_in_time


__all__ = [
    "FILE",
    "InstitutionModel",
    "PersonModel",
    "Registry",
    "RegistryModel",
    "RoleModel",
    "bundled_registry",
    "key",
    "load_registry",
]
