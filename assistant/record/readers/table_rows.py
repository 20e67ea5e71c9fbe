"""The rows of a table by the fields of a statement: delimiter, header and columns settled, cells as they stand."""

import csv
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.errors import InputError
from assistant.record.readers import fields as f
from assistant.record.readers.encodings import decode_table
from assistant.record.readers.speakers import key

DELIMITERS = ",;\t|"
MAX_CELL = 5_000_000
"""Letters in one cell; Python's own limit is shorter than a long speech."""
HEAD_BYTES = 16_000
_SEPARATOR_LINE = re.compile(r"sep=.\n", re.IGNORECASE)
"""What Excel writes first so that it finds the delimiter again."""
Row = Mapping[str, str]
"""What a row says, by field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows by their number; `order` is how the table itself says that its dates are written."""

    rows: Mapping[int, Row]
    faults: dict[str, str] = field(default_factory=dict)
    order: str = ""


def field_called(column: str) -> str:
    """Return which field a column of this name holds, "" for none."""
    plain = key(re.sub(r"\([^()]*\)", " ", column))
    return next((name for name, names in f.ALIASES.items() if plain in names), "")


def _places(header: list[str], mapped: Mapping[str, str]) -> dict[str, int]:
    """Return which column holds which field.

    Raises:
        InputError: A mapped column is not there, or two columns claim one field.
    """
    plain = [key(column) for column in header]
    places: dict[str, int] = {}
    for name, column in mapped.items():
        if name == f.DATE_ORDER:
            continue
        if key(column) not in plain:
            raise InputError(f"The table has no column {column!r} for {name!r}; its columns are: {_listed(header)}.")
        places[name] = plain.index(key(column))
    for index, column in enumerate(header):
        name = field_called(column)
        if not name or name in mapped or index in places.values():
            continue
        if name not in places:
            places[name] = index
        elif name == "ref":
            places[name] = min(places[name], index, key=lambda at: _rank(header[at]))
        else:
            raise InputError(
                f"The columns {header[places[name]]!r} and {column!r} both hold {name!r}; "
                f"choose one with --column {name}={column!r}."
            )
    return places


def _rank(column: str) -> int:
    return f.ALIASES["ref"].index(key(re.sub(r"\([^()]*\)", " ", column)))


def _listed(names: list[str]) -> str:
    return ", ".join(repr(name[:40]) for name in names[:20])


def _require_text(found: Mapping[str, object], header: list[str]) -> None:
    if "text" not in found:
        raise InputError(
            f"The table has no column for the text; its columns are: {_listed(header)}; "
            "map one with --column text=COLUMN."
        )


def first_line(data: bytes) -> str:
    """Return the first line that is not blank, "" for what is no text."""
    try:
        text = decode_table(data[:HEAD_BYTES])
    except InputError:
        text = data[:HEAD_BYTES].decode("utf-8-sig", "replace") if b"\x00" not in data[:4096] else ""
    text = _SEPARATOR_LINE.sub("", text.lstrip("\n"), count=1)
    return next((line.strip() for line in text.split("\n") if line.strip()), "")


def header_of(text: str, mapped: Mapping[str, str]) -> tuple[str, list[str]]:
    """Return the delimiter under which the first row names most fields, and that row."""
    wanted = {key(column) for column in mapped.values()}

    def known(cells: list[str]) -> tuple[int, int]:
        return sum(1 for cell in cells if field_called(cell) or key(cell) in wanted), len(cells)

    rows = {sign: _first_row(text, sign) for sign in DELIMITERS}
    best = max(DELIMITERS, key=lambda sign: known(rows[sign]))
    return best, rows[best]


def _first_row(text: str, delimiter: str) -> list[str]:
    try:
        row = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), [])
    except csv.Error:
        return []
    return [cell.strip() for cell in row]


def comma_separated(text: str, mapped: Mapping[str, str]) -> Table:
    """Read delimited text with a header row, which is row 1 as in a spreadsheet.

    The delimiter is the one under which the header names most fields: unlike a sniffer's guess over the whole file,
    this does not depend on the commas of the speeches.

    Raises:
        InputError: There is no column for the text, two for one field, or a quotation mark never closes.
    """
    csv.field_size_limit(MAX_CELL)
    text = _SEPARATOR_LINE.sub("", text.lstrip("\n"), count=1)
    delimiter, header = header_of(text, mapped)
    places = _places(header, mapped)
    _require_text(places, header)
    rows: dict[int, Row] = {}
    faults: dict[str, str] = {}
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        next(reader)
        for number, cells in enumerate(reader, start=2):
            if not any(cell.strip() for cell in cells):
                continue
            if any(cell.strip() for cell in cells[len(header) :]):
                faults[f"row {number}"] = (
                    f"It has {len(cells)} cells under {len(header)} columns; put the text between quotation marks."
                )
                continue
            rows[number] = {name: cells[at].strip() for name, at in places.items() if at < len(cells)}
    except csv.Error as error:
        raise InputError(
            f"The table is broken near line {reader.line_num} ({error}); check that every quotation mark that opens a "
            "cell is closed, and save it again as CSV."
        ) from None
    return Table(rows=rows, faults=faults, order=f.order_named(header[places["date"]]) if "date" in places else "")


def json_lines(text: str, mapped: Mapping[str, str]) -> Table:
    """Read one JSON object a line; a line that is none is a fault of its own."""
    rows: dict[int, Row] = {}
    faults: dict[str, str] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
            if not isinstance(data, dict):
                raise InputError("it is no JSON object")
            rows[number] = _object_row(data, mapped)
        except InputError as error:
            faults[f"row {number}"] = sentence(str(error))
        except (ValueError, RecursionError):
            faults[f"row {number}"] = "It is no JSON; every line must hold one whole object."
    return Table(rows=rows, faults=faults)


def _object_row(data: Mapping[str, object], mapped: Mapping[str, str]) -> Row:
    flat = {str(name): value for name, value in data.items() if not isinstance(value, dict)}
    source = data.get("source")
    if isinstance(source, dict):  # the shape in which the program itself prints statements
        flat = {**{name: source[name] for name in ("title", "ref") if name in source}, **flat}
    names = list(flat)
    places = _places(names, {name: column for name, column in mapped.items() if key(column) in map(key, names)})
    _require_text(places, names)
    return {name: _cell(flat[names[at]]) for name, at in places.items()}


def _cell(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(filter(None, map(_cell, value)))
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value).strip()


def sentence(reason: str) -> str:
    """Return a reason as a sentence of its own."""
    return reason[:1].upper() + reason[1:].rstrip(".") + "."
