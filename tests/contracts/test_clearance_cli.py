"""`assistant clearance …`: its JSON, exit codes and sentences."""

from pathlib import Path
from typing import Any

import pytest

ANA, BEA, CARLA = "Ana Torres", "Beatriz Luna", "Carla Ruiz"


@pytest.fixture
def draft_id(here: Any) -> str:
    made = here("draft", "--topic", "traslado de 26 internos", "--format", "press-line", "--lang", "es", "--json")
    return str(made.json["id"])


def test_from_draft_to_cleared_text(here: Any, conforms: Any, draft_id: str) -> None:
    assert here("clearance", "list", "--json").json == {"cases": []}
    shown = here("clearance", "show", draft_id, "--json").json
    assert (shown["state"], [need["kind"] for need in shown["needs"]]) == ("draft", ["submit", "first-approval"])
    conforms(shown["basis"]["report"], "REPORT")
    sent = here("clearance", "submit", draft_id, "--by", ANA, "--comment", "urge", "--json").json
    assert (sent["state"], sent["submitted_by"], sent["steps"][0]["words"]) == ("for-clearance", ANA, "urge")
    said = here("clearance", "comment", draft_id, "¿Y la fecha?", "--by", BEA, "--item", "1", "--json").json
    assert (said["steps"][-1]["action"], said["steps"][-1]["item"], said["steps"][-1]["basis"]) == (
        "commented",
        1,
        None,
    )
    back = here("clearance", "return", draft_id, "--by", BEA, "--reason", "falta la fecha exacta")
    assert back.code == 0
    assert "it was returned, so it has to be edited" in back.out
    again = here("clearance", "submit", draft_id, "--by", ANA)
    assert (again.code, "says the same still" in again.err) == (1, True)
    copy = here("clearance", "copy", draft_id, "--by", ANA, "--json").json
    assert (copy["state"], copy["copied_from"]) == ("draft", draft_id)
    new = copy["draft_id"]
    nobody = here("clearance", "submit", new, "--by", " ")
    assert (nobody.code, "Nobody is named" in nobody.err) == (1, True)
    here("clearance", "submit", new, "--by", ANA)
    listed = here("clearance", "list", "--state", "for-clearance", "--json").json["cases"]
    assert [line["draft_id"] for line in listed] == [new]
    own = here("clearance", "clear", new, "--by", "ana torres")
    assert (own.code, "author" in own.err, own.out) == (1, True, "")
    stale = here("clearance", "clear", new, "--by", BEA, "--on", "0" * 16)
    assert (stale.code, "look at it again" in stale.err.replace("\n", " ")) == (1, True)
    cleared = here("clearance", "clear", new, "--by", BEA, "--on", copy["digest"], "--json")
    assert (cleared.code, cleared.json["state"], cleared.json["needs"]) == (0, "cleared", [])
    assert cleared.json["mark"]["en"].startswith("Cleared by Beatriz Luna, ")
    assert cleared.json["steps"][-1]["basis"]["text_digest"] == copy["digest"]
    assert [text["draft_id"] for text in here("outgoing", "--json").json["outgoing"]] == [new]
    frozen = here("clearance", "withdraw", new, "--by", ANA)
    assert (frozen.code, f"assistant clearance copy {new}" in frozen.err.replace("\n", " ")) == (1, True)
    assert "Nothing is missing." in here("clearance", "show", new).out


def test_blocked_and_not_overridden_ends_with_4(here: Any, draft_id: str, home: Path) -> None:
    from assistant.assembly import Assistant
    from assistant.settings import Settings

    with Assistant.open(Settings(home=home, _env_file=None)) as assistant:  # type: ignore[call-arg]
        data = assistant.saved_draft(draft_id)
        text = data["items"][0]["text"].replace("26", "31")
        items = [{**item, "text": text} for item in data["items"]][:1]
        assistant.history.save_data(draft_id, {**data, "items": items, "report": {**data["report"], "sentences": []}})
    here("clearance", "submit", draft_id, "--by", ANA)
    stopped = here("clearance", "clear", draft_id, "--by", BEA, "--json")
    assert (stopped.code, stopped.json["state"], stopped.json["blocked"]) == (4, "for-clearance", True)
    assert "blocked" in stopped.err
    assert here("clearance", "clear", draft_id, "--by", BEA, "--override", "  ").code == 4
    for position in stopped.json["positions"]:
        here("clearance", "accept", draft_id, str(position["number"]), "--by", BEA)
    first = here(
        "clearance", "clear", draft_id, "--by", BEA, "--override", "cifra confirmada por la Fiscalía", "--json"
    )
    assert (first.code, first.json["state"], first.json["two_persons"][0]) == (0, "for-clearance", "overrides")
    assert first.json["approvals"][0]["override"] == "cifra confirmada por la Fiscalía"
    second = here("clearance", "clear", draft_id, "--by", CARLA)
    assert second.code == 0
    assert " cleared " in second.out


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (["show", "d-unknown"], 1, "no draft"),
        (["submit", "d-unknown", "--by", ANA], 1, "no draft"),
        (["submit", "d-unknown"], 2, "--by"),
        (["return", "d-unknown", "--by", ANA], 2, "--reason"),
        (["list", "--state", "lost"], 2, "lost"),
    ],
)
def test_wrong_use_is_one_sentence(here: Any, args: list[str], code: int, words: str) -> None:
    ran = here("clearance", *args)
    assert ran.code == code
    assert words in ran.err.replace("\n", " ").replace("│", "")
    assert "Traceback" not in ran.err


def test_wrong_rules_are_one_sentence(here: Any, draft_id: str, home: Path) -> None:
    (home / "clearance_rules.yaml").write_text("clearers: Ana\n", encoding="utf-8")
    ran = here("clearance", "clear", draft_id, "--by", BEA)
    assert ran.code == 1
    assert "clearers" in ran.err
