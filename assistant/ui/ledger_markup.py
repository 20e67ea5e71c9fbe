"""HTML of the ledger: entries with what they rest on, what was retired, and what was done to it."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from babel.dates import format_date, format_datetime

from assistant.domain import AvoidedTerm, Event, FigureValue, MovingFigure, Principle, RedLine, Topic
from assistant.domain.ledger import PreferredTerm
from assistant.record.ledger_entries import From, Kind, LedgerEntry, RestsOn, What
from assistant.record.ledger_overlay import RetiredModel
from assistant.text.hidden import visible
from assistant.ui.markup import link
from assistant.ui.texts import known, t

Rests = Mapping[str, RestsOn]
EXAMPLES = 2
"""Sentences that would cross a red line, of which so many are shown at once."""


def ledger(entries: Sequence[LedgerEntry], rests: Rests, replaced: Mapping[str, What], lang: str) -> str:
    """Return every entry in force, principle by principle, then figures and topics."""
    force = [entry for entry in entries if entry.retired is None]
    by_principle: dict[str, list[LedgerEntry]] = {}
    for entry in force:
        by_principle.setdefault(entry.of, []).append(entry)
    principles = "".join(
        _principle(entry, by_principle.get(entry.key.partition(":")[2], []), rests, replaced, lang)
        for entry in force
        if entry.kind is Kind.PRINCIPLE
    )
    figures = "".join(
        _figure(entry, by_principle.get(entry.key.partition(":")[2], []), rests, lang)
        for entry in force
        if entry.kind is Kind.FIGURE
    )
    topics = "".join(_topic(entry, lang) for entry in force if entry.kind is Kind.TOPIC)
    return (
        f"<p class='muted'>{t(lang, 'lg_note')}</p><h3>{t(lang, 'lg_principles')}</h3>{principles}"
        f"<h3>{t(lang, 'lg_figures')}</h3>{figures}<h3>{t(lang, 'lg_topics')}</h3>"
        f"<details><summary>{t(lang, 'lg_topics')}: {sum(e.kind is Kind.TOPIC for e in force)}</summary>"
        f"<p class='muted'>{t(lang, 'lg_topics_note')}</p><ul class='lg-topics'>{topics}</ul></details>"
    )


def title_of(entry: LedgerEntry, lang: str) -> str:
    """Return an entry in a few words."""
    return words_of(entry.what, lang)


def words_of(what: What, lang: str) -> str:
    """Return what names an entry."""
    if isinstance(what, AvoidedTerm):
        return ", ".join((what.terms.get(lang) or (*what.terms.es, *what.terms.en))[:3])
    if isinstance(what, PreferredTerm):
        return what.term.get(lang)
    if isinstance(what, RedLine):
        return what.text.get(lang)
    if isinstance(what, MovingFigure):
        return what.matter.get(lang)
    if isinstance(what, FigureValue):
        return f"{what.value:g} ({format_date(what.date, 'd MMM yyyy', locale=lang)})"
    return what.name.get(lang)


def _principle(
    entry: LedgerEntry, of_it: Sequence[LedgerEntry], rests: Rests, replaced: Mapping[str, What], lang: str
) -> str:
    what = entry.what
    if not isinstance(what, Principle):
        return ""
    parts = {kind: [e for e in of_it if e.kind is kind] for kind in (Kind.RED_LINE, Kind.AVOID, Kind.PREFER)}
    counts = t(
        lang, "lg_counts", lines=len(parts[Kind.RED_LINE]), avoid=len(parts[Kind.AVOID]), prefer=len(parts[Kind.PREFER])
    )
    official = f' <span class="tag">{t(lang, "lg_official")}</span>' if what.official else ""
    own = sum(each.origin is not From.BUNDLED for each in (entry, *of_it))
    mark = f' <span class="tag">✎ {t(lang, "lg_from_changed")}: {own}</span>' if own else ""
    body = f"<p>{escape(what.meaning.get(lang))}</p>"
    body += f"<p class='muted'>{t(lang, 'lg_wordings')}: {escape(', '.join(what.markers.get(lang)))}</p>"
    body += _rests(entry, rests, lang)
    names = {Kind.RED_LINE: "lg_red_lines", Kind.AVOID: "lg_avoid", Kind.PREFER: "lg_prefer"}
    for kind, found in parts.items():
        if found:
            rows = "".join(f"<li>{_entry(each, rests, replaced, lang)}</li>" for each in found)
            body += f"<h4>{t(lang, names[kind])}</h4><ul class='lg-entries'>{rows}</ul>"
    return (
        f"<details class='lg-principle'><summary><b>{escape(what.name.get(lang))}</b>{official}{mark} "
        f"<span class='muted'>{counts}</span></summary>{body}</details>"
    )


def _entry(entry: LedgerEntry, rests: Rests, replaced: Mapping[str, What], lang: str) -> str:
    what = entry.what
    more = ""
    if isinstance(what, RedLine):
        crossed = what.crossed_by.get(lang) or (*what.crossed_by.es, *what.crossed_by.en)
        rows = "".join(f"<li>{escape(visible(each))}</li>" for each in crossed)
        more = f"<details><summary>{t(lang, 'lg_crossed_by')} ({len(crossed)})</summary><ul>{rows}</ul></details>"
    elif isinstance(what, AvoidedTerm):
        words = [t(lang, f"lg_severity_{what.severity.value}")]
        words += [t(lang, "lg_instead", words=what.instead.get(lang))] if what.instead else []
        more = (
            f"<div>{escape(visible(what.reason.get(lang)))}</div><div class='muted'>{escape(' · '.join(words))}</div>"
        )
    before = replaced.get(entry.key)
    if before is not None and before != what:
        more += f"<div class='muted'>{escape(t(lang, 'lg_instead_of', words=words_of(before, lang)))}</div>"
    return f"<b>{escape(visible(title_of(entry, lang)))}</b> {_origin(entry, lang)}{more}{_rests(entry, rests, lang)}"


def _origin(entry: LedgerEntry, lang: str) -> str:
    """Say where an entry comes from, unless it travels with the program, which most do."""
    if entry.origin is From.BUNDLED:
        return ""
    return f'<span class="tag">✎ {t(lang, f"lg_from_{entry.origin.value}")}</span>'


def _rests(entry: LedgerEntry, rests: Rests, lang: str) -> str:
    if not entry.evidence:
        return ""
    found = "; ".join(_one(rests.get(name) or RestsOn(name=name), lang) for name in entry.evidence)
    return f"<div class='lg-rests'><span class='muted'>{t(lang, 'lg_rests_on')}:</span> {found}</div>"


def _one(found: RestsOn, lang: str) -> str:
    """Return one thing an entry rests on: a statement that opens, or where it can be read."""
    if found.statement is not None:
        day = format_date(found.statement.date, "d MMM yyyy", locale=lang)
        return link(found.statement.id, f"{day} · {found.statement.speaker}")
    if found.coded is None:
        return f'<span class="lg-gone">⚠ {escape(t(lang, "lg_gone", name=found.name))}</span>'
    place = found.coded
    day = format_date(place.date, "d MMM yyyy", locale=lang)
    turn = f", {t(lang, 'lg_turn', n=place.turn)}" if place.turn is not None else ""
    return f'<span class="muted" title="{escape(place.title)}">{day} · {escape(place.speaker)}{turn}</span>'


def _figure(entry: LedgerEntry, values: Sequence[LedgerEntry], rests: Rests, lang: str) -> str:
    what = entry.what
    if not isinstance(what, MovingFigure):
        return ""
    rows = ""
    for each in sorted(values, key=lambda value: value.what.date if isinstance(value.what, FigureValue) else ""):
        if isinstance(each.what, FigureValue):
            links = " ".join(_one(rests.get(name) or RestsOn(name=name), lang) for name in each.evidence)
            day = format_date(each.what.date, "d MMM yyyy", locale=lang)
            rows += (
                f"<tr><th scope='row'>{day}</th><td>{each.what.value:g} {escape(what.unit)} {_origin(each, lang)}</td>"
                f"<td>{links}</td></tr>"
            )
    heads = "".join(f"<th scope='col'>{t(lang, key)}</th>" for key in ("lg_date", "lg_value", "lg_rests_on"))
    given = [each.what for each in values if isinstance(each.what, FigureValue)]
    last = max((value.date for value in given), default=None)
    newest = ", ".join(f"{value.value:g}" for value in given if value.date == last)
    shown = f" <span class='muted'>{newest} {escape(what.unit)}</span>" if newest else ""
    return (
        f"<details class='lg-principle'><summary><b>{escape(what.matter.get(lang))}</b>{shown}</summary>"
        f"<p class='muted'>{escape(what.advice.get(lang))}</p>"
        f"<table class='ov-people'><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></details>"
    )


def _topic(entry: LedgerEntry, lang: str) -> str:
    what = entry.what
    words = ", ".join(what.keywords.get(lang)) if isinstance(what, Topic) else ""
    head = f"<b>{escape(title_of(entry, lang))}</b> {_origin(entry, lang)}"
    return f"<li>{head} <span class='muted'>{escape(words)}</span></li>"


def retired(entries: Iterable[LedgerEntry], strays: Iterable[RetiredModel], lang: str) -> str:
    """Return what is no longer in force, with why; nothing where everything is."""
    rows = "".join(
        f"<li><b>{t(lang, f'lg_kind_{entry.kind.value}')}: {escape(visible(title_of(entry, lang)))}</b>"
        f"<div class='muted'>{escape(visible(_why(entry.retired, lang)))}</div></li>"
        for entry in entries
        if entry.retired is not None
    )
    rows += "".join(f"<li>⚠ {escape(t(lang, 'lg_stray', entry=visible(each.entry)))}</li>" for each in strays)
    if not rows:
        return ""
    return (
        f"<h3>{t(lang, 'lg_retired')}</h3><p class='muted'>{t(lang, 'lg_retired_note')}</p>"
        f"<ul class='lg-entries' id='ledger-retired'>{rows}</ul>"
    )


def _why(gone: RetiredModel, lang: str) -> str:
    if not gone.by or gone.on is None:
        return t(lang, "lg_retired_why", why=gone.reason)
    return t(lang, "lg_retired_by", day=format_date(gone.on, "d MMM yyyy", locale=lang), who=gone.by, why=gone.reason)


def history(events: Sequence[Event], lang: str) -> str:
    """Return what was done to the ledger, newest first."""
    head = f"<h3>{t(lang, 'lg_history')}</h3>"
    if not events:
        return f"{head}<p class='muted'>{t(lang, 'lg_history_none')}</p>"
    rows = "".join(_event(event, lang) for event in events)
    return f"{head}<ul class='lg-entries'>{rows}</ul>"


def _event(event: Event, lang: str) -> str:
    at = format_datetime(event.at.astimezone(), "d MMM yyyy, HH:mm", locale=lang)
    did = escape(known(lang, f"lg_{event.action}", event.action))
    return (
        f"<li>{at} · <b>{escape(visible(event.by))}</b> {did} <code>{escape(event.subject)}</code>: "
        f"{escape(visible(event.reason))}</li>"
    )
