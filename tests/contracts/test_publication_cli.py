"""The rules of publication from the command line: the day, the home's own file, a broken one."""

from collections.abc import Callable
from pathlib import Path

from tests.conftest import Ran

TEXT = "Son logros históricos de este gobierno."


def findings(ran: Ran) -> list[dict]:
    return [finding for finding in ran.json["findings"] if finding["check"] == "publication"]


def test_a_text_is_blocked_on_a_day_of_silence_and_not_after_it(cli: Callable[..., Ran]) -> None:
    inside = cli("check", "--text", TEXT, "--on", "2024-05-01", "--json")
    assert inside.code == 4
    (finding,) = findings(inside)
    assert TEXT[finding["start"] : finding["end"]] == "logros históricos de este gobierno"
    assert findings(cli("check", "--text", TEXT, "--on", "2024-06-03", "--json")) == []


def test_a_day_that_is_none_is_refused(cli: Callable[..., Ran]) -> None:
    ran = cli("check", "--text", TEXT, "--on", "ayer")
    assert ran.code == 2
    assert "is not a date" in ran.err


def test_the_homes_file_decides_and_a_broken_one_is_told_in_one_sentence(cli: Callable[..., Ran], home: Path) -> None:
    own = home / "publication_rules.yaml"
    own.write_text("rules: [{id: silence-promotion, severity: info}]", encoding="utf-8")
    (finding,) = findings(cli("check", "--text", TEXT, "--on", "2024-05-01", "--json"))
    assert finding["severity"] == "info"
    own.write_text("rules: [{id: silence-promotion, severity: loud}]", encoding="utf-8")
    ran = cli("check", "--text", TEXT)
    assert ran.code == 1
    assert "silence-promotion" in ran.err
    assert "Traceback" not in ran.err
