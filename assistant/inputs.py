"""What the command line is given besides its options: briefs, batches and texts in files."""

import json
import os
import sys
from pathlib import Path
from typing import Any

from assistant.drafting.brief_file import BriefFile, parse_brief
from assistant.errors import InputError


def read_brief(path: Path) -> BriefFile:
    """Read a brief from YAML.

    Raises:
        InputError: The file cannot be read, or a field is missing or wrong; the sentence names it.
    """
    return parse_brief(read_text(path), path.name)


def read_any_text(path: Path) -> str:
    """Read the text of a Word file, PDF, Markdown or plain text file, or of standard input for ``-``.

    Raises:
        InputError: It cannot be read, is damaged, locked or a scan.
    """
    from assistant.record.readers.file_text import file_text  # readers load with the first file

    data = _bytes(path)
    if not data.strip():
        return ""
    try:
        return file_text(path, data).text
    except InputError as error:
        raise InputError(f"{str(path)!r}: {error}") from None


def _bytes(path: Path) -> bytes:
    try:
        return sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    except OSError as error:
        raise InputError(f"The file {str(path)!r} cannot be read ({error.strerror}); check the path.") from None


def read_text(path: Path) -> str:
    """Read a UTF-8 text file, or standard input for ``-``.

    Raises:
        InputError: It cannot be read or is in another encoding.
    """
    try:
        return _bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"The file {str(path)!r} is not UTF-8 text (byte {error.start}); save it again with the encoding UTF-8."
        ) from None


def read_json_lines(path: Path | None, required: tuple[str, ...]) -> list[dict[str, Any]]:
    """Read one JSON object a line, each with the `required` fields; blank lines are skipped.

    Raises:
        InputError: A line is no such object; the sentence names the line.
    """
    rows = []
    # Not splitlines(): U+2028 and its like may stand unescaped inside a JSON string.
    for number, line in enumerate(read_text(path or Path("-")).split("\n"), start=1):
        if not line.strip():
            continue
        where = f"Line {number} of {str(path)!r}"
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            raise InputError(f"{where} is not JSON; write one object a line.") from None
        missing = [name for name in required if not isinstance(row, dict) or name not in row]
        if missing:
            raise InputError(f"{where} lacks the field {missing[0]!r}; add it.")
        content = required[-1]
        if not isinstance(row[content], str) or not row[content].strip():
            raise InputError(f"{where}: the field {content!r} holds no text; write it, or leave the line out.")
        if row.get("lang") not in (None, "es", "en"):
            raise InputError(f"{where}: {row['lang']!r} is not a language of the record; choose es or en.")
        rows.append(row)
    return rows


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    temporary = path.with_name(f".{path.name}.part")
    try:
        temporary.write_bytes(data)
        os.replace(temporary, path)
    except OSError as error:
        raise InputError(
            f"The file {str(path)!r} cannot be written ({error.strerror}); choose another place."
        ) from None
