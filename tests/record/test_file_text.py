"""The text of a file that is to be checked: paragraphs kept, and one sentence for a file that cannot be read."""

import io
from pathlib import Path

import docx
import pytest
from fpdf import FPDF

from assistant.errors import InputError
from assistant.record.readers import file_text as module
from assistant.record.readers.file_text import file_text
from assistant.record.readers.office import OLE

FIRST = "El programa de becas abre sus puertas el lunes y recibe a todas las personas interesadas."
SECOND = "Las inscripciones se hacen en línea o en la oficina más cercana."


def word_file(*paragraphs: str, title: str = "") -> bytes:
    word = docx.Document()
    if title:
        word.add_heading(title, level=0)
    for each in paragraphs:
        word.add_paragraph(each)
    into = io.BytesIO()
    word.save(into)
    return into.getvalue()


def pdf_file(*paragraphs: str, password: str = "") -> bytes:
    pdf = FPDF(format="A4")
    pdf.set_margin(25)
    pdf.add_page()
    pdf.set_font("Helvetica", size=12)
    for each in paragraphs:
        pdf.multi_cell(0, 6, each, align="L", new_x="LMARGIN", new_y="NEXT")
        pdf.ln(4)
    if password:
        pdf.set_encryption(owner_password=password, user_password=password)
    return bytes(pdf.output())


def scan() -> bytes:
    image = pytest.importorskip("PIL.Image").new("L", (400, 600), 128)
    into = io.BytesIO()
    image.save(into, "PNG")
    pdf = FPDF(format="A4")
    pdf.add_page()
    pdf.image(into, 0, 0, 210, 297)
    return bytes(pdf.output())


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", word_file(FIRST, SECOND)),
        ("a.pdf", pdf_file(FIRST, SECOND)),
        ("a.bin", pdf_file(FIRST, SECOND)),  # its content tells what it is
        ("a.md", f"{FIRST}\n\n{SECOND}\n".encode()),
        ("a.txt", f"\ufeff{FIRST}\n\n{SECOND}".encode()),
    ],
)
def test_paragraphs_are_kept(name: str, data: bytes) -> None:
    found = file_text(Path(name), data)

    assert found.text == f"{FIRST}\n\n{SECOND}"
    assert found.hidden == ""


def test_a_title_stays_at_the_head_and_markdown_loses_its_marks() -> None:
    assert file_text(Path("a.docx"), word_file(FIRST, title="Becas")).text == f"Becas\n\n{FIRST}"
    assert file_text(Path("a.md"), b"# Becas\n\n**No** hay *costo*.").text == "Becas\n\nNo hay costo."


def test_plain_text_stays_as_it_is_to_the_letter() -> None:
    text = "  Uno\r\n\tdos 🇲🇽  \r\n\r\n\r\ntres\n"

    assert file_text(Path("a.txt"), text.encode()).text == text


def test_what_a_file_hides_is_left_out_and_told() -> None:
    word = docx.Document()
    word.add_paragraph(FIRST)
    word.add_paragraph().add_run("Texto que nadie ve en la hoja").font.hidden = True
    into = io.BytesIO()
    word.save(into)
    found = file_text(Path("a.docx"), into.getvalue())

    assert found.text == FIRST
    assert "Texto que nadie ve" in found.hidden


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.docx", b"", "The file is empty"),
        ("a.txt", b" \n ", "The file is empty"),
        ("a.docx", word_file(), "The document holds no text"),
        ("a.docx", word_file(FIRST)[:-300], "The Word file is damaged"),
        ("a.doc", OLE + b"\x00" * 600, "The Word file is locked with a password or of the old format"),
        ("a.pdf", pdf_file(FIRST)[:-40], "The PDF is cut off"),
        ("a.pdf", pdf_file(FIRST, password="x"), "The PDF is locked with a password"),
        ("a.pdf", scan(), "The PDF is a scan without text"),
        ("a.odt", b"PK\x03\x04" + b"\x00" * 60, "No text can be read out of this kind of file"),
        ("a.png", b"\x89PNG\r\n\x1a\n\x00\x00", "No text can be read out of this kind of file"),
        ("a.txt", "Año".encode("latin-1"), r"The file is not UTF-8 text \(byte 1\)"),
    ],
)
def test_a_file_that_cannot_be_read_gets_one_sentence(name: str, data: bytes, told: str) -> None:
    with pytest.raises(InputError, match=told) as failed:
        file_text(Path(name), data)

    assert str(failed.value).count("\n") == 0


def test_a_file_or_text_that_is_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_LETTERS", 50)
    with pytest.raises(InputError, match="longer than 50 letters"):
        file_text(Path("a.txt"), FIRST.encode())
    with pytest.raises(InputError, match="larger than 20 MB"):
        file_text(Path("a.txt"), b"a" * 20_000_001)
