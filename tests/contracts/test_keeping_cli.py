"""`backup`, `restore` and `doctor --repair` as others script against them: JSON, exit codes, one sentence."""

from pathlib import Path
from typing import Any


def test_backup_and_restore_print_json_and_keep_a_home(here: Any, home: Path, tmp_path: Path) -> None:
    archive = tmp_path / "b.zip"
    ran = here("backup", str(archive), "--json")
    assert ran.code == 0
    assert ran.json["path"] == str(archive)
    assert ran.json["bytes"] == archive.stat().st_size
    statements = ran.json["counts"]["statements"]
    assert statements > 0
    checked = here("restore", str(archive), "--verify", "--json")
    assert (checked.code, checked.json["verified"], checked.json["counts"]["statements"]) == (0, True, statements)
    elsewhere = str(tmp_path / "elsewhere")
    restored = here("restore", str(archive), "--home", elsewhere, "--json")
    assert restored.code == 0
    assert (restored.json["verified"], restored.json["kept"], restored.json["unfinished"]) == (True, None, "")
    status = [here("status", "--json", *args).json for args in ([], ["--home", elsewhere])]
    assert restored.json["passages"] == status[1]["counts"]["passages"] == status[0]["counts"]["passages"]
    queries = [here("search", "soberanía", "--json", *args).out for args in ([], ["--home", elsewhere])]
    assert queries[0] == queries[1]


def test_a_restore_over_drafts_ends_with_1_and_says_how_to_go_on(here: Any, tmp_path: Path) -> None:
    archive = tmp_path / "b.zip"
    assert here("backup", str(archive), "--without-vectors").code == 0
    assert here("draft", "--topic", "aranceles al acero", "--format", "post", "--json").code in {0, 4}
    ran = here("restore", str(archive), "--json")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("Error: ") or "\nError: " in ran.err
    assert "already holds 1 drafts; nothing was changed" in ran.err
    assert "--force" in ran.err


def test_an_archive_that_is_none_ends_with_1(here: Any, tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_bytes(b"PK nothing")
    for args in (["--verify"], []):
        ran = here("restore", str(tmp_path / "b.zip"), *args)
        assert (ran.code, ran.out) == (1, "")
        assert "is no backup, or only the beginning of one; nothing was changed" in ran.err


def test_doctor_says_what_it_can_mend_and_mends_it_when_asked(here: Any, conforms: Any, home: Path) -> None:
    (home / "index" / "state.json").write_text("{", encoding="utf-8")
    found = here("doctor", "--json")
    conforms(found.json, "DOCTOR")
    broken = {check["name"]: check for check in found.json["checks"] if not check["ok"]}
    assert (found.code, list(broken)) == (1, ["indexes"])
    assert broken["indexes"]["mendable"]
    assert "assistant doctor --repair" in broken["indexes"]["detail"]
    mended = here("doctor", "--repair", "--json")
    conforms(mended.json, "DOCTOR")
    assert mended.code == 0
    assert [check["name"] for check in mended.json["checks"] if check["repaired"]] == ["indexes"]
    assert here("doctor", "--json").code == 0


def test_what_people_see_is_text(here: Any, tmp_path: Path) -> None:
    archive = tmp_path / "b.zip"
    assert "statements" in here("backup", str(archive)).out
    assert here("restore", str(archive), "--verify").out.startswith("Whole: ")
    ran = here("restore", str(archive), "--home", str(tmp_path / "new"))
    assert ran.out.startswith("Restored: ")
    assert "ok" in here("doctor").out
