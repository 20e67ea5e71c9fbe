"""Turns what goes wrong in a handler into one sentence on the page."""

import traceback
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from functools import wraps
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.blocks import Block
from gradio.components import Component

from assistant.errors import AssistantError, InputError
from assistant.ui import markup
from assistant.ui.errors import in_language
from assistant.ui.texts import lang_of, t

Updates = dict[Any, Any]
"""The components that a handler changes, and their new values."""
Handler = Callable[..., Updates]
Stream = AsyncGenerator[Updates, None]
Streaming = Callable[..., Stream]


class Mistake(InputError):
    """Something the user gave that the desk itself refuses, already in the user's language."""


def guarded(handler: Handler, notice: gr.HTML, home: Path) -> Handler:
    """Return the handler with its faults shown in `notice`; a success empties it."""

    @wraps(handler)
    def run(*args: Any) -> Updates:
        try:
            return _as_updates({notice: "", **handler(*args)})
        except Exception as error:
            return _as_updates({notice: _told(error, args, home)})

    return run


def guarded_stream(handler: Streaming, notice: gr.HTML, home: Path, on_fault: Updates) -> Streaming:
    """Return a handler that updates the page step by step, guarded as others are; a fault also does `on_fault`.

    What closes it, the browser's going away or a button that cancels it, closes the handler at once.
    """

    @wraps(handler)
    async def run(*args: Any) -> Stream:
        try:
            async with aclosing(handler(*args)) as steps:
                async for step in steps:
                    yield _as_updates({notice: "", **step})
        except Exception as error:
            yield _as_updates({**on_fault, notice: _told(error, args, home)})

    return run


def _as_updates(values: Updates) -> Updates:
    """Return new values as updates, so that a session holds each component once.

    Gradio (6.31) puts a fresh copy of a component that was updated into the session under the old id, and when it is
    next given a bare value, the same copy once more under an id of its own, which stays: 100 kB a draft.
    """
    return {block: gr.update(value=value) if _is_bare(block, value) else value for block, value in values.items()}


def _is_bare(block: Any, value: Any) -> bool:
    held = isinstance(block, gr.State | gr.BrowserState) or not isinstance(block, Component)
    return not (held or isinstance(value, Block) or (isinstance(value, dict) and "__type__" in value))


def _told(error: Exception, args: tuple[Any, ...], home: Path) -> str:
    """Return the sentence on a fault, in the language of the request among the handler's arguments."""
    lang = lang_of(next((a for a in args if isinstance(a, gr.Request)), None))
    if isinstance(error, Mistake):
        return markup.remark(str(error))
    if isinstance(error, AssistantError):
        return markup.notice(in_language(str(error), lang), lang)
    return markup.notice(t(lang, "unexpected", log=_keep(error, home)), lang)


def _keep(error: Exception, home: Path) -> str:
    """Write the traceback into the home's log and return where that is."""
    log = home / "logs" / "errors.log"
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as stream:
            traceback.print_exception(error, file=stream)
    except OSError:
        return "-"
    return str(log)
