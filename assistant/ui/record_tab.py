"""The tab over the record: browse, filter, open, and add files."""

from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.assembly import Assistant, Ingested
from assistant.ui import markup
from assistant.ui.controls import INGESTING, PRIVATE, FilterControls, read_filters
from assistant.ui.errors import in_language
from assistant.ui.guard import Mistake, guarded
from assistant.ui.statement_markup import statement_list
from assistant.ui.statement_panel import StatementPanel
from assistant.ui.texts import known, lang_of, t, word

PAGE = 20
FILE_TYPES = [".txt", ".yaml", ".yml"]


class RecordTab:
    """Filters and upload on the left, statements on the right, newest first."""

    def __init__(self, assistant: Assistant, panel: StatementPanel) -> None:
        """Lay the tab out and connect it."""
        self._assistant = assistant
        self._offset = gr.State(0)
        with gr.Row(elem_classes="panes"):
            with gr.Column(scale=2, min_width=300):
                words = gr.Textbox(value="", label=word("contains"), max_lines=1, elem_id="record-words")
                self.filters = FilterControls(assistant, with_form=True)
                button = gr.Button(word("browse_button"), variant="primary", elem_id="record-button")
                with gr.Accordion(word("upload"), open=False):
                    self._files = gr.File(
                        label=word("upload_label"), file_count="multiple", file_types=FILE_TYPES, height=170,
                        elem_id="record-files",
                    )  # fmt: skip
                    adding = gr.Button(word("upload_button"), elem_id="record-add")
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
        waiting = adding.click(_waiting, self._files, self._report, queue=False, show_progress="hidden", **PRIVATE)
        added_files = waiting.then(ingesting, self._files, added, show_progress_on=self._report, **INGESTING)
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
        page = self._assistant.statements(wanted, contains=words, offset=offset, limit=PAGE)
        last = offset + len(page.statements)
        count = t(lang, "page_of", first=offset + 1, last=last, total=page.total)
        return {
            self._offset: offset,
            self._count: f'<p class="muted" role="status">{count}</p>' if page.statements else "",
            self._list: statement_list(page.statements, lang)
            if page.statements
            else markup.empty_state(t(lang, "page_none")),
            self._newer: gr.update(interactive=offset > 0),
            self._older: gr.update(interactive=last < page.total),
        }

    def _ingest(
        self,
        request: gr.Request,
        files: list[str] | None,
        progress: gr.Progress = gr.Progress(),  # noqa: B008  (Gradio finds it by its default)
    ) -> dict[Any, Any]:
        lang = lang_of(request)
        if not files:
            raise Mistake(t(lang, "need_files"))

        def tell(stage: str, done: int, total: int) -> None:
            progress(done / total if total else 0.0, desc=known(lang, f"stage_{stage}", stage))

        ingested = self._assistant.ingest([Path(name) for name in files], progress=tell)
        return {self._report: ingest_report(ingested, lang), self._files: None, **self.filters.fresh()}


def _waiting(request: gr.Request, files: list[str] | None) -> str:
    """Make room for the progress bar."""
    return f'<p class="waiting">{t(lang_of(request), "adding")}</p>' if files else ""


def ingest_report(ingested: Ingested, lang: str) -> str:
    """Return what an upload did: statements, turns set aside, and every rejected file with its reason."""
    summary = ingested.summary
    head = t(lang, "ingest_head", files=summary.files, seconds=f"{ingested.seconds:.0f}", passages=ingested.passages)
    changes = ", ".join(
        t(lang, f"ingest_{name}", n=getattr(summary.change, name)) for name in ("added", "updated", "unchanged")
    )
    aside = _aside(summary.set_aside, lang)
    rejected = "".join(
        f"<li class='warn'><b>⚠ {escape(Path(r.path).name)}</b><div>{escape(in_language(r.reason, lang))}</div></li>"
        for r in summary.rejected
    )
    return (
        f'<div class="verdict {"review" if rejected else "ready"}" role="status"><b>{t(lang, "ingest_statements")}: '
        f"{changes}.</b><div>{head}.</div>{aside}</div>"
        + (f"<h3>{t(lang, 'ingest_rejected')}</h3><ul class='findings'>{rejected}</ul>" if rejected else "")
    )


def _aside(set_aside: Mapping[str, int], lang: str) -> str:
    if not set_aside:
        return ""
    kinds = ", ".join(f"{known(lang, f'aside_{kind}', kind)}: {n}" for kind, n in sorted(set_aside.items()))
    return f"<div>{t(lang, 'ingest_aside')}: {escape(kinds)}.</div>"
