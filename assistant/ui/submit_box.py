"""A button that sends the draft on the desk to clearance, with a comment if need be."""

from typing import Any

import gradio as gr

from assistant.assembly import Assistant
from assistant.ui import markup
from assistant.ui.controls import IN_TURN
from assistant.ui.guard import Mistake, Updates, guarded
from assistant.ui.texts import lang_of, t, word
from assistant.ui.versions import Versions
from assistant.ui.who import Who, named


class SubmitBox:
    """Button, comment and outcome.

    What is sent is the draft as it is kept, so offer it only where nothing was typed since.
    """

    def __init__(self, assistant: Assistant, who: Who) -> None:
        """Lay the box out; `connect` tells it which draft is meant."""
        self._assistant = assistant
        self._who = who
        with gr.Column(elem_classes="submit-box", visible=False) as self.box:
            self.comment = gr.Textbox(
                value="", label=word("submit_comment"), lines=1, max_lines=6, max_length=4000,
                elem_id="submit-comment",
            )  # fmt: skip
            self.button = gr.Button(word("do_submit"), elem_id="submit-button")
            self.outcome = gr.HTML(elem_id="submit-outcome", elem_classes="outcome")
        self.outputs: list[Any] = [self.box, self.outcome]
        """What `shown` may change."""

    def shown(self, versions: Versions, _lang: str) -> Updates:
        """Return the updates that offer the box beside a draft, and not beside an empty desk or a cleared text."""
        open_ = versions.has_text and not versions.current.frozen
        return {self.box: gr.update(visible=open_), self.outcome: ""}

    def connect(self, draft_id: gr.State) -> Any:
        """Send the draft whose id `draft_id` holds; return the event, so that others can follow it."""
        return self.button.click(
            guarded(self._send, self.outcome, self._assistant.settings.home),
            [self._who.box, draft_id, self.comment],
            [self.outcome, self.comment],
            show_progress_on=self.outcome,
            **IN_TURN,
        )

    def _send(self, request: gr.Request, who: str, draft_id: str | None, comment: str) -> Updates:
        lang = lang_of(request)
        if not draft_id:
            raise Mistake(t(lang, "need_draft_kept"))
        self._assistant.clearance.submit(draft_id, named(lang, who), comment=comment)
        return {self.outcome: markup.remark(t(lang, "done_submitted")), self.comment: ""}
