"""Any document from plain data, such as an answer: the three writers say the same."""

from io import BytesIO

import pytest
from docx import Document as WordFile

from assistant.exporting import EXPORT_FORMATS, Document, written
from assistant.exporting.document import Annex, Kind, Paragraph, Reference, Run, Section, Table, paragraph
from tests.exporting.samples import footnotes, marks, text_of

ANSWER = Document(
    title="¿Se vende el ajolote?",
    subtitle="Respuesta",
    lang="es",
    mark="Consulta del registro — no es un texto autorizado",
    facts=(("Fecha", "2 de marzo de 2026"),),
    sections=(
        Section(blocks=(Paragraph(runs=(Run(text="No.", references=("b",)), Run(text=" Nunca.", references=("a", "b")))),)),
        Section(
            heading="Cronología",
            blocks=(Table(header=("Día", "Qué"), rows=(("1 de enero", "Se dijo que no."),), widths=(1, 3)),),
        ),
    ),
    references=(
        Reference(id="a", text="Ana Luz, 1 de enero."),
        Reference(id="b", text="Eva Ruiz,\n2 de enero."),
        Reference(id="c", text="Nadie la cita."),
    ),
    references_title="Referencias",
    annex=Annex(title="Anexo", sections=(Section(heading="Ana Luz", reference="a", blocks=(paragraph("Que no."),)),)),
    footer="consulta",
)  # fmt: skip


@pytest.mark.parametrize("to", EXPORT_FORMATS)
def test_everything_is_said_in_every_format(to: str) -> None:
    text = text_of(written(ANSWER, to), to)
    for words in ("¿Se vende el ajolote?", "Respuesta", "no es un texto autorizado", "2 de marzo de 2026", "No.", "Nunca.",
                  "Se dijo que no.", "Ana Luz, 1 de enero.", "Eva Ruiz, 2 de enero.", "Nadie la cita.", "Que no.", "consulta"):  # fmt: skip
        assert words in text
    assert "cronología" in text.casefold()


def test_a_word_file_lists_what_no_footnote_shows() -> None:
    data = written(ANSWER, "docx")
    assert footnotes(data) == [("No.", "Eva Ruiz, 2 de enero."), ("No. Nunca.", "Ana Luz, 1 de enero.")]
    lines = [p.text for p in WordFile(BytesIO(data)).paragraphs]
    assert lines[lines.index("Referencias") + 1] == "3. Nadie la cita."
    assert "2. Ana Luz" in lines
    assert [[cell.text for cell in row.cells] for row in WordFile(BytesIO(data)).tables[0].rows] == [
        ["Día", "Qué"],
        ["1 de enero", "Se dijo que no."],
    ]


@pytest.mark.parametrize("to", ["md", "txt"])
def test_numbers_are_those_of_the_footnotes(to: str) -> None:
    assert marks(text_of(written(ANSWER, to), to))[:3] == [1, 2, 1]


def test_lists_and_statements_of_several_lines_hold_together() -> None:
    blocks = (
        paragraph("Uno\ndos", kind=Kind.BULLET),
        paragraph("Tres", kind=Kind.BULLET),
        paragraph("A\nB", kind=Kind.STATEMENT),
    )
    plain = Document(title="T", lang="en", mark="M", sections=(Section(heading="S", blocks=blocks),))
    assert "- Uno  \n  dos\n- Tres\n\nA  \nB\n" in written(plain, "md").decode()
    assert "- Uno\n  dos\n\n- Tres\n\n    A\n    B\n" in written(plain, "txt").decode()
    assert "Uno\ndos" in [p.text for p in WordFile(BytesIO(written(plain, "docx"))).paragraphs]
