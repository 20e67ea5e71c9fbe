"""Word files: headings that are headings, footnotes where a sentence rests on something, the annex on its own page."""

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Emu, Length, Pt, RGBColor
from docx.table import _Cell, _Row
from docx_plus.tables import Shading, set_row_shading

from assistant.exporting.document import (
    Document,
    Kind,
    Paragraph,
    Section,
    Table,
    cited,
    flat,
    numbers,
    paragraph,
    safe,
)
from assistant.exporting.docx_footnotes import Footnotes, set_language
from assistant.exporting.docx_style import LANGUAGES, TEXT_WIDTH, empty

_STYLES = {
    Kind.BODY: "Normal",
    Kind.BULLET: "List Bullet",
    Kind.POST: "Post",
    Kind.CAPTION: "Below a Post",
    Kind.QUESTION: "Question",
    Kind.STATEMENT: "Statement",
    Kind.NOTE: "Small Print",
}
_DAWN = (1980, 1, 1, 0, 0, 0)
"""The oldest date that a ZIP file can bear: the same document is the same bytes whenever it is written."""


def to_docx(document: Document) -> bytes:
    """Return a document as a Word file."""
    document = safe(document)
    word, number = empty(document), numbers(document)
    notes = Footnotes(word, number, {reference.id: flat(reference.text) for reference in document.references})
    if document.subtitle:
        word.add_paragraph(document.subtitle, style="Format")
    word.add_heading(document.title, level=1)
    for label, value in document.facts:
        fact = word.add_paragraph(style="Fact")
        fact.add_run(f"{label}: ").bold = True
        fact.add_run(value)
        fact.paragraph_format.space_after = Pt(10) if (label, value) == document.facts[-1] else None
    for section in (*document.sections, *_never_cited(document, number)):
        _section(word, section, document.lang, number, notes, level=2)
    if document.annex is not None:
        heading = word.add_heading(document.annex.title, level=2)
        heading.paragraph_format.page_break_before = True
        for section in document.annex.sections:
            _section(word, section, document.lang, number, notes, level=3)
    stream = BytesIO()
    word.save(stream)
    return _undated(stream.getvalue())


def _never_cited(document: Document, number: Mapping[str, int]) -> tuple[Section, ...]:
    """Return the references that no footnote shows, as a list of their own."""
    left = [each for each in document.references if each.id not in cited(document)]
    lines = tuple(paragraph(f"{number[each.id]}. {flat(each.text)}", kind=Kind.NOTE) for each in left)
    return (Section(heading=document.references_title, blocks=lines),) if lines else ()


def _section(
    word: WordDocument, section: Section, lang: str, number: Mapping[str, int], notes: Footnotes, *, level: int
) -> None:
    if section.heading:
        before = f"{number[section.reference]}. " if section.reference in number else ""
        word.add_heading(before + flat(section.heading), level=level)
    for block in section.blocks:
        if isinstance(block, Table):
            _table(word, block)
        else:
            _paragraph(word, block, lang, notes)


def _paragraph(word: WordDocument, block: Paragraph, lang: str, notes: Footnotes) -> None:
    shown = word.add_paragraph(style=_STYLES[block.kind])
    for each in block.runs:
        run = shown.add_run(each.text)
        if block.lang not in ("", lang):
            set_language(run, LANGUAGES.get(block.lang, block.lang))
        for at, reference in enumerate(each.references):
            if at:
                notes.between(shown)
            notes.cite(shown, reference)


def _table(word: WordDocument, table: Table) -> None:
    """Write a table whose header Word repeats on every page and a screen reader announces."""
    shown = word.add_table(rows=1, cols=len(table.header), style="Table Grid")
    shown.autofit = False
    widths = tuple(Emu(TEXT_WIDTH * width // sum(table.widths)) for width in table.widths)
    for column, width in zip(shown.columns, widths, strict=True):
        column.width = width
    _fill(shown.rows[0], table.header, widths, bold=True)
    set_row_shading(shown.rows[0], Shading(fill="F2EBE1"))
    _flag(shown.rows[0], "w:tblHeader")
    for cells in table.rows:
        row = shown.add_row()
        _fill(row, cells, widths, bold=False)
        _flag(row, "w:cantSplit")


def _fill(row: _Row, texts: tuple[str, ...], widths: tuple[Length, ...], *, bold: bool) -> None:
    for cell, text, width in zip(row.cells, texts, widths, strict=True):
        cell.width = width
        _write(cell, text, bold=bold)


def _write(cell: _Cell, text: str, *, bold: bool) -> None:
    shown = cell.paragraphs[0]
    shown.style = "Cell"
    run = shown.add_run(flat(text))
    run.bold = bold or None
    if bold:
        run.font.color.rgb = RGBColor(0x1F, 0x1F, 0x1F)


def _flag(row: _Row, name: str) -> None:
    flag = OxmlElement(name)
    flag.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(flag)


def _undated(data: bytes) -> bytes:
    """Return the same Word file without the moment at which each of its parts was packed."""
    packed = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(packed, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(ZipInfo(name, _DAWN), old.read(name), ZIP_DEFLATED)
    return packed.getvalue()
