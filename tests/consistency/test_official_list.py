"""The official list: four points, these four."""

import pytest

from assistant.consistency.official_list import check_official_list
from assistant.domain import Severity
from tests.consistency.made import sentence

WHOLE = [
    ("es", "Los cuatro principios son: respeto a la soberanía y la integridad territorial, responsabilidad compartida y "
           "diferenciada, respeto y confianza mutua, y cooperación sin subordinación."),
    ("en", "The four principles are respect for sovereignty and territorial integrity, shared and differentiated "
           "responsibility, mutual respect and trust, and cooperation without subordination."),
]  # fmt: skip
OTHER_LISTS = [
    ("es", "Los siete principios de la política exterior están en la Constitución."),
    ("es", "La reunión tuvo cinco puntos: acero, aluminio, energía, agua y remesas."),
    ("es", "El arancel bajó tres puntos."),
    (
        "es",
        "En septiembre de 2025 se acordaron tres principios: soberanía, confianza mutua y responsabilidad compartida.",
    ),
    ("es", "La soberanía es uno de los cuatro principios; la confianza mutua, otro."),
    ("es", "La cooperación se guía por cuatro principios."),
    ("en", "Foreign policy has seven principles, among them sovereignty and mutual respect."),
    ("en", "The agenda has three points."),
]


@pytest.mark.parametrize(("lang", "text"), [*WHOLE, *OTHER_LISTS])
def test_the_list_as_it_is_and_other_lists_pass(lang: str, text: str) -> None:
    assert check_official_list(sentence(text, lang)) == []


@pytest.mark.parametrize(
    ("lang", "old", "new", "marked"),
    [
        ("es", "cuatro principios", "cinco principios", "cinco principios"),
        ("es", "cuatro principios", "3 puntos", "3 puntos"),
        ("en", "four principles", "three principles", "three principles"),
        ("en", "four principles", "five points", "five points"),
    ],
)
def test_a_wrong_number_blocks(lang: str, old: str, new: str, marked: str) -> None:
    text = dict(WHOLE)[lang].replace(old, new)
    (finding,) = check_official_list(sentence(text, lang))
    assert finding.severity is Severity.BLOCK
    assert text[finding.start : finding.end] == marked


@pytest.mark.parametrize(
    ("lang", "left_out", "named"),
    [
        ("es", ", respeto y confianza mutua", "respeto y confianza mutua"),
        ("es", ", y cooperación sin subordinación", "cooperación sin subordinación"),
        ("en", ", shared and differentiated responsibility", "shared and differentiated responsibility"),
    ],
)
def test_a_point_left_out_is_named(lang: str, left_out: str, named: str) -> None:
    (finding,) = check_official_list(sentence(dict(WHOLE)[lang].replace(left_out, ""), lang))
    assert finding.severity is Severity.WARN
    assert named in finding.message


@pytest.mark.parametrize(
    ("lang", "added", "marked", "severity"),
    [
        ("es", ", reciprocidad, ", "reciprocidad", "block"),
        ("es", ", amistad, ", "amistad", "warn"),
        ("en", ", reciprocity, ", "reciprocity", "block"),
        ("en", ", free trade, ", "free trade", "warn"),
    ],
)
def test_a_point_added_is_marked(lang: str, added: str, marked: str, severity: str) -> None:
    text = dict(WHOLE)[lang]
    text = text.replace(", respeto y", f"{added}respeto y").replace(", mutual respect", f"{added}mutual respect")
    (finding,) = check_official_list(sentence(text, lang))
    assert text[finding.start : finding.end] == marked
    assert finding.severity is Severity(severity)
