"""The tab over the record: browse, filter, open, and add files."""

from pathlib import Path
from typing import Any

import gradio as gr

from assistant.assembly import Assistant
from assistant.retrieval.query import Query
from assistant.retrieval.relevance import ON_RECORD
from assistant.ui import markup
from assistant.ui.controls import INGESTING, PRIVATE, FilterControls, read_filters
from assistant.ui.guard import Mistake, guarded
from assistant.ui.search_markup import found_list, searched
from assistant.ui.statement_markup import statement_list
from assistant.ui.statement_panel import StatementPanel
from assistant.ui.texts import known, lang_of, t, word
from assistant.ui.upload import UploadControls, declared, ingest_report
from assistant.ui.who import Who

PAGE = 20
MOST_FOUND = 100
"""Statements that a search lists; who needs more narrows it."""


class RecordTab:
    """Filters and upload on the left, statements on the right: newest first, or what a search finds."""

    def __init__(self, assistant: Assistant, panel: StatementPanel, who: Who) -> None:
        """Lay the tab out and connect it."""
        self._assistant = assistant
        self._offset = gr.State(0)
        self._who = who
        with gr.Row(elem_classes="panes"):
            with gr.Column(scale=2, min_width=300):
                words = gr.Textbox(
                    value="", label=word("contains"), placeholder=word("contains_hint"), max_lines=1, max_length=4000,
                    elem_id="record-words",
                )  # fmt: skip
                self.filters = FilterControls(assistant, with_form=True)
                button = gr.Button(word("browse_button"), variant="primary", elem_id="record-button")
                with gr.Accordion(word("upload"), open=False):
                    upload = UploadControls()
                    self._files = upload.files
            with gr.Column(scale=5, min_width=320):
                notice = gr.HTML()
                self._report = gr.HTML(elem_id="record-report")
                self._count = gr.HTML()
                self._list = panel.html(elem_id="record-list")
                with gr.Row():
                    self._newer = gr.Button(word("newer"), size="sm", interactive=False)
                    self._older = gr.Button(word("older"), size="sm", interactive=False)
        inputs = [self._offset, words, *self.filters.inputs]
        shown = [notice, self._offset, self._count, self._list, self._newer, self._older]
        home = assistant.settings.home
        quiet: dict[str, Any] = {"show_progress_on": self._list, **PRIVATE}
        first = guarded(self._first, notice, home)
        gr.on([button.click, words.submit], first, inputs, shown, **quiet)
        self._newer.click(guarded(self._back, notice, home), inputs, shown, **quiet)
        self._older.click(guarded(self._forward, notice, home), inputs, shown, **quiet)
        added = [notice, self._report, self._files, self.filters.speaker, self.filters.topic]
        ingesting = guarded(self._ingest, notice, home)
        waiting = upload.add.click(_waiting, self._files, self._report, queue=False, show_progress="hidden", **PRIVATE)
        added_files = waiting.then(ingesting, upload.inputs, added, show_progress_on=self._report, **INGESTING)
        added_files.then(first, inputs, shown, **quiet)
        self.load = {"fn": first, "inputs": inputs, "outputs": shown, **quiet}

    def _first(self, request: gr.Request, _offset: int, words: str, *filters: str) -> dict[Any, Any]:
        return self._page(request, 0, words, *filters)

    def _back(self, request: gr.Request, offset: int, words: str, *filters: str) -> dict[Any, Any]:
        return self._page(request, max(0, offset - PAGE), words, *filters)

    def _forward(self, request: gr.Request, offset: int, words: str, *filters: str) -> dict[Any, Any]:
        return self._page(request, offset + PAGE, words, *filters)

    def _page(self, request: gr.Request, offset: int, words: str, *filters: str) -> dict[Any, Any]:
        lang = lang_of(request)
        wanted = read_filters(lang, *filters)
        if words.strip():
            query = self._assistant.understand(words, wanted)
            if query.text:
                return self._found(query, offset, lang)
            wanted = query.filters
        page = self._assistant.statements(wanted, offset=offset, limit=PAGE)
        shown = statement_list(page.statements, lang) if page.statements else ""
        return self._shown(shown, "page", offset, page.total, lang)

    def _found(self, query: Query, offset: int, lang: str) -> dict[Any, Any]:
        """Show what a search finds, as far as it shares words with the query or is on its matter."""
        explained = self._assistant.explain(query, k=MOST_FOUND)
        pairs = [
            (hit, why)
            for hit, why in zip(explained.hits, explained.explanations, strict=True)
            if why.terms or why.phrases or hit.relevance >= ON_RECORD
        ]
        shown = searched(explained.query, lang) + found_list(pairs[offset : offset + PAGE], explained.query, lang)
        if not pairs and query.phrases:
            shown = markup.empty_state(t(lang, "found_no_phrase", phrase=query.phrases[0]))
        return self._shown(shown if pairs or query.phrases else "", "found", offset, len(pairs), lang)

    def _shown(self, shown: str, kind: str, offset: int, total: int, lang: str) -> dict[Any, Any]:
        last = min(offset + PAGE, total)
        count = t(lang, f"{kind}_of", first=offset + 1, last=last, total=total)
        return {
            self._offset: offset,
            self._count: f'<p class="muted" role="status">{count}</p>' if total else "",
            self._list: shown or markup.empty_state(t(lang, f"{kind}_none")),
            self._newer: gr.update(interactive=offset > 0),
            self._older: gr.update(interactive=last < total),
        }

    def _ingest(
        self,
        request: gr.Request,
        files: list[str] | None,
        *declarations: str,
        progress: gr.Progress = gr.Progress(),  # noqa: B008  (Gradio finds it by its default)
    ) -> dict[Any, Any]:
        lang = lang_of(request)
        if not files:
            raise Mistake(t(lang, "need_files"))

        def tell(stage: str, done: int, total: int) -> None:
            progress(done / total if total else 0.0, desc=known(lang, f"stage_{stage}", stage))

        paths = [Path(name) for name in files]
        ingested = self._assistant.ingest(paths, declared=declared(lang, *declarations), progress=tell)
        return {self._report: ingest_report(ingested, lang), self._files: None, **self.filters.fresh()}


def _waiting(request: gr.Request, files: list[str] | None) -> str:
    """Make room for the progress bar."""
    return f'<p class="waiting">{t(lang_of(request), "adding")}</p>' if files else ""
