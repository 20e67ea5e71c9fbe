"""Writes a kept draft, or any other document, as DOCX, Markdown or plain text, with the evidence behind it."""

from collections.abc import Mapping
from typing import Any

from assistant.errors import InputError
from assistant.exporting.document import Document
from assistant.exporting.drafts import About, Cleared, document_of

__all__ = ["EXPORT_FORMATS", "About", "Cleared", "Document", "export", "written"]

EXPORT_FORMATS = ("docx", "md", "txt")
_NOTHING_KNOWN = About()


def export(draft: Mapping[str, Any], to: str, *, about: About = _NOTHING_KNOWN, annex: bool = True) -> bytes:
    """Return a draft (its JSON data) as a file's bytes.

    Args:
        draft: A draft as the contract writes it, with its brief.
        to: One of `EXPORT_FORMATS`.
        about: When and in which version it was kept, and whether it was cleared.
        annex: Whether the statements that it cites follow in full.

    Raises:
        InputError: The format is unknown.
    """
    _require(to)
    return written(document_of(draft, about, annex=annex), to)


def written(document: Document, to: str) -> bytes:
    """Return any document as a file's bytes.

    Raises:
        InputError: The format is unknown.
    """
    _require(to)
    if to == "docx":
        from assistant.exporting.docx_file import to_docx  # a fifth of a second that only this format needs

        return to_docx(document)
    if to == "md":
        from assistant.exporting.markdown import to_markdown

        return to_markdown(document).encode("utf-8")
    from assistant.exporting.plain import to_text

    return to_text(document).encode("utf-8")


def _require(to: str) -> None:
    if to not in EXPORT_FORMATS:
        raise InputError(f"A draft cannot be exported to {to!r}; choose one of: {', '.join(EXPORT_FORMATS)}.")
