"""Recognises Word files and PDFs by their first bytes; what reads them is loaded only when there is one to read."""

from assistant.record.readers.base import InputFile, Reading, ReadingContext

ENDS = 1024
"""A PDF's signature stands in the first bytes, its end mark in the last."""
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORD_MAIN = b"word/"


class DocxReader:
    """One document a file, as Word and LibreOffice save it."""

    name = "docx"

    def recognises(self, file: InputFile) -> bool:
        """A zip archive with Word's parts; also an older or locked Word file, to say what to do with it."""
        if file.data.startswith(ZIP):
            return _WORD_MAIN in file.data and b"[Content_Types].xml" in file.data
        return file.data.startswith(OLE) and file.path.suffix.lower() in {".doc", ".docx", ".dot"}

    def read(self, file: InputFile, context: ReadingContext) -> Reading:
        """Read the document.

        Raises:
            InputError: The file is damaged, locked, of an older format, or does not say what a statement needs.
        """
        from assistant.record.readers.docx import read_docx

        return read_docx(file, context)


class PdfReader:
    """One document a file."""

    name = "pdf"

    def recognises(self, file: InputFile) -> bool:
        """The signature of a PDF within the first bytes."""
        return b"%PDF-" in file.data[:ENDS]

    def read(self, file: InputFile, context: ReadingContext) -> Reading:
        """Read the document.

        Raises:
            InputError: The file is damaged, locked, a scan without text, or does not say what a statement needs.
        """
        from assistant.record.readers.pdf import read_pdf

        return read_pdf(file, context)
