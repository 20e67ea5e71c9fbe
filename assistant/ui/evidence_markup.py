"""HTML of the evidence: what a draft would rest on, statement by statement, and what was found to be pinned."""

from collections.abc import Mapping, Sequence
from html import escape

from assistant.citing import long_date
from assistant.domain import EvidenceItem, Hit, Statement
from assistant.drafting.choosing import DROP, PIN, Choice, Narrowing, nearness
from assistant.text.hidden import visible
from assistant.ui import markup
from assistant.ui.texts import known, t

SHOWN_CHARS = 420
_PRESSED = {PIN: "ev_pinned", DROP: "ev_dropped"}


def evidence_rows(
    items: Sequence[EvidenceItem],
    others: Sequence[Statement],
    choice: Choice,
    narrowing: Narrowing,
    principles: Mapping[str, str],
    lang: str,
) -> str:
    """Return the evidence as a list.

    Args:
        items: What a draft would rest on as it was last searched for.
        others: Statements that were pinned or dropped and are not among the items.
        choice: What is pinned and dropped now.
        narrowing: Which items are to be seen.
        principles: Names of principles by id.
        lang: The language of the desk.
    """
    if not items and not others:
        filtered = not choice.filters.is_empty
        return markup.empty_state(t(lang, "nothing_head"), t(lang, "ev_none_filtered" if filtered else "ev_none"))
    seen = [item for item in items if narrowing.shows(item)]
    rows = [_other(each, choice, lang) for each in others if each.id in choice.pinned]
    rows += [_row(item, choice, principles, lang) for item in seen]
    rows += [_other(each, choice, lang) for each in others if each.id not in choice.pinned]
    beyond = [t(lang, "ev_shown", n=len(seen))] if len(seen) != len(items) else []
    beyond += [t(lang, "ev_applied")] if not choice.filters.is_empty else []
    told = f'<span class="sr-only">{counts(len(items), choice, lang)}</span> {" · ".join(beyond)}'  # the box shows them
    return f'<p class="ev-count" role="status">{told}</p><ol class="ev-list">{"".join(rows)}</ol>'


def counts(statements: int, choice: Choice, lang: str) -> str:
    """Return how many statements there are, and how many of all were pinned and dropped."""
    parts = [_plural("ev_statements", statements, lang)]
    parts += [_plural(f"ev_{name}", n, lang) for name, n in _chosen(choice) if n]
    return " · ".join(parts)


def box_label(statements: int | None, choice: Choice, lang: str) -> str:
    """Return the heading of the box, with what is in it once something was looked for."""
    name = t(lang, "ev_box")
    return name if statements is None else f"{name}: {counts(statements, choice, lang)}"


def found_rows(hits: Sequence[Hit], choice: Choice, lang: str) -> str:
    """Return what was found in the record, each to be pinned."""
    if not hits:
        return f'<p class="remark" role="status">{t(lang, "ev_found_none")}</p>'
    rows = "".join(
        f"<li>{_head(hit.statement, '', lang)}{_texts((hit.passage.text,), lang)}"
        f"{_acts(hit.statement, choice, lang, drop=False, mark=markup.hit_mark(hit))}</li>"
        for hit in hits
    )
    return f'<p class="ev-count" role="status">{t(lang, "ev_found", n=len(hits))}</p><ol class="ev-list">{rows}</ol>'


def _chosen(choice: Choice) -> tuple[tuple[str, int], ...]:
    return (("pinned", len(choice.pinned)), ("dropped", len(choice.dropped)))


def _plural(key: str, n: int, lang: str) -> str:
    return t(lang, f"{key}_{'one' if n == 1 else 'many'}", n=n)


def _row(item: EvidenceItem, choice: Choice, principles: Mapping[str, str], lang: str) -> str:
    statement = item.statement
    marks = [f'<span class="tag near-{nearness(item)}">{t(lang, f"ev_{nearness(item)}")}</span>']
    if item.left_out:
        marks.append(f'<span class="tag" title="{t(lang, "ev_left_out_hint")}">{t(lang, "ev_left_out")}</span>')
    why = "; ".join(_why(aspect, principles, lang) for aspect in item.aspects)
    reason = f'<p class="muted ev-why">{t(lang, "ev_why")}: {escape(visible(why))}</p>' if why else ""
    return (
        f"<li{_state(statement, choice)}>{_head(statement, ' '.join(marks), lang, item.number)}"
        f"{_texts(item.texts, lang)}{reason}{_acts(statement, choice, lang)}</li>"
    )


def _other(statement: Statement, choice: Choice, lang: str) -> str:
    """Return a statement that was chosen and that the last search did not bring."""
    texts = tuple(pair.get(lang) for pair in statement.lines) or (statement.text,)
    said = f"{_head(statement, '', lang)}{_texts(texts, lang)}{_acts(statement, choice, lang)}"
    return f"<li{_state(statement, choice)}>{said}</li>"


def _state(statement: Statement, choice: Choice) -> str:
    if statement.id in choice.pinned:
        return ' class="pinned"'
    if statement.id in choice.dropped:
        return ' class="dropped"'
    return ' class="dimmed"' if statement.superseded_by else ""


def _head(statement: Statement, marks: str, lang: str, number: int | None = None) -> str:
    numbered = f'<span class="number">{number}</span> ' if number else ""
    return (
        f'<div class="ev-who">{numbered}<b>{escape(visible(statement.speaker))}</b></div>'
        f'<div class="muted ev-role">{escape(visible(statement.role))} · {long_date(statement.date, lang)}</div>'
        f'<div class="ev-marks">{markup.form_tag(statement, lang)} {marks}</div>'
    )


def _texts(texts: Sequence[str], lang: str) -> str:
    if not texts:
        return ""
    first, *rest = (_shortened(visible(text)) for text in texts)
    said = f'<p class="said">{escape(first)}</p>'
    if not rest:
        return said
    more = "".join(f'<p class="said">{escape(text)}</p>' for text in rest)
    return f"{said}<details><summary>{t(lang, 'ev_more', n=len(rest))}</summary>{more}</details>"


def _acts(statement: Statement, choice: Choice, lang: str, *, drop: bool = True, mark: str = "") -> str:
    pressed = {PIN: statement.id in choice.pinned, DROP: statement.id in choice.dropped}
    buttons = _toggle(statement, PIN, pressed[PIN], "★", lang)
    buttons += _toggle(statement, DROP, pressed[DROP], "✕", lang) if drop else ""
    opening = markup.link(
        statement.id, t(lang, "ev_open"), mark=mark, css="link-button", title=_named(statement, "ev_open", lang)
    )
    return f'<div class="ev-acts">{buttons}{opening}</div>'


def _toggle(statement: Statement, act: str, pressed: bool, icon: str, lang: str) -> str:
    """Return a button that stays pressed; word and colour tell the state."""
    key = _PRESSED[act] if pressed else f"ev_{act}"
    return (
        f'<button type="button" class="ev-act {act}" data-act="{act}" data-id="{escape(statement.id)}" '
        f'aria-pressed="{"true" if pressed else "false"}" aria-label="{escape(_named(statement, key, lang))}">'
        f'<i aria-hidden="true">{icon}</i> {t(lang, key)}</button>'
    )


def _named(statement: Statement, act: str, lang: str) -> str:
    who, day = visible(statement.speaker), long_date(statement.date, lang)
    return t(lang, "ev_pin_of", act=t(lang, act), who=who, date=day)


def _why(aspect: str, principles: Mapping[str, str], lang: str) -> str:
    if aspect in principles:
        return t(lang, "ev_why_principle", name=principles[aspect])
    return known(lang, f"ev_why_{aspect}", aspect)


def _shortened(text: str) -> str:
    return text if len(text) <= SHOWN_CHARS else text[: SHOWN_CHARS - 1].rsplit(" ", 1)[0] + "…"
