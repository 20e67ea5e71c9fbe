"""The course of a position as a picture: a lane for each speaker, a point for each statement.

Points are buttons in a list: they are reached with the keyboard, say what they show, and open their statement. What
is superseded has another shape, a word, and less weight; colour alone tells nothing.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from assistant.answer_files import shortened
from assistant.citing import long_date, worded
from assistant.domain import Form, Said, Statement
from assistant.text.dates import month_name
from assistant.text.hidden import visible
from assistant.ui.markup import form_tag, link, quote_mark
from assistant.ui.texts import t

LANES = 6
"""Speakers with a lane of their own; the rest share one."""
GAP = 8.0
"""Per cent of the width that two points of one height are apart at least: a finger's width on a narrow screen."""
TICKS = 5
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)
"""Months from one mark of the axis to the next."""
_WORDS = 170


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A statement at its place: `at` in per cent of the width, `level` from 0 upwards."""

    said: Said
    at: float
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """What one speaker said; the name is empty for those who share a lane."""

    name: str
    points: tuple[Point, ...]

    @property
    def levels(self) -> int:
        """How many points stand above each other at most."""
        return max(point.level for point in self.points) + 1


def lanes_of(said: Sequence[Said]) -> tuple[Lane, ...]:
    """Return the lanes of a position, who spoke most first; nothing where all was said on one day."""
    days = [each.statement.date for each in said]
    if len(set(days)) < 2:
        return ()
    first, span = min(days), (max(days) - min(days)).days
    counted = Counter(each.statement.speaker for each in said)
    own = [name for name, _ in sorted(counted.items(), key=lambda each: (-each[1], each[0]))]
    if len(own) > LANES:
        own = [*own[: LANES - 1], ""]
    grouped: dict[str, list[Said]] = {name: [] for name in own}
    for each in said:
        grouped[each.statement.speaker if each.statement.speaker in grouped else ""].append(each)
    return tuple(Lane(name=name, points=tuple(_placed(among, first, span))) for name, among in grouped.items() if among)


def _placed(said: Iterable[Said], first: date, span: int) -> Iterable[Point]:
    last: list[float] = []
    for each in sorted(said, key=lambda one: (one.statement.date, one.statement.id)):
        at = 100 * (each.statement.date - first).days / span
        level = next((n for n, place in enumerate(last) if at - place >= GAP), len(last))
        last[level : level + 1] = [at]
        yield Point(said=each, at=at, level=level)


def marks_of(first: date, last: date, lang: str) -> tuple[tuple[float, str], ...]:
    """Return the marks of the axis, as place in per cent and wording: first days of months, five at most."""
    months = (last.year - first.year) * 12 + last.month - first.month
    step = next((each for each in _STEPS if months / each <= TICKS), _STEPS[-1])
    found, span = [], (last - first).days
    for number in range(first.year * 12 + first.month, last.year * 12 + last.month):
        year, month = divmod(number, 12)
        if number % step:
            continue
        day = date(year, month + 1, 1)
        place = 100 * (day - first).days / span
        if 27 <= place <= 73:  # the ends bear their own days, which take a fifth of a narrow screen
            found.append((place, f"{month_name(month + 1, lang)[:3]} {year}"))
    return tuple(found)


def course(said: Sequence[Said], newer: Mapping[str, Statement], lang: str) -> str:
    """Return the picture with the same as a list; "" where there is no course, because all was said on one day.

    Args:
        said: The statements on the matter, oldest first.
        newer: What supersedes some of them, by id.
        lang: The language of the desk.
    """
    lanes = lanes_of(said)
    if not lanes:
        return ""
    days = [each.statement.date for each in said]
    first, last = min(days), max(days)
    ends = ((0.0, _short_day(first, lang), "first"), (100.0, _short_day(last, lang), "last"))
    marks = [*((place, words, "") for place, words in marks_of(first, last, lang)), *ends]
    axis = "".join(f'<span class="{css}" style="left:{place:.2f}%">{words}</span>' for place, words, css in marks)
    drawn = "".join(_lane(lane, newer, lang) for lane in lanes)
    return (
        f'<div class="course" role="group" aria-label="{t(lang, "course_head")}">{_legend(said, lang)}{drawn}'
        f'<div class="axis" aria-hidden="true">{axis}</div></div>{_as_list(said, lang)}'
    )


def _legend(said: Iterable[Said], lang: str) -> str:
    old = any(each.statement.superseded_by for each in said)
    also = f'<span><i aria-hidden="true">◇</i> {t(lang, "course_superseded")}</span>' if old else ""
    return f'<p class="legend muted"><span><i aria-hidden="true">●</i> {t(lang, "course_stands")}</span>{also}</p>'


def _lane(lane: Lane, newer: Mapping[str, Statement], lang: str) -> str:
    name = escape(visible(lane.name)) or t(lang, "course_others")
    points = "".join(_point(point, newer, lang) for point in lane.points)
    return (
        f'<div class="lane"><p class="lane-name">{name} <span class="muted">({len(lane.points)})</span></p>'
        f'<ul class="track" style="--levels:{lane.levels}">{points}</ul></div>'
    )


def _point(point: Point, newer: Mapping[str, Statement], lang: str) -> str:
    statement, said = point.said.statement, point.said
    who = f"{long_date(statement.date, lang)}, {statement.speaker}, {statement.role}"
    words = words_of(said, lang, most=_WORDS)
    after = _replaced(statement, newer, lang)
    name = ". ".join(filter(None, (who, words.rstrip("."), after)))
    old = " superseded" if statement.superseded_by else ""
    side = "left" if point.at <= 50 else "right"
    tip = (
        f"<b>{escape(visible(statement.speaker))}</b><br>{long_date(statement.date, lang)}<br>{escape(words)}"
        f"{f'<br><i>{escape(after)}</i>' if after else ''}"
    )
    return (
        f'<li style="left:{point.at:.2f}%;--level:{point.level}"><button type="button" class="point{old}" '
        f'data-statement="{escape(statement.id)}" data-mark="{escape(quote_mark(said.citation))}" '
        f'aria-label="{escape(visible(name))}"><i aria-hidden="true">{"◇" if old else "●"}</i></button>'
        f'<span class="tip {side}" aria-hidden="true">{tip}</span></li>'
    )


def _replaced(statement: Statement, newer: Mapping[str, Statement], lang: str) -> str:
    """Say that a statement is superseded, and by what."""
    if not statement.superseded_by:
        return ""
    known = [newer[each] for each in statement.superseded_by if each in newer]
    by = ", ".join(f"{each.speaker}, {long_date(each.date, lang)}" for each in known)
    return f"{t(lang, 'superseded_by_short')}: {by}" if by else t(lang, "superseded")


def _as_list(said: Sequence[Said], lang: str) -> str:
    rows = "".join(
        f"<li>{link(s.id, long_date(s.date, lang), mark=quote_mark(each.citation), css='cite wide')} "
        f"{escape(visible(s.speaker))} {form_tag(s, lang)}<div>{escape(words_of(each, lang, most=_WORDS))}</div></li>"
        for each in said
        for s in (each.statement,)
    )
    return (
        f'<details class="as-list"><summary>{t(lang, "course_as_list", n=len(said))}</summary>'
        f'<ol class="timeline">{rows}</ol></details>'
    )


def words_of(said: Said, lang: str, *, most: int = 0) -> str:
    """Return what is said, in quotation marks only where verbatim, in the reader's language where it has that.

    Args:
        said: A statement with its words on the matter.
        lang: The language of the desk.
        most: How many characters at most; 0 for all of them.
    """
    statement = said.statement
    if statement.form is Form.PARAPHRASE and statement.lang != lang and said.line is not None:
        return shortened(visible(said.line.get(lang)), most)
    return worded(statement, shortened(visible(said.quote), most), lang)


def _short_day(day: date, lang: str) -> str:
    month = month_name(day.month, lang)[:3]
    return f"{day.day} {month} {day.year}"
