"""Backup and restore of a whole home: record, drafts, the home's own files, and vectors that took long to compute."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from assistant.assembly import Assistant, database_url, prepare_home, program_version
from assistant.domain import Progress, silent
from assistant.errors import ConfigurationError, IndexBusyError, InputError, ModelError
from assistant.record.archive import ArchiveReader, Manifest, reading_archive
from assistant.record.backup import RECORD_FILE, SAFETY_FOLDER, write_backup
from assistant.record.database import DamagedRecordError, Database
from assistant.record.restoring import (
    content_beyond_bundled,
    differing_files,
    load_tables,
    move_into,
    require_usable,
    stage_files,
)
from assistant.retrieval.index import discard_index
from assistant.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What a restore did."""

    manifest: Manifest
    passages: int
    kept: Path | None
    """Where the record that was there before lies now; None if there was none."""
    unfinished: str = ""
    """Why the indexes could not be built; everything else is done."""


def backup(settings: Settings, target: Path, *, with_vectors: bool = True, progress: Progress = silent) -> Manifest:
    """Write one archive of the home; it appears whole or not at all, and others may work meanwhile.

    Raises:
        InputError: The archive cannot be written, or a file of the home cannot be read.
        RecordError: The record cannot be read.
        ConfigurationError: There is no record in this home.
    """
    if settings.database_url is None and not (settings.home / RECORD_FILE).is_file():
        raise ConfigurationError(
            f"There is no record in {str(settings.home)!r}, so nothing to back up; name its home with --home."
        )
    with closing(Database(database_url(settings))) as database:
        return write_backup(
            database, settings.home, target, program=program_version(), with_caches=with_vectors, progress=progress
        )


def verify(source: Path, progress: Progress = silent) -> Manifest:
    """Check every digest of an archive and change nothing.

    Raises:
        InputError: It is damaged, or no backup.
    """
    with reading_archive(source) as archive:
        archive.verify(progress)
        require_usable(archive)
        return archive.manifest


def restore(settings: Settings, source: Path, *, force: bool = False, progress: Progress = silent) -> Restored:
    """Put a backup in the place of what is in the home, and build the indexes from it.

    Every digest is checked before anything is touched. With `force` a record that is there already is first
    backed up into the home's folder `backups`.

    Raises:
        InputError: The archive is damaged or no backup, or the home holds something already.
        ConfigurationError: The home cannot be used.
        RecordError: The database refuses; the record is as it was.
    """
    with reading_archive(source) as archive:
        archive.verify(progress)
        require_usable(archive)
        home = prepare_home(settings.home)
        with _staging(home) as folder:
            staged = stage_files(archive, folder)
            kept = _make_room(settings, differing_files(staged, home), force, progress)
            _replace(settings, archive, progress)
            move_into(staged, home)
        manifest = archive.manifest
    try:
        passages = Assistant.rebuild_index(settings, progress)
    except (ModelError, IndexBusyError) as error:
        return Restored(manifest=manifest, passages=0, kept=kept, unfinished=str(error))
    return Restored(manifest=manifest, passages=passages, kept=kept)


@contextmanager
def _staging(home: Path) -> Iterator[Path]:
    try:
        with tempfile.TemporaryDirectory(dir=home, prefix=".restoring-", ignore_cleanup_errors=True) as folder:
            yield Path(folder)
    except OSError as error:
        raise ConfigurationError(
            f"The home folder {str(home)!r} cannot be used ({error.strerror}); choose another with --home."
        ) from None


def _replace(settings: Settings, archive: ArchiveReader, progress: Progress) -> None:
    # The index goes first: after a crash the record is the old one or the new one, and never has a foreign index.
    discard_index(settings.home / "index")
    with closing(Database(database_url(settings))) as database:
        load_tables(database, archive, progress)


def _make_room(settings: Settings, differing: list[str], force: bool, progress: Progress) -> Path | None:
    """Refuse to write over anything, or keep it first; return where it was kept."""
    try:
        with closing(Database(database_url(settings))) as database:
            held = content_beyond_bundled(database)
            if differing:
                held = ", ".join(part for part in (held, f"a file {differing[0]!r} of its own") if part)
            if not held:
                return None
            if not force:
                raise InputError(
                    f"The home {str(settings.home)!r} already holds {held}; nothing was changed. Restore into a new "
                    "home with --home, or give --force: what is there is backed up first."
                )
            kept = _safety_place(settings.home, "zip")
            write_backup(database, settings.home, kept, program=program_version(), with_caches=False, progress=progress)
            return kept
    except DamagedRecordError:
        if settings.database_url is not None:
            raise
        if not force:
            raise InputError(
                f"The record in {str(settings.home)!r} is damaged; give --force to put the backup in its place (the "
                "damaged file is kept)."
            ) from None
        return _set_aside(settings.home)


def _safety_place(home: Path, ending: str) -> Path:
    folder = home / SAFETY_FOLDER
    folder.mkdir(exist_ok=True)
    return folder / f"before-restore-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.{ending}"


def _set_aside(home: Path) -> Path:
    place = _safety_place(home, "damaged.sqlite3")
    for journal in ("-wal", "-shm", ""):
        file = home / f"{RECORD_FILE}{journal}"
        if file.exists():
            os.replace(file, place.with_name(place.name + journal))
    return place
