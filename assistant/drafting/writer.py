"""Asks a model for a draft or a repair, in ever simpler forms until the reply can be read; never twice the same."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant.chat import (
    ChatEndpoint,
    Conversation,
    FormRefusedError,
    GarbledError,
    Mode,
    Reply,
    UnansweredError,
    Wanted,
)
from assistant.domain import Step
from assistant.drafting.following import Following, run_until_stopped
from assistant.drafting.kept_replies import KeptReplies, key_of
from assistant.drafting.replies import read_object, so_far
from assistant.errors import ModelError
from assistant.prompts import Prompt

TEMPERATURE = 0.3
MAX_REPLY_TOKENS = 1_400
MAX_REPLY_CHARS = 24_000
SHOWN_EVERY = 0.1
"""Seconds between two looks at what has come so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A reply that could be read."""

    data: Mapping[str, Any]
    step: Step
    first_words: float | None
    """Seconds until the first words came; None where they were kept or came all at once."""


class UnwrittenError(ModelError):
    """The model gave nothing that can be used; `step` says what asking it took."""

    def __init__(self, why: str, step: Step) -> None:
        """Say why."""
        super().__init__(why)
        self.step = step


class Writer:
    """The model that writes, with the replies that it gave before."""

    def __init__(self, endpoint: ChatEndpoint, kept: KeptReplies) -> None:
        """Ask `endpoint`, unless `kept` has the reply."""
        self._endpoint = endpoint
        self._kept = kept

    @property
    def model(self) -> str:
        """The model's name."""
        return self._endpoint.model

    @property
    def address(self) -> str:
        """Where it is."""
        return self._endpoint.address

    def write(
        self, name: str, prompt: Prompt, values: Mapping[str, str], *, seed: int, fresh: bool, following: Following
    ) -> Answered:
        """Return what the model writes on a prompt filled in with `values`.

        Args:
            name: What the step is called.
            prompt: What it is asked, with the schema of the reply.
            values: The prompt's variables.
            seed: Another seed is another request.
            fresh: Ask even where an identical request was answered before.
            following: Told what has come so far.

        Raises:
            UnwrittenError: No reply that can be used.
            StoppedError: Somebody has stopped it.
        """
        key = key_of(
            {"prompt": prompt.digest, "model": self.model, "at": self.address, "seed": seed, "values": dict(values)}
        )
        begun = time.monotonic()
        kept = None if fresh else self._kept.get(key)
        data = read_object(kept.text, prompt) if kept else None
        if kept and data is not None:
            following.writing([*so_far(kept.text), ""])
            step = Step(name=name, seconds=time.monotonic() - begun, cached=True)
            return Answered(data=data, step=step, first_words=None)
        asking = _Asking(prompt, values, seed, following)
        try:
            reply, data = run_until_stopped(asking.until_read(self._endpoint), following.stop)
        except ModelError as error:
            raise UnwrittenError(str(error), asking.step(name)) from None
        self._kept.put(key, reply)
        following.writing([*so_far(reply.text), ""])  # all of it is there: the last is whole too
        return Answered(data=data, step=asking.step(name), first_words=asking.first_words)


class _Asking:
    """One request in the forms that an endpoint knows."""

    def __init__(self, prompt: Prompt, values: Mapping[str, str], seed: int, following: Following) -> None:
        self.calls = self.tokens_in = self.tokens_out = 0
        self.first_words: float | None = None
        self._prompt = prompt
        self._asked = prompt.asked(**values)
        self._following = following
        self._begun = self._shown = time.monotonic()
        self._wanted = Wanted(
            name=prompt.name.replace("-", "_"),
            schema=prompt.reply or {},
            max_tokens=MAX_REPLY_TOKENS,
            max_chars=MAX_REPLY_CHARS,
            temperature=TEMPERATURE,
            seed=seed,
        )

    def step(self, name: str) -> Step:
        """Return what asking has taken so far."""
        return Step(
            name=name,
            seconds=time.monotonic() - self._begun,
            calls=self.calls,
            tokens_in=self.tokens_in,
            tokens_out=self.tokens_out,
        )

    async def until_read(self, endpoint: ChatEndpoint) -> tuple[Reply, dict[str, Any]]:
        """Ask in ever simpler forms, as long as the endpoint does not know the form or the reply cannot be read."""
        why = "no reply of the form that was asked for"
        async with endpoint.conversation() as model:
            for mode in Mode:
                try:
                    reply = await self._ask(model, mode)
                except FormRefusedError:
                    continue
                except GarbledError as error:
                    why = str(error)
                    continue
                if (data := read_object(reply.text[:MAX_REPLY_CHARS], self._prompt)) is not None:
                    return reply, data
        raise UnansweredError(why)

    async def _ask(self, model: Conversation, mode: Mode) -> Reply:
        self.calls += 1
        rules = self._asked.rules
        if mode is not Mode.SCHEMA:  # then nothing but the rules can say what the object looks like
            rules += f"\n\nJSON Schema of the object: {json.dumps(self._wanted.schema)}"
        reply = await model.ask(rules, self._asked.data, self._wanted, mode, self._heard)
        self.tokens_in += reply.tokens_in
        self.tokens_out += reply.tokens_out
        return reply

    def _heard(self, said: str) -> None:
        now = time.monotonic()
        if self.first_words is None:
            self.first_words = now - self._begun
        if now - self._shown >= SHOWN_EVERY:
            self._shown = now
            self._following.writing(so_far(said))
