"""Whatever is wrong with the input: the right exit code, one clear sentence, nothing on standard output."""

import json
import re
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

_PROGRESS = re.compile(r"[a-z]+: \d+ of \d+")
BRIEF = "topic: aranceles\nformat: post\nlang: es\n"


def sentence(ran: Any, code: int, *words: str) -> str:
    """Return what was said to the user, after checking that it is one sentence and all that was said."""
    assert ran.code == code, ran.err
    assert ran.out == ""
    assert "Traceback" not in ran.err
    assert "a fault it does not know" not in ran.err
    (said,) = [line for line in ran.err.splitlines() if line.startswith("Error: ")]
    if code == 1:
        # Beside progress only this line; wrong usage (2) also shows how the command is called.
        assert [line for line in ran.err.splitlines() if not _PROGRESS.fullmatch(line)] == [said]
    for word in words:
        assert word in said
    return said


# --- what is asked ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("blank", ["", "  \t\n "])
def test_blank_text(here: Callable[..., Any], blank: str) -> None:
    sentence(here("ask", blank, "--json"), 1, "empty", "write")
    sentence(here("search", blank, "--json"), 1, "empty", "write")
    sentence(here("check", "--text", blank, "--json"), 1, "empty", "write")
    sentence(here("draft", "--topic", blank, "--json"), 1, "no topic", "--topic")


def test_far_too_long(here: Callable[..., Any]) -> None:
    question = "soberanía " * 5_000
    sentence(here("ask", question, "--json"), 1, "49,999", "4,000", "shorten")
    sentence(here("search", question, "--json"), 1, "49,999", "shorten")
    sentence(here("draft", "--topic", question, "--json"), 1, "shorten")
    sentence(here("check", "--text", "a" * 100_001, "--json"), 1, "100,001", "100,000")


def test_question_of_50_000_characters_is_not_thrown_back(here: Callable[..., Any]) -> None:
    said = sentence(here("ask", "x" * 50_000, "--json"), 1, "50,000")
    assert len(said) < 300


@pytest.mark.parametrize("command", [("ask", "aranceles"), ("search", "aranceles")])
def test_filters_that_cannot_be_met(here: Callable[..., Any], command: tuple[str, str]) -> None:
    sentence(here(*command, "--since", "2026-13-40", "--json"), 2, "'2026-13-40'", "not a date", "2026-01-23")
    sentence(here(*command, "--until", "ayer", "--json"), 2, "'ayer'", "not a date")
    sentence(here(*command, "--since", "2026-03-01", "--until", "2026-01-01", "--json"), 1, "2026-03-01", "2026-01-01")
    sentence(here(*command, "--topic", "no-such-topic", "--json"), 1, "'no-such-topic'", "water-treaty")
    sentence(here(*command, "--lang", "fr", "--json"), 2, "'fr'", "es or en")


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["search"], "QUERY"),
        (["search", "a", "--queries", "b.jsonl"], "QUERY"),
        (["search", "a", "--k", "0"], "--k"),
        (["draft"], "--brief"),
        (["draft", "--topic", "a", "--brief", "b.yaml"], "--brief"),
        (["draft", "--topic", "a", "--format", "poem"], "talking-points"),
        (["draft", "--topic", "a", "--lang", "fr"], "es or en"),
        (["draft", "--topic", "a", "--alternatives", "6"], "--alternatives"),
        (["check"], "--cases"),
        (["check", "--text", "a", "--file", "b.txt"], "exactly one"),
        (["ingest", "a.txt", "--reader", "no-such-reader"], "transcript"),
        (["ingest"], "paths"),
        (["export", "d-0", "--to", "pdf"], "docx"),
        (["show"], "statement_id"),
        (["no-such-command"], "no-such-command"),
        (["status", "--no-such-option"], "no-such-option"),
    ],
)
def test_wrong_usage_ends_with_2(here: Callable[..., Any], arguments: list[str], word: str) -> None:
    assert word.lower() in sentence(here(*arguments), 2).lower()


# --- what is named but not there ----------------------------------------------------------------------------


def test_things_that_do_not_exist(here: Callable[..., Any]) -> None:
    sentence(here("show", "no-such-statement", "--json"), 1, "'no-such-statement'", "assistant search")
    sentence(here("export", "d-nothing", "--to", "docx", "--json"), 1, "'d-nothing'", "assistant draft")
    sentence(here("draft", "--brief", "nowhere.yaml", "--json"), 1, "'nowhere.yaml'", "check the path")
    sentence(here("check", "--file", "nowhere.txt", "--json"), 1, "'nowhere.txt'", "check the path")
    sentence(here("check", "--cases", "nowhere.jsonl", "--json"), 1, "'nowhere.jsonl'", "check the path")
    sentence(here("search", "--queries", "nowhere.jsonl", "--json"), 1, "'nowhere.jsonl'", "check the path")
    sentence(here("check", "--file", ".", "--json"), 1, "'.'", "cannot be read")
    assert list(Path().iterdir()) == []  # nothing was left behind


def test_missing_path_is_listed_as_rejected(here: Callable[..., Any]) -> None:
    ran = here("ingest", "nowhere", "--json")
    assert ran.code == 3
    assert ran.json["rejected"] == [{"path": "nowhere", "reason": "There is no such file or folder; check the path."}]
    as_text = here("ingest", "nowhere")
    assert as_text.code == 3
    assert "nowhere" in as_text.err
    assert "check the path" in as_text.err


def test_file_whose_name_is_not_utf8_is_still_listed_in_json(here: Callable[..., Any]) -> None:
    ran = here("ingest", "acta-\udcf1.txt", "--json")
    assert ran.code == 3
    assert ran.json["rejected"][0]["path"] == "acta-\udcf1.txt"


def test_export_to_a_folder_that_is_not_there(here: Callable[..., Any]) -> None:
    drafted = here("draft", "--topic", "aranceles", "--format", "post", "--json").json
    ran = here("export", drafted["id"], "--to", "txt", "--output", "no/such/folder/draft.txt", "--json")
    sentence(ran, 1, "no/such/folder/draft.txt", "cannot be written")


# --- files that are not what they should be -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("topic: [aranceles\n", ["not valid YAML", "line 2"]),
        ("", ["holds no fields"]),
        ("- topic\n- format\n", ["holds no fields"]),
        (BRIEF + "tone: firm\n", ["'tone'"]),
        (BRIEF.replace("lang: es", "lang: fr"), ["'lang'"]),
        (BRIEF.replace("format: post", "format: poem"), ["'format'", "talking-points"]),
        (BRIEF.replace("topic: aranceles\n", ""), ["'topic'"]),
        (BRIEF.replace("topic: aranceles", "topic: '  '"), ["no topic"]),
        (BRIEF + "since: 2026-13-40\n", ["'since'"]),
        (BRIEF + "since: 2026-03-01\nuntil: 2026-01-01\n", ["2026-03-01 is after 2026-01-01"]),
        (BRIEF + "alternatives: 9\n", ["9"]),
    ],
)
def test_malformed_brief(here: Callable[..., Any], text: str, words: list[str]) -> None:
    Path("brief.yaml").write_text(text, encoding="utf-8")
    sentence(here("draft", "--brief", "brief.yaml", "--json"), 1, *words)


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ('{"id": "b", ', ["not JSON"]),
        ("[1]", ["'id'"]),
        ('{"id": "b"}', ["{content}"]),
        ('{"id": "b", "{content}": ""}', ["{content}", "no text"]),
        ('{"id": "b", "{content}": null}', ["{content}", "no text"]),
        ('{"id": "b", "{content}": "hola", "lang": "fr"}', ["'fr'", "es or en"]),
    ],
)
@pytest.mark.parametrize(("option", "content"), [("search --queries", "query"), ("check --cases", "text")])
def test_malformed_json_lines_name_the_line(
    here: Callable[..., Any], option: str, content: str, bad: str, words: list[str]
) -> None:
    good = json.dumps({"id": "a", content: "México coopera."})
    Path("rows.jsonl").write_text("\n".join([good, "", bad.replace("{content}", content), good]), encoding="utf-8")
    ran = here(*option.split(), "rows.jsonl", "--json")
    sentence(ran, 1, "Line 3 of 'rows.jsonl'", *(word.replace("{content}", content) for word in words))


def test_files_in_another_encoding(here: Callable[..., Any]) -> None:
    Path("latin.txt").write_bytes("México no acepta presión".encode("latin-1"))
    for option in (["check", "--file"], ["check", "--cases"], ["search", "--queries"], ["draft", "--brief"]):
        sentence(here(*option, "latin.txt", "--json"), 1, "'latin.txt'", "not UTF-8", "byte 1")


# --- homes and settings -------------------------------------------------------------------------------------


def test_home_that_is_a_file(here: Callable[..., Any]) -> None:
    Path("file").write_text("no folder", encoding="utf-8")
    sentence(here("status", "--home", "file", "--json"), 1, "'file'", "--home")
    assert Path("file").read_text(encoding="utf-8") == "no folder"


def test_home_of_another_version(here: Callable[..., Any], home: Path) -> None:
    connection = sqlite3.connect(home / "record.sqlite3")
    with connection:
        connection.execute("UPDATE meta SET value = '999' WHERE key = 'schema_version'")
    connection.close()
    for command in (["status"], ["ask", "soberanía"], ["ingest", "a.txt"]):
        sentence(here(*command, "--json"), 1, "another version", "999", "--home")


def test_home_indexed_with_another_embedding_model(here: Callable[..., Any], home: Path) -> None:
    state = home / "index" / "state.json"
    data = json.loads(state.read_text(encoding="utf-8"))
    state.write_text(json.dumps({**data, "model_id": "some-other-model"}), encoding="utf-8")
    for command in (["search", "soberanía"], ["ask", "soberanía"], ["draft", "--topic", "soberanía"]):
        sentence(here(*command, "--json"), 1, "'some-other-model'", "assistant reindex")
    sentence(here("check", "--text", "México es soberano.", "--json"), 1, "'some-other-model'", "assistant reindex")


def test_damaged_record_and_damaged_index(here: Callable[..., Any], home: Path, tmp_path: Path) -> None:
    (home / "index" / "state.json").write_text("{", encoding="utf-8")
    sentence(here("status", "--json"), 1, "state.json", "assistant reindex")
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "record.sqlite3").write_bytes(b"this is no database " * 300)
    sentence(here("status", "--home", str(broken), "--json"), 1, "record.sqlite3", "--home")
    shutil.rmtree(broken)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ASSISTANT_UI_PORT", "eighty"),
        ("ASSISTANT_UI_PORT", "99999"),
        ("ASSISTANT_EMBEDDINGS", "magic"),
        ("ASSISTANT_BUNDLED", "perhaps"),
        ("ASSISTANT_DATABASE_URL", "nonsense"),
        ("ASSISTANT_CHROMA_URL", "nonsense"),
    ],
)
def test_settings_that_cannot_be_used(here: Callable[..., Any], name: str, value: str) -> None:
    sentence(here("status", "--json", **{name: value}), 1, name)


def test_embeddings_endpoint_without_a_model(here: Callable[..., Any]) -> None:
    sentence(here("status", "--json", ASSISTANT_EMBEDDINGS="openai"), 1, "ASSISTANT_EMBEDDINGS_MODEL")


def test_secrets_never_reach_the_screen(here: Callable[..., Any]) -> None:
    secret = {"ASSISTANT_DATABASE_URL": "postgresql://user:hunter2@127.0.0.1:1/record"}
    assert "hunter2" not in sentence(here("status", "--json", **secret), 1)
    ran = here("doctor", "--json", **secret)
    assert ran.code == 1
    assert "127.0.0.1:1/record" in ran.out
    assert "hunter2" not in ran.out + ran.err
