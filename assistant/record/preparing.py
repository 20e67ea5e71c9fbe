"""Turns files into statements ready to be stored; of many files the next ones in a second process meanwhile."""

import hashlib
import os
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from loky.process_executor import ProcessPoolExecutor

from assistant.domain import Classification, Side, Statement, Topic
from assistant.errors import InputError
from assistant.record.loads import ToRead
from assistant.record.quarantine import suspicion
from assistant.record.readers import InputFile, Reader, Reading, ReadingContext, reader_for
from assistant.record.readers.sandbox import Sandboxed, attend, interrupts_blocked
from assistant.record.readers.signatures import known_as
from assistant.record.readers.speakers import Registry, key
from assistant.record.rows import Written, written
from assistant.record.topics import TopicFinder
from assistant.record.walking import is_posts

MAX_FILE_BYTES = 20_000_000
MAX_POSTS_BYTES = 300_000_000
"""X cuts an archive's posts into files of about 100 MB; they are read piece by piece."""
WORTH_A_PROCESS = 3_000_000
"""Bytes to read from which on a second process saves more than the second or two that starting it takes."""
LARGE = 5_000_000
"""A file from this size on is read here: what it says would have to travel between the processes."""
AHEAD, AHEAD_BYTES = 64, 8_000_000
"""So much is read ahead at most: enough for the second process while words are indexed here, little for the memory."""

Found = TypeVar("Found")


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
        sided = [_on_side(statement, context) for statement in reading.statements]
        statements = [self._with_topics(_classified(statement, context)) for statement in sided]
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


def _classified(statement: Statement, context: ReadingContext) -> Statement:
    """Return the statement in the higher of its own class and what was declared of its file: a row opens no file."""
    declared = context.declared.classification or Classification.PUBLIC
    return replace(statement, classification=Classification.highest((statement.classification, declared)))


def _on_side(statement: Statement, context: ReadingContext) -> Statement:
    """Return the statement on the side that it, or whoever gave its file, declares; theirs is never one of ours.

    Raises:
        InputError: Somebody who speaks for the government is to be the other side.
    """
    if context.declared.is_theirs and statement.side is Side.OWN:
        statement = replace(statement, side=Side.COUNTERPART)
    if statement.side is Side.COUNTERPART and known_as(statement.speaker, context.registry) is not None:
        raise InputError(
            f"The other side's words cannot be those of {statement.speaker!r}, who speaks for the government as the "
            "registry of speakers has it; correct the side or the speaker."
        )
    return statement


def prepare_all(preparer: Preparer, files: Sequence[ToRead]) -> Iterator[tuple[ToRead, Prepared | InputError]]:
    """Yield every file with what it says, or why it cannot be taken, in the order given.

    While the caller stores one file, the next few are read in a second process, if there is enough to read.
    """
    light = [file for file in files if file.size < LARGE]
    if len(light) < 2 or sum(file.size for file in light) < WORTH_A_PROCESS or (os.cpu_count() or 1) < 2:
        for file in files:
            yield file, _outcome(preparer, file)
        return
    with _second_process(preparer) as pool:
        line = _Line(preparer, pool)
        for file in files:
            line.add(file)
            while line.is_full:
                yield line.next()
        while line:
            yield line.next()


def _outcome(preparer: Preparer, file: ToRead) -> Prepared | InputError:
    try:
        return preparer.prepare(file)
    except InputError as error:
        return error


@dataclass(slots=True, eq=False)
class _Ahead:
    """A file that is next, and what is known of it by now."""

    file: ToRead
    future: "Future[Prepared | None] | None" = None
    """What the second process makes of it; None while it is not for that."""
    outcome: Prepared | InputError | None = None
    """What it says, where it was read here."""

    @property
    def is_there(self) -> bool:
        return self.outcome is not None or (self.future is not None and self.future.done())


class _Line:
    """The files that are next. The second process reads them from the front; this one need not wait for it.

    Where the first of them is still being read, one that nobody has begun is read here in the meantime. Until the
    process has started all of them are.
    """

    def __init__(self, preparer: Preparer, pool: ProcessPoolExecutor) -> None:
        self._preparer = preparer
        self._pool = pool
        self._files: deque[_Ahead] = deque()
        self._size = 0
        self._started: Future[None] | None = _submitted(pool, _stand_by)

    def __len__(self) -> int:
        return len(self._files)

    @property
    def is_full(self) -> bool:
        return len(self._files) > AHEAD or (self._size > AHEAD_BYTES and len(self._files) > 1)

    def add(self, file: ToRead) -> None:
        self._files.append(_Ahead(file))
        self._size += file.size
        self._hand_over()

    def next(self) -> tuple[ToRead, Prepared | InputError]:
        """Take the first file out of the line, with what it says."""
        first = self._files[0]
        while not first.is_there and (mine := self._untouched()):
            mine.outcome = _outcome(self._preparer, mine.file)
            self._hand_over()
        self._files.popleft()
        self._size -= first.file.size
        return first.file, first.outcome or self._theirs(first)

    def _hand_over(self) -> None:
        """Give the second process what it may read, once it is there to do so."""
        if self._started is None or not self._started.done():
            return
        if self._started.exception() is not None:
            self._started = None
            return
        for each in self._files:
            if each.future is None and each.outcome is None and each.file.size < LARGE:
                each.future = _submitted(self._pool, _prepare_there, each.file)

    def _untouched(self) -> _Ahead | None:
        """Return a file that nobody has begun to read; a large one only when its turn has come."""
        for place, each in enumerate(self._files):
            mine = each.outcome is None and (each.file.size < LARGE or place == 0)
            if mine and (each.future is None or each.future.cancel()):
                return each
        return None

    def _theirs(self, first: _Ahead) -> Prepared | InputError:
        """Return what the second process made of a file; what it could not do is done here."""
        try:
            # None is a file that is not for the second process; one that broke off cost nothing but its work.
            with suppress(BrokenExecutor, OSError):
                prepared = first.future.result() if first.future else None
                if prepared is not None:
                    return prepared
        except InputError as error:
            return error
        return _outcome(self._preparer, first.file)


def _submitted(pool: ProcessPoolExecutor, work: Callable[..., Found], *given: object) -> "Future[Found] | None":
    try:
        with interrupts_blocked():
            future: Future[Found] = pool.submit(work, *given)
    except (BrokenExecutor, OSError):
        return None
    return future


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


def _stand_by() -> None:
    """Tell by coming back that the second process has started."""


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
