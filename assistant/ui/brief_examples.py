"""Examples to begin with and the topics of recent drafts, as chips that fill the form in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from assistant.domain import Brief, DraftFormat, DraftVersion
from assistant.text.hidden import visible
from assistant.ui.brief_values import brief_of_draft
from assistant.ui.texts import t

MOST_RECENT = 5
CHIP_CHARS = 38


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A brief of the desk's own; its words are the keys ``ex_…`` of the texts."""

    format: DraftFormat
    at_once: bool = False
    """A click drafts; any other only fills the form in."""


EXAMPLES: Mapping[str, Example] = {
    "meeting": Example(format=DraftFormat.TALKING_POINTS, at_once=True),
    "transfer": Example(format=DraftFormat.PRESS_LINE),
    "troops": Example(format=DraftFormat.POST),
    "trade": Example(format=DraftFormat.QA),
    "consular": Example(format=DraftFormat.THREAD),
    "water": Example(format=DraftFormat.TALKING_POINTS),
}


def example_brief(key: str, lang: str) -> Brief | None:
    """Return the brief of an example, or None where there is none of that name."""
    example = EXAMPLES.get(key)
    if example is None:
        return None
    return Brief(
        topic=t(lang, f"ex_{key}_topic"),
        context=t(lang, f"ex_{key}_context"),
        format=example.format,
        lang=lang,
    )


def recent_topics(drafts: Sequence[DraftVersion]) -> list[tuple[str, str]]:
    """Return (draft id, topic) of the drafts that were changed last, each topic once."""
    found: dict[str, tuple[str, str]] = {}
    for each in drafts:
        brief = brief_of_draft(each.data)
        if brief is not None:
            found.setdefault(" ".join(brief.topic.split()).casefold(), (each.draft_id, brief.topic))
    return list(found.values())[:MOST_RECENT]


def chips(recent: Sequence[tuple[str, str]], lang: str) -> str:
    """Return the topics of recent drafts, the examples folded away below; the examples alone where there are none."""
    examples = "".join(_example(key, example, lang) for key, example in EXAMPLES.items())
    if not recent:
        return f'<p class="small-head">{t(lang, "examples_head")}</p><ul class="chips">{examples}</ul>'
    rows = "".join(_recent(draft_id, topic, lang) for draft_id, topic in recent)
    return (
        f'<p class="small-head">{t(lang, "recent")}</p><ul class="chips">{rows}</ul>'
        f'<details class="more-chips"><summary>{t(lang, "examples_more")}</summary><ul class="chips">{examples}</ul>'
        "</details>"
    )


def _example(key: str, example: Example, lang: str) -> str:
    topic = t(lang, f"ex_{key}_topic")
    title = escape(t(lang, "at_once" if example.at_once else "fills_in", topic=topic))
    icon = '<i aria-hidden="true">▶</i> ' if example.at_once else ""
    go = ' data-go="yes"' if example.at_once else ""
    return (
        f'<li><button type="button" class="chip" data-example="{key}"{go} title="{title}">'
        f"{icon}{escape(t(lang, f'ex_{key}_chip'))}</button></li>"
    )


def _recent(draft_id: str, topic: str, lang: str) -> str:
    line = visible(topic)
    short = line if len(line) <= CHIP_CHARS else line[: CHIP_CHARS - 1].rsplit(" ", 1)[0] + "…"
    title = escape(t(lang, "from_before", topic=line))
    return (
        f'<li><button type="button" class="chip" data-draft="{escape(draft_id)}" title="{title}">{escape(short)}'
        "</button></li>"
    )
