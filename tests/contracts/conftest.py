"""What the contract tests share: the JSON Schemas, and the command line run inside this process."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from assistant.cli import main

SCHEMAS = json.loads(Path(__file__).with_name("schemas.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def conforms() -> Callable[[Any, str], None]:
    """Fail unless data has the promised shape; more fields than promised are fine."""

    def check(data: Any, name: str) -> None:
        schema = {"$ref": f"#/$defs/{name}", "$defs": SCHEMAS["$defs"]}
        jsonschema.Draft202012Validator(schema).validate(data)

    return check


@dataclass(frozen=True)
class Printed:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def here(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, home: Path) -> Callable[..., Printed]:
    """Run the command line's own `main` over the test's home, in this process: no second start-up to wait for."""

    def run(*args: str, **env: str) -> Printed:
        with monkeypatch.context() as patch:
            for name, value in {"ASSISTANT_HOME": str(home), **env}.items():
                patch.setenv(name, value)
            patch.setattr(sys, "argv", ["assistant", *args])
            capfd.readouterr()
            code: Any = 0
            try:
                main()
            except SystemExit as ended:
                code = ended.code or 0
            printed = capfd.readouterr()
        return Printed(code, printed.out, printed.err)

    return run
