"""Small pieces of HTML. Whatever comes from documents or users is escaped here, because Gradio does not."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from html import escape

from assistant.citing import AUTHORITY_NAMES, long_date
from assistant.domain import Citation, Finding, Form, Hit, Label, PassageKind, Report, SentenceReport, Statement
from assistant.text.post import POST_LIMIT
from assistant.ui.texts import known, t

ICONS = {Label.CONSISTENT: "✓", Label.UNSUPPORTED: "?", Label.CONTRADICTS: "✗"}
_SEVERITY_ICONS = {"block": "⛔", "warn": "⚠", "info": "ℹ"}
_VERDICT_ICONS = {"ready": "✓", "review": "?", "blocked": "✗"}
_WORST_FIRST = (Label.CONTRADICTS, Label.UNSUPPORTED, Label.CONSISTENT)


def notice(text: str, lang: str) -> str:
    """Return one sentence that says what went wrong."""
    return f'<p class="notice" role="alert"><b>{t(lang, "failed")}.</b> {escape(text)}</p>'


def remark(text: str) -> str:
    """Return one sentence that only tells."""
    return f'<p class="remark" role="status">{escape(text)}</p>'


def empty_state(head: str, body: str = "") -> str:
    """Return the plain words that stand where there is nothing to show."""
    return f'<div class="empty" role="status"><b>{escape(head)}</b>{f"<p>{escape(body)}</p>" if body else ""}</div>'


def badge(label: Label | None, lang: str) -> str:
    """Return a sentence's label as colour, icon and word together."""
    if label is None:
        return f'<span class="badge none">– {t(lang, "label_none")}</span>'
    icon = f'<i aria-hidden="true">{ICONS[label]}</i>'
    return f'<span class="badge {label.value}">{icon} {t(lang, "label_" + label)}</span>'


def counter(length: int, lang: str, *, limited: bool) -> str:
    """Return the weighted length, against the limit where there is one."""
    if not limited:
        return f'<span class="counter">{t(lang, "length", length=length)}</span>'
    over = length > POST_LIMIT
    words = t(lang, "length_over" if over else "length_of", length=length, limit=POST_LIMIT)
    return f'<span class="counter{" over" if over else ""}">{"⚠ " if over else ""}{words}</span>'


def copy_button(lang: str) -> str:
    """Return a button that copies the text box of its own row."""
    done = t(lang, "copied")
    return f'<button type="button" class="link-button" data-copy data-done="{done}">{t(lang, "copy")}</button>'


def link(statement_id: str, words: str, *, mark: str = "", css: str = "cite", title: str = "") -> str:
    """Return a button that opens a statement, with the stretch `mark` (``12-40``) highlighted in it."""
    return (
        f'<button type="button" class="{css}" data-statement="{escape(statement_id)}" data-mark="{escape(mark)}" '
        f'title="{escape(title)}">{escape(words)}</button>'
    )


def citation_link(citation: Citation, lang: str) -> str:
    """Return a numbered citation that opens its statement at the quote."""
    statement = citation.statement
    title = f"{statement.speaker}, {long_date(statement.date, lang)}"
    return link(statement.id, f"[{citation.number}]", mark=quote_mark(citation), title=title)


def quote_mark(citation: Citation) -> str:
    """Return where the quote stands in its statement."""
    start = citation.statement.text.find(citation.quote)
    return f"{start}-{start + len(citation.quote)}" if citation.quote and start >= 0 else ""


def form_tag(statement: Statement, lang: str) -> str:
    """Say plainly whether the words are the speaker's own."""
    icon = "❝" if statement.form is Form.VERBATIM else "≈"
    tag = f'<span class="tag {statement.form.value}">{icon} {t(lang, statement.form.value)}</span>'
    if statement.superseded_by:
        tag += f' <span class="tag superseded">↻ {t(lang, "superseded")}</span>'
    return tag


def references(citations: Sequence[Citation], lang: str) -> str:
    """Return the numbered references under a draft or an answer."""
    if not citations:
        return ""
    rows = "".join(
        f"<li>{citation_link(c, lang)}<div>{_who(c.statement, lang)}<br>"
        f'<span class="muted">{escape(c.statement.venue)} ({AUTHORITY_NAMES[lang][c.statement.authority]}) · '
        f"{escape(c.statement.source.title)}</span> "
        f"{form_tag(c.statement, lang)}{_maybe_newer(c, lang)}</div></li>"
        for c in citations
    )
    return f'<h3>{t(lang, "references")}</h3><ul class="references">{rows}</ul>'


def _maybe_newer(citation: Citation, lang: str) -> str:
    """Point to later statements with another figure on the same matter."""
    links = ", ".join(link(i, i, css="cite wide") for i in citation.maybe_superseded_by)
    return f'<div class="muted">↻ {t(lang, "maybe_superseded")}: {links}</div>' if links else ""


def _who(statement: Statement, lang: str) -> str:
    day = long_date(statement.date, lang)
    return f"<b>{escape(statement.speaker)}</b>, {escape(statement.role)}, {day}"


def evidence(hits: Iterable[Hit], lang: str, *, limit: int = 3) -> str:
    """Return the nearest passages on the record, each opening its statement."""
    rows = "".join(
        f"<li>{link(hit.statement.id, _short(hit.statement, lang), mark=hit_mark(hit), css='cite wide')} "
        f'{form_tag(hit.statement, lang)}<div class="muted">{escape(hit.passage.text)}</div></li>'
        for hit in list(hits)[:limit]
    )
    return f'<p class="small-head">{t(lang, "evidence")}</p><ul class="evidence">{rows}</ul>' if rows else ""


def why(sentence: SentenceReport, lang: str, own: Iterable[Finding] = ()) -> str:
    """Return why a sentence has its label, what is on the record for and against it, and what to say instead.

    A reason that one of its `own` findings gives is not given twice.
    """
    said = any(finding.message == sentence.reason for finding in own)
    reason = "" if said or not sentence.reason else f'<p class="why">{escape(sentence.reason)}</p>'
    sides = (("against_record", sentence.conflict), ("for_record", sentence.support))
    rows = "".join(
        f"<li><b>{t(lang, name)}:</b> {link(b.statement.id, _short(b.statement, lang), css='cite wide')}"
        f"<div>{all_highlighted(b.text, b.marked)}</div></li>"
        for name, b in sides
        if b is not None
    )
    sides_html = f'<ul class="evidence sides">{rows}</ul>' if rows else ""
    offered = (
        f'<div class="suggestion"><b>{t(lang, "say_instead")}:</b> {escape(sentence.suggestion)}</div>'
        if sentence.suggestion
        else ""
    )
    return f"{reason}{sides_html}{offered}"


def hit_mark(hit: Hit) -> str:
    """Return the stretch of the statement that a hit is."""
    passage = hit.passage
    if passage.kind is PassageKind.TEXT:
        return f"{passage.start}-{passage.end}"
    pairs = enumerate(hit.statement.lines)
    return next((f"line-{n}" for n, pair in pairs if passage.text in (pair.es, pair.en)), "")


def _short(statement: Statement, lang: str) -> str:
    return f"{statement.speaker}, {long_date(statement.date, lang)}"


def findings(
    found: Iterable[Finding], text: str, lang: str, statements: Mapping[str, Statement], *, places: bool = False
) -> str:
    """Return findings with the words they are about, why, and what to write instead.

    Args:
        found: What the checks saw.
        text: The checked text, into which the offsets point.
        lang: The language of the desk.
        statements: The statements named as evidence, by id.
        places: Also print the offsets.
    """
    rows = "".join(_finding(finding, text, lang, statements, places) for finding in found)
    return f'<ul class="findings">{rows}</ul>' if rows else ""


def _finding(finding: Finding, text: str, lang: str, statements: Mapping[str, Statement], places: bool) -> str:
    severity = finding.severity.value
    words = text[finding.start : finding.end]
    said = f" <q>{escape(shorten(words))}</q>" if words.strip() and places else ""
    place = f' <span class="muted">{t(lang, "place", start=finding.start, end=finding.end)}</span>' if places else ""
    message = escape(finding.message)
    for statement_id in finding.evidence:
        if statement_id in message and statement_id in statements:
            message = message.replace(statement_id, escape(_short(statements[statement_id], lang)))
    links = " ".join(
        link(statement_id, _short(statements[statement_id], lang), css="cite wide")
        for statement_id in finding.evidence[:4]
        if statement_id in statements
    )
    suggestion = (
        f'<div class="suggestion"><b>{t(lang, "suggestion")}:</b> {escape(finding.suggestion)}</div>'
        if finding.suggestion
        else ""
    )
    return (
        f'<li class="{severity}"><b><i aria-hidden="true">{_SEVERITY_ICONS[severity]}</i> '
        f"{t(lang, 'severity_' + severity)} · {escape(known(lang, 'check_' + finding.check, finding.check))}</b>"
        f"{said}{place}<div>{message}</div>{suggestion}{f'<div>{links}</div>' if links else ''}</li>"
    )


def moment(at: datetime, lang: str) -> str:
    """Write a moment out, in the machine's own time."""
    local = at.astimezone()
    return f"{long_date(local.date(), lang)}, {local:%H:%M}"


def shorten(text: str, limit: int = 90) -> str:
    """Return as many whole words as fit, with an ellipsis where some are left out."""
    return text if len(text) <= limit else text[:limit].rsplit(" ", 1)[0] + "…"


def verdict(report: Report, lang: str, principles: Mapping[str, str]) -> str:
    """Return the banner that tells the state of a whole text."""
    state = report.verdict.value
    counts = [
        f'<span class="badge {label.value}">{ICONS[label]} {t(lang, "count_" + label, n=n)}</span>'
        for label in reversed(_WORST_FIRST)
        if (n := sum(sentence.label is label for sentence in report.sentences))
    ]
    missing = ", ".join(principles.get(i, i) for i in report.principles.expected_missing)
    expected = f'<p class="muted">{t(lang, "expected")}: {escape(missing)}.</p>' if missing else ""
    return (
        f'<div class="verdict {state}" role="status"><b><i aria-hidden="true">{_VERDICT_ICONS[state]}</i> '
        f"{t(lang, 'verdict_' + state)}.</b> {t(lang, f'verdict_{state}_note')}"
        f'<div class="counts">{" ".join(counts)}</div>{expected}</div>'
    )


def highlighted(text: str, start: int, end: int) -> str:
    """Return a text, escaped, with one stretch (half-open code-point offsets) in a ``<mark>``."""
    if not 0 <= start < end <= len(text):
        return escape(text)
    return f"{escape(text[:start])}<mark>{escape(text[start:end])}</mark>{escape(text[end:])}"


def all_highlighted(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return a text, escaped, with several stretches (half-open code-point offsets, in order) each in a ``<mark>``."""
    out, at = [], 0
    for start, end in spans:
        out += [escape(text[at:start]), f"<mark>{escape(text[start:end])}</mark>"]
        at = end
    return "".join(out) + escape(text[at:])


def worst(labels: Iterable[Label]) -> Label | None:
    """Return the label that decides: one bad sentence condemns an item. None where there is no sentence."""
    found = set(labels)
    return next((label for label in _WORST_FIRST if label in found), None)
