"""One reader a file format. To add one: write it beside these and list it in `READERS`."""

from assistant.errors import InputError
from assistant.record.readers.base import Declared, InputFile, Reader, Reading, ReadingContext
from assistant.record.readers.feed import FeedReader
from assistant.record.readers.mail import MailReader
from assistant.record.readers.office import DocxReader, PdfReader
from assistant.record.readers.sandbox import Sandboxed
from assistant.record.readers.statement_yaml import StatementYamlReader
from assistant.record.readers.table import TableReader
from assistant.record.readers.text_document import TextDocumentReader
from assistant.record.readers.transcript import TranscriptReader
from assistant.record.readers.web import WebReader
from assistant.record.readers.x_archive import XArchiveReader

READERS: tuple[Reader, ...] = (
    Sandboxed(DocxReader()),
    Sandboxed(PdfReader()),
    StatementYamlReader(),
    Sandboxed(FeedReader()),
    Sandboxed(WebReader()),
    Sandboxed(MailReader()),
    TextDocumentReader(),
    XArchiveReader(),
    TableReader(),
    TranscriptReader(),
)
"""In the order in which they are asked whether they recognise a file: the surest signs first."""
READER_NAMES = ("auto", *(reader.name for reader in READERS))


def read_file(file: InputFile, context: ReadingContext, reader_name: str = "auto") -> Reading:
    """Turn a file's bytes into statements.

    Raises:
        InputError: No reader of that name, none that understands the file, or the file is damaged.
    """
    return reader_for(file, context, reader_name).read(file, context)


def reader_for(file: InputFile, context: ReadingContext, reader_name: str = "auto") -> Reader:
    """Return the reader of that name, or the one that recognises the file.

    Raises:
        InputError: No reader of that name, or none that understands the file.
    """
    if not file.data.strip():
        raise InputError("The file is empty; check that it was downloaded completely.")
    if reader_name != "auto":
        return reader_called(reader_name)
    for reader in READERS:
        if reader.recognises(file):
            return reader
    if context.declared.speaker and context.declared.form:
        return TextDocumentReader()  # no format of its own, but somebody declares what it is
    _ = file.text  # a file that is no text at all has a clearer fault than its format
    raise InputError(
        "No reader recognises this file; a transcript starts with title, office and date on three lines, "
        f"or name the reader with --reader ({', '.join(READER_NAMES[1:])})."
    )


def reader_called(name: str) -> Reader:
    """Return the reader of that name.

    Raises:
        InputError: There is none; the sentence lists those there are.
    """
    for reader in READERS:
        if reader.name == name:
            return reader
    raise InputError(f"There is no reader {name!r}; choose one of: {', '.join(READER_NAMES)}.")


__all__ = [
    "READERS",
    "READER_NAMES",
    "Declared",
    "InputFile",
    "Reader",
    "Reading",
    "ReadingContext",
    "read_file",
    "reader_called",
    "reader_for",
]
