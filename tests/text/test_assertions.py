"""What asserts one thing is read together."""

import pytest

from assistant.text.assertions import split_assertions


@pytest.mark.parametrize(
    "together",
    [
        "¿Tropas extranjeras en la frontera? Jamás.",
        "Hay quien propone cerrar la puerta y olvidarse de los vecinos. Nosotros no lo vemos así ni lo haremos.",
        "Some insist that the river belongs to nobody. Mexico rejects that reading and will go on saying so.",
        "México coopera con respeto. #México",
        "¡Por fin! La carta que se había pedido en el verano llegó ayer a la oficina.",
        "The answer was given in June of that year. It was a no.",
    ],
)
def test_sentences_that_complete_each_other_are_one(together: str) -> None:
    lang = "es" if any(c in together for c in "¿¡áéíóúñ") or "coopera" in together else "en"
    assert [span.text for span in split_assertions(together, lang)] == [together]


@pytest.mark.parametrize(
    "apart",
    [
        "México coopera con respeto entre iguales en todo. Los consulados abrirán también los domingos por la mañana.",
        "Mexico shares what it knows about the routes.\nThe second point is about the water of the treaty.",
    ],
)
def test_sentences_that_stand_by_themselves_stay_apart(apart: str) -> None:
    spans = split_assertions(apart, "es" if "coopera" in apart else "en")
    assert len(spans) == 2
    assert all(apart[span.start : span.end] == span.text for span in spans)


def test_a_long_text_is_not_swallowed_by_its_questions() -> None:
    text = " ".join(f"¿Y qué se dijo de la carta número {n} de aquel año tan largo?" for n in range(20))
    assert len(split_assertions(text, "es")) >= 7
