"""Finds the files that a path stands for: what cannot be a document is passed over, what cannot be read is named."""

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from assistant.record.readers import InputFile
from assistant.record.readers.x_archive import XArchiveReader
from assistant.record.readers.x_posts import parts_beside

POSTS = ("tweets.js", "tweet.js")
"""Where an X archive keeps the account's posts, in newer and in older ones."""
_PART = re.compile(r"(tweets?)-part\d+\.js")
_ARCHIVE_DATA, _ARCHIVE_VIEWER = "data", frozenset({"assets", "your archive.html"})
_PASSED_OVER = frozenset({"__macosx", "thumbs.db", "desktop.ini", "ehthumbs.db", "icon\r"})
_NO_DOCUMENT = re.compile(
    r"\.(?:jpe?g|png|gif|webp|bmp|tiff?|hei[cf]|avif|svg|ico|psd|mp4|m4v|mov|avi|mkv|webm|wmv|mpe?g|3gp|mp3|m4a|wav|og[ga]|"
    r"opus|flac|aac|wma|css|m?js|map|woff2?|[to]tf|eot|lnk|tmp|part|crdownload)"
)
"""Pictures, sound, film, and what browsers save beside a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A file to be read."""

    path: Path
    size: int


@dataclass(slots=True)
class Search:
    """What a search through folders finds: the files come one by one, the rest is kept here."""

    refused: list[tuple[Path, str]] = field(default_factory=list)
    """What cannot be read, with the reason."""
    skipped: int = 0
    """Files that are no documents."""

    def files(self, path: Path) -> Iterator[Found]:
        """Yield the files that a path stands for; one that is named itself is never passed over."""
        try:
            mode = path.stat().st_mode
        except (OSError, ValueError):
            self.refused.append((path, _why_missing(path)))
            return
        if stat.S_ISDIR(mode):
            before = len(self.refused)
            found = False
            for each in self._inside(path):
                found = True
                yield each
            if not found and len(self.refused) == before:
                self.refused.append((path, "The folder holds no files; check the path."))
        else:
            yield from self._file(first_part(path))

    def _inside(self, top: Path) -> Iterator[Found]:
        """Walk through a folder without recursion: folders may lie deeper than Python's stack."""
        above: dict[Path, tuple[tuple[int, int], ...]] = {top: ()}
        waiting = [top]
        while waiting:
            path = waiting.pop()
            trail = above.pop(path, None)
            if trail is None:
                yield from self._file(path)
                continue
            entries = self._entries(path, trail)
            posts = _posts_in(path, entries)
            if posts is not None:
                yield from self._file(posts)
            kept = [entry for entry in entries if not _is_of_archive(path, entry, posts)]
            self.skipped += len(entries) - len(kept) - (posts is not None)
            entries = kept
            here = (*trail, _identity(path))
            for entry in reversed(entries):
                if _is_folder(entry):
                    above[Path(entry.path)] = here
                waiting.append(Path(entry.path))

    def _entries(self, folder: Path, trail: tuple[tuple[int, int], ...]) -> list["os.DirEntry[str]"]:
        """Return what is to be looked at in a folder, sorted by name."""
        if _identity(folder) in trail:
            self.refused.append((folder, "The link leads back to a folder above it; it was not followed."))
            return []
        try:
            with os.scandir(folder) as inside:
                entries = sorted(inside, key=lambda entry: entry.name)
        except OSError as error:
            self.refused.append((folder, f"The folder cannot be read ({error.strerror}); check its permissions."))
            return []
        wanted = [entry for entry in entries if not _is_passed_over(entry)]
        self.skipped += len(entries) - len(wanted)
        return wanted

    def _file(self, path: Path) -> Iterator[Found]:
        try:
            os.fspath(path).encode("utf-8")
            found = path.stat()
        except UnicodeEncodeError:
            self.refused.append((path, "The file's name is not UTF-8; rename the file."))
            return
        except OSError:
            self.refused.append((path, _why_missing(path)))
            return
        if not stat.S_ISREG(found.st_mode):
            self.refused.append((path, f"This is {_kind(found.st_mode)} and no file; leave it out."))
            return
        yield Found(path=path, size=found.st_size)


def is_posts(path: Path) -> bool:
    """Tell whether a file is named like an X archive's list of posts."""
    return path.name in POSTS or _PART.fullmatch(path.name) is not None


def first_part(path: Path) -> Path:
    """Return the first file of an X archive's posts for a further one: they are read together."""
    found = _PART.fullmatch(path.name)
    first = path.with_name(f"{found[1]}.js") if found else path
    return first if first.is_file() else path


def whole_size(found: Found) -> int:
    """Return a file's bytes, together with those of the parts that are read with it."""
    beside = parts_beside(found.path) if found.path.name in POSTS else ()
    return found.size + sum(_size(part) for part in beside)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _identity(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return (-1, -1)
    return (found.st_dev, found.st_ino)


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _is_passed_over(entry: "os.DirEntry[str]") -> bool:
    """Tell whether a name says that this is no document: hidden, a lock, a picture, part of a saved page."""
    name = entry.name.lower()
    if name.startswith((".", "~$")) or name in _PASSED_OVER:
        return True
    ending = os.path.splitext(name)[1]
    return bool(_NO_DOCUMENT.fullmatch(ending)) and not is_posts(Path(name)) and not _is_folder(entry)


def _posts_in(folder: Path, entries: list["os.DirEntry[str]"]) -> Path | None:
    """Return the list of posts of an X archive that lies in this folder, None where there is none."""
    names = {entry.name for entry in entries}
    return next((folder / name for name in POSTS if name in names and _holds_posts(folder / name)), None)


def _is_of_archive(folder: Path, entry: "os.DirEntry[str]", posts: Path | None) -> bool:
    """Tell whether an entry belongs to an X archive: its posts are read, all else in there is private or its viewer.

    Documents that lie beside an archive's own folders are documents all the same.
    """
    if posts is not None:
        return folder.name == _ARCHIVE_DATA or is_posts(Path(entry.name))
    viewer = entry.name.lower() in _ARCHIVE_VIEWER
    return viewer and any(_holds_posts(folder / _ARCHIVE_DATA / name) for name in POSTS)


def _holds_posts(path: Path) -> bool:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return False
        with path.open("rb") as stream:
            return XArchiveReader().recognises(InputFile(path=path, data=stream.read(300)))
    except OSError:
        return False


def _why_missing(path: Path) -> str:
    if path.is_symlink():
        return "The link leads nowhere, or round in a circle; mend or remove it."
    return "There is no such file or folder; check the path."


def _kind(mode: int) -> str:
    kinds = ((stat.S_ISFIFO, "a named pipe"), (stat.S_ISSOCK, "a socket"), (stat.S_ISCHR, "a device"))
    return next((name for test, name in kinds if test(mode)), "something special")
