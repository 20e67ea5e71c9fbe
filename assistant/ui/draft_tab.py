"""The tab that drafts: the brief on the left, the draft with its evidence on the right."""

from contextlib import aclosing
from typing import Any

import gradio as gr

from assistant.assembly import Assistant
from assistant.drafting.following import Following
from assistant.ui.brief_side import BriefSide
from assistant.ui.brief_values import brief_from
from assistant.ui.draft_compare import Alternatives
from assistant.ui.draft_history import HistoryBox
from assistant.ui.draft_keeping import Keeping
from assistant.ui.draft_live import LiveCheck
from assistant.ui.draft_people import People
from assistant.ui.draft_side import DraftSide
from assistant.ui.draft_vary import Variations
from assistant.ui.draft_work import DraftWork
from assistant.ui.guard import Stream, Updates
from assistant.ui.live import watched
from assistant.ui.statement_panel import StatementPanel
from assistant.ui.submit_box import SubmitBox
from assistant.ui.texts import lang_of
from assistant.ui.theme import JS_TO_RESULT
from assistant.ui.versions import versions_of
from assistant.ui.who import Who, tidy


class DraftTab:
    """A brief becomes a draft; the draft is edited in place, checked meanwhile, kept, copied and exported."""

    def __init__(self, assistant: Assistant, panel: StatementPanel, who: Who) -> None:
        """Lay the tab out and connect it."""
        self._assistant = assistant
        self._who = who
        with gr.Row(elem_classes="panes"):
            with gr.Column(scale=2, min_width=300):
                self._lay_brief(panel)
            with gr.Column(scale=5, min_width=320, elem_id="draft-side"):
                self._lay_draft(panel)
        self._connect()

    def _lay_brief(self, panel: StatementPanel) -> None:
        self.brief = BriefSide(self._assistant, panel)
        self._button = self.brief.button

    def _lay_draft(self, panel: StatementPanel) -> None:
        """Lay the draft's side out, from top to bottom."""
        assistant = self._assistant
        side = self.side = DraftSide(assistant, panel)
        side.lay_head()
        self._people = People(assistant, side, self._who)
        self.keeping = Keeping(assistant, side, self._who)
        self._work = DraftWork(assistant, side, [self._button])
        self._alternatives = Alternatives(assistant, side)
        side.lay_verdict()
        self._variations = Variations(assistant, side, self._who)
        side.lay_rows()
        self._keep = side.lay_actions()
        submitting = SubmitBox(assistant, self._who)
        self._history = HistoryBox(assistant, side)
        side.lay_foot()
        submitting.connect(side.kept_id)
        side.parts = [submitting, self.keeping, self._alternatives, self._variations, self._history]

    def _connect(self) -> None:
        """Connect the draft's side; what opens kept drafts when the page loads is connected by `connect`."""
        work = self._work
        drafting = work.settings(self._draft, [self._who.box, self.brief.alternatives, *self.brief.inputs])
        # Before all else: the page does what a click triggers in this order, each after the one before has ended.
        self._button.click(None, js=JS_TO_RESULT)
        begun = self._button.click(**drafting)
        work.began(begun)
        begun.then(**self.brief.recent)
        self._variations.connect(work)
        work.connect()
        self._alternatives.connect()
        self._history.connect(self.keeping, self._who)
        LiveCheck(self._assistant, self.side)

    def connect(self, page: gr.Blocks) -> None:
        """Connect what happens when the page is opened and closed."""
        self.keeping.connect(page, self._keep)
        self._people.connect(page)

    @property
    def opening(self) -> list[Any]:
        """The outputs of a handler that returns `open_draft`."""
        return self.side.outputs

    def open_draft(self, request: gr.Request, draft_id: str) -> Updates:
        """Return the updates (for `opening`) that put a kept draft on the desk, as it stands.

        Raises:
            InputError: There is none of that id.
        """
        lang = lang_of(request)
        return {self.side.notice: "", **self.side.shown(self.keeping.open_draft(lang, draft_id), lang)}

    def opened(self, event: gr.EventData, request: gr.Request) -> Updates:
        """Open the draft that a click elsewhere on the page names."""
        clicked = event._data if isinstance(event._data, dict) else {}
        return self.open_draft(request, str(clicked.get("draft", "")))

    async def _draft(self, request: gr.Request, who: str, alternatives: int, *values: Any) -> Stream:
        """Draft, and show meanwhile what a model writes."""
        lang, work = lang_of(request), self._work
        brief, by = brief_from(lang, *values), tidy(who)

        def work_on(following: Following) -> Updates:
            drafts = self._assistant.draft(brief, by=by, alternatives=alternatives, following=following)
            return {**self.side.shown(versions_of(drafts), lang), **work.at_rest()}

        async with aclosing(watched(work_on, lambda seen: work.at_work(seen, lang))) as steps:
            async for step in steps:
                yield step
