"""The place in the tab over the record where statements are browsed, and one of them is seen whole."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import gradio as gr

from assistant.assembly import Assistant
from assistant.curating import Browsed, Deed, Order
from assistant.domain import State
from assistant.record.tally import FACETS, Choice
from assistant.ui import markup
from assistant.ui.controls import PRIVATE, QUIET, date_box, parse_day
from assistant.ui.guard import Mistake, Updates, guarded
from assistant.ui.record_markup import chips, facets, table
from assistant.ui.search_markup import searched
from assistant.ui.statement_panel import JS_WHOLE, StatementPanel
from assistant.ui.texts import lang_of, t, word
from assistant.ui.who import Who, named

PAGE = 20
Saved = dict[str, Any]
"""What is browsed by, as the browser keeps it: words, since, until, order, offset, values by facet."""
JS_FACETS = """
const opened = new Map(window.innerWidth <= 700 ? [['all', false]] : []);
let last = null;
const again = () => {
  element.querySelectorAll('details[data-key]').forEach((each) => {
    if (opened.has(each.dataset.key)) each.open = opened.get(each.dataset.key);
  });
  if (!last) return;
  const same = [...element.querySelectorAll('[data-facet]')].find(
    (each) => each.dataset.facet === last.facet && each.dataset.value === last.value);
  (same || document.querySelector('#record-words textarea, #record-words input'))?.focus();
  last = null;
};
element.addEventListener('click', (event) => {
  const folded = event.target.closest('summary')?.parentElement;
  if (folded?.dataset.key) opened.set(folded.dataset.key, !folded.open);
  const chosen = event.target.closest('[data-facet]');
  if (!chosen) return;
  last = {facet: chosen.dataset.facet, value: chosen.dataset.value};
  trigger('select', last);
});
watch('value', again);
again();
"""
"""Runs beside the list: a value is chosen or taken away; what was folded and what had the focus stay so."""
_JS_BOXES = "(kept) => ['words', 'since', 'until', 'order'].map((each) => kept?.[each] ?? '')"
"""Fills the boxes in the browser: what comes from the server later would take away what was typed meanwhile."""
_TO_TOP = "() => document.querySelector('#record-count')?.scrollIntoView({block: 'nearest'})"
_TO_WHOLE = """() => setTimeout(() => {
  const head = document.querySelector('#record-whole h2');
  head?.focus(); document.querySelector('#record-whole')?.scrollIntoView({block: 'start'});
}, 250)"""


def browsed() -> gr.BrowserState:
    """Return what the browser keeps of browsing; made outside the tabs, because what lies in a closed one is not there.

    The secret is none: what is kept are filters.
    """
    return gr.BrowserState(_saved(Choice()), storage_key="desk-record", secret="desk")  # noqa: S106


class RecordBrowse:
    """Words and facets on the left, the statements on the right, or one of them whole."""

    def __init__(self, assistant: Assistant, panel: StatementPanel, who: Who, saved: gr.BrowserState) -> None:
        """Lay it out; `connect` is called when the other places are there."""
        self._assistant = assistant
        self._panel = panel
        self._who = who
        self.saved = saved
        self.whole_id = gr.State("")
        with gr.Column(elem_id="record-browse") as self._browse, gr.Row(elem_classes="panes"):
            with gr.Column(scale=2, min_width=300):
                self._layout_search()
            with gr.Column(scale=5, min_width=320):
                self._layout_list(panel)
        self._layout_whole(panel)
        self.shown: list[Any] = [
            self.notice, self.saved, self._facets, self._chips, self._count, self._list, self._newer, self._older,
            self._words, self._since, self._until, self._order,
        ]  # fmt: skip
        self._connect()

    def _layout_search(self) -> None:
        self._words = gr.Textbox(
            value="", label=word("contains"), placeholder=word("contains_hint"), max_lines=1, max_length=4000,
            elem_id="record-words",
        )  # fmt: skip
        with gr.Row():
            self._since, self._until = date_box("since"), date_box("until")
        self._button = gr.Button(word("browse_button"), variant="primary", elem_id="record-button")
        self._facets = gr.HTML(elem_id="record-facets", js_on_load=JS_FACETS)

    def _layout_list(self, panel: StatementPanel) -> None:
        self.notice = gr.HTML(elem_id="record-notice")
        self._chips = gr.HTML(elem_id="record-chips", js_on_load=JS_FACETS)
        with gr.Row(elem_id="record-head"):
            self._count = gr.HTML(elem_id="record-count")
            orders = [(word(f"order_{each}"), each.value) for each in Order]
            self._order = gr.Dropdown(
                orders, value=Order.RELEVANCE.value, label=word("order"), elem_id="record-order", min_width=190, scale=0
            )
        self._list = panel.html(js=JS_WHOLE, elem_id="record-list")
        with gr.Row():
            self._newer = gr.Button(word("newer"), size="sm", interactive=False)
            self._older = gr.Button(word("older"), size="sm", interactive=False)

    def _layout_whole(self, panel: StatementPanel) -> None:
        with gr.Column(visible=False, elem_id="record-whole") as self._whole:
            self.back = gr.Button(word("whole_back"), size="sm", elem_id="record-back")
            with gr.Row(elem_id="record-beside"):
                with gr.Column(scale=5, min_width=320):
                    self._body = panel.html(js=JS_WHOLE, elem_id="record-statement")
                self._layout_deeds()

    def _layout_deeds(self) -> None:
        with gr.Column(scale=2, min_width=280, elem_id="record-deeds"):
            gr.HTML(f"<h3>{word('deed_head')}</h3>")
            self._deed_notice = gr.HTML(elem_id="record-deed-notice")
            self._reason = gr.Textbox(
                value="", label=word("reason"), placeholder=word("reason_hint"), lines=2, max_lines=5,
                elem_id="record-reason",
            )  # fmt: skip
            self._deeds = {
                name: gr.Button(word(f"deed_{name}"), visible=False, elem_id=f"record-{name}")
                for name in ("release", "reinstate", "retract")
            }
            gr.HTML(f"<p class='muted'>{word('deed_correct_hint')}</p>")
            self.correct = gr.Button(word("deed_correct"), elem_id="record-correct")

    def _connect(self) -> None:
        home = self._assistant.settings.home
        listing: dict[str, Any] = {"show_progress_on": self._list, **PRIVATE}
        typed = [self.saved, self._words, self._since, self._until, self._order]
        search = guarded(self._search, self.notice, home)
        gr.on([self._button.click, self._words.submit, self._since.submit, self._until.submit, self._order.input],
              search, typed, self.shown, **listing)  # fmt: skip
        for block in (self._facets, self._chips):
            block.select(guarded(self._choose, self.notice, home), self.saved, self.shown, **listing)
        for button, step in ((self._newer, -PAGE), (self._older, PAGE)):
            turned = button.click(guarded(self._turned(step), self.notice, home), self.saved, self.shown, **listing)
            turned.then(None, None, None, js=_TO_TOP)
        self.back.click(self._close, None, [self._browse, self._whole], **QUIET)
        boxes = [self._words, self._since, self._until, self._order]
        self.load = {
            "fn": guarded(self._again, self.notice, home),
            "inputs": self.saved,
            "outputs": [each for each in self.shown if each not in boxes],
            **listing,
        }
        self.restore: dict[str, Any] = {"fn": None, "inputs": self.saved, "outputs": boxes, "js": _JS_BOXES, **QUIET}

    def connect(self, tabs: gr.Tabs, places: gr.Tabs, blocks: list[gr.HTML], after: dict[str, Any]) -> None:
        """Let statements be opened whole from other blocks, and let deeds be followed by `after`.

        Args:
            tabs: The tabs of the page.
            places: The places inside this tab.
            blocks: Blocks of other places with buttons that open a statement whole.
            after: The event that brings the other places up to date.
        """
        home = self._assistant.settings.home
        whole = [self.notice, self._browse, self._whole, self.whole_id, self._body, self._deed_notice, self._reason,
                 self.correct, *self._deeds.values(), tabs, places, self._panel.column]  # fmt: skip
        opening = guarded(self._open(tabs, places), self.notice, home)
        for block in (self._list, self._body, self._panel.body, *blocks):
            block.submit(opening, None, whole, **QUIET).then(None, None, None, js=_TO_WHOLE)
        done = [self._deed_notice, self._body, self._reason, self.correct, *self._deeds.values()]
        for name, button in self._deeds.items():
            deed = button.click(
                guarded(self._deed(name), self._deed_notice, home), [self.whole_id, self._reason, self._who.box], done,
                show_progress_on=self._body, **PRIVATE,
            )  # fmt: skip
            deed.then(**self.load).then(**after)

    def topics(self, lang: str) -> Mapping[str, str]:
        """Return the names of topics by id."""
        return {topic.id: topic.name.get(lang) for topic in self._assistant.ledger.topics}

    def _search(self, request: gr.Request, saved: Saved, words: str, since: str, until: str, order: str) -> Updates:
        lang = lang_of(request)
        first, last = parse_day(since, lang), parse_day(until, lang)
        if first and last and first > last:
            raise Mistake(t(lang, "bad_period", since=first, until=last))
        choice = Choice(values=_choice(saved).values, since=first, until=last)
        return self._listed(_saved(choice, words=words or "", order=order), lang)

    def _choose(self, event: gr.EventData, request: gr.Request, saved: Saved) -> Updates:
        clicked = event._data if isinstance(event._data, dict) else {}
        facet, value = str(clicked.get("facet", "")), str(clicked.get("value", ""))
        choice, words, order = _choice(saved), str(saved.get("words", "")), _order(saved).value
        if facet == "all":
            choice, words = Choice(), ""
        elif facet == "words":
            words = ""
        elif facet in {"since", "until"}:
            days = {"since": choice.since, "until": choice.until, facet: None}
            choice = Choice(values=choice.values, **days)
        elif facet in FACETS:
            choice = choice.toggled(facet, value)
        return self._listed(_saved(choice, words=words, order=order), lang_of(request))

    def _turned(self, step: int) -> Any:
        def turn(request: gr.Request, saved: Saved) -> Updates:
            return self._listed({**saved, "offset": max(0, int(saved.get("offset", 0)) + step)}, lang_of(request))

        return turn

    def _again(self, request: gr.Request, saved: Saved) -> Updates:
        """List again; the boxes are left as they are, somebody may be typing."""
        updates = self._listed(saved or {}, lang_of(request))
        return {block: update for block, update in updates.items() if block in self.load["outputs"]}

    def _listed(self, saved: Saved, lang: str) -> Updates:
        choice, words, order = _choice(saved), str(saved.get("words", "")), _order(saved)
        page = self._assistant.curating.browsing.page(
            choice, words, order=None if order is Order.RELEVANCE else order, offset=_number(saved), limit=PAGE
        )
        last, topics = min(page.offset + PAGE, page.total), self.topics(lang)
        return {
            self.saved: _saved(choice, words=words, order=order.value, offset=page.offset),
            self._facets: facets(page.counts, choice, lang, topics),
            self._chips: chips(choice, words, lang, topics),
            self._count: _count(page, last, lang),
            self._list: _shown(page, lang, topics),
            self._newer: gr.update(interactive=page.offset > 0),
            self._older: gr.update(interactive=last < page.total),
            self._words: words,
            self._since: choice.since.isoformat() if choice.since else "",
            self._until: choice.until.isoformat() if choice.until else "",
            self._order: order.value,
        }

    def _open(self, tabs: gr.Tabs, places: gr.Tabs) -> Any:
        def opened(event: gr.EventData, request: gr.Request) -> Updates:
            clicked = event._data if isinstance(event._data, dict) else {}
            name, lang = str(clicked.get("whole", "")), lang_of(request)
            return {
                self._browse: gr.update(visible=False),
                self._whole: gr.update(visible=True),
                self.whole_id: name,
                self._reason: "",
                self._deed_notice: "",
                tabs: gr.update(selected="record"),
                places: gr.update(selected="statements"),
                self._panel.column: gr.update(visible=False),
                **self._whole_now(name, lang),
            }

        return opened

    def _close(self) -> Updates:
        return {self._browse: gr.update(visible=True), self._whole: gr.update(visible=False)}

    def _whole_now(self, name: str, lang: str) -> Updates:
        state = self._assistant.curating.view(name).trace.state
        offered = {
            State.ACTIVE: {"retract"},
            State.COUNTERPART: {"retract"},
            State.QUARANTINED: {"release", "retract"},
            State.RETRACTED: {"reinstate"},
            State.RETIRED: set(),
        }[state]
        return {
            self._body: self._panel.shown(name, lang, whole=True),
            self.correct: gr.update(visible=state is not State.RETIRED),
            **{button: gr.update(visible=deed in offered) for deed, button in self._deeds.items()},
        }

    def _deed(self, name: str) -> Any:
        def did(request: gr.Request, statement_id: str, reason: str, who: str) -> Updates:
            lang = lang_of(request)
            by = named(lang, who)
            if not (reason or "").strip():
                raise Mistake(t(lang, "need_reason"))
            deed: Deed = getattr(self._assistant.curating, name)(statement_id, reason=reason, by=by)
            said = t(lang, f"deed_{name}_held" if deed.done.held else f"deed_{name}_done")
            return {
                self._deed_notice: consequence(said, deed.texts_to_recheck, deed.resting, deed.done.pending, lang),
                self._reason: "",
                **self._whole_now(statement_id, lang),
            }

        return did


def consequence(said: str, texts: int, resting: int, pending: str, lang: str) -> str:
    """Return what was done, and what has to be looked at because of it."""
    parts = [f"<b>{said}</b>"]
    if texts:
        parts.append(t(lang, "after_texts_resting" if resting else "after_texts", n=texts, resting=resting))
    if pending:
        parts.append(t(lang, "after_pending"))
    return f'<div class="verdict {"review" if texts or pending else "ready"}" role="status">{"<br>".join(parts)}</div>'


def _count(page: Browsed, last: int, lang: str) -> str:
    if not page.total:
        return ""
    kind = "found_ordered" if page.found and page.order is not Order.RELEVANCE else "found" if page.found else "page"
    words = t(lang, f"{kind}_of", first=page.offset + 1, last=last, total=page.total)
    more = f" {t(lang, 'found_more')}" if page.more else ""
    return f'<p class="muted" role="status">{words}{more}</p>'


def _shown(page: Browsed, lang: str, topics: Mapping[str, str]) -> str:
    understood = searched(page.query, lang) if page.query else ""
    if page.total:
        return understood + table(page, lang, topics)
    if page.query and page.query.phrases:
        return markup.empty_state(t(lang, "found_no_phrase", phrase=page.query.phrases[0]))
    kind = "found" if page.query and page.query.text else "page"
    return understood + markup.empty_state(t(lang, f"{kind}_none"), t(lang, "none_hint"))


def _saved(choice: Choice, *, words: str = "", order: str = Order.RELEVANCE.value, offset: int = 0) -> Saved:
    return {
        "words": words,
        "since": choice.since.isoformat() if choice.since else "",
        "until": choice.until.isoformat() if choice.until else "",
        "order": order,
        "offset": offset,
        "values": {facet: list(chosen) for facet, chosen in choice.values.items()},
    }


def _choice(saved: Saved) -> Choice:
    """Return the choice that the browser kept; what is no choice, because somebody changed it there, is left out."""
    values = saved.get("values")
    kept = values if isinstance(values, dict) else {}
    chosen = {facet: tuple(str(each) for each in kept[facet]) for facet in FACETS if isinstance(kept.get(facet), list)}
    return Choice(
        values={facet: each for facet, each in chosen.items() if each},
        since=_day(saved.get("since")),
        until=_day(saved.get("until")),
    )


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None


def _order(saved: Saved) -> Order:
    value = str(saved.get("order", ""))
    return Order(value) if value in tuple(Order) else Order.RELEVANCE


def _number(saved: Saved) -> int:
    value = saved.get("offset", 0)
    return value if isinstance(value, int) and value >= 0 else 0
