"""Word files: visible text in its order, hidden text apart, and packages that are no documents. Texts are invented."""

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor
from docx.text.run import Run

from assistant.domain import Form
from assistant.errors import InputError
from assistant.record.readers.base import Declared, InputFile, Reading, ReadingContext
from assistant.record.readers.document import Document
from assistant.record.readers.docx import check_package, document_of
from assistant.record.readers.office import DocxReader

READER = DocxReader()
CONTEXT = ReadingContext(declared=Declared(speaker="Persona de Prueba", role="Cónsul de prueba", form=Form.VERBATIM))
DATED = "Ciudad de Prueba, 12 de enero de 2026"
BODY = "El programa de becas abre sus puertas el lunes y recibe a todas las personas interesadas en aprender."
SECRET = "Texto que nadie ve en la hoja"


@pytest.fixture
def word() -> WordDocument:
    return docx.Document()


def saved(word: WordDocument) -> bytes:
    into = io.BytesIO()
    word.save(into)
    return into.getvalue()


def read(data: bytes, name: str = "a.docx") -> Reading:
    return READER.read(InputFile(path=Path(name), data=data), CONTEXT)


def seen(word: WordDocument) -> Document:
    return document_of(docx.Document(io.BytesIO(saved(word))), CONTEXT.registry)


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """Return the package with one part replaced or added."""
    into = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.infolist():
            if each.filename != name:
                new.writestr(each, old.read(each))
        new.writestr(name, content)
    return into.getvalue()


def test_a_document_becomes_a_statement(word: WordDocument) -> None:
    word.add_heading("Palabras de apertura", level=0)
    word.add_paragraph(DATED)
    word.add_paragraph(BODY)
    (statement,) = read(saved(word)).statements
    assert statement.text == f"{DATED}\n{BODY}"
    assert statement.source.title == "Palabras de apertura"
    assert (statement.speaker, statement.date.isoformat()) == ("Persona de Prueba", "2026-01-12")


def test_tables_keep_their_place(word: WordDocument) -> None:
    word.add_paragraph("Antes.")
    table = word.add_table(rows=2, cols=2)
    for index, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = f"Celda {index}."
    inner = table.cell(1, 1).add_table(rows=1, cols=1)
    inner.cell(0, 0).text = "Dentro."
    word.add_paragraph("Después.")
    assert seen(word).text.split("\n") == [
        "Antes.", "Celda 0.", "Celda 1.", "Celda 2.", "Celda 3.", "Dentro.", "Después.",
    ]  # fmt: skip


def test_headers_footers_and_comments_stay_out(word: WordDocument) -> None:
    word.sections[0].header.paragraphs[0].text = "Membrete"
    word.sections[0].footer.paragraphs[0].text = "Página 1"
    run = word.add_paragraph(BODY).runs[0]
    word.add_comment(run, text="¿Lo dejamos así?", author="Persona de Prueba")
    document = seen(word)
    assert (document.text, document.hidden) == (BODY, "")


def test_who_typed_it_and_when_prove_nothing(word: WordDocument) -> None:
    word.core_properties.author = "Otra Persona"
    word.core_properties.title = "Título de la plantilla"
    word.add_paragraph(BODY)
    document = seen(word)
    assert (document.title, document.author, document.day) == ("", "", None)


def test_the_title_property_tells_which_line_is_the_title(word: WordDocument) -> None:
    word.core_properties.title = "apertura de becas"
    for text in (DATED, "Apertura de becas", BODY):
        word.add_paragraph(text)
    assert (seen(word).title, seen(word).text) == ("Apertura de becas", f"{DATED}\n{BODY}")


def test_revisions_read_as_accepted(word: WordDocument) -> None:
    paragraph = word.add_paragraph("Abrimos ")
    for kind, element, text in (("w:del", "w:delText", "nunca "), ("w:ins", "w:t", "el lunes")):
        change = OxmlElement(kind)
        run = OxmlElement("w:r")
        letters = OxmlElement(element)
        letters.text = text
        run.append(letters)
        change.append(run)
        paragraph._p.append(change)
    assert seen(word).text == "Abrimos el lunes"


def test_a_field_shows_its_result_not_its_code(word: WordDocument) -> None:
    paragraph = word.add_paragraph("Véase ")
    for kind in ("begin", "code", "separate", "result", "end"):
        run = paragraph.add_run("la página tres" if kind == "result" else "")
        if kind in {"begin", "separate", "end"}:
            field = OxmlElement("w:fldChar")
            field.set(qn("w:fldCharType"), kind)
            run._r.append(field)
        elif kind == "code":
            code = OxmlElement("w:instrText")
            code.text = " PAGEREF _abc "
            run._r.append(code)
    assert seen(word).text == "Véase la página tres"


def test_links_and_content_controls_are_read(word: WordDocument) -> None:
    link = parse_xml(f"<w:hyperlink {nsdecls('w')}><w:r><w:t>enlace</w:t></w:r></w:hyperlink>")
    word.add_paragraph("Un ")._p.append(link)
    word.element.body.insert(
        1,
        parse_xml(
            f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>Control</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        ),
    )
    assert seen(word).text == "Un enlace\nControl"


def test_a_table_of_contents_is_no_text(word: WordDocument) -> None:
    word.styles.add_style("toc 1", 1)
    word.add_paragraph("Apertura 3", style="toc 1")
    word.add_paragraph(BODY)
    assert (seen(word).text, seen(word).hidden) == (BODY, "")


def vanish(run: Run) -> None:
    run.font.hidden = True


def white(run: Run) -> None:
    run.font.color.rgb = RGBColor(0xFF, 0xFF, 0xFF)


def nearly_white(run: Run) -> None:
    run.font.color.rgb = RGBColor(0xFA, 0xFB, 0xF9)


def paper(run: Run) -> None:
    properties = run._r.get_or_add_rPr()
    properties.append(parse_xml(f'<w:color {nsdecls("w")} w:val="000000" w:themeColor="background1"/>'))


def shaded(run: Run) -> None:
    run.font.color.rgb = RGBColor(0, 0x80, 0)
    run._r.get_or_add_rPr().append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="008000"/>'))


def highlighted(run: Run) -> None:
    run.font.color.rgb = RGBColor(0xFF, 0xFF, 0)
    run.font.highlight_color = 7  # yellow


def tiny(run: Run) -> None:
    run.font.size = Pt(2)


def web(run: Run) -> None:
    run.font.web_hidden = True


def no_fill(run: Run) -> None:
    space = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    run._r.get_or_add_rPr().append(parse_xml(f"<w14:textFill {space}><w14:noFill/></w14:textFill>"))


@pytest.mark.parametrize(
    "hide", [vanish, white, nearly_white, paper, shaded, highlighted, tiny, web, no_fill], ids=lambda f: f.__name__
)
def test_hidden_text_is_left_out_and_reported(word: WordDocument, hide: Callable[[Run], None]) -> None:
    paragraph = word.add_paragraph(BODY)
    hide(paragraph.add_run(f" {SECRET}"))
    document = seen(word)
    assert document.text == BODY
    assert SECRET in document.hidden


@pytest.mark.parametrize("hide", [vanish, white, tiny], ids=lambda f: f.__name__)
def test_a_style_hides_too(word: WordDocument, hide: Callable[[Run], None]) -> None:
    base = word.styles.add_style("Base", 1)
    hide(base)  # type: ignore[arg-type]  # a style has a font like a run
    word.styles.add_style("Encima", 1).base_style = base
    word.add_paragraph(BODY)
    word.add_paragraph(SECRET, style="Encima")
    assert (seen(word).text, SECRET in seen(word).hidden) == (BODY, True)


def test_white_letters_on_a_dark_cell_are_seen(word: WordDocument) -> None:
    cell = word.add_table(rows=1, cols=1).cell(0, 0)
    white(cell.paragraphs[0].add_run("Encabezado"))
    cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="13322B"/>'))
    assert (seen(word).text, seen(word).hidden) == ("Encabezado", "")


def test_a_hidden_row_is_hidden(word: WordDocument) -> None:
    word.add_paragraph(BODY)
    row = word.add_table(rows=1, cols=1).rows[0]
    row.cells[0].text = SECRET
    row._tr.get_or_add_trPr().append(OxmlElement("w:hidden"))
    assert (seen(word).text, SECRET in seen(word).hidden) == (BODY, True)


def test_hidden_text_reaches_the_reading(word: WordDocument) -> None:
    word.add_paragraph(DATED)
    vanish(word.add_paragraph(BODY).add_run(SECRET))
    reading = read(saved(word))
    assert list(reading.suspicious) == [reading.statements[0].id]
    assert "marked as hidden" in reading.suspicious[reading.statements[0].id]


def test_it_is_recognised_by_content(word: WordDocument) -> None:
    data = saved(word)
    assert READER.recognises(InputFile(path=Path("a.bin"), data=data))
    assert READER.recognises(InputFile(path=Path("a.docx"), data=data[: len(data) // 2]))
    other = with_part(b"PK\x05\x06" + b"\0" * 18, "data/tweets.js", b"[]")
    assert not READER.recognises(InputFile(path=Path("a.docx"), data=other))


def damaged() -> Iterator[tuple[str, bytes, str]]:
    whole = saved(docx.Document())
    yield "cut", whole[: len(whole) // 2], "damaged"
    yield "old", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "save it as .docx"
    yield "broken", with_part(whole, "word/document.xml", b"<w:document"), "damaged"
    yield "bomb", with_part(whole, "word/media/a.bin", b"\0" * 150_000_000), "unpack"
    yield "many", with_many_parts(), "unpack"
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    laughs = f'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY l0 "lol">{lol}]><w:document {nsdecls("w")}>&l9;</w:document>'
    yield "laughs", with_part(whole, "word/document.xml", laughs.encode()), "declares entities"
    yield "laughs in UTF-16", with_part(whole, "word/document.xml", laughs.encode("utf-16")), "declares entities"


def with_many_parts() -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as package:
        for number in range(6_000):
            package.writestr(f"word/{number}.xml", b"<a/>")
    return into.getvalue()


@pytest.mark.parametrize(("data", "words"), [pytest.param(data, words, id=name) for name, data, words in damaged()])
def test_what_is_no_document_is_refused_in_one_sentence(data: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words) as told:
        read(data)
    assert "\n" not in str(told.value)


def test_a_locked_package_is_named(word: WordDocument) -> None:
    data = bytearray(saved(word))
    start = data.index(b"PK\x01\x02")
    data[start + 8] |= 1
    with pytest.raises(InputError, match="password"):
        check_package(bytes(data))
