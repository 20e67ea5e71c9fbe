"""Work that a page watches: it runs in a thread, and what it tells meanwhile comes out at a pace people can read."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.drafting.following import Following, Stop
from assistant.ui.guard import Stream, Updates

PATIENCE = 0.3
"""Seconds before anything is shown: work that is done by then shows its result alone."""
EVERY = 0.125
"""Seconds between two updates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """How far the work is, and the sentences that have come so far; the last may be cut off."""

    stage: str = ""
    sentences: tuple[str, ...] = ()


class _Notes:
    """What the working thread has told last."""

    def __init__(self) -> None:
        self._stage = ""
        self._sentences: tuple[str, ...] = ()

    def progress(self, stage: str, _done: int, _total: int) -> None:
        self._stage = stage

    def writing(self, sentences: Sequence[str]) -> None:
        self._sentences = tuple(sentences)

    @property
    def seen(self) -> Seen:
        return Seen(stage=self._stage, sentences=self._sentences)


async def watched(work: Callable[[Following], Updates], show: Callable[[Seen], Updates]) -> Stream:
    """Yield what `show` makes of the work's news as they come, and at last what the work returns.

    Whoever closes this before its end stops the work.
    """
    notes, stop = _Notes(), Stop()
    following = Following(progress=notes.progress, writing=notes.writing, stop=stop)
    task = asyncio.ensure_future(asyncio.to_thread(work, following))
    shown, pause = None, PATIENCE
    try:
        while not (await asyncio.wait({task}, timeout=pause))[0]:
            pause, seen = EVERY, notes.seen
            if seen != shown:
                shown = seen
                yield show(seen)
        yield task.result()
    finally:
        stop.now()
        task.add_done_callback(_forget)


def _forget(task: "asyncio.Task[Updates]") -> None:
    """Look at what became of stopped work, so that nobody reports it as unseen."""
    if not task.cancelled():
        task.exception()
