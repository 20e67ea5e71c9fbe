"""Reads Markdown and plain text whose front matter, or whoever gives the file, says what it is."""

import re
from typing import Annotated, Any

from lxml import etree, html
from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from assistant.errors import InputError, RecordError
from assistant.record.readers.base import InputFile, Reading, ReadingContext
from assistant.record.readers.document import Document
from assistant.record.readers.documents import reading_of
from assistant.record.readers.unseen import describe as describe_unseen
from assistant.record.readers.unseen import take_out_unseen
from assistant.record.schema import describe, parse_yaml
from assistant.text.normalise import fold

MARKDOWN = frozenset({".md", ".markdown", ".mdown"})
_BLOCKS = frozenset({
    "p", "div", "section", "article", "li", "ul", "ol", "blockquote", "pre", "table", "tr", "hr", "h1", "h2", "h3",
    "h4", "h5", "h6", "dt", "dd", "figure",
})  # fmt: skip
_WRAPPED = 45
"""After so many letters a line that ends without a stop was broken to fit."""
_ENDED = re.compile(r"[.?!:;…»”\")\]][*_]*$")
_STARTS = re.compile(r"(?:[-\u2013\u2014*•>|#+]|\d+[.)]\s|[A-ZÁÉÍÓÚÜÑ][^.?!]{0,100}?(?::|\.\s?[-\u2013\u2014]))")
_FRONT = re.compile(r"\A\ufeff?---[ \t]*\n(?P<fields>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_NAMED = re.compile(r"^(?P<name>[^\W\d_][\w ]{0,30}):(?:\s|$)", re.MULTILINE)


def _plain(value: Any) -> Any:
    """Take numbers, dates and lists for what they say; anything else is refused by the field itself."""
    if isinstance(value, list | tuple) and all(isinstance(each, str | int | float) for each in value):
        return ", ".join(str(each) for each in value)
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


Text = Annotated[str, BeforeValidator(_plain)]


def _field(name: str, *others: str) -> Any:
    return Field(default="", validation_alias=AliasChoices(name, *others))


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


class FrontMatter(BaseModel):
    """What may stand between the lines "---" at the top of a file; Spanish names mean the same."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    speaker: Text = _field("speaker", "orador", "oradora", "vocero", "vocera", "funcionario", "funcionaria")
    role: Text = _field("role", "cargo")
    date: Text = _field("date", "fecha")
    title: Text = _field("title", "titulo")
    venue: Text = _field("venue", "lugar", "sede")
    form: Text = _field("form", "forma")
    lang: Text = _field("lang", "language", "idioma")
    authority: Text = _field("authority", "autoridad")
    topics: Text = _field("topics", "temas", "tema")
    counterpart: Text = _field("counterpart", "contraparte")
    side: Text = _field("side", "lado")
    classification: Text = _field("classification", "clasificacion")
    ref: Text = _field("ref", "source", "url", "fuente", "enlace")


_NAMES = frozenset(
    choice
    for info in FrontMatter.model_fields.values()
    if isinstance(info.validation_alias, AliasChoices)
    for choice in info.validation_alias.choices
)
_VALUES = {
    "form": {"literal": "verbatim", "textual": "verbatim", "parafrasis": "paraphrase", "resumen": "paraphrase"},
    "classification": {"publica": "public", "publico": "public", "interna": "internal", "interno": "internal",
                       "reservada": "restricted", "reservado": "restricted"},
    "side": {"propia": "own", "contraparte": "counterpart"},
    "lang": {"espanol": "es", "spanish": "es", "ingles": "en", "english": "en"},
    "authority": {
        "acuerdo": "agreement", "tratado": "agreement", "comunicado": "communique", "discurso": "speech",
        "conferencia": "speech", "entrevista": "speech", "publicacion": "post",
    },
}  # fmt: skip
"""Spanish words for the values of a field."""


class TextDocumentReader:
    """A note in Markdown or plain text."""

    name = "text"

    def recognises(self, file: InputFile) -> bool:
        """Tell by a front matter with at least one field of a statement at the very top."""
        front = _FRONT.match(file.head.replace("\r\n", "\n")) or re.match(
            r"\A\ufeff?---[ \t]*\n(?P<fields>.*)\Z", file.head.replace("\r\n", "\n"), re.DOTALL
        )
        return front is not None and any(fold(name) in _NAMES for name in _NAMED.findall(front["fields"]))

    def read(self, file: InputFile, context: ReadingContext) -> Reading:
        """Read the body as the front matter declares it.

        Raises:
            InputError: A field is misspelt or wrong, or something a statement needs is not declared.
        """
        fields, body = _parted(file.text, file.path.name)
        if _CONTROL.search(body):
            raise InputError("The text holds control characters that are no text; save it again as plain UTF-8 text.")
        text, hidden = from_markdown(body) if file.path.suffix.lower() in MARKDOWN else (unwrapped(body), "")
        return reading_of(Document(text=text, fields=fields, hidden=hidden), file, context)


def _parted(text: str, name: str) -> tuple[dict[str, str], str]:
    """Return the fields of the front matter and what follows it; a text without one is all body."""
    found = _FRONT.match(text)
    if found is None:
        if text.startswith("---\n") and any(fold(each) in _NAMES for each in _NAMED.findall(text[:2000])):
            raise InputError("The front matter is not closed; put a line '---' below its last field.")
        return {}, text
    try:
        data = parse_yaml(found["fields"], name)
    except RecordError as error:
        raise InputError(f"The front matter cannot be read: {error}") from None
    if not isinstance(data, dict):
        raise InputError("The front matter holds no fields; write them as 'date: 2026-01-21', one a line.")
    try:
        fields = FrontMatter.model_validate(
            {fold(str(name)): value for name, value in data.items() if value is not None}
        )
    except ValidationError as error:
        if error.errors()[0]["type"] == "extra_forbidden":
            name = str(error.errors()[0]["loc"][0])
            known = ", ".join(FrontMatter.model_fields)
            raise InputError(f"Front matter, field {name!r} is not known; the fields are: {known}.") from None
        raise InputError(f"Front matter, {describe(error)}. Correct the field.") from None
    given = {key: value.strip() for key, value in fields.model_dump().items() if value.strip()}
    return {key: _VALUES.get(key, {}).get(fold(value), value) for key, value in given.items()}, text[found.end() :]


def from_markdown(markdown: str) -> tuple[str, str]:
    """Return a Markdown text without its marks, one line a paragraph, and what it hides from a reader's eye."""
    from markdown_it import MarkdownIt  # needed for Markdown alone

    page = MarkdownIt("commonmark", {"maxNesting": 50}).enable(["table", "strikethrough"]).render(markdown)
    tree = html.document_fromstring(f"<html><body>{page}</body></html>")
    hidden = describe_unseen(take_out_unseen(tree))
    for element in tree.iter(etree.Element):
        if element.tag == "br":
            element.tail = f"\n\n{element.tail or ''}"
        elif element.tag in {"td", "th"}:
            element.tail = " "
        elif element.tag in _BLOCKS:
            element.text = f"\n\n{element.text or ''}"
            element.tail = f"\n\n{element.tail or ''}"
    return unwrapped(tree.text_content()), hidden


def unwrapped(text: str) -> str:
    """Rejoin paragraphs whose lines were broken to fit a narrow page; a line that starts anew stays a line."""
    joined: list[str] = []
    last, length = "", 0
    for line in (line.strip() for line in text.split("\n")):
        goes_on = bool(last and line) and _goes_on(last, length, line)
        if line:
            joined.append((" " if goes_on else "\n") + line)
        last, length = line, len(line) + (length if goes_on else 0)
    return "".join(joined).strip()


def _goes_on(last: str, length: int, line: str) -> bool:
    """Tell whether a line goes on in the middle of the sentence of the paragraph before it, `length` letters long."""
    if _ENDED.search(last) or _STARTS.match(line) or last.upper() == last:
        return False
    return line[0].islower() or (length >= _WRAPPED and line.upper() != line)
