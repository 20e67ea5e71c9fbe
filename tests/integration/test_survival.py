"""Full disks, folders that may only be read, locked records, two at once: each is survived, or said in one sentence."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from assistant.assembly import Assistant
from assistant.domain import Filters
from assistant.record.store import RecordStore
from assistant.retrieval.passages import passages_of
from tests import workers


def transcript(folder: Path, number: int, turns: int = 12) -> Path:
    day = f"{number:02} de marzo de 2026"
    head = f"Versión estenográfica. Conferencia de prensa de prueba del {day}\nPresidencia de la República\n{day}"
    spoken = [
        f"PRESIDENTA DE MÉXICO, CLAUDIA SHEINBAUM PARDO\nLa obra {number}-{turn} del puerto se entrega completa."
        for turn in range(turns)
    ]
    path = folder / f"conferencia-{number}.txt"
    path.write_text("\n---\n".join([head, *spoken]) + "\n—000—\n", encoding="utf-8")
    return path


@pytest.fixture
def given(tmp_path: Path, fast_embeddings: dict[str, Any]) -> dict[str, Any]:
    return {**fast_embeddings, "home": tmp_path / "home", "bundled": False}


@pytest.fixture
def command(given: dict[str, Any], tmp_path: Path) -> Callable[..., workers.Ran]:
    """Run the command line over the home, in a process of its own."""

    def run(*args: str, changed: dict[str, Any] | None = None, **options: Any) -> workers.Ran:
        return workers.command({**given, **(changed or {})}, *args, folder=tmp_path, **options)

    return run


def require_one_sentence(ran: workers.Ran) -> None:
    assert ran.code == 1, (ran.out, ran.err)
    last = ran.err.strip().splitlines()[-1]
    assert last.startswith("Error: ")
    assert "Traceback" not in ran.err
    assert "a fault it does not know" not in ran.err


def require_whole(given: dict[str, Any], statements: int) -> None:
    """Nothing is missing, nothing is left over, nothing is half written."""
    with Assistant.open(workers.settings_of(given)) as assistant:
        ids = assistant.store.matching_ids(Filters())
        expected = {p.id for s in assistant.store.get_many(ids).values() for p in passages_of(s)}
        assert len(ids) == statements
        assert assistant.index.behind == 0
        assert assistant.index.dense.ids() == assistant.index.lexical.ids() == expected
        assert assistant.index.terms.ids() == ids


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a few megabytes; it takes root to make one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    if mount is None or subprocess.run([mount, "-t", "tmpfs", "-o", "size=6m", "tmpfs", disk], check=False).returncode:
        pytest.skip("a small disk can only be made by root")
    yield disk
    subprocess.run(["umount", "-l", disk], check=True)


def test_a_disk_that_fills_up_is_named_and_costs_nothing(
    given: dict[str, Any], small_disk: Path, tmp_path: Path, command: Callable[..., workers.Ran]
) -> None:
    there = {"home": small_disk / "home"}
    assert command("ingest", str(transcript(tmp_path, 1)), "--json", changed=there).code == 0
    filler = small_disk / "filler"
    with filler.open("wb") as stream:
        free = os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize
        stream.write(b"x" * max(0, free - 40_000))
    ran = command("ingest", str(transcript(tmp_path, 2, turns=400)), "--json", changed=there)
    require_one_sentence(ran)
    filler.unlink()
    assert command("ingest", str(transcript(tmp_path, 2)), "--json", changed=there).code == 0
    require_whole({**given, **there}, 24)


def test_a_file_that_may_not_grow_is_survived(
    given: dict[str, Any], tmp_path: Path, command: Callable[..., workers.Ran]
) -> None:
    """The same where no disk can be mounted: the process may write no file beyond some size."""
    assert command("ingest", str(transcript(tmp_path, 1)), "--json").code == 0
    size = (given["home"] / "record.sqlite3").stat().st_size + 50_000
    ran = command("ingest", str(transcript(tmp_path, 2, turns=600)), "--json", file_limit=size)
    require_one_sentence(ran)
    assert command("ingest", str(transcript(tmp_path, 2)), "--json").code == 0
    require_whole(given, 24)


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Let nobody write there; root heeds no permissions, so for root it is mounted anew."""
    if os.geteuid() != 0:
        modes = {path: path.stat().st_mode for path in [folder, *folder.rglob("*")]}
        for path in modes:
            path.chmod(0o555 if path.is_dir() else 0o444)
        yield
        for path, mode in modes.items():
            path.chmod(mode)
        return
    if subprocess.run(["mount", "--bind", folder, folder], check=False).returncode:
        pytest.skip("this root may not mount a folder for reading only")
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", folder], check=True)
        yield
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


@pytest.mark.parametrize("args", [("ingest", "."), ("search", "obra"), ("reindex",), ("retract", "x", "--reason", "y")])
def test_a_home_that_may_only_be_read_is_named(
    given: dict[str, Any], tmp_path: Path, command: Callable[..., workers.Ran], args: tuple[str, ...]
) -> None:
    RecordStore(f"sqlite:///{prepared(given) / 'record.sqlite3'}").close()
    before = {path: path.read_bytes() for path in given["home"].rglob("*") if path.is_file()}
    with read_only(given["home"]):
        ran = command(*args)
    require_one_sentence(ran)
    assert "choose another with --home" in ran.err
    assert {path: path.read_bytes() for path in given["home"].rglob("*") if path.is_file()} == before


def prepared(given: dict[str, Any]) -> Path:
    home: Path = given["home"]
    home.mkdir(exist_ok=True)
    return home


def test_a_locked_record_is_named_and_read_all_the_same(
    given: dict[str, Any], tmp_path: Path, command: Callable[..., workers.Ran]
) -> None:
    assert command("ingest", str(transcript(tmp_path, 1)), "--json").code == 0
    file = given["home"] / "record.sqlite3"
    impatient = {"database_url": f"sqlite:///{file}?timeout=0.2"}
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        ran = command("ingest", str(transcript(tmp_path, 2)), "--json", changed=impatient)
        require_one_sentence(ran)
        assert "Another program is writing to it; wait until that ends, then try again." in ran.err
        found = command("search", "obra del puerto", "--json", changed=impatient)
        assert (found.code, found.err.count("Error")) == (0, 0)
        other.execute("ROLLBACK")
    assert command("ingest", str(transcript(tmp_path, 2)), "--json", changed=impatient).code == 0
    require_whole(given, 24)


def test_two_ingests_at_once_both_end_well(given: dict[str, Any], tmp_path: Path) -> None:
    lots = [[transcript(tmp_path, number) for number in range(first, 9, 2)] for first in (1, 2)]
    running = [workers.start(workers.ingest, given, lot) for lot in lots]
    for process, _ in running:
        process.join(120)
    said = [workers.said_by(pipe) for _, pipe in running]
    # The second to index may be told that the first is at it: what it read is stored all the same.
    for (process, _), words in zip(running, said, strict=True):
        assert process.exitcode == 0 or "Another process is" in str(words[-1]), words
    require_whole(given, 8 * 12)


def test_two_homes_made_at_once_over_one_folder(given: dict[str, Any], tmp_path: Path) -> None:
    running = [workers.start(workers.ingest, given, [transcript(tmp_path, 1)]) for _ in range(3)]
    for process, _ in running:
        process.join(120)
    said = [workers.said_by(pipe) for _, pipe in running]
    for (process, _), words in zip(running, said, strict=True):
        assert process.exitcode == 0 or "Another process is" in str(words[-1]), words
    require_whole(given, 12)


def test_a_search_during_an_ingest_is_answered(given: dict[str, Any], tmp_path: Path) -> None:
    first, *others = [transcript(tmp_path, number, turns=40) for number in range(1, 7)]
    done, _ = workers.start(workers.ingest, given, [first])
    done.join(120)
    assert done.exitcode == 0
    busy, pipe = workers.start(workers.ingest, given, others)
    answers = 0
    with Assistant.open(workers.settings_of(given), catch_up=False) as assistant:
        while busy.is_alive() or answers == 0:
            assert assistant.search("obra del puerto", k=3), workers.said_by(pipe)
            answers += 1
    assert busy.exitcode == 0, workers.said_by(pipe)
    require_whole(given, 6 * 40)


def test_a_statement_is_found_by_the_process_that_was_open_before(given: dict[str, Any], tmp_path: Path) -> None:
    open_before, questions = workers.start(workers.answer, given)
    assert questions.recv() == "open"
    questions.send("obra 1-3 del puerto")
    assert questions.recv() == []
    added, _ = workers.start(workers.ingest, given, [transcript(tmp_path, 1)])
    added.join(120)
    assert added.exitcode == 0
    questions.send("obra 1-3 del puerto")
    assert len(questions.recv()) == 3
    questions.send(None)
    open_before.join(30)
    assert open_before.exitcode == 0


def test_a_record_whose_file_was_cut_is_named_with_the_way_out(
    given: dict[str, Any], tmp_path: Path, command: Callable[..., workers.Ran]
) -> None:
    assert command("ingest", str(transcript(tmp_path, 1)), "--json").code == 0
    file = given["home"] / "record.sqlite3"
    RecordStore(f"sqlite:///{file}").close()
    file.write_bytes(b"no database" * 1000)
    ran = command("search", "obra", "--json")
    require_one_sentence(ran)
    assert "`assistant restore` brings a backup back" in ran.err
