"""Months named in a question, with and without their year."""

import pytest

from assistant.retrieval.months import months_in


@pytest.mark.parametrize(
    ("text", "lang", "months"),
    [
        ("¿qué se dijo en julio de 2025?", "es", ("2025-07",)),
        ("lo del 3 de febrero de 2025", "es", ("2025-02",)),
        ("lo del 3 de febrero", "es", ("02",)),
        ("lo que se dijo en Agosto", "es", ("08",)),
        ("the call of 3 February 2025", "en", ("2025-02",)),
        ("from October 2024 to March 2025", "en", ("2024-10", "2025-03")),
        ("what was new in September?", "en", ("09",)),
        ("2026-01-20", "es", ("2026-01",)),
        ("May we export? The farmers march on.", "en", ()),
        ("what happened in May", "en", ("05",)),
        ("nada de esto", "es", ()),
        ("", "es", ()),
    ],
)
def test_months_are_found_as_people_write_them(text: str, lang: str, months: tuple[str, ...]) -> None:
    assert sorted(months_in(text, lang)) == sorted(months)
