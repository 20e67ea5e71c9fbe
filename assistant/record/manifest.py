"""The manifest `sources.yaml`: who speaks in which folder, in what form, for loads of many files at once."""

import glob
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, ValidationError

from assistant.domain import Authority, Classification, Form, Side, Topic
from assistant.errors import InputError, RecordError
from assistant.record.readers import READER_NAMES, Declared
from assistant.record.readers.fields import require_columns
from assistant.record.schema import Border, describe, parse_yaml, read_text

NAME = "sources.yaml"
MAX_BYTES = 1_000_000
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class EntryModel(Border):
    """What is declared of a folder, a file, or the files that a pattern finds."""

    path: Text
    reader: Text = "auto"
    speaker: str = ""
    role: str = ""
    venue: str = ""
    title: str = ""
    counterpart: str = ""
    side: Side | None = None
    classification: Classification | None = None
    lang: Literal["es", "en", ""] = ""
    form: Form | None = None
    authority: Authority | None = None
    topics: tuple[Text, ...] = ()
    columns: Mapping[Text, Text] = Field(default_factory=dict)


class ManifestModel(Border):
    """The whole file."""

    folders: Annotated[tuple[EntryModel, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """A manifest with the places that its entries name."""

    path: Path
    entries: tuple[EntryModel, ...]
    places: Mapping[str, EntryModel]
    """By absolute path of a file or folder; a file belongs to the nearest place above it."""
    empty: Mapping[str, str]
    """Entries that name nothing there is: where in the manifest → why."""

    def entry_for(self, path: Path) -> EntryModel | None:
        """Return the most specific entry that a file belongs to, None if to none."""
        own = _absolute(path)
        while own not in self.places:
            above = os.path.dirname(own)
            if above == own:
                return None
            own = above
        return self.places[own]

    def tops(self) -> Iterator[Path]:
        """Yield the places that lie in no other place: together they hold every file that the manifest names."""
        for place in self.places:
            if not any(place != other and _is_inside(place, other) for other in self.places):
                yield Path(place)


def load_manifest(path: Path, topics: tuple[Topic, ...] = ()) -> Manifest:
    """Read and check a manifest; with `topics`, those it names must be among them.

    Raises:
        InputError: It is malformed; the sentence names file and field.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError(f"The manifest {path.name!r} is larger than {MAX_BYTES // 1_000_000} MB; shorten it.")
        model = ManifestModel.model_validate(parse_yaml(read_text(path), path.name))
    except ValidationError as error:
        raise InputError(f"Manifest {path.name!r}, {describe(error)}. Correct the file.") from None
    except OSError as error:
        raise InputError(f"The manifest {path.name!r} cannot be read ({error.strerror}).") from None
    except RecordError as error:
        raise InputError(str(error)) from None
    for number, entry in enumerate(model.folders):
        _check(entry, f"Manifest {path.name!r}, field 'folders.{number}", topics)
    return _placed(path, model.folders)


def declared_for(entry: EntryModel | None, outer: Declared) -> Declared:
    """Return what an entry declares, filled up with what was declared of the whole load.

    A role belongs to its speaker: where the entry names one, a role declared for another is not taken over.
    """
    if entry is None:
        return outer
    own_speaker = bool(entry.speaker) and entry.speaker != outer.speaker
    return replace(
        outer,
        speaker=entry.speaker or outer.speaker,
        role=entry.role or ("" if own_speaker else outer.role),
        venue=entry.venue or outer.venue,
        title=entry.title or outer.title,
        counterpart=entry.counterpart or outer.counterpart,
        side=entry.side or outer.side,
        classification=entry.classification or outer.classification,
        lang=entry.lang or outer.lang,
        form=entry.form or outer.form,
        authority=entry.authority or outer.authority,
        topics=entry.topics or outer.topics,
        columns=entry.columns or outer.columns,
    )


def require_topics(names: tuple[str, ...], topics: tuple[Topic, ...], where: str) -> None:
    """Refuse a topic that the ledger does not have.

    Raises:
        InputError: There is none of that id; the sentence lists those there are.
    """
    known = [topic.id for topic in topics]
    for name in names:
        if known and name not in known:
            raise InputError(f"{where}there is no topic {name!r}; choose one of: {', '.join(known)}.")


def _check(entry: EntryModel, where: str, topics: tuple[Topic, ...]) -> None:
    if entry.reader not in READER_NAMES:
        readers = ", ".join(READER_NAMES)
        raise InputError(f"{where}.reader': there is no reader {entry.reader!r}; choose one of: {readers}.")
    require_topics(entry.topics, topics, f"{where}.topics': ")
    try:
        require_columns(entry.columns)
    except InputError as error:
        raise InputError(f"{where}.columns': {error}") from None


def _placed(path: Path, entries: tuple[EntryModel, ...]) -> Manifest:
    """Find the places that the entries name; where two name one place, a plain path outweighs a pattern."""
    top = os.path.dirname(_absolute(path))
    places: dict[str, EntryModel] = {}
    empty: dict[str, str] = {}
    plain: dict[str, int] = {}
    patterns = [(number, entry) for number, entry in enumerate(entries) if glob.has_magic(entry.path)]
    # Short patterns first: a longer one says more exactly what it means.
    for number, entry in sorted(patterns, key=lambda each: len(each[1].path)):
        found = [_inside(place, top, entry, number, path) for place in _matching(entry, top)]
        places.update(dict.fromkeys(found, entry))
        if not found:
            empty[f"folders.{number}"] = f"The pattern {entry.path!r} finds nothing; correct it."
    for number, entry in enumerate(entries):
        if glob.has_magic(entry.path):
            continue
        place = _inside(os.path.join(top, entry.path), top, entry, number, path)
        if place in plain:
            raise InputError(
                f"Manifest {path.name!r}, field 'folders.{number}.path': {entry.path!r} is listed already "
                f"as entry {plain[place]}; join the two."
            )
        plain[place] = number
        if os.path.exists(place):
            places[place] = entry
        else:
            empty[f"folders.{number}"] = f"There is no {entry.path!r} beside the manifest; correct the path."
    return Manifest(path=path, entries=entries, places=places, empty=empty)


def _matching(entry: EntryModel, top: str) -> list[str]:
    return sorted(glob.glob(os.path.join(glob.escape(top), entry.path), recursive=True))


def _inside(place: str, top: str, entry: EntryModel, number: int, manifest: Path) -> str:
    place = os.path.abspath(place)
    if not os.path.isabs(entry.path) and not _is_inside(place, top):
        raise InputError(
            f"Manifest {manifest.name!r}, field 'folders.{number}.path': {entry.path!r} leads out of the manifest's "
            "folder; write the whole path, or move the manifest up."
        )
    return place


def _is_inside(place: str, folder: str) -> bool:
    return place == folder or place.startswith(os.path.join(folder, ""))


def _absolute(path: Path) -> str:
    """Return the path from the root on, as it is written: links stay links."""
    return os.path.abspath(path)
