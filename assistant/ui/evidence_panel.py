"""The evidence beside the form: what a draft would rest on, to be seen, pinned and dropped before it is written."""

from collections.abc import Sequence
from typing import Any

import gradio as gr

from assistant.assembly import Assistant
from assistant.domain import EvidenceItem, Filters, Form, Hit, Statement
from assistant.drafting.choosing import Choice, Narrowing
from assistant.retrieval.relevance import ON_RECORD
from assistant.ui.brief_form import BriefForm
from assistant.ui.brief_js import JS_REFOCUS, JS_SEARCHED
from assistant.ui.brief_values import brief_from
from assistant.ui.controls import IN_TURN, QUIET, date_box, parse_day, speaker_choices, topic_choices
from assistant.ui.evidence_markup import box_label, evidence_rows, found_rows
from assistant.ui.guard import Mistake, Updates, guarded
from assistant.ui.statement_panel import StatementPanel
from assistant.ui.texts import lang_of, t, word

MOST_FOUND = 6
Items = tuple[EvidenceItem, ...]


class EvidencePanel:
    """Loads by itself once the topic rests; what is pinned and dropped holds for the next draft."""

    def __init__(self, assistant: Assistant, panel: StatementPanel, form: BriefForm) -> None:
        """Lay the panel out; `connect` makes it work."""
        self._assistant, self._form = assistant, form
        self.chosen = gr.State(Choice())
        self._items: gr.State = gr.State(())
        self._hits: gr.State = gr.State(())
        self.kept = gr.BrowserState(None, storage_key="desk-evidence", secret="desk")  # noqa: S106  (no secret: ids)
        with gr.Accordion(word("ev_box"), open=True, elem_id="evidence-box") as self._box:
            gr.HTML(f'<p id="evidence-working" role="status">{word("ev_working")}</p>', elem_classes="working")
            self._notice = gr.HTML(elem_id="evidence-notice")
            self._list = panel.html(value=f'<p class="muted">{word("ev_hint")}</p>', elem_id="evidence-list")
            self._button = gr.Button(word("ev_button"), size="sm", elem_id="evidence-button")
            with gr.Accordion(word("ev_narrow"), open=False, elem_id="evidence-narrow"):
                self._lay_narrowing()
            with gr.Accordion(word("ev_find"), open=False, elem_id="evidence-find"):
                with gr.Row(elem_classes="pair"):
                    self._wanted = gr.Textbox(
                        value="", label=word("ev_find"), show_label=False, placeholder=word("ev_find_hint"),
                        max_lines=1, max_length=400, min_width=120, scale=3, elem_id="evidence-wanted",
                    )  # fmt: skip
                    self._search = gr.Button(
                        word("ev_find_button"), size="sm", min_width=70, scale=1, elem_id="evidence-search"
                    )
                self._find_notice = gr.HTML(elem_id="evidence-find-notice")
                self._found = panel.html(elem_id="evidence-found")
        self.inputs: list[Any] = [self.chosen]
        """What the evidence adds to a brief, for `brief_from`."""

    def _lay_narrowing(self) -> None:
        self._words = gr.Textbox(
            value="", label=word("ev_words"), max_lines=1, max_length=100, elem_id="evidence-words"
        )
        self._speaker = gr.Dropdown(
            speaker_choices(self._assistant), value="", label=word("speaker"), elem_id="evidence-speaker"
        )
        with gr.Row(elem_classes="pair"):
            self._since = date_box("since")
            self._topic = gr.Dropdown(
                topic_choices(self._assistant), value="", label=word("topic_filter"), min_width=110
            )
        self._verbatim = gr.Checkbox(value=False, label=word("ev_verbatim"), elem_id="evidence-verbatim")
        self._apply = gr.Checkbox(
            value=False, label=word("ev_apply"), info=word("ev_apply_hint"), elem_id="evidence-apply"
        )
        self._narrow_notice = gr.HTML(elem_id="evidence-narrow-notice")
        self._narrowing: list[Any] = [self._words, self._speaker, self._since, self._topic, self._verbatim]

    def connect(self, wires: gr.HTML) -> None:
        """Connect the panel; `wires` tells when the topic has come to rest and what was clicked in the lists."""
        home = self._assistant.settings.home
        shown = [self._list, self._box]
        self._look_again(wires.input, trigger_mode="always_last")
        self._look_again(self._button.click)
        acting = wires.click(
            guarded(self._act, self._notice, home), [self.chosen, self._items, self._hits, *self._narrowing],
            [self._notice, self.chosen, self.kept, *shown, self._found], trigger_mode="multiple", **QUIET,
        )  # fmt: skip
        acting.then(None, None, None, js=JS_REFOCUS)
        narrowed: dict[str, Any] = {
            "fn": guarded(self._narrowed, self._narrow_notice, home),
            "inputs": [self.chosen, self._items, self._apply, *self._narrowing],
            "outputs": [self._narrow_notice, self.chosen, self.kept, *shown],
            "trigger_mode": "always_last",
            **QUIET,
        }
        self._words.change(**narrowed)
        for control in (self._speaker, self._topic, self._verbatim, self._apply):
            self.looking(control.input(**narrowed))
        for event in (self._since.submit, self._since.blur):
            self.looking(event(**narrowed))
        searching: dict[str, Any] = {
            "fn": guarded(self._searched, self._find_notice, home),
            "inputs": [self._wanted, self.chosen],
            "outputs": [self._find_notice, self._found, self._hits],
            "show_progress_on": self._found,
            **IN_TURN,
        }
        self._search.click(**searching)
        self._wanted.submit(**searching)

    def looking(self, before: Any) -> Any:
        """Have the evidence looked for again after another event; return the last event."""
        return self._look_again(before.then)

    def _look_again(self, event: Any, **settings: Any) -> Any:
        looking = event(
            guarded(self._look, self._notice, self._assistant.settings.home),
            [*self._form.inputs, self.chosen, *self._narrowing],
            [self._notice, self._list, self._box, self._items],
            show_progress="hidden",
            **{**IN_TURN, **settings},
        )
        return looking.then(None, None, None, js=JS_SEARCHED)

    def taken_up(self, choice: Choice, lang: str) -> Updates:
        """Return updates that show another choice of evidence, without what has left the record meanwhile."""
        known = self._assistant.store.get_many([*choice.pinned, *choice.dropped])
        choice, filters = choice.among(known), choice.filters
        return {
            self.chosen: choice,
            self.kept: choice.to_data(),
            self._speaker: filters.speaker or "",
            self._since: filters.since.isoformat() if filters.since else "",
            self._topic: filters.topic or "",
            self._verbatim: filters.form is Form.VERBATIM,
            self._apply: not filters.is_empty,
            self._items: (),
            self._hits: (),
            self._found: "",
            self._wanted: "",
            self._words: "",
            self._notice: "",
            **self._empty(choice, lang),
        }

    @property
    def everything(self) -> list[Any]:
        """What `taken_up` changes."""
        return [
            self.chosen, self.kept, self._items, self._hits, self._found, self._wanted, self._notice, self._list,
            self._box, self._apply, *self._narrowing,
        ]  # fmt: skip

    def fresh(self) -> Updates:
        """Return updates that offer the speakers and topics now on the record."""
        return {
            self._speaker: gr.update(choices=speaker_choices(self._assistant)),
            self._topic: gr.update(choices=topic_choices(self._assistant)),
        }

    def _look(self, request: gr.Request, topic: str, *values: Any) -> Updates:
        lang = lang_of(request)
        of_brief = len(self._form.inputs)  # the topic is apart, the choice comes last
        choice, narrowing = values[of_brief - 1], _read_narrowing(lang, *values[of_brief:])
        if not topic.strip():
            return {self._items: (), **self._empty(choice, lang)}
        items = self._assistant.evidence(brief_from(lang, topic, *values[:of_brief]))
        return {self._items: items, **self._shown(items, choice, narrowing, lang)}

    def _act(
        self,
        event: gr.EventData,
        request: gr.Request,
        choice: Choice,
        items: Items,
        hits: tuple[Hit, ...],
        *narrow: Any,
    ) -> Updates:
        """Pin or drop what was clicked; rows stay where they are until the next search."""
        lang = lang_of(request)
        clicked = event._data if isinstance(event._data, dict) else {}
        statement = self._assistant.show(str(clicked.get("id", "")))
        choice = choice.toggled(str(clicked.get("act", "")), statement.id)
        return {
            self.chosen: choice,
            self.kept: choice.to_data(),
            self._found: found_rows(hits, choice, lang) if hits else "",
            **self._shown(items, choice, _read_narrowing(lang, *narrow), lang),
        }

    def _narrowed(self, request: gr.Request, choice: Choice, items: Items, apply: bool, *narrow: Any) -> Updates:
        """Show what passes the filters, and let them hold for the brief where that is wanted."""
        lang = lang_of(request)
        narrowing = _read_narrowing(lang, *narrow)
        filters = narrowing.filters if apply else Filters()
        choice = Choice(pinned=choice.pinned, dropped=choice.dropped, filters=filters)
        shown = self._shown(items, choice, narrowing, lang) if items else {}
        return {self.chosen: choice, self.kept: choice.to_data(), **shown}

    def _searched(self, request: gr.Request, wanted: str, choice: Choice) -> Updates:
        lang = lang_of(request)
        if not wanted.strip():
            raise Mistake(t(lang, "ev_need_words"))
        found = self._assistant.search(wanted, k=MOST_FOUND)
        near = [hit for hit in found if hit.relevance >= ON_RECORD] or found
        return {self._found: found_rows(near, choice, lang), self._hits: tuple(near)}

    def _shown(self, items: Sequence[EvidenceItem], choice: Choice, narrowing: Narrowing, lang: str) -> Updates:
        principles = {each.id: each.name.get(lang) for each in self._assistant.ledger.principles}
        rows = evidence_rows(items, self._others(items, choice), choice, narrowing, principles, lang)
        return {self._list: rows, self._box: gr.update(label=box_label(len(items), choice, lang))}

    def _empty(self, choice: Choice, lang: str) -> Updates:
        """Return what stands there before anything was looked for: a hint, and what is chosen already."""
        hint = f'<p class="muted">{t(lang, "ev_hint")}</p>'
        others = self._others((), choice)
        rows = evidence_rows((), others, choice, Narrowing(), {}, lang) if others else ""
        return {self._list: hint + rows, self._box: gr.update(label=box_label(None, choice, lang))}

    def _others(self, items: Sequence[EvidenceItem], choice: Choice) -> list[Statement]:
        listed = {item.statement.id for item in items}
        return list(
            self._assistant.store.get_many([i for i in (*choice.pinned, *choice.dropped) if i not in listed]).values()
        )


def _read_narrowing(lang: str, words: str, speaker: str, since: str, topic: str, verbatim: bool) -> Narrowing:
    """Return which of the evidence is to be seen.

    Raises:
        Mistake: The date cannot be read.
    """
    return Narrowing(
        words=words or "",
        speaker=speaker or "",
        since=parse_day(since, lang),
        topic=topic or "",
        verbatim=bool(verbatim),
    )
