"""Figures that moved want their date and who gave them."""

import pytest

from assistant.consistency.moving import check_moving_figures
from assistant.domain import Severity
from tests.consistency.made import sentence


@pytest.mark.parametrize(
    ("lang", "text", "marked", "severity"),
    [
        ("es", "El 74% de las armas aseguradas viene de Estados Unidos.", "74%", "warn"),
        ("es", "El 80% de las armas aseguradas viene de Estados Unidos.", "80%", "info"),
        ("es", "En febrero de 2025, el 74% de las armas venía de Estados Unidos.", "74%", "info"),
        ("es", "El impuesto a las remesas es de 5%.", "5%", "warn"),
        ("es", "Se aseguraron 300 toneladas de droga.", "300", "warn"),
        ("es", "Han muerto 13 mexicanos bajo custodia del ICE.", "13", "warn"),
        ("en", "The total of persons transferred is 92.", "92", "info"),
        ("en", "74% of the guns come from the United States.", "74%", "warn"),
        ("en", "The remittance tax is 5 percent.", "5 percent", "warn"),
        ("en", "In February 2025, 74% of the guns came from the United States.", "74%", "info"),
    ],
)
def test_a_figure_without_date_or_speaker_is_told(lang: str, text: str, marked: str, severity: str) -> None:
    (finding,) = check_moving_figures(sentence(text, lang))
    assert text[finding.start : finding.end] == marked
    assert finding.severity is Severity(severity)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("es", "El 27 de febrero de 2026, García Harfuch estimó en 80% las armas de origen estadounidense."),
        ("es", "Según el Departamento de Justicia, en febrero de 2025 el 74% de las armas venía de Estados Unidos."),
        ("es", "Se desmantelaron 300 laboratorios de drogas."),
        ("es", "El 74% de las exportaciones va al norte."),
        ("es", "Las remesas crecieron 5%."),
        ("es", "Se aseguraron 512 toneladas de droga."),
        ("en", "On 27 February 2026 Harfuch put the share of guns at 80 percent."),
        ("en", "Remittances grew 5 percent."),
    ],
)
def test_a_figure_with_both_or_of_another_matter_passes(lang: str, text: str) -> None:
    assert check_moving_figures(sentence(text, lang)) == []
