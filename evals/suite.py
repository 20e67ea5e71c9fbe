"""A suite: one question put to many samples. From it comes the Inspect task: data set, solver, scorer.

Every `@task` of `evals/suites` can be run by Inspect itself: ``inspect eval evals/suites/asking.py``.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic

import anyio.to_thread
from inspect_ai import Task
from inspect_ai.scorer import Score, Scorer, Target, mean, scorer
from inspect_ai.solver import Generate, Solver, TaskState, solver

from assistant.settings import load_settings
from evals.metrics import Metric
from evals.outcomes import Outcome
from evals.samples import Typed, dataset
from evals.subject import Subject

Answer = Mapping[str, Any]
"""What the program gave, as plain JSON data: it is kept in the log, so that a scorer can be run again over it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite(Generic[Typed]):
    """One question to the program."""

    name: str
    question: str
    """What the suite finds out, in one line."""
    model: type[Typed]
    read: Callable[[], Sequence[Typed]]
    ask: Callable[[Subject, Typed], Answer]
    """Puts a sample to the façade."""
    judge: Callable[[Typed, Answer], Outcome]
    """Compares what came with the label."""
    scores: tuple[str, ...]
    """Every score that an outcome may have."""
    metrics: tuple[Metric, ...]


def as_task(suite: Suite[Any], subject: Subject | None = None) -> Task:
    """Return a suite as a task; without a subject it opens the program under the settings in force."""
    under_test = subject or Subject(load_settings())
    return Task(
        name=suite.name,
        dataset=dataset(suite.name, suite.read()),
        solver=_through_the_facade(suite, under_test),
        scorer=_against_the_label(suite),
        fail_on_error=False,
    )


@solver
def _through_the_facade(suite: Suite[Any], subject: Subject) -> Solver:
    async def solve(state: TaskState, generate: Generate) -> TaskState:  # noqa: ARG001 (Inspect's signature)
        sample = suite.model.model_validate(state.metadata)
        try:
            answer = await anyio.to_thread.run_sync(suite.ask, subject, sample)
        finally:
            subject.done()
        state.output.completion = json.dumps(answer, ensure_ascii=False)
        return state

    return solve


@scorer(metrics={"*": [mean()]}, name="outcome")
def _against_the_label(suite: Suite[Any]) -> Scorer:
    async def score(state: TaskState, target: Target) -> Score:  # noqa: ARG001 (Inspect's signature)
        sample = suite.model.model_validate(state.metadata)
        outcome = suite.judge(sample, json.loads(state.output.completion))
        return replace(outcome, text=outcome.text or sample.shown, digest=sample.digest).as_score(suite.scores)

    return score
