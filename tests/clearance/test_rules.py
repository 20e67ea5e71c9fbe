"""Who may do what, what takes two, whose name is whose, and which sentences are positions."""

from pathlib import Path

import pytest

from assistant.clearance.people import may_be_same, name_of, same_name
from assistant.clearance.rules import load_clearance_rules
from assistant.clearance.substance import takes_position
from assistant.clearance.worsening import worsened
from assistant.domain import ClearanceRules
from assistant.errors import InputError, RecordError
from assistant.record.ledger import bundled_ledger

TOPICS = bundled_ledger().topics


def test_bundled_rules_ask_two_for_what_nobody_else_answers_for() -> None:
    assert load_clearance_rules(None, TOPICS) == ClearanceRules()
    assert (ClearanceRules().overrides, ClearanceRules().new_positions) == (True, True)
    assert not ClearanceRules().author_may_clear


def test_a_home_replaces_the_fields_it_gives(tmp_path: Path) -> None:
    file = tmp_path / "clearance_rules.yaml"
    file.write_text(
        "clearers: [Ana  Torres]\ntwo_persons: {overrides: false, formats: [post], topics: [sovereignty]}\n",
        encoding="utf-8",
    )
    rules = load_clearance_rules(tmp_path, TOPICS)
    assert rules == ClearanceRules(
        clearers=("Ana Torres",), overrides=False, formats=("post",), topics=("sovereignty",)
    )
    file.write_text("", encoding="utf-8")
    assert load_clearance_rules(tmp_path, TOPICS) == ClearanceRules()


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("clearers: Ana Torres\n", "clearers"),
        ("clearers: ['', Ana Torres]\n", "clearers.0"),
        ("approver: [Ana Torres]\n", "approver"),
        ("author_may_clear: quizás\n", "author_may_clear"),
        ("two_persons: {overrides: 0}\n", "two_persons.overrides"),
        ("two_persons: {formats: [tuit]}\n", "two_persons.formats.0"),
        ("two_persons: {topics: [gatos]}\n", "two_persons.topics"),
        ("two_persons: no\n", "two_persons"),
        ("version: 2\n", "version"),
        ("- a\n", "document as a whole"),
        ("a: [\n", "line"),
    ],
)
def test_a_wrong_file_is_one_sentence_with_file_and_field(tmp_path: Path, text: str, field: str) -> None:
    (tmp_path / "clearance_rules.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RecordError) as told:
        load_clearance_rules(tmp_path, TOPICS)
    assert "clearance_rules.yaml" in str(told.value)
    assert field in str(told.value)
    assert "\n" not in str(told.value)


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "clearance_rules.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RecordError, match="UTF-8"):
        load_clearance_rules(tmp_path, TOPICS)


@pytest.mark.parametrize(
    "other",
    [
        "ana torres",
        "ANA TORRES",
        "Ána Tórres",
        "  Ana   Torres ",
        "Torres, Ana",
        "Dra. Ana Torres",
        "AnaTorres",
        "Ana-Torres",
    ],
)
def test_one_person_has_many_spellings(other: str) -> None:
    assert same_name("Ana Torres", other)
    assert may_be_same(other, "Ana Torres")


def test_others_are_others_and_a_part_may_be_the_whole() -> None:
    assert not may_be_same("Ana Torres", "Luis Torres")
    assert not same_name("Ana", "Ana Torres")
    assert may_be_same("Ana", "Ana Torres")
    assert not may_be_same("", "Ana Torres")
    assert name_of(" Ana \n Torres ") == "Ana Torres"
    for wrong in ("", "  ", "\u202eserroT anA", "\u0410na", "X"):
        with pytest.raises(InputError):
            name_of(wrong)


@pytest.mark.parametrize(
    "sentence",
    [
        "Gracias.",
        "Muchas gracias a todas y todos por su atención.",
        "Buenos días a todas y todos.",
        "Good morning, everyone!",
        "Thank you for your attention.",
        "#SRE #PolíticaExterior",
        "@SRE_mx",
        "https://www.gob.mx/sre",
        "Más información: https://www.gob.mx/sre",
        "Lea el comunicado completo en gob.mx/sre/prensa 👇",
        "Read more at https://www.gob.mx/sre",
        "Hilo 🧵",
    ],
)
def test_what_plainly_asserts_nothing(sentence: str) -> None:
    assert not takes_position(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "México acepta.",
        "Sí.",
        "Gracias, presidente.",
        "Gracias a las tropas por su apoyo.",
        "Gracias por su apoyo militar.",
        "Buenos días, México acepta.",
        "#MéxicoAceptaTropas",
        "#mexicoaceptatropasestadounidenses",
        "#NoIntervención",
        "#SíALaPaz",
        "@SRE_mx acepta",
        "Más información aquí.",
        "Más información sobre las tropas que aceptamos: https://www.gob.mx/sre",
        "Lea el comunicado que firmamos: https://www.gob.mx/sre",
        "Thank you for your troops.",
        "El próximo mes se abrirá un consulado en Anchorage.",
        "En 2027.",
    ],
)
def test_in_doubt_it_is_a_position(sentence: str) -> None:
    assert takes_position(sentence)


def _report(verdict: str, *labels: str, findings: tuple[tuple[str, str], ...] = ()) -> dict[str, object]:
    return {
        "verdict": verdict,
        "sentences": [{"text": f"s{n}", "label": label} for n, label in enumerate(labels)],
        "findings": [{"check": check, "severity": severity, "message": check} for check, severity in findings],
    }


def test_worse_is_a_label_a_finding_or_the_verdict() -> None:
    base = _report("review", "consistent", "unsupported")
    assert worsened(base, base) == ()
    assert worsened(base, _report("ready", "consistent", "consistent")) == ()
    assert worsened(base, _report("review", "unsupported", "unsupported")) == ("s0",)
    assert worsened(base, _report("blocked", "consistent", "contradicts")) == ("s1",)
    assert worsened(base, _report("review", "consistent", "unsupported", "unsupported")) == ("s2",)
    warned = _report("review", "consistent", "unsupported", findings=(("superseded", "warn"),))
    assert worsened(base, warned) == ("superseded",)
    assert worsened(warned, base) == ()
    told = _report("review", "consistent", "unsupported", findings=(("coverage", "info"),))
    assert worsened(base, told) == ()
    assert worsened(base, _report("blocked", "consistent", "unsupported")) == ("blocked",)
