"""What a page of a PDF shows: its letters, each seen or hidden, and how much of it is pictures.

A PDF draws in order: a letter is seen if its colour differs from what was drawn there before, nothing opaque is drawn
over it later, and it stands on the page in a size that can be read.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pdfminer.converter import PDFLayoutAnalyzer
from pdfminer.layout import LAParams, LTChar, LTComponent, LTPage, LTTextBox, LTTextLine
from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdffont import PDFFont
from pdfminer.pdfinterp import PDFGraphicState, PDFPageInterpreter, PDFResourceManager, PDFStackT, PDFTextState
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream, dict_value, resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import Matrix, PathSegment, Plane, Rect, apply_matrix_rect, mult_matrix

MIN_POINTS = 2.0
"""Letters lower than this are not read by anybody."""
NEAR = 0.06
"""Colours whose parts differ by no more than this (of 1) look the same."""
DARK = 0.8
"""A colour with less red than this is seen on paper."""
OPAQUE = 0.9
MOST = 0.5
"""A page whose pictures cover more than this part of it is a scan."""
UNKNOWN_LETTER = "\ufffd"

Colour = tuple[float, ...]
_WHITE: Colour = (1.0, 1.0, 1.0)
_INVISIBLE_MODES = {3, 7}
_MIXED = {"Lab", "Indexed", "DeviceN", "Pattern", "Separation"}
"""Colour spaces whose numbers are not red, green and blue, or the like."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of text and where it stands, in points from the page's lower left corner."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What was found on one page."""

    number: int
    height: float
    blocks: tuple[tuple[Line, ...], ...]
    """The lines that stand together, in reading order."""
    hidden: tuple[tuple[str, str], ...]
    """Hidden text, each piece with how it is hidden."""
    is_scan: bool
    """The page is a picture."""
    is_recognised: bool
    """All its text is a machine's, laid invisibly under the picture; it stands in `blocks`."""


@dataclass(eq=False, slots=True)
class _Shape:
    """Something opaque that was drawn, the how-manieth, and its colour if it has one."""

    order: int
    x0: float
    y0: float
    x1: float
    y1: float
    colour: Colour | None


@dataclass(slots=True)
class _Letter:
    order: int
    char: LTChar
    colour: Colour | None
    kind: str
    """How it is hidden as far as it tells by itself."""


class PageReader:
    """Reads the pages of one file."""

    def __init__(self) -> None:
        resources = PDFResourceManager()
        self._canvas = _Canvas(resources)
        self._interpreter = _Interpreter(resources, self._canvas)

    def read(self, page: PDFPage, number: int) -> Page:
        """Return what the page shows."""
        self._interpreter.process_page(page)
        canvas = self._canvas
        seen, hidden = canvas.sorted_letters()
        is_scan = canvas.pictured > MOST
        is_recognised = is_scan and not seen and bool(hidden) and {kind for kind, _ in hidden} == {"invisible letters"}
        if is_recognised:
            seen, hidden = [letter for _, letter in hidden], []
        return Page(
            number=number,
            height=canvas.page.height,
            blocks=tuple(_blocks(canvas.page, seen)),
            hidden=tuple(_pieces(hidden)),
            is_scan=is_scan,
            is_recognised=is_recognised,
        )


class _Taken(LTPage):
    """Catches the one letter that is being drawn."""

    char: LTChar

    def add(self, obj: LTComponent) -> None:
        if isinstance(obj, LTChar):
            self.char = obj


class _Canvas(PDFLayoutAnalyzer):
    """Takes down what is drawn on a page, in order."""

    def begin_page(self, page: PDFPage, ctm: Matrix) -> None:
        x0, y0, x1, y1 = apply_matrix_rect(ctm, page.mediabox)
        self.page = LTPage(self.pageno, (0, 0, abs(x0 - x1), abs(y0 - y1)))
        self.cur_item = self.page
        self._window = apply_matrix_rect(ctm, page.cropbox)
        self._letters: list[_Letter] = []
        self._shapes: list[_Shape] = []
        self._drawn = 0
        self._mode = 0
        self._colour: Colour | None = None
        self._taken = _Taken(0, (0, 0, 0, 0))
        self._pictures = 0.0
        self.opacity = 1.0

    def end_page(self, page: PDFPage) -> None:
        """Leave the layout to `PageReader`, which knows what is hidden."""

    def begin_figure(self, name: str, bbox: Rect, matrix: Matrix) -> None:
        x, y, width, height = bbox
        self._figure = apply_matrix_rect(mult_matrix(matrix, self.ctm), (x, y, x + width, y + height))

    def end_figure(self, _: str) -> None:
        """Text in figures belongs to the page like any other."""

    def render_image(self, name: str, stream: PDFStream) -> None:
        box = self._inside(self._figure)
        self._pictures += max(box[2] - box[0], 0) * max(box[3] - box[1], 0)
        if not any(key in stream for key in ("SMask", "Mask", "ImageMask", "IM")):
            self._add_shape(self._figure, None)

    def paint_path(
        self, gstate: PDFGraphicState, stroke: bool, fill: bool, evenodd: bool, path: Sequence[PathSegment]
    ) -> None:
        if not fill or self.opacity < OPAQUE:
            return
        before = len(self.page)
        super().paint_path(gstate, stroke, fill, evenodd, path)
        for each in list(self.page)[before:]:
            self._add_shape(each.bbox, colour_of(gstate.ncolor, gstate.ncs))

    def render_string(
        self, textstate: PDFTextState, seq: Iterable[int | float | bytes], ncs: PDFColorSpace, gstate: PDFGraphicState
    ) -> None:
        self._mode = textstate.render
        self._colour = colour_of(gstate.ncolor, ncs)
        super().render_string(textstate, seq, ncs, gstate)

    def render_char(
        self,
        matrix: Matrix,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: PDFColorSpace,
        graphicstate: PDFGraphicState,
    ) -> float:
        self.cur_item = self._taken
        try:
            advance = super().render_char(matrix, font, fontsize, scaling, rise, cid, ncs, graphicstate)
        finally:
            self.cur_item = self.page
        char = self._taken.char
        self._drawn += 1
        self._letters.append(_Letter(self._drawn, char, self._colour, self._kind(char)))
        return advance

    def handle_undefined_char(self, font: PDFFont, cid: int) -> str:
        return UNKNOWN_LETTER

    @property
    def pictured(self) -> float:
        """The part of the page that pictures cover."""
        return self._pictures / max(self.page.width * self.page.height, 1.0)

    def sorted_letters(self) -> tuple[list[LTChar], list[tuple[str, LTChar]]]:
        """Return the letters that are seen and those that are not, each with how."""
        plane: Plane[_Shape] = Plane(self.page.bbox)  # type: ignore[type-var]  # it asks for the four sides only
        plane.extend(self._shapes)
        seen: list[LTChar] = []
        hidden: list[tuple[str, LTChar]] = []
        for letter in self._letters:
            plain = not self._shapes and letter.colour is not None and letter.colour[0] < DARK
            kind = letter.kind or ("" if plain else _hidden_among(letter, plane))
            if kind:
                hidden.append((kind, letter.char))
            else:
                seen.append(letter.char)
        return seen, hidden

    def _kind(self, char: LTChar) -> str:
        x, y = (char.x0 + char.x1) / 2, (char.y0 + char.y1) / 2
        if self._mode in _INVISIBLE_MODES:
            return "invisible letters"
        if self.opacity <= NEAR:
            return "transparent letters"
        if char.get_text().strip() and min(char.size, max(char.width, char.height)) < MIN_POINTS:
            return "letters too small to read"
        x0, y0, x1, y1 = self._window
        return "" if x0 <= x <= x1 and y0 <= y <= y1 else "letters off the page"

    def _add_shape(self, box: Rect, colour: Colour | None) -> None:
        self._drawn += 1
        self._shapes.append(_Shape(self._drawn, *box, colour))

    def _inside(self, box: Rect) -> Rect:
        return (
            max(box[0], self.page.x0), max(box[1], self.page.y0), min(box[2], self.page.x1), min(box[3], self.page.y1)
        )  # fmt: skip


class _Interpreter(PDFPageInterpreter):
    """Also follows transparency, and lets forms inherit how text is drawn, as the standard has it."""

    device: _Canvas

    def __init__(self, rsrcmgr: PDFResourceManager, device: _Canvas) -> None:
        super().__init__(rsrcmgr, device)
        self._inherited: tuple[PDFGraphicState, int] | None = None
        self._opacities: list[float] = []

    def subinterp(self) -> PDFPageInterpreter:
        inner = super().subinterp()
        if isinstance(inner, _Interpreter):
            inner._inherited = (self.graphicstate.copy(), self.textstate.render)
        return inner

    def init_state(self, ctm: Matrix) -> None:
        super().init_state(ctm)
        self._opacities = []
        if self._inherited is not None:
            self.graphicstate = self._inherited[0].copy()
            self.textstate.render = self._inherited[1]

    def do_q(self) -> None:
        self._opacities.append(self.device.opacity)
        super().do_q()

    def do_Q(self) -> None:
        if self._opacities:
            self.device.opacity = self._opacities.pop()
        super().do_Q()

    def do_Do(self, xobjid_arg: PDFStackT) -> None:
        opacity = self.device.opacity
        super().do_Do(xobjid_arg)
        self.device.opacity = opacity  # what a form sets ends with the form
        self.device.set_ctm(self.ctm)

    def do_gs(self, name: object) -> None:
        states = dict_value(self.resources.get("ExtGState", {}))
        state = resolve1(states.get(name.name)) if isinstance(name, PSLiteral) else None
        if isinstance(state, dict):
            opacity, blend = resolve1(state.get("ca")), resolve1(state.get("BM"))
            if isinstance(opacity, int | float):
                self.device.opacity = float(opacity)
            if isinstance(blend, PSLiteral) and blend.name not in {"Normal", "Compatible"}:
                self.device.opacity = min(self.device.opacity, MOST)  # what is below shines through


def colour_of(colour: object, space: PDFColorSpace) -> Colour | None:
    """Return a colour as red, green and blue from 0 to 1; None where the file does not say it so plainly."""
    parts = colour if isinstance(colour, tuple) else (colour,)
    numbers = [float(part) for part in parts if isinstance(part, int | float)]
    if len(numbers) != len(parts):
        return None
    if space.name == "Separation" and numbers == [0.0]:
        return _WHITE
    if space.name in _MIXED:
        return None
    if len(numbers) == 1:
        return (numbers[0],) * 3
    if len(numbers) == 4:
        return tuple((1 - part) * (1 - numbers[3]) for part in numbers[:3])
    return tuple(numbers) if len(numbers) == 3 else None


def _hidden_among(letter: _Letter, plane: Plane[_Shape]) -> str:  # type: ignore[type-var]
    """Return how the shapes around a letter hide it; "" if they do not."""
    char = letter.char
    x, y = (char.x0 + char.x1) / 2, (char.y0 + char.y1) / 2
    around = [
        s for s in plane.find((x - 0.01, y - 0.01, x + 0.01, y + 0.01)) if s.x0 <= x <= s.x1 and s.y0 <= y <= s.y1
    ]
    if any(shape.order > letter.order for shape in around):
        return "letters under a box or picture"
    below = max(around, key=lambda shape: shape.order, default=None)
    behind = below.colour if below else _WHITE
    if letter.colour is None or behind is None:
        return ""
    if all(abs(a - b) <= NEAR for a, b in zip(letter.colour, behind, strict=True)):
        return "letters in the colour behind them" if below else "white letters"
    return ""


def _blocks(page: LTPage, letters: Iterable[LTChar]) -> Iterator[tuple[Line, ...]]:
    """Lay letters out as blocks of lines, in reading order."""
    sheet = LTPage(page.pageid, page.bbox)
    sheet.extend(letters)
    sheet.analyze(LAParams())
    for box in sheet:
        if isinstance(box, LTTextBox):
            yield tuple(_line(row) for row in _rows(box))


def _rows(box: LTTextBox) -> Iterator[list[LTTextLine]]:
    """Bring together the pieces of one line, which a wide gap keeps apart."""
    row: list[LTTextLine] = []
    for line in box:
        if not isinstance(line, LTTextLine):
            continue
        if row and line.voverlap(row[-1]) < 0.5 * min(line.height, row[-1].height):
            yield sorted(row, key=lambda piece: piece.x0)
            row = []
        row.append(line)
    if row:
        yield sorted(row, key=lambda piece: piece.x0)


def _line(row: list[LTTextLine]) -> Line:
    sizes = sorted(char.size for piece in row for char in piece if isinstance(char, LTChar)) or [0.0]
    return Line(
        text=" ".join(" ".join(piece.get_text() for piece in row).split()),
        x0=min(piece.x0 for piece in row),
        y0=min(piece.y0 for piece in row),
        x1=max(piece.x1 for piece in row),
        y1=max(piece.y1 for piece in row),
        size=sizes[len(sizes) // 2],
    )


def _pieces(hidden: Iterable[tuple[str, LTChar]]) -> Iterator[tuple[str, str]]:
    """Join hidden letters that follow one another to text."""
    kind, text, last = "", "", None
    for how, char in hidden:
        if how != kind:
            if text.strip():
                yield kind, text
            kind, text, last = how, "", None
        text += (" " if last is not None and _apart(last, char) else "") + char.get_text()
        last = char
    if text.strip():
        yield kind, text


def _apart(last: LTComponent, char: LTComponent) -> bool:
    gap = char.x0 - last.x1
    return gap > 0.15 * max(char.height, 1.0) or gap < -last.width or last.voverlap(char) <= 0
