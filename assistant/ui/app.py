"""The page: masthead, statement panel, six tabs."""

import gradio as gr

from assistant.access.sessions import Sessions
from assistant.assembly import Assistant
from assistant.ui.ask_tab import AskTab
from assistant.ui.check_tab import CheckTab
from assistant.ui.clearance_tab import ClearanceTab
from assistant.ui.controls import PRIVATE, QUIET
from assistant.ui.desk import Desk
from assistant.ui.draft_tab import DraftTab
from assistant.ui.guard import guarded
from assistant.ui.lighter import lightened
from assistant.ui.overview_tab import OverviewTab
from assistant.ui.record_browse import browsed
from assistant.ui.record_tab import RecordTab
from assistant.ui.statement_panel import StatementPanel
from assistant.ui.texts import translations, word
from assistant.ui.who import Who

AT_ONCE = 4
"""Requests of one kind that are served at the same time, where they may be."""


def build(assistant: Assistant, sessions: Sessions | None = None) -> Desk:
    """Return the desk over an opened assistant. Nothing is kept between sessions but the record itself.

    With `sessions` it is one for those who signed in: their account's name stands where others type theirs.
    """
    page = Desk(title="Mesa de redacción · Drafting desk", analytics_enabled=False)
    page.sessions = sessions
    with page:
        with gr.Row(elem_id="masthead"):  # one translated text a block: the page replaces only the first
            gr.HTML(f"<h1>{word('title')}</h1>", min_width=0)
            gr.HTML(f'<p class="banner">{word("banner")}</p>', min_width=0)
            who = Who(signed_in=sessions is not None)
        panel = StatementPanel(assistant)
        saved = browsed()
        with gr.Tabs() as tabs:
            with gr.Tab(word("tab_draft"), id="draft"):
                drafting = DraftTab(assistant, panel, who)
            with gr.Tab(word("tab_clearance"), id="clearance") as clearance:
                clearing = ClearanceTab(assistant, panel, who)
            with gr.Tab(word("tab_ask"), id="ask") as asks:
                asking = AskTab(assistant, panel)
            with gr.Tab(word("tab_check"), id="check"):
                checking = CheckTab(assistant, panel)
            with gr.Tab(word("tab_record"), id="record") as record:
                recording = RecordTab(assistant, panel, who, tabs, saved)
            with gr.Tab(word("tab_overview"), id="overview") as overview:
                overviewing = OverviewTab(assistant, panel, who)
        who.connect(page)
        drafting.connect(page)
        overview.select(**overviewing.load)
        opened = guarded(drafting.opened, drafting.side.notice, assistant.settings.home)
        overviewing.drafts.select(opened, None, drafting.opening, show_progress_on=drafting.side.banner, **PRIVATE)
        overviewing.drafts.select(lambda: gr.Tabs(selected="draft"), None, tabs, **QUIET)
        for each in recording.loads:
            page.load(**each)
        drafting.brief.connect(page)
        asking.connect(asks)
        fresh = asking.filters.kept_fresh
        clearance.select(**clearing.refresh)
        checking.connect(page)
        record.select(asking.filters.fresh, None, fresh, **QUIET)
        panel.connect()
        page.queue(default_concurrency_limit=AT_ONCE)
    lightened(page)
    return page


def page_translations(assistant: Assistant) -> gr.I18n:
    """Return the page's words in both languages, the ledger's names of topics among them."""
    return translations((f"topic_{topic.id}", topic.name.es, topic.name.en) for topic in assistant.ledger.topics)
