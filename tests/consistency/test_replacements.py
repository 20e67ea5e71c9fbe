"""Which suggestions are exact wordings that may be put into the text by one click, and which are advice."""

from datetime import date

import pytest

from assistant.consistency.applying import applied, edit_of_finding
from assistant.consistency.context import SentenceContext
from assistant.consistency.figures import check_figures
from assistant.consistency.intensity import check_intensity
from assistant.consistency.official_list import check_official_list
from assistant.consistency.publication import check_publication
from assistant.consistency.publication_rules import load_rules
from assistant.consistency.terms import check_terms
from assistant.consistency.tone import check_tone
from assistant.domain import Finding
from tests.consistency.made import sentence


def _changed(context: SentenceContext, findings: list[Finding]) -> list[str]:
    """Return what each exact suggestion makes of the sentence."""
    edits = [edit for finding in findings if (edit := edit_of_finding(finding, context.text))]
    return [applied(edit, context.text) for edit in edits]


@pytest.mark.parametrize(
    ("lang", "text", "wanted"),
    [
        ("es", "Ayer se extraditó a 26 personas.", "Ayer se trasladó a 26 personas."),
        ("es", "La extradición de 26 personas fue legal.", "El traslado de 26 personas fue legal."),
        ("es", "Se acordó la  extradición de 26 personas.", "Se acordó el traslado de 26 personas."),
        ("es", "Hablaron de las extradiciones de 26 personas.", "Hablaron de los traslados de 26 personas."),
        ("es", "La responsabilidad compartida obliga.", "La responsabilidad compartida y diferenciada obliga."),
        ("en", "An extradition of 26 people took place.", "A transfer of 26 people took place."),
        ("en", "Mexico extradited 26 people.", "Mexico transferred 26 people."),
    ],
)
def test_a_term_is_replaced_with_the_article_it_needs(lang: str, text: str, wanted: str) -> None:
    context = sentence(text, lang)

    assert wanted in _changed(context, check_terms(context))


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("es", "La extradición inmediata de 26 personas fue legal."),  # the adjective would have to change too
        ("es", "Esta extradición de 26 personas fue legal."),
        ("es", "Se habló de injerencia de Estados Unidos."),  # the ledger names the opposite
        ("es", "Los homicidios bajaron 30 por ciento."),  # advice
        ("es", "México está subordinado a Estados Unidos."),  # one coordinates with, not to
        ("en", "Mexico was subordinated to the United States."),
    ],
)
def test_what_would_take_more_than_a_word_is_left_to_a_person(lang: str, text: str) -> None:
    context = sentence(text, lang)
    findings = check_terms(context)

    assert findings
    assert _changed(context, findings) == []


@pytest.mark.parametrize(
    ("text", "line", "wanted"),
    [
        (
            "Se trasladó a 26 operadores del crimen a Estados Unidos.",
            "Se trasladó a 37 operadores del crimen a Estados Unidos.",
            "Se trasladó a 37 operadores del crimen a Estados Unidos.",
        ),
        (
            "El Entendimiento se anunció el 3 de septiembre de 2025 en México.",
            "El Entendimiento se anunció el 4 de septiembre de 2025 en México.",
            "El Entendimiento se anunció el 4 de septiembre de 2025 en México.",
        ),
    ],
)
def test_a_figure_or_date_is_replaced_by_the_recorded_one(text: str, line: str, wanted: str) -> None:
    context = sentence(text, "es", [line])

    assert _changed(context, check_figures(context)) == [wanted]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "Se trasladó a 1 operador del crimen a Estados Unidos.",
            "Se trasladó a 37 operadores del crimen a Estados Unidos.",
        ),
        (
            "El Entendimiento se anunció el 3 de septiembre en México.",
            "El Entendimiento se anunció el 4 de septiembre de 2025 en México.",
        ),
    ],
)
def test_a_figure_that_changes_more_than_itself_is_left_to_a_person(text: str, line: str) -> None:
    context = sentence(text, "es", [line])
    findings = check_figures(context)

    assert [finding.severity.value for finding in findings] == ["block"]
    assert _changed(context, findings) == []


OCCASIONS = (
    "Se trasladó a 29 operadores del crimen a Estados Unidos en febrero de 2025.",
    "Se trasladó a 37 operadores del crimen a Estados Unidos en enero de 2026.",
)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Se trasladó a 26 operadores del crimen a Estados Unidos.", OCCASIONS),  # which of the two was meant?
        ("Se trasladó a 26 operadores del crimen a Estados Unidos en mayo de 2024.", OCCASIONS[:1]),
        (
            "Se trasladó a 40 operadores del crimen a Estados Unidos en 2025.",
            (*OCCASIONS, "Se trasladó a 26 operadores del crimen a Estados Unidos en agosto de 2025."),
        ),
    ],
)
def test_a_figure_of_another_occasion_is_never_put_in_by_one_click(text: str, lines: tuple[str, ...]) -> None:
    context = sentence(text, "es", lines)
    findings = [finding for finding in check_figures(context) if finding.check == "figures"]

    assert [finding.severity.value for finding in findings] == ["block"]
    assert _changed(context, check_figures(context)) == []


def test_a_figure_of_the_sentences_own_month_is_exact() -> None:
    text = "Se trasladó a 26 operadores del crimen a Estados Unidos en enero de 2026."
    context = sentence(text, "es", OCCASIONS[::-1])
    figures = [finding for finding in check_figures(context) if finding.check == "figures"]

    assert _changed(context, figures) == [OCCASIONS[1]]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Lea más en http://gob.mx/sre hoy.", "Lea más en https://gob.mx/sre hoy."),
        ("Sin sumisión. #méxico_unido", "Sin sumisión. #MéxicoUnido"),
        ("Coordinación con @StateDeptt.", "Coordinación con @StateDept."),
    ],
)
def test_a_tag_an_account_or_a_link_is_written_right(text: str, wanted: str) -> None:
    findings = check_publication(text, "es", load_rules(), on=date(2026, 1, 1))

    assert [applied(edit, text) for f in findings if (edit := edit_of_finding(f, text))] == [wanted]


def test_advice_of_the_rules_is_never_put_into_a_text() -> None:
    text = "Lea más en https://bit.ly/x #vivamexicosiempreunidos [verificar cifra]"
    findings = check_publication(text, "es", load_rules(), on=date(2026, 1, 1))

    assert len([f for f in findings if f.suggestion]) >= 3
    assert [f for f in findings if edit_of_finding(f, text)] == []


@pytest.mark.parametrize("check", [check_tone, check_official_list, check_intensity])
def test_lists_and_whole_lines_never_stand_in_the_place_of_words(check: object) -> None:
    text = "¡¡¡Exigimos los cinco principios: respeto mutuo, confianza mutua, soberanía, y amistad!!! ES UNA VERGÜENZA."
    context = sentence(text, "es", ["Lamentamos los hechos y apostamos por el diálogo con Estados Unidos."])

    assert _changed(context, check(context)) == []  # type: ignore[operator]
