"""The tab that answers what was already said: the position, how it went, what changed, and the other side."""

import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.answer_files import ANSWER_FORMATS, answer_file
from assistant.assembly import Assistant
from assistant.domain import Inquiry
from assistant.ui import ask_markup
from assistant.ui.controls import IN_TURN, QUIET, FilterControls, date_box, parse_day, read_filters
from assistant.ui.guard import Mistake, Updates, guarded
from assistant.ui.statement_panel import StatementPanel
from assistant.ui.texts import lang_of, t, word
from assistant.ui.theme import JS_TO_RESULT

EXAMPLES = ("ask_example_1", "ask_example_2", "ask_example_3", "ask_example_4")


class AskTab:
    """Question and filters on the left; on the right the answer with all that belongs to it."""

    def __init__(self, assistant: Assistant, panel: StatementPanel) -> None:
        """Lay the tab out and connect it."""
        self._assistant = assistant
        with gr.Row(elem_classes="panes"):
            with gr.Column(scale=2, min_width=300):
                self._question = gr.Textbox(
                    value="", label=word("question"), placeholder=word("question_hint"), lines=3, max_length=4000,
                    elem_id="ask-question",
                )  # fmt: skip
                with gr.Row(elem_id="ask-changed-since"):
                    self._since = date_box("ask_since")
                button = gr.Button(word("ask_button"), variant="primary", elem_id="ask-button")
                with gr.Column(elem_classes="examples"):
                    examples = [gr.Button(word(key), size="sm") for key in EXAMPLES]
                with gr.Accordion(word("filters"), open=False, elem_id="ask-filters") as self._accordion:
                    self.filters = FilterControls(assistant, with_counterpart=True)
            with gr.Column(scale=5, min_width=320):
                notice = gr.HTML()
                with gr.Row(visible=False, elem_id="ask-files") as self._files_row:
                    self._files = [
                        gr.DownloadButton(word(f"export_{to}"), size="sm", min_width=90, elem_id=f"ask-export-{to}")
                        for to in ANSWER_FORMATS
                    ]
                self._answer = panel.html(
                    value=f'<div class="empty">{word("ask_empty")}</div>',
                    elem_id="ask-answer",
                    elem_classes="result",
                )
        self._inputs = [self._question, self._since, *self.filters.inputs]
        # No secret: it only keeps what is typed from being read by other pages' scripts as plain text.
        self._kept = gr.BrowserState([], storage_key="desk-ask", secret="desk")  # noqa: S106
        self._opened = gr.State(value=False)
        self._connect(button, examples, notice)

    def _connect(self, button: gr.Button, examples: Sequence[gr.Button], notice: gr.HTML) -> None:
        asking: dict[str, Any] = {
            "fn": guarded(self._ask, notice, self._assistant.settings.home),
            "inputs": self._inputs,
            "outputs": [notice, self._answer, self._files_row, *self._files],
            "show_progress_on": self._answer,
            **IN_TURN,
        }
        for trigger in (button.click, self._question.submit, self._since.submit):
            trigger(_as_list, self._inputs, self._kept, **QUIET)
            trigger(**asking).then(None, js=JS_TO_RESULT)
        for key, example in zip(EXAMPLES, examples, strict=True):
            # An example is asked by itself: a day that was meant for another question must not stay behind.
            filled = example.click(_example(key), None, [self._question, self._since], **QUIET)
            filled.then(_as_list, self._inputs, self._kept, **QUIET)
            filled.then(**asking).then(None, js=JS_TO_RESULT)

    def connect(self, tab: gr.Tab) -> None:
        """Have the last question and its filters brought back when the tab is first opened: before, it is not built."""
        tab.select(self._restored, [self._kept, self._opened], [*self._inputs, self._accordion, self._opened], **QUIET)

    def _ask(self, request: gr.Request, question: str, changed_since: str, *filters: str) -> Updates:
        lang = lang_of(request)
        if not question.strip():
            raise Mistake(t(lang, "need_question"))
        since = parse_day(changed_since, lang)
        speaker, first, last, topic, language, counterpart = filters
        wanted = read_filters(lang, speaker, first, last, topic, language, counterpart=counterpart)
        query = self._assistant.understand(question, wanted)
        found = self._assistant.positions.inquire(query, changed_since=since, other_side=True)
        updates: Updates = {self._answer: ask_markup.inquiry(found, lang), self._files_row: gr.update(visible=True)}
        for button, path, to in zip(self._files, _written(found, lang), ANSWER_FORMATS, strict=True):
            updates[button] = gr.update(value=path, label=word(f"export_{to}"))
        return updates

    def _restored(self, kept: Any, opened: bool) -> Updates:
        """Return the values that the browser kept, as far as they still name something."""
        values = [str(value or "") for value in kept] if isinstance(kept, list) else []
        if opened or len(values) != len(self._inputs):
            return {self._opened: True}
        updates: Updates = {self._opened: True}
        for control, value in zip(self._inputs, values, strict=True):
            offered = [choice for _, choice in getattr(control, "choices", None) or ()]
            updates[control] = value if not offered or value in offered else ""
        updates[self._accordion] = gr.update(open=any(updates[each] for each in self.filters.inputs))
        return updates


def _as_list(*values: str) -> list[str]:
    return list(values)


def _written(found: Inquiry, lang: str) -> Sequence[str]:
    """Write the answer in every format into a folder of its own, for the download buttons."""
    folder, today = Path(tempfile.mkdtemp(prefix="desk-")), date.today()
    name = f"{t(lang, 'ask_file')}-{today.isoformat()}"
    paths = [folder / f"{name}.{to}" for to in ANSWER_FORMATS]
    for path, to in zip(paths, ANSWER_FORMATS, strict=True):
        path.write_bytes(answer_file(found, to, lang, today))
    return [str(path) for path in paths]


def _example(key: str) -> Any:
    def fill(request: gr.Request) -> tuple[str, str]:
        return t(lang_of(request), key), ""

    return fill
