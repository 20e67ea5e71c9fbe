"""Shared fixtures: no outside connection, a prepared home with the bundled record, the command line."""

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from assistant.assembly import Assistant
from assistant.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
LOOPBACK = {"127.0.0.1", "::1", "localhost"}


@pytest.fixture(autouse=True)
def _no_outside_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that leaves this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6} and address[0] not in LOOPBACK:
            raise AssertionError(f"a test tried to reach {address!r}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Run with no setting of the machine's and in an empty folder, so that no .env is read."""
    for name in list(os.environ):
        if name.startswith("ASSISTANT_") or name == "OPENAI_API_KEY":
            monkeypatch.delenv(name)
    empty = tmp_path / "cwd"
    empty.mkdir()
    monkeypatch.chdir(empty)


@pytest.fixture(scope="session")
def bundled_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home into which the bundled record was loaded and indexed; never written to."""
    home = tmp_path_factory.mktemp("bundled") / "home"
    with Assistant.open(Settings(home=home, _env_file=None)):  # type: ignore[call-arg]
        pass
    return home


@pytest.fixture
def home(bundled_home: Path, tmp_path: Path) -> Path:
    """A fresh copy of the prepared home."""
    copy = tmp_path / "home"
    shutil.copytree(bundled_home, copy)
    return copy


@pytest.fixture(scope="session")
def reader_assistant(bundled_home: Path) -> Iterator[Assistant]:
    """The façade over the prepared home, for tests that only read."""
    with Assistant.open(Settings(home=bundled_home, _env_file=None)) as opened:  # type: ignore[call-arg]
        yield opened


@pytest.fixture
def assistant(home: Path) -> Iterator[Assistant]:
    """The façade over a home of the test's own."""
    with Assistant.open(Settings(home=home, _env_file=None)) as opened:  # type: ignore[call-arg]
        yield opened


@dataclass(frozen=True)
class Ran:
    """What a command printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def cli(home: Path) -> Callable[..., Ran]:
    """Run the real command line in a process of its own, over the test's home."""

    def run(*args: str, stdin: str | None = None, **env: str) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "assistant", *args],
            input=stdin,
            capture_output=True,
            text=True,
            timeout=240,
            env={**os.environ, "ASSISTANT_HOME": str(home), "PYTHONPATH": str(ROOT), **env},
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    return run
