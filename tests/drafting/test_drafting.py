from dataclasses import replace
from pathlib import Path

import pytest

from assistant.assembly import Assistant
from assistant.domain import Brief, DraftFormat, Filters, Form, Label, Verdict
from assistant.errors import InputError
from assistant.text.post import POST_LIMIT, weighted_length
from assistant.text.quotations import find_quotations, is_verbatim

MEETING = Brief(
    topic="Tercera reunión del Grupo de Implementación de Seguridad, Washington",
    format=DraftFormat.TALKING_POINTS,
    lang="es",
)


@pytest.mark.parametrize("lang", ["es", "en"])
@pytest.mark.parametrize("wanted", list(DraftFormat))
def test_every_format_cites_the_record_and_passes_its_own_check(
    assistant: Assistant, wanted: DraftFormat, lang: str
) -> None:
    (draft,) = assistant.draft(replace(MEETING, format=wanted, lang=lang))
    assert draft.items
    cited = {citation.statement.id for citation in draft.citations}
    assert [c.number for c in draft.citations] == list(range(1, len(draft.citations) + 1))
    for item in draft.items:
        assert item.citations
        assert set(item.citations) <= cited
        assert item.weighted_length == weighted_length(item.text)
        if wanted in {DraftFormat.POST, DraftFormat.THREAD}:
            assert item.weighted_length <= POST_LIMIT
    for citation in draft.citations:
        assert citation.quote
        assert citation.quote in citation.statement.text
    assert "2026-01-24-sre-third-implementation-group" in cited
    assert draft.report.verdict is not Verdict.BLOCKED
    assert {s.label for s in draft.report.sentences} == {Label.CONSISTENT}


def test_points_are_lines_of_the_cited_statements_word_for_word(assistant: Assistant) -> None:
    (draft,) = assistant.draft(MEETING)
    for item in draft.items:
        lines = {pair.es for i in item.citations for pair in assistant.show(i).lines}
        assert item.text in lines


def test_no_point_is_said_twice(assistant: Assistant) -> None:
    (draft,) = assistant.draft(replace(MEETING, format=DraftFormat.THREAD))
    bodies = [item.text.split(" ", 1)[1] for item in draft.items]
    assert len(set(bodies)) == len(bodies)
    assert [item.text.split(" ", 1)[0] for item in draft.items] == [
        f"{n}/{len(bodies)}" for n in range(1, len(bodies) + 1)
    ]


def test_a_brief_that_the_record_does_not_cover_gets_no_filler(assistant: Assistant) -> None:
    (draft,) = assistant.draft(replace(MEETING, topic="Receta de la pizza napolitana"))
    assert draft.items == ()
    assert draft.citations == ()
    assert "No hay nada en el registro" in draft.message
    assert draft.report.verdict is Verdict.REVIEW


def test_a_superseded_position_gives_way_to_the_newer_one(assistant: Assistant) -> None:
    (draft,) = assistant.draft(replace(MEETING, topic="envío de petróleo y combustible a Cuba"))
    cited = {i for item in draft.items for i in item.citations}
    assert "2026-03-30-sheinbaum-cuba-combustible-en-revision" in cited
    assert not cited & {
        "2026-01-28-sheinbaum-petroleo-cuba-decision-soberana",
        "2026-02-17-sheinbaum-cuba-sin-combustible",
    }


def test_alternatives_use_other_points(assistant: Assistant) -> None:
    drafts = assistant.draft(replace(MEETING, format=DraftFormat.POST), alternatives=3)
    assert len(drafts) == 3
    assert len({draft.items[0].text for draft in drafts}) == 3
    assert len({draft.id for draft in drafts}) == 3


def test_filters_of_the_brief_hold(assistant: Assistant) -> None:
    (draft,) = assistant.draft(replace(MEETING, topic="cooperación en seguridad", filters=Filters(speaker="Velasco")))
    assert draft.items
    assert {c.statement.speaker for c in draft.citations} == {"Roberto Velasco Álvarez"}


def test_spoken_words_are_quoted_exactly_and_attributed(assistant: Assistant, tmp_path: Path) -> None:
    path = tmp_path / "conferencia.txt"
    said = "México mantendrá cerrados los hangares zapotecos de Oaxaca hasta que termine la auditoría aeronáutica."
    path.write_text(
        "Versión estenográfica. Conferencia de prensa de prueba del 02 de marzo de 2026\n"
        "Presidencia de la República\n02 de marzo de 2026\n---\nPREGUNTA\n¿Abrirán los hangares zapotecos de Oaxaca?\n---\n"
        f"PRESIDENTA DE MÉXICO, CLAUDIA SHEINBAUM PARDO\n{said}\n—000—\n",
        encoding="utf-8",
    )
    assistant.ingest([path])
    (draft,) = assistant.draft(replace(MEETING, topic="hangares zapotecos de Oaxaca", format=DraftFormat.POST))
    (item,) = draft.items
    (quote,) = find_quotations(item.text)
    statement = assistant.show(item.citations[0])
    assert statement.form is Form.VERBATIM
    assert is_verbatim(quote.text, statement.text)
    assert "Claudia Sheinbaum Pardo" in item.text
    assert "2 de marzo de 2026" in item.text
    assert "¿Abrirán" not in item.text


def test_only_verbatim_statements_ever_stand_in_quotation_marks(assistant: Assistant) -> None:
    for wanted in DraftFormat:
        (draft,) = assistant.draft(replace(MEETING, format=wanted))
        assert not [q for item in draft.items for q in find_quotations(item.text)]


def test_drafts_are_kept(assistant: Assistant) -> None:
    (draft,) = assistant.draft(MEETING)
    kept = assistant.saved_draft(draft.id)
    assert [item["text"] for item in kept["items"]] == [item.text for item in draft.items]


def test_an_empty_brief_is_refused(assistant: Assistant) -> None:
    with pytest.raises(InputError, match="topic"):
        assistant.draft(replace(MEETING, topic="  "))
    with pytest.raises(InputError, match="alternatives"):
        assistant.draft(MEETING, alternatives=0)


def test_a_brief_that_the_record_only_comes_near_says_so(assistant: Assistant) -> None:
    topic = "Compromiso climático de México rumbo a la siguiente conferencia mundial"
    (draft,) = assistant.draft(replace(MEETING, topic=topic))
    assert draft.items
    assert "solo toca de cerca" in draft.message
    assert draft.report.verdict is Verdict.REVIEW
    assert [f.check for f in draft.report.findings if f.message in draft.message] == ["coverage"]


def test_talking_points_open_with_a_top_line_and_keep_limits_for_hard_questions(assistant: Assistant) -> None:
    (draft,) = assistant.draft(replace(MEETING, topic="tropas extranjeras en territorio mexicano"))
    parts = [item.part.value for item in draft.items]
    assert parts[0] == "top-line"
    assert parts == sorted(parts, key=["top-line", "point", "if-pressed"].index)
    assert "if-pressed" in parts
    assert draft.asides[0].kind == "avoid"
    assert draft.asides[0].lines


def test_what_was_dropped_is_in_no_draft_and_what_was_pinned_is(assistant: Assistant) -> None:
    (plain,) = assistant.draft(MEETING)
    dropped = plain.items[0].citations[0]
    pinned = "2025-05-03-sheinbaum-no-us-army"
    (draft,) = assistant.draft(replace(MEETING, dropped=(dropped,), pinned=(pinned,)))
    cited = {i for item in draft.items for i in item.citations}
    assert dropped not in cited
    assert pinned in cited
