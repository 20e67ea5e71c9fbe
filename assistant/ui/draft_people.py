"""Says who else has the draft on the desk open, and who has kept it meanwhile."""

from typing import Any

import gradio as gr

from assistant.assembly import Assistant
from assistant.ui.controls import QUIET
from assistant.ui.draft_side import DraftSide
from assistant.ui.draft_versions_markup import also_here
from assistant.ui.presence import Presence
from assistant.ui.texts import lang_of
from assistant.ui.versions import Versions
from assistant.ui.who import Who, tidy

HEARTBEAT = 10.0
"""Seconds between two signs of life of a page."""


class People:
    """One line above the draft; silent while nobody else is there."""

    def __init__(self, assistant: Assistant, side: DraftSide, who: Who) -> None:
        """Lay the line out and connect it."""
        self._assistant = assistant
        self._presence = Presence()
        self._line = gr.HTML(elem_id="draft-people")
        self._said = gr.State("")
        self._timer = gr.Timer(HEARTBEAT)
        inputs, outputs = [side.versions, who.box, self._said], [self._line, self._said]
        self._timer.tick(self._look, inputs, outputs, **QUIET)
        # Who opens a draft, or turns to another, is told at once.
        side.pulse.change(self._look, inputs, outputs, **QUIET)

    def connect(self, page: gr.Blocks) -> None:
        """Have a page that is closed be forgotten."""
        page.unload(self._gone)

    def _look(self, request: gr.Request, versions: Versions | None, name: str, said: str) -> tuple[Any, Any]:
        """Tell that this page is there, and say what is new; what was said already is not said again."""
        version = versions.current if versions is not None and versions.has_text else None
        draft_id = version.desk.draft.id if version else ""
        others = self._presence.here(request.session_hash or "", draft_id, tidy(name))
        newer = self._assistant.history.since(draft_id, version.number) if version else ()
        line = also_here(others, newer, lang_of(request))
        return (gr.skip(), gr.skip()) if line == said else (line, line)

    def _gone(self, request: gr.Request) -> None:
        self._presence.gone(request.session_hash or "")
