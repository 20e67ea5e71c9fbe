"""HTML of a statement whole: its passages, its chain, what rests on it, how it read before, who did what to it."""

from collections.abc import Mapping
from dataclasses import replace
from html import escape

from assistant.citing import long_date
from assistant.curating import View
from assistant.domain import Event, Passage, PassageKind, State, Statement
from assistant.record.chains import Link
from assistant.rendering import changed_fields
from assistant.text.hidden import visible
from assistant.ui.diff_markup import word_diff
from assistant.ui.errors import in_language
from assistant.ui.markup import link, moment
from assistant.ui.statement_markup import statement_panel
from assistant.ui.texts import known, t

_PREVIEW = 110
_ICONS = {State.ACTIVE: "✓", State.RETRACTED: "⛔", State.QUARANTINED: "⚠", State.RETIRED: "–"}


def statement_view(
    view: View, lang: str, *, mark: str, newer: Mapping[str, Statement], topics: Mapping[str, str], whole: bool
) -> str:
    """Return all there is to know of a statement.

    Args:
        view: What is known of it.
        lang: The language of the desk.
        mark: What to highlight: ``12-40`` (offsets into the text), ``line-2``, or nothing.
        newer: The statements that superseded it, by id.
        topics: Names of topics, by id.
        whole: True on its own in the tab, where everything is open; in the panel it is folded away.
    """
    statement = view.trace.statement
    parts = [
        _section("chain", len(view.chain), _chain(view.chain, lang), lang, opened=True),
        _section("uses", len(view.uses.drafts) + len(view.uses.texts), _uses(view, lang), lang, opened=whole),
        _section("versions", len(view.trace.versions), _versions(view, lang), lang, opened=whole),
        _section("events", len(view.trace.events), _events(view, lang), lang, opened=whole),
        _section("passages", len(view.passages), _passages(view.passages, lang), lang, opened=False),
    ]
    button = ""
    if not whole:
        button = (
            f'<p><button type="button" class="link-button" data-whole="{escape(statement.id)}">{t(lang, "view_whole")}'
            "</button></p>"
        )
    if not view.trace.state.is_found:  # its hidden characters may be why
        statement = replace(statement, text=visible(statement.text), speaker=visible(statement.speaker))
    shown = statement_panel(statement, lang, mark=mark, newer=newer, topics=topics)
    return f'{_state(view, lang)}{shown}<div class="statement-more">{"".join(parts)}{button}</div>'


def _state(view: View, lang: str) -> str:
    trace = view.trace
    if trace.state.is_found:
        return ""
    reason = in_language(trace.reason, lang)
    why = f"<div>{t(lang, 'view_reason')}: {escape(visible(reason))}</div>" if reason else ""
    css = "blocked" if trace.state is State.RETRACTED else "review"
    head = f'<i aria-hidden="true">{_ICONS[trace.state]}</i> {t(lang, f"rec_state_{trace.state}")}'
    return f'<div class="verdict {css}"><b>{head}</b><div>{t(lang, f"rec_state_{trace.state}_note")}</div>{why}</div>'


def _section(name: str, number: int, body: str, lang: str, *, opened: bool) -> str:
    if not body:
        return ""
    return (
        f'<details class="part-of" data-part="{name}"{" open" if opened else ""}>'
        f"<summary>{t(lang, f'view_{name}')} ({number})</summary>{body}</details>"
    )


def _chain(chain: tuple[Link, ...], lang: str) -> str:
    rows = []
    for each in chain:
        place = t(lang, {-1: "chain_older", 0: "chain_this", 1: "chain_newer"}[each.place])
        who = f"{long_date(each.date, lang)}, {visible(each.speaker)}"
        shown = f"<b>{escape(who)}</b>" if each.place == 0 else _open(each, who)
        state = "" if each.state is State.ACTIVE else f" · {t(lang, f'rec_state_{each.state}')}"
        current = ' aria-current="true"' if each.place == 0 else ""
        rows.append(
            f'<li{current}>{shown} <span class="muted">{place}{state}</span><div>{escape(_short(each.text))}</div></li>'
        )
    return f'<ol class="timeline">{"".join(rows)}</ol>' if rows else ""


def _open(each: Link, who: str) -> str:
    return link(each.statement_id, who, css="cite wide")


def _uses(view: View, lang: str) -> str:
    texts = "".join(
        f"<li><b>{t(lang, f'rec_text_{each.status}')}</b> "
        f'<span class="muted">{moment(each.at, lang)}</span><div lang="{escape(each.lang)}">'
        f"{escape(_short(each.text))}</div></li>"
        for each in view.uses.texts
    )
    drafts = "".join(
        f"<li><b>{escape(visible(each.topic)) or t(lang, 'use_untitled')}</b> "
        f'<span class="muted">{known(lang, f"format_{each.format}", each.format)} · '
        f"{t(lang, 'use_version', n=each.number)} · {moment(each.at, lang)}"
        f"{' · ' + escape(visible(each.by)) if each.by else ''} · {escape(each.draft_id)}</span></li>"
        for each in view.uses.drafts
    )
    more = f'<p class="muted">{t(lang, "use_more")}</p>' if view.uses.more else ""
    out = f"<h4>{t(lang, 'use_texts')}</h4><ul>{texts}</ul>" if texts else ""
    return out + (f"<h4>{t(lang, 'use_drafts')}</h4><ul>{drafts}</ul>{more}" if drafts else "")


def _versions(view: View, lang: str) -> str:
    rows, newer = [], view.trace.statement
    for version in view.trace.versions:
        before = version.statement
        fields = ", ".join(known(lang, f"field_{name}", name) for name in changed_fields(before, newer))
        rows.append(
            f"<li><b>{t(lang, 'rec_version_replaced', when=moment(version.replaced_at, lang))}</b> "
            f'<span class="muted">{t(lang, "rec_version_changed", fields=fields or "–")}</span>'
            f"{word_diff(before.text, newer.text, lang) if before.text != newer.text else ''}</li>"
        )
        newer = before
    return f'<ol class="wordings">{"".join(rows)}</ol>' if rows else ""


def _events(view: View, lang: str) -> str:
    rows = "".join(_event(event, lang) for event in view.trace.events)
    return f'<ul class="events">{rows}</ul>' if rows else ""


def _event(event: Event, lang: str) -> str:
    who = escape(visible(event.by)) or t(lang, "rec_event_nobody")
    reason = f"<div>{escape(visible(in_language(event.reason, lang)))}</div>" if event.reason else ""
    deed = known(lang, f"rec_event_{event.action}", event.action)
    return f'<li><b>{escape(deed)}</b> <span class="muted">{moment(event.at, lang)} · {who}</span>{reason}</li>'


def _passages(passages: tuple[Passage, ...], lang: str) -> str:
    rows = "".join(
        f'<li><span class="muted">{_place(each, lang)}</span><div lang="{escape(each.lang)}">'
        f"{escape(visible(each.text))}</div></li>"
        for each in passages
    )
    return f'<ol class="passages">{rows}</ol>' if rows else ""


def _place(passage: Passage, lang: str) -> str:
    if passage.kind is PassageKind.LINE:
        return t(lang, "passage_line", language=t(lang, f"lang_{passage.lang}"))
    note = f" · {t(lang, 'passage_question')}" if passage.context else ""
    return t(lang, "place", start=passage.start, end=passage.end) + note


def _short(text: str) -> str:
    flat = " ".join(visible(text).split())
    return flat if len(flat) <= _PREVIEW else flat[:_PREVIEW].rsplit(" ", 1)[0].rstrip(".,;:") + "…"
