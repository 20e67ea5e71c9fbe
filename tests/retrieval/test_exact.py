"""The copy beside Chroma answers as Chroma would, and is made anew whenever it is no copy any more."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from filelock import FileLock

from assistant.domain import Passage, PassageKind
from assistant.errors import RetrievalError
from assistant.retrieval import exact as exact_module
from assistant.retrieval.dense import DenseIndex
from tests.retrieval.test_packed import vectors

ROOT = Path(__file__).resolve().parent.parent.parent
SIZE = 600
ROWS = vectors(SIZE)


def passages(statements: range) -> list[Passage]:
    return [
        Passage(id=f"s{n}#text:es:0-1", statement_id=f"s{n}", kind=PassageKind.TEXT, lang="es", text="x")
        for n in statements
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index" / "chroma"


@pytest.fixture
def file(folder: Path) -> Path:
    return folder.with_name("packed.sqlite3")


@pytest.fixture
def open_dense(folder: Path) -> Iterator[Callable[[], DenseIndex]]:
    opened: list[DenseIndex] = []

    def run() -> DenseIndex:
        opened.append(DenseIndex(folder))
        return opened[-1]

    yield run
    for each in opened:
        each.close()


@pytest.fixture
def filled(open_dense: Callable[[], DenseIndex]) -> DenseIndex:
    dense = open_dense()
    dense.upsert(passages(range(SIZE)), ROWS)
    dense.close()
    return dense


def require_whole(dense: DenseIndex, statements: range = range(SIZE)) -> None:
    """Copy and Chroma hold the same, and each vector is found where it is."""
    expected = {f"s{n}#text:es:0-1" for n in statements}
    assert dense.copied_ids() == dense.ids() == expected
    assert dense.count() == len(expected)
    for n in statements[::37]:
        assert dense.query(ROWS[n], 1) == [(f"s{n}#text:es:0-1", pytest.approx(1.0, abs=1e-3))]


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def _one_byte(file: Path) -> None:
    """Change a byte of a vector; SQLite itself does not see that."""
    with sqlite3.connect(file) as connection:
        ((position, blob),) = connection.execute("SELECT position, vectors FROM log").fetchall()
        changed = blob[:99] + bytes([blob[99] ^ 64]) + blob[100:]
        connection.execute("UPDATE log SET vectors = ? WHERE position = ?", (changed, position))
    connection.close()


def _row_lost(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("DELETE FROM state")
    connection.close()


HARM: dict[str, Callable[[Path], Any]] = {
    "gone, as in a home of an earlier version": Path.unlink,
    "empty": lambda file: file.write_bytes(b""),
    "garbage": lambda file: file.write_bytes(b"no database " * 900),
    "cut short": _cut,
    "a byte changed": _one_byte,
    "its state is lost": _row_lost,
    "the token is another": lambda file: (file.parent / "chroma" / "written").write_text("0" * 32),
    "the token is gone": lambda file: (file.parent / "chroma" / "written").unlink(),
}


@pytest.mark.parametrize("harm", list(HARM))
def test_what_is_no_copy_any_more_is_made_anew(
    filled: DenseIndex, open_dense: Callable[[], DenseIndex], file: Path, harm: str
) -> None:
    HARM[harm](file)
    require_whole(open_dense())
    again = open_dense()  # and from then on it is used as it is
    require_whole(again)


def test_a_copy_in_order_needs_no_chroma(filled: DenseIndex, folder: Path) -> None:
    code = (
        "import sys; from pathlib import Path; import numpy as np; from assistant.retrieval.dense import DenseIndex\n"
        f"dense = DenseIndex(Path({str(folder)!r})); vector = np.ones(96, np.float32) / 96 ** 0.5\n"
        f"assert (dense.count(), len(dense.query(vector, 7))) == ({SIZE}, 7)\n"
        "assert dense.background(vector) != 0 != sum(dense.similarities(vector, ['s1#text:es:0-1']).values())\n"
        "assert 'chromadb' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONPATH": str(ROOT)})


def test_a_copy_without_its_chroma_is_not_trusted(
    filled: DenseIndex, open_dense: Callable[[], DenseIndex], folder: Path
) -> None:
    shutil.rmtree(folder)
    dense = open_dense()
    assert (dense.count(), dense.query(ROWS[0], 3)) == (0, [])


def test_vectors_that_chroma_lost_hinder_no_search_and_are_noticed(
    filled: DenseIndex, open_dense: Callable[[], DenseIndex], folder: Path
) -> None:
    filled.probe()
    filled.close()
    writer = open_dense()
    for start in range(SIZE, 4 * SIZE, SIZE):  # Chroma writes its vectors out when there are enough of them
        writer.upsert(passages(range(start, start + SIZE)), -ROWS)
    writer.close()
    for kept in (path for path in folder.iterdir() if path.is_dir()):
        shutil.rmtree(kept)
    dense = open_dense()
    assert dense.query(ROWS[3], 1)[0][0] == "s3#text:es:0-1"
    with pytest.raises(RetrievalError, match="`assistant reindex`"):
        dense.probe()


def test_another_program_that_writes_to_chroma_alone_is_noticed(
    filled: DenseIndex, open_dense: Callable[[], DenseIndex], folder: Path
) -> None:
    reader, earlier_version = open_dense(), open_dense()
    assert reader.count() == SIZE
    earlier_version._ask(lambda collection: collection.delete(ids=["s0#text:es:0-1"]))
    (folder / "written").write_text("1" * 32)
    require_whole(reader, range(1, SIZE))


@pytest.mark.parametrize("moment", ["before the token", "before Chroma", "within Chroma"])
def test_what_was_killed_in_the_middle_is_mended_by_doing_it_again(
    filled: DenseIndex, open_dense: Callable[[], DenseIndex], monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """A run that was killed is repeated from the last position of the index, so the same changes come again."""
    dense = open_dense()

    def die(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    place = {
        "before the token": "pathlib.Path.write_text",
        "before Chroma": "assistant.retrieval.dense.delete",
        "within Chroma": "assistant.retrieval.dense.upsert",
    }
    with monkeypatch.context() as patch:
        patch.setattr(place[moment], die)
        with pytest.raises(KeyboardInterrupt):
            dense.replace(["s1", "s2", "s3"], passages(range(2, 4)), ROWS[[2, 3]])
    dense.close()
    after = open_dense()
    after.query(ROWS[0], 3)
    after.replace(["s1", "s2", "s3"], passages(range(2, 4)), ROWS[[2, 3]])
    expected = {f"s{n}#text:es:0-1" for n in range(SIZE) if n != 1}
    assert after.copied_ids() == after.ids() == open_dense().copied_ids() == expected


def test_a_reader_takes_in_only_what_is_new(filled: DenseIndex, open_dense: Callable[[], DenseIndex]) -> None:
    reader, writer = open_dense(), open_dense()
    assert reader.count() == SIZE
    assert reader._exact is not None
    held, place = reader._exact._vectors, reader._exact._place
    writer.replace(["s5", "new"], [*passages(range(5, 6)), *passages(range(SIZE, SIZE + 1))], ROWS[[9, 10]])
    assert reader.query(ROWS[10], 1, frozenset({f"s{SIZE}"})) == [(f"s{SIZE}#text:es:0-1", pytest.approx(1, abs=1e-3))]
    assert dict(reader.query(ROWS[9], 2)).keys() == {"s5#text:es:0-1", "s9#text:es:0-1"}
    assert reader._exact._vectors is held
    assert reader._exact._place.generation == place.generation
    assert reader._client is None


def test_a_search_waits_for_nobody_who_writes(
    filled: DenseIndex, open_dense: Callable[[], DenseIndex], folder: Path
) -> None:
    dense = open_dense()
    with FileLock(folder.with_name("chroma.lock")):
        assert dense.query(ROWS[3], 1)[0][0] == "s3#text:es:0-1"


def test_what_was_replaced_takes_no_room_for_ever(
    filled: DenseIndex, open_dense: Callable[[], DenseIndex], file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exact_module, "WASTE", 0)
    dense, size = open_dense(), file.stat().st_size
    for _ in range(8):
        dense.upsert(passages(range(SIZE)), ROWS)
        require_whole(dense)
    assert file.stat().st_size < 5 * size
    assert dense._exact is not None
    assert dense._exact._vectors.waste <= SIZE
    dense.close()
    require_whole(open_dense())


def test_a_file_that_the_disk_refuses_costs_no_answer(
    filled: DenseIndex, open_dense: Callable[[], DenseIndex], file: Path
) -> None:
    file.unlink()
    file.mkdir()
    dense = open_dense()
    require_whole(dense)
    dense.remove(["s0"])
    require_whole(dense, range(1, SIZE))


def test_clearing_that_was_killed_leaves_what_chroma_holds(
    filled: DenseIndex, open_dense: Callable[[], DenseIndex], monkeypatch: pytest.MonkeyPatch
) -> None:
    dense = open_dense()
    dense.probe()

    def die(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(dense, "_get_collection", die)
        with pytest.raises(KeyboardInterrupt):
            dense.clear()
    dense.close()
    after = open_dense()
    assert after.copied_ids() == after.ids() == frozenset()
    after.upsert(passages(range(3)), np.ascontiguousarray(ROWS[:3]))
    require_whole(after, range(3))


def test_a_cleared_index_is_empty_for_all(filled: DenseIndex, open_dense: Callable[[], DenseIndex]) -> None:
    reader, writer = open_dense(), open_dense()
    assert reader.count() == SIZE
    writer.clear()
    assert (reader.count(), reader.query(ROWS[0], 3), writer.count()) == (0, [], 0)
    writer.upsert(passages(range(3)), np.ascontiguousarray(ROWS[:3]))
    require_whole(reader, range(3))
