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
    author: str = ""
    """Who signs it, as the file has it: an institution or a person."""
    lang: str = ""
    address: str = ""
    """Where it was published."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """What a front matter or header declares, by field of a statement (speaker, role, venue, form, …)."""
    hidden: str = ""
    """What the file hides from the eye but would hand to a program: why it must be looked at; empty if nothing."""
