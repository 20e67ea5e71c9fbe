"""HTML of the overview: figures as bars with a table of the same data, lists that open statements and drafts."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from html import escape

from babel.dates import format_date, format_datetime

from assistant.citing import long_date
from assistant.domain import Outgoing
from assistant.drifting import Drift, DriftedSentence, DriftedText
from assistant.evaluations import EvalReport
from assistant.overview import FRESH_DAYS, Course, Problem, RecentDraft, Snapshot, gaps
from assistant.record.tallies import Last, Month, SpeakerTally
from assistant.text.hidden import visible
from assistant.ui.markup import badge, empty_state, link
from assistant.ui.texts import known, t

VERDICTS = {"ready": ("consistent", "✓"), "review": ("unsupported", "?"), "blocked": ("contradicts", "✗")}
LEVELS = 5
SHOWN_CHARS = 180
NEARLY_OVER = 11
"""The month from which on a year is not written under the first bar: the next year's would stand on it."""
MANY = 30
"""Months beyond which the bars are too narrow for a number over each."""


def month_words(month: Month, lang: str) -> str:
    """Return a month as ``abr 2026``."""
    return format_date(date(*month, 1), "MMM yyyy", locale=lang)


def day_words(day: date, lang: str) -> str:
    """Return a day as ``30 abr 2026``."""
    return format_date(day, "d MMM yyyy", locale=lang)


def moment_words(at: datetime, lang: str) -> str:
    """Return a moment in this machine's own time, as ``30 abr 2026, 18:05``."""
    return format_datetime(at.astimezone(), "d MMM yyyy, HH:mm", locale=lang)


def state(snapshot: Snapshot, lang: str) -> str:
    """Return the strip that tells how the installation stands, and what ought to be mended."""
    counts, newest = snapshot.counts, snapshot.newest
    behind = t(lang, "ov_index_behind", n=snapshot.behind) if snapshot.behind else t(lang, "ov_index_ok")
    facts = [
        (t(lang, "ov_statements"), f"{counts['statements']:,}"),
        (t(lang, "ov_newest"), day_words(newest.date, lang) if newest else "–"),
        (t(lang, "ov_passages"), f"{counts['passages']:,}"),
        (t(lang, "ov_drafts_n"), f"{counts['drafts']:,}"),
        (t(lang, "ov_index"), behind),
        (t(lang, "ov_model"), snapshot.models["llm"] or t(lang, "ov_model_none")),
        (t(lang, "ov_embeddings"), str(snapshot.models["embeddings"]).split("@")[0]),
        (t(lang, "ov_version"), snapshot.version),
    ]
    cells = "".join(f"<div><dt>{name}</dt><dd>{escape(value)}</dd></div>" for name, value in facts)
    return f"<h2>{t(lang, 'ov_state')}</h2><dl class='ov-strip'>{cells}</dl>{problems(snapshot.problems, lang)}"


def problems(found: Sequence[Problem], lang: str) -> str:
    """Return what ought to be mended, each with the command that does it."""
    if not found:
        return f'<p class="ov-fine"><i aria-hidden="true">✓</i> {t(lang, "ov_no_problem")}</p>'
    rows = "".join(
        f'<li class="warn"><i aria-hidden="true">⚠</i> '
        f"{escape(t(lang, f'ov_problem_{each.kind}', n=each.number, detail=visible(each.detail)))}"
        + (f" {t(lang, 'ov_run')} <code>{escape(each.command)}</code>" if each.command else "")
        + "</li>"
        for each in found
    )
    return f'<ul class="findings">{rows}</ul>'


def gap_list(snapshot: Snapshot, lang: str) -> str:
    """Return the topics and principles with nothing recent, counted from today and from the newest statement."""
    head = f"<h2>{t(lang, 'ov_gaps')}</h2>"
    newest = snapshot.newest
    if newest is None:
        return head + empty_state(t(lang, "ov_problem_empty"))
    courses = (*snapshot.topics, *snapshot.principles)
    topics = {course.id for course in snapshot.topics}
    now, then = gaps(courses, on_record=False), gaps(courses, on_record=True)
    values = {"days": FRESH_DAYS, "n": len(now), "all": len(courses), "day": long_date(newest.date, lang),
              "ago": (snapshot.today - newest.date).days}  # fmt: skip
    key = "ov_gaps_none_now" if not now else "ov_gaps_all_now" if len(now) == len(courses) else "ov_gaps_now"
    told = f'<p class="{"ov-fine" if not now else "ov-lacking"}">{t(lang, key, **values)}</p>'
    told += f"<p>{t(lang, 'ov_gaps_then', **{**values, 'n': len(then)})}</p>" if now or then else ""

    def rows(found: Iterable[Course]) -> str:
        return "".join(_gap(course, "topic" if course in snapshot.topics else "principle", lang) for course in found)

    listed = f'<ul class="ov-gaps">{rows(then)}</ul>' if then else ""
    rest = [course for course in now if course not in then]
    if rest:
        listed += (
            f"<details><summary>{t(lang, 'ov_gaps_rest', n=len(rest))}</summary>"
            f'<ul class="ov-gaps">{rows(rest)}</ul></details>'
        )
    return head + told + listed if topics else head


def _gap(course: Course, kind: str, lang: str) -> str:
    name = f"<b>{escape(course.name.get(lang))}</b> <span class='muted'>({t(lang, f'ov_gap_of_{kind}')})</span>"
    if course.last is None:
        return f"<li>{name} <span>{t(lang, 'ov_gap_never')}</span></li>"
    words = f"{day_words(course.last.date, lang)}, {course.last.speaker}"
    ago = t(lang, "ov_ago", n=course.days)
    return f"<li>{name} {_opens(course.last, words, course, lang)} <span class='muted'>{ago}</span></li>"


def _opens(last: Last, words: str, course: Course, lang: str) -> str:
    return link(last.statement_id, words, title=t(lang, "ov_opens_last", name=course.name.get(lang)))


def months(snapshot: Snapshot, lang: str) -> str:
    """Return the statements of each month as bars, with the same as a table."""
    head, each = f"<h2>{t(lang, 'ov_by_month')}</h2>", snapshot.months
    if not snapshot.counts["statements"]:
        return head + empty_state(t(lang, "ov_problem_empty"))
    most = max(each, key=lambda month: month.total)
    scale = 80 / (most.total or 1)
    told = t(
        lang, "ov_by_month_alt", first=month_words(each[0].month, lang), last=month_words(each[-1].month, lang),
        n=sum(month.total for month in each), most=month_words(most.month, lang), top=most.total,
    )  # fmt: skip
    bars = "".join(
        f'<div class="ov-bar"><span>{month.total}</span>'
        f'<i class="paraphrase" style="height:{scale * month.paraphrase:.1f}px"></i>'
        f'<i class="verbatim" style="height:{scale * month.verbatim:.1f}px"></i>'
        f"<b>{format_date(date(*month.month, 1), 'MMMMM', locale=lang)}</b>"
        f"<em>{month.month[0] if month.month[1] == 1 or (month is each[0] and month.month[1] < NEARLY_OVER) else ''}"
        "</em></div>"
        for month in each
    )
    dense = " dense" if len(each) > MANY else ""
    key = "".join(f'<span class="ov-key {form}"><i></i> {t(lang, f"ov_{form}")}</span>' for form in _FORMS)
    rows = "".join(
        f"<tr><th scope='row'>{month_words(month.month, lang)}</th><td>{month.verbatim}</td><td>{month.paraphrase}</td>"
        f"<td>{month.total}</td></tr>"
        for month in reversed(each)
    )
    heads = [t(lang, name) for name in ("ov_month", "ov_verbatim", "ov_paraphrase", "ov_total")]
    return (
        f'{head}<figure class="ov-months{dense}" role="img" aria-label="{escape(told)}">'
        f'<div aria-hidden="true">{bars}</div></figure><p class="muted">{key}</p>'
        f"{_table(t(lang, 'ov_by_month'), heads, rows, lang)}"
    )


_FORMS = ("verbatim", "paraphrase")


def courses(found: Sequence[Course], snapshot: Snapshot, kind: str, lang: str) -> str:
    """Return topics (``topics``) or principles (``principles``) over time: a line of bars each, and all as a table."""
    head = f"<h2>{t(lang, f'ov_{kind}')}</h2>"
    if not any(course.total for course in found):
        return head + empty_state(t(lang, "ov_problem_empty"))
    most = max((number for course in found for number in course.months), default=0) or 1
    first, last = (month_words(snapshot.months[at].month, lang) for at in (0, -1))
    one = t(lang, "ov_topic" if kind == "topics" else "ov_principle")
    rows = "".join(
        f"<tr><th scope='row'>{escape(course.name.get(lang))}</th><td>{_spark(course.months, most)}</td>"
        f"<td class='number'>{course.total}</td><td>"
        + (_opens(course.last, day_words(course.last.date, lang), course, lang) if course.last else "–")
        + "</td></tr>"
        for course in found
    )
    heads = "".join(
        f"<th scope='col'>{name}</th>" for name in (one, t(lang, "ov_course"), t(lang, "ov_total"), t(lang, "ov_last"))
    )
    return (
        f"{head}<p class='muted'>{t(lang, 'ov_course_note', first=first, last=last)}</p>"
        f"<table class='ov-courses'><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
        f"{_heat(found, snapshot, most, t(lang, f'ov_{kind}'), one, lang)}"
    )


def _spark(numbers: Sequence[int], most: int) -> str:
    # One is told from none at a glance, whatever the most is.
    bars = "".join(f'<i style="height:{4 + 18 * number / most if number else 0:.1f}px"></i>' for number in numbers)
    return f'<span class="ov-spark" aria-hidden="true">{bars}</span>'


def _heat(found: Sequence[Course], snapshot: Snapshot, most: int, name: str, one: str, lang: str) -> str:
    heads = [one, *(month_words(each.month, lang) for each in snapshot.months)]
    rows = "".join(
        f"<tr><th scope='row'>{escape(course.name.get(lang))}</th>"
        + "".join(f'<td class="l{-(-number * LEVELS // most)}">{number}</td>' for number in course.months)
        + "</tr>"
        for course in found
    )
    return _table(name, heads, rows, lang, css="ov-heat")


def _table(name: str, heads: Sequence[str], rows: str, lang: str, css: str = "") -> str:
    """Return data as a table that can be opened, and scrolled by keyboard too where it is wide."""
    columns = "".join(f"<th scope='col'>{head}</th>" for head in heads)
    return (
        f"<details class='ov-data'><summary>{t(lang, 'ov_as_table')}<span class='sr'>: {name}</span></summary>"
        f"<div class='ov-scroll' tabindex='0' role='region' aria-label='{escape(name)}'>"
        f"<table class='{css}'><thead><tr>{columns}</tr></thead><tbody>{rows}</tbody></table></div></details>"
    )


def speakers(found: Sequence[SpeakerTally], lang: str) -> str:
    """Return who has most statements."""
    head = f"<h2>{t(lang, 'ov_speakers')}</h2>"
    if not found:
        return head + empty_state(t(lang, "ov_problem_empty"))
    most = found[0].statements
    rows = "".join(
        f"<tr><th scope='row'>{escape(visible(each.speaker))}</th><td><span class='ov-share' aria-hidden='true'>"
        f"<i style='width:{100 * each.statements / most:.0f}%'></i></span> {each.statements}</td>"
        f"<td>{day_words(each.last, lang)}</td></tr>"
        for each in found
    )
    heads = "".join(f"<th scope='col'>{t(lang, key)}</th>" for key in ("ov_speaker", "ov_by_form", "ov_last"))
    return f"{head}<table class='ov-people'><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def drafts(found: Sequence[RecentDraft], lang: str) -> str:
    """Return the drafts that were changed last; a button with ``data-draft`` opens each."""
    head = f"<h2>{t(lang, 'ov_drafts')}</h2>"
    if not found:
        return head + empty_state(t(lang, "ov_drafts_none"), t(lang, "ov_drafts_none_note"))
    return f'{head}<ul class="ov-drafts">{"".join(_draft(each, lang) for each in found)}</ul>'


def _draft(draft: RecentDraft, lang: str) -> str:
    css, icon = VERDICTS.get(draft.verdict, ("none", "–"))
    verdict = known(lang, f"verdict_{draft.verdict}", draft.verdict or "–")
    tag = f'<span class="badge {css}"><i aria-hidden="true">{icon}</i> {escape(verdict)}</span>'
    if draft.standing:
        words = known(lang, f"state_{draft.standing.state}", draft.standing.state)
        tag += f' <span class="tag">{escape(t(lang, "ov_state_of", state=words))}</span>'
    facts = [known(lang, f"format_{draft.format}", draft.format), known(lang, f"lang_{draft.lang}", draft.lang)]
    facts += [t(lang, "ov_version_n", n=draft.version)] if draft.version > 1 else []
    facts += [t(lang, "ov_by", who=draft.by)] if draft.by else []
    facts.append(moment_words(draft.at, lang))
    return (
        f'<li><button type="button" class="statement-link" data-draft="{escape(draft.id)}" '
        f'title="{t(lang, "ov_open_draft")}">{escape(visible(draft.topic) or draft.id)}</button> {tag}'
        f'<div class="muted">{escape(" · ".join(facts))}</div></li>'
    )


def outgoing(snapshot: Snapshot, lang: str) -> str:
    """Return how many texts went out."""
    kept = snapshot.outgoing
    values = {name: kept.get(name, 0) for name in ("cleared", "published")}
    told = t(lang, "ov_out_counts", **values) if any(values.values()) else t(lang, "ov_out_none")
    return f"<h2>{t(lang, 'ov_out')}</h2><p>{told}</p>"


def drift(found: Drift, lang: str) -> str:
    """Return the texts that no longer agree with the record, each sentence with what is responsible."""
    if not found.drifted:
        return (
            f'<p class="ov-fine" role="status"><i aria-hidden="true">✓</i> {t(lang, "ov_agree", n=found.checked)}</p>'
        )
    told = t(lang, "ov_drifted", n=found.checked, drifted=len(found.drifted))
    rows = "".join(_drifted(text, lang) for text in found.drifted)
    return f'<p class="ov-lacking" role="status"><i aria-hidden="true">⚠</i> {told}</p><ul class="ov-drift">{rows}</ul>'


def _drifted(text: DriftedText, lang: str) -> str:
    kept: Outgoing = text.outgoing
    head = f"{t(lang, f'ov_status_{kept.status.value}')}, {moment_words(kept.at, lang)}"
    words = " ".join(visible(kept.text).split())
    short = words if len(words) <= SHOWN_CHARS else words[:SHOWN_CHARS].rsplit(" ", 1)[0] + "…"
    rows = "".join(_sentence(sentence, lang) for sentence in text.sentences)
    alone = [sentence.text for sentence in text.sentences] == [kept.text]
    excerpt = "" if alone else f"<div class='muted'>{escape(short)}</div>"
    return f"<li><b>{head}</b>{excerpt}<ul class='findings'>{rows}</ul></li>"


def _sentence(sentence: DriftedSentence, lang: str) -> str:
    reasons = ""
    for reason in sentence.reasons:
        said = escape(visible(reason.finding)) if reason.finding else t(lang, f"ov_why_{reason.kind}")
        source = ""
        if reason.statement is not None:
            words = f"{reason.statement.speaker}, {day_words(reason.statement.date, lang)}"
            source = " " + link(reason.statement.id, words)
        reasons += f"<div>{said}{source}</div>"
    change = f"{badge(sentence.was, lang)} → {badge(sentence.now, lang)}" if sentence.was is not sentence.now else ""
    return f'<li class="warn"><div>{escape(visible(sentence.text))}</div>{change}{reasons}</li>'


def evaluation(report: EvalReport | None, lang: str) -> str:
    """Return what the last evaluation came to, or how to make one."""
    head = f"<h2>{t(lang, 'ov_eval')}</h2>"
    if report is None:
        return head + empty_state(t(lang, "ov_eval_none"), t(lang, "ov_eval_how"))
    if report.unreadable:
        return f'{head}<p class="notice">{escape(t(lang, "ov_eval_unreadable", file=report.file))}</p>'
    facts = t(lang, "ov_eval_facts", day=day_words(report.at.date(), lang), n=report.samples, version=report.version)
    rows = "".join(
        f"<tr><th scope='row'>{escape(suite.name)}</th><td>{suite.samples}</td><td>{_passed(suite.passed, lang)}"
        + (f" {escape(t(lang, 'ov_eval_missed', names=', '.join(suite.missed)))}" if suite.missed else "")
        + "</td></tr>"
        for suite in report.suites
    )
    heads = "".join(
        f"<th scope='col'>{t(lang, key)}</th>" for key in ("ov_eval_suite", "ov_eval_samples", "ov_eval_result")
    )
    faults = "".join(f"<li class='warn'>{escape(fault)}</li>" for fault in report.faults)
    return (
        f"{head}<p>{_passed(report.passed, lang)} <span class='muted'>{escape(facts)}</span></p>"
        f"<table class='ov-people'><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
        + (f"<ul class='findings'>{faults}</ul>" if faults else "")
    )


def _passed(passed: bool, lang: str) -> str:
    css, icon = ("consistent", "✓") if passed else ("contradicts", "✗")
    words = t(lang, "ov_eval_passed" if passed else "ov_eval_failed")
    return f'<span class="badge {css}"><i aria-hidden="true">{icon}</i> {words}</span>'
