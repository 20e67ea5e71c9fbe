"""What the values of the brief's form mean, and how they are taken up again after a reload."""

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.domain import Brief, DraftFormat, Perspective, Tone
from assistant.drafting.choosing import Choice
from assistant.drafting.drafter import MAX_ALTERNATIVES
from assistant.drafting.news import MAX_STORY_CHARS
from assistant.ui.guard import Mistake
from assistant.ui.texts import t

FORMATS = tuple(each.value for each in DraftFormat)
PERSPECTIVES = (Perspective.INSTITUTIONAL.value, Perspective.FIRST_PERSON.value, Perspective.NEUTRAL.value)
ALTERNATIVES = (1, 2, 3)
OWN, OTHER = "own", "other"
"""The languages of a brief as the page offers them: the browser's own and the other one. So the box is filled before
anybody knows which language that is."""
MAX_TOPIC_CHARS, MAX_CONTEXT_CHARS, MAX_NAME_CHARS = 2_000, MAX_STORY_CHARS, 200
DEFAULTS: tuple[Any, ...] = ("", "", FORMATS[0], OWN, "", "", PERSPECTIVES[0], Tone.PLAIN.value, ALTERNATIVES[0])
"""Topic, context, format, language, voice, counterpart, perspective, tone, alternatives."""


def language(ui_lang: str, value: str | None) -> str:
    """Return the language that the box means in a page of `ui_lang`."""
    if value in ("es", "en"):
        return str(value)
    if value == OTHER:
        return "en" if ui_lang == "es" else "es"
    return ui_lang


def language_box(ui_lang: str, lang: str) -> str:
    """Return the value of the box that means `lang` in a page of `ui_lang`."""
    return OWN if lang == ui_lang else OTHER


def brief_from(
    ui_lang: str,
    topic: str,
    context: str,
    format_: str,
    lang: str | None,
    voice: str | None,
    counterpart: str | None,
    perspective: str,
    tone: float,
    choice: Choice | None = None,
) -> Brief:
    """Return the brief that the form's values mean.

    Raises:
        Mistake: It has no topic.
    """
    if not topic.strip():
        raise Mistake(t(ui_lang, "need_topic"))
    chosen = choice or Choice()
    return Brief(
        topic=topic,
        context=context,
        format=DraftFormat(format_),
        lang=language(ui_lang, lang),
        voice=(voice or "").strip()[:MAX_NAME_CHARS],
        counterpart=(counterpart or "").strip()[:MAX_NAME_CHARS],
        perspective=Perspective(perspective),
        tone=Tone(int(tone)),
        filters=chosen.filters,
        pinned=chosen.pinned,
        dropped=chosen.dropped,
    )


def form_values(ui_lang: str, brief: Brief, alternatives: int = 1) -> tuple[Any, ...]:
    """Return the form's values for a brief, in the order of `DEFAULTS`."""
    return (
        brief.topic,
        brief.context,
        brief.format.value,
        language_box(ui_lang, brief.lang),
        brief.voice,
        brief.counterpart,
        brief.perspective.value,
        brief.tone.value,
        min(max(alternatives, ALTERNATIVES[0]), ALTERNATIVES[-1], MAX_ALTERNATIVES),
    )


def restored(kept: object) -> tuple[Any, ...] | None:
    """Return the form's values that a browser kept, with the default for each that is none; None for nothing kept."""
    values = kept.get("values") if isinstance(kept, Mapping) else None
    if not isinstance(values, Sequence) or isinstance(values, str) or len(values) != len(DEFAULTS):
        return None
    longest = (MAX_TOPIC_CHARS, MAX_CONTEXT_CHARS, 0, 0, MAX_NAME_CHARS, MAX_NAME_CHARS, 0, 0, 0)
    among: dict[int, Sequence[Any]] = {
        2: FORMATS,
        3: (OWN, OTHER),
        6: PERSPECTIVES,
        7: [each.value for each in Tone],
        8: ALTERNATIVES,
    }
    sound = []
    for at, (value, default) in enumerate(zip(values, DEFAULTS, strict=True)):
        if at in among:
            sound.append(value if value in among[at] else default)
        else:
            sound.append(value[: longest[at]] if isinstance(value, str) else default)
    return tuple(sound)


def brief_of_draft(data: Mapping[str, Any]) -> Brief | None:
    """Return the brief of a kept draft; None where an older version did not keep what is needed."""
    kept = data.get("brief")
    if not isinstance(kept, Mapping) or not str(kept.get("topic", "")).strip():
        return None
    try:
        return Brief(
            topic=str(kept["topic"])[:MAX_TOPIC_CHARS],
            context=str(kept.get("context", ""))[:MAX_CONTEXT_CHARS],
            format=DraftFormat(data.get("format", FORMATS[0])),
            lang="en" if data.get("lang") == "en" else "es",
            voice=str(kept.get("voice", ""))[:MAX_NAME_CHARS],
            counterpart=str(kept.get("counterpart", ""))[:MAX_NAME_CHARS],
            perspective=Perspective(kept.get("perspective", PERSPECTIVES[0])),
            tone=Tone(int(kept.get("tone", Tone.PLAIN))),
            pinned=tuple(map(str, kept.get("pinned", ()))),
            dropped=tuple(map(str, kept.get("dropped", ()))),
        )
    except ValueError:
        return None
