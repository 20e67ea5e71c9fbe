"""Exports: the banner first, every item, finding and reference there, in the draft's language."""

from io import BytesIO
from typing import Any

import pytest
from docx import Document

from assistant.errors import InputError
from assistant.exporting import EXPORT_FORMATS, export

BANNERS = {
    "es": "Borrador para visto bueno — no es un texto autorizado",
    "en": "Draft for clearance — not a cleared text",
}


def citation(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "number": number,
        "statement_id": f"s-{number}",
        "speaker": "Ana Luz",
        "role": "Secretaria de Pruebas",
        "date": "2026-01-21",
        "venue": "Comunicado",
        "form": "paraphrase",
        "authority": "communique",
        "source": {"title": f"Acta {number}", "ref": f"acta-{number}.txt", "locator": None},
        **changes,
    }


def draft(lang: str = "es", **changes: Any) -> dict[str, Any]:
    return {
        "id": "d-1",
        "format": "talking-points",
        "lang": lang,
        "brief": {"topic": "El ajolote & la soberanía"},
        "items": [
            {"text": "México cuida al ajolote.", "citations": ["s-1", "s-2"], "weighted_length": 24},
            {"text": "Dos renglones:\nel segundo <b>no</b>.", "citations": ["s-2", "gone"], "weighted_length": 30},
        ],
        "citations": [citation(1), citation(2, form="verbatim")],
        "report": {
            "verdict": "review",
            "findings": [{"severity": "warn", "message": "La cifra cambió de 26 a 37."}],
        },
        "message": "",
        **changes,
    }


def text_of(data: bytes, to: str) -> str:
    if to != "docx":
        return data.decode("utf-8")
    return "\n".join(paragraph.text for paragraph in Document(BytesIO(data)).paragraphs)


@pytest.mark.parametrize("lang", ["es", "en"])
@pytest.mark.parametrize("to", EXPORT_FORMATS)
def test_an_export_holds_everything(to: str, lang: str) -> None:
    text = text_of(export(draft(lang), to), to)
    assert BANNERS[lang] in text.splitlines()[0]
    assert "El ajolote & la soberanía" in text
    assert "México cuida al ajolote. [1][2]" in text
    assert "el segundo <b>no</b>. [2]" in text
    assert "(warn) La cifra cambió de 26 a 37." in text
    forms = {
        "es": ("comunicado, paráfrasis", "comunicado, textual"),
        "en": ("communiqué, paraphrase", "communiqué, verbatim"),
    }[lang]
    for number, form in enumerate(forms, start=1):
        place = f"Ana Luz, Secretaria de Pruebas, 2026-01-21, Comunicado ({form}). Acta {number}. acta-{number}.txt"
        assert place in text
    headings = {"es": ("por revisar", "Observaciones", "Referencias"), "en": ("for review", "Findings", "References")}
    positions = [text.index(word) for word in headings[lang]]
    assert positions == sorted(positions)


@pytest.mark.parametrize("to", EXPORT_FORMATS)
@pytest.mark.parametrize(("verdict", "word"), [("ready", "listo"), ("review", "por revisar"), ("blocked", "bloqueado")])
def test_the_verdict_stands_above_the_text(to: str, verdict: str, word: str) -> None:
    text = text_of(export(draft(report={"verdict": verdict, "findings": []}), to), to)
    assert text.index(f"Dictamen de consistencia: {word}") < text.index("México cuida")
    assert "Observaciones" not in text


@pytest.mark.parametrize("to", EXPORT_FORMATS)
def test_an_empty_draft_says_so(to: str) -> None:
    nothing = "Nada en el registro cubre este asunto."
    empty = draft(items=[], citations=[], message=nothing, report={"verdict": "review", "findings": []})
    text = text_of(export(empty, to), to)
    assert BANNERS["es"] in text
    assert nothing in text
    assert "Referencias" not in text


def test_a_document_opens_with_its_structure() -> None:
    document = Document(BytesIO(export(draft(), "docx")))
    first, *rest = document.paragraphs
    assert first.text == BANNERS["es"]
    assert first.runs[0].bold
    styles = [(p.style.name, p.text.split("\n")[0]) for p in rest if p.style is not None]
    assert ("Heading 1", "Asunto: El ajolote & la soberanía") in styles
    assert ("List Bullet", "México cuida al ajolote. [1][2]") in styles
    assert [text for name, text in styles if name == "Heading 2"] == ["Observaciones", "Referencias"]


def test_markdown_keeps_line_breaks_and_the_list_together() -> None:
    lines = export(draft(), "md").decode().splitlines()
    assert lines[0] == f"> **{BANNERS['es']}**"
    at = lines.index("- Dos renglones:  ")
    assert lines[at + 1] == "  el segundo <b>no</b>. [2]"
    assert (
        "1. Ana Luz, Secretaria de Pruebas, 2026-01-21, Comunicado (comunicado, paráfrasis). Acta 1. acta-1.txt"
        in lines
    )


@pytest.mark.parametrize("to", EXPORT_FORMATS)
def test_control_characters_are_left_out(to: str) -> None:
    item = {"text": "Se\x00gu\x0bri\x1bdad\ud800 😀\tya", "citations": [], "weighted_length": 9}
    text = text_of(export(draft(items=[item], brief={"topic": "a\x01b"}), to), to)
    assert "Seguridad 😀\tya" in text
    assert "ab" in text


@pytest.mark.parametrize("to", ["md", "txt"])
def test_text_files_end_with_one_line_end(to: str) -> None:
    data = export(draft(), to)
    assert data.endswith(b"\n")
    assert not data.endswith(b"\n\n")


@pytest.mark.parametrize("to", ["pdf", "", "DOCX"])
def test_an_unknown_format_is_refused(to: str) -> None:
    with pytest.raises(InputError, match="docx, md, txt"):
        export(draft(), to)


@pytest.mark.parametrize("to", EXPORT_FORMATS)
def test_parts_have_headings_and_advice_stands_apart(to: str) -> None:
    items = [
        {"text": "México coopera.", "citations": ["s-1"], "weighted_length": 15, "part": "top-line"},
        {"text": "México dialoga.", "citations": ["s-1"], "weighted_length": 15, "part": "point"},
        {"text": "México escucha.", "citations": ["s-2"], "weighted_length": 15, "part": "point"},
        {"text": "México no cede.", "citations": ["s-2"], "weighted_length": 15, "part": "if-pressed"},
    ]
    asides = [{"kind": "avoid", "lines": ["Hablar de subordinación."]}]
    text = text_of(export(draft(items=items, asides=asides, message="Una nota."), to), to).casefold()
    order = ["una nota.", "línea principal", "méxico coopera.", "puntos de apoyo", "méxico dialoga.", "méxico escucha.",
             "si insisten", "méxico no cede.", "evite decir", "hablar de subordinación.", "observaciones"]  # fmt: skip
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert text.count("puntos de apoyo") == 1
