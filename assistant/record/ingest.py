"""Takes files into the record: each file whole or not at all, and the rest of a batch always goes on."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from assistant.domain import Progress, Statement, Topic, silent
from assistant.errors import InputError
from assistant.record.readers import Declared, InputFile, Reading, ReadingContext, read_file
from assistant.record.readers.speakers import Registry, bundled_registry
from assistant.record.store import RecordStore, SourceFile
from assistant.record.topics import topics_in
from assistant.record.writing import StoreChange

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
    declared: Declared | None = None,
    registry: Registry | None = None,
    topics: tuple[Topic, ...] = (),
    progress: Progress = silent,
) -> IngestSummary:
    """Read files and folders into the store. A file that fails is reported and the rest goes on."""
    rejected: list[Rejection] = []
    change = StoreChange()
    set_aside: Counter[str] = Counter()
    speakers: Counter[str] = Counter()
    context = ReadingContext(declared=declared or Declared(), registry=registry or bundled_registry())
    files = list(_files(paths, rejected))
    for done, path in enumerate(files, start=1):
        try:
            made, reading = _ingest_file(store, path, reader, context, topics)
        except InputError as error:
            rejected.append(Rejection(path=str(path), reason=str(error)))
        else:
            change += made
            set_aside.update(reading.set_aside)
            speakers.update(statement.speaker for statement in reading.statements)
            rejected += [Rejection(path=f"{path}, {place}", reason=why) for place, why in reading.faults.items()]
        progress("reading", done, len(files))
    return IngestSummary(
        files=len(files),
        change=change,
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
    store: RecordStore, path: Path, reader: str, context: ReadingContext, topics: tuple[Topic, ...]
) -> tuple[StoreChange, Reading]:
    data = _bytes_of(path)
    digest = hashlib.sha256(data).hexdigest()
    reading = read_file(InputFile(path=path, data=data), context, reader)
    statements = [_with_topics(statement, topics) for statement in reading.statements]
    key = _source_key(path, statements)
    same = store.source_with_digest(digest)
    if same is not None and same != key:
        name = same.partition(" ")[2]
        raise InputError(f"The file has the same content as {name!r}, which is already in the record; not added again.")
    source = SourceFile(
        ref=key,
        digest=digest,
        path=str(path.resolve()),
        held=reading.suspicious,
        unattributed=reading.unattributed,
    )
    return store.put(statements, source=source), reading


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
