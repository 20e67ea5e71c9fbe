"""The dense index: passages' vectors in Chroma, embedded in the home or on a server.

In a home a packed copy lies beside Chroma (`exact.py`) and answers all searches; Chroma is opened when it is written
to, or when the copy has to be made anew. A server answers itself.
"""

import os
import threading
import uuid
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlparse

import numpy as np
import numpy.typing as npt
from filelock import FileLock, Timeout

from assistant.domain import Passage
from assistant.errors import AssistantError, ConfigurationError, IndexBusyError, RetrievalError
from assistant.retrieval.collection import WRITE_BATCH, batches, delete, everything, nearest, remove, some_ids, upsert
from assistant.retrieval.exact import ExactSearch
from assistant.retrieval.packed import products
from assistant.retrieval.passages import statement_id_of

T = TypeVar("T")
Announcement = Callable[[ExactSearch, str, str], None]
"""Tells the copy what is about to be written, between which two tokens."""

COLLECTION = "passages"
HNSW = {"space": "cosine", "ef_construction": 64, "max_neighbors": 16, "ef_search": 300}
"""On a server. Looking longer when searching costs a millisecond, looking longer when building costs most of an ingest.
On 40,000 vectors of the bundled model this finds 0.995 and more of the ten nearest."""
HNSW_UNUSED = {"space": "cosine", "ef_construction": 16, "max_neighbors": 4}
"""In a home the copy is searched, so Chroma's graph is kept as small as it gets: it is most of an ingest."""
SAMPLE = 500
"""Passages that stand for the record at large."""
LEAST_SPREAD = 1e-3
"""Cosines that differ less are equal, but for rounding: a record of one text says nothing of how far others lie."""
TURN_SECONDS = 60.0
IDS_IN_CONDITION = 3_000
"""Above this many allowed statements a server is asked for more than is wanted, and the rest dropped."""
WIDER = 8
EXACT_FILE = "packed.sqlite3"
_SQLITE_HEAD = b"SQLite format 3\0"


class DenseIndex:
    """Vectors of passages with cosine similarity. A cache: `assistant reindex` rebuilds it from the record.

    A folder of vectors is made for one process. Ours share it by taking turns: a write tells the others, by a new
    token in a small file, that what they have in memory is old, and nobody reads Chroma while somebody writes. The
    packed copy is read at any time.
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
        self._sample: tuple[str, npt.NDArray[np.float32]] | None = None
        self._exact = None if url else ExactSearch(folder.with_name(EXACT_FILE))
        with self._faults():
            folder.parent.mkdir(parents=True, exist_ok=True)
            if self._exact is None or not self._looks_sound() or not self._exact.follows(self._token_on_disk()):
                with self._alone():
                    self._open()
                    if self._exact is not None and not self._collection.count():
                        token = self._token_on_disk()
                        self._exact.take_over([], old=token, new=token)

    def _looks_sound(self) -> bool:
        try:
            with (self._folder / "chroma.sqlite3").open("rb") as stream:
                return stream.read(len(_SQLITE_HEAD)) == _SQLITE_HEAD
        except OSError:
            return False

    def _open(self) -> None:
        # Importing it takes a second, which a search can do without.
        os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
        import chromadb
        from chromadb.api.shared_system_client import SharedSystemClient
        from chromadb.config import Settings as ChromaSettings

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
        graph = dict(HNSW if self._url else HNSW_UNUSED)
        return self._client.get_or_create_collection(self._name, embedding_function=None, configuration={"hnsw": graph})

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

    def _ask(self, request: Callable[[Any], T], *, announce: Announcement | None = None) -> T:
        """Put one request to the collection as it now is, whoever wrote to it last; a write is announced first."""
        with self._faults(), self._alone():
            self._see_others()
            if announce is not None:
                self._announce_write(announce)
            from chromadb.errors import NotFoundError

            try:
                return request(self._collection)
            except NotFoundError:
                # Another process made the collection anew.
                self._collection = self._get_collection()
                return request(self._collection)

    def _see_others(self) -> None:
        if self._client is None:
            self._open()
        elif not self._url and self._token_on_disk() != self._token:
            self._reopen()

    def _announce_write(self, announce: Announcement) -> None:
        """Done before the write itself: a process killed in the middle has told the others too.

        The copy comes first, then the token, then Chroma. What is killed in between is done again in all three,
        because the position in the record has not moved on.
        """
        if self._exact is not None:
            old, self._token = self._token, uuid.uuid4().hex
            announce(self._exact, old, self._token)
            fresh = self._token_file.with_suffix(".new")
            fresh.write_text(self._token, encoding="ascii")
            os.replace(fresh, self._token_file)  # searches read it without taking turns

    def _copy(self) -> ExactSearch | None:
        """Return the packed copy, in step with what was written last; None on a server."""
        return None if self._exact is None else self._in_step(self._exact)

    def _in_step(self, exact: ExactSearch) -> ExactSearch:
        if exact.follows(self._token_on_disk()):
            return exact
        with self._faults(), self._alone():
            self._see_others()
            if not exact.follows(self._token):
                exact.take_over(everything(self._collection), old=self._token, new=self._token)
        return exact

    def _token_on_disk(self) -> str:
        try:
            return self._token_file.read_bytes().decode("ascii", "replace")
        except FileNotFoundError:
            return ""

    def _reopen(self) -> None:
        self._close_client()
        self._open()

    def close(self) -> None:
        """Release files and connections."""
        self._close_client()
        if self._exact is not None:
            self._exact.close()

    def _close_client(self) -> None:
        close = getattr(self._client, "close", None)
        self._client = None
        if close is not None:
            close()

    def clear(self) -> None:
        """Forget every vector."""

        def forget(_: Any) -> None:
            from chromadb.errors import NotFoundError

            with suppress(NotFoundError):
                self._client.delete_collection(self._name)
            self._collection = self._get_collection()

        with self._alone():
            if self._exact is not None:
                # Until Chroma is empty this is a copy of nothing: killed in between, it is made anew from what is left.
                nothing = uuid.uuid4().hex
                self._exact.take_over([], old=nothing, new=nothing)
            self._ask(forget, announce=_change([]))
            if self._exact is not None:
                self._exact.take_over([], old=self._token, new=self._token)

    def count(self) -> int:
        """Return the number of vectors."""
        if self._exact is not None and self._exact.follows(self._token_on_disk()):
            return self._exact.count()
        return self._ask(lambda collection: int(collection.count()))

    def probe(self) -> None:
        """See whether Chroma itself still answers, which searches do not need.

        Raises:
            RetrievalError: It does not.
        """

        def first_finds_itself(collection: Any) -> None:
            first = collection.get(limit=1, include=["embeddings"])
            if first["ids"]:
                collection.query(query_embeddings=np.asarray(first["embeddings"]), n_results=1, include=["distances"])

        self._ask(first_finds_itself)

    def copied_ids(self) -> frozenset[str] | None:
        """Return the ids of all passages that the packed copy holds; None on a server, which has none."""
        copy = self._copy()
        return None if copy is None else copy.ids()

    def ids(self) -> frozenset[str]:
        """Return the ids of all passages that Chroma holds."""
        found: set[str] = set()
        while part := self._ask(partial(some_ids, len(found))):
            found.update(part)
        return frozenset(found)

    def replace(
        self, statement_ids: Sequence[str], passages: Sequence[Passage], vectors: npt.NDArray[np.float32]
    ) -> None:
        """Make `passages` all that these statements have here."""
        kept = {passage.id for passage in passages}
        if self._exact is None:
            self._ask(lambda collection: remove(collection, statement_ids, kept))
            self.upsert(passages, vectors)
            return
        with self._alone():
            known = self._in_step(self._exact).of(statement_ids)
            gone = [each for each in known if each not in kept]
            if gone:
                # Should this be killed half-way, the copy still names what has to go when it is done again.
                self._ask(partial(delete, gone), announce=_change([]))
            # The copy learns all of it at once, so that no search finds the old ones gone and the new ones not there.
            changed = list(dict.fromkeys(map(statement_id_of, known)))
            self._ask(lambda _: None, announce=_change(changed, passages, vectors))
            for part, rows in batches(passages, vectors, WRITE_BATCH):
                self._ask(partial(upsert, part, rows, None), announce=_change([]))

    def upsert(self, passages: Sequence[Passage], vectors: npt.NDArray[np.float32]) -> None:
        """Add passages or replace those of the same id; `vectors` is (n, d), L2-normalised."""
        for part, rows in batches(passages, vectors, WRITE_BATCH):
            # A home looks statements up in the copy, a server by what is said about each passage.
            metadata = [{"statement_id": passage.statement_id} for passage in part] if self._url else None
            self._ask(partial(upsert, part, rows, metadata), announce=_change([], part, rows))

    def remove(self, statement_ids: Sequence[str]) -> None:
        """Remove every passage of these statements."""
        self.replace(statement_ids, [], np.zeros((0, 0), np.float32))

    def query(
        self, vector: npt.NDArray[np.float32], k: int, statement_ids: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """Return up to `k` (passage id, cosine −1…1), nearest first, among `statement_ids` where given."""
        if k <= 0 or (statement_ids is not None and not statement_ids):
            return []
        if (copy := self._copy()) is not None:
            with self._faults():
                return copy.nearest(vector, k, statement_ids)
        if statement_ids is None:
            return self._ask(partial(nearest, vector, k, None))
        if len(statement_ids) <= IDS_IN_CONDITION:
            return self._ask(partial(nearest, vector, k, {"statement_id": {"$in": list(statement_ids)}}))
        found = self._ask(partial(nearest, vector, k * WIDER, None))
        return [(pid, cosine) for pid, cosine in found if statement_id_of(pid) in statement_ids][:k]

    def similarities(self, vector: npt.NDArray[np.float32], ids: Sequence[str]) -> dict[str, float]:
        """Return the cosine of `vector` with each of the passages `ids`, 0 for those that are not indexed."""
        if not ids:
            return {}
        unknown = dict.fromkeys(ids, 0.0)
        if (copy := self._copy()) is not None:
            with self._faults():
                return unknown | copy.similarities(vector, ids)
        found = self._ask(lambda collection: collection.get(ids=list(ids), include=["embeddings"]))
        if not found["ids"]:
            return unknown
        rows = np.asarray(found["embeddings"], dtype=np.float32)
        return unknown | dict(zip(found["ids"], (rows @ vector).tolist(), strict=True))

    def of_statements(self, vector: npt.NDArray[np.float32], statement_ids: Collection[str]) -> dict[str, float]:
        """Return the cosines of `vector` with all passages of these statements; nothing on a server."""
        copy = self._copy()
        return {} if copy is None or not statement_ids else copy.of_statements(vector, statement_ids)

    def middle_of(self, statement_id: str) -> npt.NDArray[np.float32] | None:
        """Return the mean vector of a statement's passages, L2-normalised; None on a server or where it has none."""
        copy = self._copy()
        return None if copy is None else copy.middle_of(statement_id)

    def background(self, vector: npt.NDArray[np.float32]) -> tuple[float, float]:
        """Return mean and standard deviation of the cosine of `vector` with a sample of the record.

        Some questions are near to everything: only what is nearer than that is near.
        """
        token = "" if self._url else self._token_on_disk()
        if self._sample is None or self._sample[0] != token:
            self._sample = token, self._sampled()
        rows = self._sample[1]
        if not len(rows):
            return 0.0, 1.0
        cosines = products(rows[:, : len(vector)], vector)
        return float(cosines.mean()), max(float(cosines.std()), LEAST_SPREAD)

    def _sampled(self) -> npt.NDArray[np.float32]:
        if (copy := self._copy()) is not None:
            return copy.sample(SAMPLE)
        found = self._ask(lambda collection: collection.get(limit=SAMPLE, include=["embeddings"]))
        return np.asarray(found["embeddings"], dtype=np.float32)


def _change(
    removed: Sequence[str], passages: Sequence[Passage] = (), vectors: npt.NDArray[np.float32] | None = None
) -> Announcement:
    ids = [passage.id for passage in passages]
    return lambda exact, old, new: exact.announce(removed, ids, vectors, old=old, new=new)


def _server(url: str, settings: Any) -> Any:
    import chromadb

    parts = urlparse(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ConfigurationError(
            f"The Chroma address {url!r} cannot be used; set ASSISTANT_CHROMA_URL like http://127.0.0.1:8000."
        )
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return chromadb.HttpClient(host=parts.hostname, port=port, ssl=parts.scheme == "https", settings=settings)
