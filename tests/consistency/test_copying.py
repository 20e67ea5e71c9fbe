"""What is added to a copied line: found, shown, and never consistent."""

import pytest

from assistant.assembly import Assistant
from assistant.consistency.copying import additions
from assistant.consistency.openings import is_opening
from assistant.domain import Label

LINE = (
    "Por colaboración y razones humanitarias, México ayuda a que no pasen drogas a Estados Unidos, en especial"
    " fentanilo."
)


@pytest.mark.parametrize(
    ("sentence", "added"),
    [
        (LINE, ()),
        (f"Reitero que {LINE[0].lower()}{LINE[1:]}", ()),
        (f"También, {LINE[0].lower()}{LINE[1:]}", ()),
        (LINE.replace("razones", "las razones"), ()),
        (LINE.replace("fentanilo.", "fentanilo, el próximo año."), ("próximo año",)),
        (LINE.replace("drogas", "armas ni drogas"), ("armas ni",)),
        (LINE.replace("México ayuda", "México siempre ayuda"), ("siempre",)),
        (LINE.replace("fentanilo.", "fentanilo, y en todo lo demás."), ("y en todo demás",)),
        (LINE.replace("colaboración y razones humanitarias", "razones humanitarias"), ()),
    ],
)
def test_what_a_sentence_adds_to_a_line_is_found(sentence: str, added: tuple[str, ...]) -> None:
    assert tuple(span.text.replace("todo lo demás", "todo demás") for span in additions(sentence, LINE, "es")) == added


@pytest.mark.parametrize(("text", "opening"), [("Reitero", True), ("Además", True), ("We reiterate that", True),
                                               ("Niego que", False), ("por ahora", False), ("", False)])  # fmt: skip
def test_an_opening_adds_nothing(text: str, opening: bool) -> None:
    assert is_opening(text) is opening


@pytest.mark.parametrize(
    ("lang", "text", "added"),
    [
        ("es", "México acompañó, con distintos países, una denuncia en La Haya, tiene por primera vez a una embajadora de"
         ""
         " Palestina y busca la convivencia de los Estados de Israel y Palestina, en la medida de lo posible.", "medida de lo posible"),
        ("en", "Out of collaboration and on humanitarian grounds, Mexico helps to keep drugs, fentanyl in particular,"
         " from passing into the United States at Washington's request.", "at Washington's request"),
    ],
)  # fmt: skip
def test_a_copy_with_more_is_beyond_the_record_and_says_what_is_more(
    reader_assistant: Assistant, lang: str, text: str, added: str
) -> None:
    (sentence,) = reader_assistant.check(text, lang=lang).sentences
    assert sentence.label is Label.UNSUPPORTED
    assert added in sentence.reason
    assert sentence.suggestion is not None
    assert sentence.suggestion.split()[0] == text.split()[0]


def test_a_copy_that_adds_what_another_line_says_is_read_as_before(reader_assistant: Assistant) -> None:
    one = "Para México, el camino no es el armamentismo, sino la diplomacia activa"
    other = "México jamás permitiría que el ejército u otra institución de Estados Unidos pisara territorio mexicano."
    (sentence,) = reader_assistant.check(f"{one}, y {other}", lang="es").sentences
    assert "agrega" not in sentence.reason


def test_a_line_that_is_only_shortened_is_not_called_contrary(reader_assistant: Assistant) -> None:
    text = "In September 2025 Mexico agreed with the United States to create a group against illicit finance."
    (sentence,) = reader_assistant.check(text, lang="en").sentences
    assert sentence.label is not Label.CONTRADICTS


def test_names_that_changed_places_are_no_shortening(reader_assistant: Assistant) -> None:
    text = "Estados Unidos jamás permitiría que el ejército u otra institución de México pisara territorio mexicano."
    assert all(s.label is not Label.CONSISTENT for s in reader_assistant.check(text, lang="es").sentences)
