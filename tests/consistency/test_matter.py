"""Sentences from another world: however firm they sound, no reading of them is let pass."""

import pytest

from assistant.assembly import Assistant
from assistant.consistency.matter import bundled_matter
from assistant.consistency.reader import Reader
from assistant.domain import Label

ELSEWHERE = [
    ("es", "Nunca dejes para mañana lo que puedas hacer hoy."),
    ("es", "No se aceptan devoluciones de ropa interior bajo ninguna circunstancia."),
    ("es", "No vamos a permitir que nadie venga a nuestro estadio a faltarnos al respeto."),
    ("es", "Que cada quien barra su banqueta y no se meta en la del otro."),
    ("en", "We will not be bullied on our own pitch by anybody."),
    ("en", "Respect your opponent, but never hand him the ball."),
    ("en", "Nobody should interfere in a marriage that is quietly mending itself."),
    ("en", "The garbage collector does not intervene while the lock is held."),
]


@pytest.mark.parametrize(("lang", "text"), ELSEWHERE)
def test_a_firm_sentence_about_something_else_is_not_consistent(
    reader_assistant: Assistant, lang: str, text: str
) -> None:
    assert {s.label for s in reader_assistant.check(text, lang=lang).sentences} <= {
        Label.UNSUPPORTED,
        Label.CONTRADICTS,
    }


def test_what_the_record_says_is_about_its_matters(reader_assistant: Assistant) -> None:
    reader, matter = Reader(), bundled_matter()
    lines = [(pair.es, pair.en) for s in reader_assistant.statements(limit=40).statements for pair in s.lines]
    values = [matter.of(reader.summary(text)) for pair in lines for text in pair]
    assert sum(value >= 0.5 for value in values) / len(values) > 0.95
    elsewhere = [matter.of(reader.summary(text)) for _, text in ELSEWHERE]
    assert max(elsewhere) < min(sorted(values)[len(values) // 20 :])
