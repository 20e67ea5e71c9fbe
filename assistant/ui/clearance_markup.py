"""HTML of a case: how far it is, what is missing, its text sentence by sentence, its new positions."""

from collections.abc import Mapping, Sequence
from html import escape

from assistant.citing import long_date
from assistant.clearance.marks import SHOWN
from assistant.clearance.needs import needed, needs
from assistant.domain import Case, CaseLine, CaseSentence, ClearanceState, Label, Need, NeedKind, Position, Statement
from assistant.text.hidden import visible
from assistant.ui import markup
from assistant.ui.texts import known, t

ICONS = {
    ClearanceState.DRAFT: "✎",
    ClearanceState.FOR_CLEARANCE: "⧗",
    ClearanceState.RETURNED: "↩",
    ClearanceState.CLEARED: "✓",
}


def shown(text: str) -> str:
    """Return words that people typed, escaped, with what hides in them written out."""
    return "<br>".join(escape(visible(line)) for line in text.splitlines() if line.strip())


def case_list(lines: Sequence[CaseLine], chosen: str, lang: str) -> str:
    """Return the drafts of a list, each a button that opens its case."""
    if not lines:
        return markup.empty_state(t(lang, "cases_none"), t(lang, "cases_none_body"))
    rows = "".join(_row(line, line.draft_id == chosen, lang) for line in lines)
    count = t(lang, "cases_n", n=len(lines))
    return f'<p class="small-head" role="status">{count}</p><ul class="case-list">{rows}</ul>'


def _row(line: CaseLine, chosen: bool, lang: str) -> str:
    by = escape(visible(line.by)) if line.by else t(lang, "case_nobody")
    format_name = known(lang, f"format_{line.format}", line.format)
    comments = f" · {t(lang, 'case_comments', n=line.comments)}" if line.comments else ""
    current = ' aria-current="true"' if chosen else ""
    return (
        f'<li><button type="button" data-case="{escape(line.draft_id)}"{current}><b>{escape(visible(line.title))}</b>'
        f"<span>{state_tag(line.state, lang)} {escape(format_name)}{comments}</span>"
        f'<span class="muted">{t(lang, "case_by", by=by, at=markup.moment(line.at, lang))}</span></button></li>'
    )


def state_tag(state: ClearanceState, lang: str) -> str:
    """Return a state as icon and word."""
    icon = f'<i aria-hidden="true">{ICONS[state]}</i>'
    return f'<span class="badge state-{state.value}">{icon} {t(lang, f"state_{state.value}")}</span>'


def head(case: Case, lang: str) -> str:
    """Return what a case is, how far it has come, and what is missing."""
    file = case.file
    told = [t(lang, "case_submitted", by=escape(file.submitted_by))] if file.submitted_by else []
    told += [t(lang, "case_authors", names=escape(", ".join(case.authors)))] if case.authors else []
    told += [t(lang, "case_copied", draft=escape(file.copied_from))] if file.copied_from else []
    about = (
        f"{escape(case.draft_id)} · {escape(known(lang, 'format_' + case.version.data['format'], ''))} · "
        f"{t(lang, 'lang_' + case.lang)}. {' '.join(told)}"
    )
    return (
        f'<h2 class="case-title" tabindex="-1">{escape(visible(case.title))}</h2><p class="muted">{about}</p>'
        f"{stepper(case, lang)}{missing(case, lang)}"
    )


def stepper(case: Case, lang: str) -> str:
    """Return the three steps of the way, the present one marked."""
    middle = ClearanceState.RETURNED if case.state is ClearanceState.RETURNED else ClearanceState.FOR_CLEARANCE
    way = (ClearanceState.DRAFT, middle, ClearanceState.CLEARED)
    at = way.index(case.state)
    steps = ""
    for number, state in enumerate(way):
        done = f' <span class="sr-only">({t(lang, "step_done")})</span>' if number < at else ""
        current = ' aria-current="step"' if number == at else ""
        css = "done" if number < at else f"now state-{state.value}" if number == at else "ahead"
        icon = "✓" if number < at else ICONS[state] if number == at else "○"
        steps += (
            f'<li class="{css}"{current}><i aria-hidden="true">{icon}</i> {t(lang, f"state_{state.value}")}{done}</li>'
        )
    return f'<ol class="stepper" aria-label="{t(lang, "steps_label")}">{steps}</ol>'


def missing(case: Case, lang: str) -> str:
    """Return in plain sentences what is missing, and why it takes whom."""
    lacks = needs(case)
    signed = "".join(
        f"<li>✓ {t(lang, 'approved_by', by=escape(each.by), at=markup.moment(each.at, lang))}"
        + (f"<br>{t(lang, 'override_by', by=escape(each.by), words=shown(each.override))}" if each.override else "")
        + "</li>"
        for each in case.approvals
    )
    done = f'<ul class="signed">{signed}</ul>' if signed else ""
    if not lacks:
        return f'<div class="verdict ready" role="status"><b>✓ {t(lang, "missing_nothing")}</b>{done}</div>'
    rows = "".join(f"<li>{_need(need, case, lang)}</li>" for need in lacks)
    why = t(lang, "two_and").join(t(lang, f"two_{two.value}") for two in case.two)
    two = f"<p>{t(lang, 'two_because', why=why)}</p>" if case.two else ""
    css = "blocked" if case.blocked else "review"
    return (
        f'<div class="verdict {css} missing" role="status"><b>{t(lang, "missing")}</b><ul>{rows}</ul>{two}{done}'
        f'<p class="muted">{_entitled(case, lang)}</p></div>'
    )


def _need(need: Need, case: Case, lang: str) -> str:
    if need.position is not None:
        return t(lang, "need_position", n=need.position.number)
    if need.kind is NeedKind.SECOND_APPROVAL and case.approvals:
        return t(lang, "need_second-after", by=escape(case.approvals[0].by))
    if need.kind is NeedKind.FIRST_APPROVAL and needed(case) > 1:
        return t(lang, "need_first-of-two")
    return t(lang, f"need_{need.kind.value}")


def _entitled(case: Case, lang: str) -> str:
    rules = case.rules
    told = t(lang, "who_clears", names=_names(rules.clearers, rules.author_may_clear, lang))
    if case.positions:
        told += " " + t(lang, "who_accepts", names=_names(rules.approvers, rules.author_may_clear, lang))
    return told


def _names(named: Sequence[str], authors_too: bool, lang: str) -> str:
    if not named:
        return t(lang, "anybody_at_all" if authors_too else "anybody_else")
    names = escape(", ".join(named))
    return names if authors_too else t(lang, "not_if_author", names=names)


def text(case: Case, statements: Mapping[str, Statement], lang: str) -> str:
    """Return the text item by item, each sentence with its label, and why where it does not hold."""
    items, at = "", 0
    for number, item in enumerate(case.version.data["items"], start=1):
        words = str(item["text"])
        own = [each for each in case.sentences if each.item == number]
        label = markup.worst(each.label for each in own)
        doubtful = [each for each in own if each.label is not Label.CONSISTENT]
        reasons = "".join(_reason(each, statements, lang, alone=len(own) == 1) for each in doubtful)
        items += (
            f'<li><div class="item-head"><span class="number">{t(lang, "case_item", n=number)}</span>'
            f"{markup.badge(label, lang)}</div>"
            f'<div class="marked" lang="{case.lang}">{_marked(words, own, at, lang)}</div>'
            f"{f'<ul class=reasons>{reasons}</ul>' if reasons else ''}</li>"
        )
        at += len(words) + 2
    return f'<h3>{t(lang, "case_text")}</h3><ol class="case-text">{items}</ol>'


def _marked(words: str, sentences: Sequence[CaseSentence], at: int, lang: str) -> str:
    out, last = "", 0
    for each in sentences:
        start, end = each.start - at, each.end - at
        if not last <= start < end <= len(words):
            continue
        name = t(lang, f"label_{each.label}")
        out += (
            f'{escape(words[last:start])}<mark class="{each.label.value}"><i aria-hidden="true">'
            f'{markup.ICONS[each.label]}</i><span class="sr-only">{name}:</span>&nbsp;{escape(words[start:end])}</mark>'
        )
        last = end
    return out + escape(words[last:])


def _reason(sentence: CaseSentence, statements: Mapping[str, Statement], lang: str, *, alone: bool) -> str:
    beside = "".join(
        f"<div>{markup.link(name, _who(statements[name], lang), css='cite wide')} "
        f'<span class="muted">{escape(visible(words))}</span></div>'
        for name, words in sentence.beside[:1]
        if name in statements
    )
    said = "" if alone else f"{markup.badge(sentence.label, lang)} {escape(visible(sentence.text))}"
    return f'<li>{said}<div class="why">{escape(visible(sentence.reason))}</div>{beside}</li>'


def _who(statement: Statement, lang: str) -> str:
    return f"{statement.speaker}, {long_date(statement.date, lang)}"


def positions(case: Case, lang: str) -> str:
    """Return what somebody must answer for, each with its button, and who did."""
    if not case.positions:
        return ""
    rows = "".join(f"<li>{_position(each, case, lang)}</li>" for each in case.positions)
    return f'<h3>{t(lang, "positions_head")}</h3><ol class="positions">{rows}</ol>'


def _position(position: Position, case: Case, lang: str) -> str:
    place = t(lang, "position_item", n=position.number, item=position.item)
    said = f'<b>{place}</b><p class="said" lang="{case.lang}">{escape(visible(position.sentence))}</p>'
    accepted = position.acceptance
    if accepted is not None:
        joined = "position_joined" if accepted.statement_id else "position_to_join" if accepted.to_record else ""
        told = t(lang, "position_accepted", by=escape(accepted.by), at=markup.moment(accepted.at, lang))
        return f'{said}<p class="accepted">✓ {told}{" " + t(lang, joined) if joined else ""}</p>'
    said += f'<p class="open">? {t(lang, "position_open")}.</p>'
    if case.state is not ClearanceState.FOR_CLEARANCE or case.text_digest != case.file.submitted_digest:
        return f'{said}<p class="muted">{t(lang, "position_wait")}</p>'
    record = t(lang, "position_record_two" if case.rules.new_positions else "position_record")
    return (
        f'{said}<div class="row-head"><button type="button" class="accept" data-accept="{escape(position.sentence)}" '
        f'aria-label="{t(lang, "position_accept_n", n=position.number)}">{t(lang, "position_accept")}</button>'
        f'<label><input type="checkbox"> {record}</label></div>'
    )


def digest(full: str) -> str:
    """Return a digest as a page shows it; the whole of it on hovering."""
    return f'<code title="{escape(full)}">{escape(full[:SHOWN])}</code>' if full else "–"
