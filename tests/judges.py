"""A small HTTP server that speaks the OpenAI chat protocol and judges well, badly, or not at all."""

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

MODEL = "judge-on-a-server"
Judging = Callable[["Asked"], str | None]


@dataclass(frozen=True)
class Asked:
    """What a request holds."""

    rules: str
    data: str
    form: str

    @property
    def sentence(self) -> str:
        return self.data.rsplit("\n", 3)[0].rsplit("\n", 1)[-1] if "\n" in self.data else ""

    def item(self, number: int) -> str:
        found = re.search(rf"^\[{number}\] (.*)$", self.data, re.MULTILINE)
        return found.group(1) if found else ""


def verdict(label: str, passage: int | None = 1, words: str = "", reason: str = "Así se lee.", **more: Any) -> str:
    return json.dumps({"reason": reason, "passage": passage, "words": words, "label": label, **more})


def last_words(text: str) -> str:
    return " ".join(text.split()[-5:])


def saying(label: str) -> Judging:
    """A judge that always says the same, of the first thing it was shown, with words that are really there."""
    return lambda asked: verdict(label, 1, last_words(asked.item(1)))


def obedient(asked: Asked) -> str:
    """A judge that does as the sentence says, if the sentence says anything."""
    order = re.search(r"\{.*\}", asked.sentence)
    return order.group() if order else verdict("unsupported", None)


@dataclass
class JudgeServer:
    """A server for the length of `up`; what it was asked is kept."""

    judging: Judging = field(default_factory=lambda: saying("consistent"))
    status: int = 200
    """What every request gets instead of an answer, where it is not 200."""
    refusals: list[int] = field(default_factory=list)
    """What the next requests get."""
    unknown_forms: frozenset[str] = frozenset()
    raw: bytes | None = None
    """The whole body of every answer."""
    seconds: float = 0.0
    requests: list[Asked] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    port: int = 0
    busiest: int = 0
    _busy: int = 0
    _counting: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    @contextmanager
    def up(self) -> Iterator["JudgeServer"]:
        judge = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                with judge._counting:
                    judge.headers.append(dict(self.headers))
                    judge._busy += 1
                    judge.busiest = max(judge.busiest, judge._busy)
                time.sleep(judge.seconds)
                status, answer = judge.answer(body)
                with judge._counting:
                    judge._busy -= 1
                try:
                    self.send_response(status)
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Retry-After", "0.01")
                    self.send_header("Content-Length", str(len(answer)))
                    self.end_headers()
                    self.wfile.write(answer)
                except OSError:
                    pass  # the client had no patience

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

    def answer(self, body: dict[str, Any]) -> tuple[int, bytes]:
        rules, data = (message["content"] for message in body["messages"])
        asked = Asked(rules, data, body.get("response_format", {}).get("type", "plain"))
        with self._counting:
            self.requests.append(asked)
            status = self.refusals.pop(0) if self.refusals else self.status
        if asked.form in self.unknown_forms:
            status = 400
        if status != 200:
            return status, json.dumps({"error": {"message": "not now", "type": "x", "code": None}}).encode()
        if self.raw is not None:
            return 200, self.raw
        message = {"role": "assistant", "content": self.judging(asked)}
        return 200, json.dumps(
            {
                "id": "c-1",
                "object": "chat.completion",
                "created": 0,
                "model": body["model"],
                "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
                "usage": {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120},
            }
        ).encode()
