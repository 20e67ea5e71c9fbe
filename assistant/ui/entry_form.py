"""The form in which a statement is written down by hand, or corrected; what is wrong stands beside its field."""

from html import escape
from typing import Any

import gradio as gr

from assistant.assembly import Assistant
from assistant.curating import Entry, EntryError, Fault, Kept
from assistant.domain import Authority, Form, State
from assistant.record.by_hand import AlreadyThereError
from assistant.text.hidden import visible
from assistant.ui.controls import PRIVATE, QUIET, choices
from assistant.ui.guard import Mistake, Updates, guarded
from assistant.ui.markup import link, notice, remark
from assistant.ui.record_browse import consequence
from assistant.ui.statement_panel import JS_WHOLE, StatementPanel
from assistant.ui.texts import known, lang_of, t, word
from assistant.ui.who import Who, named

FIELDS = ("date", "speaker", "role", "venue", "lang", "form", "text", "title", "ref", "topics", "authority",
          "counterpart", "lines_es", "lines_en", "figures")  # fmt: skip
"""The fields of an `Entry`, in the order of its values."""
_TO_FAULT = """() => setTimeout(() => {
  const at = document.querySelector('#entry-form .field-fault p') || document.querySelector('#entry-result');
  at?.scrollIntoView({block: 'center'});
}, 200)"""


class EntryForm:
    """Adds a statement, or corrects the one whose id is in `statement_id`."""

    def __init__(self, assistant: Assistant, panel: StatementPanel, who: Who) -> None:
        """Lay the form out."""
        self._assistant = assistant
        self._who = who
        self.statement_id = gr.State("")
        self._suggested = gr.State("")
        self._boxes: dict[str, Any] = {}
        self._faults: dict[str, gr.HTML] = {}
        with gr.Column(elem_id="entry-form"):
            self._head = gr.HTML(f"<p class='muted'>{word('entry_hint')}</p>", elem_id="entry-head")
            self._cancel = gr.Button(word("entry_cancel"), size="sm", visible=False, elem_id="entry-cancel")
            self._layout()
            self._notice = gr.HTML(elem_id="entry-notice")
            self._save = gr.Button(word("entry_add"), variant="primary", elem_id="entry-save")
            self.result = panel.html(js=JS_WHOLE, elem_id="entry-result")
        self._connect()

    def _layout(self) -> None:
        with gr.Row():
            self._field("date", gr.Textbox, placeholder=word("date_hint"), max_lines=1, min_width=140)
            self._field("speaker", gr.Dropdown, choices=[], allow_custom_value=True, filterable=True, min_width=260)
        with gr.Row():
            self._field("role", gr.Textbox, max_lines=1, min_width=260)
            self._field("venue", gr.Textbox, placeholder=word("entry_venue_hint"), max_lines=1, min_width=260)
        self._field("text", gr.Textbox, lines=6, max_lines=24)
        with gr.Row():
            forms = choices("entry_", (Form.VERBATIM.value, Form.PARAPHRASE.value), first=None)
            self._field("form", gr.Radio, choices=forms, value=None, min_width=260)
            self._field("lang", gr.Radio, choices=choices("lang_", ("es", "en"), first=None), value=None, min_width=160)
        with gr.Row():
            self._field("title", gr.Textbox, placeholder=word("entry_title_hint"), max_lines=1, min_width=260)
            self._field("ref", gr.Textbox, placeholder=word("entry_ref_hint"), max_lines=1, min_width=260)
        with gr.Row():
            kinds = choices("authority_", tuple(a.value for a in Authority), first=None)
            self._field("authority", gr.Dropdown, choices=kinds, value=Authority.SPEECH.value, min_width=200)
            self._field("topics", gr.Dropdown, choices=self._topics(), value=[], multiselect=True, min_width=260)
            self._field("counterpart", gr.Textbox, max_lines=1, min_width=200)
        with gr.Accordion(word("entry_more"), open=False, elem_id="entry-more") as self._more:
            with gr.Row():
                self._field("lines_es", gr.Textbox, lines=3, max_lines=14, min_width=260)
                self._field("lines_en", gr.Textbox, lines=3, max_lines=14, min_width=260)
            self._field("figures", gr.Textbox, lines=2, max_lines=8)
        self._reason_of = gr.Textbox(
            value="", label=word("reason"), placeholder=word("reason_hint"), visible=False, elem_id="entry-reason"
        )

    def _field(self, name: str, kind: Any, *, min_width: int = 160, **settings: Any) -> None:
        with gr.Column(min_width=min_width, elem_classes="entry-field"):
            given = {"value": "", **settings}
            self._boxes[name] = kind(label=word(f"entry_{name}"), elem_id=f"entry-{name}", **given)
            self._faults[name] = gr.HTML(elem_classes="field-fault")

    def _connect(self) -> None:
        home = self._assistant.settings.home
        boxes = [self._boxes[name] for name in FIELDS]
        self._all = [*boxes, *self._faults.values(), self.statement_id, self._head, self._cancel, self._save,
                     self._reason_of, self._notice, self._more, self.result, self._suggested]  # fmt: skip
        role = [self._boxes["speaker"], self._boxes["date"], self._boxes["role"], self._suggested]
        for box in (self._boxes["speaker"].change, self._boxes["date"].blur):
            box(self._suggest, role, [self._boxes["role"], self._suggested], **QUIET)
        self._cancel.click(self._emptied, None, self._all, **QUIET)
        saving = guarded(self._keep, self._notice, home)
        inputs = [self.statement_id, self._reason_of, self._who.box, *boxes]
        self.saved = self._save.click(saving, inputs, self._all, show_progress_on=self.result, **PRIVATE)
        self.saved.then(None, None, None, js=_TO_FAULT)

    def connect(self, button: gr.Button, whole_id: gr.State, places: gr.Tabs, how: gr.Radio) -> gr.events.Dependency:
        """Fill the form with the statement that is shown whole when `button` is pressed, and go to the form."""
        filling = guarded(self._filled(places, how), self._notice, self._assistant.settings.home)
        return button.click(filling, whole_id, [*self._all, places, how], **QUIET)

    def fresh(self) -> Updates:
        """Return the names that are offered now."""
        names = [name for name, _ in self._assistant.store.speakers()]
        offered = sorted({*names, *self._assistant.curating.officials()})
        return {self._boxes["speaker"]: gr.update(choices=offered)}

    @property
    def speaker(self) -> gr.Dropdown:
        """The box whose choices `fresh` renews."""
        box: gr.Dropdown = self._boxes["speaker"]
        return box

    def _topics(self) -> list[tuple[str, str]]:
        return [(word(f"topic_{topic.id}"), topic.id) for topic in self._assistant.ledger.topics]

    def _suggest(self, speaker: str, day: str, role: str, suggested: str) -> Updates:
        """Fill in the role that the registry knows, where nobody wrote another one."""
        found = "" if role and role != suggested else self._assistant.curating.role_of(speaker or "", day or "")
        return {self._boxes["role"]: found, self._suggested: found} if found else {self._suggested: suggested}

    def _filled(self, places: gr.Tabs, how: gr.Radio) -> Any:
        def fill(request: gr.Request, statement_id: str) -> Updates:
            lang = lang_of(request)
            entry = self._assistant.curating.entry(statement_id)
            head = f"<h3>{t(lang, 'entry_correct_head')}</h3><p class='muted'>{t(lang, 'entry_correct_hint')}</p>"
            has_more = bool(entry.lines_es or entry.lines_en or entry.figures)
            return {
                **{self._boxes[name]: _value(entry, name) for name in FIELDS},
                **dict.fromkeys(self._faults.values(), ""),
                self.statement_id: statement_id,
                self._suggested: "",
                self._head: f'{head}<p class="muted ref">{statement_id}</p>',
                self._cancel: gr.update(visible=True),
                self._save: gr.update(value=t(lang, "entry_save")),
                self._reason_of: gr.update(visible=True, value=""),
                self._more: gr.update(open=has_more),
                self.result: "",
                places: gr.update(selected="add"),
                how: "hand",
            }

        return fill

    def _emptied(self, request: gr.Request) -> Updates:
        return self._empty(lang_of(request))

    def _empty(self, lang: str) -> Updates:
        entry = Entry(authority=Authority.SPEECH.value)
        return {
            **{self._boxes[name]: _value(entry, name) for name in FIELDS},
            **dict.fromkeys(self._faults.values(), ""),
            self.statement_id: "",
            self._suggested: "",
            self._head: f"<p class='muted'>{t(lang, 'entry_hint')}</p>",
            self._cancel: gr.update(visible=False),
            self._save: gr.update(value=t(lang, "entry_add")),
            self._reason_of: gr.update(visible=False, value=""),
            self._more: gr.update(open=False),
            self._notice: "",
        }

    def _keep(self, request: gr.Request, statement_id: str, reason: str, who: str, *values: Any) -> Updates:
        lang = lang_of(request)
        by, entry = named(lang, who), _entry(values)
        clean = {**dict.fromkeys(self._faults.values(), ""), self.result: ""}
        if statement_id and not (reason or "").strip():
            raise Mistake(t(lang, "need_reason"))
        try:
            if statement_id:
                kept = self._assistant.curating.correct(statement_id, entry, reason=reason, by=by)
            else:
                kept = self._assistant.curating.add(entry, by=by)
        except EntryError as error:
            return {**clean, **self._told(error.faults, lang)}
        except AlreadyThereError as error:
            there = link(error.statement_id, t(lang, "entry_see_it"), css="cite wide")
            said = t(lang, "entry_already", state=t(lang, f"rec_state_{error.state}").lower())
            return {**clean, self.result: notice(said, lang) + f"<p>{there}</p>"}
        return {**self._empty(lang), self.result: _done(kept, bool(statement_id), lang)}

    def _told(self, faults: tuple[Fault, ...], lang: str) -> Updates:
        beside = {
            self._faults[fault.field]: f'<p role="alert"><i aria-hidden="true">⚠</i> {fault_words(fault, lang)}</p>'
            for fault in reversed(faults)  # of two faults of one field the first is told
        }
        return {**beside, self._notice: remark(t(lang, "entry_faults", n=len(beside)))}


def fault_words(fault: Fault, lang: str) -> str:
    """Return what is wrong with a field, and what to do, as HTML."""
    values = {name: escape(visible(value)) for name, value in fault.values.items()}
    specific = f"rec_fault_{fault.kind}_{fault.field}"
    return t(lang, specific if known(lang, specific, "") else f"rec_fault_{fault.kind}", **values)


def _value(entry: Entry, name: str) -> Any:
    value = getattr(entry, name)
    if name == "topics":
        return list(value)
    return (value or None) if name in {"lang", "form"} else value


def _entry(values: tuple[Any, ...]) -> Entry:
    given = dict(zip(FIELDS, values, strict=True))
    topics = given.pop("topics") or []
    return Entry(
        topics=tuple(str(each) for each in topics), **{name: str(value or "") for name, value in given.items()}
    )


def _done(kept: Kept, corrected: bool, lang: str) -> str:
    stands = kept.stands
    deed = "corrected" if corrected else "added"
    held = stands.state is State.QUARANTINED
    said = t(lang, f"entry_{deed}_held" if held else f"entry_{deed}_done")
    out = consequence(said, kept.texts_to_recheck, kept.resting, kept.pending, lang)
    out += f"<p>{link(stands.statement_id, t(lang, 'entry_see_it'), css='cite wide')}</p>"
    if stands.alike:
        others = ", ".join(link(each, each, css="cite wide") for each in stands.alike)
        out += f'<p class="muted">{t(lang, "entry_alike")}: {others}</p>'
    return out
