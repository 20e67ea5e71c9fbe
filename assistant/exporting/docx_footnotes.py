"""Footnotes of Word files. Python-docx has none; docx-plus writes them, this numbers them as the document does."""

from collections.abc import Mapping

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from docx_plus.bookmarks import add_bookmark
from docx_plus.bookmarks.registry import BookmarkIdRegistry
from docx_plus.fields import add_field
from docx_plus.notes import FootnoteIdRegistry, add_footnote


class _NotesInOrder(FootnoteIdRegistry):
    """Ids that count up: LibreOffice goes by their order, and would print a note under another one's number."""

    def next(self) -> int:
        """Return the next free id."""
        return self.next_sequential()


class _BookmarksInOrder(BookmarkIdRegistry):
    """Ids that count up, so that the same document is the same file."""

    def next(self) -> int:
        """Return the next free id."""
        return self.next_sequential()


class Footnotes:
    """The footnotes of one document: each reference has one, to which every later citation points back."""

    def __init__(self, word: WordDocument, numbers: Mapping[str, int], texts: Mapping[str, str]) -> None:
        """Write into `word`; `numbers` are those that Word will count, in the order in which notes are first cited."""
        self._numbers = numbers
        self._texts = texts
        self._notes = _NotesInOrder(word)
        self._bookmarks = _BookmarksInOrder(word)
        self._placed: set[str] = set()

    def cite(self, paragraph: Paragraph, reference: str) -> None:
        """Put the mark of a reference at the end of a paragraph, and its note on that page when it is the first.

        A reference of which no text is known leaves no mark.
        """
        if reference not in self._texts:
            return
        name = f"_Note{self._numbers[reference]}"
        if reference in self._placed:
            self._point_back(paragraph, name, self._numbers[reference])
            return
        self._placed.add(reference)
        add_footnote(paragraph, f" {self._texts[reference]}", id_registry=self._notes)
        mark = Run(paragraph._p.r_lst[-1], paragraph)
        add_bookmark(mark, name, id_registry=self._bookmarks)

    def _point_back(self, paragraph: Paragraph, bookmark: str, number: int) -> None:
        """Show the number of a note that stands earlier: a field, so it stays right when notes come or go."""
        before = len(paragraph._p.r_lst)
        add_field(paragraph, instruction=f"NOTEREF {bookmark} \\f \\h", initial_text=str(number))
        for run in paragraph._p.r_lst[before:]:
            Run(run, paragraph).style = "footnote reference"

    @staticmethod
    def between(paragraph: Paragraph) -> None:
        """Part two marks, so that 1 and 2 are not read as 12."""
        run = paragraph.add_run(",")
        run.style = "footnote reference"


def set_language(run: Run, code: str) -> None:
    """Say in which language a stretch is, for spell checkers and screen readers."""
    lang = OxmlElement("w:lang")
    lang.set(qn("w:val"), code)
    run._r.get_or_add_rPr().append(lang)
