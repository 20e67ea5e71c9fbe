"""What every reader offers: recognise a file, and turn it into statements."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from assistant.domain import Statement
from assistant.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a file held: statements, and how many turns of whom were set aside because they are no position."""

    statements: tuple[Statement, ...]
    set_aside: Mapping[str, int] = field(default_factory=dict)


class Reader(Protocol):
    """Turns one file format into statements."""

    name: str

    def recognises(self, path: Path, text: str) -> bool:
        """Tell by content whether this reader understands the file."""

    def read(self, path: Path, text: str) -> Reading:
        """Read the file.

        Raises:
            InputError: The file is damaged; the sentence says where and how to mend it.
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
