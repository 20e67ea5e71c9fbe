"""Reading ahead in a second process changes nothing but the time it takes."""

import os
import signal
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import psutil
import pytest
from docx import Document
from loky.process_executor import ProcessPoolExecutor

from assistant.errors import InputError
from assistant.record import preparing
from assistant.record.ledger import bundled_ledger
from assistant.record.loads import ToRead
from assistant.record.preparing import Prepared, Preparer, prepare_all
from assistant.record.readers import Declared
from assistant.record.readers.speakers import bundled_registry

DECLARED = Declared()


@pytest.fixture
def preparer() -> Preparer:
    return Preparer(bundled_registry(), bundled_ledger().topics)


@pytest.fixture
def files(tmp_path: Path) -> list[ToRead]:
    """Notes, a note without form, an empty file, a Word file, and a path that is gone."""
    paths = []
    for number in range(12):
        path = tmp_path / f"nota-{number:02d}.md"
        path.write_text(
            f"---\norador: Persona de Prueba\ncargo: Vocera\nfecha: 2026-02-{number + 1:02d}\nforma: textual\n---\n"
            f"La feria consular número {number} abrirá el lunes con respeto mutuo.\n",
            encoding="utf-8",
        )
        paths.append(path)
    (tmp_path / "sin-forma.md").write_text("---\norador: Persona de Prueba\nfecha: 2026-02-20\n---\nAlgo.\n")
    (tmp_path / "vacio.txt").write_bytes(b"")
    word = Document()
    for line in ("Secretaría de Relaciones Exteriores", "Comunicado No. 9", "21 de febrero de 2026", "Abre la feria."):
        word.add_paragraph(line)
    word.save(str(tmp_path / "comunicado.docx"))
    for name in ("sin-forma.md", "vacio.txt", "comunicado.docx", "no-existe.md"):
        paths.insert(len(paths) // 2, tmp_path / name)
    return [ToRead(path=path, size=400, reader="auto", declared=DECLARED) for path in paths]


@pytest.fixture
def second_process(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Have a second process, which is there from the start and reads at least the first file; what is read here."""
    begun, read_here = preparing._submitted, []
    outcome = preparing._outcome

    def wait(pool: object, work: object, *given: ToRead) -> object:
        future = begun(pool, work, *given)  # type: ignore[arg-type, var-annotated]
        if future is not None and (not given or given[0].path.name == "nota-00.md"):
            future.result(60)
        return future

    def note(preparer: Preparer, file: ToRead) -> Prepared | InputError:
        read_here.append(file.path.name)
        return outcome(preparer, file)

    monkeypatch.setattr(preparing, "WORTH_A_PROCESS", 0)
    monkeypatch.setattr(preparing, "_submitted", wait)
    monkeypatch.setattr(preparing, "_outcome", note)
    return read_here


def one(preparer: Preparer, file: ToRead) -> Prepared | InputError:
    try:
        return preparer.prepare(file)
    except InputError as error:
        return error


def told(outcomes: Sequence[tuple[ToRead, Prepared | InputError]]) -> list[tuple[str, object]]:
    return [(f.path.name, str(each) if isinstance(each, InputError) else each) for f, each in outcomes]


@pytest.mark.parametrize("ahead", [1, 64])
def test_a_second_process_reads_the_same(
    preparer: Preparer, files: list[ToRead], monkeypatch: pytest.MonkeyPatch, second_process: list[str], ahead: int
) -> None:
    here = told([(file, one(preparer, file)) for file in files])
    monkeypatch.setattr(preparing, "AHEAD", ahead)
    assert told(list(prepare_all(preparer, files))) == here
    assert "nota-00.md" not in second_process
    assert "comunicado.docx" in second_process, "a hostile file's worker belongs to the main process"
    assert [name for name, _ in here] == [file.path.name for file in files]
    refused = {name for name, outcome in here if isinstance(outcome, str)}
    assert refused == {"sin-forma.md", "vacio.txt", "no-existe.md"}


def test_a_second_process_that_is_killed_costs_nothing_but_time(
    preparer: Preparer, files: list[ToRead], monkeypatch: pytest.MonkeyPatch, second_process: list[str]
) -> None:
    here = told([(file, one(preparer, file)) for file in files])
    monkeypatch.setattr(preparing, "AHEAD", 5)
    before = {child.pid for child in psutil.Process().children()}
    outcomes = []
    for number, outcome in enumerate(prepare_all(preparer, files)):
        outcomes.append(outcome)
        if number == 3:
            for child in psutil.Process().children():
                if child.pid not in before and "resource_tracker" not in " ".join(child.cmdline()):
                    os.kill(child.pid, signal.SIGKILL)
    assert told(outcomes) == here
    assert files[-1].path.name in second_process


def test_without_a_second_process_everything_is_read_here(
    preparer: Preparer, files: list[ToRead], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Refusing(ProcessPoolExecutor):
        def submit(self, *_: object) -> NoReturn:
            raise OSError

    monkeypatch.setattr(preparing, "WORTH_A_PROCESS", 0)
    monkeypatch.setattr(preparing, "ProcessPoolExecutor", Refusing)
    assert told(list(prepare_all(preparer, files))) == told([(file, one(preparer, file)) for file in files])


def test_a_large_file_is_read_here_when_its_turn_has_come(
    preparer: Preparer, files: list[ToRead], monkeypatch: pytest.MonkeyPatch, second_process: list[str]
) -> None:
    monkeypatch.setattr(preparing, "LARGE", 500)
    files[5] = replace(files[5], size=500)
    outcomes = prepare_all(preparer, files)
    for _ in range(5):
        next(outcomes)
    assert files[5].path.name not in second_process
    assert next(outcomes)[0] == files[5]
    assert files[5].path.name in second_process
    outcomes.close()  # type: ignore[attr-defined]


def test_whoever_stops_early_leaves_no_process_behind(
    preparer: Preparer, files: list[ToRead], second_process: list[str]
) -> None:
    before = {child.pid for child in psutil.Process().children()}
    outcomes = prepare_all(preparer, files)
    next(outcomes)
    outcomes.close()  # type: ignore[attr-defined]
    left = [c for c in psutil.Process().children() if c.pid not in before and c.is_running()]
    assert [c for c in left if "resource_tracker" not in " ".join(c.cmdline())] == []
