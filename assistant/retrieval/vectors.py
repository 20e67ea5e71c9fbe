"""Vectors kept by what they were made from, so that no text is embedded twice by the same model.

A cache in one SQLite file of the home. It outlives both indexes: building them anew takes no embedding.
"""

import hashlib
import sqlite3
import threading
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.domain import Embedder
from assistant.retrieval.cachefile import discard, open_cache
from assistant.retrieval.weights import kept_under

Vector = npt.NDArray[np.float32]
TEXTS_AT_ONCE = 128
"""How many texts an embedder gets at once that does not say how many it wants."""
_IN_ONE_QUERY = 500
_TABLE = "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL)"
_CHECKSUM_BYTES = 4


class VectorCache:
    """Vectors of texts, by SHA-256 over the model and the exact text. Safe for threads and for several processes.

    It only saves time, so it never fails: what it cannot read is embedded again, what it cannot keep is not kept,
    and a damaged file is thrown away.
    """

    def __init__(self, path: Path, model_id: str) -> None:
        """Keep vectors of `model_id` in the file `path`, which is opened when it is first needed."""
        self._path = path
        self._model = kept_under(model_id).encode("utf-8") + b"\0"
        self._connection: sqlite3.Connection | None = None
        self._mutex = threading.Lock()

    def key(self, text: str) -> bytes:
        """Return the key of a text: another model or one character more is another key."""
        return hashlib.sha256(self._model + text.encode("utf-8", "surrogatepass")).digest()

    def get(self, keys: Sequence[bytes]) -> dict[bytes, Vector]:
        """Return the vectors that are kept for `keys`."""
        found: dict[bytes, Vector] = {}

        def read(connection: sqlite3.Connection) -> None:
            for start in range(0, len(keys), _IN_ONE_QUERY):
                part = keys[start : start + _IN_ONE_QUERY]
                marks = ",".join("?" * len(part))
                rows = connection.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", part)  # noqa: S608
                found.update((key, vector) for key, blob in rows if (vector := _unpacked(blob)) is not None)

        self._run(read)
        return found

    def put(self, vectors: dict[bytes, Vector]) -> None:
        """Keep vectors, all of them or none."""
        rows = [(key, _packed(vector)) for key, vector in vectors.items()]
        self._run(lambda c: c.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows))

    def close(self) -> None:
        """Release the file."""
        with self._mutex:
            self._drop_connection()

    def _run(self, work: Callable[[sqlite3.Connection], object]) -> None:
        with self._mutex:
            for _ in range(2):
                try:
                    connection = self._connection = self._connection or open_cache(self._path, _TABLE, "DEFERRED")
                    with connection:
                        work(connection)
                    return
                except sqlite3.OperationalError:
                    return  # locked for long, no space, read-only: the vectors are made without the cache
                except sqlite3.DatabaseError:
                    self._throw_away()

    def _throw_away(self) -> None:
        self._drop_connection()
        discard(self._path)

    def _drop_connection(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _packed(vector: Vector) -> bytes:
    data = np.ascontiguousarray(vector, dtype="<f4").tobytes()
    return zlib.crc32(data).to_bytes(_CHECKSUM_BYTES, "little") + data


def _unpacked(blob: object) -> Vector | None:
    if not isinstance(blob, bytes) or len(blob) <= _CHECKSUM_BYTES or len(blob) % 4:
        return None
    data = blob[_CHECKSUM_BYTES:]
    if zlib.crc32(data).to_bytes(_CHECKSUM_BYTES, "little") != blob[:_CHECKSUM_BYTES]:
        return None
    return np.frombuffer(data, dtype="<f4")


def embed_once(
    embedder: Embedder, cache: VectorCache, texts: Sequence[str], step: Callable[[float], None]
) -> npt.NDArray[np.float32]:
    """Return the vectors of `texts`, in their order, embedding only those that are not kept yet.

    Texts are handed over from the longest to the shortest, because texts of one length cost least together; each
    lot is kept at once, so that an interruption costs little. `step` is told the share that is done, 0…1.
    """
    keys = [cache.key(text) for text in texts]
    vectors = cache.get(list(dict.fromkeys(keys)))
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in vectors}
    done, total = 0, sum(map(_weight, missing.values()))
    for lot in _lots(missing, getattr(embedder, "texts_at_once", TEXTS_AT_ONCE)):
        made = embedder.embed_passages([missing[key] for key in lot])
        new = dict(zip(lot, made, strict=True))
        cache.put(new)
        vectors.update(new)
        done += sum(_weight(missing[key]) for key in lot)
        step(done / total)
    return np.stack([vectors[key] for key in keys]) if keys else np.zeros((0, 0), np.float32)


def _weight(text: str) -> int:
    """Return about how much work a text is: its characters, and a little for being a text at all."""
    return len(text) + 20


def _lots(missing: dict[bytes, str], size: int) -> Iterator[list[bytes]]:
    order = sorted(missing, key=lambda key: len(missing[key]), reverse=True)
    for start in range(0, len(order), size):
        yield order[start : start + size]
