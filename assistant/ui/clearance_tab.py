"""The tab in which a draft is submitted, commented, cleared or returned."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.assembly import Assistant
from assistant.clearance.needs import needs
from assistant.clearance.workflow import Workflow
from assistant.domain import Case, ClearanceState, NeedKind, Seen
from assistant.errors import AssistantError, BlockedError, StaleError
from assistant.ui import clearance_markup, clearance_trail, markup
from assistant.ui.controls import IN_TURN, PRIVATE, QUIET
from assistant.ui.errors import in_language
from assistant.ui.guard import Mistake, Updates, guarded
from assistant.ui.statement_panel import StatementPanel
from assistant.ui.texts import MAX_ITEMS, lang_of, t, word
from assistant.ui.theme import JS_TO_RESULT
from assistant.ui.who import Who, named

STATES = ("for-clearance", "returned", "cleared", "draft")
JS_CASES = """
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-case]');
  if (!button) return;
  element.querySelectorAll('[aria-current]').forEach((each) => each.removeAttribute('aria-current'));
  button.setAttribute('aria-current', 'true');
  trigger('select', {id: button.dataset.case});
});
"""
"""A draft in the list opens its case; the list itself stays, so that nobody loses their place in it."""
JS_ACCEPT = """
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-accept]');
  if (!button) return;
  const record = button.closest('li').querySelector('input[type=checkbox]').checked;
  trigger('select', {sentence: button.dataset.accept, record: record});
});
"""

Deed = Callable[[str, str, str, Seen], Case]
"""Does something on a draft: its id, who does it, the words in the box of reasons, and what was seen."""


class ClearanceTab:
    """Drafts on their way on the left, the chosen one on the right."""

    def __init__(self, assistant: Assistant, panel: StatementPanel, who: Who) -> None:
        """Lay the tab out and connect it."""
        self._assistant = assistant
        self._who = who
        self._id = gr.State("")
        self._seen = gr.State(None)
        with gr.Row(elem_classes="panes"):
            with gr.Column(scale=2, min_width=300):
                self._lay_list()
            with gr.Column(scale=5, min_width=320):
                self._lay_case(panel)
        self._connect()

    @property
    def _work(self) -> Workflow:
        return self._assistant.clearance

    def _lay_list(self) -> None:
        self._state = gr.Radio(
            [(word(f"cases_{state}"), state) for state in STATES], value=STATES[0], label=word("cases_state"),
            elem_id="cases-state",
        )  # fmt: skip
        self._refresh = gr.Button(word("cases_refresh"), size="sm", elem_id="cases-refresh")
        self._list = gr.HTML(js_on_load=JS_CASES, elem_id="cases-list")

    def _lay_case(self, panel: StatementPanel) -> None:
        self._notice = gr.HTML(elem_id="case-notice")
        self._head = gr.HTML(
            f'<div class="empty">{word("case_empty")}</div>', elem_id="case-head", elem_classes="result"
        )
        self._text = panel.html(elem_id="case-text")
        self._positions = gr.HTML(js_on_load=JS_ACCEPT, elem_id="case-positions")
        self._position_outcome = gr.HTML(elem_id="position-outcome", elem_classes="outcome")
        with gr.Column(visible=False, elem_id="case-acts") as self._acts:
            self._reason = gr.Textbox(
                value="", label=word("case_reason"), info=word("case_reason_hint"), lines=2, max_lines=8,
                max_length=4000, elem_id="case-reason",
            )  # fmt: skip
            self._outcome = gr.HTML(elem_id="case-outcome", elem_classes="outcome")
            with gr.Row():
                self._submit = gr.Button(word("do_submit"), variant="primary", min_width=150, elem_id="case-submit")
                self._clear = gr.Button(word("do_clear"), variant="primary", min_width=150, elem_id="case-clear")
                self._return = gr.Button(word("do_return"), min_width=100, elem_id="case-return")
                self._withdraw = gr.Button(word("do_withdraw"), min_width=100, elem_id="case-withdraw")
                self._copy = gr.Button(word("do_copy"), min_width=150, elem_id="case-copy")
                self._pack = gr.DownloadButton(word("do_pack"), min_width=150, elem_id="case-pack")
        self._comments = gr.HTML(elem_id="case-comments")
        with gr.Column(visible=False, elem_id="case-comment") as self._commenting:
            with gr.Row():
                self._item = gr.Dropdown(
                    [(word("comment_whole"), 0)], value=0, label=word("comment_item"), min_width=170, scale=1,
                    elem_id="comment-item",
                )  # fmt: skip
                self._comment = gr.Textbox(
                    value="", label=word("comment_box"), lines=2, max_lines=8, max_length=4000, min_width=200, scale=4,
                    elem_id="comment-box",
                )  # fmt: skip
            self._comment_outcome = gr.HTML(elem_id="comment-outcome", elem_classes="outcome")
            self._say = gr.Button(word("comment_button"), size="sm", elem_id="comment-button")
        self._trail = panel.html(elem_id="case-trail")

    def _connect(self) -> None:
        home, who = self._assistant.settings.home, self._who.box
        case = [
            self._id, self._seen, self._head, self._text, self._positions, self._acts, self._submit, self._clear,
            self._return, self._withdraw, self._copy, self._pack, self._comments, self._commenting, self._item,
            self._trail,
        ]  # fmt: skip
        outcomes = [self._outcome, self._position_outcome, self._comment_outcome]
        here = [self._id, self._state]
        everything = [self._notice, self._list, *case]
        listing = guarded(self._listed, self._notice, home)
        self.refresh: dict[str, Any] = {"fn": listing, "inputs": here, "outputs": everything, **QUIET}
        self._refresh.click(**self.refresh)
        self._state.input(**self.refresh)
        chosen = self._list.select(
            guarded(self._chosen, self._notice, home), None, [self._notice, *case, *outcomes, self._reason],
            show_progress_on=self._head, **PRIVATE,
        )  # fmt: skip
        chosen.then(None, js=JS_TO_RESULT)
        deeds: tuple[tuple[gr.Button, Deed], ...] = (
            (self._submit, lambda i, by, words, seen: self._work.submit(i, by, comment=words, seen=seen)),
            (self._clear, lambda i, by, words, seen: self._work.clear(i, by, override=words, seen=seen)),
            (self._return, lambda i, by, words, seen: self._work.send_back(i, by, words, seen=seen)),
            (self._withdraw, lambda i, by, words, seen: self._work.withdraw(i, by, seen=seen)),
            (self._copy, lambda i, by, words, seen: self._work.copy(i, by)),
        )
        for button, deed in deeds:
            button.click(
                guarded(self._deed(deed), self._outcome, home), [who, self._id, self._seen, self._state, self._reason],
                [self._outcome, self._list, self._reason, *case], show_progress_on=self._outcome, **IN_TURN,
            )  # fmt: skip
        self._positions.select(
            guarded(self._accept, self._position_outcome, home), [who, self._id, self._seen, self._state],
            [self._position_outcome, self._list, *case], show_progress_on=self._position_outcome, **IN_TURN,
        )  # fmt: skip
        self._say.click(
            guarded(self._commented, self._comment_outcome, home),
            [who, self._id, self._state, self._item, self._comment],
            [self._comment_outcome, self._list, self._comment, *case], **QUIET,
        )  # fmt: skip

    def _listed(self, request: gr.Request, chosen: str, state: str) -> Updates:
        """Show the list, and the chosen case as it now stands. What was typed stays in its boxes."""
        lang = lang_of(request)
        shown = self._shown(self._work.case(chosen), lang) if chosen else {}
        return {**shown, self._list: self._lines(state, chosen, lang)}

    def _lines(self, state: str, chosen: str, lang: str) -> str:
        return clearance_markup.case_list(self._work.cases(ClearanceState(state)), chosen, lang)

    def _chosen(self, event: gr.EventData, request: gr.Request) -> Updates:
        data = event._data if isinstance(event._data, dict) else {}
        empty = {self._outcome: "", self._position_outcome: "", self._comment_outcome: "", self._reason: ""}
        return {**empty, **self._shown(self._work.case(str(data.get("id", ""))), lang_of(request))}

    def _deed(self, deed: Deed) -> Callable[..., Updates]:
        def act(request: gr.Request, who: str, chosen: str, seen: Seen, state: str, reason: str) -> Updates:
            lang = lang_of(request)
            by = _acting(lang, who, chosen)

            def done() -> Updates:
                case = deed(chosen, by, reason, seen)
                words = t(lang, f"done_{case.file.steps[-1].deed.value}", draft=case.draft_id)
                told = {self._outcome: markup.remark(words), self._reason: ""}
                return {**told, **self._shown(case, lang), self._list: self._lines(state, case.draft_id, lang)}

            return self._or_fresh(done, self._outcome, chosen, state, lang)

        return act

    def _accept(
        self, event: gr.EventData, request: gr.Request, who: str, chosen: str, seen: Seen, state: str
    ) -> Updates:
        lang = lang_of(request)
        by = _acting(lang, who, chosen)
        data = event._data if isinstance(event._data, dict) else {}
        sentence, record = str(data.get("sentence", "")), bool(data.get("record"))

        def done() -> Updates:
            case = self._work.accept(chosen, sentence, by, to_record=record, seen=seen)
            told = {self._position_outcome: markup.remark(t(lang, "done_accepted"))}
            return {**told, **self._shown(case, lang), self._list: self._lines(state, chosen, lang)}

        return self._or_fresh(done, self._position_outcome, chosen, state, lang)

    def _commented(
        self, request: gr.Request, who: str, chosen: str, state: str, item: int | None, words: str
    ) -> Updates:
        lang = lang_of(request)
        case = self._work.comment(chosen, _acting(lang, who, chosen), words, item=int(item or 0))
        told = {self._comment_outcome: markup.remark(t(lang, "done_commented")), self._comment: ""}
        return {**told, **self._shown(case, lang), self._list: self._lines(state, chosen, lang)}

    def _or_fresh(self, done: Callable[[], Updates], outcome: gr.HTML, chosen: str, state: str, lang: str) -> Updates:
        """Do it; where somebody was faster or the record moved, say so and show how the case now stands.

        What was typed stays where it is.
        """
        try:
            return done()
        except (StaleError, BlockedError) as error:
            told = {outcome: markup.notice(in_language(str(error), lang), lang)}
            try:
                fresh = self._shown(self._work.case(chosen), lang)
            except AssistantError:
                fresh = {}
            return {**fresh, self._list: self._lines(state, chosen, lang), **told}

    def _shown(self, case: Case, lang: str) -> Updates:
        """Return every update that shows a case, but for what people type."""
        named_ids = {name for sentence in case.sentences for name, _ in sentence.beside}
        statements = self._assistant.store.get_many(named_ids)
        kinds = {need.kind for need in needs(case)}
        under_way = case.state is ClearanceState.FOR_CLEARANCE
        sendable = bool(kinds & {NeedKind.SUBMIT, NeedKind.SUBMIT_AGAIN})
        items = min(len(case.version.data["items"]), MAX_ITEMS)
        return {
            self._id: case.draft_id,
            self._seen: case.seen,
            self._head: clearance_markup.head(case, lang),
            self._text: clearance_markup.text(case, statements, lang),
            self._positions: clearance_markup.positions(case, lang),
            self._acts: gr.update(visible=True),
            self._submit: gr.update(visible=sendable),
            self._clear: gr.update(visible=under_way and not sendable),
            self._return: gr.update(visible=under_way),
            self._withdraw: gr.update(visible=under_way),
            self._copy: gr.update(visible=case.state in {ClearanceState.CLEARED, ClearanceState.RETURNED}),
            self._pack: gr.update(
                visible=case.state is ClearanceState.CLEARED,
                value=self._packed(case) if case.state is ClearanceState.CLEARED else None,
                label=word("do_pack"),
            ),
            self._comments: clearance_trail.comments(case, lang),
            self._commenting: gr.update(visible=True),
            self._item: gr.update(
                choices=[(word("comment_whole"), 0), *((word(f"item_{n}"), n) for n in range(1, items + 1))]
            ),
            self._trail: clearance_trail.trail(case, self._assistant.history.versions(case.draft_id), lang),
        }

    def _packed(self, case: Case) -> str:
        """Write the records pack of a cleared text into a folder of its own, and return where it is."""
        pack = self._assistant.pack(case.draft_id)
        path = Path(tempfile.mkdtemp(prefix="pack-")) / pack.name
        path.write_bytes(pack.data)
        return str(path)


def _acting(lang: str, who: str, chosen: str) -> str:
    """Return the name of who acts.

    Raises:
        Mistake: Nobody gave one, or no draft is chosen.
    """
    if not chosen:
        raise Mistake(t(lang, "need_case"))
    return named(lang, who)
