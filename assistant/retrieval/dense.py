"""The dense index: passages' vectors in Chroma, embedded in the home or on a server."""

import os
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlparse

import numpy as np
import numpy.typing as npt
from filelock import FileLock, Timeout

os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
import chromadb
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings as ChromaSettings
from chromadb.errors import NotFoundError

from assistant.domain import Passage
from assistant.errors import AssistantError, ConfigurationError, IndexBusyError, RetrievalError

T = TypeVar("T")

COLLECTION = "passages"
HNSW = {"space": "cosine", "ef_construction": 64, "max_neighbors": 16, "ef_search": 300}
"""Looking longer when searching costs a millisecond, looking longer when building costs most of an ingest. On 40,000
vectors of the bundled model this finds 0.995 and more of the ten nearest."""
BATCH = 5_000
"""Vectors in one write; each write costs Chroma a transaction on disk. It takes at most 5,461."""
SERVER_BATCH = 1_000
"""A server refuses a request of more than 40 MB, and vectors travel as text."""
IDS_AT_ONCE = 1_000
SAMPLE = 500
"""Passages whose mean vector stands for the record at large."""
TURN_SECONDS = 60.0


class DenseIndex:
    """Vectors of passages with cosine similarity. A cache: `assistant reindex` rebuilds it from the record.

    A folder of vectors is made for one process. Ours share it by taking turns: a write tells the others, by a new
    token in a small file, that what they have in memory is old, and nobody reads while somebody writes.
    """

    def __init__(self, folder: Path, url: str | None = None, collection: str = COLLECTION) -> None:
        """Open the collection in `folder`, or on the Chroma server at `url`.

        Raises:
            RetrievalError: The index is damaged or the server does not answer.
            ConfigurationError: The server's address cannot be used.
        """
        self._folder = folder
        self._url = url
        self._name = collection
        self._token_file = folder / "written"
        self._mutex = threading.RLock()
        self._lock = FileLock(folder.with_name(f"{folder.name}.lock"), thread_local=False, poll_interval=0.01)
        self._client: Any = None
        with self._faults():
            folder.parent.mkdir(parents=True, exist_ok=True)
            with self._alone():
                self._open()

    def _open(self) -> None:
        self._centroid: npt.NDArray[np.float32] | None = None
        settings = ChromaSettings(anonymized_telemetry=False)
        try:
            if self._url:
                self._client = _server(self._url, settings)
            else:
                self._folder.mkdir(parents=True, exist_ok=True)
                self._token = self._token_on_disk()
                self._client = chromadb.PersistentClient(path=str(self._folder), settings=settings)
            self._collection = self._get_collection()
        except AssistantError:
            raise
        except Exception:
            # Chroma keeps a client that failed to start, and would hand it out again after a rebuild.
            SharedSystemClient._identifier_to_system.pop(str(self._folder), None)
            raise

    def _get_collection(self) -> Any:
        # Our vectors come from our embedder; Chroma's own default model would be downloaded.
        return self._client.get_or_create_collection(
            self._name, embedding_function=None, configuration={"hnsw": dict(HNSW)}
        )

    @contextmanager
    def _faults(self) -> Iterator[None]:
        """Chroma's bindings raise errors of many kinds; to the user they are one."""
        try:
            yield
        except AssistantError:
            raise
        except Exception as error:
            raise self._damaged(error) from None

    def _damaged(self, error: Exception) -> RetrievalError:
        first = (str(error).splitlines() or [type(error).__name__])[0]
        if self._url:
            return RetrievalError(
                f"The Chroma server at {self._url!r} cannot be used ({first}). Check that it is up and that "
                "ASSISTANT_CHROMA_URL is right; if its data were lost, run `assistant reindex`."
            )
        where = str(self._folder)
        return RetrievalError(
            f"The dense index at {where!r} cannot be used ({first}). Run `assistant reindex` to rebuild it."
        )

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep other threads and processes out of the folder; a server sees to that itself."""
        if self._url:
            yield
            return
        with self._mutex:
            try:
                self._lock.acquire(timeout=TURN_SECONDS)
            except Timeout:
                raise IndexBusyError(
                    f"Another process has been writing to {str(self._folder)!r} for {TURN_SECONDS:.0f} seconds. "
                    "Try again when it has ended."
                ) from None
            try:
                yield
            finally:
                self._lock.release()

    def _ask(self, request: Callable[[Any], T], *, writes: bool = False) -> T:
        """Put one request to the collection as it now is, whoever wrote to it last."""
        with self._faults(), self._alone():
            if not self._url and self._token_on_disk() != self._token:
                self._reopen()
            if writes:
                self._centroid = None
                self._announce_write()
            try:
                return request(self._collection)
            except NotFoundError:
                # Another process made the collection anew.
                self._collection = self._get_collection()
                return request(self._collection)

    def _announce_write(self) -> None:
        """Written before the write itself: a process killed in the middle has told the others too."""
        if not self._url:
            self._token = uuid.uuid4().hex
            self._token_file.write_text(self._token, encoding="ascii")

    def _token_on_disk(self) -> str:
        try:
            return self._token_file.read_bytes().decode("ascii", "replace")
        except FileNotFoundError:
            return ""

    def _reopen(self) -> None:
        self.close()
        self._open()

    def close(self) -> None:
        """Release files and connections."""
        close = getattr(self._client, "close", None)
        if close is not None:
            close()

    def clear(self) -> None:
        """Forget every vector."""

        def forget(_: Any) -> None:
            with suppress(NotFoundError):
                self._client.delete_collection(self._name)
            self._collection = self._get_collection()

        self._ask(forget, writes=True)

    def count(self) -> int:
        """Return the number of vectors."""
        return self._ask(lambda collection: int(collection.count()))

    def ids(self) -> frozenset[str]:
        """Return the ids of all passages."""
        found: set[str] = set()
        while part := self._ask(partial(_some_ids, len(found))):
            found.update(part)
        return frozenset(found)

    def replace(
        self, statement_ids: Sequence[str], passages: Sequence[Passage], vectors: npt.NDArray[np.float32]
    ) -> None:
        """Make `passages` all that these statements have here."""
        kept = {passage.id for passage in passages}
        self._ask(lambda collection: _remove(collection, statement_ids, kept), writes=True)
        self.upsert(passages, vectors)

    def upsert(self, passages: Sequence[Passage], vectors: npt.NDArray[np.float32]) -> None:
        """Add passages or replace those of the same id; `vectors` is (n, d), L2-normalised."""
        size = SERVER_BATCH if self._url else BATCH
        for start in range(0, len(passages), size):
            part = passages[start : start + size]
            self._ask(partial(_upsert, part, vectors[start : start + size]), writes=True)

    def remove(self, statement_ids: Sequence[str]) -> None:
        """Remove every passage of these statements."""
        self._ask(lambda collection: _remove(collection, statement_ids, set()), writes=True)

    def query(
        self, vector: npt.NDArray[np.float32], k: int, statement_ids: Sequence[str] | None = None
    ) -> list[tuple[str, float]]:
        """Return up to `k` (passage id, cosine −1…1), nearest first, among `statement_ids` where given."""
        if k <= 0 or (statement_ids is not None and not statement_ids):
            return []
        where: Any = None if statement_ids is None else {"statement_id": {"$in": list(statement_ids)}}

        def nearest(collection: Any) -> Any:
            size = int(collection.count())
            if size == 0:
                return None
            return collection.query(
                query_embeddings=[vector], n_results=min(k, size), where=where, include=["distances"]
            )

        found = self._ask(nearest)
        if found is None:
            return []
        distances = found["distances"] or [[]]
        return [(pid, 1.0 - float(d)) for pid, d in zip(found["ids"][0], distances[0], strict=True)]

    def similarities(self, vector: npt.NDArray[np.float32], ids: Sequence[str]) -> dict[str, float]:
        """Return the cosine of `vector` with each of the passages `ids` (those that are indexed)."""
        if not ids:
            return {}
        found = self._ask(lambda collection: collection.get(ids=list(ids), include=["embeddings"]))
        if not found["ids"]:
            return dict.fromkeys(ids, 0.0)
        rows = np.asarray(found["embeddings"], dtype=np.float32)
        return dict.fromkeys(ids, 0.0) | dict(zip(found["ids"], (rows @ vector).tolist(), strict=True))

    def background(self, vector: npt.NDArray[np.float32]) -> float:
        """Return the mean cosine of `vector` with a sample of the record: how near it is to everything."""
        centroid = self._centroid
        if centroid is None:
            found = self._ask(lambda collection: collection.get(limit=SAMPLE, include=["embeddings"]))
            rows = np.asarray(found["embeddings"], dtype=np.float32)
            if not len(rows):
                return 0.0
            centroid = self._centroid = np.asarray(rows.mean(axis=0), dtype=np.float32)
        return float(centroid @ vector)


def _some_ids(offset: int, collection: Any) -> list[str]:
    return list(collection.get(limit=BATCH, offset=offset, include=[])["ids"])


def _remove(collection: Any, statement_ids: Sequence[str], kept: set[str]) -> None:
    """Remove the passages of these statements, but for `kept`. By id: by a condition Chroma removes slowly."""
    if not collection.count():
        return
    for start in range(0, len(statement_ids), IDS_AT_ONCE):
        part = list(statement_ids[start : start + IDS_AT_ONCE])
        found = collection.get(where={"statement_id": {"$in": part}}, include=[])["ids"]
        gone = [passage_id for passage_id in found if passage_id not in kept]
        for at in range(0, len(gone), IDS_AT_ONCE):
            collection.delete(ids=gone[at : at + IDS_AT_ONCE])


def _upsert(passages: Sequence[Passage], vectors: npt.NDArray[np.float32], collection: Any) -> None:
    ids, metadata = [passage.id for passage in passages], [_metadata(passage) for passage in passages]
    collection.upsert(ids=ids, embeddings=vectors, metadatas=metadata)


def _metadata(passage: Passage) -> Mapping[str, str]:
    return {"statement_id": passage.statement_id}


def _server(url: str, settings: ChromaSettings) -> Any:
    parts = urlparse(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ConfigurationError(
            f"The Chroma address {url!r} cannot be used; set ASSISTANT_CHROMA_URL like http://127.0.0.1:8000."
        )
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return chromadb.HttpClient(host=parts.hostname, port=port, ssl=parts.scheme == "https", settings=settings)
