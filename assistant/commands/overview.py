"""`overview`: the record and the drafts at a glance."""

from collections.abc import Sequence
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from assistant import terminal
from assistant.commands.common import AsJson, Home, opened
from assistant.overview import FRESH_DAYS, Course, Problem, Snapshot, gaps, month_name, overview_json

_BARS = " ▁▂▃▄▅▆▇█"
_WIDEST = 40
PROBLEMS = {
    "ledger": "{detail}",
    "stray": "The home's ledger retires what is not there: {detail}.",
    "empty": "The record is empty.",
    "behind": "The index is {number} changes behind the record.",
    "other_model": "The index was built with another model, {detail}.",
    "quarantined": "{number} statements wait in quarantine.",
    "unattributed": "{number} turns fit nobody.",
}


def overview_command(
    months: Annotated[int, typer.Option(min=0, max=600, help="How many months back; 0 shows all.")] = 24,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Show the record and the drafts at a glance: what was said when, what is missing, what was drafted."""
    with opened(home) as assistant:
        snapshot = assistant.overview.snapshot(months=months or None)
    if as_json:
        terminal.print_json(overview_json(snapshot))
        return
    _show_state(snapshot)
    _show_months(snapshot)
    _show_courses("Topics", snapshot.topics)
    _show_courses("Principles", snapshot.principles)
    _show_gaps(snapshot)
    _show_people(snapshot)
    _show_drafts(snapshot)
    _show_evaluation(snapshot)


def told(problem: Problem) -> str:
    """Return what is wrong in one sentence."""
    return PROBLEMS[problem.kind].format(number=problem.number, detail=problem.detail)


def _show_state(snapshot: Snapshot) -> None:
    console, counts = terminal.out(), snapshot.counts
    newest = f", the newest of {snapshot.newest.date}" if snapshot.newest else ""
    others = f"{counts['passages']} passages; {counts['drafts']} drafts"
    console.print(f"[bold]{counts['statements']} statements[/bold]{newest}; {others}.")
    console.print(f"Model: {escape(snapshot.models['llm'] or 'none')}. Embeddings: {snapshot.models['embeddings']}.")
    for problem in snapshot.problems:
        command = f" Run `{problem.command}`." if problem.command else ""
        console.print(f"[yellow]{escape(told(problem))}{escape(command)}[/yellow]")


def _show_months(snapshot: Snapshot) -> None:
    table = Table("Month", "Verbatim", "Paraphrase", "", title="Statements per month")
    most = max((each.total for each in snapshot.months), default=0)
    for each in snapshot.months:
        bar = "█" * round(_WIDEST * each.total / most) if most else ""
        table.add_row(month_name(each.month), str(each.verbatim), str(each.paraphrase), bar)
    terminal.out().print(table)


def _show_courses(title: str, courses: Sequence[Course]) -> None:
    table = Table("", "Over time", "All", "Last", title=title)
    most = max((number for course in courses for number in course.months), default=0)
    for course in courses:
        line = "".join(_BARS[-(-number * (len(_BARS) - 1) // most) if most else 0] for number in course.months)
        table.add_row(course.id, line, str(course.total), str(course.last.date) if course.last else "never")
    terminal.out().print(table)


def _show_gaps(snapshot: Snapshot) -> None:
    if snapshot.newest is None:
        return
    console, courses = terminal.out(), (*snapshot.topics, *snapshot.principles)
    now, then = gaps(courses, on_record=False), gaps(courses, on_record=True)
    console.print(
        f"[bold]Nothing newer than {FRESH_DAYS} days[/bold], counted from today: {len(now)} of {len(courses)}."
    )
    console.print(f"Counted from the newest statement, {snapshot.newest.date}: {len(then)}.")
    for course in then:
        last = f"last on {course.last.date}: {course.last.statement_id}" if course.last else "never"
        console.print(f"  {course.id}, {last}")


def _show_people(snapshot: Snapshot) -> None:
    table = Table("Speaker", "Statements", "First", "Last", title="Speakers")
    for each in snapshot.speakers:
        table.add_row(escape(each.speaker), str(each.statements), str(each.first), str(each.last))
    terminal.out().print(table)


def _show_drafts(snapshot: Snapshot) -> None:
    table = Table("Draft", "Topic", "Format", "Verdict", "State", "Who", "When", title="Recent drafts")
    for each in snapshot.drafts:
        state = each.standing.state if each.standing else ""
        when = f"{each.at:%Y-%m-%d %H:%M}"
        table.add_row(each.id, escape(each.topic), each.format, each.verdict, state, escape(each.by), when)
    console = terminal.out()
    console.print(table if snapshot.drafts else "No drafts yet; see `assistant draft --help`.")
    kept = ", ".join(f"{number} {status}" for status, number in sorted(snapshot.outgoing.items()))
    if kept:
        console.print(f"Texts kept: {kept}. `assistant drift` says whether they still agree with the record.")


def _show_evaluation(snapshot: Snapshot) -> None:
    console, report = terminal.out(), snapshot.evaluation
    if report is None:
        console.print("No evaluation was kept yet; in a checkout, `assistant eval` makes one.")
        return
    if report.unreadable:
        console.print(f"The report {escape(report.file)} cannot be read ({escape(report.unreadable)}); run it again.")
        return
    passed = "[green]passed[/green]" if report.passed else "[red]failed[/red]"
    console.print(f"Last evaluation, {report.at:%Y-%m-%d}: {passed}, {report.samples} samples.")
    for suite in report.suites:
        missed = f": {', '.join(suite.missed)}" if suite.missed else ""
        console.print(f"  {suite.name:<14} {'passed' if suite.passed else 'failed'}{escape(missed)}")
