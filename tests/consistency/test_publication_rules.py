"""Reading the rules of publication: the home's file over the bundled one, and faults told in one sentence."""

from datetime import date
from pathlib import Path

import pytest

from assistant.consistency.publication import check_publication
from assistant.consistency.publication_rules import FILE, PublicationRules, load_rules
from assistant.domain import Finding, Severity
from assistant.errors import RecordError

DAY = date(2026, 11, 20)
THANKS = "Gracias a la Presidenta hay diálogo."


def own(home: Path, text: str) -> PublicationRules:
    (home / FILE).write_text(text, encoding="utf-8")
    return load_rules(home)


def found(text: str, rules: PublicationRules, on: date = DAY) -> list[Finding]:
    return check_publication(text, "es", rules, on=on)


def test_a_home_without_a_file_has_the_bundled_rules(tmp_path: Path) -> None:
    assert load_rules(tmp_path).rules == load_rules().rules


def test_a_home_switches_a_rule_off_and_leaves_the_others(tmp_path: Path) -> None:
    rules = own(tmp_path, "rules: [{id: promotion-thanks, severity: 'off'}]")
    assert not found(THANKS, rules)
    assert found("Es un logro de la Presidenta.", rules)


def test_off_may_stand_without_quotation_marks(tmp_path: Path) -> None:
    assert not found(THANKS, own(tmp_path, "rules:\n  - id: promotion-thanks\n    severity: off\n"))


def test_a_home_changes_severity_and_message_alone(tmp_path: Path) -> None:
    rules = own(
        tmp_path,
        "rules: [{id: promotion-thanks, severity: block, message: {es: 'No: «{said}».', en: 'No: “{said}”.'}}]",
    )
    (finding,) = found(THANKS, rules)
    assert finding.severity is Severity.BLOCK
    assert finding.message.endswith("No: «Gracias a la Presidenta».")
    assert finding.suggestion == found(THANKS, load_rules())[0].suggestion


def test_a_home_adds_a_rule_of_its_own(tmp_path: Path) -> None:
    rules = own(
        tmp_path,
        """
words: {bodies: {es: [comité de prueba]}}
rules:
  - id: our-own
    severity: info
    name: {es: Nuestra, en: Ours}
    message: {es: 'Vimos «{said}».', en: 'We saw “{said}”.'}
    phrases: {es: ['palabra* [muy] (rara|extraña)* del {bodies}']}
    unless: {es: [por broma]}
""",
    )
    (finding,) = found("Hubo palabras muy RARAS del Comité de Prueba hoy.", rules)
    assert "Vimos «palabras muy RARAS del Comité de Prueba»." in finding.message
    assert not found("Hubo palabras raras del comité de prueba, por broma.", rules)
    assert not found("Hubo palabras raras.", rules)


def test_a_home_adds_notes_and_periods(tmp_path: Path) -> None:
    rules = own(
        tmp_path,
        """
rules: [{id: drafting-notes, phrases: {es: [clave interna]}}]
silence:
  - id: local
    name: {es: elección de prueba, en: test election}
    since: 2026-11-01
    until: 2026-11-30
    confirmed: true
  - {id: federal-2024, name: {es: otra, en: other}, since: 2024-03-01, until: 2024-06-02, active: false}
""",
    )
    (note,) = found("La clave interna es 7.", rules)
    assert (note.check, note.severity) == ("drafting-notes", Severity.BLOCK)
    (silent,) = found("Son logros históricos.", rules)
    assert "elección de prueba" in silent.message
    assert "confirmar" not in silent.message
    assert not found("Son logros históricos.", rules, on=date(2024, 5, 1))


RULE = "name: {es: x, en: x}, message: {es: x, en: x}"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("rules: [", "not valid YAML at line"),
        ("rules: 7", "field 'rules'"),
        ("nonsense: 1", "field 'nonsense'"),
        ("rules: [{id: hashtag-count, severity: loud}]", "rules > hashtag-count > severity"),
        ("rules: [{id: a-rule, severity: warn}]", "rule 'a-rule': a rule of your own needs"),
        (f"rules: [{{id: a-rule, severity: warn, {RULE}}}]", "no `phrases`"),
        (f"rules: [{{id: a, severity: warn, {RULE}, phrases: {{es: ['a (b']}}}}]", "bracket"),
        (f"rules: [{{id: a, severity: warn, {RULE}, phrases: {{es: ['{{who}} a']}}}}]", "'who'"),
        (f"rules: [{{id: a, severity: warn, {RULE}, phrases: {{es: ['[a] _']}}}}]", "no word that must be there"),
        ("rules: [{id: link-shortener, message: {es: 'a {b}', en: a}}]", "{b}"),
        ("rules: [{id: link-shortener}, {id: link-shortener}]", "stands there twice"),
        ("silence: [{id: p, name: {es: a, en: a}, since: 2026-02-01, until: 2026-01-01}]", "later than"),
        ("silence: [{id: p, name: {es: a, en: a}, since: 2026-02-31, until: 2026-03-01}]", "silence > p > since"),
        ("officials: {offices: {es: ['jef(a']}}", "bracket"),
        ("hashtags: {max_per_post: many}", "max_per_post"),
    ],
)
def test_a_wrong_file_is_refused_in_one_sentence_that_names_file_and_place(
    tmp_path: Path, text: str, told: str
) -> None:
    with pytest.raises(RecordError) as refused:
        own(tmp_path, text)
    sentence = str(refused.value)
    assert told in sentence
    assert str(tmp_path / FILE) in sentence
    assert "orrect the file" in sentence
    assert "\n" not in sentence


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes("rules: [] # señal".encode("latin-1"))
    with pytest.raises(RecordError, match="UTF-8"):
        load_rules(tmp_path)
