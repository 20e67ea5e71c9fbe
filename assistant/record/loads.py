"""What one ingest is going to read: every file once, with what was declared of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.domain import Topic
from assistant.errors import InputError
from assistant.record.manifest import NAME, Manifest, declared_for, load_manifest
from assistant.record.readers import Declared
from assistant.record.walking import Found, Search, whole_size

_NESTED = (
    "A manifest counts only at the top of a folder that is given; give its folder, or the manifest itself, as PATH."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToRead:
    """A file, how it is to be read, and its size with all that is read together with it."""

    path: Path
    size: int
    reader: str
    declared: Declared


@dataclass(slots=True, kw_only=True)
class Load:
    """Finds the files of a load; what is refused or passed over on the way is kept here."""

    reader: str
    declared: Declared
    topics: tuple[Topic, ...] = ()
    search: Search = field(default_factory=Search)
    _seen: set[Path] = field(default_factory=set)

    def files(self, paths: Sequence[Path]) -> Iterator[ToRead]:
        """Yield every file that the paths and the manifests among them stand for, once."""
        for path in paths:
            try:
                yield from self._files_of(path)
            except InputError as error:
                self.search.refused.append((path, str(error)))

    def _files_of(self, path: Path) -> Iterator[ToRead]:
        manifest_path = path / NAME if path.is_dir() else path
        if manifest_path.name != NAME or not manifest_path.is_file():
            yield from self._each(path, None)
            return
        manifest = load_manifest(manifest_path, self.topics)
        for where, why in manifest.empty.items():
            self.search.refused.append((manifest_path / where, why))
        if path != manifest_path:
            yield from self._each(path, manifest)
        for top in manifest.tops():
            yield from self._each(top, manifest)

    def _each(self, top: Path, manifest: Manifest | None) -> Iterator[ToRead]:
        for found in self.search.files(top):
            resolved = found.path.resolve()
            if resolved in self._seen:
                continue
            self._seen.add(resolved)
            if manifest is not None and found.path.absolute() == manifest.path.absolute():
                continue
            if found.path.name == NAME:
                self.search.refused.append((found.path, _NESTED))
                continue
            yield self._to_read(found, manifest)

    def _to_read(self, found: Found, manifest: Manifest | None) -> ToRead:
        entry = manifest.entry_for(found.path) if manifest else None
        reader = entry.reader if entry is not None and entry.reader != "auto" else self.reader
        return ToRead(
            path=found.path, size=whole_size(found), reader=reader, declared=declared_for(entry, self.declared)
        )
