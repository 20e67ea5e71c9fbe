"""The file that a backup is: a zip with a manifest that names every member, its size and its SHA-256.

An archive is written whole or not at all, and nothing of it is used before every digest has been checked.
"""

import contextlib
import hashlib
import json
import os
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.domain import Progress, silent
from assistant.errors import InputError

MANIFEST = "manifest.json"
MAX_MANIFEST_BYTES = 20_000_000
MAX_LINE_BYTES = 200_000_000
CHUNK = 1 << 20
EXPANDS_AT_MOST = 100
"""How many bytes one byte of an archive may become; JSON of a real record becomes about ten."""
ALWAYS_ALLOWED_BYTES = 50_000_000
_NAME = re.compile(r"record/[a-z_]{1,64}\.jsonl|caches/[A-Za-z0-9_-]{1,64}\.sqlite3|files/[^\x00-\x1f\\:]{1,1000}")


class MemberEntry(BaseModel):
    """What the manifest says of one member."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    bytes: Annotated[int, Field(ge=0)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Manifest(BaseModel):
    """What an archive holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    format: Literal["assistant-backup/1"] = "assistant-backup/1"
    program: str
    schema_version: str
    created: str
    tables: dict[str, list[str]]
    """The columns of each table."""
    counts: dict[str, int]
    """The rows of each table."""
    members: dict[str, MemberEntry] = {}


class ArchiveWriter:
    """Takes members one after the other; digests are computed on the way."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        """Write into an open zip."""
        self._file = file
        self.members: dict[str, MemberEntry] = {}

    def add(self, name: str, pieces: Iterable[bytes]) -> None:
        """Write one member, piece by piece."""
        digest, size = hashlib.sha256(), 0
        with self._file.open(name, "w", force_zip64=True) as stream:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                stream.write(piece)
        self.members[name] = MemberEntry(bytes=size, sha256=digest.hexdigest())

    def finish(self, manifest: Manifest) -> Manifest:
        """Write the manifest, with what was added."""
        whole = manifest.model_copy(update={"members": self.members})
        self._file.writestr(MANIFEST, whole.model_dump_json(indent=1))
        return whole


@contextmanager
def writing_archive(path: Path) -> Iterator[ArchiveWriter]:
    """Write an archive that appears at `path` when all of it is on the disk.

    Raises:
        InputError: The file cannot be written, or something else than a backup is there.
    """
    if path.exists():
        with reading_archive(path):  # nothing but an older backup is written over
            pass
    temporary = path.with_name(f".{path.name}.part")
    try:
        with _private(temporary) as stream:
            with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as file:
                yield ArchiveWriter(file)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(temporary, path)
    except OSError as error:
        raise InputError(
            f"The backup {str(path)!r} cannot be written ({error.strerror or error}); choose another place."
        ) from None
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def _private(path: Path) -> IO[bytes]:
    """Open a new file that only this user reads: a backup holds drafts that are not public yet."""
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "wb")


class ArchiveReader:
    """An archive whose directory agrees with its manifest; `verify` then checks every byte."""

    def __init__(self, path: Path, file: zipfile.ZipFile) -> None:
        """Read the directory.

        Raises:
            InputError: It is no backup, or its directory and its manifest differ.
        """
        self._path = path
        self._file = file
        infos = file.infolist()
        self._infos = {info.filename: info for info in infos}
        if MANIFEST not in self._infos:
            raise InputError(f"The file {str(path)!r} is a zip, but no backup of this program; choose another.")
        self.manifest = self._read_manifest()
        if len(infos) != len(self._infos) or self._infos.keys() - {MANIFEST} != self.manifest.members.keys():
            raise self.damaged("its members are not those that its manifest names")
        self._require_reasonable(infos)

    def _read_manifest(self) -> Manifest:
        if self._infos[MANIFEST].file_size > MAX_MANIFEST_BYTES:
            raise self.damaged("its manifest is too large")
        data = b"".join(self.pieces(MANIFEST))
        try:
            return Manifest.model_validate(json.loads(data))
        except (ValueError, RecursionError, ValidationError):
            raise InputError(
                f"The file {str(self._path)!r} has no manifest that this version can read; "
                "use the version of the program that wrote it, or another backup."
            ) from None

    def _require_reasonable(self, infos: Iterable[zipfile.ZipInfo]) -> None:
        total = packed = 0
        for info in infos:
            if info.filename != MANIFEST:
                if not _is_safe(info.filename):
                    raise self.damaged(f"it holds a member {info.filename[:80]!r} that no backup holds")
                if info.file_size != self.manifest.members[info.filename].bytes:
                    raise self.damaged(f"the size of {info.filename!r} is not that of its manifest")
            total, packed = total + info.file_size, packed + info.compress_size
        size = os.fstat(self._file.fp.fileno()).st_size if self._file.fp else 0
        if packed > size or total > ALWAYS_ALLOWED_BYTES + EXPANDS_AT_MOST * size:
            raise self.damaged(f"its {size} bytes claim to hold {total}")

    def damaged(self, why: str) -> InputError:
        """Return the error that says why an archive is not used."""
        return InputError(
            f"The backup {str(self._path)!r} is damaged ({why}); nothing was changed. Use another backup."
        )

    def verify(self, progress: Progress = silent) -> None:
        """Check the SHA-256 of every member.

        Raises:
            InputError: One of them is damaged.
        """
        total = sum(entry.bytes for entry in self.manifest.members.values())
        done = 0
        for name, entry in self.manifest.members.items():
            digest = hashlib.sha256()
            for piece in self.pieces(name):
                digest.update(piece)
                done += len(piece)
                progress("verifying", done, total)
            if digest.hexdigest() != entry.sha256:
                raise self.damaged(f"the content of {name!r} is not what was written")

    def pieces(self, name: str) -> Iterator[bytes]:
        """Return the content of a member, piece by piece."""
        try:
            with self._file.open(self._infos[name]) as stream:
                while piece := stream.read(CHUNK):
                    yield piece
        except _BROKEN as error:
            raise self.damaged(f"{name!r} cannot be read: {error}") from None

    def rows(self, name: str) -> Iterator[Mapping[str, Any]]:
        """Return the rows of a table; memory holds one line at a time."""
        rest = b""
        for piece in self.pieces(name):
            *lines, rest = (rest + piece).split(b"\n")
            for line in lines:
                yield self._row(name, line)
            if len(rest) > MAX_LINE_BYTES:
                raise self.damaged(f"a line of {name!r} is too long")
        if rest:
            yield self._row(name, rest)

    def _row(self, name: str, line: bytes) -> Mapping[str, Any]:
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            row = None
        if not isinstance(row, dict):
            raise self.damaged(f"a line of {name!r} is no row")
        return row


_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError)
"""What a damaged zip makes the library raise."""


def _is_safe(name: str) -> bool:
    """Accept the names that a backup gives; nothing that leads out of the folder it is unpacked into."""
    parts = PurePosixPath(name).parts
    return bool(_NAME.fullmatch(name)) and "/".join(parts) == name and not {".", ".."} & set(parts)


@contextmanager
def reading_archive(path: Path) -> Iterator[ArchiveReader]:
    """Open an archive and check its directory; `ArchiveReader.verify` checks the rest.

    Raises:
        InputError: It cannot be read or is no backup.
    """
    try:
        file = zipfile.ZipFile(path)
    except OSError as error:
        raise InputError(f"The backup {str(path)!r} cannot be read ({error.strerror}); check the path.") from None
    except _BROKEN:
        raise InputError(
            f"The file {str(path)!r} is no backup, or only the beginning of one; nothing was changed. Use another."
        ) from None
    with file:
        yield ArchiveReader(path, file)
