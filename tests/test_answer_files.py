"""Answers as files: marked as drafts, with their references, and the other side apart."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from docx import Document

from assistant.answer_files import answer_file, written_out
from assistant.assembly import Assistant
from assistant.domain import Form, Inquiry, Said, Side, Source, Statement, TheOtherSide
from assistant.errors import InputError

DAY = date(2026, 5, 1)
THEIRS = Statement(
    id="theirs",
    date=DAY,
    speaker="Marco Rubio",
    role="Secretary of State",
    venue="Washington",
    lang="en",
    form=Form.VERBATIM,
    text="Mexico [agreed](http://x) to <b>troops</b>.\x07",
    source=Source(title="Remarks", ref="remarks.md"),
    side=Side.COUNTERPART,
)


@pytest.fixture(scope="module")
def inquiry(reader_assistant: Assistant) -> Inquiry:
    query = reader_assistant.understand("¿Qué ha cambiado desde febrero de 2026 sobre el petróleo a Cuba?")
    return reader_assistant.positions.inquire(query, today=DAY)


@pytest.mark.parametrize("lang", ["es", "en"])
@pytest.mark.parametrize("to", ["md", "txt", "docx"])
def test_every_file_is_a_draft_with_its_references(inquiry: Inquiry, to: str, lang: str) -> None:
    data = answer_file(inquiry, to, lang, DAY)
    text = "\n".join(p.text for p in Document(BytesIO(data)).paragraphs) if to == "docx" else data.decode("utf-8")
    first = text.splitlines()[0]
    assert ("no es un texto autorizado" if lang == "es" else "not a cleared text") in first
    assert inquiry.question in text
    for citation in inquiry.answer.citations:
        assert citation.statement.source.ref.replace("_", "\\_") in text or citation.statement.source.ref in text
    assert text.count("paráfrasis" if lang == "es" else "paraphrase") >= len(inquiry.answer.citations)


def test_no_paraphrase_stands_in_quotation_marks(inquiry: Inquiry) -> None:
    assert not set("«»“”") & set(answer_file(inquiry, "txt", "es", DAY).decode("utf-8"))


def test_the_other_side_has_a_section_of_its_own_and_no_reference(inquiry: Inquiry) -> None:
    said = Said(statement=THEIRS, quote="Mexico [agreed](http://x) to <b>troops</b>.\x07")
    both = replace(inquiry, theirs=TheOtherSide(statements=1, said=(said,)))
    written = written_out(both, "es", DAY)
    holding = [section.name for section in written.sections if any("Rubio" in line for line in section.lines)]
    assert holding == ["theirs"]
    assert not any("Rubio" in line for line in written.references.lines)
    markdown = answer_file(both, "md", "es", DAY).decode("utf-8")
    assert "\\[agreed\\]" in markdown
    assert "\\<b\\>" in markdown
    assert "\x07" not in markdown
    Document(BytesIO(answer_file(both, "docx", "es", DAY)))


def test_no_record_says_so_and_calls_the_nearest_no_answer(reader_assistant: Assistant) -> None:
    found = reader_assistant.positions.inquire(reader_assistant.understand("¿Cuántos homicidios hubo?"), today=DAY)
    text = answer_file(found, "txt", "es", DAY).decode("utf-8")
    assert "No hay nada en el registro que responda a esta pregunta." in text
    assert "NO ES UNA RESPUESTA" in text


def test_another_format_is_refused(inquiry: Inquiry) -> None:
    with pytest.raises(InputError, match="docx, md, txt"):
        answer_file(inquiry, "pdf", "es", DAY)
