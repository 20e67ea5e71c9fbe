"""How text in a Word file looks: whether anybody can see it on its page."""

import re
from collections.abc import Iterator

from docx.document import Document as WordDocument
from lxml import etree

WHITE = "FFFFFF"
MIN_HALF_POINTS = 4
"""Letters of two points or less are not read by anybody."""
NEAR = 16
"""Colours whose red, green and blue differ by no more than this (of 255) look the same."""
MAX_STYLES = 20
"""How many styles may rest on one another."""

_SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "v": "urn:schemas-microsoft-com:vml",
}
_PAPER = {"background1", "light1"}
_HIGHLIGHTS = {
    "black": "000000", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00", "magenta": "FF00FF", "red": "FF0000",
    "yellow": "FFFF00", "white": WHITE, "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000",
    "darkMagenta": "800080", "darkRed": "800000", "darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0",
}  # fmt: skip


def tag(space: str, name: str) -> str:
    """Return an element's full name."""
    return f"{{{_SPACES[space]}}}{name}"


def w(name: str) -> str:
    """Return the full name of an element of Word's main vocabulary."""
    return tag("w", name)


def attribute(element: etree._Element | None, name: str) -> str:
    """Return an attribute of Word's main vocabulary, "" where there is none."""
    return "" if element is None else str(element.get(w(name), ""))


class Looks:
    """What the styles of one file make of its text."""

    def __init__(self, word: WordDocument) -> None:
        root = word.styles.element
        self._styles = {attribute(each, "styleId"): each for each in root.iter(w("style"))}
        self._default = next(
            (i for i, s in self._styles.items() if attribute(s, "type") == "paragraph" and _is_on(s.get(w("default")))),
            "",
        )
        defaults = root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}")
        self._defaults = [] if defaults is None else [defaults]

    def style_of(self, paragraph: etree._Element) -> str:
        """Return the id of a paragraph's style."""
        return attribute(paragraph.find(f"{w('pPr')}/{w('pStyle')}"), "val") or self._default

    def name(self, style: str) -> str:
        """Return a style's name in lower case; Word keeps those of its own styles in English in every language."""
        found = self._styles.get(style)
        return attribute(found.find(w("name")), "val").lower() if found is not None else ""

    def is_contents_list(self, style: str) -> bool:
        """Tell whether a paragraph of this style belongs to a table of contents."""
        return re.match(r"toc(?: \d| heading)", self.name(style)) is not None

    def behind_paragraph(self, paragraph: etree._Element, behind: str) -> str:
        """Return the colour behind a paragraph that stands on the colour `behind`."""
        for properties in self._paragraph_properties(paragraph):
            fill = _fill(properties.find(w("shd")))
            if fill:
                return fill
        return behind

    def behind_cell(self, table: etree._Element, cell: etree._Element, row: int, behind: str) -> str:
        """Return the colour behind a cell: its own, or what the table's style gives to its row."""
        own = _fill(cell.find(f"{w('tcPr')}/{w('shd')}"))
        if own:
            return own
        for style in self._chain(attribute(table.find(f"{w('tblPr')}/{w('tblStyle')}"), "val")):
            for part in style.findall(w("tblStylePr")) if row == 0 else []:
                fill = _fill(part.find(f"{w('tcPr')}/{w('shd')}"))
                if fill and attribute(part, "type") == "firstRow":
                    return fill
            fill = _fill(style.find(f"{w('tcPr')}/{w('shd')}"))
            if fill:
                return fill
        return behind

    def hides(self, run: etree._Element, paragraph: etree._Element, behind: str) -> str:
        """Return how a run is hidden on the colour `behind`; "" if it can be seen."""
        properties = list(self._run_properties(run, paragraph))
        if _is_on(_first_value(properties, "vanish")):
            return "marked as hidden"
        if _is_on(_first_value(properties, "webHidden")):
            return "hidden on the web"
        size = _first_value(properties, "sz")
        if size is not None and size.isdigit() and int(size) <= MIN_HALF_POINTS:
            return "letters too small to read"
        if any(each.find(f"{tag('w14', 'textFill')}/{tag('w14', 'noFill')}") is not None for each in properties):
            return "letters without colour"
        colour = next((found for each in properties if (found := _colour(each.find(w("color"))))), "")
        own = next((found for each in properties if (found := _behind_run(each))), behind)
        if _looks_like(colour, own):
            return "white letters" if _looks_like(colour, WHITE) else "letters in the colour behind them"
        return ""

    def hides_box(self, box: etree._Element) -> str:
        """Return how a text box is hidden; "" if it can be seen."""
        for above in box.iterancestors():
            shown = above.find(tag("wp", "docPr"))
            if shown is not None and shown.get("hidden") in {"1", "true"}:
                return "a hidden text box"
            if re.search(r"visibility:\s*hidden", above.get("style", "")):
                return "a hidden text box"
        return ""

    def _chain(self, style: str) -> Iterator[etree._Element]:
        """Yield a style and those it rests on."""
        for _ in range(MAX_STYLES):
            found = self._styles.get(style)
            if found is None:
                return
            yield found
            style = attribute(found.find(w("basedOn")), "val")

    def _run_properties(self, run: etree._Element, paragraph: etree._Element) -> Iterator[etree._Element]:
        """Yield what says how a run looks, the strongest first."""
        own = run.find(w("rPr"))
        if own is not None:
            yield own
            for style in self._chain(attribute(own.find(w("rStyle")), "val")):
                yield from style.findall(w("rPr"))
        for style in self._chain(self.style_of(paragraph)):
            yield from style.findall(w("rPr"))
        yield from self._defaults

    def _paragraph_properties(self, paragraph: etree._Element) -> Iterator[etree._Element]:
        yield from paragraph.findall(w("pPr"))
        for style in self._chain(self.style_of(paragraph)):
            yield from style.findall(w("pPr"))


def _first_value(properties: list[etree._Element], name: str) -> str | None:
    """Return what the strongest properties say; an element without a value says "1"."""
    for each in properties:
        found = each.find(w(name))
        if found is not None:
            return str(found.get(w("val"), "1"))
    return None


def _is_on(value: str | None) -> bool:
    return value in {"1", "true", "on"}


def _colour(element: etree._Element | None) -> str:
    """Return a colour as six digits; "" where it is left to Word, which then chooses a visible one."""
    if attribute(element, "themeColor") in _PAPER and not attribute(element, "themeShade"):
        return WHITE
    return _hex(attribute(element, "val"))


def _fill(shading: etree._Element | None) -> str:
    """Return the colour of a shading, "" for none."""
    if attribute(shading, "themeFill") in _PAPER and not attribute(shading, "themeFillShade"):
        return WHITE
    return _hex(attribute(shading, "color" if attribute(shading, "val") == "solid" else "fill"))


def _behind_run(properties: etree._Element) -> str:
    return _HIGHLIGHTS.get(attribute(properties.find(w("highlight")), "val"), "") or _fill(properties.find(w("shd")))


def _hex(text: str) -> str:
    return text.upper() if re.fullmatch(r"[0-9A-Fa-f]{6}", text) else ""


def _looks_like(colour: str, other: str) -> bool:
    return bool(colour and other) and all(
        abs(int(colour[i : i + 2], 16) - int(other[i : i + 2], 16)) <= NEAR for i in (0, 2, 4)
    )
