"""Keeps both indexes in step with the record, by sequence number, and survives being interrupted."""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from filelock import FileLock, Timeout

from assistant.domain import Classification, Embedder, Passage, Progress, silent
from assistant.errors import IndexBusyError, ModelError, RetrievalError
from assistant.record.store import Change, RecordStore
from assistant.retrieval.cachefile import discard
from assistant.retrieval.dense import EXACT_FILE, DenseIndex
from assistant.retrieval.embeddings import LangChainEmbedder
from assistant.retrieval.lexical import LexicalIndex, stems_of
from assistant.retrieval.passages import indexed_text, passages_of
from assistant.retrieval.positions import STATE_FILE, IndexState, Positions, collection_name, record_id
from assistant.retrieval.termfile import terms_of
from assistant.retrieval.terms import TermIndex
from assistant.retrieval.vectors import VectorCache, embed_once

BATCH_STATEMENTS = 1_000
"""Changes between two writes of the state: enough that each index commits seldom, few enough for the memory."""
LOCK_SECONDS = 5.0
WORDS_AT_SEARCH = 2_000
"""Changes whose words a search indexes before it answers: about a second."""
WORDS_AT_ONCE = 1_000
"""Changes after which a bulk load has its words indexed while it goes on."""
VECTORS_AT_SEARCH = 16
"""Changes that a search also embeds before it answers."""
VECTORS_FILE = "vectors.sqlite3"
TERMS_FILE = "terms.sqlite3"
THEIRS = "counterpart"
"""The folder, inside ours, of the indexes of the other side's statements."""
_WRITE_LOCK = "write.lock"

StepProgress = Callable[[float], None]


def discard_index(folder: Path) -> None:
    """Throw away the index files of a home, whatever state they are in; the record is not touched.

    Raises:
        RetrievalError: Another process is indexing.
    """
    if not folder.is_dir():
        return
    discard_index(folder / THEIRS)
    with _held(FileLock(folder / _WRITE_LOCK), folder), _held(FileLock(folder / "chroma.lock"), folder):
        (folder / STATE_FILE).unlink(missing_ok=True)
        discard(folder / EXACT_FILE)
        discard(folder / TERMS_FILE)
        for part in (folder / "chroma", folder / "lexical"):
            if part.is_dir():
                shutil.rmtree(part, ignore_errors=True)
            else:
                part.unlink(missing_ok=True)


@contextmanager
def _held(lock: FileLock, folder: Path, seconds: float | None = None) -> Iterator[None]:
    try:
        lock.acquire(timeout=LOCK_SECONDS if seconds is None else seconds)
    except Timeout:
        raise IndexBusyError(
            f"Another process is indexing {str(folder)!r}; what was added is stored. Wait until it ends, then run "
            "`assistant doctor --repair` if `assistant status` says the index is behind."
        ) from None
    except OSError as error:
        raise RetrievalError(
            f"The index folder {str(folder)!r} cannot be written ({error.strerror}); give access to it, or choose "
            "another home with --home."
        ) from None
    try:
        yield
    finally:
        lock.release()


@dataclass(slots=True)
class _Course:
    """A run that catches up: how far each index is, and which of them it moves."""

    dense: int
    lexical: int
    with_vectors: bool
    limit: int | None = None
    """How many changes at most; all of them if None."""

    @property
    def seen(self) -> int:
        """The last change that this run has nothing left to do for."""
        return min(self.dense, self.lexical) if self.with_vectors else self.lexical


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
        self.folder = folder
        self._shared = chroma_url is not None
        self._lock = FileLock(folder / _WRITE_LOCK)
        name = collection_name(record_id(store), embedder.model_id) if chroma_url else None
        self._positions = Positions(folder, store, embedder.model_id, name)
        # Beside the indexes and not among them: whoever deletes those keeps what took long to make.
        self._vectors = VectorCache(folder.parent / VECTORS_FILE, embedder.model_id)
        self.dense = DenseIndex(folder / "chroma", chroma_url, *([name] if name else []))
        self.terms = TermIndex(folder / TERMS_FILE)
        try:
            self.lexical = LexicalIndex(folder / "lexical")
            self._seen = self.state()
            self._require_sound()
        except BaseException:
            self.dense.close()
            raise

    def _require_sound(self) -> None:
        self._positions.require_own_record(self._seen)
        vectors, passages = self.dense.count(), self.lexical.count()
        if (self._seen.dense and passages and not vectors) or (self._seen.lexical and vectors and not passages):
            raise RetrievalError(
                f"One of the two indexes in {str(self.folder)!r} is gone ({vectors} vectors, {passages} passages). "
                "Run `assistant reindex` to rebuild it."
            )

    def state(self) -> IndexState:
        """Return how far the indexes are; an index never built has seen nothing.

        Words are in two places, passages' and whole statements'; what one of them lacks is indexed again in both.
        """
        state = self._positions.read()
        return replace(state, lexical=min(state.lexical, self.terms.seq()))

    def require_own_model(self) -> None:
        """Refuse to mix vectors of two models.

        Raises:
            RetrievalError: The index was built with another embedding model.
        """
        built_with = self.state().model_id
        if built_with != self._embedder.model_id:
            raise RetrievalError(
                f"The index of this home was built with the embedding model {built_with!r}, but "
                f"{self._embedder.model_id!r} is configured. Run `assistant reindex`, or go back to the "
                "settings and packages that it was built with."
            )

    @property
    def behind(self) -> int:
        """How many changes of the record one of the indexes has not seen."""
        return max(0, self._store.last_seq() - self.state().seq)

    def refresh(self) -> None:
        """See what others stored and indexed, so that a search finds it.

        Words are indexed here and now; vectors only if they are few, because each takes time. Where another process
        is at it, this one leaves it to that.
        """
        self._see_others()
        newest = self._store.last_seq()
        own_vectors = not self._shared and self._seen.model_id == self._embedder.model_id
        few = own_vectors and 0 < newest - self._seen.dense <= VECTORS_AT_SEARCH
        if newest <= self._seen.lexical and not few:
            return
        with suppress(RetrievalError, ModelError), _held(self._lock, self.folder, 0):
            self._see_others()
            limit = None if self._shared else WORDS_AT_SEARCH
            self._follow(silent, with_vectors=few, limit=limit)

    def follow_bulk(self) -> None:
        """Index the words of a bulk load that goes on, once enough have gathered: they can be found at once."""
        if self._store.last_seq() - self._seen.lexical >= WORDS_AT_ONCE:
            self.refresh()

    def _see_others(self) -> None:
        state = self.state()
        if state != self._seen:  # the dense index sees to itself
            self.lexical.reload()
            self._seen = state

    def sync(self, progress: Progress = silent, *, patience: float | None = None) -> int:
        """Catch up with the record and return the number of passages indexed.

        The state is written after each batch, so that an interrupted run goes on where it stopped. Where another
        process is indexing, this one waits up to `patience` seconds (a few by default) for it to end.

        Raises:
            RetrievalError: Another process is indexing this home, or the vectors are of another model.
        """
        self.require_own_model()
        patience = LOCK_SECONDS if patience is None else patience
        if self._is_busy():
            progress("waiting for another process that is indexing", 0, 0)
        with _held(self._lock, self.folder, patience):
            self._see_others()
            count = 0
            if self._shared:
                # The words are this home's own, so they wait for nobody.
                count = self._follow(silent, with_vectors=False)
                if self._store.last_seq() <= self._seen.dense:
                    return count
            with self._positions.moving_shared_vectors(patience):
                self._see_others()
                return max(count, self._follow(progress, with_vectors=True))

    def _is_busy(self) -> bool:
        try:
            with _held(self._lock, self.folder, 0):
                return False
        except IndexBusyError:
            return True

    def rebuild(self, progress: Progress = silent) -> int:
        """Throw both indexes away and build them from the record; return the number of passages."""
        with _held(self._lock, self.folder), self._positions.moving_shared_vectors(LOCK_SECONDS):
            self._seen = self._positions.write(dense=0, lexical=0)
            self.dense.clear()
            self.lexical.clear()
            self.terms.clear()
            return self._follow(progress, with_vectors=True)

    def _follow(self, progress: Progress, *, with_vectors: bool, limit: int | None = None) -> int:
        course = _Course(dense=self._seen.dense, lexical=self._seen.lexical, with_vectors=with_vectors, limit=limit)
        start, newest, count = course.seen, self._store.last_seq(), 0
        with ExitStack() as stack:
            if newest > start:
                stack.enter_context(self.lexical.writing())
            while changes := self._next(course, start):
                base = course.seen
                total = max(newest, changes[-1].seq) - start

                def step(share: float, at: int = base, size: int = changes[-1].seq - base, of: int = total) -> None:
                    progress("indexing", at - start + int(share * size), of)

                count += self._apply(changes, course, step)
                self._seen = self._positions.write(
                    dense=course.dense, lexical=course.lexical, vectors_moved=with_vectors
                )
                progress("indexing", course.seen - start, total)
        return count

    def _next(self, course: _Course, start: int) -> list[Change]:
        left = BATCH_STATEMENTS
        if course.limit is not None:
            left = min(left, course.limit - (course.seen - start))
        return self._store.changes_after(course.seen, limit=left) if left > 0 else []

    def _apply(self, changes: Sequence[Change], course: _Course, step: StepProgress) -> int:
        """Bring the indexes that this run moves to the last of `changes`; return the number of passages."""
        cut = {change.statement_id: passages_of(change.statement) if change.statement else [] for change in changes}
        last = changes[-1].seq
        words = [change for change in changes if change.seq > course.lexical]
        if words:
            self._index_words(words, cut)
            course.lexical = last
            if course.with_vectors:
                # Embedding takes its time: meanwhile everybody can find the words.
                self._seen = self._positions.write(dense=course.dense, lexical=last, vectors_moved=False)
        if course.with_vectors:
            moved = [change.statement for change in changes if change.statement and change.seq > course.dense]
            if isinstance(self._embedder, LangChainEmbedder):
                self._embedder.require(Classification.highest(each.classification for each in moved))
            vectors = [change.statement_id for change in changes if change.seq > course.dense]
            self._embed(vectors, [passage for each in vectors for passage in cut[each]], step)
            course.dense = max(course.dense, last)
        return sum(map(len, cut.values()))

    def _index_words(self, changes: Sequence[Change], cut: Mapping[str, Sequence[Passage]]) -> None:
        stems = {passage.id: stems_of(passage) for change in changes for passage in cut[change.statement_id]}
        passages = [passage for change in changes for passage in cut[change.statement_id]]
        self.lexical.replace([change.statement_id for change in changes], passages, stems)
        entries = [
            terms_of(change.statement, [(p, stems[p.id]) for p in cut[change.statement_id]])
            for change in changes
            if change.statement is not None and cut[change.statement_id]
        ]
        self.terms.replace([change.statement_id for change in changes], entries, changes[-1].seq)

    def _embed(self, ids: Sequence[str], passages: Sequence[Passage], step: StepProgress) -> None:
        if ids:
            rows = embed_once(self._embedder, self._vectors, [indexed_text(p) for p in passages], step)
            self.dense.replace(ids, passages, rows)

    def vectors_of(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return the vectors of texts, shape (n, dimension), L2-normalised; those of indexed ones are remembered."""
        return embed_once(self._embedder, self._vectors, texts, lambda _: None)

    def close(self) -> None:
        """Release files and connections."""
        self.dense.close()
        self.terms.close()
        self._vectors.close()
