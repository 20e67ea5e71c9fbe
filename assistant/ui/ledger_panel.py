"""The ledger on the page: what is in force, where it comes from, and for those who may, a form that changes it."""

from typing import Any

import gradio as gr

from assistant.assembly import Assistant
from assistant.errors import RecordError
from assistant.record.ledger_entries import From, Kind, LedgerEntry, listed, replaced, resting_on, stray
from assistant.record.ledger_forms import FIELDS, LedgerForm, form_of
from assistant.ui import ledger_markup, markup
from assistant.ui.controls import PRIVATE, QUIET
from assistant.ui.errors import in_language
from assistant.ui.guard import Mistake, Updates, guarded
from assistant.ui.statement_panel import StatementPanel
from assistant.ui.texts import lang_of, t, word
from assistant.ui.who import Who, named

KINDS = (Kind.AVOID, Kind.PREFER, Kind.RED_LINE, Kind.PRINCIPLE, Kind.VALUE)
LABELS = {
    Kind.AVOID: ("lg_terms", "lg_instead", "lg_reason"),
    Kind.PREFER: ("", "lg_wording", ""),
    Kind.RED_LINE: ("lg_examples", "", "lg_line"),
    Kind.PRINCIPLE: ("lg_markers", "lg_name", "lg_meaning"),
    Kind.VALUE: ("", "", ""),
}
"""What the boxes for words, short and long texts are called for each kind; "" where there is none."""
SEVERITIES = ("info", "warn", "block")
FOUND = 8


class LedgerPanel:
    """Shows the ledger and changes it. `load` are the arguments for the event that first shows it."""

    def __init__(self, assistant: Assistant, panel: StatementPanel, who: Who) -> None:
        """Lay the panel out and connect it; call inside a tab, or wherever it is to stand."""
        self._assistant = assistant
        self._notice = gr.HTML(elem_id="ledger-notice")
        self._shown = panel.html(elem_id="ledger-shown")
        self._retired = gr.HTML(elem_id="ledger-gone")
        self._history = gr.HTML(elem_id="ledger-history")
        with gr.Accordion(word("lg_change"), open=False, elem_id="ledger-change"):
            self._lay_out(panel)
        shown = [self._notice, self._shown, self._retired, self._history, self._may, self._entry, self._of]
        look = guarded(self._look, self._notice, assistant.settings.home)
        self.load: dict[str, Any] = {
            "fn": look, "inputs": [self._kind], "outputs": shown, "show_progress_on": self._shown, **PRIVATE
        }  # fmt: skip
        self._connect(who, shown)

    def _lay_out(self, panel: StatementPanel) -> None:
        self._may = gr.HTML(elem_id="ledger-may")
        kinds = [(word(f"lg_kind_{kind.value}"), kind.value) for kind in KINDS]
        self._kind = gr.Radio(kinds, value=Kind.AVOID.value, label=word("lg_kind"), elem_id="ledger-kind")
        with gr.Row():
            self._entry = gr.Dropdown(
                [(word("lg_new"), "")], value="", label=word("lg_entry"), info=word("lg_entry_hint"),
                elem_id="ledger-entry", min_width=260,
            )  # fmt: skip
            self._of = gr.Dropdown([], label=word("lg_of_principle"), elem_id="ledger-of", min_width=260)
        self._value = gr.Textbox(
            value="", label=word("lg_new_value"), info=word("lg_new_value_hint"), visible=False, max_lines=1,
            elem_id="ledger-value",
        )  # fmt: skip
        self._fields: dict[str, gr.Textbox] = {}
        shown = LABELS[Kind.AVOID]
        for (stem, lines), label in zip((("words", 3), ("short", 1), ("long", 2)), shown, strict=True):
            with gr.Row():
                for lang in ("es", "en"):
                    self._fields[f"{stem}_{lang}"] = gr.Textbox(
                        value="", label=word(f"{label}_{lang}"), lines=lines, max_length=2_000, min_width=260,
                        elem_id=f"ledger-{stem}-{lang}",
                    )  # fmt: skip
        severities = [(word(f"lg_severity_{each}"), each) for each in SEVERITIES]
        self._severity = gr.Radio(severities, value="warn", label=word("lg_severity"), elem_id="ledger-severity")
        self._find = gr.Textbox(
            value="", label=word("lg_find"), placeholder=word("lg_find_hint"), max_lines=1, elem_id="ledger-find"
        )
        self._found = gr.HTML(elem_id="ledger-found")
        self._evidence = gr.Dropdown(
            [], value=[], multiselect=True, allow_custom_value=True, label=word("lg_evidence"),
            info=word("lg_evidence_hint"), elem_id="ledger-evidence",
        )  # fmt: skip
        self._why = gr.Textbox(
            value="", label=word("lg_why"), info=word("lg_why_hint"), max_lines=2, max_length=500, elem_id="ledger-why"
        )
        self._said = gr.HTML(elem_id="ledger-said")
        with gr.Row():
            self._save = gr.Button(word("lg_save"), variant="primary", elem_id="ledger-save")
            self._retire = gr.Button(word("lg_retire"), interactive=False, elem_id="ledger-retire")
            self._restore = gr.Button(word("lg_restore"), interactive=False, elem_id="ledger-restore")

    def _connect(self, who: Who, shown: list[Any]) -> None:
        home = self._assistant.settings.home
        boxes = [*self._fields.values(), self._severity, self._value]
        buttons = [self._retire, self._restore]
        kind = guarded(self._kind_chosen, self._said, home)
        self._kind.input(kind, [self._kind], [self._said, self._entry, self._of, *boxes, *buttons], **QUIET)
        entry = guarded(self._entry_chosen, self._said, home)
        self._entry.input(entry, [self._kind, self._entry], [self._said, self._of, *boxes, *buttons], **QUIET)
        find = guarded(self._look_up, self._said, home)
        self._find.submit(
            find, [self._find, self._evidence], [self._said, self._found, self._evidence],
            show_progress_on=self._found, **PRIVATE,
        )  # fmt: skip
        form = [who.box, self._kind, self._entry, self._of, *boxes, self._evidence, self._why]
        changed = [self._said, self._why, self._evidence, self._found, *boxes, *buttons, *shown]
        for button, does in ((self._save, self._saved), (self._retire, self._gone), (self._restore, self._back)):
            button.click(guarded(does, self._said, home), form, changed, show_progress_on=self._said, **PRIVATE)

    def _look(self, request: gr.Request, kind: str) -> Updates:
        """Show the ledger as it stands; where the home's file is wrong, say so."""
        lang = lang_of(request)
        ledgers, store = self._assistant.ledgers, self._assistant.store
        editing = self._assistant.ledger_editing
        try:
            entries = listed(ledgers)
        except RecordError as error:
            why = t(lang, "lg_broken", why=in_language(str(error), lang))
            return {self._shown: markup.notice(why, lang), self._retired: "", self._history: ""}
        names = sorted({name for entry in entries for name in entry.evidence})
        rests = resting_on(names, ledgers.current(), store)
        before = {e.key: was for e in entries if e.origin is From.CHANGED and (was := replaced(ledgers, e.key))}
        return {
            self._shown: ledger_markup.ledger(entries, rests, before, lang),
            self._retired: ledger_markup.retired(entries, stray(ledgers), lang),
            self._history: ledger_markup.history(editing.events(), lang),
            self._may: _may(editing.editors(), lang),
            self._entry: self._entries(entries, kind, lang),
            self._of: self._owners(entries, kind, lang),
        }

    def _entries(self, entries: tuple[LedgerEntry, ...], kind: str, lang: str) -> Any:
        """Return what can be changed: entries of a kind, the retired ones marked."""
        gone = f" — {t(lang, 'lg_retired').lower()}"
        named = [
            (_short(_named(entry, lang)) + (gone if entry.retired else ""), entry.key)
            for entry in entries
            if entry.kind == kind
        ]
        first = [] if kind == Kind.PRINCIPLE else [(t(lang, "lg_new"), "")]
        return gr.update(choices=[*first, *named], value="" if first else None)

    def _owners(self, entries: tuple[LedgerEntry, ...], kind: str, lang: str) -> Any:
        owner = Kind.FIGURE if kind == Kind.VALUE else Kind.PRINCIPLE
        found = [(ledger_markup.title_of(e, lang), e.key.partition(":")[2]) for e in entries if e.kind is owner]
        label = t(lang, "lg_of_figure" if owner is Kind.FIGURE else "lg_of_principle")
        return gr.update(choices=found, value=None, label=label, interactive=True, visible=kind != Kind.PRINCIPLE)

    def _kind_chosen(self, request: gr.Request, kind: str) -> Updates:
        lang = lang_of(request)
        entries = listed(self._assistant.ledgers)
        return {
            self._entry: self._entries(entries, kind, lang),
            self._of: self._owners(entries, kind, lang),
            **self._filled(LedgerForm(kind=Kind(kind)), lang),
            self._retire: gr.update(interactive=False),
            self._restore: gr.update(interactive=False),
        }

    def _entry_chosen(self, request: gr.Request, kind: str, key: str | None) -> Updates:
        lang = lang_of(request)
        entries = listed(self._assistant.ledgers)
        entry = next((each for each in entries if each.key == key), None)
        form = form_of(entry) if entry else LedgerForm(kind=Kind(kind))
        told = ""
        if entry is not None and entry.kind is Kind.RED_LINE and not entry.retired:
            told = markup.remark(t(lang, "lg_retire_line"))
        retirable = entry is not None and entry.kind is not Kind.PRINCIPLE
        return {
            self._said: told,
            self._of: gr.update(value=form.of or None, interactive=entry is None),
            **self._filled(form, lang, fixed=entry is not None and entry.kind is Kind.RED_LINE),
            self._retire: gr.update(interactive=retirable and entry is not None and entry.retired is None),
            self._restore: gr.update(interactive=entry is not None and entry.retired is not None),
        }

    def _filled(self, form: LedgerForm, lang: str, *, fixed: bool = False) -> Updates:
        """Return the boxes as a kind needs them, filled in; `fixed` long texts cannot be changed."""
        updates: Updates = {}
        for stem, label in zip(("words", "short", "long"), LABELS[form.kind], strict=True):
            for tongue in ("es", "en"):
                name = f"{stem}_{tongue}"
                updates[self._fields[name]] = gr.update(
                    value=getattr(form, name),
                    visible=bool(label),
                    interactive=not (fixed and stem == "long"),
                    **({"label": t(lang, f"{label}_{tongue}")} if label else {}),
                )
        updates[self._severity] = gr.update(value=form.severity, visible=form.kind is Kind.AVOID)
        updates[self._value] = gr.update(value=form.value, visible=form.kind is Kind.VALUE)
        return updates

    def _look_up(self, request: gr.Request, words: str, chosen: list[str]) -> Updates:
        """Offer the statements that answer some words, beside those that are chosen already."""
        lang = lang_of(request)
        if not words.strip():
            raise Mistake(t(lang, "need_question"))
        hits = self._assistant.search(words, k=FOUND)
        known = self._assistant.store.get_many(chosen)
        statements = {**known, **{hit.statement.id: hit.statement for hit in hits}}
        offered = [
            (f"{s.date} · {s.speaker}: {_short(s.lines[0].get(lang) if s.lines else s.text)}", i)
            for i, s in statements.items()
        ]
        key = "lg_found" if hits else "lg_found_none"
        return {
            self._found: f'<p class="muted" role="status">{t(lang, key, n=len(hits))}</p>',
            self._evidence: gr.update(choices=offered, value=chosen),
        }

    def _saved(self, request: gr.Request, name: str, kind: str, key: str | None, of: str | None, *rest: Any) -> Updates:
        lang = lang_of(request)
        *texts, severity, value, evidence, why = rest
        form = LedgerForm(
            kind=Kind(kind),
            of=of or "",
            severity=severity,
            value=value,
            evidence=tuple(evidence or ()),
            **dict(zip(FIELDS, texts, strict=True)),
        )
        if form.kind is Kind.PRINCIPLE and not key:
            raise Mistake(t(lang, "lg_choose_entry"))
        if form.kind is Kind.VALUE:
            key = ""
        who = named(lang, name)
        saved = self._assistant.ledger_editing.save(form, key or "", by=who, why=why)
        return self._after(request, kind, t(lang, "lg_saved", entry=saved))

    def _gone(self, request: gr.Request, name: str, kind: str, key: str | None, *rest: Any) -> Updates:
        lang = lang_of(request)
        if not key:
            raise Mistake(t(lang, "lg_choose_entry"))
        self._assistant.ledger_editing.retire(key, by=named(lang, name), why=rest[-1])
        return self._after(request, kind, t(lang, "lg_retired_done", entry=key))

    def _back(self, request: gr.Request, name: str, kind: str, key: str | None, *rest: Any) -> Updates:
        lang = lang_of(request)
        if not key:
            raise Mistake(t(lang, "lg_choose_entry"))
        self._assistant.ledger_editing.restore(key, by=named(lang, name), why=rest[-1])
        return self._after(request, kind, t(lang, "lg_restored_done", entry=key))

    def _after(self, request: gr.Request, kind: str, told: str) -> Updates:
        """Return the page after a change: the ledger anew, the form empty, what was done."""
        lang = lang_of(request)
        return {
            **self._look(request, kind),
            **self._filled(LedgerForm(kind=Kind(kind)), lang),
            self._said: markup.remark(told),
            self._why: "",
            self._found: "",
            self._evidence: gr.update(value=[], choices=[]),
            self._retire: gr.update(interactive=False),
            self._restore: gr.update(interactive=False),
        }


def _may(editors: tuple[str, ...], lang: str) -> str:
    told = t(lang, "lg_may", names=", ".join(editors)) if editors else t(lang, "lg_may_all")
    return markup.remark(f"{told} {t(lang, 'lg_at_once')}")


def _named(entry: LedgerEntry, lang: str) -> str:
    words = ledger_markup.title_of(entry, lang)
    return f"{entry.of}: {words}" if entry.kind is Kind.VALUE else words


def _short(words: str, most: int = 110) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= most else flat[:most].rsplit(" ", 1)[0] + "…"
