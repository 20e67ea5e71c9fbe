"""Checking while a draft is edited: what changed, half a second after the last key, without a click."""

from typing import Any

import gradio as gr

from assistant.assembly import Assistant
from assistant.drafting.edited import OnDesk
from assistant.ui import markup
from assistant.ui.controls import PRIVATE, QUIET
from assistant.ui.draft_side import DraftSide, at_hand
from assistant.ui.guard import Updates, guarded
from assistant.ui.texts import lang_of, t
from assistant.ui.versions import Versions

CHECKING: dict[str, Any] = {**PRIVATE, "concurrency_id": "typing", "concurrency_limit": 2, "show_progress": "hidden"}
"""Checks while typing: they take a tenth of a second and wait for no draft."""


class LiveCheck:
    """Connects the boxes with the check; a result for words that are no longer there goes nowhere."""

    def __init__(self, assistant: Assistant, side: DraftSide) -> None:
        """Connect what `side` has laid out."""
        self._assistant = assistant
        self._side = side
        self._silent: Updates = {side.notice: gr.skip()}
        """What was told before stays: nobody asked for this."""
        home = assistant.settings.home
        side.pulse.input(
            self._typing,
            [side.versions, side.checked],
            [side.kept_id, *(row.head for row in side.rows), *side.files],
            trigger_mode="always_last",
            **QUIET,
        )
        checking = side.pulse.submit(
            guarded(self._check, side.notice, home),
            side.now,
            [side.notice, side.checked],
            trigger_mode="always_last",
            **CHECKING,
        )
        settling = checking.then(guarded(self._settle, side.notice, home), side.now, side.settling, **QUIET)
        # Writing the files takes as long as checking: the labels do not wait for it.
        settling.then(guarded(self._write, side.notice, home), side.now, [side.notice, *side.files], **QUIET)

    def _typing(
        self, event: gr.EventData, request: gr.Request, versions: Versions | None, checked: OnDesk | None
    ) -> Updates:
        told = event._data if isinstance(event._data, dict) else {}
        if versions is None or not isinstance(told.get("item"), int):
            return {self._side.files[0]: gr.skip()}
        item, text = told["item"], str(told.get("text", ""))
        updates = self._side.typing(versions.checked(checked), item, text, lang_of(request))
        return updates or {self._side.files[0]: gr.skip()}

    def _check(self, versions: Versions | None, checked: OnDesk | None, *boxes: str) -> Updates:
        """Check what changed; which draft it was is told with the result."""
        now = at_hand(versions, checked, *boxes)
        if now is None or not now.current.stale or not any(text.strip() for text in now.current.texts):
            return {**self._silent, self._side.checked: gr.skip()}
        desk = self._assistant.editing.check(now.current.desk, now.current.texts)
        return {**self._silent, self._side.checked: desk}

    def _settle(self, request: gr.Request, versions: Versions | None, checked: OnDesk | None, *boxes: str) -> Updates:
        """Show the result if it is on what is in the boxes; while somebody types on, the next check will be."""
        now = at_hand(versions, checked, *boxes)
        if now is None:
            return self._silent
        lang = lang_of(request)
        if not any(text.strip() for text in now.current.texts):
            return {**self._silent, self._side.banner: markup.remark(t(lang, "need_text"))}
        return {**self._silent, **self._side.settled(now, lang)}

    def _write(self, versions: Versions | None, checked: OnDesk | None, *boxes: str) -> Updates:
        now = at_hand(versions, checked, *boxes)
        return {**self._silent, **(self._side.written(now.current) if now is not None else {})}
