"""Processes that work on a home and can be killed at any moment, and an endpoint whose vectors cost nothing.

The processes are forked from one that has imported the program already: fifty of them start in no time.
"""

import hashlib
import json
import multiprocessing
import multiprocessing.connection
import os
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.assembly import Assistant
from assistant.cli import main
from assistant.errors import AssistantError
from assistant.settings import Settings

DIMENSIONS = 64
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["assistant.cli", "tests.workers", "langchain_openai", "openai", "psycopg"])
Settled = dict[str, Any]


def vector_of(text: str) -> list[float]:
    """A vector in which texts that share words are near: each word adds one of its own."""
    total = np.zeros(DIMENSIONS)
    for word in text.lower().split():
        seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "big")
        total += np.random.default_rng(seed).standard_normal(DIMENSIONS)
    return list(total / max(1e-9, float(np.linalg.norm(total))))


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        data = [{"object": "embedding", "index": i, "embedding": vector_of(t)} for i, t in enumerate(body["input"])]
        usage = {"prompt_tokens": 1, "total_tokens": 1}
        answer = json.dumps({"object": "list", "data": data, "model": body["model"], "usage": usage}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="session")
def fast_embeddings() -> Iterator[Settled]:
    """Settings of an endpoint on this machine that embeds without a model."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    yield {"embeddings": "openai", "embeddings_model": "words", "embeddings_base_url": url}
    server.shutdown()
    server.server_close()
    thread.join()


def settings_of(given: Settled) -> Settings:
    return Settings(_env_file=None, OPENAI_API_KEY="none", **given)  # type: ignore[call-arg]


def start(work: Callable[..., Any], *args: Any) -> tuple[Any, "multiprocessing.connection.Connection[Any, Any]"]:
    """Run `work` in a process of its own; what it says comes through the connection."""
    here, there = FORKS.Pipe()
    process = FORKS.Process(target=_run, args=(work, there, *args), daemon=True)
    process.start()
    there.close()
    return process, here


def _run(work: Callable[..., Any], pipe: Any, *args: Any) -> None:
    try:
        work(pipe, *args)
    except AssistantError as error:
        pipe.send(f"AssistantError: {error}")
        raise SystemExit(1) from None
    except Exception:
        pipe.send(traceback.format_exc())
        raise SystemExit(2) from None


def said_by(pipe: Any) -> list[Any]:
    """Return everything that a process said before it ended or was killed."""
    said = []
    try:
        while pipe.poll(0.5):
            said.append(pipe.recv())
    except (EOFError, ConnectionResetError):
        pass
    return said


def ingest(pipe: Any, given: Settled, paths: list[Path]) -> None:
    """Take files in; say when it begins, and what it did."""
    with Assistant.open(settings_of(given), catch_up=False) as assistant:
        pipe.send("open")
        done = assistant.ingest(paths)
        pipe.send({"rejected": [r.reason for r in done.summary.rejected], "added": done.summary.change.added})


def answer(pipe: Any, given: Settled) -> None:
    """Answer searches over one home that stays open, until told to stop."""
    with Assistant.open(settings_of(given)) as assistant:
        pipe.send("open")
        while (query := pipe.recv()) is not None:
            pipe.send([hit.statement.id for hit in assistant.search(query, k=3)])


@dataclass(frozen=True)
class Ran:
    """What a command printed, and how it ended."""

    code: int
    out: str
    err: str


def command(given: Settled, *args: str, folder: Path, file_limit: int | None = None) -> Ran:
    """Run the command line in a process of its own; it may write no file beyond `file_limit` bytes."""
    environment = {f"ASSISTANT_{name.upper()}": str(value) for name, value in given.items()}
    process, pipe = start(_command, {**environment, "OPENAI_API_KEY": "none"}, args, folder, file_limit)
    process.join(240)
    out, err = ((folder / name).read_text(encoding="utf-8") for name in ("out", "err"))
    said = said_by(pipe)
    return Ran(said[-1] if said else -1, out, err)


def _command(pipe: Any, environment: dict[str, str], args: tuple[str, ...], folder: Path, limit: int | None) -> None:
    os.environ.update(environment)
    for number, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    if limit is not None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    sys.argv = ["assistant", *args]
    code: Any = 0
    try:
        main()
    except SystemExit as ended:
        code = ended.code or 0
    sys.stdout.flush()
    sys.stderr.flush()
    pipe.send(code)
