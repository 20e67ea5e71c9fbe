"""The place where it is said who stands behind a label that fits nobody, and where the quarantine is looked at."""

from html import escape
from typing import Any

import gradio as gr

from assistant.assembly import Assistant
from assistant.citing import long_date
from assistant.curating import EntryError, ReadAgain, Settled
from assistant.domain import StatementTrace
from assistant.record.people import UnattributedLabel
from assistant.text.hidden import visible
from assistant.ui import markup
from assistant.ui.controls import INGESTING, QUIET, date_box
from assistant.ui.entry_form import fault_words
from assistant.ui.errors import in_language
from assistant.ui.guard import Mistake, Updates, guarded
from assistant.ui.statement_panel import JS_WHOLE, StatementPanel
from assistant.ui.texts import lang_of, t, word
from assistant.ui.who import Who, named

TURNS = 5
"""Turns of a label that are shown at once; the others are folded away."""
JS_LABELS = """
element.addEventListener('click', (event) => {
  const chosen = event.target.closest('[data-label]');
  if (chosen) trigger('edit', {label: chosen.dataset.label});
});
"""
_TO_FORM = "() => setTimeout(() => document.querySelector('#settle-role textarea, #settle-role input')?.focus(), 200)"


class SettlePane:
    """Labels and quarantine as lists; the label that somebody chose is settled in the form between them."""

    def __init__(self, assistant: Assistant, panel: StatementPanel, who: Who) -> None:
        """Lay it out; `connect` is called when the other places are there."""
        self._assistant = assistant
        self._who = who
        self._label = gr.State("")
        self._notice = gr.HTML(elem_id="settle-notice")
        self._result = gr.HTML(elem_id="settle-result")
        self._labels = panel.html(js=JS_LABELS, elem_id="settle-labels")
        with gr.Column(visible=False, elem_id="settle-form") as self._form:
            self._layout()
        self.quarantine = panel.html(js=JS_WHOLE, elem_id="settle-quarantine")
        self._tab: Any = None

    def _layout(self) -> None:
        self._head = gr.HTML(elem_id="settle-head")
        self._faults: dict[str, gr.HTML] = {}
        with gr.Row():
            with gr.Column(min_width=240):
                self._name = gr.Dropdown(
                    [], value="", label=word("settle_name"), allow_custom_value=True, elem_id="settle-name"
                )
                self._faults["name"] = gr.HTML(elem_classes="field-fault")
            with gr.Column(min_width=240):
                self._role = gr.Textbox(value="", label=word("settle_role"), max_lines=1, elem_id="settle-role")
                self._faults["role"] = gr.HTML(elem_classes="field-fault")
        with gr.Row():
            with gr.Column(min_width=160):
                self._since = date_box("settle_since")
                self._faults["since"] = gr.HTML(elem_classes="field-fault")
            with gr.Column(min_width=160):
                self._until = date_box("settle_until")
                self._faults["until"] = gr.HTML(elem_classes="field-fault")
        with gr.Row():
            self._official = gr.Button(word("settle_official"), variant="primary", elem_id="settle-official")
            self._journalist = gr.Button(word("settle_journalist"), elem_id="settle-journalist")
            self._guest = gr.Button(word("settle_guest"), elem_id="settle-guest")

    def connect(self, tab: gr.Tab, after: dict[str, Any]) -> dict[str, Any]:
        """Let the labels be settled; `after` follows each time. Return the event that brings this place up to date."""
        self._tab = tab
        home = self._assistant.settings.home
        lists = [self._labels, self.quarantine, tab]
        refresh = {"fn": self._fresh, "inputs": None, "outputs": lists, **QUIET}
        chosen = [self._notice, self._label, self._form, self._head, self._name, self._role, self._since, self._until,
                  self._result, *self._faults.values()]  # fmt: skip
        choosing = self._labels.edit(guarded(self._choose, self._notice, home), None, chosen, **QUIET)
        choosing.then(None, None, None, js=_TO_FORM)
        done = [self._notice, self._result, self._form, *self._faults.values(), *lists]
        fields = [self._label, self._who.box, self._name, self._role, self._since, self._until]
        for button, deed in (
            (self._official, "as_official"), (self._journalist, "as_journalist"), (self._guest, "as_guest")
        ):  # fmt: skip
            settling = guarded(self._settled(deed), self._notice, home)
            button.click(settling, fields, done, show_progress_on=self._result, **INGESTING).then(**after)
        return refresh

    def _fresh(self, request: gr.Request) -> Updates:
        lang = lang_of(request)
        labels, held = self._assistant.curating.unsettled(), self._assistant.curating.waiting()
        number = len(labels) + len(held)
        name = t(lang, "place_settle")
        return {
            self._labels: _labels(labels, lang),
            self.quarantine: _quarantine(held, lang),
            self._tab: gr.update(label=f"{name} ({number})" if number else name),
        }

    def _choose(self, event: gr.EventData, request: gr.Request) -> Updates:
        clicked = event._data if isinstance(event._data, dict) else {}
        lang, label = lang_of(request), str(clicked.get("label", ""))
        found = next((each for each in self._assistant.curating.unsettled() if each.label == label), None)
        if found is None:
            raise Mistake(t(lang, "settle_gone"))
        name = found.like.name if found.like else found.name
        held = found.like.standing_role_on(found.turns[0].date) if found.like else None
        return {
            self._label: label,
            self._form: gr.update(visible=True),
            self._head: f"<h3>{t(lang, 'settle_head', label=escape(visible(label)))}</h3>"
            f"<p class='muted'>{t(lang, 'settle_hint')}</p>",
            self._name: gr.update(choices=self._assistant.curating.officials(), value=name),
            self._role: found.role or (held.role if held else ""),
            self._since: held.since.isoformat() if held and held.since else "",
            self._until: held.until.isoformat() if held and held.until else "",
            self._result: "",
            **dict.fromkeys(self._faults.values(), ""),
        }

    def _settled(self, deed: str) -> Any:
        def settle(request: gr.Request, label: str, who: str, name: str, role: str, since: str, until: str) -> Updates:
            lang = lang_of(request)
            by = named(lang, who)
            settling = self._assistant.curating.settling
            clean = dict.fromkeys(self._faults.values(), "")
            try:
                if deed == "as_official":
                    done = settling.as_official(label, name or "", role or "", since or "", until or "", by=by)
                else:
                    done = getattr(settling, deed)(label, by=by)
            except EntryError as error:
                beside = {
                    self._faults[
                        each.field
                    ]: f'<p role="alert"><i aria-hidden="true">⚠</i> {fault_words(each, lang)}</p>'
                    for each in error.faults
                }
                return {**clean, **beside}
            return {
                **clean,
                self._result: _done(done, lang),
                self._form: gr.update(visible=False),
                **self._fresh(request),
            }

        return settle


def _labels(labels: list[UnattributedLabel], lang: str) -> str:
    head = f"<h3>{t(lang, 'settle_labels', n=len(labels))}</h3>"
    if not labels:
        return head + markup.empty_state(t(lang, "settle_no_labels"))
    rows = "".join(_label(each, lang) for each in labels)
    return f'{head}<p class="muted">{t(lang, "settle_labels_hint")}</p><ul class="waiting-list">{rows}</ul>'


def _label(each: UnattributedLabel, lang: str) -> str:
    turns = [
        f'<li><span class="muted">{long_date(turn.date, lang)} · {escape(visible(turn.title))} · '
        f"{t(lang, 'turn', n=turn.turn)}</span><div>{escape(visible(turn.text))} …</div></li>"
        for turn in each.turns
    ]
    rest = ""
    if len(turns) > TURNS:
        more = t(lang, "settle_more", n=len(turns) - TURNS)
        rest = f"<details><summary>{more}</summary><ul>{''.join(turns[TURNS:])}</ul></details>"
    like = f" <b>{escape(visible(each.like.name))}</b>" if each.like else ""
    advice = t(lang, "settle_like") + like if each.like else escape(in_language(each.advice, lang))
    number = f'<span class="muted">{t(lang, "settle_turns", n=len(each.turns))}</span>'
    name = escape(t(lang, "settle_this", label=visible(each.label)))
    button = _button("label", each.label, name, t(lang, "settle_button"))
    return (
        f'<li><div class="row-head"><b>{escape(visible(each.label))}</b>{number}{button}</div>'
        f"<p>{advice}</p><ul>{''.join(turns[:TURNS])}</ul>{rest}</li>"
    )


def _button(data: str, value: str, name: str, words: str) -> str:
    return (
        f'<button type="button" class="link-button" data-{data}="{escape(value)}" aria-label="{name}">{words}</button>'
    )


def _quarantine(held: list[StatementTrace], lang: str) -> str:
    head = f"<h3>{t(lang, 'held_head', n=len(held))}</h3>"
    if not held:
        return head + markup.empty_state(t(lang, "held_none"))
    rows = "".join(_held(each, lang) for each in held)
    return f'{head}<p class="muted">{t(lang, "held_hint")}</p><ul class="waiting-list">{rows}</ul>'


def _held(each: StatementTrace, lang: str) -> str:
    statement = each.statement
    where = f"{long_date(statement.date, lang)} · {escape(visible(statement.source.title))}"
    name = escape(t(lang, "held_this", who=visible(statement.speaker)))
    button = _button("whole", statement.id, name, t(lang, "held_button"))
    reason = escape(visible(in_language(each.reason, lang)))
    return (
        f'<li><div class="row-head"><b>{escape(visible(statement.speaker))}</b><span class="muted">{where}</span>'
        f'{button}</div><p class="held-reason"><i aria-hidden="true">⚠</i> {reason}</p>'
        f"<p>{escape(_beginning(each))}</p></li>"
    )


def _beginning(trace: StatementTrace) -> str:
    words = visible(trace.statement.text).split()
    return " ".join(words[:40]) + (" …" if len(words) > 40 else "")


def _done(done: Settled, lang: str) -> str:
    said = t(lang, "settled_official", name=escape(visible(done.name))) if done.name else t(lang, "settled_not_ours")
    files = "".join(f"<li>{_file(each, lang)}</li>" for each in done.files)
    left = f"<div>⚠ {t(lang, 'settled_left', n=done.left)}</div>" if done.left else ""
    css = "review" if done.left else "ready"
    return f'<div class="verdict {css}" role="status"><b>{said}</b><ul>{files}</ul>{left}</div>'


def _file(each: ReadAgain, lang: str) -> str:
    reason = escape(visible(in_language(each.reason, lang)))
    name = escape(visible(each.name))
    return t(lang, f"again_{each.kind}", name=name, added=each.added, changes=each.changes, reason=reason)
