"""Exact search over all vectors of a home, from a packed copy of what Chroma holds."""

import threading
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

import numpy as np

from assistant.record.loading import collector_paused
from assistant.retrieval.packed import Floats, PackedVectors, pack
from assistant.retrieval.packedfile import Entry, PackedFile, Place, apply

_NONE: Floats = np.zeros((0, 0), np.float32)
WASTE = 5_000
"""Vectors out of use, beyond as many as are in use, at which the file is written anew."""


class ExactSearch:
    """Finds the nearest passages by comparing all of them. Safe for threads and for several processes.

    Whoever writes to Chroma says so here first, with the token that marks the write. Whoever searches asks `follows`
    with the token that Chroma is at: if the copy cannot be brought to it, `take_over` makes it anew.
    """

    def __init__(self, path: Path) -> None:
        """Use the file `path`; nothing is read or written yet."""
        self._file = PackedFile(path)
        self._mutex = threading.RLock()
        self._vectors = PackedVectors()
        self._place = Place()

    def follows(self, token: str) -> bool:
        """Return whether this is a copy of what Chroma holds at `token`, after reading what others wrote."""
        with self._mutex:
            if token in self._place.tokens:
                return True
            self._read()
            if token not in self._place.tokens:
                # The file may have been removed or exchanged under an open connection.
                self._file.close()
                self._read()
            return token in self._place.tokens

    def announce(
        self, removed: Sequence[str], ids: Sequence[str], vectors: Floats | None, *, old: str, new: str
    ) -> None:
        """Note that Chroma goes from token `old` to `new` by this change."""
        with self._mutex:
            self._file.append([_entry(removed, ids, vectors)], old=old, new=new)

    def take_over(self, lots: Iterable[tuple[Sequence[str], Floats]], *, old: str, new: str) -> None:
        """Start anew with all that Chroma holds, or is about to hold at `new`."""
        with self._mutex:
            entries = [_entry([], ids, vectors) for ids, vectors in lots]
            self._file.begin(entries, old=old, new=new)
            self._vectors = PackedVectors()
            apply(entries, self._vectors)
            # Should the disk refuse the file, this process has its copy all the same.
            self._place = Place(tokens=frozenset({old, new}))

    def count(self) -> int:
        """Return the number of passages."""
        with self._mutex:
            return len(self._vectors)

    def ids(self) -> frozenset[str]:
        """Return the ids of all passages."""
        with self._mutex:
            return frozenset(self._vectors.ids)

    def of(self, statement_ids: Collection[str]) -> list[str]:
        """Return the ids of the passages of these statements."""
        with self._mutex:
            return self._vectors.of(statement_ids)

    def nearest(self, vector: Floats, k: int, statement_ids: Collection[str] | None = None) -> list[tuple[str, float]]:
        """Return the `k` passages nearest to `vector` (id, cosine), among `statement_ids` where given."""
        with self._mutex:
            return self._vectors.nearest(vector, k, statement_ids)

    def similarities(self, vector: Floats, ids: Sequence[str]) -> dict[str, float]:
        """Return the cosines of `vector` with those of the passages `ids` that are here."""
        with self._mutex:
            return self._vectors.similarities(vector, ids)

    def of_statements(self, vector: Floats, statement_ids: Collection[str]) -> dict[str, float]:
        """Return the cosines of `vector` with all passages of these statements."""
        with self._mutex:
            return self._vectors.of_statements(vector, statement_ids)

    def middle_of(self, statement_id: str) -> Floats | None:
        """Return the mean vector of a statement's passages, L2-normalised, None where it has none."""
        with self._mutex:
            return self._vectors.middle_of(statement_id)

    def sample(self, count: int) -> Floats:
        """Return up to `count` vectors from all over the record."""
        with self._mutex:
            return self._vectors.sample(count)

    def close(self) -> None:
        """Release the file."""
        with self._mutex:
            self._file.close()

    @collector_paused()
    def _read(self) -> None:
        found = self._file.read(self._place)
        if found is None:
            return
        place, entries = found
        try:
            if place.generation != self._place.generation:
                self._vectors = PackedVectors()
            apply(entries, self._vectors)
        except ValueError:
            self._place = Place()  # vectors of two lengths: no copy of anything
            return
        self._place = place
        if self._vectors.waste > len(self._vectors) + WASTE:
            ids, packed = self._vectors.live()
            entry = Entry(removed=[], passages=ids, vectors=packed)
            self._vectors = PackedVectors()
            apply([entry], self._vectors)
            self._place = self._file.shrink(place, entry)


def _entry(removed: Sequence[str], ids: Sequence[str], vectors: Floats | None) -> Entry:
    return Entry(removed=list(removed), passages=list(ids), vectors=pack(vectors if vectors is not None else _NONE))
