"""What is asked of a collection of vectors in Chroma. Nothing here knows where the collection lies."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.domain import Passage

BATCH = 5_000
"""Vectors in one answer."""
WRITE_BATCH = 1_000
"""Vectors in one write. A home keeps the room that its largest write took, and a server refuses a request of more than
40 MB, where vectors travel as text."""
IDS_AT_ONCE = 1_000


def everything(collection: Any) -> Iterator[tuple[list[str], npt.NDArray[np.float32]]]:
    """Yield all ids with their vectors, some at a time."""
    seen = 0
    while (part := collection.get(limit=BATCH, offset=seen, include=["embeddings"]))["ids"]:
        seen += len(part["ids"])
        yield part["ids"], np.asarray(part["embeddings"], dtype=np.float32)


def nearest(vector: npt.NDArray[np.float32], k: int, where: Any, collection: Any) -> list[tuple[str, float]]:
    """Return what Chroma's own search finds: (id, cosine), nearest first, where the metadata are as `where` says."""
    size = int(collection.count())
    if size == 0:
        return []
    found = collection.query(query_embeddings=[vector], n_results=min(k, size), where=where, include=["distances"])
    distances = found["distances"] or [[]]
    return [(pid, 1.0 - float(d)) for pid, d in zip(found["ids"][0], distances[0], strict=True)]


def some_ids(offset: int, collection: Any) -> list[str]:
    """Return ids, from that number on."""
    return list(collection.get(limit=BATCH, offset=offset, include=[])["ids"])


def remove(collection: Any, statement_ids: Sequence[str], kept: set[str]) -> None:
    """Remove the passages of these statements, but for `kept`, on a server. By id: by a condition it is slow."""
    if not collection.count():
        return
    for start in range(0, len(statement_ids), IDS_AT_ONCE):
        part = list(statement_ids[start : start + IDS_AT_ONCE])
        found = collection.get(where={"statement_id": {"$in": part}}, include=[])["ids"]
        delete([passage_id for passage_id in found if passage_id not in kept], collection)


def delete(ids: Sequence[str], collection: Any) -> None:
    """Delete passages by their ids."""
    for start in range(0, len(ids), IDS_AT_ONCE):
        collection.delete(ids=list(ids[start : start + IDS_AT_ONCE]))


def upsert(
    passages: Sequence[Passage],
    vectors: npt.NDArray[np.float32],
    metadata: list[dict[str, str]] | None,
    collection: Any,
) -> None:
    """Add passages or replace those of the same id, in one write."""
    collection.upsert(ids=[passage.id for passage in passages], embeddings=vectors, metadatas=metadata)


def batches(
    passages: Sequence[Passage], vectors: npt.NDArray[np.float32], size: int
) -> Iterator[tuple[Sequence[Passage], npt.NDArray[np.float32]]]:
    """Cut passages and their vectors into parts of `size`."""
    for start in range(0, len(passages), size):
        yield passages[start : start + size], vectors[start : start + size]
