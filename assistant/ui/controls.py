"""Controls that several tabs share, and how their values become filters."""

from datetime import date
from typing import Any

import gradio as gr

from assistant.assembly import Assistant
from assistant.domain import Filters
from assistant.ui.guard import Mistake
from assistant.ui.texts import t, word

Choices = list[tuple[str, str]]
PRIVATE: dict[str, Any] = {"api_visibility": "private"}
"""Every event of the desk: never part of a public interface."""
QUIET: dict[str, Any] = {"queue": False, "show_progress": "hidden", **PRIVATE}
"""Events that take no time."""
IN_TURN: dict[str, Any] = {**PRIVATE, "concurrency_id": "language", "concurrency_limit": 2}
"""Events that read language at length (draft, ask): at most as many at once as cores keep busy."""
CHECKING: dict[str, Any] = {**PRIVATE, "concurrency_id": "checking", "concurrency_limit": 2}
"""Checking is what people wait for with their hands on the text: it does not queue behind drafts and questions."""
WITH_MODEL: dict[str, Any] = {**PRIVATE, "concurrency_id": "model", "concurrency_limit": 4}
"""Drafting with a model mostly waits for it, and must not make asking and checking wait too."""
INGESTING: dict[str, Any] = {**PRIVATE, "concurrency_id": "ingesting", "concurrency_limit": 1}
"""Adding files takes minutes and must not make drafting wait; one batch after another."""


def choices(prefix: str, values: tuple[str, ...], *, first: str | None = "any") -> Choices:
    """Return the choices of a dropdown whose words are ``prefix + value``, after one that filters nothing."""
    listed = [(word(prefix + value), value) for value in values]
    return ([(word(first), "")] if first else []) + listed


def speaker_choices(assistant: Assistant) -> Choices:
    """Return the speakers of the record, most statements first."""
    return [(word("any"), ""), *((f"{name} ({n})", name) for name, n in assistant.store.speakers())]


def topic_choices(assistant: Assistant) -> Choices:
    """Return the topics in use, named where the ledger knows them."""
    named = {topic.id for topic in assistant.ledger.topics}
    used = assistant.store.topics()
    return [(word("any"), ""), *((word(f"topic_{i}") if i in named else i, i) for i in used)]


def counterpart_choices(assistant: Assistant) -> Choices:
    """Return to or about whom statements are, most statements first."""
    return [(word("any"), ""), *((f"{name} ({n})", name) for name, n in assistant.store.counterparts())]


class FilterControls:
    """Speaker, period, topic and language, as four tabs may need them."""

    def __init__(self, assistant: Assistant, *, with_counterpart: bool = False) -> None:
        """Lay the controls out; `inputs` go to `read_filters` in their order, a counterpart by its name."""
        self._assistant = assistant
        self.speaker = gr.Dropdown(speaker_choices(assistant), value="", label=word("speaker"))
        with gr.Row():
            self.since = date_box("since")
            self.until = date_box("until")
        self.topic = gr.Dropdown(topic_choices(assistant), value="", label=word("topic_filter"))
        self.lang = gr.Dropdown(choices("lang_", ("es", "en")), value="", label=word("lang_filter"))
        self.inputs: list[Any] = [self.speaker, self.since, self.until, self.topic, self.lang]
        self.kept_fresh: list[Any] = [self.speaker, self.topic]
        if with_counterpart:
            listed = counterpart_choices(assistant)
            self.counterpart = gr.Dropdown(listed, value="", label=word("counterpart_filter"))
            self.inputs.append(self.counterpart)
            self.kept_fresh.append(self.counterpart)

    def fresh(self) -> dict[Any, Any]:
        """Return updates that offer the speakers, topics and counterparts now on the record, for `kept_fresh`."""
        offered = (speaker_choices, topic_choices, counterpart_choices)
        return {
            control: gr.update(choices=choices_of(self._assistant))
            for control, choices_of in zip(self.kept_fresh, offered, strict=False)
        }


def date_box(key: str, elem_id: str | None = None) -> gr.Textbox:
    """Return a box for one date."""
    return gr.Textbox(
        value="", label=word(key), placeholder=word("date_hint"), max_lines=1, min_width=110, elem_id=elem_id
    )


def read_filters(
    lang: str, speaker: str, since: str, until: str, topic: str, language: str, counterpart: str = ""
) -> Filters:
    """Return the filters that the controls' values mean.

    Raises:
        Mistake: A date cannot be read, or the period is empty.
    """
    first, last = parse_day(since, lang), parse_day(until, lang)
    if first and last and first > last:
        raise Mistake(t(lang, "bad_period", since=first, until=last))
    return Filters(
        speaker=speaker or None,
        since=first,
        until=last,
        topic=topic or None,
        lang=language or None,
        counterpart=counterpart or None,
    )


def parse_day(value: str, lang: str) -> date | None:
    """Return the day a box holds, None where it is empty.

    Raises:
        Mistake: It is no date.
    """
    if not (value or "").strip():
        return None
    try:
        return date.fromisoformat(value.strip())
    except ValueError:
        raise Mistake(t(lang, "bad_date", value=value.strip())) from None
