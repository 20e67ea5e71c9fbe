"""HTML around a draft: the preview while it is written, and what is said beside it."""

from collections.abc import Sequence
from html import escape

from assistant.domain import Change, Draft, Generator, Part
from assistant.text.hidden import visible
from assistant.ui import markup
from assistant.ui.live import Seen
from assistant.ui.texts import known, t
from assistant.ui.versions import Versions

UNNAMED = frozenset({Part.POST, Part.ANSWER})
"""Parts that the format itself names."""


def preview(seen: Seen, lang: str) -> str:
    """Return what a model has written so far, plainly marked as unchecked, or what is being waited for."""
    stage = known(lang, f"drafting_{seen.stage}", t(lang, "drafting"))
    if not seen.sentences:
        return f'<div class="preview" role="status"><p class="stage">{stage}</p></div>'
    sentences = "".join(f"<p>{escape(visible(sentence))}</p>" for sentence in seen.sentences if sentence.strip())
    step = f' <span class="stage">{stage}</span>' if seen.stage != "writing" else ""
    return (
        f'<div class="preview"><div role="status"><b><i aria-hidden="true">✎</i> {t(lang, "being_written")}.</b>{step}'
        f'</div><div class="unchecked" aria-busy="true">{sentences}</div></div>'
    )


def note(draft: Draft) -> str:
    """Return what is to be known of a draft before it is read."""
    return markup.remark(draft.message) if draft.message and draft.items else ""


def version_choices(versions: Versions, lang: str) -> list[tuple[str, int]]:
    """Return the versions with their names."""
    return [(version_name(versions, at, lang), at) for at in range(len(versions.each))]


def version_name(versions: Versions, at: int, lang: str) -> str:
    """Return a version's number with what it was asked for as, or with its angle."""
    version = versions.each[at]
    angle = version.desk.draft.angle
    name = t(lang, f"version_{version.name}") if version.name else t(lang, f"angle_{angle.value if angle else 'none'}")
    if version.name == "other-language":
        name = t(lang, f"lang_{version.desk.draft.brief.lang}")
    return t(lang, "version", n=at + 1, angle=name)


def part_name(part: Part, lang: str) -> str:
    """Return what an item is for, or nothing where its format says it already."""
    return "" if part in UNNAMED else f'<span class="part">{t(lang, f"part_{part.value}")}</span>'


def beside(draft: Draft, lang: str) -> str:
    """Return advice, changes and origin of a draft: all that goes with it and never out with it."""
    return f"{_asides(draft, lang)}{_changes(draft.changes, lang)}{_origin(draft, lang)}"


def _asides(draft: Draft, lang: str) -> str:
    boxes = ""
    for aside in draft.asides:
        lines = "".join(f"<li>{escape(line)}</li>" for line in aside.lines)
        boxes += f"<h3>{t(lang, f'aside_{aside.kind}')}</h3><ul>{lines}</ul>"
    return f'<aside class="asides"><p class="small-head">{t(lang, "asides")}</p>{boxes}</aside>' if boxes else ""


def _changes(changes: Sequence[Change], lang: str) -> str:
    rows = "".join(
        f"<li><b>{t(lang, f'fate_{change.fate.value}')}</b><div><del>{escape(visible(change.before))}</del></div>"
        + (f"<div><ins>{escape(change.after)}</ins></div>" if change.after else "")
        + f'<div class="muted">{escape(change.reason)}</div></li>'
        for change in changes
    )
    head = t(lang, "changes", n=len(changes))
    return f'<details class="changes"><summary>{head}</summary><ul>{rows}</ul></details>' if rows else ""


def _origin(draft: Draft, lang: str) -> str:
    said = [_written(draft.generator, lang)]
    if draft.brief.pinned or draft.brief.dropped:
        said.append(t(lang, "own_choice", pinned=len(draft.brief.pinned), dropped=len(draft.brief.dropped)))
    return f'<p class="muted origin">{escape(" ".join(said))}</p>'


def _written(generator: Generator, lang: str) -> str:
    if generator.kind == "extractive":
        return t(lang, "written_without")
    steps = generator.steps
    by = t(
        lang,
        "written_by",
        model=generator.model,
        prompt=generator.prompt_version,
        seconds=f"{sum(step.seconds for step in steps):.1f}",
        tokens_in=f"{sum(step.tokens_in for step in steps):,}",
        tokens_out=f"{sum(step.tokens_out for step in steps):,}",
    )
    return f"{by} {t(lang, 'written_before')}" if any(step.cached for step in steps) else by
