"""`assistant ask`: the position with its sources, how it went, what changed since a day, who said it first."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from rich.markup import escape

from assistant import rendering as r
from assistant import terminal
from assistant.answer_files import answer_file, written_out
from assistant.commands.common import (
    AsJson,
    Counterpart,
    Home,
    Lang,
    Since,
    Speaker,
    Topic,
    Until,
    opened,
    parse_day,
)
from assistant.domain import Changes, Filters, Inquiry, Said, Statement, Wanted
from assistant.inputs import write_whole
from assistant.text.hidden import visible


def ask_command(
    question: Annotated[str, typer.Argument(help="The question, in Spanish or English.")],
    lang: Lang = None,
    speaker: Speaker = None,
    since: Since = None,
    until: Until = None,
    topic: Topic = None,
    counterpart: Counterpart = None,
    changed_since: Annotated[
        date | None, typer.Option(parser=parse_day, metavar="DATE", help="Tell what has changed since that day.")
    ] = None,
    first: Annotated[bool, typer.Option("--first", help="Tell who said it first, as far as the record goes.")] = False,
    counterpart_view: Annotated[
        bool, typer.Option("--counterpart-view", help="Tell what the other side has said too, apart from the answer.")
    ] = False,
    to: Annotated[Literal["docx", "md", "txt"] | None, typer.Option("--to", help="Write the answer to a file.")] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Where to write it; answer.docx and the like by default.")
    ] = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Answer what the position is, with quotes and dates, or that nothing is on the record.

    A question may ask for more by its words: "what has changed since January on …", "who said first that …".
    """
    if out is not None and to is None:
        raise typer.BadParameter("--out goes with --to docx, md or txt.")
    filters = Filters(lang=lang, speaker=speaker, since=since, until=until, topic=topic, counterpart=counterpart)
    with opened(home) as assistant:
        query = assistant.understand(question, filters)
        found = assistant.positions.inquire(
            query, changed_since=changed_since, first=first, other_side=counterpart_view
        )
    path = None
    if to is not None:
        path = out or Path(f"answer.{to}")
        write_whole(path, answer_file(found, to, found.lang, date.today()))
    if as_json:
        terminal.print_json({**inquiry_json(found), **({"path": str(path)} if path else {})})
        return
    terminal.show_answer(found.answer, found.lang)
    _show_rest(found)
    if path is not None:
        terminal.out().print(f"Written: {path}", markup=False)


def _show_rest(found: Inquiry) -> None:
    """Print what stands beside the answer, in the words of the answer's file."""
    console, shown = terminal.out(), {"answer", "course"}
    for section in written_out(found, found.lang, date.today()).sections:
        wanted = section.name not in shown and (section.name != "first" or found.request.wanted is Wanted.FIRST)
        if wanted:
            console.print(f"\n[bold]{escape(section.heading)}[/bold]")
            for line in section.lines:
                console.print(f"  {escape(visible(line))}")


def inquiry_json(found: Inquiry) -> dict[str, Any]:
    """An answer as JSON, with what was asked and all that stands beside it; what nobody asked for is null."""
    return {
        **r.answer_json(found.answer),
        "request": {
            "wanted": found.request.wanted.value,
            "matter": found.request.matter,
            "since": found.request.since.isoformat() if found.request.since else None,
        },
        "course": [_said_json(each) for each in found.said],
        "first": _said_json(found.first) if found.first else None,
        "changes": _changes_json(found.changes) if found.changes else None,
        "other_side": (
            {"statements": found.theirs.statements, "said": [_said_json(each) for each in found.theirs.said]}
            if found.theirs
            else None
        ),
        "nearest": [_said_json(each) for each in found.nearest],
    }


def _said_json(said: Said) -> dict[str, Any]:
    return {
        **_statement_json(said.statement),
        "quote": said.quote,
        "line": {"es": said.line.es, "en": said.line.en} if said.line else None,
        "relevance": round(said.relevance, 3),
    }


def _statement_json(statement: Statement) -> dict[str, Any]:
    return {
        "statement_id": statement.id,
        "side": statement.side.value,
        "classification": statement.classification.value,
        "date": statement.date.isoformat(),
        "speaker": statement.speaker,
        "role": statement.role,
        "lang": statement.lang,
        "form": statement.form.value,
        "superseded_by": list(statement.superseded_by),
    }


def _changes_json(changes: Changes) -> dict[str, Any]:
    return {
        "since": changes.since.isoformat(),
        "given": changes.given,
        "nothing": changes.nothing,
        "new": [_said_json(each) for each in changes.new],
        "superseded": [
            {"older": pair.older.statement.id, "newer": pair.newer.statement.id} for pair in changes.superseded
        ],
        "figures": [
            {
                "figure": moved.figure.id,
                "unit": moved.figure.unit,
                "before": {"value": moved.before.value, "date": moved.before.date.isoformat()},
                "after": {"value": moved.after.value, "date": moved.after.date.isoformat()},
            }
            for moved in changes.figures
        ],
        "maybe": [
            {"older": each.older.id, "newer": each.newer.id, "before": each.before, "after": each.after}
            for each in changes.maybe
        ],
        "deeds": [
            {
                "action": deed.action,
                "at": deed.at.isoformat(),
                "statement_id": deed.statement.id,
                "reason": deed.reason,
            }
            for deed in changes.deeds
        ],
    }
