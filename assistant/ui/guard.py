"""Turns what goes wrong in a handler into one sentence on the page."""

import traceback
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.errors import AssistantError, InputError
from assistant.ui import markup
from assistant.ui.errors import in_language
from assistant.ui.texts import lang_of, t

Handler = Callable[..., dict[Any, Any]]


class Mistake(InputError):
    """Something the user gave that the desk itself refuses, already in the user's language."""


def guarded(handler: Handler, notice: gr.HTML, home: Path) -> Handler:
    """Return the handler with its faults shown in `notice`; a success empties it.

    A handler returns the components it changes and their new values.
    """

    @wraps(handler)
    def run(*args: Any) -> dict[Any, Any]:
        lang = lang_of(next((a for a in args if isinstance(a, gr.Request)), None))
        try:
            return {notice: "", **handler(*args)}
        except Mistake as error:
            return {notice: markup.remark(str(error))}
        except AssistantError as error:
            return {notice: markup.notice(in_language(str(error), lang), lang)}
        except Exception as error:
            return {notice: markup.notice(t(lang, "unexpected", log=_keep(error, home)), lang)}

    return run


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
