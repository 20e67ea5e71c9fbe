"""Keeps both indexes in step with the record, by sequence number, and survives being interrupted."""

import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from assistant.domain import Embedder, Passage, Progress, silent
from assistant.errors import IndexBusyError, RetrievalError
from assistant.record.store import Change, RecordStore
from assistant.retrieval.dense import DenseIndex
from assistant.retrieval.lexical import LexicalIndex
from assistant.retrieval.passages import indexed_text, passages_of

BATCH_STATEMENTS = 200
EMBED_BATCH = 32
LOCK_SECONDS = 5.0
STATE_FILE = "state.json"

StepProgress = Callable[[int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexState:
    """What the indexes hold: the model of their vectors and the last change they saw."""

    model_id: str
    seq: int


def discard_index(folder: Path) -> None:
    """Throw away the index files of a home, whatever state they are in; the record is not touched.

    Raises:
        RetrievalError: Another process is indexing.
    """
    if not folder.is_dir():
        return
    with _held(FileLock(folder / "write.lock"), folder):
        (folder / STATE_FILE).unlink(missing_ok=True)
        for part in (folder / "chroma", folder / "lexical"):
            if part.is_dir():
                shutil.rmtree(part, ignore_errors=True)
            else:
                part.unlink(missing_ok=True)


@contextmanager
def _held(lock: FileLock, folder: Path) -> Iterator[None]:
    try:
        lock.acquire(timeout=LOCK_SECONDS)
    except Timeout:
        raise IndexBusyError(
            f"Another process is indexing {str(folder)!r}; what was added is stored. Wait until it ends, then run "
            "`assistant reindex` if `assistant status` says the index is behind."
        ) from None
    try:
        yield
    finally:
        lock.release()


class Index:
    """Dense and lexical index together, with their state in one small file beside them."""

    def __init__(self, folder: Path, store: RecordStore, embedder: Embedder, chroma_url: str | None = None) -> None:
        """Open the indexes of a home.

        Raises:
            RetrievalError: The vectors there were made by another embedding model, or are damaged.
        """
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise RetrievalError(
                f"The index folder {str(folder)!r} cannot be used ({error.strerror}). Remove what is there, then run "
                "`assistant reindex`."
            ) from None
        self._store = store
        self._embedder = embedder
        self._state_file = folder / STATE_FILE
        self._lock = FileLock(folder / "write.lock")
        self._folder = folder
        self.dense = DenseIndex(folder / "chroma", chroma_url)
        try:
            self.lexical = LexicalIndex(folder / "lexical")
            self._seen = self.state()
            self._require_sound()
        except BaseException:
            self.dense.close()
            raise

    def _require_sound(self) -> None:
        changes = self._store.last_seq()
        if self._seen.seq > changes:
            raise RetrievalError(
                f"The indexes in {str(self._folder)!r} are ahead of the record (change {self._seen.seq} of {changes}), "
                "so they belong to another one. Run `assistant reindex` to rebuild them."
            )
        vectors, passages = self.dense.count(), self.lexical.count()
        if self._seen.seq and bool(vectors) != bool(passages):
            raise RetrievalError(
                f"One of the two indexes in {str(self._folder)!r} is gone ({vectors} vectors, {passages} passages). "
                "Run `assistant reindex` to rebuild it."
            )

    def state(self) -> IndexState:
        """Return the state on disk; an index never built has seen nothing."""
        try:
            data = json.loads(self._state_file.read_text(encoding="utf-8"))
            return IndexState(model_id=str(data["model_id"]), seq=int(data["seq"]))
        except FileNotFoundError:
            return IndexState(model_id=self._embedder.model_id, seq=0)
        except (ValueError, KeyError, TypeError, OSError):
            raise RetrievalError(
                f"The index state {str(self._state_file)!r} cannot be read. Run `assistant reindex` to rebuild it."
            ) from None

    def require_own_model(self) -> None:
        """Refuse to mix vectors of two models.

        Raises:
            RetrievalError: The index was built with another embedding model.
        """
        built_with = self.state().model_id
        if built_with != self._embedder.model_id:
            raise RetrievalError(
                f"The index of this home was built with the embedding model {built_with!r}, but "
                f"{self._embedder.model_id!r} is configured. Run `assistant reindex`, or restore the settings."
            )

    @property
    def behind(self) -> int:
        """How many changes of the record the indexes have not seen."""
        return max(0, self._store.last_seq() - self.state().seq)

    def refresh(self) -> None:
        """See what another process indexed since this one opened."""
        state = self.state()
        if state != self._seen:
            self.dense.reopen()
            self.lexical.reload()
            self._seen = state

    def sync(self, progress: Progress = silent) -> int:
        """Catch up with the record and return the number of passages indexed.

        The state is written after each batch, so that an interrupted run goes on where it stopped.

        Raises:
            RetrievalError: Another process is indexing this home, or the vectors are of another model.
        """
        self.require_own_model()
        with _held(self._lock, self._folder):
            return self._catch_up(progress)

    def rebuild(self, progress: Progress = silent) -> int:
        """Throw both indexes away and build them from the record; return the number of passages."""
        with _held(self._lock, self._folder):
            self._write_state(0)
            self.dense.clear()
            self.lexical.clear()
            return self._catch_up(progress)

    def _catch_up(self, progress: Progress) -> int:
        self.refresh()
        start = seen = self.state().seq
        total = self._store.last_seq() - start
        count = 0
        while changes := self._store.changes_after(seen, limit=BATCH_STATEMENTS):
            count += self._apply(changes, lambda share, base=seen: progress("indexing", base - start + share, total))  # type: ignore[misc]
            seen = changes[-1].seq
            self._write_state(seen)
            progress("indexing", seen - start, total)
        return count

    def _apply(self, changes: Sequence[Change], step: StepProgress) -> int:
        ids = [change.statement_id for change in changes]
        passages: list[Passage] = []
        upto: list[int] = []
        for number, change in enumerate(changes, start=1):
            if change.statement is not None:
                found = passages_of(change.statement)
                passages += found
                upto += [number] * len(found)
        self.dense.remove(ids)
        for at in range(0, len(passages), EMBED_BATCH):
            part = passages[at : at + EMBED_BATCH]
            self.dense.upsert(part, self._embedder.embed_passages([indexed_text(p) for p in part]))
            step(upto[min(at + EMBED_BATCH, len(passages)) - 1])
        self.lexical.replace(ids, passages)
        return len(passages)

    def _write_state(self, seq: int) -> None:
        temporary = self._state_file.with_suffix(".tmp")
        temporary.write_text(json.dumps({"model_id": self._embedder.model_id, "seq": seq}), encoding="utf-8")
        os.replace(temporary, self._state_file)
        self._seen = IndexState(model_id=self._embedder.model_id, seq=seq)

    def close(self) -> None:
        """Release files and connections."""
        self.dense.close()
