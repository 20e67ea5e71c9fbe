"""The form of a brief: what is to be drafted, how it is to sound, and the story that prompts it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.assembly import Assistant
from assistant.domain import Tone
from assistant.drafting.brief_file import brief_yaml, parse_brief
from assistant.drafting.choosing import Choice
from assistant.drafting.news import read_story
from assistant.errors import InputError
from assistant.ui.brief_js import JS_KEEP, JS_SAVE
from assistant.ui.brief_values import (
    ALTERNATIVES,
    DEFAULTS,
    FORMATS,
    MAX_CONTEXT_CHARS,
    MAX_TOPIC_CHARS,
    OTHER,
    OWN,
    PERSPECTIVES,
    brief_from,
    form_values,
)
from assistant.ui.controls import IN_TURN, QUIET, Choices, choices
from assistant.ui.guard import Updates, guarded
from assistant.ui.news_box import odds_html, story_html
from assistant.ui.statement_panel import StatementPanel
from assistant.ui.texts import lang_of, t, word

MOST_VOICES = 60
MAX_FILE_BYTES = 400_000


class BriefForm:
    """The controls of a brief; their values, in the order of `inputs`, are read by `brief_from`."""

    def __init__(self, assistant: Assistant, panel: StatementPanel) -> None:
        """Lay out what every brief needs, and behind one click what few need."""
        self._assistant = assistant
        self.topic = gr.Textbox(
            value="", label=word("brief_topic"), placeholder=word("brief_topic_hint"), lines=2, max_lines=5,
            max_length=MAX_TOPIC_CHARS, elem_id="brief-topic",
        )  # fmt: skip
        gr.HTML(f'<p id="brief-topic-error" role="alert">{word("need_topic")}</p>', elem_classes="field-error")
        self.context = gr.Textbox(
            value="", label=word("brief_story"), placeholder=word("brief_story_hint"), lines=2, max_lines=7,
            max_length=MAX_CONTEXT_CHARS, elem_id="brief-context",
        )  # fmt: skip
        self._story = gr.HTML(elem_id="brief-story")
        self._odds = panel.html(elem_id="brief-odds")
        with gr.Row(elem_classes="pair"):
            self.format = gr.Dropdown(
                choices("format_", FORMATS, first=None), value=FORMATS[0], label=word("brief_format"), min_width=120,
                scale=3, filterable=False, elem_id="brief-format",
            )  # fmt: skip
            self.lang = gr.Dropdown(
                choices("lang_", (OWN, OTHER), first=None), value=OWN, label=word("brief_lang"), min_width=100, scale=2,
                filterable=False, elem_id="brief-lang",
            )  # fmt: skip
        with gr.Accordion(word("brief_more"), open=False, elem_id="brief-more"):
            self._lay_more()
        self.inputs: list[Any] = [
            self.topic, self.context, self.format, self.lang, self._voice, self._counterpart, self._perspective,
            self._tone,
        ]  # fmt: skip
        self.all: list[Any] = [*self.inputs, self.alternatives]
        self.kept = gr.BrowserState(None, storage_key="desk-brief", secret="desk")  # noqa: S106  (no secret: a form)

    def _lay_more(self) -> None:
        self._voice = gr.Dropdown(
            voice_choices(self._assistant), value="", allow_custom_value=True, label=word("voice"),
            info=word("voice_hint"), elem_id="brief-voice",
        )  # fmt: skip
        self._counterpart = gr.Dropdown(
            counterpart_choices(self._assistant), value="", allow_custom_value=True, label=word("with_whom"),
            info=word("with_whom_hint"), elem_id="brief-counterpart",
        )  # fmt: skip
        self._perspective = gr.Dropdown(
            choices("perspective_", PERSPECTIVES, first=None), value=PERSPECTIVES[0], filterable=False,
            label=word("brief_perspective"), elem_id="brief-perspective",
        )  # fmt: skip
        self._tone = gr.Radio(
            [(word(f"tone_{each.value}"), each.value) for each in Tone], value=Tone.PLAIN.value,
            label=word("brief_tone"), elem_id="brief-tone", elem_classes="scale",
        )  # fmt: skip
        self.alternatives = gr.Radio(
            [(str(n), n) for n in ALTERNATIVES], value=ALTERNATIVES[0], label=word("brief_alternatives"),
            info=word("brief_alternatives_hint"), elem_id="brief-alternatives", elem_classes="scale",
        )  # fmt: skip
        with gr.Row(elem_classes="pair"):
            self.open = gr.UploadButton(
                word("open_brief"), size="sm", min_width=100, file_types=[".yaml", ".yml"], elem_id="brief-open"
            )
            self._save = gr.Button(word("save_brief"), size="sm", min_width=100, elem_id="brief-save")
        self._notice = gr.HTML(elem_id="brief-notice")
        self._file = [gr.Textbox(visible=False), gr.Textbox(visible=False)]

    def connect(self, chosen: gr.State) -> None:
        """Have the browser remember the form, and let it be saved; `chosen` holds the choice of evidence."""
        home = self._assistant.settings.home
        gr.on([each.change for each in self.all], None, self.all, self.kept, js=JS_KEEP % len(DEFAULTS), **QUIET)
        saving = self._save.click(
            guarded(self._saved, self._notice, home), [self.alternatives, *self.inputs, chosen],
            [self._notice, *self._file], **QUIET,
        )  # fmt: skip
        saving.success(None, self._file, None, js=JS_SAVE)

    @property
    def reading(self) -> list[dict[str, Any]]:
        """The events, one after the other, that read the story and then compare it with the record."""
        home = self._assistant.settings.home
        inputs = [self.context]
        return [
            {
                "fn": guarded(self._read, self._notice, home),
                "inputs": inputs,
                "outputs": [self._notice, self._story, self._odds],
                "trigger_mode": "always_last",
                **QUIET,
            },
            {
                "fn": guarded(self._compared, self._notice, home),
                "inputs": inputs,
                "outputs": [self._notice, self._odds],
                "show_progress": "hidden",
                **IN_TURN,
            },
        ]

    def filled(self, values: Sequence[Any]) -> Updates:
        """Return updates that show these values."""
        return dict(zip(self.all, values, strict=True))

    def fresh(self) -> Updates:
        """Return updates that offer whom the record now knows."""
        return {
            self._voice: gr.update(choices=voice_choices(self._assistant)),
            self._counterpart: gr.update(choices=counterpart_choices(self._assistant)),
        }

    def cleared(self) -> Updates:
        """Return updates that empty what belongs to one matter; format, language and voice stay."""
        gone = (self.topic, self.context, self._counterpart)
        return {**dict.fromkeys(gone, ""), self._story: "", self._odds: ""}

    @property
    def matter(self) -> list[Any]:
        """What `cleared` changes."""
        return [self.topic, self.context, self._counterpart, self._story, self._odds]

    def from_file(self, path: str, lang: str) -> tuple[tuple[Any, ...], Choice]:
        """Return the form's values and the choice of evidence of a brief in a file.

        Raises:
            InputError: It is no brief.
        """
        file = Path(path)
        if file.stat().st_size > MAX_FILE_BYTES:
            raise InputError(
                f"The brief {file.name!r} is larger than {MAX_FILE_BYTES // 1000} kB; shorten its context."
            )
        try:
            read = parse_brief(file.read_text(encoding="utf-8-sig"), file.name)
        except UnicodeDecodeError:
            raise InputError(f"The brief {file.name!r} is not UTF-8 text; save it again with that encoding.") from None
        brief = read.to_brief()
        choice = Choice(pinned=brief.pinned, dropped=brief.dropped, filters=brief.filters)
        return form_values(lang, brief, read.alternatives), choice

    def suggested(self, context: str) -> str:
        """Return what a story is about, as its heading says."""
        return read_story(context, self._assistant.ledger.topics).heading

    def _read(self, request: gr.Request, context: str) -> Updates:
        lang = lang_of(request)
        story = read_story(context, self._assistant.ledger.topics)
        names = {topic.id: topic.name.get(lang) for topic in self._assistant.ledger.topics}
        return {self._story: story_html(story, names, lang), self._odds: ""}

    def _compared(self, request: gr.Request, context: str) -> Updates:
        story = read_story(context, self._assistant.ledger.topics)
        if not story.text:
            return {self._odds: ""}
        return {self._odds: odds_html(self._assistant.stories.at_odds(story), story, lang_of(request))}

    def _saved(self, request: gr.Request, alternatives: int, *values: Any) -> Updates:
        lang = lang_of(request)
        text = brief_yaml(brief_from(lang, *values), alternatives=alternatives)
        return dict(zip(self._file, (t(lang, "brief_file_name"), text), strict=True))


def voice_choices(assistant: Assistant) -> Choices:
    """Return who may speak: the institution, then the record's speakers with the role each was last cited in."""
    named = []
    for speaker in assistant.speakers()[:MOST_VOICES]:
        current = max(speaker.roles, key=lambda role: role.last)
        named.append((f"{speaker.name} · {current.role}", speaker.name))
    return [(word("voice_institution"), ""), *named]


def counterpart_choices(assistant: Assistant) -> Choices:
    """Return with whom the record deals."""
    return [("–", ""), *((name, name) for name in assistant.counterparts())]
