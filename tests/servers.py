"""A private PostgreSQL cluster and a private Chroma server, started for the length of a test run.

Servers that are already up are used instead if ASSISTANT_TEST_DATABASE_URL (its user must be allowed to create
databases) or ASSISTANT_TEST_CHROMA_URL names them.
"""

import itertools
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from assistant.record.store import RecordStore

GIVEN_DATABASE = os.environ.get("ASSISTANT_TEST_DATABASE_URL")
GIVEN_CHROMA = os.environ.get("ASSISTANT_TEST_CHROMA_URL")
SECONDS_TO_START = 60
KEPT_META = ("schema_version", "corpus_digest")


class Databases:
    """Makes and drops databases on one PostgreSQL server."""

    def __init__(self, server: str) -> None:
        self._server = sa.make_url(server)
        self._engine = sa.create_engine(self._server, isolation_level="AUTOCOMMIT")
        self._numbers = itertools.count()
        self._blank = self._new_name()
        self._run(f'CREATE DATABASE "{self._blank}" TEMPLATE template0')
        RecordStore(self._url(self._blank)).close()

    def create(self, *, like: str | None = None) -> str:
        """Return the address of a new database, empty or with all that another one holds."""
        name = self._new_name()
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{sa.make_url(like).database if like else self._blank}"')
        return self._url(name)

    def drop(self, url: str) -> None:
        self._run(f'DROP DATABASE "{sa.make_url(url).database}" WITH (FORCE)')

    def forget_indexes(self, url: str) -> None:
        """Make a copied record one of its own, so that it shares no vectors with the one it was copied from."""
        engine = sa.create_engine(url)
        with engine.begin() as connection:
            connection.execute(
                sa.text("DELETE FROM meta WHERE key NOT IN :kept").bindparams(sa.bindparam("kept", expanding=True)),
                {"kept": KEPT_META},
            )
        engine.dispose()

    def close(self) -> None:
        self._engine.dispose()

    def _new_name(self) -> str:
        return f"test_{os.getpid()}_{next(self._numbers)}"

    def _url(self, name: str) -> str:
        return self._server.set(database=name).render_as_string(hide_password=False)

    def _run(self, command: str) -> None:
        with self._engine.connect() as connection:
            connection.exec_driver_sql(command)


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    """PostgreSQL databases, as many as a test asks for."""
    if GIVEN_DATABASE:
        made = Databases(GIVEN_DATABASE)
        yield made
        made.close()
        return
    initdb = _postgresql_program("initdb")
    if initdb is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="postgresql-"))
    try:
        yield from _own_cluster(initdb, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _postgresql_program(name: str) -> Path | None:
    versions = Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
    newest = max(versions, key=lambda path: int(path.parent.parent.name), default=None)
    found = shutil.which(name)
    return newest or (Path(found) if found else None)


def _own_cluster(initdb: Path, folder: Path) -> Iterator[Databases]:
    # PostgreSQL refuses to run as root; Debian's package brings a user for it.
    user = "postgres" if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)
    data, port = folder / "data", _free_port()
    make = [initdb, "-D", data, "-U", "tests", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    subprocess.run(make, check=True, capture_output=True, user=user, cwd="/")
    quick = [part for option in ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")
             for part in ("-c", option)]  # fmt: skip
    command = [initdb.with_name("postgres"), "-D", data, "-p", str(port), "-h", "127.0.0.1", "-k", "", *quick]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, user=user, cwd="/")
        try:
            url = f"postgresql+psycopg://tests@127.0.0.1:{port}/postgres"
            _wait(lambda: sa.create_engine(url).connect().close(), server, folder / "log")
            made = Databases(url)
            yield made
            made.close()
        finally:
            server.send_signal(signal.SIGINT)  # a plain end would wait for every client
            server.wait(30)


@pytest.fixture(scope="session")
def chroma_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Chroma server."""
    if GIVEN_CHROMA:
        yield GIVEN_CHROMA
        return
    program = shutil.which("chroma", path=f"{Path(sys.executable).parent}:{os.environ.get('PATH', '')}")
    if program is None:
        pytest.skip("the program `chroma`, which comes with chromadb, is not installed")
    folder, port = tmp_path_factory.mktemp("chroma"), _free_port()
    command = [program, "run", "--path", str(folder / "data"), "--host", "127.0.0.1", "--port", str(port)]
    environment = {**os.environ, "ANONYMIZED_TELEMETRY": "False"}
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, env=environment)
        try:
            url = f"http://127.0.0.1:{port}"
            _wait(lambda: urllib.request.urlopen(f"{url}/api/v2/heartbeat", timeout=5).close(), server, folder / "log")
            yield url
        finally:
            server.terminate()
            server.wait(30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(answers: Callable[[], object], server: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            answers()
            return
        except Exception:
            if server.poll() is not None or time.monotonic() > until:
                pytest.fail(f"a server did not start: {log.read_text(errors='replace')[-2000:]}")
            time.sleep(0.1)
