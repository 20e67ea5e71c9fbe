"""What every reader offers: recognise a file, and turn it into statements."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Protocol

from assistant.domain import Authority, Classification, Form, Side, Statement, Unattributed
from assistant.errors import InputError
from assistant.record.readers.speakers import Registry, bundled_registry

FIRST_WORDS = 40
"""How many words of a turn that nobody can be found for are shown to the reviewer."""


@dataclass(frozen=True, kw_only=True)
class InputFile:
    """A file's name and bytes, and its text for the formats that are text."""

    path: Path
    data: bytes

    @cached_property
    def text(self) -> str:
        """The bytes as UTF-8 text.

        Raises:
            InputError: The file is empty, binary, or in another encoding.
        """
        return decode(self.data)

    @cached_property
    def head(self) -> str:
        """The first 4,000 bytes as far as they are text, to recognise a format by; "" for a binary file."""
        start = self.data[:4000]
        return "" if b"\x00" in start else start.decode("utf-8-sig", "replace")


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What somebody declares of a file from outside: on the command line, or in a manifest.

    A reader takes from here what the file itself does not say. An empty field declares nothing.
    """

    speaker: str = ""
    role: str = ""
    venue: str = ""
    title: str = ""
    counterpart: str = ""
    side: Side | None = None
    """Whose words they are; our own where nothing is declared."""
    classification: Classification | None = None
    """How far the words may travel; public where nothing is declared."""
    day: date | None = None
    lang: str = ""
    form: Form | None = None
    authority: Authority | None = None
    topics: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    """For tables: which column holds which field, as field → column."""

    @property
    def is_theirs(self) -> bool:
        """True where the words are declared to be the other side's."""
        return self.side is Side.COUNTERPART


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingContext:
    """What a reader knows besides the file: what was declared of it, and who speaks for the government."""

    declared: Declared = field(default_factory=Declared)
    registry: Registry = field(default_factory=bundled_registry)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a file held."""

    statements: tuple[Statement, ...]
    set_aside: Mapping[str, int] = field(default_factory=dict)
    """How many turns of whom are no position, by kind of speaker."""
    unattributed: tuple[Unattributed, ...] = ()
    """Turns whose label fits nobody, for a person to look at."""
    faults: Mapping[str, str] = field(default_factory=dict)
    """Parts of a bulk file that cannot be taken, such as "row 12": place → reason. The rest is taken."""
    suspicious: Mapping[str, str] = field(default_factory=dict)
    """Statements whose file hides something from the eye: id → reason. They go into quarantine."""


class Reader(Protocol):
    """Turns one file format into statements."""

    name: str

    def recognises(self, file: InputFile) -> bool:
        """Tell by content whether this reader understands the file; never raises."""

    def read(self, file: InputFile, context: ReadingContext) -> Reading:
        """Read the file.

        Raises:
            InputError: The file is damaged, or does not say what a statement needs; the sentence says where and
                how to mend it.
        """


def decode(data: bytes) -> str:
    """Decode a file's bytes as UTF-8 text without a byte-order mark, with plain line ends.

    Raises:
        InputError: The file is empty, binary, or in another encoding.
    """
    if not data.strip():
        raise InputError("The file is empty; check that it was downloaded completely.")
    if b"\x00" in data[:4096]:
        raise InputError("The file is binary, not text; give the text version of the transcript.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"The file is not UTF-8 text (byte {error.start}); save it again with the encoding UTF-8."
        ) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")
