"""HTML of alternatives side by side: labels, length, and what one has that the one on the desk has not."""

from html import escape

from assistant.drafting.taking import without_number
from assistant.text.hidden import visible
from assistant.text.post import weighted_length
from assistant.ui import markup
from assistant.ui.diff_markup import word_diff
from assistant.ui.draft_markup import part_name, version_name
from assistant.ui.texts import t
from assistant.ui.versions import Version, Versions

ALIKE = 0.4
"""Share of words (Jaccard) from which two items are shown as one with its changes."""
_AS_LABEL = {"ready": "consistent", "review": "unsupported", "blocked": "contradicts"}


def side_by_side(versions: Versions, lang: str) -> str:
    """Return the versions as columns; those that are not on the desk show in what they differ from it."""
    columns = "".join(_column(versions, at, lang) for at in range(len(versions.each)))
    return f'<div class="alternatives" role="group" aria-label="{t(lang, "compared")}">{columns}</div>'


def _column(versions: Versions, at: int, lang: str) -> str:
    version, on_desk = versions.each[at], at == versions.at
    use = (
        f'<span class="tag">{t(lang, "on_the_desk")}</span>'
        if on_desk
        else f'<button type="button" class="button" data-act="use" data-version="{at}" '
        f'aria-label="{t(lang, "use_this_of", n=at + 1)}">{t(lang, "use_this")}</button>'
    )
    items = "".join(_item(versions, at, item, lang) for item in range(len(version.texts)))
    length = sum(weighted_length(text) for text in version.texts)
    counted = t(lang, "items_and_length", items=len(version.texts), length=length)
    verdict = version.desk.report.verdict.value
    state = f'<span class="badge {_AS_LABEL[verdict]}">{t(lang, "verdict_" + verdict)}</span>'
    if version.stale:
        state = f'<span class="badge checking">✎ {t(lang, "edited")}</span>'
    return (
        f'<section class="alternative{" current" if on_desk else ""}">'
        f"<h3>{escape(version_name(versions, at, lang))}</h3>"
        f'<p class="alternative-head">{state} <span class="muted">{counted}</span></p><p>{use}</p>'
        f"<ol>{items}</ol></section>"
    )


def _item(versions: Versions, at: int, item: int, lang: str) -> str:
    version = versions.each[at]
    text, stale = version.texts[item], version.texts[item] != version.desk.texts[item]
    label = None if stale else markup.worst(sentence.label for sentence in version.desk.sentences(item))
    badge = f'<span class="badge checking">✎ {t(lang, "edited")}</span>' if stale else markup.badge(label, lang)
    part = part_name(version.desk.draft.items[item].part, lang)
    length = markup.counter(weighted_length(text), lang, limited=version.desk.limited)
    words, take = escape(visible(text)), ""
    if at != versions.at:
        words = _against(versions.current, text, lang)
    if at != versions.at and _same_kind(version, versions.current) and not _said_in(versions.current, text):
        take = (
            f'<button type="button" class="link-button" data-act="take" data-version="{at}" data-item="{item}" '
            f'aria-label="{t(lang, "take_item_of", item=item + 1, n=at + 1)}">{t(lang, "take_item")}</button>'
        )
    return f'<li><div class="row-head">{part}{badge}{length}</div><div class="words">{words}</div>{take}</li>'


def _against(current: Version, text: str, lang: str) -> str:
    """Show an item with what differs from the one in its place; where little is alike, it is another item."""
    if _said_in(current, text):
        return f'{escape(visible(text))} <span class="tag">{t(lang, "said_in_both")}</span>'
    text, texts = without_number(text), [without_number(one) for one in current.texts]
    likest = max(texts, key=lambda one: _alike(one, text), default="")
    if _alike(likest, text) < ALIKE:
        return f'{escape(visible(text))} <span class="tag new">{t(lang, "only_here")}</span>'
    return word_diff(likest, text, lang)


def _said_in(version: Version, text: str) -> bool:
    """Tell whether a version has an item that says the same, whatever its number in a thread."""
    return without_number(text) in map(without_number, version.texts)


def _alike(one: str, other: str) -> float:
    ours, theirs = set(one.lower().split()), set(other.lower().split())
    return len(ours & theirs) / max(1, len(ours | theirs))


def _same_kind(one: Version, other: Version) -> bool:
    """Tell whether an item of one could stand in the other."""
    brief, others = one.desk.draft.brief, other.desk.draft.brief
    return (brief.format, brief.lang) == (others.format, others.lang)
