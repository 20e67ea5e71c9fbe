"""How far each index has followed the record, and who may move it on.

The lexical index belongs to a home, and so does the dense one, unless it lies on a server: then all homes over one
record share it, and with it its position, which is kept in the record's database.
"""

import hashlib
import json
import os
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from assistant.errors import IndexBusyError, RetrievalError
from assistant.record.database import get_meta, set_meta
from assistant.record.facets import RECORD_KEY
from assistant.record.store import RecordStore
from assistant.retrieval.weights import kept_under

STATE_FILE = "state.json"
_POLL_SECONDS = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexState:
    """What the indexes hold: the model of the vectors and the last change that each of them saw."""

    model_id: str
    dense: int = 0
    lexical: int = 0
    record: str = ""
    """The record they were made from; empty where an earlier version did not say."""

    @property
    def seq(self) -> int:
        """The last change that both saw."""
        return min(self.dense, self.lexical)


def record_id(store: RecordStore) -> str:
    """Return what tells this record from every other one: a random name, given once."""
    known = store.meta(RECORD_KEY)
    if known is None:
        with store.database.writing() as connection:
            known = get_meta(connection, RECORD_KEY)
            if known is None:
                known = uuid.uuid4().hex[:16]
                set_meta(connection, RECORD_KEY, known)
    return known


def collection_name(record: str, model_id: str) -> str:
    """Return the name under which a server keeps the vectors of one record by one model."""
    return f"passages-{record}-{hashlib.sha256(kept_under(model_id).encode()).hexdigest()[:8]}"


class Positions:
    """Reads and writes the state. With `collection`, the dense index is the one that all homes share."""

    def __init__(self, folder: Path, store: RecordStore, model_id: str, collection: str | None) -> None:
        """Keep the state in `folder`; nothing is read or written yet."""
        self.file = folder / STATE_FILE
        self._store = store
        self._model_id = model_id
        self._record = record_id(store)
        self._shared_key = None if collection is None else f"dense {collection}"

    def read(self) -> IndexState:
        """Return the state as it is on disk; an index never built has seen nothing.

        Raises:
            RetrievalError: It cannot be read.
        """
        try:
            state = _state_of(json.loads(self.file.read_text(encoding="utf-8")))
        except FileNotFoundError:
            state = IndexState(model_id=self._model_id, record=self._record)
        except (ValueError, KeyError, TypeError, AttributeError, OSError):
            raise RetrievalError(
                f"The index state {str(self.file)!r} cannot be read. Run `assistant reindex` to rebuild it."
            ) from None
        if state.model_id == kept_under(self._model_id):  # written before ids carried a digest, by the same model
            state = replace(state, model_id=self._model_id)
        if self._shared_key is not None:
            # A server keeps each model's vectors apart, so there is no other model to refuse.
            state = replace(state, model_id=self._model_id, dense=int(self._store.meta(self._shared_key) or 0))
        return state

    def write(self, *, dense: int, lexical: int, vectors_moved: bool = True) -> IndexState:
        """Remember how far both indexes are, and return that.

        Without `vectors_moved` a shared position is left alone: others may have moved it on meanwhile.

        Raises:
            RetrievalError: The disk refuses.
        """
        state = IndexState(model_id=self._model_id, dense=dense, lexical=lexical, record=self._record)
        data: dict[str, Any] = {"model_id": state.model_id, "record": state.record, "lexical": lexical}
        if self._shared_key is None:
            data["dense"] = dense
        elif vectors_moved:
            self._store.set_meta(self._shared_key, str(dense))
        temporary = self.file.with_suffix(".tmp")
        try:
            temporary.write_text(json.dumps(data), encoding="utf-8")
            os.replace(temporary, self.file)
        except OSError as error:
            raise RetrievalError(
                f"The index state {str(self.file)!r} cannot be written ({error.strerror}). "
                "Make room or give access, then run the command again; what was added is stored."
            ) from None
        return state

    def require_own_record(self, state: IndexState) -> None:
        """Refuse indexes that were made from another record.

        Raises:
            RetrievalError: They were.
        """
        changes, seen = self._store.last_seq(), max(state.dense, state.lexical)
        ahead = seen > changes
        if ahead or (seen and state.record not in {"", self._record}):
            why = f"are ahead of the record (change {seen} of {changes}), so they " if ahead else ""
            raise RetrievalError(
                f"The indexes in {str(self.file.parent)!r} {why}belong to another record. "
                "Run `assistant reindex` to rebuild them."
            )

    @contextmanager
    def moving_shared_vectors(self, seconds: float) -> Iterator[None]:
        """Let one process at a time, on whatever machine, move the shared dense index on.

        Raises:
            IndexBusyError: Another one does.
        """
        if self._shared_key is None:
            yield
            return
        turn = _file_turn if self._store.database.is_sqlite else _postgres_turn
        with turn(self._store, self._shared_key, seconds) as taken:
            if not taken:
                raise IndexBusyError(
                    f"Another process is indexing the record {self._store.database.address!r}; what was added is "
                    "stored. Wait until it ends, then run `assistant status` to see whether anything is left."
                )
            yield


def _state_of(data: Any) -> IndexState:
    before = data.get("seq", 0)  # an earlier version had one position for both
    return IndexState(
        model_id=str(data["model_id"]),
        dense=int(data.get("dense", before)),
        lexical=int(data["lexical"] if "seq" not in data else before),
        record=str(data.get("record", "")),
    )


@contextmanager
def _file_turn(store: RecordStore, _: str, seconds: float) -> Iterator[bool]:
    """The homes that share a file share its folder, so a lock beside it reaches them all."""
    lock = FileLock(f"{store.database.engine.url.database}.vectors.lock")
    try:
        lock.acquire(timeout=seconds)
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        lock.release()


@contextmanager
def _postgres_turn(store: RecordStore, name: str, seconds: float) -> Iterator[bool]:
    """A lock of the server's own: it is let go when the process that holds it dies."""
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
    deadline = time.monotonic() + seconds
    with store.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while not (taken := _postgres_calls(connection, "pg_try_advisory_lock", number)):
            if time.monotonic() >= deadline:
                break
            time.sleep(_POLL_SECONDS)
        try:
            yield taken
        finally:
            if taken:
                _postgres_calls(connection, "pg_advisory_unlock", number)


def _postgres_calls(connection: Any, function: str, number: int) -> bool:
    return bool(connection.exec_driver_sql(f"SELECT {function}({number})").scalar())
