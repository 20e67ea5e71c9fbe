"""Intensity: how strongly a sentence speaks beside how the record spoke on the same matter."""

from pathlib import Path

import pytest

from assistant.consistency.intensity import check_intensity
from assistant.consistency.ladder import load_ladder
from assistant.domain import Severity
from assistant.errors import RecordError
from tests.consistency.made import sentence

LADDER = [
    ("es", "note", "México toma nota del anuncio."),
    ("es", "follow", "México sigue con atención el proceso."),
    ("es", "regret", "Lamentamos la decisión."),
    ("es", "concern", "La Cancillería expresó su profunda preocupación por las redadas."),
    ("es", "protest", "México manifiesta su inconformidad con la medida."),
    ("es", "protest", "La Cancillería envió una nota diplomática."),
    ("es", "reject", "México rechazó la propuesta."),
    ("es", "reject", "El rechazo de México es claro."),
    ("es", "condemn", "Condenamos el ataque."),
    ("es", "condemn", "La condena del ataque por México es clara."),
    ("es", "condemn-strongly", "México condena enérgicamente el ataque."),
    ("en", "note", "Mexico takes note of the announcement."),
    ("en", "follow", "Mexico is following closely the case."),
    ("en", "regret", "Mexico deeply regrets the decision."),
    ("en", "concern", "We express our deep concern about the raids."),
    ("en", "protest", "Mexico objects to the measure."),
    ("en", "reject", "Mexico's rejection of the plan is clear."),
    ("en", "condemn", "Mexico condemned the attack."),
    ("en", "condemn-strongly", "We condemn in the strongest terms the attack."),
]
NO_RUNG = [
    ("es", "México no rechaza la propuesta."),
    ("es", "Estados Unidos lamentó la decisión."),
    ("es", "Recibió una condena de 20 años."),
    ("es", "México ni condena ni aplaude."),
    ("es", "La toma de protesta fue en octubre; lamentablemente llovió."),
    ("es", "El objetivo es claro."),
    ("es", "Un diario escribió que «México condena el ataque»."),
    ("en", "As far as Mexico is concerned, the matter is closed."),
    ("en", "He was condemned to death."),
    ("en", "Washington condemned the attack."),
    ("en", "Mexico does not condemn it."),
]


@pytest.mark.parametrize(("lang", "rung", "text"), LADDER)
def test_the_rung_of_a_sentence(lang: str, rung: str, text: str) -> None:
    assert [found.id for found in load_ladder().rungs(text, lang)] == [rung]


@pytest.mark.parametrize(("lang", "text"), NO_RUNG)
def test_what_stands_on_no_rung(lang: str, text: str) -> None:
    assert load_ladder().rungs(text, lang) == []


@pytest.mark.parametrize(
    ("lang", "text", "line", "template"),
    [
        ("es", "México condena las redadas en Chicago.", "México lamenta las redadas en Chicago.", "intensity_up"),
        ("es", "México condena las redadas en Chicago.", "México rechaza las redadas en Chicago.", "intensity_up"),
        (
            "es",
            "México toma nota de las redadas en Chicago.",
            "México rechaza las redadas en Chicago.",
            "intensity_down",
        ),
        ("en", "Mexico rejects the raids in Chicago.", "Mexico regrets the raids in Chicago.", "intensity_up"),
        ("en", "Mexico regrets the raids in Chicago.", "Mexico condemned the raids in Chicago.", "intensity_down"),
    ],
)
def test_a_jump_is_told_with_the_earlier_wording_date_and_speaker(
    lang: str, text: str, line: str, template: str
) -> None:
    context = sentence(text, lang, [line])
    (finding,) = check_intensity(context)
    assert finding.severity is Severity.WARN
    earlier = load_ladder().rungs(line, lang)[0].said
    reference = "Persona de Prueba, 3 de febrero de 2026" if lang == "es" else "Persona de Prueba, 3 February 2026"
    said = text[finding.start : finding.end]
    assert (
        finding.message
        == context.finding(
            "intensity", Severity.WARN, template, said=said, recorded=earlier, reference=reference
        ).message
    )
    assert finding.suggestion == line


@pytest.mark.parametrize(
    ("lang", "text", "lines"),
    [
        ("es", "México rechaza las redadas en Chicago.", ["México rechazó las redadas en Chicago."]),
        ("es", "México rechaza las redadas en Chicago.", ["Manifestamos inconformidad con las redadas en Chicago."]),
        ("es", "México condena las redadas en Chicago.", ["México lamenta las redadas en Chicago.",
                                                         "Condenamos las redadas en Chicago."]),
        ("en", "Mexico shares information on guns.", ["Mexico condemns the raids in Chicago."]),
    ],
)  # fmt: skip
def test_the_same_or_the_next_rung_is_no_jump(lang: str, text: str, lines: list[str]) -> None:
    assert check_intensity(sentence(text, lang, lines)) == []


def test_another_matter_sets_no_measure_and_a_first_word_is_only_told() -> None:
    context = sentence("México condena las redadas en Chicago.", "es", ["México lamenta la sequía en Sonora."])
    (finding,) = check_intensity(context)
    assert finding.severity is Severity.INFO
    assert check_intensity(sentence("México toma nota de las redadas en Chicago.", "es")) == []


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("rungs: []", "rungs"),
        ("rungs: [{id: a, es: [x], en: [y]}, {id: a, es: [x], en: [y]}]", "twice"),
        ("rungs: [{id: a, es: [x], en: [y], height: 3}, {id: b, es: [x], en: [y]}]", "height"),
    ],
)
def test_a_wrong_ladder_is_refused_in_one_sentence(tmp_path: Path, content: str, told: str) -> None:
    path = tmp_path / "intensity.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(RecordError, match=told) as refused:
        load_ladder(path)
    assert "intensity.yaml" in str(refused.value)
