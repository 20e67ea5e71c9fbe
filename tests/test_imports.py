"""Importing a part loads no vendor that the part does not need."""

import json
import pkgutil
import subprocess
import sys
from pathlib import Path

import assistant.domain
import assistant.text

ROOT = Path(__file__).resolve().parent.parent
VENDORS = {"gradio", "chromadb", "langchain", "langchain_core", "langchain_openai", "openai", "sqlalchemy", "tantivy",
           "onnxruntime", "docx"}  # fmt: skip
LIGHT = [
    "assistant.errors",
    "assistant.settings",
    "assistant.resources",
    "assistant.prompts",
    "assistant.citing",
    "assistant.rendering",
    "assistant.record.ledger",
    *(
        f"{package.__name__}.{module.name}"
        for package in (assistant.domain, assistant.text)
        for module in pkgutil.iter_modules(package.__path__)
    ),
]


def vendors_loaded_by(*modules: str) -> set[str]:
    """Return the vendors that importing these modules loads in a fresh interpreter."""
    code = (
        "import importlib, json, sys\n"
        "for name in sys.argv[1:]: importlib.import_module(name)\n"
        "print(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"
    )
    done = subprocess.run([sys.executable, "-c", code, *modules], capture_output=True, text=True, check=True, cwd=ROOT)
    return VENDORS & set(json.loads(done.stdout))


def test_leaves_load_no_vendor() -> None:
    assert len(LIGHT) > 15
    assert vendors_loaded_by(*LIGHT) == set()


def test_command_line_does_not_load_the_desk() -> None:
    loaded = vendors_loaded_by("assistant.cli")
    assert "gradio" not in loaded
    assert "langchain_openai" not in loaded  # only where an endpoint is configured
    assert "onnxruntime" not in loaded  # only where something is embedded
    assert not {"chromadb", "langchain_core"} & loaded  # only where something is written or an endpoint is asked
    assert "sqlalchemy" in loaded  # what is loaded is seen


def test_searching_does_not_load_what_reads_files() -> None:
    code = "import sys, assistant.assembly; print(sorted(each for each in sys.modules if each.startswith('assistant.record.readers')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"
