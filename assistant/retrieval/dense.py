"""The dense index: passages' vectors in Chroma, embedded in the home or on a server."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import numpy as np
import numpy.typing as npt

os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
import chromadb
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings as ChromaSettings
from chromadb.errors import ChromaError

from assistant.domain import Passage
from assistant.errors import ConfigurationError, RetrievalError

COLLECTION = "passages"
BATCH = 1000
SAMPLE = 500
"""Passages whose mean vector stands for the record at large."""


class DenseIndex:
    """Vectors of passages with cosine similarity. A cache: `assistant reindex` rebuilds it from the record."""

    def __init__(self, folder: Path, url: str | None = None) -> None:
        """Open the collection in `folder`, or on the Chroma server at `url`.

        Raises:
            RetrievalError: The index is damaged or the server does not answer.
            ConfigurationError: The server's address cannot be used.
        """
        self._folder = folder
        self._url = url
        self._open()

    def _open(self) -> None:
        self._centroid: npt.NDArray[np.float32] | None = None
        settings = ChromaSettings(anonymized_telemetry=False)
        try:
            if self._url:
                self._client = _server(self._url, settings)
            else:
                self._folder.mkdir(parents=True, exist_ok=True)
                self._client = chromadb.PersistentClient(path=str(self._folder), settings=settings)
            self._collection = self._get_collection()
        except ConfigurationError:
            raise
        except Exception as error:  # Chroma's bindings raise errors of many kinds
            # Chroma keeps a client that failed to start, and would hand it out again after a rebuild.
            SharedSystemClient._identifier_to_system.pop(str(self._folder), None)
            raise self._damaged(error) from None

    def _get_collection(self) -> Any:
        # Our vectors come from our embedder; Chroma's own default model would be downloaded.
        return self._client.get_or_create_collection(
            COLLECTION, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )

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

    def reopen(self) -> None:
        """See what other processes wrote: an open Chroma client never does."""
        self.close()
        self._open()

    def close(self) -> None:
        """Release files and connections."""
        close = getattr(self._client, "close", None)
        if close is not None:
            close()

    def clear(self) -> None:
        """Forget every vector."""
        try:
            self._client.delete_collection(COLLECTION)
            self._collection = self._get_collection()
        except ChromaError as error:
            raise self._damaged(error) from None

    def count(self) -> int:
        """Return the number of vectors."""
        try:
            return int(self._collection.count())
        except Exception as error:
            raise self._damaged(error) from None

    def upsert(self, passages: Sequence[Passage], vectors: npt.NDArray[np.float32]) -> None:
        """Add passages or replace those of the same id; `vectors` is (n, d), L2-normalised."""
        try:
            for start in range(0, len(passages), BATCH):
                part = passages[start : start + BATCH]
                self._collection.upsert(
                    ids=[passage.id for passage in part],
                    embeddings=vectors[start : start + BATCH],
                    metadatas=[_metadata(passage) for passage in part],
                )
        except Exception as error:
            raise self._damaged(error) from None

    def remove(self, statement_ids: Sequence[str]) -> None:
        """Remove every passage of these statements."""
        try:
            for start in range(0, len(statement_ids), BATCH):
                part = list(statement_ids[start : start + BATCH])
                self._collection.delete(where={"statement_id": {"$in": part}})
        except Exception as error:
            raise self._damaged(error) from None

    def query(
        self, vector: npt.NDArray[np.float32], k: int, statement_ids: Sequence[str] | None = None
    ) -> list[tuple[str, float]]:
        """Return up to `k` (passage id, cosine −1…1), nearest first, among `statement_ids` where given."""
        if k <= 0 or (statement_ids is not None and not statement_ids):
            return []
        where: Any = None if statement_ids is None else {"statement_id": {"$in": list(statement_ids)}}
        try:
            size = int(self._collection.count())
            if size == 0:
                return []
            found = self._collection.query(
                query_embeddings=[vector], n_results=min(k, size), where=where, include=["distances"]
            )
        except Exception as error:
            raise self._damaged(error) from None
        distances = found["distances"] or [[]]
        return [(pid, 1.0 - float(d)) for pid, d in zip(found["ids"][0], distances[0], strict=True)]

    def similarities(self, vector: npt.NDArray[np.float32], ids: Sequence[str]) -> dict[str, float]:
        """Return the cosine of `vector` with each of the passages `ids` (those that are indexed)."""
        if not ids:
            return {}
        try:
            found = self._collection.get(ids=list(ids), include=["embeddings"])
        except Exception as error:
            raise self._damaged(error) from None
        if not found["ids"]:
            return dict.fromkeys(ids, 0.0)
        rows = np.asarray(found["embeddings"], dtype=np.float32)
        return dict.fromkeys(ids, 0.0) | dict(zip(found["ids"], (rows @ vector).tolist(), strict=True))

    def background(self, vector: npt.NDArray[np.float32]) -> float:
        """Return the mean cosine of `vector` with a sample of the record: how near it is to everything."""
        if self._centroid is None:
            try:
                found = self._collection.get(limit=SAMPLE, include=["embeddings"])
            except Exception as error:
                raise self._damaged(error) from None
            rows = np.asarray(found["embeddings"], dtype=np.float32)
            if not len(rows):
                return 0.0
            self._centroid = np.asarray(rows.mean(axis=0), dtype=np.float32)
        return float(self._centroid @ vector)


def _metadata(passage: Passage) -> Mapping[str, str]:
    return {"statement_id": passage.statement_id, "kind": passage.kind.value, "lang": passage.lang}


def _server(url: str, settings: ChromaSettings) -> Any:
    parts = urlparse(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ConfigurationError(
            f"The Chroma address {url!r} cannot be used; set ASSISTANT_CHROMA_URL like http://127.0.0.1:8000."
        )
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return chromadb.HttpClient(host=parts.hostname, port=port, ssl=parts.scheme == "https", settings=settings)
