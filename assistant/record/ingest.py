"""Takes files into the record: each file whole or not at all, and the rest of a batch always goes on."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from assistant.domain import Classification, Progress, Statement, Topic, silent
from assistant.errors import InputError, RestrictedError
from assistant.record.loads import Load, ToRead
from assistant.record.manifest import require_topics
from assistant.record.preparing import Prepared, Preparer, prepare_all
from assistant.record.readers import Declared
from assistant.record.readers.fields import require_columns
from assistant.record.readers.speakers import Registry, bundled_registry
from assistant.record.sources import Sources
from assistant.record.store import RecordStore, SourceFile
from assistant.record.writing import StoreChange

STAGE = "reading (kB)"
"""Progress counts kilobytes: one file may be a thousand times another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """A file that was not taken, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileOutcome:
    """What became of one file that was taken."""

    path: str
    ref: str
    """The name under which its statements are kept."""
    change: StoreChange
    set_aside: Mapping[str, int]
    labels: tuple[str, ...]
    """The labels in it that fit nobody."""
    faults: Mapping[str, str]
    """Parts of it that were not taken: place → reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestSummary:
    """What a batch did. `set_aside` counts turns that are no position, by kind of speaker."""

    files: int
    change: StoreChange
    rejected: tuple[Rejection, ...]
    set_aside: Mapping[str, int]
    speakers: Mapping[str, int]
    skipped: int = 0
    """Files that are no documents: pictures, hidden files, the rest of an X archive."""
    unattributed: int = 0
    """Turns whose label fits nobody."""
    dry_run: bool = False
    """Nothing was stored: `change` is what would have been done."""
    outcomes: tuple[FileOutcome, ...] = ()
    """The files that were taken, each by itself."""


@dataclass(slots=True, kw_only=True)
class _Batch:
    """What is known of a batch while it goes on: sums and names, never what the files held."""

    store: RecordStore
    dry_run: bool
    change: StoreChange = field(default_factory=StoreChange)
    rejected: list[Rejection] = field(default_factory=list)
    set_aside: Counter[str] = field(default_factory=Counter)
    speakers: Counter[str] = field(default_factory=Counter)
    unattributed: int = 0
    outcomes: list[FileOutcome] = field(default_factory=list)
    read_as: dict[str, Path] = field(default_factory=dict)
    """Files of this batch by the name of their source."""
    digests: dict[str, Path] = field(default_factory=dict)
    """Files of a dry run by the digest of their bytes."""
    ids: dict[str, Path] = field(default_factory=dict)
    """Files of a dry run by the ids of their statements."""


def ingest(
    store: RecordStore,
    paths: Sequence[Path],
    *,
    reader: str = "auto",
    declared: Declared | None = None,
    registry: Registry | None = None,
    topics: tuple[Topic, ...] = (),
    progress: Progress = silent,
    dry_run: bool = False,
    stored: Callable[[], None] = lambda: None,
    require: Callable[[Classification], None] = lambda _classification: None,
) -> IngestSummary:
    """Read files and folders into the store. A file that fails is reported and the rest goes on.

    Args:
        store: The record.
        paths: Files, folders, or manifests; a folder with a `sources.yaml` at its top is read as that says.
        reader: The reader for every file for which the manifest names none; "auto" recognises by content.
        declared: What is declared of every file; a manifest's entry comes first, and what a file says itself before
            both.
        registry: Who speaks for the government; the bundled registry by default.
        topics: The ledger's topics.
        progress: Told of the kilobytes read.
        dry_run: Read and report, but store nothing.
        require: Refuses a class of statements that the indexes could not take.
        stored: Called after each file, for what can go on while the next one is read.

    Raises:
        InputError: What is declared names a topic or a column that there is not.
    """
    declared = declared or Declared()
    require_topics(declared.topics, topics, "")
    require_columns(declared.columns)
    batch = _Batch(store=store, dry_run=dry_run)
    preparer = Preparer(registry or bundled_registry(), topics)
    load = Load(reader=reader, declared=declared, topics=topics)
    files = list(load.files(paths))
    batch.rejected += [Rejection(path=str(path), reason=reason) for path, reason in load.search.refused]
    done, total = 0, sum(file.size for file in files)
    for file, outcome in prepare_all(preparer, files):
        try:
            if isinstance(outcome, InputError):
                raise outcome
            _require(outcome, require)
            _take(batch, file, outcome)
        except InputError as error:
            batch.rejected.append(Rejection(path=str(file.path), reason=str(error)))
        stored()
        done += file.size
        progress(STAGE, -(-done // 1000), -(-total // 1000))
    return IngestSummary(
        files=len(files),
        change=batch.change,
        rejected=tuple(batch.rejected),
        set_aside=dict(batch.set_aside),
        speakers=dict(batch.speakers.most_common()),
        skipped=load.search.skipped,
        unattributed=batch.unattributed,
        dry_run=dry_run,
        outcomes=tuple(batch.outcomes),
    )


def _require(prepared: Prepared, require: Callable[[Classification], None]) -> None:
    """Refuse a file before anything of it is stored.

    Raises:
        InputError: It holds statements of a class that may not be indexed.
    """
    try:
        require(Classification.highest(each.classification for each in prepared.statements))
    except RestrictedError as error:
        raise InputError(str(error)) from None


def _take(batch: _Batch, file: ToRead, prepared: Prepared) -> None:
    """Store what one file says.

    Raises:
        InputError: The file cannot be taken; nothing of it was stored.
    """
    reading, statements = prepared.reading, prepared.statements
    source = _source(batch, file, prepared)
    if batch.dry_run:
        change = _rehearse(batch, file, source, statements)
    else:
        change = batch.store.put_written(prepared.rows, source=source)
    batch.change += change
    batch.outcomes.append(
        FileOutcome(
            path=str(file.path),
            ref=source.ref,
            change=change,
            set_aside=dict(reading.set_aside),
            labels=tuple(dict.fromkeys(each.label for each in reading.unattributed)),
            faults=dict(reading.faults),
        )
    )
    batch.read_as[source.ref] = file.path
    batch.set_aside.update(reading.set_aside)
    batch.speakers.update(statement.speaker for statement in statements)
    batch.unattributed += len(reading.unattributed)
    faults = reading.faults.items()
    batch.rejected += [Rejection(path=f"{file.path}, {place}", reason=why) for place, why in faults]


def _source(batch: _Batch, file: ToRead, prepared: Prepared) -> SourceFile:
    """Return the file as the store is to remember it.

    Raises:
        InputError: The same content is there under another name, or another file of the batch is the same source.
    """
    resolved = file.path.resolve()
    ref = Sources(batch.store.database).name_of(resolved, prepared.statements)
    same = batch.store.source_with_digest(prepared.digest)
    if same not in {None, ref}:
        raise _repeated(str(same).partition(" ")[2])
    if ref in batch.read_as:
        raise InputError(
            f"The file makes the same statements as {str(batch.read_as[ref])!r}, which was read just before; give one "
            "of the two another name or leave it out."
        )
    return SourceFile(
        ref=ref,
        digest=prepared.digest,
        path=str(resolved),
        held=prepared.held,
        unattributed=prepared.reading.unattributed,
    )


def _repeated(name: str) -> InputError:
    return InputError(f"The file has the same content as {name!r}, which is already in the record; not added again.")


def _rehearse(batch: _Batch, file: ToRead, source: SourceFile, statements: Sequence[Statement]) -> StoreChange:
    """Tell what storing would do, and refuse what it would refuse.

    Raises:
        InputError: Storing would fail.
    """
    twin = batch.digests.get(source.digest)
    if twin is not None:
        raise _repeated(twin.name)
    other = next((batch.ids[each.id] for each in statements if each.id in batch.ids), None)
    owner = str(other) if other else Sources(batch.store.database).other_owner(statements, source.ref)
    if owner:
        raise InputError(f"It holds an id that already belongs to a statement from {owner!r}; give it another id.")
    batch.digests[source.digest] = file.path
    batch.ids.update(dict.fromkeys((each.id for each in statements), file.path))
    change = Sources(batch.store.database).outcome(statements, source.ref)
    held = sum(each.id in source.held for each in statements)
    return replace(change, added=max(change.added - held, 0), quarantined=held)
