"""Clauses of a sentence."""

import pytest

from assistant.text.clauses import split_clauses


@pytest.mark.parametrize(
    ("sentence", "lang", "clauses"),
    [
        (
            "Respetamos a cada nación y pedimos lo mismo; mientras tanto, dos batallones extranjeros cuidarán la plaza.",
            "es",
            [
                "Respetamos a cada nación",
                "y pedimos lo mismo",
                "mientras tanto, dos batallones extranjeros cuidarán la plaza.",
            ],
        ),
        (
            "Mexico shares what it knows, but nobody else patrols.",
            "en",
            ["Mexico shares what it knows", "but nobody else patrols."],
        ),
        ("No hay tropas.", "es", ["No hay tropas."]),
        ("Sí, claro, por supuesto.", "es", ["Sí, claro, por supuesto."]),
    ],
)
def test_a_sentence_falls_into_its_clauses(sentence: str, lang: str, clauses: list[str]) -> None:
    found = split_clauses(sentence, lang)
    assert [clause.text for clause in found] == clauses
    assert all(sentence[clause.start : clause.end] == clause.text for clause in found)
