"""The documents speak of what exists: paths, commands, options, targets and settings."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from assistant.cli import app
from assistant.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [
    path
    for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")
    if (path := ROOT / name).is_file()
] + sorted((ROOT / "docs").glob("*.md"))
SUFFIXES = (".py", ".yaml", ".yml", ".md", ".toml", ".lock", ".jsonl", ".json", ".csv", ".png", ".cfg", ".txt")
IN_A_HOME = {
    "logs/errors.log", "index/state.json", "index/", "speakers.yaml", "glossary.yaml", "sources.yaml", "data/tweets.js",
    "publication_rules.yaml", "ledger.yaml", "clearance_rules.yaml", "users.yaml",
}  # fmt: skip
"""Files of a user's home or material, which no checkout holds."""
_BACKTICKED = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_FENCED = re.compile(r"^(?:```|~~~)[^\n]*\n(.*?)^(?:```|~~~)\s*$", re.MULTILINE | re.DOTALL)
_INDENTED = re.compile(r"^(?: {4}|\t)(.*)$", re.MULTILINE)
_LINK = re.compile(r"\]\(([^)\s#]+)(?:#[^)\s]*)?\)")
_PATH = re.compile(r"^\.?[\w*-][\w.*-]*(?:/[\w.*-]+)*/?$")
_ABSOLUTE = re.compile(r"(?<![\w./~-])(?:/(?:home|root|tmp|work|Users|mnt|opt|var|usr|srv)/|[A-Z]:\\)\S*")
_VARIABLE = re.compile(r"\bASSISTANT_[A-Z_]+\b")


def code_in(text: str) -> Iterator[str]:
    """Yield what stands in backticks, and the lines of code blocks without their comments."""
    for block in _FENCED.findall(text):
        yield from block.splitlines()
    text = _FENCED.sub("", text)
    yield from _INDENTED.findall(text)
    yield from _BACKTICKED.findall(text)


def commands_in(text: str, program: str) -> Iterator[list[str]]:
    """Yield the words after `program` for each command in the document's code."""
    for code in code_in(text):
        for command in re.split(r"&&|\||;|#", code):
            words = command.strip().removeprefix("$ ").split()
            while words and re.fullmatch(r"[A-Z_]+=\S*", words[0]):
                words = words[1:]  # VARIABLE=value before the command
            if words[:3] == ["python", "-m", program]:
                words = words[2:]
            if words and Path(words[0]).name == program:
                yield words[1:]


def missing_paths(text: str) -> set[str]:
    missing = set()
    named = [token.strip() for token in _BACKTICKED.findall(text)]
    named += [word for words in commands_in(text, "python") for word in words if word.endswith(".py")]
    named += [link for link in _LINK.findall(text) if "://" not in link and not link.startswith("mailto:")]
    for token in named:
        pattern = re.sub(r"<[^<>]*>", "*", token)
        if not (_PATH.match(pattern) and ("/" in pattern or pattern.endswith(SUFFIXES))):
            continue
        placeholder = Path(pattern).stem.isupper() and Path(pattern).suffix != ".md"  # FILE.yaml
        if token in IN_A_HOME or token.startswith(".venv/") or placeholder:
            continue
        # A name alone may stand anywhere: the text around it says where.
        if not any(ROOT.glob(pattern)) and ("/" in pattern or not any((ROOT / "assistant").rglob(pattern))):
            missing.add(token)
    return missing


def unknown_commands(text: str) -> set[str]:
    root = typer.main.get_command(app)
    known = root.commands  # type: ignore[attr-defined]
    unknown = set()
    for words in commands_in(text, "assistant"):
        if not words or not re.fullmatch(r"[a-z][a-z-]*", words[0]):
            continue  # the program as a whole, a placeholder, or an option
        if words[0] not in known:
            unknown.add(f"assistant {words[0]}")
            continue
        command = known[words[0]]
        if len(words) > 1 and words[1] in getattr(command, "commands", {}):  # a group: `assistant users add`
            command = command.commands[words[1]]
        options = {"--help", *(option for p in command.params for option in [*p.opts, *p.secondary_opts])}
        given = {word.strip("[]().,:").split("=")[0] for word in words[1:] if word.lstrip("[").startswith("--")}
        unknown |= {f"assistant {words[0]} {option}" for option in given - options if len(option) > 2}
    return unknown


def unknown_targets(text: str) -> set[str]:
    targets = set(re.findall(r"^([a-z][\w-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    given = {word for words in commands_in(text, "make") for word in words if re.fullmatch(r"[a-z][\w-]*", word)}
    return given - targets


def unknown_settings(text: str) -> set[str]:
    known = {f"ASSISTANT_{name.upper()}" for name in Settings.model_fields}
    return {name for name in _VARIABLE.findall(text) if name not in known and not name.endswith("_")}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_document_speaks_of_what_exists(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    assert missing_paths(text) == set()
    assert unknown_commands(text) == set()
    assert unknown_targets(text) == set()
    assert unknown_settings(text) == set()
    assert _ABSOLUTE.findall(text) == []


def test_main_documents_are_there() -> None:
    assert {"README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"} <= {path.name for path in DOCUMENTS}


def test_faults_in_a_document_are_seen() -> None:
    text = (
        "See `assistant/nowhere.py`, `gone.py`, `assistant/text/`, `corpus/statements/<id>.yaml`, `evidence.py`,\n"
        "[this](docs/nothing.md), `FILE.yaml` and `form: verbatim`; run `assistant dance --high` or `make coffee`.\n"
        "Set `ASSISTANT_MOOD`. It lies in /home/me/checkout/file.\n\n"
        "    ASSISTANT_HOME=x assistant ask 'why?' --loudly --json\n"
        "    python missing_script.py\n\n"
        "```sh\npython -m assistant fly\nmake test tea\n```\n"
    )
    assert missing_paths(text) == {"assistant/nowhere.py", "gone.py", "docs/nothing.md", "missing_script.py"}
    assert unknown_commands(text) == {"assistant dance", "assistant ask --loudly", "assistant fly"}
    assert unknown_targets(text) == {"coffee", "tea"}
    assert unknown_settings(text) == {"ASSISTANT_MOOD"}
    assert _ABSOLUTE.findall(text) == ["/home/me/checkout/file."]
