"""Labels that fit nobody: somebody says who it is, and the files in which they stand are read again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from assistant.access.identity import Role, only_for
from assistant.curating.entry import EntryError, Fault
from assistant.errors import InputError
from assistant.record.ingest import IngestSummary
from assistant.record.people import UnattributedLabel
from assistant.record.readers.labels import bare_label
from assistant.record.readers.own_speakers import with_role, write_label, write_person
from assistant.record.readers.speakers import Registry
from assistant.record.readers.speakers_schema import PersonModel, RoleModel, key
from assistant.record.sources import Sources


class Taken(Protocol):
    """What taking files in did."""

    @property
    def summary(self) -> IngestSummary:
        """The batch's summary."""
        ...


class Take(Protocol):
    """Takes files into the record and indexes them."""

    def __call__(self, paths: Sequence[Path], *, dry_run: bool = False) -> Taken:
        """Take them."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAgain:
    """What became of one file in which a settled label stands."""

    name: str
    kind: str
    """"read", "gone" (it no longer lies there), "changes" (reading it would change more than the label), "rejected"."""
    added: int = 0
    changes: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What settling a label did."""

    label: str
    name: str
    """Who it is; empty for somebody who never speaks for the government."""
    files: tuple[ReadAgain, ...]
    left: int
    """Turns under the label that still fit nobody."""


class Settling:
    """Writes what somebody says of a label into the home's registry, and reads the files again."""

    def __init__(
        self,
        home: Path,
        sources: Sources,
        labels: Callable[[], list[UnattributedLabel]],
        registry: Callable[[], Registry],
        renew: Callable[[], None],
        take: Take,
        note: Callable[[str, str, str], None],
    ) -> None:
        """Write into `home`; `renew` makes `registry` read it again, `labels` lists what is unsettled.

        `note` is told of each label that was settled, as whom, and by whom.
        """
        self._home = home
        self._sources = sources
        self._labels = labels
        self._registry = registry
        self._renew = renew
        self._take = take
        self._note = note

    @only_for(Role.ADMIN)
    def as_official(
        self, label: str, name: str, role: str, since: str = "", until: str = "", *, by: str = ""
    ) -> Settled:
        """Say that a label is somebody who speaks for the government, in a role held from one day to another.

        Raises:
            EntryError: A field is missing or wrong.
            InputError: No turn bears the label, or the home's file cannot be written so.
        """
        waiting = self._waiting(label)
        name, role = " ".join(name.split()), " ".join(role.split())
        faults = [Fault(field=f, kind="missing") for f, value in (("name", name), ("role", role)) if not value]
        first, last = _day(since, "since", faults), _day(until, "until", faults)
        if first and last and first > last:
            faults.append(Fault(field="until", kind="before_since"))
        known = self._registry().known(name)
        if known is not None and not known.government:
            faults.append(Fault(field="name", kind="not_ours", values={"name": known.name}))
        if faults:
            raise EntryError(tuple(faults))
        held = RoleModel(role=role, since=first, until=last)
        outside = [turn.date for turn in waiting.turns if not held.held_on(turn.date)]
        if len(outside) == len(waiting.turns):
            raise EntryError((Fault(field="since", kind="outside", values={"day": outside[0].isoformat()}),))
        spelling = waiting.name or bare_label(waiting.label)
        person = with_role(known, name, "" if key(spelling) == key(name) else spelling, held)
        if not waiting.role:
            _require_one_role(person, held, [t.date for t in waiting.turns if held.held_on(t.date)])
        write_person(self._home, person)
        self._note(waiting.label, f"{name}, {role}", by)
        return self._again(waiting, name)

    @only_for(Role.ADMIN)
    def as_journalist(self, label: str, *, by: str = "") -> Settled:
        """Say that a label is a journalist: what follows it is a question, and never a position.

        Raises:
            InputError: No turn bears the label, or the home's file cannot be written so.
        """
        waiting = self._waiting(label)
        write_label(self._home, "journalist", bare_label(waiting.label))
        self._note(waiting.label, "a journalist", by)
        return self._again(waiting, "")

    @only_for(Role.ADMIN)
    def as_guest(self, label: str, *, by: str = "") -> Settled:
        """Say that a label is somebody who never speaks for the government.

        Raises:
            InputError: No turn bears the label, it is an official's, or the home's file cannot be written so.
        """
        waiting = self._waiting(label)
        if waiting.name and not waiting.role:
            known = self._registry().known(waiting.name)
            if known is not None and known.government:
                raise InputError(f"{known.name!r} is in the registry of speakers as an official; correct it there.")
            write_person(self._home, PersonModel(name=waiting.name, government=False))
        else:
            write_label(self._home, "guest", bare_label(waiting.label))
        self._note(waiting.label, "does not speak for the government", by)
        return self._again(waiting, "")

    def _waiting(self, label: str) -> UnattributedLabel:
        found = next((each for each in self._labels() if each.label == label), None)
        if found is None:
            raise InputError(f"No turn under the label {label!r} waits any more.")
        return found

    def _again(self, waiting: UnattributedLabel, name: str) -> Settled:
        self._renew()
        labels = list(dict.fromkeys(turn.label for turn in waiting.turns))
        files = tuple(self._read(ref, path) for ref, path in self._sources.with_labels(labels).items())
        left = next((len(each.turns) for each in self._labels() if key(each.label) == key(waiting.label)), 0)
        return Settled(label=waiting.label, name=name, files=files, left=left)

    def _read(self, ref: str, path: str) -> ReadAgain:
        """Read a file again, if that changes nothing but what the label held back.

        What was declared of the file when it was read is not known any more: where reading it without that would
        change statements that are there, whoever declared it has to read it.
        """
        name = ref.partition(" ")[2] or ref
        if not path or not Path(path).is_file():
            return ReadAgain(name=name, kind="gone")
        tried = self._take([Path(path)], dry_run=True).summary
        if tried.rejected and not tried.outcomes:
            return ReadAgain(name=name, kind="rejected", reason=tried.rejected[0].reason)
        changes = tried.change.updated + tried.change.removed
        if changes:
            return ReadAgain(name=name, kind="changes", changes=changes)
        done = self._take([Path(path)]).summary
        return ReadAgain(name=name, kind="read", added=done.change.added + done.change.quarantined)


def _day(value: str, name: str, faults: list[Fault]) -> date | None:
    if not value.strip():
        return None
    try:
        return date.fromisoformat(value.strip())
    except ValueError:
        faults.append(Fault(field=name, kind="no_date"))
        return None


def _require_one_role(person: PersonModel, held: RoleModel, days: Sequence[date]) -> None:
    """A name without a role is attributed only where exactly one role was held that day."""
    for day in days:
        other = next((each for each in person.roles_on(day) if key(each.role) != key(held.role)), None)
        if other is not None:
            values = {"role": other.role, "day": day.isoformat()}
            raise EntryError((Fault(field="role", kind="second_role", values=values),))
