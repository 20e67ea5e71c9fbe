"""Writes an answer out with its references: Word, Markdown or plain text, marked as a draft for clearance.

An answer becomes a plain structure first (title, sections of lines, references), of which each format is a rendering.
The other side's words stand in a section of their own, last; no reference of the answer is theirs.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

from assistant.citing import long_date, reference, worded
from assistant.domain import AnswerStatus, Bilingual, Changes, FigureValue, Form, Inquiry, Replaced, Said, Statement
from assistant.errors import InputError

if TYPE_CHECKING:
    from docx.document import Document as DocxDocument

ANSWER_FORMATS = ("docx", "md", "txt")
SHORT = 200
"""Characters of a statement where many stand below each other."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|])")
_TEXTS = {
    "es": {
        "banner": "Borrador para visto bueno — no es un texto autorizado",
        "asked": "Consulta: {question}",
        "made": "Según el registro al {day}",
        "answer": "Lo que consta en el registro",
        "none": "No hay nada en el registro que responda a esta pregunta.",
        "nearest": "Lo más cercano en el registro (no es una respuesta)",
        "first": "Lo más antiguo que consta",
        "course": "Cronología",
        "changes": "Qué ha cambiado desde el {day}",
        "nothing": "No consta ningún cambio desde ese día.",
        "new": "Nueva declaración: {said}",
        "superseded": "{newer} — supera a: {older}",
        "figure": "{matter}: {before} → {after}.",
        "maybe": "Posible cifra nueva, por confirmar: {before} ({older}) → {after} ({newer}).",
        "retracted": "Retirada el {day}: {who}. {reason}",
        "reinstated": "Restituida el {day}: {who}. {reason}",
        "released": "Liberada de cuarentena el {day}: {who}. {reason}",
        "corrected": "Corregida el {day}: {who}.",
        "theirs": "Lo que ha dicho la otra parte (no es posición propia)",
        "theirs_none": "No consta nada de la otra parte sobre este asunto.",
        "references": "Referencias",
        "superseded_tag": "superada por una declaración posterior",
        "paraphrase": "paráfrasis",
        "verbatim": "textual",
    },
    "en": {
        "banner": "Draft for clearance — not a cleared text",
        "asked": "Question: {question}",
        "made": "As the record stands on {day}",
        "answer": "What is on the record",
        "none": "There is nothing on the record that answers this question.",
        "nearest": "The nearest on the record (not an answer)",
        "first": "The earliest on the record",
        "course": "Timeline",
        "changes": "What has changed since {day}",
        "nothing": "No change since that day is on the record.",
        "new": "New statement: {said}",
        "superseded": "{newer} — supersedes: {older}",
        "figure": "{matter}: {before} → {after}.",
        "maybe": "A newer figure perhaps, to be confirmed: {before} ({older}) → {after} ({newer}).",
        "retracted": "Withdrawn on {day}: {who}. {reason}",
        "reinstated": "Reinstated on {day}: {who}. {reason}",
        "released": "Let out of quarantine on {day}: {who}. {reason}",
        "corrected": "Corrected on {day}: {who}.",
        "theirs": "What the other side has said (no position of ours)",
        "theirs_none": "Nothing of the other side on this matter is on the record.",
        "references": "References",
        "superseded_tag": "superseded by a later statement",
        "paraphrase": "paraphrase",
        "verbatim": "verbatim",
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading with its lines."""

    name: str
    """``answer``, ``first``, ``changes``, ``course``, ``nearest``, ``theirs`` or ``references``."""
    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """An answer as it is written out."""

    banner: str
    title: str
    made: str
    sections: tuple[Section, ...]
    references: Section


def answer_file(inquiry: Inquiry, to: str, lang: str, today: date) -> bytes:
    """Return an answer as a file's bytes, in the language `lang` of whoever reads it.

    Raises:
        InputError: The format is unknown.
    """
    written = written_out(inquiry, lang, today)
    if to == "docx":
        return _docx(written)
    if to in {"md", "txt"}:
        return (_markdown(written) if to == "md" else _plain(written)).encode("utf-8")
    raise InputError(f"An answer cannot be written as {to!r}; choose one of: {', '.join(ANSWER_FORMATS)}.")


def written_out(inquiry: Inquiry, lang: str, today: date) -> Written:
    """Return an answer as title, sections and references."""
    texts, citations = _TEXTS[lang], inquiry.answer.citations
    numbers = {citation.statement.id: citation.number for citation in citations}
    answered = inquiry.answer.status is AnswerStatus.ANSWERED
    said = [
        _said(Said(statement=c.statement, quote=c.quote, line=_line_of(inquiry, c.statement.id)), lang, c.number)
        for c in citations
    ]
    sections = [Section(name="answer", heading=texts["answer"], lines=tuple(said) or (texts["none"],))]
    if answered and inquiry.first is not None:
        own = numbers.get(inquiry.first.statement.id)
        sections.append(Section(name="first", heading=texts["first"], lines=(_said(inquiry.first, lang, own),)))
    if inquiry.changes is not None:
        heading = texts["changes"].format(day=long_date(inquiry.changes.since, lang))
        lines = tuple(_changes(inquiry.changes, numbers, lang)) or (texts["nothing"],)
        sections.append(Section(name="changes", heading=heading, lines=lines))
    if len({each.statement.date for each in inquiry.said}) > 1:
        course = tuple(_said(each, lang, numbers.get(each.statement.id), most=SHORT) for each in inquiry.said)
        sections.append(Section(name="course", heading=texts["course"], lines=course))
    if inquiry.nearest:
        near = tuple(_said(each, lang, None) for each in inquiry.nearest)
        sections.append(Section(name="nearest", heading=texts["nearest"], lines=near))
    if inquiry.theirs is not None and inquiry.theirs.statements:
        theirs = tuple(f"{_said(each, lang, None)} {_source(each.statement)}" for each in inquiry.theirs.said)
        sections.append(Section(name="theirs", heading=texts["theirs"], lines=theirs or (texts["theirs_none"],)))
    return Written(
        banner=texts["banner"],
        title=_clean(texts["asked"].format(question=inquiry.question)),
        made=texts["made"].format(day=long_date(today, lang)),
        sections=tuple(replace(each, lines=tuple(map(_clean, each.lines))) for each in sections),
        references=Section(
            name="references",
            heading=texts["references"],
            lines=tuple(_clean(reference(citation, lang)) for citation in citations),
        ),
    )


def _line_of(inquiry: Inquiry, statement_id: str) -> Bilingual | None:
    return next((each.line for each in inquiry.said if each.statement.id == statement_id), None)


def _said(said: Said, lang: str, number: int | None, *, most: int = 0) -> str:
    """Return who said what, when and in what form; in quotation marks only where the words are verbatim."""
    statement, texts = said.statement, _TEXTS[lang]
    words = worded(statement, shortened(said.quote, most), lang)
    if statement.form is Form.PARAPHRASE and statement.lang != lang and said.line:
        words = shortened(said.line.get(lang), most)
    tags = [texts[statement.form.value], *([texts["superseded_tag"]] if statement.superseded_by else [])]
    mark = f" [{number}]" if number is not None else ""
    return f"{_who(statement, lang)} ({', '.join(tags)}): {' '.join(words.split())}{mark}"


def _who(statement: Statement, lang: str) -> str:
    return f"{long_date(statement.date, lang)}, {statement.speaker}, {statement.role}"


def _source(statement: Statement) -> str:
    return f"({statement.source.title}. {statement.source.ref})"


def _changes(changes: Changes, numbers: dict[str, int], lang: str) -> Iterator[str]:
    texts = _TEXTS[lang]
    for said in changes.new:
        yield texts["new"].format(said=_said(said, lang, numbers.get(said.statement.id)))
    for pair in changes.superseded:
        yield texts["superseded"].format(**_pair(pair, lang))
    for moved in changes.figures:
        unit = moved.figure.unit
        values = {
            name: figure_value(value, unit, lang) for name, value in (("before", moved.before), ("after", moved.after))
        }
        yield texts["figure"].format(matter=moved.figure.matter.get(lang), **values)
    for maybe in changes.maybe:
        yield texts["maybe"].format(
            before=maybe.before, after=maybe.after, older=_who(maybe.older, lang), newer=_who(maybe.newer, lang)
        )
    for deed in changes.deeds:
        day, who = long_date(deed.at.date(), lang), _who(deed.statement, lang)
        yield texts[deed.action].format(day=day, who=who, reason=deed.reason).strip()


def _pair(pair: Replaced, lang: str) -> dict[str, str]:
    return {name: _said(each, lang, None, most=SHORT) for name, each in (("newer", pair.newer), ("older", pair.older))}


def shortened(text: str, most: int) -> str:
    """Return a text on one line, cut at a word where it has more than `most` characters; 0 cuts nothing."""
    flat = " ".join(text.split())
    return flat if not most or len(flat) <= most else flat[:most].rsplit(" ", 1)[0].rstrip(",;:.") + "…"


def figure_value(value: FigureValue, unit: str, lang: str) -> str:
    """Return a value of the ledger with its unit and its day."""
    number = f"{value.value:,.6g}" if lang == "en" else f"{value.value:,.6g}".replace(",", "\u202f")
    counted = f"{number} %" if unit == "%" and lang == "es" else f"{number}%" if unit == "%" else f"{number} {unit}"
    return f"{counted} ({long_date(value.date, lang)})"


def _clean(text: str) -> str:
    """Return a text without control characters, which no document may hold."""
    return _CONTROL.sub("", text)


def _plain(written: Written) -> str:
    out = [written.banner, written.title, written.made, ""]
    for section in written.sections:
        out += [section.heading.upper(), *(f"- {line}" for line in section.lines), ""]
    if written.references.lines:
        out += [written.references.heading.upper(), *written.references.lines]
    return "\n".join(out).rstrip() + "\n"


def _markdown(written: Written) -> str:
    out = [f"> **{written.banner}**", "", f"# {_escaped(written.title)}", "", f"*{written.made}*", ""]
    for section in written.sections:
        out += [f"## {section.heading}", "", *(f"- {_escaped(line)}" for line in section.lines), ""]
    if written.references.lines:
        out += [f"## {written.references.heading}", ""]
        out += [f"- {_escaped(line)}" for line in written.references.lines]
    return "\n".join(out).rstrip() + "\n"


def _escaped(text: str) -> str:
    """Return a text as Markdown shows it: what a document says is never a link, a heading or a tag."""
    return _MARKDOWN.sub(r"\\\1", text)


def _docx(written: Written) -> bytes:
    from docx import Document  # a fifth of a second that only this format needs

    document = Document()
    document.core_properties.title = written.title[:250]
    document.add_paragraph().add_run(written.banner).bold = True
    document.add_heading(written.title, level=1)
    document.add_paragraph().add_run(written.made).italic = True
    for section in written.sections:
        _add(document, section.heading, section.lines, "List Bullet")
    if written.references.lines:
        _add(document, written.references.heading, written.references.lines, "Normal")
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _add(document: "DocxDocument", heading: str, lines: Sequence[str], style: str) -> None:
    document.add_heading(heading, level=2)
    for line in lines:
        document.add_paragraph(line, style=style)
