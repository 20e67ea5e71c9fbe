"""Turns files into statements ready to be stored; of many files the next ones in a second process meanwhile."""

import hashlib
import os
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from loky.process_executor import ProcessPoolExecutor

from assistant.domain import Statement, Topic
from assistant.errors import InputError
from assistant.record.loads import ToRead
from assistant.record.quarantine import suspicion
from assistant.record.readers import InputFile, Reader, Reading, ReadingContext, reader_for
from assistant.record.readers.sandbox import Sandboxed, attend, interrupts_blocked
from assistant.record.readers.speakers import Registry, key
from assistant.record.topics import TopicFinder
from assistant.record.walking import is_posts
from assistant.record.writing import Written, written

MAX_FILE_BYTES = 20_000_000
MAX_POSTS_BYTES = 300_000_000
"""X cuts an archive's posts into files of about 100 MB; they are read piece by piece."""
WORTH_A_PROCESS = 3_000_000
"""Bytes to read from which on a second process saves more than the second or two that starting it takes."""
LARGE = 5_000_000
"""A file from this size on is read here: what it says would have to travel between the processes."""
AHEAD = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What a file says, before anything of it is stored."""

    digest: str
    """SHA-256 (hex) of its bytes."""
    reading: Reading
    """What the reader said besides the statements, which are in `rows`."""
    rows: tuple[Written, ...]
    """The reading's statements, with their topics, as the store will hold them."""
    held: Mapping[str, str]
    """Those that go into quarantine: id → reason."""

    @property
    def statements(self) -> list[Statement]:
        """The statements themselves."""
        return [row.statement for row in self.rows]


class Preparer:
    """Reads files with one registry and one ledger's topics."""

    def __init__(self, registry: Registry, topics: tuple[Topic, ...]) -> None:
        """Read with `registry`; statements whose source names no topics get those of `topics` that their words tell."""
        self._registry = registry
        self._finder = TopicFinder(topics)
        self._named = {_slug(name): each.id for each in topics for name in (each.name.es, each.name.en, each.id)}

    def prepare(self, file: ToRead) -> Prepared:
        """Read one file.

        Raises:
            InputError: The file cannot be taken.
        """
        given, context = self._given(file)
        return self._read(given, context, reader_for(given, context, file.reader))

    def prepare_light(self, file: ToRead) -> Prepared | None:
        """Read one file, unless it needs the worker for hostile files: that one belongs to the main process.

        Raises:
            InputError: The file cannot be taken.
        """
        given, context = self._given(file)
        reader = reader_for(given, context, file.reader)
        return None if isinstance(reader, Sandboxed) else self._read(given, context, reader)

    def _given(self, file: ToRead) -> tuple[InputFile, ReadingContext]:
        context = ReadingContext(declared=file.declared, registry=self._registry)
        return InputFile(path=file.path, data=_bytes_of(file.path)), context

    def _read(self, given: InputFile, context: ReadingContext, reader: Reader) -> Prepared:
        reading = reader.read(given, context)
        statements = [self._with_topics(statement) for statement in reading.statements]
        return Prepared(
            digest=hashlib.sha256(given.data).hexdigest(),
            reading=replace(reading, statements=()),
            rows=tuple(written(each) for each in statements),
            held={each.id: why for each in statements if (why := reading.suspicious.get(each.id) or suspicion(each))},
        )

    def _with_topics(self, statement: Statement) -> Statement:
        """Return the statement with the topics that its source names, else with those that its words tell."""
        if not statement.topics:
            return replace(statement, topics=self._finder.find(f"{statement.context}\n{statement.text}"))
        named = (self._named.get(_slug(each), each) for each in statement.topics)
        return replace(statement, topics=tuple(dict.fromkeys(named)))


def prepare_all(preparer: Preparer, files: Sequence[ToRead]) -> Iterator[tuple[ToRead, Prepared | InputError]]:
    """Yield every file with what it says, or why it cannot be taken, in the order given.

    While the caller stores one file, the next few are read in a second process, if there is enough to read.
    """
    light = [file for file in files if file.size < LARGE]
    if len(light) < 2 or sum(file.size for file in light) < WORTH_A_PROCESS or (os.cpu_count() or 1) < 2:
        for file in files:
            yield file, _outcome(preparer, file, None)
        return
    with _second_process(preparer) as pool:
        waiting: deque[tuple[ToRead, Future[Prepared | None] | None]] = deque()
        for file in files:
            waiting.append((file, _submitted(pool, file)))
            if len(waiting) > AHEAD:
                first, future = waiting.popleft()
                yield first, _outcome(preparer, first, future)
        for first, future in waiting:
            yield first, _outcome(preparer, first, future)


def _submitted(pool: ProcessPoolExecutor, file: ToRead) -> "Future[Prepared | None] | None":
    if file.size >= LARGE:
        return None
    try:
        with interrupts_blocked():
            future: Future[Prepared | None] = pool.submit(_prepare_there, file)
    except (BrokenExecutor, OSError):
        return None
    return future


def _outcome(preparer: Preparer, file: ToRead, future: "Future[Prepared | None] | None") -> Prepared | InputError:
    """Return what the second process made of a file; what it could not do, or has not begun, is done here."""
    try:
        if future is not None and not future.cancel():
            # None is a file that is not for the second process; one that broke off cost nothing but its work.
            with suppress(BrokenExecutor, OSError):
                prepared = future.result()
                if prepared is not None:
                    return prepared
        return preparer.prepare(file)
    except InputError as error:
        return error


@contextmanager
def _second_process(preparer: Preparer) -> Iterator[ProcessPoolExecutor]:
    pool = ProcessPoolExecutor(max_workers=1, initializer=_settle, initargs=(os.getpid(), preparer))
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, kill_workers=True)


_settled: list[Preparer] = []
"""In the second process: what it reads with."""


def _settle(parent: int, preparer: Preparer) -> None:
    attend(parent)
    _settled[:] = [preparer]


def _prepare_there(file: ToRead) -> Prepared | None:
    return _settled[0].prepare_light(file)


def _bytes_of(path: Path) -> bytes:
    limit = MAX_POSTS_BYTES if is_posts(path) else MAX_FILE_BYTES
    how = "unpack it and give the folder" if path.suffix.lower() == ".zip" else "split it"
    try:
        if path.stat().st_size > limit:
            raise InputError(f"The file is larger than {limit // 1_000_000} MB; {how}.")
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError("The file vanished while the batch was read; read it again if it is back.") from None
    except OSError as error:
        raise InputError(f"The file cannot be read ({error.strerror}); check its permissions.") from None


def _slug(text: str) -> str:
    return key(text).replace(" ", "-")
