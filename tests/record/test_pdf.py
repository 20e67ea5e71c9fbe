"""PDF files: paragraphs, running lines, hidden text, scans and damaged files. Texts are invented."""

import io
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from fpdf import FPDF
from fpdf.enums import TextMode

from assistant.domain import Form
from assistant.errors import InputError
from assistant.record.readers.base import Declared, InputFile, Reading, ReadingContext
from assistant.record.readers.document import Document
from assistant.record.readers.office import PdfReader
from assistant.record.readers.pdf import _pages, document_of
from assistant.record.readers.pdf_page import Line, Page
from assistant.record.readers.pdf_text import paragraphs_of

READER = PdfReader()
CONTEXT = ReadingContext(declared=Declared(speaker="Persona de Prueba", role="Cónsul de prueba", form=Form.VERBATIM))
DATED = "Ciudad de Prueba, 12 de enero de 2026"
FIRST = (
    "El programa de becas abre sus puertas el lunes próximo y recibe a todas las personas interesadas en aprender un "
    "oficio, sin que importe la edad ni el lugar en que viven, con la única condición de asistir a las clases."
)
SECOND = (
    "Las inscripciones se hacen en línea o en la oficina más cercana, y no cuestan nada; quien necesite ayuda para "
    "llenar la solicitud la encuentra en la entrada principal todos los días hábiles."
)
SECRET = "Texto que nadie ve en la hoja"


def blank() -> FPDF:
    pdf = FPDF(format="A4")
    pdf.set_margin(25)
    pdf.add_page()
    pdf.set_font("Helvetica", size=12)
    return pdf


def paragraph(pdf: FPDF, text: str, gap: float = 3) -> None:
    pdf.multi_cell(0, 6, text, align="L", new_x="LMARGIN", new_y="NEXT")
    pdf.ln(gap)


def letter() -> FPDF:
    pdf = blank()
    for text in (DATED, FIRST, SECOND):
        paragraph(pdf, text)
    return pdf


def saved(pdf: FPDF) -> bytes:
    return bytes(pdf.output())


def seen(data: bytes | FPDF) -> Document:
    pages, title = _pages(saved(data) if isinstance(data, FPDF) else data)
    return document_of(pages, CONTEXT.registry, title)


def read(data: bytes) -> Reading:
    return READER.read(InputFile(path=Path("a.pdf"), data=data), CONTEXT)


def picture(pixels: int = 40) -> io.BytesIO:
    """Return a grey picture in PNG."""
    image = pytest.importorskip("PIL.Image").new("L", (pixels, pixels), 128)
    into = io.BytesIO()
    image.save(into, "PNG")
    return into


def test_lines_become_paragraphs() -> None:
    document = seen(letter())
    assert document.text.split("\n") == [DATED, FIRST, SECOND]
    assert (document.hidden, document.locator) == ("", {"page": 1})


def test_paragraphs_set_close_together_are_told_apart() -> None:
    pdf = blank()
    for text in (FIRST, SECOND, FIRST):
        paragraph(pdf, text, gap=0)
    assert seen(pdf).text.split("\n") == [FIRST, SECOND, FIRST]


def test_items_of_a_list_stand_alone() -> None:
    pdf = blank()
    for text in ("Habrá clases de:", "1. Carpintería", "2. Costura", "3. Cocina"):
        paragraph(pdf, text, gap=0)
    assert seen(pdf).text.split("\n") == ["Habrá clases de:", "1. Carpintería", "2. Costura", "3. Cocina"]


def test_a_word_cut_at_the_line_end_is_joined() -> None:
    pdf = blank()
    lines = [
        "Se abre la nueva bi-",
        "blioteca, de estilo técnico-",
        "artístico y México-",
        "Canadá, técnico-artístico.",
    ]
    pdf.multi_cell(0, 6, "\n".join(lines), align="L")
    assert (
        seen(pdf).text == "Se abre la nueva biblioteca, de estilo técnico-artístico y México-Canadá, técnico-artístico."
    )


def test_a_sentence_goes_on_over_the_page() -> None:
    pdf = blank()
    paragraph(pdf, "Las clases empiezan el lunes y terminan")
    pdf.add_page()
    paragraph(pdf, "el viernes de la semana siguiente.")
    assert seen(pdf).text == "Las clases empiezan el lunes y terminan el viernes de la semana siguiente."


class Headed(FPDF):
    def header(self) -> None:
        self.set_font("Helvetica", size=8)
        self.cell(0, 5, "Oficina de Becas de Prueba", new_x="LMARGIN", new_y="NEXT")
        self.set_font("Helvetica", size=12)

    def footer(self) -> None:
        self.set_y(-15)
        self.cell(0, 5, f"Página {self.page_no()} de 4", align="C")


def test_running_headers_and_page_numbers_are_left_out() -> None:
    pdf = Headed(format="A4")
    bodies = [FIRST, SECOND, "Las clases son gratuitas.", "Se entregan 3 diplomas."]
    for body in bodies:
        pdf.add_page()
        paragraph(pdf, body)
    assert seen(pdf).text.split("\n") == bodies


def test_a_repeated_line_of_the_text_stays() -> None:
    pdf = blank()
    for _ in range(3):
        pdf.set_y(130)
        paragraph(pdf, "Nada se cobra.")
        pdf.add_page()
    assert seen(pdf).text.split("\n") == ["Nada se cobra."] * 3


def test_ligatures_are_spelt_out_and_signs_that_are_no_text_go() -> None:
    line = Line(text="O\ufb01cina \x00abierta\ud800 \uf0b7", x0=0, y0=400, x1=90, y1=412, size=12)
    page = Page(number=1, height=800, blocks=((line,),), hidden=(), is_scan=False, is_recognised=False)
    assert [each.text for each in paragraphs_of([page])] == ["Oficina abierta •"]


def test_the_title_is_set_large() -> None:
    pdf = blank()
    pdf.set_title("Microsoft Word - borrador_final2.doc")
    pdf.set_font_size(18)
    paragraph(pdf, "Apertura de las becas")
    pdf.set_font_size(12)
    for text in (DATED, FIRST):
        paragraph(pdf, text)
    assert (seen(pdf).title, seen(pdf).text) == ("Apertura de las becas", f"{DATED}\n{FIRST}")


def test_a_large_letterhead_is_no_title() -> None:
    pdf = blank()
    pdf.set_font_size(18)
    paragraph(pdf, "Secretaría de Relaciones Exteriores")
    pdf.set_font_size(12)
    for text in (DATED, FIRST):
        paragraph(pdf, text)
    assert seen(pdf).text.startswith("Secretaría de Relaciones Exteriores\n")


def test_a_document_becomes_a_statement() -> None:
    (statement,) = read(saved(letter())).statements
    assert (statement.speaker, statement.date.isoformat()) == ("Persona de Prueba", "2026-01-12")
    assert statement.text.endswith(SECOND)
    assert statement.source.locator == {"page": 1}


def white(pdf: FPDF) -> None:
    pdf.set_text_color(255, 255, 255)


def nearly_white(pdf: FPDF) -> None:
    pdf.set_text_color(250, 251, 249)


def tiny(pdf: FPDF) -> None:
    pdf.set_font_size(1)


def invisible(pdf: FPDF) -> None:
    pdf.text_mode = TextMode.INVISIBLE


def clipped(pdf: FPDF) -> None:
    pdf.text_mode = TextMode.CLIP


def outside(pdf: FPDF) -> None:
    pdf.set_xy(400, 100)


@pytest.mark.parametrize("hide", [white, nearly_white, tiny, invisible, clipped, outside], ids=lambda f: f.__name__)
def test_hidden_text_is_left_out_and_reported(hide: Callable[[FPDF], None]) -> None:
    pdf = letter()
    hide(pdf)
    pdf.cell(text=SECRET)
    document = seen(pdf)
    assert document.text.split("\n") == [DATED, FIRST, SECOND]
    assert SECRET in document.hidden


def test_transparent_letters_are_hidden() -> None:
    pdf = letter()
    with pdf.local_context(fill_opacity=0.0):
        pdf.cell(text=SECRET)
    pdf.cell(text="Se ve otra vez.")
    document = seen(pdf)
    assert "Se ve otra vez." in document.text
    assert SECRET in document.hidden
    assert SECRET not in document.text


def test_letters_under_a_box_are_hidden() -> None:
    pdf = letter()
    x, y = pdf.get_x(), pdf.get_y()
    pdf.cell(text=SECRET)
    pdf.set_fill_color(0, 0, 0)
    pdf.rect(x, y - 5, 150, 20, style="F")
    assert SECRET not in seen(pdf).text
    assert SECRET in seen(pdf).hidden


def test_a_marker_over_letters_hides_nothing() -> None:
    pdf = letter()
    x, y = pdf.get_x(), pdf.get_y()
    pdf.cell(text="Subrayado.")
    pdf.set_fill_color(255, 255, 0)
    with pdf.local_context(fill_opacity=0.4):
        pdf.rect(x, y - 5, 150, 20, style="F")
    with pdf.local_context(blend_mode="Multiply"):
        pdf.rect(x, y - 5, 150, 20, style="F")
    assert seen(pdf).text.endswith("Subrayado.")
    assert seen(pdf).hidden == ""


def test_white_letters_on_a_dark_band_are_seen() -> None:
    pdf = blank()
    pdf.set_fill_color(19, 50, 43)
    pdf.rect(0, 0, 210, 60, style="F")
    white(pdf)
    paragraph(pdf, "Aviso importante.")
    pdf.set_text_color(0)
    pdf.set_y(80)
    paragraph(pdf, FIRST)
    assert (seen(pdf).text, seen(pdf).hidden) == (f"Aviso importante.\n{FIRST}", "")


def scan(text: str) -> FPDF:
    pdf = blank()
    pdf.image(picture(), x=0, y=0, w=210, h=297)
    if text:
        pdf.text_mode = TextMode.INVISIBLE
        paragraph(pdf, text)
    return pdf


def test_a_recognised_scan_is_read_and_set_aside_for_review() -> None:
    reading = read(saved(scan(f"{DATED}\n{FIRST}")))
    (statement,) = reading.statements
    assert FIRST in " ".join(statement.text.split("\n"))
    assert "scan" in reading.suspicious[statement.id]


def test_a_scan_without_text_says_what_to_do() -> None:
    with pytest.raises(InputError, match="OCR"):
        read(saved(scan("")))


def test_a_page_without_text_among_others_is_listed() -> None:
    pdf = letter()
    pdf.add_page()
    pdf.image(picture(), x=0, y=0, w=210, h=297)
    assert list(read(saved(pdf)).faults) == ["page 2"]


def test_a_file_that_hides_all_its_text_is_refused() -> None:
    pdf = blank()
    white(pdf)
    paragraph(pdf, SECRET)
    with pytest.raises(InputError, match="hidden"):
        read(saved(pdf))


def test_an_empty_page_is_refused() -> None:
    with pytest.raises(InputError, match="no text"):
        read(saved(blank()))


def locked(user: str) -> bytes:
    pdf = letter()
    pdf.set_encryption(owner_password="dueña", user_password=user)
    return saved(pdf)


def test_a_password_is_asked_to_be_taken_off() -> None:
    with pytest.raises(InputError, match="password"):
        read(locked("clave"))


def test_a_file_locked_against_printing_only_is_read() -> None:
    assert read(locked("")).statements[0].text.endswith(SECOND)


@pytest.mark.parametrize("part", [0.2, 0.6, 0.95])
def test_a_cut_off_file_is_refused(part: float) -> None:
    data = saved(letter())
    with pytest.raises(InputError, match="cut off"):
        read(data[: int(part * len(data))])


def test_it_is_recognised_by_content() -> None:
    assert READER.recognises(InputFile(path=Path("a.bin"), data=saved(letter())))
    assert not READER.recognises(InputFile(path=Path("a.pdf"), data=b"Del formato %PDF no es esto." * 100))


def test_many_paragraphs_keep_their_order() -> None:
    pdf = blank()
    rows = [f"Se inscribe {'a' * n} en la lista." for n in range(1, 31)]
    random.Random(1).shuffle(rows)
    for row in rows:
        paragraph(pdf, row)
    assert seen(pdf).text.split("\n") == rows
