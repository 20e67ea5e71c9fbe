"""Drafts as the contract writes them, made up, and what is read back of their exports."""

import re
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from docx import Document
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MARKS = {
    "es": "Borrador para visto bueno — no es un texto autorizado",
    "en": "Draft for clearance — not a cleared text",
}


def citation(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "number": number,
        "statement_id": f"s-{number}",
        "speaker": "Ana Luz",
        "role": "Secretaria de Pruebas",
        "date": f"2026-01-2{number}",
        "venue": "Comunicado",
        "lang": "es",
        "form": "paraphrase",
        "authority": "communique",
        "text": f"Sostuvo que el ajolote {number} es de todos.",
        "quote": f"Sostuvo que el ajolote {number} es de todos.",
        "source": {"title": f"Acta {number}", "ref": f"acta-{number}.txt", "locator": None},
        **changes,
    }


def item(text: str, *claims: tuple[int, int, list[str]], part: str = "point", **changes: Any) -> dict[str, Any]:
    """An item whose claims are (start, end, ids)."""
    ids = [id_ for _, _, ids in claims for id_ in ids]
    spans = [{"start": start, "end": end, "citations": ids} for start, end, ids in claims]
    return {"text": text, "citations": ids, "weighted_length": len(text), "part": part, "claims": spans, **changes}


def carried(text: str, *ids: str, part: str = "point") -> dict[str, Any]:
    """An item of one claim."""
    return item(text, (0, len(text), list(ids)), part=part)


def draft(lang: str = "es", **changes: Any) -> dict[str, Any]:
    return {
        "id": "d-1",
        "format": "talking-points",
        "lang": lang,
        "brief": {"topic": "El ajolote & la soberanía", "voice": "Ana Luz", "counterpart": "Xochimilco"},
        "items": [carried("México cuida al ajolote.", "s-1", "s-2"), carried("México no lo vende.", "s-2")],
        "citations": [citation(1), citation(2, form="verbatim", text="El ajolote no se vende.")],
        "report": {
            "verdict": "review",
            "sentences": [],
            "findings": [
                {"severity": "warn", "message": "La cifra cambió de 26 a 37.", "start": 0, "end": 6, "suggestion": None}
            ],
            "principles": {"expressed": ["sovereignty"], "expected_missing": ["mutual-trust"]},
        },
        "message": "",
        **changes,
    }


def text_of(data: bytes, to: str) -> str:
    """Every word of an export, body first, then footnotes, header and footer."""
    if to != "docx":
        return data.decode("utf-8")
    with ZipFile(BytesIO(data)) as packed:
        names = ["word/document.xml", "word/footnotes.xml", *(n for n in packed.namelist() if "header" in n)]
        names += [n for n in packed.namelist() if "footer" in n]
        return "\n".join(_words(packed.read(name)) for name in names if name in packed.namelist())


def _words(part: bytes) -> str:
    lines = []
    for paragraph in etree.fromstring(part).iter(f"{W}p"):
        line = ""
        for node in paragraph.iter(f"{W}t", f"{W}br", f"{W}tab"):
            line += (node.text or "") if node.tag == f"{W}t" else {"br": "\n", "tab": "\t"}[node.tag[len(W) :]]
        lines.append(line)
    return "\n".join(lines)


def footnotes(data: bytes) -> list[tuple[str, str]]:
    """The footnotes of a Word file in the order in which the text cites them: the words before the mark, the note."""
    with ZipFile(BytesIO(data)) as packed:
        notes = etree.fromstring(packed.read("word/footnotes.xml"))
    said = {note.get(f"{W}id"): "".join(t.text or "" for t in note.iter(f"{W}t")).strip() for note in notes}
    found = []
    for paragraph in Document(BytesIO(data)).element.body.iter(f"{W}p"):
        before = ""
        for node in paragraph.iter(f"{W}t", f"{W}footnoteReference"):
            if node.tag == f"{W}t":
                before += node.text or ""
            else:
                found.append((before, said[node.get(f"{W}id")]))
    return found


def marks(text: str) -> list[int]:
    """The numbers of the references in a plain text or Markdown, in order."""
    return [int(number) for number in re.findall(r"\[\^?(\d+)\]", text)]
