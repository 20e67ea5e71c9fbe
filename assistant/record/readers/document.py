"""What a page, a PDF, a DOCX, a note or a mail comes down to before it becomes statements."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One text as somebody published it, and what its file says of it. Empty fields say nothing."""

    text: str
    """The body alone: paragraphs joined by line breaks, without navigation, page numbers and repeated headers."""
    title: str = ""
    day: date | None = None
    """When it was published, as its file says; the day on which the file was made or saved is not that."""
    author: str = ""
    """Who signs it, as the file has it: an institution or a person. Whoever typed the file is not its author."""
    lang: str = ""
    address: str = ""
    """Where it was published."""
    origin: str = ""
    """Where it comes from if that is no web address: the domain of a mail's sender."""
    identity: str = ""
    """What tells it from others of the same file, such as an entry's id; by default its address or file name."""
    locator: Mapping[str, int] | None = None
    """Where in the file it starts, such as {"page": 1}."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """What a front matter declares, by field of a statement: speaker, role, date, venue, title, form, lang,
    authority, counterpart, side, topics (with commas between them), ref."""
    hidden: str = ""
    """What the file hides from the eye but would hand to a program: why it must be looked at; empty if nothing."""
