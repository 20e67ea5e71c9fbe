"""Vectors are made once, whatever happens to the file that keeps them."""

import multiprocessing
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from assistant.retrieval.vectors import VectorCache, embed_once


class Counting:
    """An embedder whose vectors follow from the text, and that remembers what it was asked."""

    def __init__(self, model_id: str = "counting", texts_at_once: int = 3) -> None:
        self.model_id = model_id
        self.texts_at_once = texts_at_once
        self.calls: list[list[str]] = []

    def embed_passages(self, texts: Sequence[str]) -> np.ndarray:
        self.calls.append(list(texts))
        return np.array([vector(text) for text in texts], np.float32)

    embed_queries = embed_passages


def vector(text: str) -> list[float]:
    return [float(len(text)), float(sum(map(ord, text))), 1.0]


def silent(share: float) -> None:
    pass


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[VectorCache]:
    opened = VectorCache(tmp_path / "vectors.sqlite3", "counting")
    yield opened
    opened.close()


TEXTS = ["uno", "dos y dos", "tres", "uno", "cuatro cuatro", "", "é" * 40]


def test_each_text_is_embedded_once_and_the_rows_keep_their_order(cache: VectorCache) -> None:
    model = Counting()
    rows = embed_once(model, cache, TEXTS, silent)
    assert rows.tolist() == [vector(text) for text in TEXTS]
    asked = [text for call in model.calls for text in call]
    assert sorted(asked) == sorted(set(TEXTS))
    assert [len(text) for text in asked] == sorted(map(len, asked), reverse=True)
    assert [len(call) for call in model.calls] == [3, 3]
    again = embed_once(model, cache, [*reversed(TEXTS), "neu"], silent)
    assert again.tolist() == [vector(text) for text in [*reversed(TEXTS), "neu"]]
    assert model.calls[2:] == [["neu"]]
    assert embed_once(model, cache, [], silent).shape == (0, 0)


def test_progress_counts_the_length_of_the_texts(cache: VectorCache) -> None:
    shares: list[float] = []
    embed_once(Counting(texts_at_once=1), cache, ["x" * 80, "y" * 30], shares.append)
    assert shares == [100 / 150, 1.0]


def test_another_process_or_model_finds_its_own(cache: VectorCache, tmp_path: Path) -> None:
    embed_once(Counting(), cache, TEXTS, silent)
    same, other = Counting(), Counting("other")
    for model in (same, other):
        opened = VectorCache(tmp_path / "vectors.sqlite3", model.model_id)
        embed_once(model, opened, TEXTS, silent)
        opened.close()
    assert same.calls == []
    assert len(other.calls) == 2


def test_what_was_made_before_a_failure_is_kept(cache: VectorCache) -> None:
    class Failing(Counting):
        def embed_passages(self, texts: Sequence[str]) -> np.ndarray:
            if len(self.calls) == 1:
                raise ConnectionError
            return super().embed_passages(texts)

    failing, whole = Failing(), Counting()
    with pytest.raises(ConnectionError):
        embed_once(failing, cache, TEXTS, silent)
    embed_once(whole, cache, TEXTS, silent)
    assert sorted(text for call in failing.calls + whole.calls for text in call) == sorted(set(TEXTS))


@pytest.mark.parametrize("damage", ["garbage", "cut off", "empty", "another table"])
def test_a_damaged_file_is_made_anew(cache: VectorCache, tmp_path: Path, damage: str) -> None:
    path = tmp_path / "vectors.sqlite3"
    embed_once(Counting(), cache, TEXTS * 50, silent)
    cache.close()
    if damage == "garbage":
        path.write_bytes(b"no database at all " * 500)
    elif damage == "cut off":
        path.write_bytes(path.read_bytes()[:5000])
    elif damage == "empty":
        path.write_bytes(b"")
    else:
        path.unlink()
        with sqlite3.connect(path) as connection:
            connection.execute("CREATE TABLE vectors (key INTEGER PRIMARY KEY, vector TEXT)")
        connection.close()
    for _ in range(2):
        assert embed_once(Counting(), cache, TEXTS, silent).tolist() == [vector(text) for text in TEXTS]
    if damage != "another table":
        after = Counting()
        embed_once(after, cache, TEXTS, silent)
        assert after.calls == []


def test_a_damaged_vector_is_made_again(cache: VectorCache, tmp_path: Path) -> None:
    embed_once(Counting(), cache, TEXTS, silent)
    with sqlite3.connect(tmp_path / "vectors.sqlite3") as connection:
        connection.execute("UPDATE vectors SET vector = zeroblob(16) WHERE key = ?", [cache.key("tres")])
        connection.execute("UPDATE vectors SET vector = x'00' WHERE key = ?", [cache.key("uno")])
    connection.close()
    model = Counting()
    assert embed_once(model, cache, TEXTS, silent).tolist() == [vector(text) for text in TEXTS]
    assert model.calls == [["tres", "uno"]]


def test_a_place_where_nothing_can_be_kept_is_no_obstacle(tmp_path: Path) -> None:
    cache = VectorCache(tmp_path / "no such folder" / "vectors.sqlite3", "counting")
    assert embed_once(Counting(), cache, TEXTS, silent).tolist() == [vector(text) for text in TEXTS]
    cache.close()


def _fill(path: Path, name: str) -> None:
    cache = VectorCache(path, "counting")
    for number in range(40):
        embed_once(Counting(), cache, [f"{name} {number} {n}" for n in range(5)], silent)
    cache.close()


def test_two_processes_keep_theirs_side_by_side(tmp_path: Path) -> None:
    path = tmp_path / "vectors.sqlite3"
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_fill, args=(path, name)) for name in ("a", "b")]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0]
    model, cache = Counting(), VectorCache(path, "counting")
    embed_once(model, cache, [f"{name} {i} {n}" for name in "ab" for i in range(40) for n in range(5)], silent)
    cache.close()
    assert model.calls == []
