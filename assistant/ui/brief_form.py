"""The form of a brief: what is to be drafted, how it is to sound, and what it is to rest on."""

from collections.abc import Sequence
from typing import Any

import gradio as gr

from assistant.assembly import Assistant
from assistant.citing import long_date
from assistant.domain import Brief, DraftFormat, EvidenceItem, Perspective, Statement, Tone
from assistant.ui.controls import IN_TURN, choices
from assistant.ui.draft_markup import evidence_list
from assistant.ui.guard import Mistake, Updates, guarded
from assistant.ui.statement_panel import StatementPanel
from assistant.ui.texts import lang_of, t, word

FORMATS = tuple(each.value for each in DraftFormat)
PERSPECTIVES = (Perspective.INSTITUTIONAL.value, Perspective.FIRST_PERSON.value, Perspective.NEUTRAL.value)
ALTERNATIVES = (1, 2, 3)


class BriefForm:
    """The controls of a brief; their values, in the order of `inputs`, are read by `brief_from`."""

    def __init__(self) -> None:
        """Lay out what every brief needs, and behind one click what few need."""
        self.topic = gr.Textbox(
            value="", label=word("brief_topic"), placeholder=word("brief_topic_hint"), lines=2, max_length=2000,
            elem_id="brief-topic",
        )  # fmt: skip
        context = gr.Textbox(
            value="", label=word("brief_context"), placeholder=word("brief_context_hint"), lines=2, max_length=1500
        )
        format_ = gr.Dropdown(
            choices("format_", FORMATS, first=None),
            value=FORMATS[0],
            label=word("brief_format"),
            elem_id="brief-format",
        )
        # Without a value until the page has loaded; a draft asked for before that is in the browser's language too.
        self.lang = gr.Dropdown(
            choices("lang_", ("es", "en"), first=None), value=None, label=word("brief_lang"), elem_id="brief-lang"
        )
        with gr.Accordion(word("brief_more"), open=False, elem_id="brief-more"):
            voice = gr.Textbox(value="", label=word("brief_voice"), placeholder=word("brief_voice_hint"), max_lines=1)
            counterpart = gr.Textbox(
                value="", label=word("brief_counterpart"), placeholder=word("brief_counterpart_hint"), max_lines=1
            )
            perspective = gr.Dropdown(
                choices("perspective_", PERSPECTIVES, first=None), value=PERSPECTIVES[0],
                label=word("brief_perspective"), elem_id="brief-perspective",
            )  # fmt: skip
            tone = gr.Slider(
                min(Tone), max(Tone), value=Tone.PLAIN, step=1, label=word("brief_tone"), info=word("brief_tone_hint"),
                buttons=[], elem_id="brief-tone",
            )  # fmt: skip
            self.alternatives = gr.Radio(
                [(str(n), n) for n in ALTERNATIVES], value=ALTERNATIVES[0], label=word("brief_alternatives"),
                info=word("brief_alternatives_hint"), elem_id="brief-alternatives",
            )  # fmt: skip
        self.inputs: list[Any] = [self.topic, context, format_, self.lang, voice, counterpart, perspective, tone]


class EvidenceBox:
    """What a draft would rest on, to be looked at, pinned and dropped before it is written."""

    def __init__(self, assistant: Assistant, panel: StatementPanel, form: BriefForm) -> None:
        """Lay the box out, closed, and connect it."""
        self._assistant = assistant
        with gr.Accordion(word("evidence_box"), open=False, elem_id="evidence-box"):
            button = gr.Button(word("evidence_button"), elem_id="evidence-button")
            notice = gr.HTML(elem_id="evidence-notice")
            self._list = panel.html(elem_id="evidence-list")
            self._pins, self._drops = (
                gr.Dropdown(
                    [], value=[], multiselect=True, visible=False, label=word(f"evidence_{name}"),
                    info=word(f"evidence_{name}_hint"), elem_id=f"evidence-{name}",
                )
                for name in ("pin", "drop")
            )  # fmt: skip
        self.inputs: list[Any] = [self._pins, self._drops]
        button.click(
            guarded(self._look, notice, assistant.settings.home),
            [*form.inputs, *self.inputs],
            [notice, self._list, *self.inputs],
            show_progress_on=self._list,
            **IN_TURN,
        )

    def _look(self, request: gr.Request, *values: Any) -> Updates:
        lang = lang_of(request)
        brief = brief_from(lang, *values)
        chosen = self._assistant.store.get_many([*brief.pinned, *brief.dropped])
        items = self._assistant.evidence(brief)
        dropped = [chosen[i] for i in brief.dropped if i in chosen]
        offered = statement_choices(items, list(chosen.values()), lang)
        known = {value for _, value in offered}
        return {
            self._list: evidence_list(items, dropped, lang),
            self._pins: gr.update(choices=offered, value=[i for i in brief.pinned if i in known], visible=True),
            self._drops: gr.update(choices=offered, value=[i for i in brief.dropped if i in known], visible=True),
        }


def statement_choices(items: Sequence[EvidenceItem], chosen: Sequence[Statement], lang: str) -> list[tuple[str, str]]:
    """Return the statements that may be pinned or dropped: the evidence by number, then what else was chosen."""
    named = [(f"{item.number}. {_who(item.statement, lang)}", item.statement.id) for item in items]
    listed = {value for _, value in named}
    return named + [(f"– {_who(each, lang)}", each.id) for each in chosen if each.id not in listed]


def _who(statement: Statement, lang: str) -> str:
    return f"{long_date(statement.date, lang)} · {statement.speaker}"


def brief_from(
    ui_lang: str,
    topic: str,
    context: str,
    format_: str,
    lang: str | None,
    voice: str,
    counterpart: str,
    perspective: str,
    tone: float,
    pinned: Sequence[str] = (),
    dropped: Sequence[str] = (),
) -> Brief:
    """Return the brief that the form's values mean.

    Raises:
        Mistake: It has no topic, or pins what it drops.
    """
    if not topic.strip():
        raise Mistake(t(ui_lang, "need_topic"))
    if both := set(pinned) & set(dropped):
        raise Mistake(t(ui_lang, "pinned_and_dropped", statement=sorted(both)[0]))
    return Brief(
        topic=topic,
        context=context,
        format=DraftFormat(format_),
        lang=lang or ui_lang,
        voice=voice,
        counterpart=counterpart,
        perspective=Perspective(perspective),
        tone=Tone(int(tone)),
        pinned=tuple(pinned),
        dropped=tuple(dropped),
    )
