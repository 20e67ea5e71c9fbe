"""Tone: what leaves the dialogue line is told, what only names or rejects it is not."""

import pytest

from assistant.consistency.tone import check_tone
from assistant.domain import Severity
from tests.consistency.made import sentence

OFF_THE_LINE = [
    ("es", "threat", "Tendrán que atenerse a las consecuencias."),
    ("es", "threat", "Quien lo intente lo pagará caro."),
    ("es", "threat", "Si no hay respuesta, cerraremos la frontera."),
    ("es", "threat", "No cederemos y pagarán las consecuencias."),
    ("es", "threat", "No nos temblará la mano."),
    ("es", "ultimatum", "Tienen 48 horas para retirar los aranceles."),
    ("es", "ultimatum", "O retiran los aranceles o cerramos la puerta."),
    ("es", "ultimatum", "A México se le agotó la paciencia: esta es la última advertencia."),
    ("es", "mockery", "Ese funcionario es un payaso."),
    ("es", "mockery", "Nos da risa la propuesta 😂."),
    ("es", "sarcasm", "Vaya amigos que tenemos en el norte."),
    ("es", "sarcasm", "¡Qué casualidad que lo digan ahora!"),
    ("es", "absolute", "Jamás en la historia hubo una relación así."),
    ("es", "absolute", "Bajo ninguna circunstancia hablaremos de remesas."),
    ("es", "shouting", "México NUNCA hablará de eso."),
    ("es", "shouting", "¡¡No lo vamos a permitir!!"),
    ("en", "threat", "They will pay for it."),
    ("en", "threat", "Washington will face serious consequences."),
    ("en", "threat", "Lift the tariffs, or else."),
    ("en", "threat", "We will close the border tomorrow."),
    ("en", "ultimatum", "They have 48 hours to comply."),
    ("en", "ultimatum", "Mexico's patience has run out."),
    ("en", "mockery", "The ambassador is a clown."),
    ("en", "sarcasm", "Thanks for nothing, neighbor."),
    ("en", "sarcasm", "With friends like these, who needs tariffs?"),
    ("en", "absolute", "Under no circumstances will we ever discuss remittances."),
    ("en", "shouting", "This is TOTALLY WRONG for the region."),
    ("en", "shouting", "Mexico will not stand for it!!"),
]
ON_THE_LINE = [
    ("es", "No aceptamos amenazas."),
    ("es", "México rechaza los ultimátums, los berrinches y los insultos."),
    ("es", "No decimos que pagarán las consecuencias."),
    ("es", "Cerraremos la frontera es algo que no sirve a nadie."),
    ("es", "El funcionario dijo que «pagarán las consecuencias»."),
    ("es", "Los consumidores estadounidenses pagarán los aranceles."),
    ("es", "Habrá consecuencias legales para quien trafique armas."),
    ("es", "México nunca va a aceptar la presencia de tropas."),
    ("es", "La SRE, el INEGI y la CELAC informaron a la ONU."),
    ("es", "PERSONA DE PRUEBA: Buenos días."),
    ("es", "MENSAJES PRINCIPALES"),
    ("es", "¡Gracias a todas y todos!"),
    ("es", "El agua se va a pagar en cinco años."),
    ("en", "We do not accept threats."),
    ("en", "Mexico rejects insults, tantrums and ultimatums."),
    ("en", "American consumers will pay for it."),
    ("en", 'The official said "they will pay for it".'),
    ("en", "There will be legal consequences for arms traffickers."),
    ("en", "Mexico is nobody's fool."),
    ("en", "The Bully Foundation met in May."),
    ("en", "The FBI and CELAC shared information."),
    ("en", "KEY MESSAGES"),
]


@pytest.mark.parametrize(("lang", "kind", "text"), OFF_THE_LINE)
def test_what_leaves_the_dialogue_line_is_told_and_marked(lang: str, kind: str, text: str) -> None:
    context = sentence(text, lang)
    findings = check_tone(context)
    told = {f.message for f in findings if f.severity is Severity.WARN}
    assert any(context.text[f.start : f.end] in f.message for f in findings)
    expected = context.finding("tone", Severity.WARN, f"tone_{kind}", said="@").message.split("@")[1]
    assert any(expected in message for message in told), told


@pytest.mark.parametrize(("lang", "text"), ON_THE_LINE)
def test_what_is_rejected_quoted_or_harmless_is_not(lang: str, text: str) -> None:
    assert check_tone(sentence(text, lang)) == []


def test_a_calm_line_on_the_matter_is_offered_instead() -> None:
    calm = "México responderá a los aranceles con diálogo y cabeza fría."
    other = "México responderá a los aranceles con medidas propias."
    (finding,) = check_tone(sentence("México responderá a los aranceles y lo pagarán caro.", "es", [other, calm]))
    assert finding.suggestion == calm
    assert finding.evidence == ("prueba-1",)


def test_no_line_is_offered_where_the_record_has_none_near() -> None:
    (finding,) = check_tone(sentence("Lo pagarán caro.", "es", ["La cosecha de aguacate creció en mayo."]))
    assert finding.suggestion is None


@pytest.mark.parametrize(
    ("lang", "text", "line"),
    [
        ("es", "Bajo ninguna circunstancia habrá tropas en México.", "México nunca aceptará tropas en su territorio."),
        ("en", "Under no circumstances will troops enter Mexico.", "Troops will never enter Mexico."),
    ],
)
def test_an_absolute_that_the_record_has_is_no_fault(lang: str, text: str, line: str) -> None:
    assert check_tone(sentence(text, lang, [line])) == []
    assert check_tone(sentence(text, lang, ["El comercio creció en mayo." if lang == "es" else "Trade grew in May."]))
