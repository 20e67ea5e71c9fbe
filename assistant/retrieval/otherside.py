"""The other side's statements: looked at through a store of their own and found by indexes of their own.

Nothing of theirs lies in our indexes and nothing of ours in theirs, so that no search can mix the two. Their indexes
are built when somebody first asks for the other side, and follow the record from there.
"""

from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from assistant.domain import Embedder, Hit, Progress, Side, Statement, Topic, silent
from assistant.errors import IndexBusyError, ModelError
from assistant.record.store import RecordStore
from assistant.retrieval.glossary import Glossary
from assistant.retrieval.index import THEIRS, Index
from assistant.retrieval.query import Query
from assistant.retrieval.retriever import Retriever


class OtherSide:
    """Searches what the other side said. Nothing is opened before it is asked for."""

    def __init__(
        self,
        store: RecordStore,
        index: Index,
        embedder: Embedder,
        topics: tuple[Topic, ...],
        glossary: Callable[[], Glossary],
    ) -> None:
        """Look at the record of `store` from the other side.

        Args:
            store: Our own.
            index: Our own; it tells how near texts mostly are to a question, which few statements could not tell.
            embedder: The model of the indexes.
            topics: Tell which words are about one matter.
            glossary: Gives the names that mean the same.
        """
        self.store = RecordStore(store.database, Side.COUNTERPART)
        self._own = index
        self._embedder = embedder
        self._topics = topics
        self._glossary = glossary

    def count(self) -> int:
        """Return how many statements of the other side are kept."""
        return self.store.found()

    def get(self, statement_id: str) -> Statement | None:
        """Return a statement of the other side, or None."""
        return self.store.get(statement_id)

    def search(self, query: Query, *, k: int) -> list[Hit]:
        """Return the best passage of each of the `k` best statements of the other side, best first.

        Raises:
            RetrievalError: Their indexes cannot be read.
        """
        return self._retriever.search(query, k=k) if self.count() else []

    def follow(self, progress: Progress = silent) -> None:
        """Index what was added, where there is anything at all; what cannot be done now is done at the next search."""
        if self.count() and self._index.behind:
            with suppress(ModelError, IndexBusyError):
                self._index.sync(progress)

    def close(self) -> None:
        """Release files, where any were opened. The database belongs to our own store."""
        if "_retriever" in self.__dict__:
            self._retriever.close()
        if "_index" in self.__dict__:
            self._index.close()

    @cached_property
    def _index(self) -> Index:
        return Index(self._folder, self.store, self._embedder)

    @property
    def _folder(self) -> Path:
        return self._own.folder / THEIRS

    @cached_property
    def _retriever(self) -> Retriever:
        self.follow()
        return Retriever(self.store, self._index, self._embedder, self._topics, self._glossary, background=self._own)
