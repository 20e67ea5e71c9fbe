"""The tab that shows the record and the drafts at a glance."""

from typing import Any

import gradio as gr

from assistant.assembly import Assistant
from assistant.ui import overview_markup as markup
from assistant.ui.controls import IN_TURN, PRIVATE, QUIET
from assistant.ui.guard import Updates, guarded
from assistant.ui.statement_panel import StatementPanel
from assistant.ui.texts import known, lang_of, t, word
from assistant.ui.who import Who

PERIODS = ("12", "24", "0")
JS_DRAFTS = """
element.addEventListener('click', (event) => {
  const draft = event.target.closest('[data-draft]');
  if (draft) trigger('select', {draft: draft.dataset.draft});
});
"""
"""A click on a draft is a `select` of `OverviewTab.drafts`, whose `event._data` is ``{"draft": id}``."""


class OverviewTab:
    """What there is, what is missing, what was drafted; looked at when the tab is opened.

    `load` are the arguments with which whoever has the tab connects its `select`. `drafts` is the list of drafts:
    whoever opens drafts listens to its `select`, see `JS_DRAFTS`.
    """

    def __init__(self, assistant: Assistant, panel: StatementPanel, who: Who) -> None:
        """Lay the tab out and connect it."""
        self._assistant = assistant
        notice = gr.HTML()
        with gr.Row(elem_id="overview-head"):
            period = gr.Dropdown(
                [(word(f"ov_months_{each}"), each) for each in PERIODS], value=PERIODS[1], label=word("ov_period"),
                scale=0, min_width=200, elem_id="overview-period",
            )  # fmt: skip
            refresh = gr.Button(word("ov_refresh"), size="sm", scale=0, min_width=120, elem_id="overview-refresh")
            self._said = gr.HTML(elem_id="overview-said")
        self._state = gr.HTML(elem_id="overview-state")
        with gr.Row(elem_classes="ov-two"):
            with gr.Column(min_width=300):
                self._gaps = panel.html(elem_id="overview-gaps")
            with gr.Column(min_width=300):
                self.drafts = gr.HTML(js_on_load=JS_DRAFTS, elem_id="overview-drafts")
                self._out = gr.HTML(elem_id="overview-out")
                self._check = gr.Button(word("ov_check_now"), size="sm", visible=False, elem_id="overview-check")
                self._drift = panel.html(elem_id="overview-drift")
        self._months = gr.HTML(elem_id="overview-months")
        with gr.Row(elem_classes="ov-two"):
            with gr.Column(min_width=300):
                self._topics = panel.html(elem_id="overview-topics")
            with gr.Column(min_width=300):
                self._principles = panel.html(elem_id="overview-principles")
                self._speakers = gr.HTML(elem_id="overview-speakers")
                self._evaluation = gr.HTML(elem_id="overview-eval")
        home = assistant.settings.home
        look = guarded(self._look, notice, home)
        shown = [notice, self._said, self._state, self._gaps, self.drafts, self._out, self._check, self._months,
                 self._topics, self._principles, self._speakers, self._evaluation]  # fmt: skip
        self.load: dict[str, Any] = {
            "fn": look, "inputs": period, "outputs": shown, "show_progress_on": self._state, **PRIVATE
        }  # fmt: skip
        refresh.click(**self.load)
        period.input(**self.load)
        waiting = self._check.click(_waiting, None, self._drift, **QUIET)
        checking = guarded(self._check_texts, notice, home)
        waiting.then(checking, None, [notice, self._drift], show_progress_on=self._drift, **IN_TURN)

    def _look(self, request: gr.Request, period: str) -> Updates:
        lang = lang_of(request)
        snapshot = self._assistant.overview.snapshot(months=int(period) or None)
        return {
            self._said: f'<p class="muted" role="status">{t(lang, "ov_ready")}</p>',
            self._state: markup.state(snapshot, lang),
            self._gaps: markup.gap_list(snapshot, lang),
            self.drafts: markup.drafts(snapshot.drafts, lang),
            self._out: markup.outgoing(snapshot, lang),
            self._check: gr.update(visible=bool(sum(snapshot.outgoing.values()))),
            self._months: markup.months(snapshot, lang),
            self._topics: markup.courses(snapshot.topics, snapshot, "topics", lang),
            self._principles: markup.courses(snapshot.principles, snapshot, "principles", lang),
            self._speakers: markup.speakers(snapshot.speakers, lang),
            self._evaluation: markup.evaluation(snapshot.evaluation, lang),
        }

    def _check_texts(
        self,
        request: gr.Request,
        progress: gr.Progress = gr.Progress(),  # noqa: B008  (Gradio finds it by its default)
    ) -> Updates:
        lang = lang_of(request)

        def tell(stage: str, done: int, total: int) -> None:
            progress(done / total if total else 0.0, desc=known(lang, f"stage_{stage}", stage))

        return {self._drift: markup.drift(self._assistant.drift(progress=tell), lang)}


def _waiting(request: gr.Request) -> str:
    """Make room for the progress bar."""
    return f'<p class="waiting">{t(lang_of(request), "ov_checking")}</p>'
