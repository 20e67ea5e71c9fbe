"""Markdown with footnotes (``[^1]``). What stands in a text is never read as Markdown or HTML."""

import re
from collections.abc import Iterator

from assistant.exporting.document import Document, Kind, Paragraph, Section, Table, flat, numbers, safe

_URL = re.compile(r"https?://[^\s<>\\]+")
_ALWAYS = re.compile(r"[\\`*\[\]|~]|<(?=[A-Za-z/!?])|&(?=#?\w+;)|(?<!\w)_|_(?!\w)")
_AT_START = re.compile(r"^(\s*)(?:(#{1,6}|[-+>]|={1,}|-{2,})(?=\s|$)|(\d{1,9})([.)])(?=\s|$))", re.MULTILINE)
_BEGIN = {Kind.BULLET: "- ", Kind.POST: "> "}
_REST = {Kind.BULLET: "  ", Kind.POST: "> "}


def to_markdown(document: Document) -> str:
    """Return a document as Markdown, ending with one line feed."""
    document = safe(document)
    number = numbers(document)
    out = [f"> **{_escaped(document.mark)}**", ""]
    out += [f"*{_escaped(document.subtitle)}*", ""] if document.subtitle else []
    out += [f"# {_escaped(document.title)}", ""]
    out += [f"- **{_escaped(label)}:** {_escaped(flat(value))}" for label, value in document.facts]
    out += [""] if document.facts else []
    for section in document.sections:
        out += _section(section, number, "##")
    if document.annex is not None:
        out += ["---", "", f"## {_escaped(document.annex.title)}", ""]
        for section in document.annex.sections:
            out += _section(section, number, "###")
    out += ["---", "", f"*{_escaped(document.footer)}*", ""] if document.footer else []
    for reference in sorted(document.references, key=lambda each: number[each.id]):
        out += [f"[^{number[reference.id]}]: {_escaped(flat(reference.text))}"]
    return "\n".join(out).rstrip() + "\n"


def _section(section: Section, number: dict[str, int], level: str) -> Iterator[str]:
    if section.heading:
        before = f"{number[section.reference]}\\. " if section.reference in number else ""
        yield f"{level} {before}{_escaped(flat(section.heading))}"
        yield ""
    for at, block in enumerate(section.blocks):
        if isinstance(block, Table):
            yield from _table(block)
            continue
        yield _paragraph(block, number)
        following = section.blocks[at + 1] if at + 1 < len(section.blocks) else None
        in_list = block.kind is Kind.BULLET and isinstance(following, Paragraph) and following.kind is Kind.BULLET
        if not in_list:
            yield ""


def _paragraph(block: Paragraph, number: dict[str, int]) -> str:
    text = ""
    for run in block.runs:
        text += _escaped(run.text) + "".join(f"[^{number[id_]}]" for id_ in run.references if id_ in number)
    if block.kind is Kind.QUESTION:
        text = f"**{text.strip()}**"
    rest = _REST.get(block.kind, "")
    # Two spaces at its end keep a line apart from the next; an empty line would end the paragraph.
    lines = [line.strip() for line in text.split("\n")]
    return _BEGIN.get(block.kind, "") + "  \n".join([lines[0], *(rest + (line or "\\") for line in lines[1:])])


def _table(table: Table) -> Iterator[str]:
    yield "| " + " | ".join(_escaped(cell) for cell in table.header) + " |"
    yield "|" + " --- |" * len(table.header)
    for row in table.rows:
        yield "| " + " | ".join(_escaped(flat(cell)) for cell in row) + " |"
    yield ""


def _escaped(text: str) -> str:
    """Return a text as Markdown shows it; addresses stay addresses."""
    out, at = "", 0
    for found in _URL.finditer(text):
        address = found[0].rstrip(".,;:)")
        out += _plain(text[at : found.start()]) + f"<{address}>"
        at = found.start() + len(address)
    return out + _plain(text[at:])


def _plain(text: str) -> str:
    text = _ALWAYS.sub(lambda found: "\\" + found[0], text)
    return _AT_START.sub(_unbegun, text)


def _unbegun(found: re.Match[str]) -> str:
    """Return what opens a line so that it opens no heading, list or rule."""
    space, sign, digits, dot = found.groups()
    return f"{space}{digits}\\{dot}" if digits else f"{space}\\{sign}"
