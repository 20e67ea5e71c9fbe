"""The rules of publication: what breaks them, what only looks like it, and the days on which they are in force."""

from datetime import date

import pytest
import yaml

from assistant.consistency.publication import check_publication
from assistant.consistency.publication_rules import PublicationRules, load_rules
from assistant.domain import Finding, Severity
from assistant.record.readers.speakers import load_registry
from tests.conftest import ROOT

ORDINARY = date(2026, 11, 20)
CAMPAIGN = date(2024, 5, 1)


@pytest.fixture(scope="module")
def rules() -> PublicationRules:
    return load_rules(registry=load_registry())


def found(text: str, rules: PublicationRules, *, lang: str = "es", on: date = ORDINARY) -> list[Finding]:
    return check_publication(text, lang, rules, on=on)


def broken(text: str, rules: PublicationRules, *, on: date = ORDINARY) -> set[str]:
    """Return the ids of the rules that a text breaks, as its findings name them."""
    messages = [finding.message for finding in found(text, rules, lang="en", on=on)]
    return {message.split("(rule ")[1].split(")")[0] for message in messages}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Gracias a la Presidenta, hay diálogo.", "promotion-thanks"),
        ("Gracias al secretario Persona de Prueba regresaron todos.", "promotion-thanks"),
        ("Gracias al esfuerzo del canciller, regresaron los connacionales.", "promotion-thanks"),
        ("Thanks to our President, there is dialogue.", "promotion-thanks"),
        ("El acuerdo es un logro histórico de la Presidenta.", "promotion-merit"),
        ("The pause is an achievement of the President.", "promotion-merit"),
        ("It is the Foreign Secretary's greatest success.", "promotion-merit"),
        ("Nuestra gran Presidenta habló por teléfono.", "promotion-praise"),
        ("Bajo el liderazgo de la Secretaria de Economía creció el comercio.", "promotion-praise"),
        ("Our visionary President spoke by telephone.", "promotion-praise"),
        ("Con la Presidenta, México avanza.", "promotion-slogan"),
        ("¡Viva la Presidenta!", "promotion-slogan"),
        ("The President always delivers.", "promotion-slogan"),
        ("He logrado que se nos escuche.", "promotion-first-person"),
        ("My leadership made the difference.", "promotion-first-person"),
        ("#PersonaDePruebaCumple", "hashtag-person"),
    ],
)
def test_promoting_an_official_is_found(text: str, rule: str, tmp_path) -> None:
    (tmp_path / "publication_rules.yaml").write_text("officials: {names: [Persona de Prueba]}", encoding="utf-8")
    assert rule in broken(text, load_rules(tmp_path))


@pytest.mark.parametrize(
    "text",
    [
        "La Presidenta habló por teléfono con su homólogo.",
        "El canciller dijo que la reunión fue histórica.",
        "El mejor camino, dijo la Presidenta, es el diálogo.",
        "No es un logro de la Presidenta, sino de todo el país.",
        "Gracias a la presidenta de Chile por su visita.",
        "Gracias a la presidenta Persona de Prueba.",
        "Gracias a la presidenta chilena hubo acuerdo.",
        "Gracias al secretario general de la ONU hubo acuerdo.",
        "Gracias a la Secretaría de Salud hay vacunas.",
        "Estamos con la Secretaría del Trabajo.",
        "Gracias a la cooperación disminuyó el tráfico de armas.",
        "Es un éxito de la cooperación bilateral.",
        "La Presidenta cumple con la ley.",
        "Mi gobierno rechaza el uso de la fuerza.",
        "The President spoke with her counterpart.",
        "Thanks to the Brazilian President there was agreement.",
        "Thanks to the Secretary of State for the visit.",
        "This is no achievement of the President.",
        "With the President at the table, the group met.",
    ],
)
def test_naming_who_said_or_did_something_is_no_promotion(text: str, rules: PublicationRules) -> None:
    assert not found(text, rules)


def test_a_finding_marks_the_words_names_the_rule_and_says_what_to_do(rules: PublicationRules) -> None:
    text = "Hoy hubo diálogo. Gracias a la Presidenta, seguirá."
    (spanish,) = found(text, rules)
    (english,) = found(text, rules, lang="en")
    assert text[spanish.start : spanish.end] == "Gracias a la Presidenta"
    assert "Artículo 134" in spanish.message
    assert "regla promotion-thanks" in spanish.message
    assert "Article 134" in english.message
    assert spanish.suggestion
    assert english.suggestion
    assert spanish.suggestion != english.suggestion


@pytest.mark.parametrize(
    "text",
    [
        "Son logros históricos de este gobierno.",
        "Gracias a este gobierno hay empleo.",
        "El Gobierno de México ha construido mil obras.",
        "Los programas sociales llegan a todo el país.",
        "Mañana, inauguración de la nueva carretera.",
        "These are historic achievements of our government.",
        "Our government delivered.",
    ],
)
def test_promoting_the_government_is_blocked_in_the_days_of_silence_only(text: str, rules: PublicationRules) -> None:
    inside = found(text, rules, on=CAMPAIGN)
    assert {finding.severity for finding in inside} == {Severity.BLOCK}
    assert "2024-06-02" in inside[0].message
    assert not found(text, rules)


@pytest.mark.parametrize(
    "text",
    [
        "El INE informa que las casillas abren a las ocho.",
        "La vacunación sigue y los programas sociales de los servicios de salud atienden igual.",
        "Protección civil pide ir a los albergues; los apoyos directos llegarán después.",
        "El consulado atenderá el sábado.",
        "México rechaza la medida y mantiene el diálogo.",
        "No son logros históricos.",
    ],
)
def test_what_the_law_exempts_goes_out_in_the_days_of_silence(text: str, rules: PublicationRules) -> None:
    assert not found(text, rules, on=CAMPAIGN)


@pytest.mark.parametrize(
    ("day", "silent"), [("2024-02-29", False), ("2024-03-01", True), ("2024-06-02", True), ("2024-06-03", False)]
)
def test_both_ends_of_a_period_count(day: str, silent: bool, rules: PublicationRules) -> None:
    assert bool(found("Son logros históricos.", rules, on=date.fromisoformat(day))) is silent


def test_shipped_periods_say_that_their_dates_are_to_be_confirmed(rules: PublicationRules) -> None:
    assert not any(period.confirmed for period in rules.silence)
    (finding,) = found("Son logros históricos.", rules, on=CAMPAIGN)
    assert "por confirmar" in finding.message


def test_a_drafting_note_blocks_and_is_told_once(rules: PublicationRules) -> None:
    (finding,) = found("México coopera. @juan_redactor revisa", rules)
    assert (finding.check, finding.severity) == ("drafting-notes", Severity.BLOCK)


def test_a_known_account_that_reviews_something_is_no_colleague(rules: PublicationRules) -> None:
    assert not found("Esto lo confirma @SRE_mx: @SRE_mx confirma.", rules)


def test_the_bundled_lines_to_take_break_no_rule(rules: PublicationRules) -> None:
    lines = []
    for path in sorted((ROOT / "corpus" / "statements").glob("*.yaml")):
        for line in yaml.safe_load(path.read_text(encoding="utf-8")).get("lines", []):
            lines += [(line["es"], "es"), (line["en"], "en")]
    assert len(lines) > 500
    assert [text for text, lang in lines if found(text, rules, lang=lang)] == []
