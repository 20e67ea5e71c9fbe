"""A real HTTP server that speaks the OpenAI chat protocol and answers as told: well, badly, slowly or not at all.

Tests and benchmarks run the program against it where no model is at hand, or where a fault is wanted.
"""

import hashlib
import json
import re
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

MODEL = "writer-on-a-server"
PIECE = 24
"""Characters of one chunk of a stream."""
_FENCE = re.compile(r"\b[0-9a-f]{16}\b")


@dataclass(frozen=True)
class Asked:
    """What a request holds."""

    rules: str
    data: str
    form: str
    """``json_schema``, ``json_object`` or ``plain``."""
    schema: str
    """Name of the schema; empty where none was sent."""
    seed: int | None
    streamed: bool
    body: Mapping[str, Any] = field(default_factory=dict, compare=False)
    """The whole request."""

    @property
    def is_repair(self) -> bool:
        """True where sentences are to be written anew."""
        return "The sentences, each with what is wrong with it" in self.data

    @property
    def fenced(self) -> list[str]:
        """The data between the fences."""
        fence = _FENCE.search(self.data)
        return [part.strip() for part in self.data.split(fence.group())[1::2]] if fence else []

    @property
    def brief(self) -> str:
        """The brief as it was sent."""
        return "" if self.is_repair else self.fenced[0]

    @property
    def evidence(self) -> dict[int, list[str]]:
        """The texts of the evidence by number."""
        found: dict[int, list[str]] = {}
        number = 0
        for line in self.fenced[0 if self.is_repair else 1].splitlines():
            if head := re.match(r"\[(\d+)\] \(", line):
                number = int(head[1])
            elif line.startswith("- "):
                found.setdefault(number, []).append(line[2:])
        return found

    @property
    def failing(self) -> list[tuple[int, str]]:
        """The sentences to be written anew, with their numbers."""
        lines = self.fenced[1].splitlines()
        return [(int(m[1]), m[2]) for line in lines if (m := re.match(r"\[(\d+)\] (.*)", line))]

    @property
    def key(self) -> str:
        """What tells this request from others (SHA-256, hex): all of it but the fence, drawn anew each time."""
        return hashlib.sha256(_FENCE.sub("FENCE", f"{self.rules}\n{self.data}").encode("utf-8")).hexdigest()


@dataclass(frozen=True)
class Fault:
    """An answer that is none."""

    status: int = 200
    body: bytes | None = None
    """The whole body in the place of an answer."""
    code: str | None = None
    """The error's code in the body."""
    finish: str = "stop"
    text: str = ""
    cut_after: int | None = None
    """Characters after which the connection is broken off."""
    seconds: float = 0.0
    """How long it says nothing first."""
    refusal: str | None = None


Answering = Callable[[Asked], str | Fault]


@dataclass
class ChatServer:
    """A server for the length of `up`; what it was asked is kept."""

    answering: Answering
    port: int = 0
    pause: float = 0.0
    """Seconds between two chunks of a stream."""
    unknown_forms: frozenset[str] = frozenset()
    streams: bool = True
    requests: list[Asked] = field(default_factory=list)
    broken_off: int = 0
    """Requests whose client went away before the end."""
    _counting: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        """The base address."""
        return f"http://127.0.0.1:{self.port}/v1"

    @contextmanager
    def up(self) -> Iterator["ChatServer"]:
        """Serve for the length of a `with` block."""
        chat = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                try:
                    chat._serve(self, body)
                except OSError:
                    with chat._counting:
                        chat.broken_off += 1

            def log_message(self, *_: Any) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        server.daemon_threads = True
        self.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()
            thread.join()

    def _serve(self, handler: BaseHTTPRequestHandler, body: dict[str, Any]) -> None:
        form = body.get("response_format", {})
        rules, data = (message["content"] for message in body["messages"])
        asked = Asked(
            rules,
            data,
            form.get("type", "plain"),
            form.get("json_schema", {}).get("name", ""),
            body.get("seed"),
            bool(body.get("stream")),
            body,
        )
        with self._counting:
            self.requests.append(asked)
        if asked.form in self.unknown_forms:
            _send(handler, 400, _error("unknown response_format", None))
            return
        answer = self.answering(asked)
        fault = Fault(text=answer) if isinstance(answer, str) else answer
        time.sleep(fault.seconds)
        if fault.status != 200:
            _send(handler, fault.status, fault.body or _error("not now", fault.code))
        elif fault.body is not None:
            _send(handler, 200, fault.body)
        elif asked.streamed and self.streams:
            self._stream(handler, fault, body["model"])
        else:
            _send(handler, 200, _whole(fault, body["model"]))

    def _stream(self, handler: BaseHTTPRequestHandler, fault: Fault, model: str) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.send_header("Connection", "close")
        handler.end_headers()
        text = fault.text if fault.cut_after is None else fault.text[: fault.cut_after]
        for at in range(0, len(text), PIECE):
            _event(handler, model, {"content": text[at : at + PIECE]}, None)
            time.sleep(self.pause)
        if fault.cut_after is not None:
            _break_off(handler)
            return
        _event(handler, model, {"refusal": fault.refusal} if fault.refusal else {}, fault.finish)
        usage = {"prompt_tokens": 900, "completion_tokens": len(text) // 4, "total_tokens": 900 + len(text) // 4}
        _event(handler, model, None, None, usage)
        handler.wfile.write(b"data: [DONE]\n\n")


def _send(handler: BaseHTTPRequestHandler, status: int, body: bytes) -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Retry-After", "0.01")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def _event(
    handler: BaseHTTPRequestHandler, model: str, delta: Any, finish: str | None, usage: dict[str, int] | None = None
) -> None:
    choices = [] if delta is None else [{"index": 0, "delta": delta, "finish_reason": finish}]
    chunk = {"id": "c-1", "object": "chat.completion.chunk", "created": 0, "model": model, "choices": choices}
    handler.wfile.write(f"data: {json.dumps(chunk | ({'usage': usage} if usage else {}))}\n\n".encode())
    handler.wfile.flush()


def _break_off(handler: BaseHTTPRequestHandler) -> None:
    """Break the connection off as a server does that dies: the client gets a reset."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


def _error(message: str, code: str | None) -> bytes:
    return json.dumps({"error": {"message": message, "type": "x", "code": code}}).encode()


def _whole(fault: Fault, model: str) -> bytes:
    message = {"role": "assistant", "content": fault.text, "refusal": fault.refusal}
    tokens = len(fault.text) // 4
    return json.dumps(
        {
            "id": "c-1",
            "object": "chat.completion",
            "created": 0,
            "model": model,
            "choices": [{"index": 0, "message": message, "finish_reason": fault.finish}],
            "usage": {"prompt_tokens": 900, "completion_tokens": tokens, "total_tokens": 900 + tokens},
        }
    ).encode()
