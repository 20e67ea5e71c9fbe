"""Shared fixtures: no outside connection, a prepared home with the bundled record, the command line.

With `--servers` the same tests run over a PostgreSQL database and a Chroma server instead of files in the home.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from assistant.assembly import Assistant
from assistant.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
# A busy machine is no fault: how long one example takes says nothing of the code.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")
# A shell lets what it runs in the background ignore interruptions, and so would every program that a test starts.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
pytest_plugins = ["tests.servers", "tests.small_model", "tests.workers"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--servers", action="store_true", help="run over PostgreSQL and a Chroma server")


@pytest.fixture(scope="session")
def on_servers(request: pytest.FixtureRequest) -> bool:
    """True where record and vectors are kept on servers."""
    return bool(request.config.getoption("--servers"))


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


@dataclass(frozen=True)
class Bundle:
    """A home with the bundled record, and where its record and vectors are."""

    home: Path
    database_url: str | None = None
    chroma_url: str | None = None

    @property
    def settings(self) -> Settings:
        return Settings(  # type: ignore[call-arg]
            home=self.home, database_url=self.database_url, chroma_url=self.chroma_url, _env_file=None
        )


@pytest.fixture(scope="session")
def bundle(request: pytest.FixtureRequest, on_servers: bool, tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """The bundled record, loaded and indexed once; never written to."""
    home = tmp_path_factory.mktemp("bundled") / "home"
    made = Bundle(home)
    if on_servers:
        databases = request.getfixturevalue("databases")
        made = Bundle(home, databases.create(), request.getfixturevalue("chroma_server"))
    with Assistant.open(made.settings):
        pass
    return made


@pytest.fixture(scope="session")
def bundled_home(bundle: Bundle) -> Path:
    """A home into which the bundled record was loaded and indexed; never written to."""
    return bundle.home


@pytest.fixture
def home(
    request: pytest.FixtureRequest, bundle: Bundle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """A fresh copy of the prepared home; on servers the settings lead to a database and a collection of its own."""
    copy = tmp_path / "home"
    shutil.copytree(bundle.home, copy)
    if not bundle.database_url:
        yield copy
        return
    databases = request.getfixturevalue("databases")
    own = databases.create(like=bundle.database_url)
    databases.forget_indexes(own)
    shutil.rmtree(copy / "index")
    monkeypatch.setenv("ASSISTANT_DATABASE_URL", own)
    monkeypatch.setenv("ASSISTANT_CHROMA_URL", str(bundle.chroma_url))
    yield copy
    databases.drop(own)


@pytest.fixture(scope="session")
def reader_assistant(request: pytest.FixtureRequest, bundle: Bundle) -> Iterator[Assistant]:
    """The façade over the prepared home, for tests that only read."""
    settings = bundle.settings
    if bundle.database_url:  # the one that others are copied from must stay closed
        reading = request.getfixturevalue("databases").create(like=bundle.database_url)
        settings = settings.model_copy(update={"database_url": reading})
    with Assistant.open(settings) as opened:
        yield opened


@pytest.fixture
def assistant(home: Path) -> Iterator[Assistant]:
    """The façade over a home of the test's own."""
    with Assistant.open(Settings(home=home, _env_file=None)) as opened:  # type: ignore[call-arg]
        yield opened


@pytest.fixture
def record_url(request: pytest.FixtureRequest, on_servers: bool, tmp_path: Path) -> Iterator[str]:
    """The address of an empty record of the test's own."""
    if not on_servers:
        yield f"sqlite:///{tmp_path / 'record.sqlite3'}"
        return
    databases = request.getfixturevalue("databases")
    own = databases.create()
    yield own
    databases.drop(own)


@pytest.fixture(scope="session")
def chroma_url(request: pytest.FixtureRequest, on_servers: bool) -> str | None:
    """The address of a Chroma server, or None where vectors are kept in the home."""
    return str(request.getfixturevalue("chroma_server")) if on_servers else None


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
