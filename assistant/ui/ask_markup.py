"""HTML of answers: what is on the record, how it went, what changed, and the other side beside ours."""

from collections.abc import Iterable, Mapping
from html import escape

from assistant.answer_files import figure_value
from assistant.citing import long_date, worded
from assistant.domain import (
    AnswerStatus,
    Changes,
    Citation,
    FigureMaybe,
    FigureMoved,
    Form,
    Inquiry,
    RecordDeed,
    Replaced,
    Said,
    Statement,
    TheOtherSide,
    Wanted,
)
from assistant.text.hidden import visible
from assistant.ui.course_plot import course, words_of
from assistant.ui.markup import empty_state, form_tag, link, quote_mark, references, remark
from assistant.ui.texts import t

_SECTIONS = {
    "answer-list": "contents_answer",
    "first": "contents_first",
    "changes": "contents_changes",
    "course": "contents_course",
    "sides": "contents_sides",
    "references": "references",
}
BESIDE, BESIDE_CHARS = 3, 200
"""Our statements, and characters of each, that stand beside the other side's: above, the answer has them whole."""
AROUND = 160
"""Characters of a statement that are shown on either side of what answers."""


def inquiry(found: Inquiry, lang: str) -> str:
    """Return all that the record says to a question, in the order in which it was asked for."""
    answered = found.answer.status is AnswerStatus.ANSWERED
    newer = {each.id: each for each in found.newer}
    sections = {
        Wanted.POSITION: _answer(found, newer, lang) if answered else _nothing(found, lang),
        Wanted.FIRST: _first(found, newer, lang),
        Wanted.CHANGES: _changes(found.changes, lang),
    }
    asked = found.request.wanted
    order = [asked, *(each for each in (Wanted.POSITION, Wanted.FIRST, Wanted.CHANGES) if each is not asked)]
    if not answered:
        order = [Wanted.POSITION, Wanted.CHANGES]
    drawn = course(found.said, newer, lang)
    parts = [*(sections[each] for each in order), _section("course", t(lang, "course_head"), drawn) if drawn else ""]
    parts += [_both_sides(found, lang), _references(found, lang) if answered else ""]
    body = "".join(parts)
    return f"{_summary(found, lang)}{_contents(body, lang)}{body}"


def _contents(body: str, lang: str) -> str:
    """Return links to the sections, where there are several: nobody reads a long answer from end to end."""
    places = {name: body.find(f'id="ask-{name}"') for name in _SECTIONS}
    names = sorted((name for name, place in places.items() if place >= 0), key=places.__getitem__)
    links = "".join(f'<a href="#ask-{name}">{t(lang, _SECTIONS[name])}</a>' for name in names)
    return f'<nav class="contents" aria-label="{t(lang, "contents")}">{links}</nav>' if len(names) > 1 else ""


def _references(found: Inquiry, lang: str) -> str:
    cited = found.answer.citations
    return (
        f'<details class="ask-section" id="ask-references"><summary>{t(lang, "references")} ({len(cited)})</summary>'
        f"{references(cited, lang)}</details>"
    )


def _summary(found: Inquiry, lang: str) -> str:
    """Say in a sentence what was found, for who does not see the page; that nothing was says so itself."""
    n = len(found.answer.citations)
    return f'<div role="status" class="sr-only">{t(lang, "ask_found", n=n)}</div>' if n else ""


def _section(name: str, head: str, body: str) -> str:
    return (
        f'<section class="ask-section" id="ask-{name}" aria-labelledby="ask-{name}-head">'
        f'<h3 id="ask-{name}-head">{head}</h3>{body}</section>'
    )


def _answer(found: Inquiry, newer: Mapping[str, Statement], lang: str) -> str:
    lines = {each.statement.id: each for each in found.said}
    said = "".join(
        _cited(citation, lines.get(citation.statement.id), newer, lang) for citation in found.answer.citations
    )
    return _section("answer-list", t(lang, "answer_head"), f'<ol class="answer">{said}</ol>')


def _cited(citation: Citation, said: Said | None, newer: Mapping[str, Statement], lang: str) -> str:
    statement = citation.statement
    mark = quote_mark(citation)
    maybe = ", ".join(link(i, i, css="cite wide") for i in citation.maybe_superseded_by)
    perhaps = f'<div class="muted">↻ {t(lang, "maybe_superseded")}: {maybe}</div>' if maybe else ""
    number = link(statement.id, f"[{citation.number}]", mark=mark, title=_who(statement, lang))
    return (
        f'<li class="{"superseded" if statement.superseded_by else "stands"}">{head(statement, lang, before=number)}'
        f"{_translated(statement, said, lang)}{excerpt(statement, citation.quote, lang)}"
        f'<div class="foot">{link(statement.id, t(lang, "open_statement"), mark=mark, css="cite wide")}'
        f"{_newer(statement, newer, lang)}</div>{perhaps}</li>"
    )


def head(statement: Statement, lang: str, *, before: str = "") -> str:
    """Return who said it, in what role, when, and in what form."""
    return (
        f'<div class="row-head">{before}<b>{escape(visible(statement.speaker))}</b>'
        f'<span class="muted">{escape(visible(statement.role))} · {long_date(statement.date, lang)}</span> '
        f"{form_tag(statement, lang)}</div>"
    )


def _translated(statement: Statement, said: Said | None, lang: str) -> str:
    """Return the line to take in the reader's language, where the statement itself is in the other."""
    if said is None or said.line is None or statement.lang == lang or statement.form is Form.VERBATIM:
        return ""
    return f'<p class="in-short">{escape(visible(said.line.get(lang)))}</p>'


def excerpt(statement: Statement, quote: str, lang: str) -> str:
    """Return the quote marked inside what stands around it, in quotation marks where the words are verbatim."""
    start = statement.text.find(quote) if quote else -1
    if start < 0:
        return ""
    end = start + len(quote)
    before, after = _around(statement.text, start, end)
    opening, closing = worded(statement, "\0", lang).split("\0")
    return (
        f'<blockquote class="within {statement.form.value}" lang="{escape(statement.lang)}">'
        f"{opening}{escape(visible(before))}<mark>{escape(visible(quote))}</mark>{escape(visible(after))}{closing}"
        "</blockquote>"
    )


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands before and after a stretch, cut at words."""
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    if start > AROUND:
        before = f"… {before.partition(' ')[2]}"
    if end + AROUND < len(text):
        after = f"{after.rpartition(' ')[0]} …"
    return before, after


def _newer(statement: Statement, newer: Mapping[str, Statement], lang: str) -> str:
    """Return links to what supersedes a statement."""
    if not statement.superseded_by:
        return ""
    links = ", ".join(
        link(i, _who(newer[i], lang) if i in newer else i, css="cite wide") for i in statement.superseded_by
    )
    return f'<span class="by">↻ {t(lang, "superseded_by_short")}: {links}</span>'


def _nothing(found: Inquiry, lang: str) -> str:
    tag = f'<span class="tag">≠ {t(lang, "not_an_answer")}</span>'
    near = "".join(
        f"<li>{head(s, lang, before=tag)}"
        f"<p>{escape(words_of(each, lang, most=260))} "
        f"{link(s.id, t(lang, 'open_statement'), mark=quote_mark(each.citation), css='cite wide')}</p></li>"
        for each in found.nearest
        for s in (each.statement,)
    )
    listed = _section("nearest", t(lang, "nearest_head"), f'<ul class="nearest">{near}</ul>') if near else ""
    return empty_state(t(lang, "no_record_head"), t(lang, "no_record_body")) + listed


def _first(found: Inquiry, newer: Mapping[str, Statement], lang: str) -> str:
    if found.first is None:
        return ""
    said, statement = found.first, found.first.statement
    asked = found.request.wanted is Wanted.FIRST
    mark = quote_mark(said.citation)
    note = f'<p class="muted">{t(lang, "first_note")}</p>'
    body = (
        f"{head(statement, lang)}{_translated(statement, said, lang)}{excerpt(statement, said.quote, lang)}"
        if asked
        else f"{head(statement, lang)}<p>{escape(words_of(said, lang, most=200))}</p>"
    )
    foot = link(statement.id, t(lang, "open_statement"), mark=mark, css="cite wide") + _newer(statement, newer, lang)
    return _section(
        "first", t(lang, "first_head"), f'<div class="first">{body}<div class="foot">{foot}</div></div>{note}'
    )


def _changes(changes: Changes | None, lang: str) -> str:
    if changes is None:
        return ""
    day = long_date(changes.since, lang)
    title = t(lang, "changes_head", day=day)
    note = "" if changes.given else f'<p class="muted">{t(lang, "changes_no_day")}</p>'
    if changes.nothing:
        return _section("changes", title, note + remark(t(lang, "changes_nothing", day=day)))
    parts = (
        ("changes_new", [_opened_words(each, lang) for each in changes.new]),
        (
            "changes_superseded",
            [_replaced(each, lang) for each in changes.superseded],
        ),
        ("changes_figures", [_figure(each, lang) for each in changes.figures]),
        ("changes_maybe", [_maybe(each, lang) for each in changes.maybe]),
        ("changes_deeds", [_deed(each, lang) for each in changes.deeds]),
    )
    body = "".join(
        f'<h4>{t(lang, key)} <span class="muted">({len(rows)})</span></h4>'
        f'<ul class="changed">{"".join(f"<li>{row}</li>" for row in rows)}</ul>'
        for key, rows in parts
        if rows
    )
    return _section("changes", title, note + body)


def _opened_words(said: Said, lang: str) -> str:
    s = said.statement
    opens = link(s.id, _who(s, lang), mark=quote_mark(said.citation), css="cite wide")
    return f"{opens} {form_tag(s, lang)}<div>{escape(words_of(said, lang, most=220))}</div>"


def _replaced(pair: Replaced, lang: str) -> str:
    return (
        f"{_opened_words(pair.newer, lang)}"
        f'<div class="older"><b>↻ {t(lang, "changes_replaces")}</b> {_opened_words(pair.older, lang)}</div>'
    )


def _figure(moved: FigureMoved, lang: str) -> str:
    unit = moved.figure.unit
    return (
        f"{escape(moved.figure.matter.get(lang))}: <b>{escape(figure_value(moved.before, unit, lang))}</b> → "
        f"<b>{escape(figure_value(moved.after, unit, lang))}</b>"
    )


def _maybe(each: FigureMaybe, lang: str) -> str:
    return (
        f"<b>{escape(visible(each.before))}</b> {link(each.older.id, _who(each.older, lang), css='cite wide')} → "
        f"<b>{escape(visible(each.after))}</b> {link(each.newer.id, _who(each.newer, lang), css='cite wide')}"
    )


def _deed(deed: RecordDeed, lang: str) -> str:
    who = escape(visible(_who(deed.statement, lang)))
    day = long_date(deed.at.date(), lang)
    opens = link(deed.statement.id, _who(deed.statement, lang), css="cite wide")
    reason = f" — {escape(visible(deed.reason))}" if deed.reason else ""
    return f"{t(lang, 'deed_' + deed.action, day=day)}: {who if deed.action == 'retracted' else opens}{reason}"


def _both_sides(found: Inquiry, lang: str) -> str:
    theirs = found.theirs
    if theirs is None:
        return ""
    if not theirs.statements:
        return f'<p class="muted ask-section">{t(lang, "theirs_unknown")}</p>'
    ours = [
        (each.statement, words_of(_said_of(each, found), lang), quote_mark(each)) for each in found.answer.citations
    ]
    own = _side_list(ours, lang) or f'<p class="muted">{t(lang, "no_record_head")}</p>'
    body = (
        f'<div class="two-sides"><section class="ours"><h4><i aria-hidden="true">●</i> {t(lang, "side_ours")}</h4>{own}'
        f'</section><section class="theirs"><h4><i aria-hidden="true">⇄</i> {t(lang, "side_theirs")}</h4>'
        f'<p class="muted">{t(lang, "side_theirs_note")}</p>{_their_list(theirs, lang)}</section></div>'
    )
    return _section("sides", t(lang, "sides_head"), body)


def _said_of(citation: Citation, found: Inquiry) -> Said:
    own = next((each for each in found.said if each.statement.id == citation.statement.id), None)
    return own or Said(statement=citation.statement, quote=citation.quote)


def _their_list(theirs: TheOtherSide, lang: str) -> str:
    rows = [(each.statement, words_of(each, lang), quote_mark(each.citation)) for each in theirs.said]
    return _side_list(rows, lang) or remark(t(lang, "theirs_nothing", n=theirs.statements))


def _side_list(rows: Iterable[tuple[Statement, str, str]], lang: str) -> str:
    items = "".join(
        f'<li class="{s.side.value}">{head(s, lang)}<p>{escape(words)} '
        f"{link(s.id, t(lang, 'open_statement'), mark=mark, css='cite wide')}</p></li>"
        for s, words, mark in rows
    )
    return f"<ul>{items}</ul>" if items else ""


def _who(statement: Statement, lang: str) -> str:
    return f"{statement.speaker}, {long_date(statement.date, lang)}"
