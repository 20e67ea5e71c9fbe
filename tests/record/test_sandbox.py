"""The worker that reads files: its limits, its replacement, and that it ends with the program."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cloudpickle
import psutil
import pytest

from assistant.domain import Form
from assistant.errors import InputError, RecordError
from assistant.record.readers import sandbox
from assistant.record.readers.base import Declared, InputFile, Reading, ReadingContext
from assistant.record.readers.sandbox import Sandboxed, seconds_for
from assistant.record.readers.transcript import TranscriptReader

CONTEXT = ReadingContext(declared=Declared(speaker="Persona de Prueba", form=Form.VERBATIM))
ROOT = Path(__file__).resolve().parents[2]

cloudpickle.register_pickle_by_value(sys.modules[__name__])  # the worker cannot import a test


class Scripted:
    """Does what the file says."""

    name = "scripted"

    def recognises(self, file: InputFile) -> bool:
        return file.data.startswith(b"#")

    def read(self, file: InputFile, context: ReadingContext) -> Reading:
        order = file.data.decode()
        if order == "fault":
            raise InputError("Line 3 has no date; add it.")
        if order == "record":
            raise RecordError("Field 'date' is missing; add it.")
        if order == "bug":
            raise KeyError("abc")
        if order == "bell":
            raise ValueError("a\x1b[2J\nb\x00")
        if order == "deep":
            return self.read(file, context)
        if order == "memory":
            return Reading(statements=(), set_aside={"bytes": len(bytes(10**9))})
        if order == "loop":
            while True:
                time.sleep(0.01)
        if order == "crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        if order == "exit":
            sys.exit(0)
        if order == "write":
            Path(context.declared.title).write_text("x" * 10_000)
        heavy = {"chromadb", "onnxruntime", "langchain_core", "gradio", "sqlalchemy"} & set(sys.modules)
        return Reading(statements=(), set_aside={context.declared.speaker: os.getpid(), **dict.fromkeys(heavy, 1)})


def do(order: str, context: ReadingContext = CONTEXT) -> int:
    """Have an order carried out and return the process that did it."""
    reading = Sandboxed(Scripted()).read(InputFile(path=Path("a"), data=order.encode()), context)
    assert list(reading.set_aside) == ["Persona de Prueba"]
    return reading.set_aside["Persona de Prueba"]


def test_one_light_process_reads_all_files() -> None:
    assert do("ok") == do("ok") != os.getpid()


def test_what_is_read_comes_back_whole() -> None:
    text = (
        "Versión estenográfica. Apertura\nPresidencia de la República\n12 de enero de 2026\n---\n"
        "PRESIDENTA DE MÉXICO, PERSONA DE PRUEBA\nAbrimos el lunes.\n---\nPREGUNTA\n¿Y el martes?\n—000—\n"
    )
    file = InputFile(path=Path("a.txt"), data=text.encode())
    assert Sandboxed(TranscriptReader()).read(file, CONTEXT) == TranscriptReader().read(file, CONTEXT)


@pytest.mark.parametrize(
    ("order", "words"),
    [
        ("fault", "^Line 3 has no date; add it.$"),
        ("record", "^Field 'date' is missing; add it.$"),
        ("bug", "The file is damaged: 'abc'; save it again"),
        ("bell", r"The file is damaged: a\[2J b; save it again"),
        ("deep", "The file is damaged: maximum recursion depth exceeded"),
        ("exit", "The file is damaged"),
        ("crash", "The file is damaged: reading it broke off"),
        ("memory", "The file takes too much memory to read"),
    ],
)
def test_every_fault_is_one_sentence_and_the_next_file_is_read(order: str, words: str) -> None:
    with pytest.raises(InputError, match=words) as told:
        do(order)
    assert "\n" not in str(told.value)
    assert do("ok")


def test_a_plain_fault_keeps_the_process_and_a_breach_replaces_it() -> None:
    first = do("ok")
    with pytest.raises(InputError):
        do("fault")
    assert do("ok") == first
    with pytest.raises(InputError):
        do("memory")
    assert do("ok") != first
    assert not psutil.pid_exists(first)


def test_a_file_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    first = do("ok")
    monkeypatch.setattr(sandbox, "SECONDS", 0.5)
    with pytest.raises(InputError, match="takes longer than"):
        do("loop")
    assert not psutil.pid_exists(first)


def test_larger_files_get_more_time_up_to_a_minute() -> None:
    assert [seconds_for(size) for size in (0, 500_000, 20_000_000)] == [5, 15, 60]


def test_a_process_that_somebody_killed_is_replaced() -> None:
    os.kill(do("ok"), signal.SIGKILL)
    assert do("ok")


def test_nothing_is_written_by_the_worker(tmp_path: Path) -> None:
    there = tmp_path / "a.txt"
    with pytest.raises(InputError, match="damaged"):
        do("write", ReadingContext(declared=Declared(speaker="Persona de Prueba", title=str(there))))
    assert not there.exists() or not there.read_text()


def test_threads_take_turns() -> None:
    with ThreadPoolExecutor(4) as threads:
        assert len(set(threads.map(do, ["ok"] * 8))) == 1


SCRIPT = """
import sys, time
from pathlib import Path
import cloudpickle
print("started", flush=True)  # a script without a guard: a process that runs it again prints this again
from assistant.record.readers import sandbox
from assistant.record.readers.base import InputFile, Reading, ReadingContext

class Slow:
    name = "slow"
    def recognises(self, file): return True
    def read(self, file, context):
        if file.data == b"slow": time.sleep(60)
        return Reading(statements=())

sandbox.Sandboxed(Slow()).read(InputFile(path=Path("a"), data=b"quick"), ReadingContext())
print("read", flush=True)
if len(sys.argv) > 1:
    sandbox.Sandboxed(Slow()).read(InputFile(path=Path("a"), data=b"slow"), ReadingContext())
"""


@pytest.fixture
def script(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    path = tmp_path / "script.py"
    path.write_text(SCRIPT)
    started: list[subprocess.Popen[str]] = []

    def start(*args: str) -> subprocess.Popen[str]:
        command = [sys.executable, str(path), *args]
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env)
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def test_a_script_is_not_run_again_and_leaves_nobody_behind(script: Callable[..., subprocess.Popen[str]]) -> None:
    out, err = script().communicate(timeout=60)
    assert (out.split(), err) == (["started", "read"], "")


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_an_interrupted_program_leaves_nobody_behind(
    script: Callable[..., subprocess.Popen[str]], how: signal.Signals
) -> None:
    process = script("slow")
    assert process.stdout is not None
    assert [process.stdout.readline().strip() for _ in range(2)] == ["started", "read"]
    children = psutil.Process(process.pid).children(recursive=True)
    assert children
    process.send_signal(how)
    _, alive = psutil.wait_procs(children, timeout=20)
    assert alive == []
    assert process.wait(20) == -how
