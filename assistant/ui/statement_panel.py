"""The statement that a citation opens: one panel for all tabs."""

from collections.abc import Callable
from typing import Any

import gradio as gr

from assistant.assembly import Assistant
from assistant.errors import AssistantError
from assistant.ui import markup
from assistant.ui.errors import in_language
from assistant.ui.statement_view import statement_view
from assistant.ui.texts import lang_of, word
from assistant.ui.theme import JS_CLOSED, JS_LINKS, JS_OPENED

Linked = Callable[..., gr.HTML]
JS_WHOLE = """
element.addEventListener('click', (event) => {
  const whole = event.target.closest('[data-whole]');
  if (whole) trigger('submit', {whole: whole.dataset.whole});
});
"""
"""Runs in blocks from which a statement can be opened on its own in the tab over the record."""


class StatementPanel:
    """Shows statements beside whatever cites them."""

    def __init__(self, assistant: Assistant) -> None:
        """Lay the panel out, closed; call inside the page's blocks."""
        self._assistant = assistant
        with gr.Column(visible=False, elem_id="statement-panel") as self.column:
            close = gr.Button(word("close"), size="sm", elem_id="statement-close")
            self.body = gr.HTML(js_on_load=JS_LINKS + JS_WHOLE)
        self._blocks = [self.body]
        closing = close.click(
            lambda: gr.update(visible=False), None, self.column, queue=False, api_visibility="private"
        )
        closing.then(None, None, None, js=JS_CLOSED)

    def html(self, *, js: str = "", **settings: Any) -> gr.HTML:
        """Return an HTML block whose citations open here; `js` runs in it besides."""
        block = gr.HTML(js_on_load=JS_LINKS + js, **settings)
        self._blocks.append(block)
        return block

    def connect(self) -> None:
        """Let a chosen citation open its statement; call when all blocks are there.

        One event for all of them: each event costs the browser time for every component of the page.
        """
        opening = gr.on(
            [block.select for block in self._blocks],
            self._open,
            None,
            [self.column, self.body],
            queue=False,
            show_progress="hidden",
            api_visibility="private",
            trigger_mode="always_last",
        )
        opening.then(None, None, None, js=JS_OPENED)

    def _open(self, event: gr.EventData, request: gr.Request) -> tuple[Any, str]:
        """Show the statement that was clicked."""
        clicked = event._data if isinstance(event._data, dict) else {}
        shown = self.shown(str(clicked.get("id", "")), lang_of(request), mark=str(clicked.get("mark", "")))
        return gr.update(visible=True), shown

    def shown(self, statement_id: str, lang: str, *, mark: str = "", whole: bool = False) -> str:
        """Return a statement's HTML; the fault in its place, where there is no such statement."""
        try:
            view = self._assistant.curating.view(statement_id)
        except AssistantError as error:
            return markup.notice(in_language(str(error), lang), lang)
        newer = self._assistant.store.get_many(view.trace.statement.superseded_by)
        topics = {topic.id: topic.name.get(lang) for topic in self._assistant.ledger.topics}
        return statement_view(view, lang, mark=mark, newer=newer, topics=topics, whole=whole)
