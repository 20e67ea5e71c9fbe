"""HTML of whole statements: the panel and the record's list."""

import re
from collections.abc import Mapping
from html import escape

from assistant.citing import AUTHORITY_NAMES, long_date
from assistant.domain import Form, Side, Statement
from assistant.ui.markup import form_tag, highlighted, link
from assistant.ui.texts import t

_SPAN = re.compile(r"(\d{1,7})-(\d{1,7})")
_LINE = re.compile(r"line-(\d{1,4})")


def statement_panel(
    statement: Statement, lang: str, *, mark: str, newer: Mapping[str, Statement], topics: Mapping[str, str]
) -> str:
    """Return a statement in full, with its source and what superseded it.

    Args:
        statement: What to show.
        lang: The language of the desk.
        mark: What to highlight: ``12-40`` (offsets into the text), ``line-2``, or nothing.
        newer: The statements that superseded it, by id.
        topics: Names of topics, by id.
    """
    span = _SPAN.fullmatch(mark)
    start, end = (int(span[1]), int(span[2])) if span else (0, 0)
    return (
        f'<article class="statement" lang="{escape(statement.lang)}"><h2 tabindex="-1">{escape(statement.speaker)}</h2>'
        f"{_side_note(statement, lang)}{_facts(statement, lang)}{_form_note(statement, lang)}"
        f"{_newer(statement, lang, newer)}"
        f"<h3>{t(lang, 'text')}</h3>"
        f'<blockquote class="{statement.form.value}">{highlighted(statement.text, start, end)}</blockquote>'
        f"{_lines(statement, lang, mark)}{_source(statement, lang)}{_topics(statement, lang, topics)}</article>"
    )


def _side_note(statement: Statement, lang: str) -> str:
    if statement.side is Side.OWN:
        return ""
    note = f"<b>{t(lang, 'side_theirs')}.</b> {t(lang, 'side_theirs_note')}"
    return f'<p class="side-note"><i aria-hidden="true">⇄</i> {note}</p>'


def _facts(statement: Statement, lang: str) -> str:
    rows = [
        (t(lang, "role"), statement.role),
        (t(lang, "date"), long_date(statement.date, lang)),
        (t(lang, "venue"), statement.venue),
        (t(lang, "authority"), AUTHORITY_NAMES[lang][statement.authority].capitalize()),
        (t(lang, "counterpart"), statement.counterpart),
    ]
    cells = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in rows if value)
    return f"<dl>{cells}</dl>"


def _form_note(statement: Statement, lang: str) -> str:
    note = t(lang, "verbatim_note" if statement.form is Form.VERBATIM else "paraphrase_note")
    return f'<p class="form-note {statement.form.value}">{form_tag(statement, lang)} {note}</p>'


def _newer(statement: Statement, lang: str, newer: Mapping[str, Statement]) -> str:
    if not statement.superseded_by:
        return ""
    names = {i: f"{each.speaker}, {long_date(each.date, lang)}" for i, each in newer.items()}
    rows = "".join(f"<li>{link(i, names.get(i, i), css='cite wide')}</li>" for i in statement.superseded_by)
    return f'<div class="newer"><b>↻ {t(lang, "superseded_by")}</b><ul>{rows}</ul></div>'


def _lines(statement: Statement, lang: str, mark: str) -> str:
    if not statement.lines:
        return ""
    line = _LINE.fullmatch(mark)
    chosen = int(line[1]) if line else -1
    other = "en" if lang == "es" else "es"
    rows = "".join(
        f"<li><span lang='{lang}'>{'<mark>' if n == chosen else ''}{escape(pair.get(lang))}"
        f"{'</mark>' if n == chosen else ''}</span>"
        f'<div class="muted" lang="{other}">{escape(pair.get(other))}</div></li>'
        for n, pair in enumerate(statement.lines)
    )
    return f"<h3>{t(lang, 'lines')}</h3><ul class='lines'>{rows}</ul>"


def _source(statement: Statement, lang: str) -> str:
    source = statement.source
    turn = (source.locator or {}).get("turn")
    place = f" · {t(lang, 'turn', n=turn)}" if turn is not None else ""
    return (
        f"<h3>{t(lang, 'source')}</h3><p>{escape(source.title)}<br>"
        f'<span class="muted ref">{escape(source.ref)}{place}</span></p>'
        f'<p class="muted ref">{escape(statement.id)}</p>'
    )


def _topics(statement: Statement, lang: str, topics: Mapping[str, str]) -> str:
    if not statement.topics:
        return ""
    names = ", ".join(topics.get(topic, topic) for topic in statement.topics)
    return f'<p class="muted">{t(lang, "topics")}: {escape(names)}</p>'
