"""Which figure of the record a later statement replaces: strict, because a wrong suggestion costs more than none."""

from datetime import date
from typing import Any

import pytest

from assistant.assembly import Assistant
from assistant.citing import reference
from assistant.consistency.claims import Suggestion, claims_of
from assistant.consistency.superseding import NewerFigures, suggest
from assistant.domain import Bilingual, Form, Source, Statement
from assistant.record.corpus import load_corpus


def said(name: str, day: str, text: str, **changes: Any) -> Statement:
    fields: dict[str, Any] = {
        "id": name,
        "date": date.fromisoformat(day),
        "speaker": "Persona de Prueba",
        "role": "Secretaria",
        "venue": "Conferencia",
        "lang": "es",
        "form": Form.VERBATIM,
        "text": text,
        "topics": ("security-cooperation",),
        "source": Source(title="Archivo de prueba", ref=f"{name}.txt"),
    }
    return Statement(**{**fields, **changes})


def between(older: str, newer: str, **changes: Any) -> list[Suggestion]:
    statements = [said("old", "2026-01-05", older, **changes), said("new", "2026-02-05", newer, **changes)]
    return suggest([claim for statement in statements for claim in claims_of(statement)])


def figures(suggestions: list[Suggestion]) -> list[tuple[str, str]]:
    return [(each.older.figure.text, each.newer.figure.text) for each in suggestions]


@pytest.mark.parametrize(
    ("older", "newer", "change"),
    [
        (
            "Se han entregado 43 mil 438 libros de texto por correo certificado.",
            "Por correo certificado se han entregado 46 mil 400 libros de texto.",
            ("43 mil 438", "46 mil 400"),
        ),
        (
            "A la fecha suman 120 talleres de paz abiertos en plazas públicas y mercados.",
            "A la fecha suman 133 talleres de paz abiertos en plazas públicas y mercados.",
            ("120", "133"),
        ),
        (
            "Comparado con septiembre de 2024, la espera promedio en ventanilla bajó 37 por ciento.",
            "Comparado con septiembre de 2024, la espera promedio en ventanilla bajó 40 por ciento.",
            ("37 por ciento", "40 por ciento"),
        ),
        (
            "Es la segunda reunión del Grupo de Trabajo sobre Puentes Fronterizos de Prueba.",
            "Es la tercera reunión del Grupo de Trabajo sobre Puentes Fronterizos de Prueba.",
            ("segunda", "tercera"),
        ),
        (
            "El precio promedio nacional del litro de leche de prueba está en 23 pesos.",
            "El precio promedio nacional del litro de leche de prueba está en 24 pesos.",
            ("23 pesos", "24 pesos"),
        ),
    ],
)
def test_a_later_value_of_the_same_figure_is_suggested(older: str, newer: str, change: tuple[str, str]) -> None:
    found = between(older, newer)
    assert figures(found) == [change]
    assert (found[0].older.matter.statement_id, found[0].newer.matter.statement_id) == ("old", "new")
    assert 0.5 <= found[0].confidence <= 1


@pytest.mark.parametrize(
    ("older", "newer", "why"),
    [
        ("Se han abierto 120 talleres de paz en plazas y mercados públicos.",
         "Se han abierto 120 talleres de paz en plazas y mercados públicos.", "the same value"),
        ("Se han abierto 120 talleres de paz en plazas y mercados públicos de Sonora.",
         "Se han abierto 133 talleres de paz en plazas y mercados públicos de Chiapas.", "another state"),
        ("Hablo de Sonora. Se han abierto 120 talleres de paz en plazas y mercados públicos.",
         "Hablo de Chiapas. Se han abierto 133 talleres de paz en plazas y mercados públicos.", "a state named before"),
        ("Se abrieron 120 talleres de paz en plazas y mercados públicos.",
         "Se abrieron 133 talleres de paz en plazas y mercados públicos.", "two events"),
        ("Se han abierto 120 talleres de paz en plazas y mercados públicos.",
         "Vamos a abrir 133 talleres de paz en plazas y mercados públicos.", "a goal"),
        ("Se han abierto 120 talleres de paz en plazas y mercados públicos.",
         "Se han abierto 95 talleres de paz en plazas y mercados públicos.", "what adds up cannot shrink"),
        ("Se han abierto 120 talleres de paz en plazas y mercados públicos.",
         "Se han abierto 9 mil talleres de paz en plazas y mercados públicos.", "far too much"),
        ("En este programa se han abierto 120 talleres de paz en plazas públicas.",
         "En este programa se han abierto 133 talleres de paz en plazas públicas.", "which programme is not said"),
        ("El robo a negocio con engaño disminuyó 37 por ciento.",
         "El robo a negocio con engaño disminuyó 40 por ciento.", "since when is not said"),
        ("Comparado con septiembre de 2024, la espera promedio en ventanilla bajó 37 por ciento.",
         "Comparado con enero de 2025, la espera promedio en ventanilla bajó 40 por ciento.", "another period"),
        ("La espera promedio diaria en ventanilla es de 37 por ciento del turno completo.",
         "La espera promedio anual en ventanilla es de 40 por ciento del turno completo.", "another average"),
        ("Por cada 350 pesos de compra hay un boleto de la rifa de prueba del mercado.",
         "Por cada 400 pesos de compra hay un boleto de la rifa de prueba del mercado.", "a unit"),
        ("Tenemos 3 años de trabajo conjunto en los puentes fronterizos de prueba.",
         "Tenemos 4 años de trabajo conjunto en los puentes fronterizos de prueba.", "a duration"),
        ("¿Se han abierto 120 talleres de paz en plazas y mercados públicos?",
         "¿Se han abierto 133 talleres de paz en plazas y mercados públicos?", "questions claim nothing"),
        ("De ellos, 120 talleres de paz se han abierto en plazas y mercados públicos.",
         "Son 133 talleres de paz que se han abierto en plazas y mercados públicos.", "a part and the whole"),
        ("El artículo 19 es aplicable a los talleres de paz en plazas públicas.",
         "El artículo 20 es aplicable a los talleres de paz en plazas públicas.", "a label"),
    ],
)  # fmt: skip
def test_figures_that_do_not_replace_each_other_are_left_alone(older: str, newer: str, why: str) -> None:
    assert figures(between(older, newer)) == [], why


def test_figures_of_other_topics_or_other_counterparts_are_not_compared() -> None:
    text = "A la fecha suman {} talleres de paz abiertos en plazas públicas y mercados."
    old, new = said("a", "2026-01-05", text.format(120)), said("b", "2026-02-05", text.format(133), topics=("trade",))
    assert suggest([*claims_of(old), *claims_of(new)]) == []
    here, there = (
        said("a", "2026-01-05", text.format(120), counterpart="País Uno"),
        said("b", "2026-02-05", text.format(133), counterpart="País Dos"),
    )
    assert suggest([*claims_of(here), *claims_of(there)]) == []


def test_with_the_same_counterpart_the_words_next_to_the_figure_decide() -> None:
    tied = {"counterpart": "Estados Unidos", "form": Form.PARAPHRASE}
    assert figures(
        between(
            "Informó del traslado de 29 personas a Estados Unidos, hecho con respeto a la ley.",
            "Explicó que el traslado de 37 internos respondió a una petición formal y que ninguno era menor.",
            **tied,
        )
    ) == [("29", "37")]
    assert between("Pidió el regreso de 29 personas.", "Saludó a 37 personas en el consulado.", **tied) == []


def test_the_older_figure_is_suggested_the_newest_value_and_none_if_it_came_back() -> None:
    text = "A la fecha suman {} talleres de paz abiertos en plazas públicas y mercados."
    three = [said(f"s{n}", f"2026-0{n}-05", text.format(v)) for n, v in ((1, 120), (2, 133), (3, 140))]
    found = suggest([claim for statement in three for claim in claims_of(statement)])
    assert sorted(figures(found)) == [("120", "140"), ("133", "140")]
    back = [*three, said("s4", "2026-04-05", text.format(120))]
    assert ("120", "140") not in figures(suggest([claim for statement in back for claim in claims_of(statement)]))


def test_lines_to_take_are_compared_in_their_own_language() -> None:
    def lines(count: int) -> tuple[Bilingual, ...]:
        es = f"A la fecha suman {count} talleres de paz abiertos en plazas públicas y mercados."
        return (Bilingual(es=es, en=f"To date {count} peace workshops have opened in public squares and markets."),)

    old = said("a", "2026-01-05", "Texto.", lines=lines(120))
    new = said("b", "2026-02-05", "Text.", lang="en", lines=lines(133))
    found = suggest([*claims_of(old), *claims_of(new)])
    assert [(s.older.figure.text, s.newer.figure.text, s.older.lang == s.newer.lang) for s in found] == [
        ("120", "133", True)
    ]


def test_the_bundled_record_yields_the_figures_that_moved_and_nothing_else() -> None:
    found = suggest([claim for statement in load_corpus() for claim in claims_of(statement)])
    changes = {
        (s.older.matter.statement_id, s.newer.matter.statement_id, s.older.figure.value, s.newer.figure.value)
        for s in found
    }
    guns, transfers = "2026-02-27-harfuch-80-percent-guns", "2026-01-20-harfuch-37-transfers-total-92"
    assert changes == {
        ("2024-11-26-sheinbaum-letter-trump", guns, 70, 80),
        ("2025-02-20-sheinbaum-constitution-art-40", guns, 74, 80),
        ("2025-05-08-harfuch-75-percent-guns", guns, 75, 80),
        ("2025-02-28-harfuch-29-transfers-reason", transfers, 29, 37),
        ("2025-08-13-harfuch-26-transfers", transfers, 26, 37),
        ("2025-05-16-amador-remesas-doble-tributacion", "2025-06-30-sheinbaum-remesas-uno-por-ciento", 5, 1),
    }


def test_search_finds_the_newer_figure_of_one_statement(reader_assistant: Assistant) -> None:
    found = reader_assistant.suggestions_for("2025-02-28-harfuch-29-transfers-reason")
    assert [(s.newer.matter.statement_id, s.newer.figure.text) for s in found] == [
        ("2026-01-20-harfuch-37-transfers-total-92", "37")
    ]
    assert reader_assistant.suggestions_for("2026-01-20-harfuch-37-transfers-total-92") == []


def test_what_is_linked_already_is_not_suggested_again(assistant: Assistant) -> None:
    older, newer = "2025-08-13-harfuch-26-transfers", "2026-01-20-harfuch-37-transfers-total-92"
    pair = (older, newer)
    before = {(s.older.matter.statement_id, s.newer.matter.statement_id) for s in assistant.suggestions()}
    assert pair in before
    assistant.review.link(older, newer)
    after = {(s.older.matter.statement_id, s.newer.matter.statement_id) for s in assistant.suggestions()}
    assert after == before - {pair}
    assert NewerFigures(assistant.retriever).of_statement(assistant.show(older)) == []


def test_answers_and_drafts_say_what_may_have_replaced_a_figure(reader_assistant: Assistant) -> None:
    answer = reader_assistant.ask("¿Cuántas personas fueron trasladadas a Estados Unidos en agosto de 2025?")
    marked = {c.statement.id: c for c in answer.citations if c.maybe_superseded_by}
    older, newer = "2025-08-13-harfuch-26-transfers", "2026-01-20-harfuch-37-transfers-total-92"
    assert marked[older].maybe_superseded_by == (newer,)
    assert reference(marked[older], "es").endswith(f"[quizá superada por {newer}]")
    assert reference(marked[older], "en").endswith(f"[maybe superseded by {newer}]")
    unmarked = [c for c in answer.citations if not (c.maybe_superseded_by or c.statement.superseded_by)]
    assert unmarked
    assert all(reference(c, "es").endswith(c.statement.source.ref) for c in unmarked)
