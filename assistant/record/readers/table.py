"""Reads tables, one statement a row: CSV as spreadsheets save it, and JSON Lines."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from assistant.domain import Authority, Side, Source, Statement
from assistant.errors import InputError
from assistant.record.readers import fields as f
from assistant.record.readers.base import Declared, InputFile, Reading, ReadingContext
from assistant.record.readers.encodings import decode_table
from assistant.record.readers.labels import Kind
from assistant.record.readers.signatures import Voice, known_as
from assistant.record.readers.speakers import Registry, key
from assistant.record.readers.table_rows import (
    Row,
    Table,
    comma_separated,
    field_called,
    first_line,
    header_of,
    json_lines,
    sentence,
)
from assistant.text.language import detect_language

LONGEST_ID, LONGEST_NAME = 150, 200
BEGINNING = 100
"""From so many letters of its text a row gets its id, so that a typo mended further on leaves the id as it is."""
_SUFFIXES = frozenset({".csv", ".tsv", ".jsonl", ".ndjson"})
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]*")
_VENUES = {
    Authority.AGREEMENT: "Acuerdo o declaración conjunta",
    Authority.COMMUNIQUE: "Comunicado",
    Authority.SPEECH: "Declaración",
    Authority.POST: "Publicación",
}


class TableReader:
    """CSV and JSON Lines with one statement a row; columns by our names, by Spanish ones, or as mapped."""

    name = "table"

    def recognises(self, file: InputFile) -> bool:
        """Tell by the header row, or the first JSON object: there must be a text and a date, or the file's ending."""
        head = first_line(file.data)
        if not head:
            return False
        if head.startswith("{"):
            try:
                first = json.loads(head)
            except (ValueError, RecursionError):
                return file.path.suffix.lower() in _SUFFIXES
            names = list(first) if isinstance(first, dict) else []
        else:
            names = header_of(head, {})[1]
        known = {name for column in names if (name := field_called(column))}
        return {"text", "date"} <= known or file.path.suffix.lower() in _SUFFIXES

    def read(self, file: InputFile, context: ReadingContext) -> Reading:
        """Read every row; one that cannot be taken is a fault, and the others are taken.

        Raises:
            InputError: It is no table of statements, or no row of it can be taken.
        """
        columns = dict(context.declared.columns)
        f.require_columns(columns)
        text = decode_table(file.data)
        table = json_lines(text, columns) if text.lstrip().startswith("{") else comma_separated(text, columns)
        order = f.order_named(columns.get(f.DATE_ORDER, "")) or table.order
        order = order or f.order_shown(row.get("date", "") for row in table.rows.values())
        return _reading(table, file, _RowReader(file=file, context=context, order=order))


def _reading(table: Table, file: InputFile, reader: "_RowReader") -> Reading:
    faults, set_aside = dict(table.faults), Counter[str]()
    taken: dict[int, Statement] = {}
    for number, row in table.rows.items():
        try:
            f.require_storable(*row.values())
            kind = reader.set_aside(row)
            if kind:
                set_aside[kind] += 1
            else:
                taken[number] = reader.statement(number, row)
        except InputError as error:
            faults[f"row {number}"] = sentence(str(error))
    statements = _with_ids(taken, table.rows, file, faults)
    if not statements and not set_aside:
        first = next(iter(sorted(faults.items(), key=lambda each: int(each[0].split()[1]))), None)
        if first is None:
            raise InputError("The table holds no rows below its header; check that it was saved completely.")
        raise InputError(f"None of its {len(faults)} rows can be taken; {first[0]}: {first[1]}")
    return Reading(statements=statements, set_aside=dict(set_aside), faults=faults)


@dataclass(frozen=True, slots=True, kw_only=True)
class _RowReader:
    """Turns one row into a statement, with what was declared for what the row does not say."""

    file: InputFile
    context: ReadingContext
    order: str

    @property
    def _registry(self) -> Registry:
        return self.context.registry

    def set_aside(self, row: Row) -> str:
        """Return the kind of speaker where the row is no official's: "journalist"."""
        asks = f.other_voice(row["role"], self._registry) if row.get("role") else ""
        if asks == Kind.JOURNALIST:
            return asks
        name = row.get("speaker", "")
        if not name or known_as(name, self._registry):
            return ""
        if self._side(row) is Side.COUNTERPART:  # who is no official of ours may well be one of theirs
            kind = f.other_voice(name, self._registry)
            return "" if kind == Kind.GUEST else kind
        # Somebody whom the registry knows as no official, or a name such as "Pregunta".
        return Kind.GUEST if self._registry.known(name) else f.other_voice(name, self._registry)

    def statement(self, number: int, row: Row) -> Statement:
        """Return the row's statement, still without its final id.

        Raises:
            InputError: The row does not say what a statement needs.
        """
        declared = self.context.declared
        text = row.get("text", "").strip()
        if not re.search(r"\w", text):
            raise InputError("the text is empty")
        day = f.read_day(row["date"], self.order) if row.get("date") else declared.day
        if day is None:
            raise InputError("the date is missing; add a column for it, or declare it with --date")
        voice = _voice(row, declared, self._registry)
        form = f.read_form(row["form"]) if row.get("form") else declared.form
        if form is None:
            raise InputError(
                "it does not say whether these are the speaker's own words; add a column 'form', or declare it with "
                "--form verbatim or --form paraphrase"
            )
        authority = self._authority(row, voice)
        title = row.get("title") or declared.title
        f.require_one_voice(text, title, self._registry)
        venue = row.get("venue") or declared.venue or title or _VENUES[authority]
        return Statement(
            id="",
            date=day,
            speaker=voice.name,
            role=voice.role_on(day),
            venue=venue,
            lang=f.read_lang(row["lang"]) if row.get("lang") else declared.lang or detect_language(text),
            form=form,
            authority=authority,
            text=text,
            topics=f.read_topics(row.get("topics", "")) or declared.topics,
            counterpart=row.get("counterpart") or declared.counterpart,
            side=self._side(row),
            source=Source(title=title or venue, ref=row.get("ref") or self.file.path.name, locator={"row": number}),
        )

    def _side(self, row: Row) -> Side:
        return f.read_side(row["side"]) if row.get("side") else self.context.declared.side or Side.OWN

    def _authority(self, row: Row, voice: Voice) -> Authority:
        if row.get("authority"):
            return f.read_authority(row["authority"])
        return self.context.declared.authority or (Authority.COMMUNIQUE if voice.institution else Authority.SPEECH)


def _voice(row: Row, declared: Declared, registry: Registry) -> Voice:
    """Return who speaks, with the role that the row or a declaration gives; the registry knows it otherwise.

    A role that was declared beside another speaker is not taken over.

    Raises:
        InputError: Nobody is named, or a stranger without a role.
    """
    name = row.get("speaker") or declared.speaker
    if not name:
        raise InputError("the speaker is missing; add a column for it, or declare one with --speaker")
    same = not declared.speaker or key(name) == key(declared.speaker)
    role = row.get("role") or (declared.role if same else "")
    if max(len(name), len(role)) > LONGEST_NAME:
        raise InputError(f"speaker and role may have {LONGEST_NAME} letters; shorten them")
    voice = known_as(name, registry, role)
    if voice is None and not role:
        raise InputError(
            f"{name[:60]!r} is not in the registry of speakers; add a column 'role', or declare it with --role"
        )
    return voice or Voice(name=name, role=role)


def _with_ids(
    taken: Mapping[int, Statement], rows: Mapping[int, Row], file: InputFile, faults: dict[str, str]
) -> tuple[Statement, ...]:
    """Give every statement its id, whatever the order of the rows; a row that repeats another one is a fault."""
    alike = Counter(_short_id(statement) for statement in taken.values())
    found: dict[str, int] = {}
    result = []
    for number, statement in taken.items():
        own = rows[number].get("id", "")
        short = _short_id(statement)
        made = _own_id(own, file) if own else short if alike[short] == 1 else _long_id(statement)
        if made in found:
            what = f"has the id {made!r} of" if own else "says the same as"
            faults[f"row {number}"] = f"It {what} row {found[made]}; keep one of the two."
            continue
        found[made] = number
        result.append(replace(statement, id=made))
    return tuple(result)


def _own_id(text: str, file: InputFile) -> str:
    """Return the row's own id as an id of the record; a bare number is one only together with the file's name."""
    if text.isdigit():
        text = f"{file.path.stem} {text}"
    made = text if _SLUG.fullmatch(text) else key(text).replace(" ", "-")
    return made if 0 < len(made) <= LONGEST_ID else f"row-{_digest(text)}"


def _short_id(statement: Statement) -> str:
    return _made_id(statement, " ".join(statement.text.split())[:BEGINNING])


def _long_id(statement: Statement) -> str:
    """Return an id over the whole text, for rows that begin alike ("Buenos días a todas y todos …")."""
    return _made_id(statement, statement.text)


def _made_id(statement: Statement, words: str) -> str:
    slug = key(statement.speaker).replace(" ", "-")[:40].strip("-") or "statement"
    digest = _digest("\n".join([key(statement.speaker), statement.date.isoformat(), words]))
    return f"{statement.date.isoformat()}-{slug}-{digest}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:10]
