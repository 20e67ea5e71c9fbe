"""What is changed in the ledger holds from the next check on, in this process and in every other."""

from collections.abc import Callable
from typing import Any

import pytest

from assistant.assembly import Assistant
from assistant.domain import Brief, DraftFormat, OutgoingStatus, Severity
from assistant.drifting import drift_json

NEWEST = "2026-04-30-sheinbaum-chihuahua-foreign-agents"
TEXT = "La cooperación de México con Estados Unidos es un pacto de sangre entre los dos países."
AVOIDED: dict[str, Any] = {
    "id": "pacto-de-sangre", "principle": "mutual-respect", "terms": {"es": ["pacto de sangre"], "en": ["blood pact"]},
    "instead": {"es": "entendimiento", "en": "understanding"},
    "reason": {"es": "Nunca se ha dicho así.", "en": "It was never said so."}, "severity": "block",
    "evidence": [NEWEST],
}  # fmt: skip
BY = {"by": "Ana Prueba", "why": "Acuerdo de la reunión"}
HELD = "La cooperación de México con Estados Unidos sigue, con respeto irrestricto a la soberanía y al territorio."


def terms(assistant: Assistant, text: str = TEXT, lang: str = "es") -> list[tuple[Severity, str, str | None]]:
    report = assistant.check(text, lang=lang)
    return [(f.severity, text[f.start : f.end], f.suggestion) for f in report.findings if f.check == "terms"]


def test_a_term_that_is_added_is_found_by_the_next_check_and_by_another_process(
    assistant: Assistant, cli: Callable[..., Any]
) -> None:
    assert terms(assistant) == []
    before = assistant.ledger
    key = assistant.ledger_editing.put("avoided", AVOIDED, new=True, **BY)
    assert assistant.ledger is not before
    assert terms(assistant) == [(Severity.BLOCK, "pacto de sangre", "entendimiento")]
    assert terms(assistant, "Cooperation is a blood pact with the United States.", "en")[0][1] == "blood pact"
    printed = cli("check", "--text", TEXT, "--lang", "es", "--json")
    assert printed.code == 4
    assert "terms" in {finding["check"] for finding in printed.json["findings"]}
    assistant.ledger_editing.retire(key, **BY)
    assert terms(assistant) == []


def test_a_red_line_that_is_added_blocks_and_a_retired_one_no_longer_does(assistant: Assistant) -> None:
    crossing = "Los cónsules de México dejarán de visitar los centros de detención migratoria."
    line = {
        "id": "consuls-stop-visiting", "principle": "human-rights",
        "text": {"es": "Que los cónsules dejen de visitar.", "en": "Consuls no longer visiting."},
        "crossed_by": {"es": [crossing]}, "evidence": [NEWEST],
    }  # fmt: skip

    def crossed() -> bool:
        findings = assistant.check(crossing, lang="es").findings
        return any(f.check == "red-lines" and f.severity is Severity.BLOCK for f in findings)

    assert not crossed()
    key = assistant.ledger_editing.put("red_lines", line, new=True, **BY)
    assert crossed()
    assistant.ledger_editing.retire(key, **BY)
    assert not crossed()


def test_a_text_cleared_under_another_ledger_is_read_again(assistant: Assistant) -> None:
    assert not assistant.keep_text(HELD, OutgoingStatus.CLEARED, lang="es").stopped
    assert assistant.drift().read_again == 0
    words = {"es": ["respeto irrestricto"], "en": ["unrestricted respect"]}
    assistant.ledger_editing.put("avoided", {**AVOIDED, "terms": words}, new=True, **BY)
    drift = assistant.drift()
    assert (drift.checked, drift.read_again) == (1, 1)
    reasons = [r["message"] for t in drift_json(drift)["drifted"] for s in t["sentences"] for r in s["reasons"]]
    assert any("respeto irrestricto" in reason for reason in reasons)
    assert assistant.keep_text(HELD, OutgoingStatus.CLEARED, lang="es").stopped


def test_a_draft_is_checked_by_the_ledger_in_force(assistant: Assistant) -> None:
    topic = "Tercera reunión del Grupo de Implementación de Seguridad"
    brief = Brief(topic=topic, format=DraftFormat.TALKING_POINTS, lang="es")

    def terms_found() -> set[str]:
        return {finding.message for finding in assistant.draft(brief)[0].report.findings if finding.check == "terms"}

    before = terms_found()
    words = {"es": ["grupo de implementación de seguridad"], "en": ["security implementation group"]}
    assistant.ledger_editing.put("avoided", {**AVOIDED, "terms": words, "severity": "warn"}, new=True, **BY)
    assert any("Nunca se ha dicho así" in message for message in terms_found() - before)


@pytest.mark.parametrize("command", [("check", "--text", HELD), ("status",)])
def test_a_wrong_file_is_one_sentence_on_the_command_line(
    cli: Callable[..., Any], assistant: Assistant, command: tuple[str, ...]
) -> None:
    assistant.ledgers.path.write_text("avoided:\n  - {id: x}\n", encoding="utf-8")
    failed = cli(*command)
    assert failed.code == 1
    assert "ledger.yaml', field 'avoided > x > principle'" in failed.err
    assert "Traceback" not in failed.err
