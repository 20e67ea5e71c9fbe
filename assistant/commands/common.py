"""What the commands share: the options, how a home is opened, exit codes."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from assistant import terminal
from assistant.assembly import Assistant
from assistant.settings import load_settings

EXIT_FAILED, EXIT_REJECTED, EXIT_BLOCKED, EXIT_EVAL, EXIT_INTERRUPTED = 1, 3, 4, 5, 130

Home = Annotated[Path | None, typer.Option("--home", help="The folder with record, indexes and history.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON on standard output and nothing else there.")]


def parse_day(value: str) -> date:
    """Read an ISO date."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise typer.BadParameter(f"{value!r} is not a date; write it like 2026-01-23.") from None


def parse_lang(value: str | None) -> str | None:
    """Accept a language of the record."""
    if value not in {None, "es", "en"}:
        raise typer.BadParameter(f"{value!r} is not a language of the record; choose es or en.")
    return value


Lang = Annotated[str | None, typer.Option("--lang", callback=parse_lang, help="Only statements in es or en.")]
Speaker = Annotated[str | None, typer.Option(help="Only statements by this speaker (part of the name will do).")]
Since = Annotated[
    date | None, typer.Option(parser=parse_day, metavar="DATE", help="From this day on, like 2026-01-23.")
]
Until = Annotated[date | None, typer.Option(parser=parse_day, metavar="DATE", help="Up to this day.")]
On = Annotated[
    date | None,
    typer.Option(parser=parse_day, metavar="DATE", help="The day on which the text goes out; today by default."),
]
Counterpart = Annotated[
    str | None,
    typer.Option("--counterpart", help="Only statements to or about this counterpart (part of a name will do)."),
]
Topic = Annotated[str | None, typer.Option("--topic", help="Only statements on this topic.")]


@contextmanager
def opened(home: Path | None) -> Iterator[Assistant]:
    """Open the home, with progress on standard error, and say if the index is behind."""
    with terminal.progress() as progress, Assistant.open(load_settings(home), progress=progress) as assistant:
        if assistant.index.behind:
            terminal.err().print(
                f"The index is {assistant.index.behind} changes behind the record; run `assistant doctor --repair`."
            )
        yield assistant
