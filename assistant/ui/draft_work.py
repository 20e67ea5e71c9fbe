"""Drafting as the page sees it: what a model writes comes in live, can be stopped, and ends in a draft on the desk."""

from typing import Any

import gradio as gr

from assistant.assembly import Assistant
from assistant.ui import markup
from assistant.ui.controls import IN_TURN, QUIET, WITH_MODEL
from assistant.ui.draft_markup import preview
from assistant.ui.draft_side import DraftSide
from assistant.ui.guard import Streaming, Updates, guarded_stream
from assistant.ui.live import Seen
from assistant.ui.texts import lang_of, t, word
from assistant.ui.theme import JS_TO_RESULT


class DraftWork:
    """The preview with its button, and the events that draft."""

    def __init__(self, assistant: Assistant, side: DraftSide, buttons: list[gr.Button]) -> None:
        """Lay the preview out, hidden; `buttons` rest while something is drafted."""
        self._assistant = assistant
        self._side = side
        self._buttons = buttons
        with gr.Column(visible=False, elem_id="draft-live") as self._live:
            self._stop = gr.Button(word("stop_button"), variant="stop", elem_id="stop-button")
            self._preview = gr.HTML(elem_id="draft-preview")
        self._working = [self._live, self._preview, *buttons]
        self._begun: list[Any] = []

    def settings(self, handler: Streaming, inputs: list[Any]) -> dict[str, Any]:
        """Return what an event that drafts is connected with."""
        settings = self._assistant.settings
        return {
            "fn": guarded_stream(handler, self._side.notice, settings.home, self.at_rest()),
            "inputs": inputs,
            "outputs": [*self._side.outputs, *self._working],
            "show_progress_on": self._side.banner,
            **(WITH_MODEL if settings.llm_model else IN_TURN),
        }

    def drafts(self, event: Any, handler: Streaming, inputs: list[Any]) -> None:
        """Have an event draft."""
        self.began(event(**self.settings(handler, inputs)))

    def began(self, dependency: Any) -> Any:
        """Note an event that drafts: its end goes to the result, and it can be stopped. Return what follows its end."""
        following = dependency.then(None, js=JS_TO_RESULT)
        # The page tells a cancelled event as one that failed; `guarded_stream` lets no other failure out.
        dependency.failure(self._stopped, None, [self._side.notice, *self._working], **QUIET)
        self._begun.append(dependency)
        return following

    def connect(self) -> None:
        """Connect the button that stops, once every event that drafts is known."""
        self._stop.click(None, cancels=self._begun)

    def at_work(self, seen: Seen, lang: str) -> Updates:
        """Return what the page shows while something is drafted."""
        with_model = self._assistant.settings.llm_model is not None
        return {
            self._live: gr.update(visible=True),
            self._preview: preview(seen, lang) if with_model else "",
            **{button: gr.update(interactive=False) for button in self._buttons},
        }

    def at_rest(self) -> Updates:
        """Return what ends `at_work`."""
        return {
            self._live: gr.update(visible=False),
            self._preview: "",
            **{button: gr.update(interactive=True) for button in self._buttons},
        }

    def _stopped(self, request: gr.Request) -> Updates:
        return {self._side.notice: markup.remark(t(lang_of(request), "stopped")), **self.at_rest()}
