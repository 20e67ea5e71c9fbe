"""The dense index finds what is nearest, and several processes can share its folder."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from assistant.domain import Passage, PassageKind
from assistant.errors import RetrievalError
from assistant.retrieval.dense import DenseIndex

ROOT = Path(__file__).resolve().parent.parent.parent
SIZE = 3_000


def passages(statements: range, each: int = 1) -> list[Passage]:
    return [
        Passage(id=f"s{n}#text:es:{k}-{k + 1}", statement_id=f"s{n}", kind=PassageKind.TEXT, lang="es", text="x")
        for n in statements
        for k in range(each)
    ]


def vectors(count: int, seed: int = 0) -> np.ndarray:
    """Vectors that lie as a model's do: in few directions of many."""
    draw = np.random.default_rng(seed)
    rows = draw.standard_normal((count, 20)) @ np.random.default_rng(99).standard_normal((20, 96))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture
def dense(tmp_path: Path) -> Iterator[DenseIndex]:
    opened = DenseIndex(tmp_path / "index" / "chroma")
    yield opened
    opened.close()


def test_the_nearest_are_found(dense: DenseIndex) -> None:
    rows, known = vectors(SIZE), passages(range(SIZE))
    dense.upsert(known, rows)
    questions = vectors(50, seed=1)
    right = 0
    for question in questions:
        exact = {known[i].id for i in np.argsort(-(rows @ question))[:10]}
        right += len(exact & {pid for pid, _ in dense.query(question, 10)})
    assert right >= 0.99 * 10 * len(questions)


def test_replacing_leaves_nothing_behind(dense: DenseIndex) -> None:
    dense.replace([f"s{n}" for n in range(5)], passages(range(5), each=3), vectors(15))
    assert dense.count() == 15
    dense.replace(["s1", "s2", "s9"], passages(range(1, 2), each=2), vectors(2, seed=1))
    assert dense.count() == 15 - 6 + 2
    found = {pid for pid, _ in dense.query(vectors(1)[0], 50)}
    assert {pid for pid in found if pid.startswith(("s1#", "s2#"))} == {"s1#text:es:0-1", "s1#text:es:1-2"}
    dense.remove(["s0", "never seen"])
    assert dense.count() == 8


def test_two_that_share_a_folder_see_each_other(dense: DenseIndex, tmp_path: Path) -> None:
    other = DenseIndex(tmp_path / "index" / "chroma")
    rows = vectors(40)
    for turn in range(4):
        writer, reader = (dense, other) if turn % 2 else (other, dense)
        writer.upsert(passages(range(turn * 10, turn * 10 + 10)), rows[turn * 10 : turn * 10 + 10])
        assert reader.count() == turn * 10 + 10
        assert reader.query(rows[turn * 10 + 3], 1)[0][0] == f"s{turn * 10 + 3}#text:es:0-1"
    other.close()


WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, str(Path({tests!r})))
from test_dense import *
dense = DenseIndex(Path({folder!r}))
rows = vectors(6_000)
for start in range(0, 6_000, 1_500):
    dense.upsert(passages(range(start, start + 1_500)), rows[start : start + 1_500])
    print(start + 1_500, flush=True)
"""


def test_a_reader_neither_hinders_nor_harms_a_writing_process(dense: DenseIndex, tmp_path: Path) -> None:
    code = WRITER.format(tests=str(Path(__file__).parent), folder=str(tmp_path / "index" / "chroma"))
    rows = vectors(6_000)
    done = 0
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env={"PYTHONPATH": str(ROOT)}
    ) as writer:
        assert writer.stdout is not None
        for line in writer.stdout:
            done = int(line)
            assert dense.count() >= done
            assert dense.query(rows[done - 1], 1)[0] == (f"s{done - 1}#text:es:0-1", pytest.approx(1.0, abs=1e-4))
    assert (writer.returncode, done) == (0, 6_000)
    again = DenseIndex(tmp_path / "index" / "chroma")
    for opened in (dense, again):
        assert opened.count() == 6_000
        for n in range(0, 6_000, 97):
            assert opened.query(rows[n], 1)[0][0] == f"s{n}#text:es:0-1"
    again.close()


def test_a_server_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(RetrievalError, match=r"Chroma server at 'http://127\.0\.0\.1:9'.*ASSISTANT_CHROMA_URL"):
        DenseIndex(tmp_path / "chroma", "http://127.0.0.1:9")
