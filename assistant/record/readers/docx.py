"""Reads Word files: the visible text of the body in its order, tables included, headers and footers not."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

import docx
from docx.document import Document as WordDocument
from docx.opc.exceptions import PackageNotFoundError
from lxml import etree

from assistant.errors import InputError
from assistant.record.readers.base import InputFile, Reading, ReadingContext
from assistant.record.readers.concealed import Concealed
from assistant.record.readers.document import Document
from assistant.record.readers.documents import reading_of
from assistant.record.readers.looks import WHITE, Looks, attribute, tag, w
from assistant.record.readers.office import OLE
from assistant.record.readers.sandbox import told
from assistant.record.readers.speakers import Registry, key

MAX_UNPACKED = 200_000_000
MAX_MEMBERS = 5_000
MAX_RATIO = 200
"""How many times larger a package may get when it is unpacked, above `SMALL` bytes."""
SMALL = 20_000_000
TITLE_PARAGRAPHS = 8
"""A title stands among the first paragraphs."""

_DAMAGED = "The Word file is damaged ({why}); open it in Word and save it again, or download it once more."
_LEFT_OUT = {w("del"), w("moveFrom"), w("pPr"), w("rPr"), w("instrText"), w("delText"), tag("mc", "Fallback")}
"""Deleted text, properties, field codes, and the second copy of a drawing for old programs."""
_BOX = w("txbxContent")
_SIGNS = {w("tab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "-"}


def read_docx(file: InputFile, context: ReadingContext) -> Reading:
    """Read a Word document.

    Raises:
        InputError: The file is damaged, locked, of an older format, or does not say what a statement needs.
    """
    return reading_of(document_of(_opened(file.data), context.registry), file, context)


def text_of_docx(data: bytes) -> tuple[str, str]:
    """Return the visible text of a Word file, a blank line between paragraphs, and what it hides.

    Raises:
        InputError: The file is damaged, locked or of an older format.
    """
    word = _opened(data)
    body = _Body(word)
    return "\n\n".join(text for _, text in body.paragraphs(word.element.body)), body.concealed.reason


def _opened(data: bytes) -> WordDocument:
    if data.startswith(OLE):
        raise InputError(
            "The Word file is locked with a password or of the old format .doc; save it as .docx without password."
        )
    check_package(data)
    try:
        return docx.Document(io.BytesIO(data))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, etree.LxmlError) as error:
        raise InputError(_DAMAGED.format(why=told(error))) from None


def check_package(data: bytes) -> None:
    """Refuse a package that would unpack to too much, is locked, or declares entities; before anything is unpacked.

    Raises:
        InputError: It is one of these, or no whole zip archive.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = package.infolist()
            size, packed = sum(each.file_size for each in members), sum(each.compress_size for each in members)
            if len(members) > MAX_MEMBERS or size > MAX_UNPACKED or (size > SMALL and size > MAX_RATIO * packed):
                raise InputError(
                    f"The Word file would unpack to {size // 1_000_000} MB in {len(members)} parts, which is no "
                    "ordinary document; save its text anew."
                )
            if any(each.flag_bits & 1 for each in members):
                raise InputError("The Word file is locked with a password; save it without one.")
            for each in members:
                if each.filename.lower().endswith((".xml", ".rels")):
                    _refuse_entities(package, each)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, zlib.error) as error:
        raise InputError(_DAMAGED.format(why=told(error))) from None


def _refuse_entities(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    with package.open(member) as part:
        head = part.read(65_536).replace(b"\x00", b"")  # without the zeros of UTF-16
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise InputError(
            f"The Word file's part {member.filename[:60]!r} declares entities, which no Word file does; save its text "
            "anew."
        )


def document_of(word: WordDocument, registry: Registry) -> Document:
    """Return the visible text with its title, and what is hidden."""
    body = _Body(word)
    paragraphs = list(body.paragraphs(word.element.body))
    title, paragraphs = _title(paragraphs, registry, word.core_properties.title or "")
    return Document(text="\n".join(text for _, text in paragraphs), title=title, hidden=body.concealed.reason)


def _title(paragraphs: list[tuple[str, str]], registry: Registry, property_: str) -> tuple[str, list[tuple[str, str]]]:
    """Return the title and the other paragraphs.

    The title is what is styled as one. The file's property only tells which of the first paragraphs it is: by itself
    it is often that of the document which somebody wrote over.
    """
    for index, (style, text) in enumerate(paragraphs[:TITLE_PARAGRAPHS]):
        styled = style in {"title", "heading 1"} and registry.institution(text) is None  # no letterhead
        if styled or (key(property_) and key(text) == key(property_)):
            return text, paragraphs[:index] + paragraphs[index + 1 :]
    return "", paragraphs


class _Body:
    """Walks the body once and keeps apart what is seen and what is not."""

    def __init__(self, word: WordDocument) -> None:
        self.concealed = Concealed()
        self._looks = Looks(word)
        self._fields: list[bool] = []
        """For every open field whether its code, not its result, stands here."""

    def paragraphs(self, parent: etree._Element, behind: str = WHITE, hidden: str = "") -> Iterator[tuple[str, str]]:
        """Yield style name and visible text of each paragraph; `behind` is the colour on which it stands."""
        for child in parent:
            if child.tag == w("p"):
                yield from self._paragraph(child, behind, hidden)
            elif child.tag == w("tbl"):
                yield from self._table(child, behind, hidden)
            elif isinstance(child.tag, str) and child.tag not in _LEFT_OUT:  # content controls, insertions
                yield from self.paragraphs(child, behind, hidden)

    def _table(self, table: etree._Element, behind: str, hidden: str) -> Iterator[tuple[str, str]]:
        for number, row in enumerate(table.iter(w("tr"))):
            if next(row.iterancestors(w("tbl"))) is not table:
                continue  # a row of a table inside this one
            unseen = "a hidden table row" if row.find(f"{w('trPr')}/{w('hidden')}") is not None else hidden
            for cell in row.iter(w("tc")):
                if next(cell.iterancestors(w("tr"))) is row:
                    yield from self.paragraphs(cell, self._looks.behind_cell(table, cell, number, behind), unseen)

    def _paragraph(self, paragraph: etree._Element, behind: str, hidden: str) -> Iterator[tuple[str, str]]:
        style = self._looks.style_of(paragraph)
        behind = self._looks.behind_paragraph(paragraph, behind)
        seen: list[str] = []
        boxes: list[etree._Element] = []
        for run, text in self._runs(paragraph, boxes):
            kind = hidden or self._looks.hides(run, paragraph, behind)
            if kind:
                self._note(kind, text)
            else:
                seen.append(text)
        if not self._looks.is_contents_list(style):
            lines = (" ".join(line.split()) for line in "".join(seen).split("\n"))
            yield from ((self._looks.name(style), line) for line in lines if line)
        for box in boxes:
            yield from self.paragraphs(box, WHITE, hidden or self._looks.hides_box(box))

    def _note(self, kind: str, text: str) -> None:
        if kind != "hidden on the web" or re.search(r"[^\W\d]", text):  # page numbers of a table of contents
            self.concealed.add(kind, text)

    def _runs(self, parent: etree._Element, boxes: list[etree._Element]) -> Iterator[tuple[etree._Element, str]]:
        """Yield each run under `parent` with its text; text boxes are put into `boxes`."""
        for child in parent:
            if child.tag == w("r"):
                yield child, "".join(self._letters(child, boxes))
            elif child.tag == _BOX:
                boxes.append(child)
            elif isinstance(child.tag, str) and child.tag not in _LEFT_OUT:
                yield from self._runs(child, boxes)

    def _letters(self, run: etree._Element, boxes: list[etree._Element]) -> Iterator[str]:
        for child in run:
            if child.tag == w("fldChar"):
                self._field(attribute(child, "fldCharType"))
            elif child.tag in _SIGNS:
                yield _SIGNS[child.tag]
            elif child.tag == w("t") and any(self._fields):
                self.concealed.add("inside the code of a field", child.text or "")
            elif child.tag == w("t"):
                yield child.text or ""
            elif isinstance(child.tag, str) and child.tag not in _LEFT_OUT:
                boxes += (box for box in child.iter(_BOX) if not _is_second_copy(box))

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(True)
        elif kind == "separate" and self._fields:
            self._fields[-1] = False
        elif kind == "end" and self._fields:
            self._fields.pop()


def _is_second_copy(box: etree._Element) -> bool:
    """Tell whether a box repeats another for old programs, or stands inside another, which is walked by itself."""
    return any(above.tag in {tag("mc", "Fallback"), _BOX} for above in box.iterancestors())
