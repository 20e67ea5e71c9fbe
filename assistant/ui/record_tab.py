"""The tab over the record: browse and correct, add, and settle what waits for a person."""

from pathlib import Path
from typing import Any

import gradio as gr

from assistant.assembly import Assistant
from assistant.ui.controls import INGESTING, QUIET
from assistant.ui.entry_form import EntryForm
from assistant.ui.guard import Mistake, Updates, guarded
from assistant.ui.ledger_panel import LedgerPanel
from assistant.ui.record_browse import RecordBrowse
from assistant.ui.settle_pane import SettlePane
from assistant.ui.statement_panel import JS_WHOLE, StatementPanel
from assistant.ui.texts import known, lang_of, t, word
from assistant.ui.upload import UploadControls, declared, ingest_report
from assistant.ui.who import Who

JS_REPORTS = """
element.addEventListener('click', (event) => {
  const closed = event.target.closest('[data-close]');
  if (closed) trigger('delete', {number: Number(closed.dataset.close)});
});
"""


class RecordTab:
    """Its places: statements, adding, and what is to be settled."""

    def __init__(
        self, assistant: Assistant, panel: StatementPanel, who: Who, tabs: gr.Tabs, saved: gr.BrowserState
    ) -> None:
        """Lay the tab out and connect it; `tabs` are the page's, `saved` is what the browser keeps of browsing."""
        self._assistant = assistant
        with gr.Tabs(elem_id="record-places") as places:
            with gr.Tab(word("place_statements"), id="statements"):
                browse = RecordBrowse(assistant, panel, who, saved)
            with gr.Tab(word("place_add"), id="add"):
                ways = [(word("add_files"), "files"), (word("add_hand"), "hand")]
                how = gr.Radio(ways, value="files", label=word("add_how"), elem_id="record-how")
                with gr.Row(elem_classes="panes", elem_id="record-upload") as files:
                    upload = self._layout_upload(panel)
                with gr.Column(visible=False) as hand:
                    entry = EntryForm(assistant, panel, who)
            with gr.Tab(word("place_settle"), id="settle") as waiting:
                settle = SettlePane(assistant, panel, who)
            with gr.Tab(word("place_positions"), id="positions") as ledger:
                positions = LedgerPanel(assistant, panel, who)
        ledger.select(**positions.load)
        how.change(_switched, how, [files, hand], **QUIET)
        refresh = settle.connect(waiting, browse.load)
        browse.connect(tabs, places, [self._reports, settle.quarantine, entry.result], refresh)
        entry.connect(browse.correct, browse.whole_id, places, how)
        entry.saved.then(**browse.load).then(**refresh)
        names = {"fn": entry.fresh, "inputs": None, "outputs": [entry.speaker], **QUIET}
        self._connect_upload(upload, (browse.load, refresh, names))
        self.loads: tuple[dict[str, Any], ...] = (browse.restore, browse.load, refresh, names)

    def _layout_upload(self, panel: StatementPanel) -> UploadControls:
        with gr.Column(scale=2, min_width=300):
            upload = UploadControls()
        with gr.Column(scale=5, min_width=320):
            self._notice = gr.HTML(elem_id="record-add-notice")
            self._working = gr.HTML(elem_id="record-working")
            self._kept = gr.State([])
            self._reports = panel.html(js=JS_REPORTS + JS_WHOLE, elem_id="record-report")
        return upload

    def _connect_upload(self, upload: UploadControls, after: tuple[dict[str, Any], ...]) -> None:
        home = self._assistant.settings.home
        self._files = upload.files
        done = [self._notice, self._working, self._reports, self._kept, upload.files]
        waiting = upload.add.click(_waiting, upload.files, self._working, **QUIET)
        step: Any = waiting.then(
            guarded(self._ingest, self._notice, home), [self._kept, *upload.inputs], done,
            show_progress_on=self._working, **INGESTING,
        )  # fmt: skip
        for each in after:
            step = step.then(**each)
        closing = guarded(self._closed, self._notice, home)
        self._reports.delete(closing, self._kept, [self._notice, self._reports, self._kept], **QUIET)

    def _ingest(
        self,
        request: gr.Request,
        kept: list[tuple[int, str]],
        files: list[str] | None,
        *declarations: str,
        progress: gr.Progress = gr.Progress(),  # noqa: B008  (Gradio finds it by its default)
    ) -> Updates:
        lang = lang_of(request)
        if not files:
            raise Mistake(t(lang, "need_files"))

        def tell(stage: str, done: int, total: int) -> None:
            progress(done / total if total else 0.0, desc=known(lang, f"stage_{stage.split()[0]}", stage))

        before = self._assistant.store.last_seq()
        paths = [Path(name) for name in files]
        ingested = self._assistant.ingest(paths, declared=declared(lang, *declarations), progress=tell)
        report = self._assistant.curating.report_on(ingested.summary, before)
        number = max((each for each, _ in kept), default=0) + 1
        kept = [(number, ingest_report(ingested, report, lang, number)), *kept]
        return {self._working: "", self._reports: _together(kept), self._kept: kept, self._files: None}

    def _closed(self, event: gr.EventData, _request: gr.Request, kept: list[tuple[int, str]]) -> Updates:
        clicked = event._data if isinstance(event._data, dict) else {}
        left = [(number, shown) for number, shown in kept if number != clicked.get("number")]
        return {self._reports: _together(left), self._kept: left}


def _together(kept: list[tuple[int, str]]) -> str:
    """Return the reports that are still shown, the latest first and announced."""
    return f'<div role="status">{"".join(shown for _, shown in kept)}</div>' if kept else ""


def _switched(how: str) -> tuple[Any, Any]:
    return gr.update(visible=how == "files"), gr.update(visible=how == "hand")


def _waiting(request: gr.Request, files: list[str] | None) -> str:
    """Make room for the progress bar."""
    return f'<p class="waiting">{t(lang_of(request), "adding")}</p>' if files else ""
