"""The shape of a statement written as YAML, validated field by field."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError, model_validator

from assistant.domain import Authority, Bilingual, Classification, Form, Side, Source, Statement
from assistant.domain.ledger import BilingualWords
from assistant.errors import RecordError

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$")]
MAX_DEPTH = 50


class Border(BaseModel):
    """What is read from a file: nothing unknown, nothing changed afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class BilingualModel(Border):
    """Both wordings, neither empty."""

    es: Text
    en: Text

    def to_domain(self) -> Bilingual:
        """Return the domain type."""
        return Bilingual(es=self.es, en=self.en)


class WordsModel(Border):
    """Word lists in both languages."""

    es: tuple[Text, ...] = ()
    en: tuple[Text, ...] = ()

    def to_domain(self) -> BilingualWords:
        """Return the domain type."""
        return BilingualWords(es=self.es, en=self.en)


class SourceModel(Border):
    """Where the statement can be read."""

    title: Text
    ref: Text
    locator: dict[str, int] | None = None


class StatementModel(Border):
    """One statement file."""

    id: Slug
    date: date
    speaker: Text
    role: Text
    venue: Text
    lang: Literal["es", "en"]
    form: Form
    authority: Authority = Authority.SPEECH
    text: Text
    topics: tuple[Slug, ...]
    principles: tuple[Slug, ...] = ()
    counterpart: str = ""
    side: Side = Side.OWN
    classification: Classification = Classification.PUBLIC
    source: SourceModel
    figures: tuple[str, ...] = ()
    superseded_by: tuple[Slug, ...] = ()
    lines: tuple[BilingualModel, ...] = ()

    @model_validator(mode="after")
    def _no_self_reference(self) -> "StatementModel":
        if self.id in self.superseded_by:
            raise ValueError("a statement cannot be superseded by itself")
        return self

    def to_domain(self) -> Statement:
        """Return the domain type."""
        return Statement(
            id=self.id,
            date=self.date,
            speaker=self.speaker,
            role=self.role,
            venue=self.venue,
            lang=self.lang,
            form=self.form,
            authority=self.authority,
            text=self.text,
            source=Source(title=self.source.title, ref=self.source.ref, locator=self.source.locator),
            topics=self.topics,
            principles=self.principles,
            counterpart=self.counterpart,
            side=self.side,
            classification=self.classification,
            figures=self.figures,
            lines=tuple(pair.to_domain() for pair in self.lines),
            superseded_by=self.superseded_by,
        )


def describe(error: ValidationError) -> str:
    """Say in words which field of a validated document is wrong and why (the first fault)."""
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"]) or "the document as a whole"
    return f"field {field!r}: {first['msg']}"


class _Loader(yaml.CSafeLoader):
    """The safe loader, but dates stay text, so that the field's own check can name a date that is none."""


def _as_text(loader: yaml.CSafeLoader, node: yaml.ScalarNode) -> str:
    return str(loader.construct_scalar(node))


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _as_text)


def read_text(path: Path) -> str:
    """Read a file of the record.

    Raises:
        RecordError: The file cannot be read, or is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise RecordError(f"{path.name!r} is not UTF-8 text (byte {error.start}). Save it again as UTF-8.") from None
    except OSError as error:
        raise RecordError(f"{path.name!r} cannot be read ({error.strerror}). Check its permissions.") from None


def parse_yaml(text: str, name: str) -> Any:
    """Parse YAML text; dates stay text.

    Raises:
        RecordError: The text is no YAML; the sentence names the file and the line.
    """
    try:
        _require_shallow(text, name)
        return yaml.load(text, Loader=_Loader)  # noqa: S506 — a safe loader
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 1}" if mark is not None else ""
        problem = getattr(error, "problem", None) or "it cannot be parsed"
        raise RecordError(f"{name!r} is not valid YAML{where}: {problem}. Correct the file.") from None
    except ValueError as error:  # a scalar that Python cannot hold, such as a number of 10,000 digits
        raise RecordError(f"{name!r} holds a value that cannot be read: {error}. Correct the file.") from None


def _require_shallow(text: str, name: str) -> None:
    """Refuse text nested so deeply that building it would exhaust the C stack and end the process."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise RecordError(f"{name!r} is nested more than {MAX_DEPTH} levels deep. Correct the file.")


def parse_statement(text: str, name: str) -> Statement:
    """Read one statement from YAML text; `name` is the file named in errors.

    Raises:
        RecordError: A field is missing or wrong; the sentence names file and field.
    """
    try:
        return StatementModel.model_validate(parse_yaml(text, name)).to_domain()
    except ValidationError as error:
        raise RecordError(f"Statement file {name!r}, {describe(error)}. Correct the file.") from None
