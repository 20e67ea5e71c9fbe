"""Two sentences of one draft against each other."""

import pytest

from assistant.consistency.agreeing import check_each_other
from assistant.domain import Severity
from tests.consistency.made import draft

CLASHES = [
    ("es", "México acepta la presencia de agentes extranjeros.", "México no acepta la presencia de agentes extranjeros.", "block", None),
    ("es", "Los aranceles aumentan el precio del acero.", "Los aranceles reducen el precio del acero.", "warn", None),
    ("es", "En enero se enviaron 37 personas al norte.", "En enero se enviaron 36 personas al norte.", "block", "36"),
    ("es", "La reunión del grupo fue el 23 de enero de 2026.", "La reunión del grupo fue el 24 de enero de 2026.", "block",
     "24 de enero de 2026"),
    ("es", "México debe compartir la información con Washington.", "México puede compartir la información con Washington.",
     "warn", "puede"),
    ("es", "México enviará la información a Estados Unidos.", "Estados Unidos enviará la información a México.", "warn", None),
    ("en", "Mexico accepts foreign agents on its soil.", "Mexico does not accept foreign agents on its soil.", "block", None),
    ("en", "The tariff is 25 percent on steel.", "The tariff is 50 percent on steel.", "block", "50 percent"),
    ("en", "Mexico may share the evidence with the court.", "Mexico must share the evidence with the court.", "warn", "must"),
    ("en", "Mexico will send the evidence to Cuba.", "Cuba will send the evidence to Mexico.", "warn", None),
]  # fmt: skip
AGREEMENTS = [
    (
        "es",
        "¿México acepta la presencia de agentes extranjeros? No, México no acepta la presencia de agentes extranjeros.",
    ),
    ("es", "Se dice que México acepta la presencia de agentes. México no acepta la presencia de agentes."),
    ("es", "Es falso que México acepte la presencia de agentes. México no acepta la presencia de agentes."),
    ("es", "«México acepta la presencia de agentes», escribió un diario. México no acepta la presencia de agentes."),
    ("es", "En febrero de 2025 se enviaron 29 personas al norte. En agosto de 2025 se enviaron 26 personas al norte."),
    ("es", "En 2024 no se firmó el acuerdo de agua. En 2026 se firmó el acuerdo de agua."),
    ("es", "La segunda reunión fue el 5 de diciembre. La tercera reunión fue el 23 de enero."),
    ("es", "Se aseguraron más de 300 toneladas de droga. Se aseguraron 320 toneladas de droga."),
    ("es", "Sinaloa redujo los homicidios 40%. Sonora redujo los homicidios 30%."),
    ("es", "México coopera con Estados Unidos en seguridad. Estados Unidos coopera con México en seguridad."),
    ("es", "México respeta a Estados Unidos. Estados Unidos también respeta a México."),
    ("en", "Does Mexico accept foreign agents on its soil? Mexico does not accept foreign agents on its soil."),
    ("en", "Critics say Mexico accepts foreign agents. Mexico does not accept foreign agents."),
    ("en", "In May the tariff was 25 percent on steel. In June the tariff was 50 percent on steel."),
    ("en", "The tariff on steel is 25 percent. The tariff on copper is 50 percent."),
    ("en", "Mexico will send the evidence to Cuba. The evidence will be sent to Cuba by Mexico."),
    ("en", "Mexico must share the evidence. Mexico must share the evidence and may publish it."),
]


@pytest.mark.parametrize(("lang", "earlier", "later", "severity", "marked"), CLASHES)
def test_a_clash_stands_at_the_later_sentence_and_quotes_the_earlier(
    lang: str, earlier: str, later: str, severity: str, marked: str | None
) -> None:
    between = "Hay otros asuntos." if lang == "es" else "There are other matters."
    text = f"{earlier} {between} {later}"
    (finding,) = check_each_other(draft(text, lang))
    assert finding.severity is Severity(severity)
    assert text[finding.start : finding.end] == (marked or later)
    assert earlier in finding.message


@pytest.mark.parametrize(("lang", "text"), AGREEMENTS)
def test_what_only_looks_like_a_clash_is_let_pass(lang: str, text: str) -> None:
    assert check_each_other(draft(text, lang)) == []


def test_one_draft_in_both_languages_is_not_held_against_itself() -> None:
    text = "México no acepta agentes extranjeros. Mexico does accept agentes extranjeros, it seems to us."
    assert check_each_other(draft(text, "es")) == []
