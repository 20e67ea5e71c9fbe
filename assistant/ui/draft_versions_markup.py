"""HTML of kept versions: who kept which, when, and what changed between them."""

from collections.abc import Sequence
from datetime import datetime
from html import escape

from assistant.citing import long_date
from assistant.domain import DraftVersion
from assistant.domain.draft import ITEM_SEPARATOR
from assistant.drafting.editing import texts_of
from assistant.text.hidden import visible
from assistant.ui import markup
from assistant.ui.diff_markup import word_diff
from assistant.ui.presence import Person
from assistant.ui.texts import t
from assistant.ui.versions import Version


def moment(at: datetime, lang: str, now: datetime | None = None) -> str:
    """Return day and time as clocks here show them; the time alone where it is today."""
    here, today = at.astimezone(), (now or datetime.now().astimezone()).date()
    clock = here.strftime("%H:%M")
    return clock if here.date() == today else f"{long_date(here.date(), lang)}, {clock}"


def whose(version: DraftVersion, lang: str) -> str:
    """Return number, time and author of a version, as words."""
    by = version.by or t(lang, "version_drafted" if version.number == 1 else "somebody")
    return t(lang, "version_by", n=version.number, when=moment(version.at, lang), who=by)


def history(versions: Sequence[DraftVersion], lang: str, *, frozen: bool) -> str:
    """Return the list of a draft's versions, newest first, each with its buttons."""
    rows = ""
    for version in reversed(versions):
        n = version.number
        what = [_act("diff", n, t(lang, "see_changes"), t(lang, "see_changes_of", n=n))] if n > 1 else []
        if n < versions[-1].number and not frozen:
            what.append(_act("restore", n, t(lang, "restore"), t(lang, "restore_of", n=n)))
        newest = f' <span class="tag">{t(lang, "newest")}</span>' if version is versions[-1] else ""
        rows += f'<li><span>{escape(whose(version, lang))}{newest}</span><span class="acts">{"".join(what)}</span></li>'
    return f'<ol class="history" reversed>{rows}</ol>'


def _act(act: str, number: int, words: str, spoken: str) -> str:
    return (
        f'<button type="button" class="link-button" data-act="{act}" data-number="{number}" '
        f'aria-label="{escape(spoken)}">{words}</button>'
    )


def difference(before: DraftVersion, after: DraftVersion, lang: str) -> str:
    """Return what changed from one version to another, word by word."""
    old, new = (ITEM_SEPARATOR.join(texts_of(each)) for each in (before, after))
    head = f'<p class="small-head" role="status">{t(lang, "changes_between", a=before.number, b=after.number)}</p>'
    if old == new:
        return f'{head}<p class="muted">{t(lang, "no_changes")}</p>'
    return f'{head}<div class="diff">{word_diff(old, new, lang)}</div>'


def collision(theirs: Sequence[DraftVersion], mine: DraftVersion, lang: str) -> str:
    """Say who kept another version meanwhile, that both are kept, and how they differ."""
    by = "; ".join(escape(whose(each, lang)) for each in theirs)
    before, after = (ITEM_SEPARATOR.join(texts_of(each)) for each in (theirs[-1], mine))
    return (
        f'<div role="alert"><p><b>{t(lang, "collision")}</b> {by}. {t(lang, "both_kept", n=mine.number)}</p></div>'
        f'<p class="small-head">{t(lang, "theirs_to_mine")}</p><div class="diff">{word_diff(before, after, lang)}</div>'
    )


def by_hand(mine: Version, theirs: Sequence[str], lang: str) -> str:
    """Return the items that differ, each with the other's words and a button that puts them in place."""
    rows = ""
    for at in range(max(len(mine.texts), len(theirs))):
        ours, other = (each[at] if at < len(each) else "" for each in (mine.texts, theirs))
        if ours == other:
            continue
        put = t(lang, "put_theirs", n=at + 1)
        button = (
            f'<button type="button" class="link-button" data-act="put" data-item="{at}">{put}</button>'
            if other and at < len(mine.texts)
            else ""
        )
        rows += f'<li><b>{at + 1}.</b> <span class="theirs">{escape(visible(other)) or "—"}</span> {button}</li>'
    told = t(lang, "merge_hint" if rows else "no_changes")
    return f'<p class="small-head" role="status">{told}</p><ol class="merge">{rows}</ol>'


def lost(texts: Sequence[str], lang: str) -> str:
    """Show texts that the browser had kept and that fit no version any more: they are there to be copied."""
    shown = "".join(f"<p>{escape(visible(text))}</p>" for text in texts if text.strip())
    return f'<details class="remark" open><summary>{t(lang, "unkept_elsewhere")}</summary>{shown}</details>'


def moved(ids: Sequence[str], lang: str) -> str:
    """Say which statements a draft rests on have moved on since it was kept."""
    if not ids:
        return ""
    links = ", ".join(markup.link(each, each, css="cite wide") for each in ids)
    return f'<p class="remark" role="status">{t(lang, "moved_since")} {links}</p>'


def also_here(others: Sequence[Person], newer: Sequence[DraftVersion], lang: str) -> str:
    """Say who else has the draft open, and who has kept it since."""
    said = [
        t(lang, "also_open", who=escape(visible(each.name)) or t(lang, "somebody"), when=moment(each.since, lang))
        for each in others
    ]
    if newer:
        said.append(t(lang, "kept_since", what=escape(whose(newer[-1], lang))))
    return f'<p class="remark people" role="status">{" ".join(said)}</p>' if said else ""
