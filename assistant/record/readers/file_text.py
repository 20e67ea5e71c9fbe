"""The text of a file that is to be checked, not taken into the record: nobody has to say who speaks in it."""

from dataclasses import dataclass
from pathlib import Path

from assistant.errors import InputError
from assistant.record.readers.base import InputFile, Reading, ReadingContext
from assistant.record.readers.office import OLE, ZIP, DocxReader, PdfReader
from assistant.record.readers.sandbox import WORKER
from assistant.record.readers.text_document import MARKDOWN, from_markdown

MAX_BYTES = 20_000_000
MAX_LETTERS = 2_000_000
"""About a thousand pages: more is no text that somebody wants to have checked."""
SUFFIXES = (".docx", ".pdf", ".md", ".txt")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileText(Reading):
    """What a file shows to whoever looks at it."""

    text: str = ""
    """Its text, paragraphs apart from one another."""
    hidden: str = ""
    """What it hides from the eye, as one sentence; empty if nothing."""


def file_text(path: Path, data: bytes) -> FileText:
    """Return the text of a Word file, PDF, Markdown or plain text file; plain text stays as it is.

    Word files and PDFs are told by their content and read in the worker, which has limits of time and memory.

    Raises:
        InputError: It is damaged, locked, empty, too large, a scan, or of another kind; one sentence says which.
    """
    if len(data) > MAX_BYTES:
        raise InputError(f"The file is larger than {MAX_BYTES // 1_000_000} MB; split it.")
    if not data.strip():
        raise InputError("The file is empty; check that it was downloaded completely.")
    file = InputFile(path=path, data=data)
    if any(each.recognises(file) for each in (DocxReader(), PdfReader())):
        found = WORKER.read(_OfficeText(), file, ReadingContext())
    elif data.startswith((ZIP, OLE)) or b"\x00" in data[:4096]:
        raise InputError(f"No text can be read out of this kind of file; give one of: {', '.join(SUFFIXES)}.")
    elif path.suffix.lower() in MARKDOWN:
        text, hidden = from_markdown(file.text)
        found = FileText(statements=(), text=text.replace("\n", "\n\n"), hidden=hidden)
    else:
        found = FileText(statements=(), text=_plain(data))
    if not isinstance(found, FileText) or not found.text.strip():
        raise InputError("The document holds no text; check that it was saved completely.")
    if len(found.text) > MAX_LETTERS:
        raise InputError(f"The document is longer than {MAX_LETTERS:,} letters; give it in parts.")
    return found


def _plain(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"The file is not UTF-8 text (byte {error.start}); save it again with the encoding UTF-8."
        ) from None


class _OfficeText:
    """Takes the text alone out of Word files and PDFs; runs in the worker."""

    name = "text of a file"

    def recognises(self, file: InputFile) -> bool:
        """Everything it is given: the file was looked at before."""
        return bool(file.data)

    def read(self, file: InputFile, _context: ReadingContext) -> Reading:
        """Return the file's text.

        Raises:
            InputError: The file is damaged, locked, a scan, or of an older format.
        """
        if PdfReader().recognises(file):
            from assistant.record.readers.pdf import text_of_pdf

            text, hidden = text_of_pdf(file.data)
        else:
            from assistant.record.readers.docx import text_of_docx

            text, hidden = text_of_docx(file.data)
        return FileText(statements=(), text=text, hidden=hidden)
