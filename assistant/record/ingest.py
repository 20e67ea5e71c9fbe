"""Takes files into the record: each file whole or not at all, and the rest of a batch always goes on."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from assistant.domain import Progress, Statement, Topic, silent
from assistant.errors import InputError
from assistant.record.readers import read_file
from assistant.record.store import RecordStore, StoreChange
from assistant.record.topics import topics_in

MAX_FILE_BYTES = 20_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """A file that was not taken, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestSummary:
    """What a batch did. `set_aside` counts turns that are no position, by kind of speaker."""

    files: int
    change: StoreChange
    rejected: tuple[Rejection, ...]
    set_aside: Mapping[str, int]
    speakers: Mapping[str, int]


def ingest(
    store: RecordStore,
    paths: Sequence[Path],
    *,
    reader: str = "auto",
    topics: tuple[Topic, ...] = (),
    progress: Progress = silent,
) -> IngestSummary:
    """Read files and folders into the store. A file that fails is reported and the rest goes on."""
    rejected: list[Rejection] = []
    totals = {"added": 0, "updated": 0, "unchanged": 0, "removed": 0}
    set_aside: Counter[str] = Counter()
    speakers: Counter[str] = Counter()
    files = list(_files(paths, rejected))
    for done, path in enumerate(files, start=1):
        try:
            change, statements, aside = _ingest_file(store, path, reader, topics)
        except InputError as error:
            rejected.append(Rejection(path=str(path), reason=str(error)))
        else:
            for name in totals:
                totals[name] += getattr(change, name)
            set_aside.update(aside)
            speakers.update(statement.speaker for statement in statements)
        progress("reading", done, len(files))
    return IngestSummary(
        files=len(files),
        change=StoreChange(**totals),
        rejected=tuple(rejected),
        set_aside=dict(set_aside),
        speakers=dict(speakers.most_common()),
    )


def _files(paths: Sequence[Path], rejected: list[Rejection]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith("."))
            if not inside:
                rejected.append(Rejection(path=str(path), reason="The folder holds no files; check the path."))
            yield from inside
        elif path.is_file():
            yield path
        else:
            rejected.append(Rejection(path=str(path), reason="There is no such file or folder; check the path."))


def _ingest_file(
    store: RecordStore, path: Path, reader: str, topics: tuple[Topic, ...]
) -> tuple[StoreChange, Sequence[Statement], Mapping[str, int]]:
    data = _bytes_of(path)
    digest = hashlib.sha256(data).hexdigest()
    reading = read_file(path, data, reader)
    statements = [_with_topics(statement, topics) for statement in reading.statements]
    source = _source_key(path, statements)
    same = store.source_with_digest(digest)
    if same is not None and same != source:
        name = same.partition(" ")[2]
        raise InputError(f"The file has the same content as {name!r}, which is already in the record; not added again.")
    change = store.put(statements, ref=source, source_digest=digest)
    return change, statements, reading.set_aside


def _source_key(path: Path, statements: Sequence[Statement]) -> str:
    """Return what tells a corrected file from another one of the same name: the day it is of, and its name."""
    day = min((statement.date for statement in statements), default=date.min)
    return f"{day.isoformat()} {path.name}"


def _bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise InputError(f"The file is larger than {MAX_FILE_BYTES // 1_000_000} MB; split it.")
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"The file cannot be read ({error.strerror}); check its permissions.") from None


def _with_topics(statement: Statement, topics: tuple[Topic, ...]) -> Statement:
    if statement.topics:
        return statement
    return replace(statement, topics=topics_in(f"{statement.context}\n{statement.text}", topics))
