"""A language model behind any endpoint that speaks the OpenAI protocol: a question, and its reply as it comes in."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from assistant.errors import ModelError
from assistant.gate import Gate
from assistant.settings import Settings

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage, BaseMessage
    from langchain_openai import ChatOpenAI

OPENAI_URL = "https://api.openai.com/v1"
RETRIES = 2
"""How often the client repeats what was refused for now (429), failed (5xx) or got lost; each time it waits longer."""
TIMEOUTS_IN_ALL = 3
"""How many times the time for one reply a request may take with all its repetitions, however slowly bytes drip in."""
MODEL_SETTINGS = "ASSISTANT_LLM_BASE_URL, ASSISTANT_LLM_MODEL, OPENAI_API_KEY"
_REFUSED_FORM = frozenset({400, 415, 422})
_FILTERED = "content_filter"

Heard = Callable[[str], None]
"""Called with all that has come of a reply so far."""


class Mode(IntEnum):
    """How strictly an endpoint is told what to answer with; not every one knows all."""

    SCHEMA = 0
    JSON = 1
    PLAIN = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a reply should look like. `schema` is JSON Schema in the subset that strict endpoints accept."""

    name: str
    schema: Mapping[str, Any]
    max_tokens: int
    max_chars: int = 20_000
    """A longer reply is noise; one that streams is cut off there."""
    temperature: float = 0.0
    seed: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What came back, and what it cost. Endpoints that do not count tokens leave them at 0."""

    text: str
    tokens_in: int
    tokens_out: int


class FormRefusedError(ModelError):
    """The endpoint does not know this mode."""


class UnansweredError(ModelError):
    """No reply to one request; the next may get one."""


class GarbledError(UnansweredError):
    """What came is no reply of the protocol; asked in another form, it may be."""


class EndpointDownError(ModelError):
    """No request will get a reply: wrong address, key or model, or nobody there."""


class Conversation:
    """One conversation with an endpoint, for the length of one piece of work."""

    def __init__(self, chat: "ChatOpenAI", seconds: float) -> None:
        """Ask through `chat`, each reply within a few times `seconds`."""
        self._chat = chat
        self._seconds = seconds

    async def ask(self, rules: str, data: str, wanted: Wanted, mode: Mode, heard: Heard | None = None) -> Reply:
        """Return the reply to one question.

        Args:
            rules: What the model is to do, in our own words.
            data: What it is to do it with.
            wanted: What the reply should look like.
            mode: How much of that the endpoint is told. The plain mode asks for nothing that some endpoint lacks.
            heard: Called as the reply comes in, where the mode allows.

        Raises:
            FormRefusedError: The endpoint does not know the mode.
            UnansweredError: It failed, was too slow or was not willing this time.
            GarbledError: What came is no reply.
            EndpointDownError: It will fail every time.
        """
        from langchain_core.messages import HumanMessage, SystemMessage
        from langsmith import tracing_context

        messages: list[BaseMessage] = [SystemMessage(rules), HumanMessage(data)]
        try:
            # What is being drafted goes to the endpoint that was configured and to no tracing service.
            with tracing_context(enabled=False):
                async with asyncio.timeout(self._seconds * TIMEOUTS_IN_ALL):
                    if heard is None or mode is Mode.PLAIN:
                        answer = await self._chat.ainvoke(messages, **_request(wanted, mode))
                    else:
                        answer = await self._streamed(messages, wanted, mode, heard)
        except Exception as error:  # a vendor's client may raise anything, for what a server sends in place of a reply
            raise _fault(error, mode) from None
        if answer.response_metadata.get("finish_reason") == _FILTERED or answer.additional_kwargs.get("refusal"):
            raise UnansweredError("the endpoint's content filter withheld the reply")
        usage = answer.usage_metadata
        return Reply(
            text=answer.text,
            tokens_in=usage["input_tokens"] if usage else 0,
            tokens_out=usage["output_tokens"] if usage else 0,
        )

    async def _streamed(self, messages: "list[BaseMessage]", wanted: Wanted, mode: Mode, heard: Heard) -> "AIMessage":
        from langchain_core.messages import AIMessageChunk

        whole = AIMessageChunk(content="")
        said = ""
        async for chunk in self._chat.astream(messages, stream_usage=True, **_request(wanted, mode)):
            whole += chunk
            if chunk.text:
                said += chunk.text
                heard(said)
            if len(said) > wanted.max_chars:
                break
        return whole


class ChatEndpoint:
    """The model that the settings name. Nothing is imported or sent before the first conversation."""

    def __init__(self, settings: Settings) -> None:
        """Remember where the model is."""
        self._settings = settings
        self.model = settings.llm_model or ""
        self._url = settings.llm_base_url or OPENAI_URL
        self._key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else None
        self._seconds = settings.llm_timeout_seconds

    @property
    def trusted(self) -> bool:
        """True where restricted text may go there."""
        return Gate(self._settings).model_trusted

    @property
    def address(self) -> str:
        """Where requests go, without what an address can hold of secrets."""
        try:
            parts = urlsplit(self._url)
        except ValueError:  # no address at all: whoever asks it will be told
            return "?"
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"

    @asynccontextmanager
    async def conversation(self) -> AsyncIterator[Conversation]:
        """Open connections for the length of an `async with` block.

        Raises:
            EndpointDownError: There is no key for OpenAI's own endpoint, or the address is none.
        """
        if self._key is None and self._url == OPENAI_URL:
            raise EndpointDownError("no OPENAI_API_KEY")
        from langchain_openai import ChatOpenAI
        from openai import DefaultAsyncHttpxClient

        async with DefaultAsyncHttpxClient() as client:
            try:
                chat = ChatOpenAI(
                    model=self.model,
                    base_url=self._url,
                    api_key=self._key or "none",  # type: ignore[arg-type]
                    timeout=self._seconds,
                    stream_chunk_timeout=self._seconds,
                    max_retries=RETRIES,
                    use_responses_api=False,
                    http_async_client=client,
                    openai_proxy="",  # read from the environment otherwise, and refused beside a client of one's own
                )
            except Exception as error:  # what is no address is told in as many ways as there are libraries below
                raise EndpointDownError(f"no usable address, {type(error).__name__}") from None
            yield Conversation(chat, self._seconds)


def _request(wanted: Wanted, mode: Mode) -> dict[str, Any]:
    """Return what a request adds in a mode. The plain one asks for nothing that some model does not know."""
    if mode is Mode.PLAIN:
        return {}
    form: dict[str, Any] = {"type": "json_object"}
    if mode is Mode.SCHEMA:
        schema = {"name": wanted.name, "strict": True, "schema": dict(wanted.schema)}
        form = {"type": "json_schema", "json_schema": schema}
    # As an extra field it is sent as it is: the client would parse the reply itself and raise on what it cannot.
    extra: dict[str, Any] = {"max_tokens": wanted.max_tokens, "response_format": form}
    if wanted.seed is not None:
        extra["seed"] = wanted.seed
    return {"temperature": wanted.temperature, "extra_body": extra}


def _fault(error: Exception, mode: Mode) -> ModelError:
    import openai

    if isinstance(error, openai.APIStatusError):
        status = error.status_code
        if _FILTERED in str(error.code):
            return UnansweredError("the endpoint's content filter refused the request")
        said = f"HTTP {status}"
        if status in _REFUSED_FORM and mode is not Mode.PLAIN:
            return FormRefusedError(said)
        return EndpointDownError(said) if status in {401, 403, 404, 405} else UnansweredError(said)
    if isinstance(error, TimeoutError | openai.APITimeoutError):
        return UnansweredError("timeout")
    if isinstance(error, openai.APIConnectionError):
        return EndpointDownError("no connection")
    return GarbledError(f"no usable reply, {type(error).__name__}")
