"""Reads hostile files in a process of its own, which has a deadline and a limit of memory and is replaced on breach.

The worker is one warm process for the whole program: it starts with the first file that needs it and ends with the
program, however that ends. It never runs the program's main module, so scripts need no guard for it.
"""

import logging
import os
import resource
import signal
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor
from concurrent.futures import TimeoutError as DeadlineError
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from loky.process_executor import ProcessPoolExecutor

from assistant.errors import AssistantError, InputError
from assistant.record.readers.base import InputFile, Reader, Reading, ReadingContext

SECONDS, SECONDS_PER_MB, SECONDS_AT_MOST = 5.0, 20.0, 60.0
START_SECONDS = 60.0
"""How long the worker may take to start; it is not the file's fault if the machine is busy."""
MEMORY = 480_000_000
"""Bytes that the worker may hold in memory, libraries included."""
SHARED_CODE = 60_000_000
"""Of these, what the code of the libraries takes: the system counts it apart."""
MEMORY_KEPT = 300_000_000
"""A worker that holds more than this after a file is replaced before the next."""
MAX_LETTERS = 20_000_000
"""What one file may hold as text."""

_ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"}
_TOO_MUCH_MEMORY = "The file takes too much memory to read; it may be damaged: save it again, or give its text as .txt."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    """What comes back from the worker: a reading, or the one sentence that says why there is none."""

    reading: Reading | None = None
    fault: str = ""
    held: int = 0
    """Bytes of memory the worker holds after the file."""


class Sandboxed:
    """A reader whose `read` runs in the worker; `recognises` stays here and may look at bytes only."""

    def __init__(self, reader: Reader) -> None:
        self.name = reader.name
        self.reader = reader

    def recognises(self, file: InputFile) -> bool:
        """Ask the reader itself."""
        return self.reader.recognises(file)

    def read(self, file: InputFile, context: ReadingContext) -> Reading:
        """Read the file in the worker.

        Raises:
            InputError: The reader's own fault, or the file is damaged, too slow or too big to read.
        """
        return WORKER.read(self.reader, file, context)


class Worker:
    """One process that reads one file at a time, whichever thread asks."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None
        self._owner = 0

    def read(self, reader: Reader, file: InputFile, context: ReadingContext) -> Reading:
        """Run `reader.read` in the process.

        Raises:
            InputError: See `Sandboxed.read`.
        """
        with self._lock:
            outcome = self._outcome(reader, file, context)
        if outcome.reading is None:
            raise InputError(outcome.fault)
        return outcome.reading

    def close(self) -> None:
        """End the process at once; the next file starts another."""
        pool, self._pool = self._pool, None
        if pool is not None and self._owner == os.getpid():
            pool.shutdown(wait=True, kill_workers=True)

    def _outcome(self, reader: Reader, file: InputFile, context: ReadingContext) -> _Outcome:
        pool = self._started()
        seconds = seconds_for(len(file.data))
        outcome = None
        try:
            outcome = pool.submit(_read, reader, file, context).result(seconds)
        except DeadlineError:
            outcome = _Outcome(
                fault=f"The file takes longer than {seconds:.0f} seconds to read; it may be damaged: save it again, "
                "split it, or give its text as .txt."
            )
        except BrokenExecutor:
            outcome = _Outcome(fault="The file is damaged: reading it broke off; save it again or export it anew.")
        finally:
            if outcome is None or outcome.reading is None or outcome.held > MEMORY_KEPT:
                self._tidy(outcome)
        return outcome

    def _tidy(self, outcome: _Outcome | None) -> None:
        """Replace the worker after a breach; a plain fault of a file leaves it as good as it was."""
        if outcome is None or outcome.held == 0 or outcome.held > MEMORY_KEPT or outcome.fault == _TOO_MUCH_MEMORY:
            self.close()

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is not None and self._owner == os.getpid():
            with suppress(BrokenExecutor):  # somebody may have killed an idle worker
                self._pool.submit(_held).result(START_SECONDS)
                return self._pool
            self.close()
        self._owner = os.getpid()
        self._pool = ProcessPoolExecutor(
            max_workers=1, initializer=_settle, initargs=(self._owner,), env=dict(_ENVIRONMENT)
        )
        try:
            with interrupts_blocked():
                started = self._pool.submit(_held)
            started.result(START_SECONDS)
        except (BrokenExecutor, DeadlineError, OSError) as error:
            self.close()
            raise InputError(
                f"The process that reads files could not be started ({type(error).__name__}); close other programs "
                "and try again."
            ) from None
        except BaseException:
            self.close()
            raise
        return self._pool


def seconds_for(size: int) -> float:
    """Return how long a file of so many bytes may take."""
    return min(SECONDS + SECONDS_PER_MB * size / 1_000_000, SECONDS_AT_MOST)


def told(error: BaseException) -> str:
    """Return what an error says as part of a sentence: short, on one line, without a file's own control signs."""
    words = "".join(sign for sign in " ".join(str(error).split()) if sign.isprintable())
    return words[:100].rstrip(" .;,") or type(error).__name__


@contextmanager
def interrupts_blocked() -> Iterator[None]:
    """Let a process that starts here inherit that Ctrl-C is not meant for it, from its first moment."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _read(reader: Reader, file: InputFile, context: ReadingContext) -> _Outcome:
    """Read a file, in the worker. Whatever happens comes back as one sentence."""
    try:
        reading = reader.read(file, context)
        letters = sum(len(statement.text) for statement in reading.statements)
        if letters > MAX_LETTERS:
            raise InputError(f"The file holds more than {MAX_LETTERS // 1_000_000} million letters of text; split it.")
        return _Outcome(reading=reading, held=_held())
    except AssistantError as error:
        return _Outcome(fault=str(error), held=_held())
    except MemoryError:
        return _Outcome(fault=_TOO_MUCH_MEMORY)
    except BaseException as error:  # parsers raise anything at all over a damaged file, and nothing else stops here
        return _Outcome(fault=f"The file is damaged: {told(error)}; save it again or export it anew.", held=_held())


def _settle(parent: int) -> None:
    """Set the worker's limits and make it end with its parent."""
    logging.disable(logging.CRITICAL)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_DATA, MEMORY - SHARED_CODE)
    size, held = _memory()
    if size:  # where the system does not count RLIMIT_DATA, the address space is the next best
        _limit(resource.RLIMIT_AS, size - held + MEMORY)
    attend(parent)


def attend(parent: int) -> None:
    """Make a process that works for `parent` end with it, even by `kill -9`, and leave Ctrl-C to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _limit(which: int, value: int) -> None:
    hard = resource.getrlimit(which)[1]
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    with suppress(ValueError, OSError):  # macOS refuses some of them
        resource.setrlimit(which, (value, value))


def _end_with(parent: int) -> None:
    """End the worker when its parent is gone, even by `kill -9`."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


def _held() -> int:
    """Return the bytes of memory that this process holds; at least 1."""
    return max(_memory()[1], 1)


def _memory() -> tuple[int, int]:
    """Return this process's address space and what of it is in memory, in bytes; nothing where Linux is not."""
    if sys.platform != "linux":
        return 0, 0
    size, held = Path("/proc/self/statm").read_text(encoding="ascii").split()[:2]
    return int(size) * resource.getpagesize(), int(held) * resource.getpagesize()


WORKER = Worker()
"""The program's one worker."""
