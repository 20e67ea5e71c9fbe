"""How somebody follows a draft being written: how far it is, what has come so far, and a way to stop it at once."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

from assistant.domain import Progress, silent
from assistant.errors import StoppedError

Result = TypeVar("Result")
LOOKS_EVERY = 0.05
"""Seconds between two looks at whether somebody wants to stop."""


class Stop:
    """A way to stop work from another thread."""

    def __init__(self) -> None:
        """Begin as not stopped."""
        self._wanted = threading.Event()

    def now(self) -> None:
        """Stop the work that looks here."""
        self._wanted.set()

    @property
    def wanted(self) -> bool:
        """True once somebody has stopped it."""
        return self._wanted.is_set()

    def look(self) -> None:
        """Go on, or end the work.

        Raises:
            StoppedError: Somebody has stopped it.
        """
        if self.wanted:
            raise StoppedError("Stopped; nothing of this draft was kept.")


def unseen(_sentences: Sequence[str]) -> None:
    """Show the sentences that have come so far to nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """What is told while a draft is written."""

    progress: Progress = silent
    """Called as (stage, done, total)."""
    writing: Callable[[Sequence[str]], None] = unseen
    """Called with the sentences that a model has written so far, none of them checked; the last may be cut off."""
    stop: Stop = field(default_factory=Stop)

    def step(self, stage: str, done: int, total: int) -> None:
        """Tell how far it is, or end the work where somebody has stopped it."""
        self.stop.look()
        self.progress(stage, done, total)


def run_until_stopped(work: Coroutine[Any, Any, Result], stop: Stop) -> Result:
    """Run `work` to its end, or end it within a moment of `stop`; also inside somebody else's event loop.

    Raises:
        StoppedError: Somebody has stopped it.
    """
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(_until_stopped(work, stop))
    with ThreadPoolExecutor(1, "model") as pool:
        return pool.submit(asyncio.run, _until_stopped(work, stop)).result()


async def _until_stopped(work: Coroutine[Any, Any, Result], stop: Stop) -> Result:
    task = asyncio.ensure_future(work)
    while not task.done():
        await asyncio.wait({task}, timeout=LOOKS_EVERY)
        if stop.wanted and not task.done():
            task.cancel()
            await asyncio.wait({task})
    stop.look()
    return task.result()
