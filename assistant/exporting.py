"""Writes a kept draft out for clearance: DOCX, Markdown or plain text, with references and findings."""

import re
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from assistant.citing import AUTHORITY_NAMES
from assistant.domain import Authority
from assistant.errors import InputError

EXPORT_FORMATS = ("docx", "md", "txt")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

_PARTS = ("top-line", "point", "if-pressed", "line", "background")
"""Parts that have a heading; posts and answers need none."""
_TEXTS = {
    "es": {
        "banner": "Borrador para visto bueno — no es un texto autorizado",
        "topic": "Asunto",
        "verdict": "Dictamen de consistencia",
        "findings": "Observaciones",
        "references": "Referencias",
        "ready": "listo",
        "review": "por revisar",
        "blocked": "bloqueado",
        "paraphrase": "paráfrasis",
        "verbatim": "textual",
        "avoid": "Evite decir (solo para quien habla)",
        "triggers": "Preguntas que puede provocar (solo para quien habla)",
        **dict(
            zip(_PARTS, ("Línea principal", "Puntos de apoyo", "Si insisten", "Línea", "Antecedentes"), strict=True)
        ),
    },
    "en": {
        "banner": "Draft for clearance — not a cleared text",
        "topic": "Topic",
        "verdict": "Consistency verdict",
        "findings": "Findings",
        "references": "References",
        "ready": "ready",
        "review": "for review",
        "blocked": "blocked",
        "paraphrase": "paraphrase",
        "verbatim": "verbatim",
        "avoid": "Avoid saying (for the speaker only)",
        "triggers": "Questions that it may provoke (for the speaker only)",
        **dict(zip(_PARTS, ("Top line", "Supporting points", "If pressed", "Line", "Background"), strict=True)),
    },
}


def export(draft: Mapping[str, Any], to: str) -> bytes:
    """Return a draft (its JSON data) as a file's bytes.

    Raises:
        InputError: The format is unknown.
    """
    draft = _printable(draft)
    if to == "md":
        return _markdown(draft).encode("utf-8")
    if to == "txt":
        return _plain(draft).encode("utf-8")
    if to == "docx":
        return _docx(draft)
    raise InputError(f"A draft cannot be exported to {to!r}; choose one of: {', '.join(EXPORT_FORMATS)}.")


def _printable(value: Any) -> Any:
    """Return the value without control characters, which no document may hold."""
    if isinstance(value, str):
        return _CONTROL.sub("", value)
    if isinstance(value, Mapping):
        return {key: _printable(inner) for key, inner in value.items()}
    return [_printable(inner) for inner in value] if isinstance(value, list | tuple) else value


def _numbers(draft: Mapping[str, Any], item: Mapping[str, Any]) -> str:
    number = {citation["statement_id"]: citation["number"] for citation in draft["citations"]}
    return "".join(f"[{number[i]}]" for i in item["citations"] if i in number)


def _reference(citation: Mapping[str, Any], lang: str) -> str:
    form = _TEXTS[lang][citation["form"]]
    if authority := citation.get("authority"):  # drafts kept by an earlier version do not say
        form = f"{AUTHORITY_NAMES[lang][Authority(authority)]}, {form}"
    source = citation["source"]
    return (
        f"{citation['speaker']}, {citation['role']}, {citation['date']}, {citation['venue']} ({form}). "
        f"{source['title']}. {source['ref']}"
    )


def _lines(draft: Mapping[str, Any]) -> dict[str, Any]:
    texts = _TEXTS[draft["lang"]]
    return {
        "banner": texts["banner"],
        "topic": f"{texts['topic']}: {draft['brief']['topic']}",
        "verdict": f"{texts['verdict']}: {texts[draft['report']['verdict']]}",
        "items": _under_headings(draft, texts),
        "message": draft.get("message") or "",
        "asides": [(texts[aside["kind"]], aside["lines"]) for aside in draft.get("asides", ())],
        "findings": [f"({f['severity']}) {f['message']}" for f in draft["report"]["findings"]],
        "references": [(c["number"], _reference(c, draft["lang"])) for c in draft["citations"]],
        "texts": texts,
    }


def _under_headings(draft: Mapping[str, Any], texts: Mapping[str, str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the items with their numbers, in runs of one part under its heading (empty where it needs none)."""
    runs: list[tuple[str, list[tuple[str, str]]]] = []
    for item in draft["items"]:
        heading = texts.get(item.get("part", ""), "")  # drafts kept by an earlier version have no parts
        if not runs or runs[-1][0] != heading:
            runs.append((heading, []))
        runs[-1][1].append((item["text"], _numbers(draft, item)))
    return runs


def _plain(draft: Mapping[str, Any]) -> str:
    parts = _lines(draft)
    out = [parts["banner"], parts["topic"], parts["verdict"], ""]
    out += [parts["message"], ""] if parts["message"] else []
    for heading, items in parts["items"]:
        out += [heading.upper()] if heading else []
        out += [f"{text} {numbers}\n" for text, numbers in items]
    for heading, lines in parts["asides"]:
        out += [heading, *(f"- {line}" for line in lines), ""]
    if parts["findings"]:
        out += [parts["texts"]["findings"], *(f"- {line}" for line in parts["findings"]), ""]
    if parts["references"]:
        out += [parts["texts"]["references"], *(f"[{n}] {line}" for n, line in parts["references"])]
    return "\n".join(out).rstrip() + "\n"


def _markdown(draft: Mapping[str, Any]) -> str:
    parts = _lines(draft)
    out = [f"> **{parts['banner']}**", "", f"# {parts['topic']}", "", f"*{parts['verdict']}*", ""]
    out += [parts["message"], ""] if parts["message"] else []
    for heading, items in parts["items"]:
        out += [f"## {heading}", ""] if heading else []
        out += [*(f"- {_hard_breaks(text)} {numbers}" for text, numbers in items), ""]
    for heading, lines in parts["asides"]:
        out += [f"## {heading}", "", *(f"- {line}" for line in lines), ""]
    if parts["findings"]:
        out += [f"## {parts['texts']['findings']}", "", *(f"- {line}" for line in parts["findings"]), ""]
    if parts["references"]:
        out += [f"## {parts['texts']['references']}", ""]
        out += [f"{n}. {line}" for n, line in parts["references"]]
    return "\n".join(out).rstrip() + "\n"


def _hard_breaks(text: str) -> str:
    return text.replace("\n", "  \n  ")


def _docx(draft: Mapping[str, Any]) -> bytes:
    from docx import Document  # a fifth of a second that only this format needs

    parts = _lines(draft)
    document = Document()
    document.add_paragraph().add_run(parts["banner"]).bold = True
    document.add_heading(parts["topic"], level=1)
    document.add_paragraph().add_run(parts["verdict"]).italic = True
    if parts["message"]:
        document.add_paragraph(parts["message"])
    for heading, items in parts["items"]:
        if heading:
            document.add_heading(heading, level=2)
        for text, numbers in items:
            document.add_paragraph(f"{text} {numbers}", style="List Bullet")
    for heading, lines in parts["asides"]:
        document.add_heading(heading, level=2)
        for line in lines:
            document.add_paragraph(line, style="List Bullet")
    if parts["findings"]:
        document.add_heading(parts["texts"]["findings"], level=2)
        for line in parts["findings"]:
            document.add_paragraph(line, style="List Bullet")
    if parts["references"]:
        document.add_heading(parts["texts"]["references"], level=2)
        for number, line in parts["references"]:
            document.add_paragraph(f"[{number}] {line}")
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()
