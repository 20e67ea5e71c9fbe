"""Has a model read the sentences of a text beside the checks, a few at a time, and counts what that costs."""

import asyncio
import time
from collections.abc import Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from assistant.chat import (
    MODEL_SETTINGS,
    ChatEndpoint,
    Conversation,
    EndpointDownError,
    FormRefusedError,
    Mode,
    Wanted,
)
from assistant.consistency.judge_prompt import MAX_SENTENCE_CHARS, Question, Questions
from assistant.consistency.judge_reply import MAX_REPLY_CHARS, read_reply, verdict_schema
from assistant.consistency.judging import (
    CHECK,
    Confirms,
    Reading,
    Reviewed,
    ToReview,
    Unread,
    can_be_raised,
    weigh,
)
from assistant.consistency.messages import message
from assistant.domain import Classification, Finding, JudgedSentence, JudgeUse, Label, Progress, Severity, silent
from assistant.errors import ModelError

GIVE_UP_AFTER = 3
"""Requests without an answer, one after the other, after which no further one is sent: the text must get its report."""
MAX_REPLY_TOKENS = 500
WANTED = Wanted(name="verdict", schema=verdict_schema(), max_tokens=MAX_REPLY_TOKENS, max_chars=MAX_REPLY_CHARS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """The sentences as both readings leave them, what is to be said of the whole text, and what it cost."""

    sentences: tuple[Reviewed, ...]
    findings: tuple[Finding, ...]
    use: JudgeUse


@dataclass(slots=True, kw_only=True)
class _Asked:
    """What asking about one sentence has given so far; `reading` stays None while there is no answer."""

    reading: Reading | Unread | None = None
    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    seconds: float = 0.0


class Judge:
    """Reads sentences with a model. What it may change is decided in `judging.py`, never by the model."""

    def __init__(self, endpoint: ChatEndpoint, questions: Questions, confirms: Confirms, at_once: int) -> None:
        """Ask `endpoint` about `at_once` sentences at a time; `confirms` reads without it."""
        self._endpoint = endpoint
        self._questions = questions
        self._confirms = confirms
        self._at_once = at_once

    def review(self, sentences: Sequence[ToReview], progress: Progress = silent) -> Review:
        """Return the sentences with what the model's reading changes. An endpoint that is down is a finding.

        An exception in `progress` or an interruption ends it at once, with the requests that are under way.
        """
        begun = time.monotonic()
        asking = _Asking(self._endpoint, self._questions, self._at_once, progress)
        asked = _run(asking.about_all(sentences))
        pairs = list(zip(sentences, asked, strict=True))
        return Review(
            sentences=tuple(self._weighed(sentence, one) for sentence, one in pairs),
            findings=self._unanswered(sentences, asked, asking.fault),
            use=JudgeUse(
                model=self._endpoint.model,
                prompt=self._questions.prompt.label,
                calls=sum(one.calls for one in asked),
                unread=sum(isinstance(one.reading, Unread) for one in asked),
                unanswered=sum(one.reading is None for one in asked),
                tokens_in=sum(one.tokens_in for one in asked),
                tokens_out=sum(one.tokens_out for one in asked),
                seconds=time.monotonic() - begun,
                sentences=tuple(_judged(sentence, one) for sentence, one in pairs),
            ),
        )

    def _weighed(self, sentence: ToReview, asked: _Asked) -> Reviewed:
        reading = asked.reading
        if reading is None:
            return Reviewed(label=sentence.label, confidence=sentence.confidence, findings=sentence.findings)
        confirmed = (
            isinstance(reading, Reading)
            and reading.relies_on is not None
            and can_be_raised(sentence, reading)
            and self._confirms(sentence.text, reading.relies_on.text)
        )
        return weigh(sentence, reading, confirmed=confirmed)

    def _unanswered(self, sentences: Sequence[ToReview], asked: Sequence[_Asked], why: str) -> tuple[Finding, ...]:
        """Return the one finding that says what the model did not read, if there is such."""
        missing = [sentence for sentence, one in zip(sentences, asked, strict=True) if one.reading is None]
        if not missing:
            return ()
        said = message(
            "judge_down",
            sentences[0].lang,
            model=self._endpoint.model,
            count=len(missing),
            total=len(sentences),
            address=self._endpoint.address,
            why=why,
            settings=MODEL_SETTINGS,
        )
        start, end = min(s.start for s in missing), max(s.end for s in missing)
        return (Finding(check=CHECK, severity=Severity.WARN, start=start, end=end, message=said),)


class _Asking:
    """The questions of one text: some at a time, in simpler forms where need be, until the endpoint fails for good."""

    def __init__(self, endpoint: ChatEndpoint, questions: Questions, at_once: int, progress: Progress) -> None:
        self.fault = ""
        """The last fault of the endpoint."""
        self._endpoint = endpoint
        self._questions = questions
        self._turns = asyncio.Semaphore(at_once)
        self._progress = progress
        self._first_mode = Mode.SCHEMA
        self._failures = 0
        self._down = False

    async def about_all(self, sentences: Sequence[ToReview]) -> list[_Asked]:
        asked = [_Asked() for _ in sentences]
        try:
            async with self._endpoint.conversation() as model, asyncio.TaskGroup() as group:
                done = _Counter(self._progress, len(sentences))
                for sentence, one in zip(sentences, asked, strict=True):
                    group.create_task(self._about(model, sentence, one, done))
        except EndpointDownError as error:
            self.fault = str(error)
        except BaseExceptionGroup as group_error:
            raise group_error.exceptions[0] from None
        return asked

    async def _about(self, model: Conversation, sentence: ToReview, asked: _Asked, done: "_Counter") -> None:
        async with self._turns:
            if len(sentence.text) > MAX_SENTENCE_CHARS:
                asked.reading = Unread.TOO_LONG
            elif not self._endpoint.trusted and any(
                hit.statement.classification is Classification.RESTRICTED for hit in sentence.hits
            ):
                self.fault = "what is on the record beside it is restricted; see ASSISTANT_RESTRICTED_HOSTS"
            elif not self._down:
                begun = time.monotonic()
                await self._answer(model, self._questions.about(sentence), asked)
                asked.seconds = time.monotonic() - begun
            done.one_more()

    async def _answer(self, model: Conversation, question: Question, asked: _Asked) -> None:
        try:
            asked.reading = await self._reading(model, question, asked)
            self._failures = 0
        except ModelError as error:
            self.fault = str(error)
            self._failures += 1
            self._down = self._down or isinstance(error, EndpointDownError) or self._failures >= GIVE_UP_AFTER

    async def _reading(self, model: Conversation, question: Question, asked: _Asked) -> Reading | Unread:
        """Ask in ever simpler forms, as long as the endpoint does not know the form or the reply is no verdict."""
        refused = False
        for mode in list(Mode)[self._first_mode :]:
            try:
                reply = await model.ask(question.rules, question.data, WANTED, mode)
            except FormRefusedError:
                refused = True
                continue
            if refused:  # a request that is refused in every form says nothing about forms
                self._first_mode, refused = max(self._first_mode, mode), False
            asked.calls += 1
            asked.tokens_in += reply.tokens_in
            asked.tokens_out += reply.tokens_out
            reading = read_reply(reply.text, question.offered)
            if reading is not Unread.NO_VERDICT:
                return reading
        return Unread.NO_VERDICT


class _Counter:
    def __init__(self, progress: Progress, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0

    def one_more(self) -> None:
        self._done += 1
        self._progress("judging", self._done, self._total)


def _judged(sentence: ToReview, asked: _Asked) -> JudgedSentence:
    reading = asked.reading if isinstance(asked.reading, Reading) else None
    statement = reading.relies_on.statement if reading and reading.relies_on else None
    label: Label | None = reading.label if reading else None
    return JudgedSentence(
        start=sentence.start,
        end=sentence.end,
        offline=sentence.label,
        label=label,
        statement_id=statement.id if statement else None,
        calls=asked.calls,
        tokens_in=asked.tokens_in,
        tokens_out=asked.tokens_out,
        seconds=asked.seconds,
    )


def _run(work: Coroutine[None, None, list[_Asked]]) -> list[_Asked]:
    """Run `work` to its end, also where the caller is itself inside an event loop."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    with ThreadPoolExecutor(1, "judge") as pool:
        return pool.submit(asyncio.run, work).result()
