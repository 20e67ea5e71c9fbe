"""The house style of Word files: page, type, colours, header, footer, properties. No words of a text are here.

Python-docx brings a template with English proofing, Office's blue and a preview picture; what of it shows is set anew.
"""

from datetime import UTC, datetime
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Cm, Inches, Pt, RGBColor
from docx_plus.fields import add_page_number_field

from assistant.exporting.document import Document
from assistant.exporting.words import PAGE

FONT = "Calibri"
_FALLBACKS = ("Carlito", "Noto Sans")
"""What takes its place where it is missing: Carlito runs as wide; Noto Sans is the Mexican government's own."""
LANGUAGES = {"es": "es-MX", "en": "en-US"}
LETTER = (Inches(8.5), Inches(11))
_MARGIN = Cm(2.5)
TEXT_WIDTH = LETTER[0] - 2 * _MARGIN
WINE, GREEN, INK, GREY = (RGBColor.from_string(code) for code in ("9B2247", "1E5B4F", "1F1F1F", "595959"))
_PROGRAM = "assistant"
_APP = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    f"<Application>{_PROGRAM}</Application></Properties>"
)
_UNWANTED = ("/thumbnail", "/stylesWithEffects", "/customXml")
# name, size, space before and after, bold, colour
_HEADINGS = (("Heading 1", 18, 0, 4, WINE), ("Heading 2", 14, 16, 4, WINE), ("Heading 3", 11.5, 12, 2, INK))
# name, based on, size, space before and after, left indent in cm, bold, colour
_PARAGRAPHS = (
    ("Format", "Normal", 11, 0, 0, 0.0, True, GREY),
    ("Fact", "Normal", 10, 0, 1, 0.0, False, INK),
    ("Question", "Normal", 11, 8, 2, 0.0, True, INK),
    ("Post", "Normal", 12, 8, 2, 0.5, False, INK),
    ("Below a Post", "Normal", 9, 0, 10, 0.5, False, GREY),
    ("Statement", "Normal", 10.5, 2, 4, 0.5, False, INK),
    ("Small Print", "Normal", 9, 0, 4, 0.0, False, GREY),
    ("Cell", "Normal", 9, 1, 1, 0.0, False, INK),
    ("footnote text", "Normal", 8.5, 0, 2, 0.0, False, INK),
)
_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")
_RULED = {"Post": "9B2247", "Statement": "BFBFBF"}


def empty(document: Document) -> WordDocument:
    """Return a Word document with style, header, footer and properties, and nothing in it yet."""
    word = docx.Document()
    _drop_leftovers(word)
    _language(word, LANGUAGES[document.lang])
    _type(word)
    section = word.sections[0]
    section.page_width, section.page_height = LETTER
    section.left_margin = section.right_margin = _MARGIN
    section.top_margin, section.bottom_margin = Cm(2.8), Cm(2.2)
    _header_and_footer(word, document)
    _properties(word, document)
    return word


def _drop_leftovers(word: WordDocument) -> None:
    """Take out the template's preview, its copy of the styles, and its claim that spelling was checked."""
    for rels in (word.part.package.rels, word.part.rels):
        for id_ in [id_ for id_, rel in rels.items() if any(name in rel.reltype for name in _UNWANTED)]:
            del rels[id_]
    settings = word.settings.element
    for name in ("w:proofState", "w:savePreviewPicture", "w:rsids"):
        for found in settings.findall(qn(name)):
            settings.remove(found)
    for found in settings.iter(qn("w:compatSetting")):
        if found.get(qn("w:name")) == "compatibilityMode":
            found.set(qn("w:val"), "15")  # else Word calls the file one of an old version
    for rel in word.part.package.rels.values():
        if "extended-properties" in rel.reltype:
            rel.target_part._blob = _APP.encode()


def _language(word: WordDocument, code: str) -> None:
    for found in word.styles.element.iter(qn("w:lang")):
        found.set(qn("w:val"), code)
    for found in word.settings.element.findall(qn("w:themeFontLang")):
        found.set(qn("w:val"), code)


def _type(word: WordDocument) -> None:
    for run in word.styles.element.iter(qn("w:rPr")):
        _face(run)
    _name_fallbacks(word)
    normal = _style(word, "Normal")
    _face(normal.element.get_or_add_rPr())
    _set(normal, 11, 0, 6, bold=False, color=INK)
    normal.paragraph_format.line_spacing = 1.12
    for name, size, before, after, color in _HEADINGS:
        _set(_style(word, name), size, before, after, bold=True, color=color)
    for name, base, size, before, after, indent, bold, color in _PARAGRAPHS:
        style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = word.styles[base]
        _set(style, size, before, after, bold=bold, color=color)
        style.paragraph_format.left_indent = Cm(indent) if indent else None
        if name in _RULED:
            _rule(style, "left", _RULED[name], size=18, space=8)
    _style(word, "Question").paragraph_format.keep_with_next = True
    _style(word, "Post").paragraph_format.keep_with_next = True
    _style(word, "Format").paragraph_format.keep_with_next = True
    _style(word, "footnote text").element.set(qn("w:styleId"), "FootnoteText")
    _set(_style(word, "List Bullet"), 11, 0, 6, bold=False, color=INK)
    mark = word.styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER)
    mark.element.set(qn("w:styleId"), "FootnoteReference")
    mark.font.superscript = True
    for line in _style(word, "Table Grid").element.iter(*(qn(f"w:{edge}") for edge in _EDGES)):
        line.set(qn("w:color"), "BFBFBF")
    for name in ("Header", "Footer"):
        _set(_style(word, name), 9, 0, 0, bold=False, color=GREY)


def _style(word: WordDocument, name: str) -> Any:
    return word.styles[name]


def _set(style: Any, size: float, before: float, after: float, *, bold: bool, color: RGBColor) -> None:
    style.font.size, style.font.bold, style.font.color.rgb = Pt(size), bold, color
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    # The template keeps list items of a kind together without a gap.
    for found in style.element.iter(qn("w:contextualSpacing")):
        found.set(qn("w:val"), "0")


def _face(run: Any) -> None:
    """Name our font where the template leaves it to a theme."""
    fonts = run.get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(name), FONT)


def _name_fallbacks(word: WordDocument) -> None:
    """Say in the table of fonts what may stand in for ours."""
    names = "".join(f'<w:altName w:val="{name}"/>' for name in _FALLBACKS[:1])
    table = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f'<w:font w:name="{FONT}">{names}<w:charset w:val="00"/><w:family w:val="swiss"/>'
        '<w:pitch w:val="variable"/></w:font></w:fonts>'
    )
    for rel in word.part.rels.values():
        if rel.reltype.endswith("/fontTable"):
            rel.target_part._blob = table.encode()


def _rule(style: Any, edge: str, color: str, *, size: int, space: int) -> None:
    borders = OxmlElement("w:pBdr")
    line = OxmlElement(f"w:{edge}")
    for name, value in (("val", "single"), ("sz", str(size)), ("space", str(space)), ("color", color)):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    properties = style.element.get_or_add_pPr()
    # The schema wants borders before spacing and indents.
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc",
        "w:outlineLvl", "w:rPr",
    )  # fmt: skip


def _header_and_footer(word: WordDocument, document: Document) -> None:
    section = word.sections[0]
    mark = section.header.paragraphs[0]
    run = mark.add_run(document.mark)
    run.font.bold, run.font.color.rgb = True, GREEN if document.cleared else WINE
    _rule(_style(word, "Header"), "bottom", "BFBFBF", size=4, space=4)
    line = section.footer.paragraphs[0]
    stops = line.paragraph_format.tab_stops
    for stop in list(_style(word, "Footer").paragraph_format.tab_stops):
        stops.add_tab_stop(stop.position, WD_TAB_ALIGNMENT.CLEAR)
    stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    page, of = PAGE[document.lang]
    line.add_run(f"{document.footer}\t{page}")
    add_page_number_field(line, field="PAGE")
    line.add_run(of)
    add_page_number_field(line, field="NUMPAGES")


def _properties(word: WordDocument, document: Document) -> None:
    """Say what the file is and which program wrote it; of people it says nothing."""
    properties = word.core_properties
    at = (document.at or datetime.now(UTC)).astimezone(UTC).replace(tzinfo=None, microsecond=0)
    properties.title, properties.subject = document.title[:255], document.subtitle[:255]
    properties.author = properties.last_modified_by = _PROGRAM
    properties.comments = properties.keywords = properties.category = ""
    properties.language, properties.revision = LANGUAGES[document.lang], 1
    properties.created = properties.modified = at
