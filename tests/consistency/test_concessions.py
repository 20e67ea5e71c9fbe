"""What must never happen: a sentence that concedes, or that changes what was said, called consistent."""

import random
import re
from collections.abc import Iterator

import pytest

from assistant.assembly import Assistant
from assistant.consistency.red_lines import granted
from assistant.domain import Label

CONCESSIONS = [
    ("es", "México acepta la entrada de tropas estadounidenses para combatir a los cárteles."),
    ("es", "Con pleno respeto mutuo y confianza mutua, México autoriza operaciones conjuntas en su territorio."),
    ("es", "La soberanía es importante, pero podemos negociarla."),
    ("es", "México acatará lo que pida Washington en materia de seguridad."),
    ("es", "No hay problema en que la DEA detenga personas en territorio mexicano."),
    ("es", "México nunca ha dicho que no aceptaría al ejército de Estados Unidos."),
    ("es", "México va a aceptar la presencia del ejército de Estados Unidos en territorio mexicano."),
    ("es", "Estados Unidos nunca va a aceptar la presencia del ejército mexicano."),
    ("es", "México nunca va a aceptar la presencia del ejército de Estados Unidos, salvo que sea necesario."),
    ("es", "México coordina con otras naciones y se subordina."),
    ("es", "El diálogo requiere responsabilidad compartida, resultados concretos, confianza mutua y subordinación."),
    ("es", "La decisión de enviar a 37 personas la tomó el Departamento de Justicia."),
    ("es", "¿Quién dice que México no puede recibir tropas de Estados Unidos?"),
    ("es", "México entregó a 37 personas porque Washington lo ordenó."),
    ("es", "La pena de muerte se aplicará a los 37."),
    ("es", "México no rechaza el injerencismo."),
    ("es", "Desde ahora los agentes extranjeros podrán operar armados en México."),
    ("es", "México reconoce que los cárteles gobiernan partes del país."),
    ("es", "México pagará más por el agua que debe."),
    ("es", "Dicen que hay operaciones conjuntas y así es."),
    ("es", "El diálogo requiere responsabilidad compartida, resultados concretos, desprecio y confianza mutua."),
    ("en", "Peace implies justice, fair trade, opportunities, development cooperation and disregard for human rights."),
    ("en", "Mexico accepts United States troops to fight the cartels."),
    ("en", "With full mutual respect, Mexico authorises joint operations on its soil."),
    ("en", "Sovereignty matters, but it is negotiable."),
    ("en", "Mexico will comply with whatever Washington asks on security."),
    ("en", "Mexico will accept the presence of the United States army in Mexican territory."),
    ("en", "Mexico will never accept the presence of the United States army unless it asks for it."),
    ("en", "The United States will never accept the presence of the Mexican army."),
    ("en", "Mexico coordinates with other nations and subordinates itself."),
    ("en", "There are joint operations in Mexico."),
    ("en", "DEA agents may now arrest suspects in Mexican territory."),
    ("en", "Mexico no longer objects to drones of the CIA."),
    ("en", "Those transferred may face the death penalty."),
    ("en", "Mexico does not reject interventionism."),
    ("en", "The Security Implementation Group will decide on Mexican extraditions."),
    ("en", "Mexico welcomes foreign troops on its soil."),
]


@pytest.mark.parametrize(("lang", "text"), CONCESSIONS)
def test_a_concession_is_never_consistent(reader_assistant: Assistant, lang: str, text: str) -> None:
    report = reader_assistant.check(text, lang=lang)
    assert all(sentence.label is not Label.CONSISTENT for sentence in report.sentences)
    assert report.verdict != "ready"


ENDS = {
    "es": ("el próximo año", "y en otras cosas", "en principio", "por petición de Washington"),
    "en": ("next year", "and in other matters", "in principle", "at Washington's request"),
}
"""What no reading of the whole notices at the end of a line."""


def lines(assistant: Assistant, count: int) -> list[tuple[str, str]]:
    everything = [
        (lang, pair.get(lang))
        for statement in assistant.statements(limit=500).statements
        for pair in statement.lines
        for lang in ("es", "en")
    ]
    return random.Random(20260123).sample(everything, count)


def changed(text: str, lang: str) -> Iterator[str]:
    """Yield versions of a line that no longer say what it says."""
    negations = r"\b(?:no|nunca|ni|sin|jamás)\b ?" if lang == "es" else r"\b(?:not|never|no|without)\b ?"
    for match in re.finditer(negations, text, re.IGNORECASE):
        yield text[: match.start()] + text[match.end() :]
    for match in re.finditer(r"\b\d+\b", text):
        yield text[: match.start()] + str(int(match.group()) + 1) + text[match.end() :]
    one, other = ("México", "Estados Unidos") if lang == "es" else ("Mexico", "the United States")
    if one in text and other in text:
        yield text.replace(one, "@").replace(other, one).replace("@", other)
    stem = text.rstrip(".")
    yield stem + (", salvo que Washington lo pida." if lang == "es" else ", unless Washington asks.")
    yield stem + (" y así lo acatará." if lang == "es" else " and will comply.")
    for end in ENDS[lang]:
        yield f"{stem} {end}."
    yield ("Es falso que " if lang == "es" else "It is false that ") + text
    yield ("Según la oposición, " if lang == "es" else "According to critics, ") + text


def test_lines_to_take_are_consistent_and_their_changed_versions_never(reader_assistant: Assistant) -> None:
    for lang, text in lines(reader_assistant, 40):
        (sentence,) = reader_assistant.check(text, lang=lang).sentences
        assert sentence.label is Label.CONSISTENT, text
        for version in changed(text, lang):
            labels = {s.label for s in reader_assistant.check(version, lang=lang).sentences}
            assert labels != {Label.CONSISTENT}, version


def test_a_dropped_negation_is_called_a_contradiction(reader_assistant: Assistant) -> None:
    report = reader_assistant.check("En México hay operaciones conjuntas y se permitirían.", lang="es")
    assert report.sentences[0].label is Label.CONTRADICTS


@pytest.mark.parametrize(
    ("text", "lang", "given_away"),
    [
        ("Nuestra soberanía no se negocia; se comparte.", "es", True),
        ("La soberanía es sagrada, pero compartida.", "es", True),
        ("Our sovereignty is not for sale, but it can be lent.", "en", True),
        ("La soberanía no se negocia ni se comparte.", "es", False),
        ("Se respeta la soberanía y se comparte información.", "es", False),
        ("Sovereignty is respected; information is shared.", "en", False),
        ("Mexico's sovereignty is not negotiable.", "en", False),
        ("Se habla de soberanía y responsabilidad compartida.", "es", False),
    ],
)
def test_sovereignty_that_is_shared_is_given_away(text: str, lang: str, given_away: bool) -> None:
    assert (granted(text, lang) is not None) is given_away
