"""Exports: the mark first, every item, finding, reference and statement there, in the draft's language."""

import re
from datetime import UTC, datetime
from io import BytesIO
from itertools import pairwise
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from markdown_it import MarkdownIt

from assistant.errors import InputError
from assistant.exporting import EXPORT_FORMATS, About, Cleared, export
from tests.exporting.samples import MARKS, carried, citation, draft, footnotes, item, marks, text_of

AT = datetime(2026, 3, 2, 5, 30, tzinfo=UTC)
CLEARED = About(at=AT, version=2, cleared=Cleared(by="Eva Ruiz", at=AT, digest="ab" * 32))


@pytest.mark.parametrize("lang", ["es", "en"])
@pytest.mark.parametrize("to", EXPORT_FORMATS)
def test_an_export_holds_everything_in_order(to: str, lang: str) -> None:
    text = text_of(export(draft(lang), to, about=About(at=AT, version=3)), to)
    assert MARKS[lang] in text
    words = {
        "es": ("El ajolote & la soberanía", "1 de marzo de 2026", "Ana Luz", "Xochimilco", "por revisar", "Puntos de apoyo",
               "México cuida al ajolote.", "México no lo vende.", "Observaciones", "Atención", "México",
               "La cifra cambió de 26 a 37.", "Anexo: declaraciones citadas", "Sostuvo que el ajolote 1 es de todos.",
               "«El ajolote no se vende.»", "soberanía", "confianza mutua"),
        "en": ("El ajolote & la soberanía", "1 March 2026", "Ana Luz", "Xochimilco", "for review", "Supporting points",
               "México cuida al ajolote.", "México no lo vende.", "Findings", "Warning", "México",
               "La cifra cambió de 26 a 37.", "Annex: statements cited", "Sostuvo que el ajolote 1 es de todos.",
               "“El ajolote no se vende.”", "sovereignty", "mutual trust"),
    }[lang]  # fmt: skip
    at = 0
    for each in words:
        found = text.casefold().find(each.casefold(), at)
        assert found >= at, each
        at = found
    assert {"es": "d-1 · versión 3", "en": "d-1 · version 3"}[lang] in text


@pytest.mark.parametrize("to", EXPORT_FORMATS)
def test_a_reference_names_speaker_role_day_place_form_and_source(to: str) -> None:
    changed = [citation(1, superseded_by=["s-9"]), citation(2, form="verbatim", maybe_superseded_by=["s-8"])]
    text = text_of(export(draft(citations=changed), to), to).replace("\\[", "[").replace("\\]", "]")
    where = (
        "Ana Luz, Secretaria de Pruebas, 2{n} de enero de 2026, Comunicado (comunicado, {form}). Acta {n}. acta-{n}.txt"
    )
    assert where.format(n=1, form="paráfrasis") + " [Superada por s-9]" in text
    assert where.format(n=2, form="textual") + " [Quizá superada por s-8]" in text


def test_footnotes_stand_where_each_sentence_ends_and_say_who_carries_it() -> None:
    two = "México cuida al ajolote. Y no lo vende."
    sample = draft(items=[item(two, (0, 24, ["s-2"]), (25, 39, ["s-1"])), carried("Lo cría.", "s-2")])
    found = footnotes(export(sample, "docx"))
    assert [before for before, _ in found] == [two[:24], two]
    assert [re.findall(r"Acta \d", note) for _, note in found] == [["Acta 2"], ["Acta 1"]]
    body = ZipFile(BytesIO(export(sample, "docx"))).read("word/document.xml").decode()
    assert body.count("NOTEREF _Note1 ") == 1  # the second sentence on s-2 points back to its note


@pytest.mark.parametrize("to", ["md", "txt"])
def test_numbers_run_in_the_order_of_citing_in_every_format(to: str) -> None:
    sample = draft(items=[carried("A la una.", "s-2"), carried("A las dos.", "s-1", "s-2")])
    text = text_of(export(sample, to), to)
    assert marks(text)[:3] == [1, 2, 1]
    first = next(line for line in text.splitlines() if re.match(r"\[\^?1\]:? Ana", line))
    assert "Acta 2" in first


@pytest.mark.parametrize("to", EXPORT_FORMATS)
def test_paraphrase_is_never_in_quotation_marks_and_verbatim_says_whose_words(to: str) -> None:
    text = text_of(export(draft(), to), to)
    assert not re.search(r"[«“\"]\s*Sostuvo", text)
    assert text.index("Palabras textuales de Ana Luz, Secretaria de Pruebas, 22 de enero de 2026:") < text.index(
        "«El ajolote no se vende.»"
    )


@pytest.mark.parametrize("to", EXPORT_FORMATS)
def test_what_was_rewritten_no_longer_rests_on_what_it_was_drafted_from(to: str) -> None:
    rewritten = item("México vende al ajolote.", citations=["s-1"])
    supported = item("México no lo vende.", citations=["s-2"])
    sentences = [
        {
            "start": 0,
            "end": 24,
            "text": rewritten["text"],
            "label": "contradicts",
            "reason": "El registro dice que no.",
        },
        {"start": 26, "end": 45, "text": supported["text"], "label": "consistent", "support": {"statement_id": "s-2"}},
    ]
    report = {**draft()["report"], "verdict": "blocked", "sentences": sentences}
    text = text_of(export(draft(items=[rewritten, supported], report=report), to), to)
    assert "Acta 1" not in text
    assert "Acta 2" in text
    assert text.index("Contradice el registro") < text.index("El registro dice que no.")
    assert text.count("México vende al ajolote.") == 2  # the point, and the observation on it


@pytest.mark.parametrize("to", EXPORT_FORMATS)
def test_a_draft_of_an_earlier_version_is_still_written(to: str) -> None:
    old = citation(1)
    for field in ("authority", "text", "lang"):
        del old[field]
    old_item = {"text": "México cuida al ajolote.", "citations": ["s-1", "gone"], "weighted_length": 24}
    report = {"verdict": "ready", "findings": []}
    sample = draft(items=[old_item], citations=[old], report=report, brief={"topic": "Ajolote"})
    text = text_of(export(sample, to), to)
    assert "Ana Luz, Secretaria de Pruebas, 21 de enero de 2026, Comunicado (paráfrasis). Acta 1" in text
    assert "Sostuvo que el ajolote 1" in text


@pytest.mark.parametrize("to", EXPORT_FORMATS)
def test_a_cleared_text_says_who_and_when_and_carries_no_advice(to: str) -> None:
    sample = draft(asides=[{"kind": "avoid", "lines": ["Hablar de venta."]}], message="Una nota.")
    text = text_of(export(sample, to, about=CLEARED), to)
    assert (
        "Texto con visto bueno — Eva Ruiz, 1 de marzo de 2026, 23:30 (hora del centro de México), huella abababababababab"
        in text
    )
    assert "ab" * 32 in text
    for absent in (
        MARKS["es"],
        "por revisar",
        "Observaciones",
        "La cifra cambió",
        "Hablar de venta",
        "Una nota.",
        "confianza mutua",
    ):
        assert absent not in text
    nobody = About(cleared=Cleared(by="", at=AT, digest="cd" * 32, published=True))
    assert "publicado — sin constancia de quién lo dio" in text_of(export(sample, to, about=nobody), to)


@pytest.mark.parametrize("to", EXPORT_FORMATS)
def test_posts_stay_as_they_are_with_length_and_references_below(to: str) -> None:
    post = carried("1/1 #Ajolote: *México* lo cuida.\nhttps://gob.mx/a_b", "s-1", part="post")
    data = export(draft(items=[post], format="thread"), to)
    text = text_of(data, to)
    assert f"{len(post['text'])} de 280 caracteres" in text
    if to == "docx":
        assert post["text"] in text
        assert [before for before, _ in footnotes(data)] == [f"{len(post['text'])} de 280 caracteres"]
    if to == "txt":
        assert f"{post['text']}\n" in text


@pytest.mark.parametrize("to", EXPORT_FORMATS)
def test_questions_stand_apart_and_a_label_is_not_said_twice(to: str) -> None:
    answer = "P: ¿Se vende?\nR: No se vende."
    sample = draft(
        items=[
            item("Antecedentes:\nUno.\nDos.", (14, 18, ["s-1"]), (19, 23, ["s-2"]), part="background"),
            item(answer, (17, 30, ["s-1"]), part="answer"),
        ]
    )
    data = export(sample, to)
    text = text_of(data, to)
    assert text.casefold().count("antecedentes") == 1
    if to == "docx":
        styles = {p.text: p.style.name for p in Document(BytesIO(data)).paragraphs if p.style}
        assert styles["P: ¿Se vende?"] == "Question"
        assert [before for before, _ in footnotes(data)] == ["Uno.", "Dos."]


@pytest.mark.parametrize("to", EXPORT_FORMATS)
def test_an_empty_draft_says_so_and_has_no_annex(to: str) -> None:
    nothing = "Nada en el registro cubre este asunto."
    empty = draft(items=[], message=nothing, report={"verdict": "review", "findings": []})
    text = text_of(export(empty, to), to)
    assert nothing in text
    for absent in ("Referencias", "Anexo", "Acta"):
        assert absent.casefold() not in text.casefold()


@pytest.mark.parametrize("to", EXPORT_FORMATS)
def test_without_annex_the_references_stay(to: str) -> None:
    text = text_of(export(draft(), to, annex=False), to)
    assert "Anexo" not in text
    assert "Sostuvo que" not in text
    assert "acta-1.txt" in text


def test_a_word_file_has_structure_language_and_no_personal_data() -> None:
    data = export(draft(), "docx", about=About(at=AT, version=1))
    document = Document(BytesIO(data))
    levels = [int(p.style.name[-1]) for p in document.paragraphs if p.style and p.style.name.startswith("Heading")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    header = document.sections[0].header.paragraphs[0]
    assert header.text == MARKS["es"]
    assert header.runs[0].bold
    footer = document.sections[0].footer.paragraphs[0]._p.xml
    assert "NUMPAGES" in footer
    assert document.tables[0].rows[0]._tr.xpath("./w:trPr/w:tblHeader")
    assert {lang.get(f"{{{lang.nsmap['w']}}}val") for lang in document.styles.element.xpath("//w:lang")} == {"es-MX"}
    known = document.core_properties
    assert (known.title, known.author, known.last_modified_by) == (
        "El ajolote & la soberanía",
        "assistant",
        "assistant",
    )
    assert (known.comments, known.language, known.created) == ("", "es-MX", AT.replace(tzinfo=known.created.tzinfo))
    section = document.sections[0]
    assert (section.page_width.inches, section.page_height.inches) == (8.5, 11)
    names = ZipFile(BytesIO(data)).namelist()
    assert not [name for name in names if "thumbnail" in name or "customXml" in name]
    assert b"Microsoft" not in ZipFile(BytesIO(data)).read("docProps/app.xml")


def test_a_statement_in_another_language_is_marked_as_such() -> None:
    english = citation(1, lang="en", text="The axolotl is not for sale.")
    document = Document(BytesIO(export(draft(citations=[english, citation(2)]), "docx")))
    said = next(p for p in document.paragraphs if p.text == "The axolotl is not for sale.")
    assert said._p.xpath(".//w:lang/@w:val") == ["en-US"]


@pytest.mark.parametrize("to", EXPORT_FORMATS)
def test_the_same_draft_is_the_same_bytes(to: str) -> None:
    assert export(draft(), to, about=CLEARED) == export(draft(), to, about=CLEARED)


def test_markdown_takes_nothing_in_a_text_for_markup() -> None:
    hostile = "# no\n- <b>no</b> [^1] [x](http://y) *no* `no` | no\n===\n1. no &amp; _no_ https://gob.mx/a_b."
    rendered = (
        MarkdownIt("commonmark").enable("table").render(export(draft(items=[carried(hostile, "s-1")]), "md").decode())
    )
    assert "&lt;b&gt;no&lt;/b&gt; [^1] [x](" in rendered
    assert "&amp;amp; _no_ " in rendered
    assert 'href="https://gob.mx/a_b"' in rendered
    assert "<em>no" not in rendered
    assert "<code>" not in rendered
    assert rendered.count("<h1>") == 1


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
        carried("México coopera.", "s-1", part="top-line"),
        carried("México dialoga.", "s-1"),
        carried("México escucha.", "s-2"),
        carried("México no cede.", "s-2", part="if-pressed"),
    ]
    asides: list[dict[str, Any]] = [{"kind": "avoid", "lines": ["Hablar de subordinación."]}]
    text = text_of(export(draft(items=items, asides=asides, message="Una nota."), to), to).casefold()
    order = ["una nota.", "línea principal", "méxico coopera.", "puntos de apoyo", "méxico dialoga.", "méxico escucha.",
             "si insisten", "méxico no cede.", "evite decir", "hablar de subordinación.", "observaciones"]  # fmt: skip
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert text.count("puntos de apoyo") == 1
