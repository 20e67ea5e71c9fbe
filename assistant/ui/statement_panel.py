"""The statement that a citation opens: one panel for all four tabs."""

from collections.abc import Callable
from typing import Any

import gradio as gr

from assistant.assembly import Assistant
from assistant.errors import AssistantError
from assistant.ui import markup
from assistant.ui.errors import in_language
from assistant.ui.statement_markup import statement_panel
from assistant.ui.texts import lang_of, word
from assistant.ui.theme import JS_CLOSED, JS_LINKS, JS_OPENED

Linked = Callable[..., gr.HTML]


class StatementPanel:
    """Shows statements beside whatever cites them."""

    def __init__(self, assistant: Assistant) -> None:
        """Lay the panel out, closed; call inside the page's blocks."""
        self._assistant = assistant
        with gr.Column(visible=False, elem_id="statement-panel") as self._panel:
            close = gr.Button(word("close"), size="sm", elem_id="statement-close")
            self._body = gr.HTML(js_on_load=JS_LINKS)
        self._listen(self._body)
        closing = close.click(
            lambda: gr.update(visible=False), None, self._panel, queue=False, api_visibility="private"
        )
        closing.then(None, None, None, js=JS_CLOSED)

    def html(self, *, script: str = "", **settings: Any) -> gr.HTML:
        """Return an HTML block whose citations open here; `script` runs with it."""
        block = gr.HTML(js_on_load=JS_LINKS + script, **settings)
        self._listen(block)
        return block

    def _listen(self, block: gr.HTML) -> None:
        opening = block.select(
            self._open,
            None,
            [self._panel, self._body],
            queue=False,
            show_progress="hidden",
            api_visibility="private",
        )
        opening.then(None, None, None, js=JS_OPENED)

    def _open(self, event: gr.EventData, request: gr.Request) -> tuple[Any, str]:
        """Show the statement that was clicked."""
        lang = lang_of(request)
        clicked = event._data if isinstance(event._data, dict) else {}
        try:
            statement = self._assistant.show(str(clicked.get("id", "")))
        except AssistantError as error:
            return gr.update(visible=True), markup.notice(in_language(str(error), lang), lang)
        newer = self._assistant.store.get_many(statement.superseded_by)
        topics = {topic.id: topic.name.get(lang) for topic in self._assistant.ledger.topics}
        shown = statement_panel(statement, lang, mark=str(clicked.get("mark", "")), newer=newer, topics=topics)
        return gr.update(visible=True), shown
