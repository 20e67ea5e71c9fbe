"""The left side of the draft tab: form, button, examples and evidence, put together and taken up after a reload."""

from typing import Any

import gradio as gr

from assistant.assembly import Assistant
from assistant.drafting.choosing import Choice
from assistant.ui.brief_examples import chips, example_brief, recent_topics
from assistant.ui.brief_form import BriefForm
from assistant.ui.brief_js import JS_BRIEF, JS_GO, JS_SEARCHING, JS_TO_TOPIC
from assistant.ui.brief_values import brief_of_draft, form_values, restored
from assistant.ui.controls import QUIET
from assistant.ui.evidence_panel import EvidencePanel
from assistant.ui.guard import Updates, guarded
from assistant.ui.statement_panel import StatementPanel
from assistant.ui.texts import lang_of, word

RECENT_READ = 20
"""Drafts that are looked through for recent topics; some of them are on the same one."""


class BriefSide:
    """All that is filled in before a draft; `inputs` and `alternatives` are what drafting takes from it."""

    def __init__(self, assistant: Assistant, panel: StatementPanel) -> None:
        """Lay the side out and connect it."""
        self._assistant = assistant
        self.form = BriefForm(assistant, panel)
        self.alternatives = self.form.alternatives
        with gr.Row(elem_id="draft-row"):
            self.button = gr.Button(
                word("draft_button"), variant="primary", scale=4, min_width=160, elem_id="draft-button"
            )
            self._clear = gr.Button(word("clear_brief"), scale=1, min_width=80, elem_id="brief-clear")
        self._chips = gr.HTML(elem_id="brief-chips")
        self._notice = gr.HTML(elem_id="brief-side-notice")
        self.evidence = EvidencePanel(assistant, panel, self.form)
        self.inputs: list[Any] = [*self.form.inputs, *self.evidence.inputs]
        self._wires = gr.HTML(js_on_load=JS_BRIEF, elem_id="brief-wires")
        self._connect()

    def connect(self, page: gr.Blocks) -> None:
        """Take up what the browser kept, as soon as the page is there."""
        loading = page.load(
            guarded(self._take_up, self._notice, self._assistant.settings.home),
            [self.form.kept, self.evidence.kept, self.form.topic],
            [self._notice, self._chips, *self.form.all, *self.evidence.everything],
            **QUIET,
        )
        self._read_and_look(loading)

    @property
    def recent(self) -> dict[str, Any]:
        """The event that offers the topics of recent drafts, for when one more was kept."""
        return {"fn": self._offered, "inputs": None, "outputs": self._chips, **QUIET}

    def _connect(self) -> None:
        home = self._assistant.settings.home
        changed = [self._notice, *self.form.all, *self.evidence.everything]
        self.form.connect(self.evidence.chosen)
        self.evidence.connect(self._wires)
        reading, comparing = self.form.reading
        self._wires.edit(**reading).then(**comparing)
        chosen = self._wires.select(guarded(self._fill, self._notice, home), self.evidence.chosen, changed, **QUIET)
        chosen.then(None, None, None, js=JS_GO)
        self._read_and_look(chosen)
        opened = self.form.open.upload(guarded(self._opened, self._notice, home), self.form.open, changed, **QUIET)
        self._read_and_look(opened)
        using = self._wires.apply(
            guarded(self._use_heading, self._notice, home), self.form.context, [self._notice, self.form.topic], **QUIET
        )
        self.evidence.looking(using.then(None, None, None, js=JS_SEARCHING))
        clearing = self._clear.click(
            guarded(self._cleared, self._notice, home), None,
            [self._notice, *self.form.matter, *self.evidence.everything], **QUIET,
        )  # fmt: skip
        clearing.then(None, None, None, js=JS_TO_TOPIC)

    def _read_and_look(self, event: Any) -> None:
        """After the form was filled by the desk itself: read the story, look for evidence, compare the story."""
        reading, comparing = self.form.reading
        read = event.then(**reading)
        self.evidence.looking(read.then(None, None, None, js=JS_SEARCHING))
        read.then(**comparing)

    def _take_up(self, request: gr.Request, kept: object, chosen: object, topic: str) -> Updates:
        """Fill in what the browser kept; whoever has begun to type is left alone."""
        lang, values = lang_of(request), restored(kept)
        updates: Updates = {self._chips: self._offered(request), **self.form.fresh(), **self.evidence.fresh()}
        if values is None or topic.strip():
            return updates
        voice_and_counterpart = set(self.form.fresh())
        for control, value in self.form.filled(values).items():
            known = updates[control] if control in voice_and_counterpart else {}
            updates[control] = gr.update(**{**_given(known), "value": value})
        for control, value in self.evidence.taken_up(Choice.from_data(chosen), lang).items():
            offered = control in updates
            updates[control] = gr.update(**{**_given(updates[control]), "value": value}) if offered else value
        return updates

    def _offered(self, request: gr.Request) -> str:
        return chips(recent_topics(self._assistant.history.recent(RECENT_READ)), lang_of(request))

    def _fill(self, event: gr.EventData, request: gr.Request, choice: Choice) -> Updates:
        """Fill the form in from an example or from a draft of before; a new matter has its own choice of evidence."""
        lang = lang_of(request)
        clicked = event._data if isinstance(event._data, dict) else {}
        example = example_brief(str(clicked.get("example", "")), lang)
        if example is not None:
            return self._filled(form_values(lang, example), Choice(), lang)
        kept = self._assistant.history.load(str(clicked.get("draft", "")))
        brief = brief_of_draft(kept)
        if brief is None:
            return {}
        return self._filled(form_values(lang, brief), Choice(pinned=brief.pinned, dropped=brief.dropped), lang)

    def _opened(self, request: gr.Request, path: str) -> Updates:
        lang = lang_of(request)
        values, choice = self.form.from_file(path, lang)
        return self._filled(values, choice, lang)

    def _use_heading(self, context: str) -> Updates:
        return {self.form.topic: self.form.suggested(context)}

    def _cleared(self, request: gr.Request) -> Updates:
        return {**self.form.cleared(), **self.evidence.taken_up(Choice(), lang_of(request))}

    def _filled(self, values: tuple[Any, ...], choice: Choice, lang: str) -> Updates:
        return {**self.form.filled(values), **self.evidence.taken_up(choice, lang)}


def _given(update: Any) -> dict[str, Any]:
    """Return the settings of an update, without the mark that it is one."""
    return {name: value for name, value in dict(update).items() if name != "__type__"}
