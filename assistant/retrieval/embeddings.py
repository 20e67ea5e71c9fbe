"""Embeddings as LangChain knows them: the bundled multilingual E5-small, or any OpenAI-compatible endpoint."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from assistant.domain import Classification
from assistant.errors import AssistantError, ConfigurationError, ModelError
from assistant.gate import Gate
from assistant.record.loading import collector_paused
from assistant.retrieval.weights import BUNDLED_MODEL_ID as BUNDLED_MODEL_ID
from assistant.retrieval.weights import bundled_model_id
from assistant.settings import Settings

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings
else:
    Embeddings = object  # to import it takes a second; what LangChain asks for are the two methods

Matrix = npt.NDArray[np.float32]
BUNDLED_AT_ONCE = 128
"""About two seconds of work: what an interruption costs at most, and how often progress is told."""
ENDPOINT_TIMEOUT_SECONDS = 30.0
ENDPOINT_RETRIES = 3
RATE_CHECK_SECONDS = 0.02


# Opening the engine takes most of a second, so threads that ask at once must not open it twice.
_OPENING = threading.Lock()


class _Engine(Protocol):
    def passage(self, texts: Sequence[str]) -> Matrix: ...
    def query(self, texts: Sequence[str]) -> Matrix: ...


class BundledEmbeddings(Embeddings):
    """Multilingual E5-small (Wang et al. 2024, arXiv:2402.05672); the weights are inside a package."""

    def __init__(self) -> None:
        """Load nothing yet: the model is opened at the first text."""
        self._opened: _Engine | None = None

    def _engine(self) -> _Engine:
        with _OPENING:
            if self._opened is None:
                try:
                    with collector_paused():
                        from assistant.retrieval.e5 import encoder

                        self._opened = encoder()
                except (RuntimeError, OSError) as error:
                    raise _unusable(error) from None
        return self._opened

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed texts that are to be found."""
        rows: list[list[float]] = self._engine().passage(texts).tolist()
        return rows

    def embed_query(self, text: str) -> list[float]:
        """Embed a text that searches."""
        row: list[float] = self._engine().query([text])[0].tolist()
        return row


def _unusable(error: Exception) -> ConfigurationError:
    return ConfigurationError(f"The bundled embedding model cannot be used: {error}")


class EndpointEmbeddings(Embeddings):
    """An endpoint that speaks the OpenAI protocol: several requests at a time, each repeated where that helps."""

    def __init__(self, settings: Settings) -> None:
        """Send nothing yet.

        Raises:
            ConfigurationError: The model is not named.
        """
        if not settings.embeddings_model:
            raise ConfigurationError(
                "ASSISTANT_EMBEDDINGS=openai needs the model's name; set ASSISTANT_EMBEDDINGS_MODEL as the server "
                "calls it."
            )
        from langchain_openai import OpenAIEmbeddings
        from openai import DefaultHttpxClient

        self._batch = settings.embeddings_batch
        self._concurrency = settings.embeddings_concurrency
        key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else "none"
        # A repeated request counts too, and the client alone knows of it: so each one waits its turn on its way out.
        limits = {"request": [_turn_taker(settings.embeddings_requests_per_minute)]}
        self._endpoint = OpenAIEmbeddings(
            model=settings.embeddings_model,
            base_url=settings.embeddings_base_url,
            api_key=key,  # type: ignore[arg-type]
            chunk_size=self._batch,
            timeout=ENDPOINT_TIMEOUT_SECONDS,
            # The client repeats what was refused for now (429), failed (5xx) or got lost, as late as Retry-After says.
            max_retries=ENDPOINT_RETRIES,
            http_client=DefaultHttpxClient(event_hooks=limits),
            # Without this LangChain fetches a tokenizer file from the network and sends token ids, not text.
            check_embedding_ctx_length=False,
        )

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed texts that are to be found; the first request that fails for good ends it."""
        parts = [texts[start : start + self._batch] for start in range(0, len(texts), self._batch)]
        if len(parts) < 2:
            return self._endpoint.embed_documents(texts)
        with ThreadPoolExecutor(min(self._concurrency, len(parts)), "embeddings") as pool:
            answers = list(pool.map(self._request, parts))
        return [row for answer in answers for row in answer]

    def _request(self, part: list[str]) -> list[list[float]]:
        rows = self._endpoint.embed_documents(part)
        if len(rows) != len(part):  # joined with the others' they would be taken for the vectors of other texts
            raise ModelError(
                f"The embedding model answered with {len(rows)} vectors for {len(part)} texts. "
                "Check that the endpoint serves an embedding model."
            )
        return rows

    def embed_query(self, text: str) -> list[float]:
        """Embed a text that searches."""
        return self._endpoint.embed_query(text)


def _turn_taker(requests_per_minute: int | None) -> Callable[[object], None]:
    """Return what a request goes through before it is sent."""
    if requests_per_minute is None:
        return lambda _request: None
    from langchain_core.rate_limiters import InMemoryRateLimiter

    limiter = InMemoryRateLimiter(
        requests_per_second=requests_per_minute / 60, check_every_n_seconds=RATE_CHECK_SECONDS, max_bucket_size=1
    )

    def take_turn(_request: object) -> None:
        limiter.acquire()

    return take_turn


class LangChainEmbedder:
    """Our embedder over any LangChain `Embeddings`: checks the shape of replies and normalises."""

    def __init__(
        self,
        embeddings: Embeddings,
        model_id: str,
        texts_at_once: int = BUNDLED_AT_ONCE,
        gate: Gate | None = None,
    ) -> None:
        """Wrap `embeddings`; `model_id` names model and recipe, `gate` says what may be sent to it."""
        self._gate = gate
        self._embeddings = embeddings
        self._model_id = model_id
        self._texts_at_once = texts_at_once

    def require(self, classification: Classification) -> None:
        """Let text of a class through.

        Raises:
            RestrictedError: The endpoint may not see it.
        """
        if self._gate is not None:
            self._gate.require_embeddings(classification)

    @property
    def texts_at_once(self) -> int:
        """How many texts keep the model busy: fewer in one call would leave some of its workers idle."""
        return self._texts_at_once

    @property
    def model_id(self) -> str:
        """Names model and recipe; vectors of different ids must never be mixed."""
        return self._model_id

    def embed_passages(self, texts: Sequence[str]) -> Matrix:
        """Embed texts that are to be found: (n, d) float32, L2-normalised.

        Raises:
            ModelError: The endpoint is down or its reply has the wrong shape.
        """
        try:
            return _matrix(self._embeddings.embed_documents(list(texts)), len(texts))
        except AssistantError:
            raise
        except Exception as error:  # a vendor's client may raise anything
            raise self._unreachable(error) from None

    def embed_queries(self, texts: Sequence[str]) -> Matrix:
        """Embed texts that search: (n, d) float32, L2-normalised.

        Raises:
            ModelError: The endpoint is down or its reply has the wrong shape.
        """
        try:
            return _matrix([self._embeddings.embed_query(text) for text in texts], len(texts))
        except AssistantError:
            raise
        except Exception as error:  # a vendor's client may raise anything
            raise self._unreachable(error) from None

    def _unreachable(self, error: Exception) -> ModelError:
        return ModelError(
            f"The embedding model {self._model_id!r} did not answer ({type(error).__name__}: {error}). "
            "Check ASSISTANT_EMBEDDINGS_BASE_URL and that the server is up, or use ASSISTANT_EMBEDDINGS=bundled."
        )


def _matrix(rows: list[list[float]], expected: int) -> Matrix:
    matrix = np.asarray(rows, dtype=np.float32)
    if expected == 0:
        return matrix.reshape(0, 0)
    if matrix.ndim != 2 or matrix.shape[0] != expected or not np.isfinite(matrix).all():
        raise ModelError(
            f"The embedding model answered with an array of shape {matrix.shape} for {expected} texts. "
            "Check that the endpoint serves an embedding model."
        )
    norms = np.linalg.norm(matrix, axis=1, keepdims=True)
    return np.asarray(matrix / np.maximum(norms, 1e-12), dtype=np.float32)


def open_embedder(settings: Settings) -> LangChainEmbedder:
    """Return the embedder that the settings name.

    Raises:
        ConfigurationError: An endpoint is wanted but its model is not named, or the bundled model is not there.
    """
    if settings.embeddings == "bundled":
        try:
            return LangChainEmbedder(BundledEmbeddings(), bundled_model_id())
        except (RuntimeError, OSError) as error:
            raise _unusable(error) from None
    at_once = settings.embeddings_batch * settings.embeddings_concurrency
    return LangChainEmbedder(
        EndpointEmbeddings(settings), f"openai/{settings.embeddings_model}", at_once, Gate(settings)
    )
