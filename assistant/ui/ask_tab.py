"""The tab that answers what was already said."""

from typing import Any

import gradio as gr

from assistant.assembly import Assistant
from assistant.domain import AnswerStatus
from assistant.retrieval.query import parse_query
from assistant.ui import markup
from assistant.ui.controls import IN_TURN, PRIVATE, FilterControls, read_filters
from assistant.ui.guard import Mistake, guarded
from assistant.ui.statement_markup import answer
from assistant.ui.statement_panel import StatementPanel
from assistant.ui.texts import lang_of, t, word
from assistant.ui.theme import JS_TO_RESULT

EXAMPLES = ("ask_example_1", "ask_example_2")


class AskTab:
    """Question and filters on the left, the answer on the right."""

    def __init__(self, assistant: Assistant, panel: StatementPanel) -> None:
        """Lay the tab out and connect it."""
        self._assistant = assistant
        with gr.Row(elem_classes="panes"):
            with gr.Column(scale=2, min_width=300):
                question = gr.Textbox(
                    value="", label=word("question"), placeholder=word("question_hint"), lines=3, max_length=4000,
                    elem_id="ask-question",
                )  # fmt: skip
                button = gr.Button(word("ask_button"), variant="primary", elem_id="ask-button")
                with gr.Column(elem_classes="examples"):
                    examples = [gr.Button(word(key), size="sm") for key in EXAMPLES]
                with gr.Accordion(word("filters"), open=False):
                    self.filters = FilterControls(assistant)
            with gr.Column(scale=5, min_width=320):
                notice = gr.HTML()
                self._answer = panel.html(
                    value=f'<div class="empty">{word("ask_empty")}</div>',
                    elem_id="ask-answer",
                    elem_classes="result",
                )
        inputs = [question, *self.filters.inputs]
        settings: dict[str, Any] = {
            "fn": guarded(self._ask, notice, assistant.settings.home),
            "inputs": inputs,
            "outputs": [notice, self._answer],
            "show_progress_on": self._answer,
            **IN_TURN,
        }
        button.click(**settings).then(None, js=JS_TO_RESULT)
        question.submit(**settings).then(None, js=JS_TO_RESULT)
        for key, example in zip(EXAMPLES, examples, strict=True):
            filled = example.click(_example(key), None, question, queue=False, **PRIVATE)
            filled.then(**settings).then(None, js=JS_TO_RESULT)

    def _ask(self, request: gr.Request, question: str, *filters: str) -> dict[Any, Any]:
        lang = lang_of(request)
        if not question.strip():
            raise Mistake(t(lang, "need_question"))
        found = self._assistant.ask(question, filters=read_filters(lang, *filters))
        if found.status is AnswerStatus.NO_RECORD:
            return {self._answer: markup.empty_state(t(lang, "no_record_head"), t(lang, "no_record_body"))}
        return {self._answer: answer(found, parse_query(question).text, lang)}


def _example(key: str) -> Any:
    def fill(request: gr.Request) -> str:
        return t(lang_of(request), key)

    return fill
