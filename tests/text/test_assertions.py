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
        "Allá mandan los de allá y aquí los de aquí. Ni ellos acá ni nosotros allá.",
    ],
)
def test_sentences_that_complete_each_other_are_one(together: str) -> None:
    lang = "en" if "Mexico" in together else "es"
    assert [span.text for span in split_assertions(together, lang)] == [together]


@pytest.mark.parametrize(
    "apart",
    [
        "México coopera con respeto entre iguales en todo. Los consulados abrirán también los domingos por la mañana.",
        "México colabora sin subordinarse. Permitiremos que otros patrullen.",
        "Se respeta a todos. ¿Y qué hay de los demás países?",
        "Mexico shares what it knows about the routes.\nThe second point is about the water of the treaty.",
    ],
)
def test_sentences_that_stand_by_themselves_stay_apart(apart: str) -> None:
    spans = split_assertions(apart, "en" if "Mexico" in apart else "es")
    assert len(spans) == 2
    assert all(apart[span.start : span.end] == span.text for span in spans)


def test_a_long_text_is_not_swallowed_by_its_questions() -> None:
    text = " ".join(f"¿Y qué se dijo de la carta número {n} de aquel año tan largo?" for n in range(20))
    assert len(split_assertions(text, "es")) >= 7
