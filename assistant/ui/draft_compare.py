"""Alternatives: turned to one by one, or side by side, from where one of their items is taken."""

from typing import Any

import gradio as gr

from assistant.assembly import Assistant
from assistant.drafting.edited import OnDesk
from assistant.ui.controls import IN_TURN, PRIVATE, QUIET
from assistant.ui.draft_compare_markup import side_by_side
from assistant.ui.draft_markup import version_choices
from assistant.ui.draft_script import JS_ACTS
from assistant.ui.draft_side import DraftSide, at_hand
from assistant.ui.guard import Mistake, Updates, guarded
from assistant.ui.texts import MAX_ITEMS, lang_of, t, word
from assistant.ui.versions import Versions


class Alternatives:
    """The choice between the versions on the desk."""

    def __init__(self, assistant: Assistant, side: DraftSide) -> None:
        """Lay the choice out, hidden while there is only one."""
        self._assistant = assistant
        self._side = side
        with gr.Row(visible=False, elem_id="draft-alternatives") as self._row:
            self._choice = gr.Radio([], label=word("versions"), elem_id="draft-versions", scale=4, min_width=220)
            self._button = gr.Button(word("compare"), scale=0, min_width=180, elem_id="compare-button")
        self._columns = gr.HTML(js_on_load=JS_ACTS, elem_id="draft-columns")
        self._open = gr.State(False)
        self.outputs: list[Any] = [self._row, self._choice, self._columns, self._open, self._button]

    def shown(self, versions: Versions, lang: str) -> Updates:
        """Return the updates that offer the versions on the desk; a comparison is closed."""
        choices = version_choices(versions, lang)
        return {
            self._row: gr.update(visible=len(versions.each) > 1),
            self._choice: gr.update(choices=choices, value=versions.at),
            self._columns: "",
            self._open: False,
            self._button: gr.update(value=t(lang, "compare")),
        }

    def connect(self) -> None:
        """Connect what is laid out."""
        side, home = self._side, self._assistant.settings.home
        self._choice.input(
            guarded(self._turn, side.notice, home), [self._choice, *side.now], side.outputs,
            show_progress_on=side.banner, **PRIVATE,
        )  # fmt: skip
        self._button.click(
            guarded(self._compare, side.notice, home), [self._open, *side.now],
            [side.notice, self._columns, self._open, self._button], **QUIET,
        )  # fmt: skip
        self._columns.select(
            guarded(self._act, side.notice, home), side.now, side.outputs, show_progress_on=side.banner, **IN_TURN
        )

    def _turn(self, request: gr.Request, at: int, versions: Versions, checked: OnDesk | None, *boxes: str) -> Updates:
        """Put another version on the desk; what was typed into this one stays with it."""
        return self._side.shown(versions.checked(checked).typed(boxes).turned_to(at), lang_of(request))

    def _compare(
        self, request: gr.Request, is_open: bool, versions: Versions, checked: OnDesk | None, *boxes: str
    ) -> Updates:
        lang, now = lang_of(request), versions.checked(checked).typed(boxes)
        if is_open:
            return {self._open: False, self._columns: "", self._button: gr.update(value=t(lang, "compare"))}
        return self._compared(now, lang)

    def _compared(self, versions: Versions, lang: str) -> Updates:
        """Return the updates that open the comparison."""
        button = gr.update(value=t(lang, "compare_close"))
        return {self._open: True, self._columns: side_by_side(versions, lang), self._button: button}

    def _act(
        self, event: gr.EventData, request: gr.Request, versions: Versions, checked: OnDesk | None, *boxes: str
    ) -> Updates:
        """Turn to the version that is wanted, or take one of its items into the one on the desk."""
        lang, told = lang_of(request), event._data if isinstance(event._data, dict) else {}
        now, at = at_hand(versions, checked, *boxes) or versions, int(told.get("version", 0))
        if told.get("act") == "use":
            return self._side.shown(now.turned_to(at), lang)
        current, other, item = now.current, now.each[at], int(told.get("item", 0))
        if current.frozen:
            raise Mistake(t(lang, "frozen"))
        if len(current.texts) >= MAX_ITEMS:
            raise Mistake(t(lang, "no_more_items", n=MAX_ITEMS))
        desk = self._assistant.editing.with_item(current.desk, other.desk, item)
        after = now.with_current(current.with_taken(desk, other.texts[item]))
        return {**self._side.shown(after, lang), **self._compared(after, lang)}
