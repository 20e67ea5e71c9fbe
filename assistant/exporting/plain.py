"""Plain text: wrapped by whoever reads it, references in brackets, everything in the order of the page."""

from collections.abc import Iterator

from assistant.exporting.document import Document, Kind, Paragraph, Section, Table, flat, numbers, safe

_BULLETS = {Kind.BULLET: "- ", Kind.STATEMENT: "    "}


def to_text(document: Document) -> str:
    """Return a document as plain text, ending with one line feed."""
    document = safe(document)
    number = numbers(document)
    out = [document.mark, "", *([document.subtitle] if document.subtitle else []), document.title]
    out += ["=" * min(len(document.title), 78), *(f"{label}: {value}" for label, value in document.facts), ""]
    for section in document.sections:
        out += _section(section, number)
    if document.references:
        out += [document.references_title.upper(), ""]
        order = sorted(document.references, key=lambda reference: number[reference.id])
        out += [*(f"[{number[each.id]}] {flat(each.text)}" for each in order), ""]
    if document.annex is not None:
        out += ["-" * 78, document.annex.title.upper(), ""]
        for section in document.annex.sections:
            out += _section(section, number)
    out += ["-" * 78, document.footer] if document.footer else []
    return "\n".join(out).rstrip() + "\n"


def _section(section: Section, number: dict[str, int]) -> Iterator[str]:
    if section.heading:
        before = f"[{number[section.reference]}] " if section.reference in number else ""
        yield before + (section.heading if before else section.heading.upper())
        yield ""
    for block in section.blocks:
        if isinstance(block, Table):
            yield from _table(block)
        else:
            yield _paragraph(block, number)
            yield ""


def _paragraph(block: Paragraph, number: dict[str, int]) -> str:
    text = ""
    for run in block.runs:
        marks = "".join(f"[{number[id_]}]" for id_ in run.references if id_ in number)
        text += f"{run.text} {marks}" if marks else run.text
    indent = _BULLETS.get(block.kind, "")
    return indent + text.replace("\n", "\n" + " " * len(indent))


def _table(table: Table) -> Iterator[str]:
    for kind, *cells in table.rows:
        yield f"- {kind}" + "".join(
            f"\n  {label}: {flat(cell)}" for label, cell in zip(table.header[1:], cells, strict=True) if cell
        )
    yield ""
