"""Embeddings from an endpoint that speaks the OpenAI protocol, over real HTTP: up, down, back, and broken."""

import base64
import json
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.assembly import Assistant
from assistant.cli import main
from assistant.errors import AssistantError, ConfigurationError, ModelError, RetrievalError
from assistant.retrieval.e5 import E5
from assistant.retrieval.embeddings import open_embedder
from assistant.settings import Settings, load_settings

MODEL = "e5-on-a-server"
STATEMENTS = {
    "agua": "México entregará el agua del Tratado de 1944 conforme a la disponibilidad de las cuencas.",
    "aranceles": "Los aranceles al acero perjudican a los consumidores de los dos países.",
    "remesas": "Las remesas de los paisanos no deben pagar impuesto alguno.",
    "armas": "Se pidió frenar el tráfico de armas de fuego desde los Estados Unidos hacia México.",
}


@dataclass
class Endpoint:
    """A local server of embeddings, and what it was asked."""

    engine: E5
    reply: str = "vectors"
    requests: list[dict[str, Any]] = field(default_factory=list)
    refusals: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    """What the next requests get instead of an answer: status and headers."""
    seconds: float = 0.0
    """How long an answer takes."""
    port: int = 0
    busy: int = 0
    busiest: int = 0
    """The most requests that were there at one time."""
    counting: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    @contextmanager
    def up(self) -> Iterator[None]:
        """Serve for the length of a `with` block, on the same port every time."""
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                with endpoint.counting:
                    endpoint.requests.append({"path": self.path, "at": time.monotonic(), **body})
                    refusal = endpoint.refusals.pop(0) if endpoint.refusals else None
                    endpoint.busy += 1
                    endpoint.busiest = max(endpoint.busiest, endpoint.busy)
                time.sleep(endpoint.seconds)
                status, answer = endpoint.answer(body) if refusal is None else (refusal[0], b"{}")
                with endpoint.counting:
                    endpoint.busy -= 1
                self.send_response(status)
                for name, value in (refusal[1] if refusal else {}).items():
                    self.send_header(name, value)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: Any) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        server.daemon_threads = True
        self.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            server.server_close()
            thread.join()

    def answer(self, body: dict[str, Any]) -> tuple[int, bytes]:
        if self.reply == "refused":
            return 401, json.dumps({"error": {"message": "no such key"}}).encode()
        if self.reply == "no JSON":
            return 200, b"<html>a proxy's page</html>"
        texts = [body["input"]] if isinstance(body["input"], str) else body["input"]
        vectors = self.engine.passage(texts)
        if self.reply == "too few":
            vectors = vectors[:-1]
        if self.reply == "not numbers":
            vectors = np.full_like(vectors, np.nan)

        def written(vector: Any) -> Any:
            if body.get("encoding_format") == "base64":
                return base64.b64encode(vector.astype("<f4").tobytes()).decode()
            return [float(value) for value in vector]

        data = [{"object": "embedding", "index": i, "embedding": written(v)} for i, v in enumerate(vectors)]
        usage = {"prompt_tokens": 1, "total_tokens": 1}
        return 200, json.dumps({"object": "list", "data": data, "model": body["model"], "usage": usage}).encode()


@pytest.fixture(scope="module")
def engine() -> E5:
    return E5()


@pytest.fixture
def endpoint(engine: E5) -> Endpoint:
    return Endpoint(engine=engine)


def settings_for(endpoint: Endpoint, home: Path, **changes: Any) -> Settings:
    return Settings(
        home=home,
        bundled=False,
        embeddings="openai",
        embeddings_model=MODEL,
        embeddings_base_url=endpoint.url,
        _env_file=None,  # type: ignore[call-arg]
        **changes,
    )


def written_statement(folder: Path, name: str) -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(
        f"id: {name}\ndate: 2026-02-03\nspeaker: Persona de Prueba\nrole: Secretaria\nvenue: Conferencia\nlang: es\n"
        f"form: verbatim\ntext: {STATEMENTS[name]}\ntopics: [trade]\nsource: {{title: Archivo, ref: {name}.txt}}\n",
        encoding="utf-8",
    )
    return path


def found(assistant: Assistant, query: str) -> str:
    return assistant.search(query)[0].statement.id


def test_endpoint_goes_down_and_comes_back_and_nothing_is_lost(
    endpoint: Endpoint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "own"
    first = [written_statement(tmp_path, name) for name in ("agua", "aranceles", "remesas")]
    with endpoint.up(), Assistant.open(settings_for(endpoint, home)) as assistant:
        ingested = assistant.ingest(first)
        assert (ingested.summary.change.added, ingested.passages) == (3, 3)
        assert found(assistant, "impuestos al dinero que envían los migrantes") == "remesas"
        assert found(assistant, "steel tariffs hurt consumers") == "aranceles"
        assert assistant.status()["models"]["embeddings"] == f"openai/{MODEL}"
    assert {request["path"] for request in endpoint.requests} == {"/v1/embeddings"}
    assert {request["model"] for request in endpoint.requests} == {MODEL}
    inputs = [text for request in endpoint.requests for text in request["input"]]
    assert all(isinstance(text, str) for text in inputs)  # text, not the token ids of some other vocabulary
    assert {STATEMENTS[name] for name in ("agua", "aranceles", "remesas")} <= set(inputs)

    env = {
        "ASSISTANT_HOME": str(home),
        "ASSISTANT_BUNDLED": "0",
        "ASSISTANT_EMBEDDINGS": "openai",
        "ASSISTANT_EMBEDDINGS_MODEL": MODEL,
        "ASSISTANT_EMBEDDINGS_BASE_URL": endpoint.url,
    }
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "argv", ["assistant", "ingest", str(written_statement(tmp_path, "armas")), "--json"])
    with pytest.raises(SystemExit) as ended:
        main()
    printed = capfd.readouterr()
    assert (ended.value.code, printed.out) == (1, "")
    (said,) = [line for line in printed.err.splitlines() if line.startswith("Error: ")]
    assert MODEL in said
    assert "ASSISTANT_EMBEDDINGS_BASE_URL" in said
    assert "Traceback" not in printed.err

    with Assistant.open(settings_for(endpoint, home)) as assistant:  # the record can be read without the endpoint
        assert assistant.show("armas").text == STATEMENTS["armas"]
        assert assistant.index.behind == 1
        with pytest.raises(ModelError, match=MODEL):
            assistant.search("tráfico de armas")

    with endpoint.up(), Assistant.open(settings_for(endpoint, home)) as assistant:
        assert assistant.index.behind == 0
        assert found(assistant, "gun trafficking into Mexico") == "armas"
        assert found(assistant, "steel tariffs hurt consumers") == "aranceles"


def test_vectors_of_two_models_are_never_mixed(endpoint: Endpoint, tmp_path: Path) -> None:
    home = tmp_path / "own"
    with endpoint.up():
        with Assistant.open(settings_for(endpoint, home)) as assistant:
            assistant.ingest([written_statement(tmp_path, "agua")])
        bundled = Settings(home=home, bundled=False, _env_file=None)  # type: ignore[call-arg]
        with (
            Assistant.open(bundled) as assistant,
            pytest.raises(RetrievalError, match=rf"openai/{MODEL}.*assistant reindex"),
        ):
            assistant.search("agua")
    assert Assistant.rebuild_index(bundled) == 1
    with Assistant.open(bundled) as assistant:
        assert found(assistant, "water treaty") == "agua"


@pytest.mark.parametrize("reply", ["refused", "no JSON", "too few", "not numbers"])
def test_replies_that_cannot_be_used_are_one_sentence(endpoint: Endpoint, tmp_path: Path, reply: str) -> None:
    endpoint.reply = reply
    with endpoint.up():
        embedder = open_embedder(settings_for(endpoint, tmp_path, openai_api_key="sk-very-secret"))
        with pytest.raises(AssistantError) as caught:
            embedder.embed_passages(["uno", "dos"])
    assert isinstance(caught.value, ModelError)
    assert "embedding model" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert "sk-very-secret" not in str(caught.value)


MANY = [f"La obra número {n} del puerto se entregará a la comunidad {n * n}." for n in range(40)]


@pytest.fixture(scope="module")
def wanted(engine: E5) -> Any:
    return engine.passage(MANY)


def require_rows(rows: Any, wanted: Any) -> None:
    assert rows.shape == wanted.shape
    assert np.allclose(rows, wanted, atol=1e-3)


def texts_of(requests: list[dict[str, Any]]) -> list[str]:
    return [text for request in requests for text in request["input"]]


def test_many_texts_go_out_several_requests_at_a_time_and_come_back_in_order(
    endpoint: Endpoint, tmp_path: Path, wanted: Any
) -> None:
    endpoint.seconds = 0.2
    with endpoint.up():
        embedder = open_embedder(settings_for(endpoint, tmp_path, embeddings_batch=5, embeddings_concurrency=3))
        require_rows(embedder.embed_passages(MANY), wanted)
    assert [len(request["input"]) for request in endpoint.requests] == [5] * 8
    assert sorted(texts_of(endpoint.requests)) == sorted(MANY)
    assert endpoint.busiest == 3
    assert embedder.texts_at_once == 15


@pytest.mark.parametrize(
    "refusal", [(429, {"Retry-After": "1"}), (500, {}), (503, {"Retry-After": "1"})], ids=["429", "500", "503"]
)
def test_a_request_that_was_refused_for_now_is_repeated_alone(
    endpoint: Endpoint, tmp_path: Path, wanted: Any, refusal: tuple[int, dict[str, str]]
) -> None:
    endpoint.refusals = [refusal]
    with endpoint.up():
        embedder = open_embedder(settings_for(endpoint, tmp_path, embeddings_batch=10, embeddings_concurrency=1))
        require_rows(embedder.embed_passages(MANY), wanted)
    sent = [request["input"] for request in endpoint.requests]
    assert sent == [MANY[:10], MANY[:10], MANY[10:20], MANY[20:30], MANY[30:]]
    if "Retry-After" in refusal[1]:
        assert endpoint.requests[1]["at"] - endpoint.requests[0]["at"] >= 1.0


def test_requests_keep_to_the_rate_even_when_they_are_repeated(endpoint: Endpoint, tmp_path: Path, wanted: Any) -> None:
    endpoint.refusals = [(429, {"Retry-After": "0.01"}), (429, {"Retry-After": "0.01"})]
    with endpoint.up():
        embedder = open_embedder(
            settings_for(
                endpoint, tmp_path, embeddings_batch=8, embeddings_concurrency=4, embeddings_requests_per_minute=240
            )
        )
        require_rows(embedder.embed_passages(MANY), wanted)
    times = [request["at"] for request in endpoint.requests]
    assert len(times) == 5 + 2
    assert times[-1] - times[0] >= 6 * 60 / 240 * 0.9


def test_an_ingest_that_the_endpoint_ends_goes_on_without_embedding_twice(endpoint: Endpoint, tmp_path: Path) -> None:
    home, paths = tmp_path / "own", [written_statement(tmp_path, name) for name in STATEMENTS]
    with endpoint.up():
        settings = settings_for(endpoint, home, embeddings_batch=1, embeddings_concurrency=1)
        with Assistant.open(settings) as assistant:
            assistant.ingest(paths[:2])
        assert len(texts_of(endpoint.requests)) == 2
        endpoint.requests.clear()
        endpoint.refusals = [(401, {}) for _ in range(2)]
        with Assistant.open(settings) as assistant, pytest.raises(ModelError):
            assistant.ingest(paths)
        endpoint.refusals.clear()
        endpoint.requests.clear()
        assert Assistant.rebuild_index(settings) == 4
    assert sorted(texts_of(endpoint.requests)) == sorted(STATEMENTS[name] for name in list(STATEMENTS)[2:])


@pytest.mark.parametrize(
    ("name", "value"),
    [("embeddings_batch", "0"), ("embeddings_concurrency", "many"), ("embeddings_requests_per_minute", "-1")],
)
def test_settings_that_make_no_sense_are_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"ASSISTANT_{name.upper()}", value)
    with pytest.raises(ConfigurationError, match=f"ASSISTANT_{name.upper()} cannot be used"):
        load_settings()
