"""`assistant correct`: gives a statement another wording, which no file and no update changes back."""

from pathlib import Path
from typing import Annotated

import typer

from assistant import rendering as r
from assistant import terminal
from assistant.commands.common import AsJson, Home, opened
from assistant.errors import InputError
from assistant.record.schema import parse_statement, read_text


def correct_command(
    statement_id: Annotated[str, typer.Argument(metavar="ID", help="The statement that is wrong.")],
    file: Annotated[Path, typer.Option("--file", help="A YAML file with the whole statement as it should be.")],
    reason: Annotated[str, typer.Option("--reason", help="Why; it is kept with the statement.")],
    by: Annotated[str, typer.Option("--by", help="Who does it; it is kept with the reason.")] = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Correct a statement by hand. Earlier wordings are kept, and reading its file again leaves the correction."""
    statement = parse_statement(read_text(file), file.name)
    if statement.id != statement_id.strip():
        raise InputError(
            f"The file {file.name!r} holds the statement {statement.id!r}, not {statement_id!r}; write the id into it "
            "that is to be corrected."
        )
    with opened(home) as assistant:
        kept = assistant.curating.correct_to(statement, reason=reason, by=by.strip())
        trace = assistant.reviewing.trace(statement.id)
    if as_json:
        terminal.print_json(
            {
                **r.trace_json(trace),
                "index_pending": kept.pending,
                "texts_to_recheck": kept.texts_to_recheck,
                "texts_resting_on_it": kept.resting,
            }
        )
        return
    console = terminal.out()
    console.print(f"{statement.id} is corrected; see `assistant show {statement.id} --history`.", markup=False)
    if kept.stands.reason:
        console.print(f"It is {kept.stands.state}: {kept.stands.reason}", markup=False)
    if kept.texts_to_recheck:
        terminal.err().print(
            f"{kept.texts_to_recheck} cleared or published texts may have drifted: run `assistant drift`."
        )
    if kept.pending:
        terminal.err().print(f"The index follows later. {kept.pending}", markup=False)


def add_to(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "correct",
        epilog="Example: assistant correct ID --file ID.yaml --reason 'the figure was misread' --by 'Ana Luz'",
    )(correct_command)
