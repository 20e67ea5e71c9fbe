"""Reads PDF files that hold text: what a reader of the pages sees, as paragraphs."""

import io
from collections.abc import Sequence
from dataclasses import replace

from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1
from pdfminer.psexceptions import PSException
from pdfminer.utils import decode_text

from assistant.errors import InputError
from assistant.record.readers.base import InputFile, Reading, ReadingContext
from assistant.record.readers.concealed import Concealed
from assistant.record.readers.document import Document
from assistant.record.readers.documents import reading_of
from assistant.record.readers.office import ENDS
from assistant.record.readers.pdf_page import UNKNOWN_LETTER, Page, PageReader
from assistant.record.readers.pdf_text import Paragraph, paragraphs_of
from assistant.record.readers.sandbox import told
from assistant.record.readers.speakers import Registry, key

MAX_UNKNOWN = 0.05
"""More letters than this that no font explains make the text useless."""
TITLE_PARAGRAPHS = 8
TITLE_LETTERS = 300
TITLE_SIZE = 1.15
"""How much larger than the text's the letters of a title are."""

_AGAIN = "download it once more, or print it to PDF again"
_RECOGNISED = (
    "The file is a scan whose text a machine recognised and laid invisibly under the picture; compare the text with it."
)


def read_pdf(file: InputFile, context: ReadingContext) -> Reading:
    """Read a PDF.

    Raises:
        InputError: The file is damaged, locked, a scan without text, or does not say what a statement needs.
    """
    pages, title = _pages(file.data)
    document = document_of(pages, context.registry, title)
    reading = reading_of(document, file, context)
    blank = [page.number for page in pages if page.is_scan and not page.blocks]
    faults = {f"page {number}": "The page is a picture without text; run text recognition on it." for number in blank}
    return replace(reading, faults={**reading.faults, **faults})


def text_of_pdf(data: bytes) -> tuple[str, str]:
    """Return the text that a PDF shows, a blank line between paragraphs, and what it hides.

    Raises:
        InputError: The file is damaged, locked, or a scan without text.
    """
    pages, _ = _pages(data)
    return "\n\n".join(paragraph.text for paragraph in paragraphs_of(pages)), _hidden(pages)


def _pages(data: bytes) -> tuple[list[Page], str]:
    """Return what the pages show, which is some text, and the title in the file's properties."""
    if b"%%EOF" not in data[-ENDS:]:
        raise InputError(f"The PDF is cut off: its end mark is missing; {_AGAIN}.")
    try:
        document = PDFDocument(PDFParser(io.BytesIO(data)))
        reader = PageReader()
        pages = [reader.read(page, n) for n, page in enumerate(PDFPage.create_pages(document), start=1)]
        title = resolve1(document.info[0].get("Title")) if document.info else b""
    except PDFPasswordIncorrect:
        raise InputError("The PDF is locked with a password; save it without one.") from None
    except PDFEncryptionError:
        raise InputError("The PDF is locked in a way that cannot be read; save it without protection.") from None
    except PSException as error:
        raise InputError(f"The PDF is damaged ({told(error)}); {_AGAIN}.") from None
    _check(pages)
    return pages, decode_text(title) if isinstance(title, bytes) else ""


def _check(pages: Sequence[Page]) -> None:
    """Raise an `InputError` where there is no text to take, with what to do."""
    if not pages:
        raise InputError(f"The PDF is damaged: it has no pages; {_AGAIN}.")
    letters = "".join(line.text for page in pages for block in page.blocks for line in block)
    if not letters.strip():
        if any(page.hidden for page in pages):
            raise InputError("All text of the PDF is hidden from whoever looks at it; ask for the original document.")
        if any(page.is_scan for page in pages):
            raise InputError("The PDF is a scan without text; run text recognition (OCR) on it, or type its text.")
        raise InputError(f"The PDF holds no text; {_AGAIN}.")
    if letters.count(UNKNOWN_LETTER) > MAX_UNKNOWN * len(letters):
        raise InputError("The PDF does not say which letters its signs are; run text recognition (OCR) on it.")


def document_of(pages: Sequence[Page], registry: Registry, property_: str = "") -> Document:
    """Return the visible text with its title, and what is hidden."""
    title, paragraphs = _title(paragraphs_of(pages), registry, property_)
    return Document(
        text="\n".join(paragraph.text for paragraph in paragraphs),
        title=title,
        locator={"page": paragraphs[0].page if paragraphs else 1},
        hidden=_hidden(pages),
    )


def _hidden(pages: Sequence[Page]) -> str:
    concealed = Concealed()
    for page in pages:
        concealed.update(page.hidden)
    recognised = _RECOGNISED if any(page.is_recognised for page in pages) else ""
    return " ".join(filter(None, (concealed.reason, recognised)))


def _title(paragraphs: list[Paragraph], registry: Registry, property_: str) -> tuple[str, list[Paragraph]]:
    """Return the title and the other paragraphs.

    The title is set in the largest letters of the beginning. The file's property only tells which of the first
    paragraphs it is: by itself it is often the name of the file that somebody printed.
    """
    sizes = sorted(p.size for p in paragraphs for _ in range(len(p.text) // 20 + 1))
    short = [paragraph for paragraph in paragraphs[:TITLE_PARAGRAPHS] if len(paragraph.text) <= TITLE_LETTERS]
    head = [paragraph for paragraph in short if registry.institution(paragraph.text) is None]  # no letterhead
    named = [each for each in head if key(property_) and key(each.text) == key(property_)]
    large = max(head, key=lambda each: each.size, default=None)
    if not named and large is not None and large.size >= TITLE_SIZE * sizes[len(sizes) // 2]:
        named = [large]
    if not named or len(paragraphs) == 1:
        return "", paragraphs
    return named[0].text, [each for each in paragraphs if each is not named[0]]
