"""The kept versions of the draft on the desk: a list, what changed between two, and the way back to one."""

from typing import Any

import gradio as gr

from assistant.assembly import Assistant
from assistant.drafting.edited import OnDesk
from assistant.ui.controls import QUIET
from assistant.ui.draft_keeping import Keeping
from assistant.ui.draft_script import JS_ACTS
from assistant.ui.draft_side import DraftSide, at_hand
from assistant.ui.draft_versions_markup import difference, history, whose
from assistant.ui.guard import Updates, guarded
from assistant.ui.texts import lang_of, word
from assistant.ui.versions import Versions
from assistant.ui.who import Who, named


class HistoryBox:
    """Who kept what and when; nothing that was kept is ever overwritten."""

    def __init__(self, assistant: Assistant, side: DraftSide) -> None:
        """Lay the box out, closed."""
        self._assistant = assistant
        self._side = side
        with gr.Accordion(word("history"), open=False, visible=False, elem_id="draft-history") as self._box:
            self._list = gr.HTML(js_on_load=JS_ACTS)
            self._with = gr.Dropdown([], value=None, label=word("compare_with"), visible=False, elem_id="history-with")
            self._diff = gr.HTML(elem_id="history-diff")
        self._at = gr.State(0)
        """The version whose changes are shown."""
        self.outputs: list[Any] = [self._box, self._list, self._with, self._diff]

    def shown(self, versions: Versions, lang: str) -> Updates:
        """Return the updates that list the versions of the draft on the desk."""
        version = versions.current
        each = self._assistant.history.versions(version.desk.draft.id)
        return {
            self._box: gr.update(visible=versions.has_text),
            self._list: history(each, lang, frozen=bool(version.frozen)),
            self._with: gr.update(visible=False, choices=[]),
            self._diff: "",
        }

    def connect(self, keeping: Keeping, who: Who) -> None:
        """Connect what is laid out."""
        side, home = self._side, self._assistant.settings.home
        own = [self._at, self._with, self._diff]
        self._list.select(
            guarded(self._act(keeping), side.notice, home), [who.box, *side.now], [*side.outputs, *own], **QUIET
        )
        self._with.input(
            guarded(self._compare, side.notice, home), [self._at, self._with, side.versions],
            [side.notice, self._diff], **QUIET,
        )  # fmt: skip

    def _act(self, keeping: Keeping) -> Any:
        """Return what a click into the list does."""

        def act(
            event: gr.EventData,
            request: gr.Request,
            who: str,
            versions: Versions,
            checked: OnDesk | None,
            *boxes: str,
        ) -> Updates:
            lang, told = lang_of(request), event._data if isinstance(event._data, dict) else {}
            number = int(told.get("number", 0))
            if told.get("act") != "restore":
                return self._changes(versions, number, lang)
            now = at_hand(versions, checked, *boxes) or versions
            return keeping.restore(now, number, by=named(lang, who), lang=lang)

        return act

    def _changes(self, versions: Versions, number: int, lang: str) -> Updates:
        """Show what changed from the version before, and offer any other to compare with."""
        each = self._assistant.history.versions(versions.current.desk.draft.id)
        others = [(whose(version, lang), version.number) for version in each if version.number != number]
        return {
            self._at: number,
            self._with: gr.update(visible=True, choices=others, value=number - 1),
            self._diff: self._between(versions, number - 1, number, lang),
        }

    def _compare(self, request: gr.Request, number: int, other: int, versions: Versions) -> Updates:
        before, after = sorted((int(other), number))
        return {self._diff: self._between(versions, before, after, lang_of(request))}

    def _between(self, versions: Versions, before: int, after: int, lang: str) -> str:
        kept, draft_id = self._assistant.history, versions.current.desk.draft.id
        return difference(kept.version(draft_id, before), kept.version(draft_id, after), lang)
