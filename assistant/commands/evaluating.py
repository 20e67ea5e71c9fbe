"""`eval`: proves offline that the program is not worse than what was last agreed to."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape

from assistant import terminal
from assistant.commands.common import EXIT_EVAL, AsJson
from assistant.errors import ConfigurationError, InputError
from assistant.evaluations import LAST, folder_of
from assistant.inputs import write_whole
from assistant.settings import Settings, load_settings

if TYPE_CHECKING:
    from types import ModuleType


def eval_command(
    suite: Annotated[
        list[str] | None, typer.Option("--suite", metavar="NAME", help="Only this suite; may be repeated.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="A folder for reports and logs; a run cut off goes on from there.")
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option(help="Compare with this baseline, and fail on a significant fall.")
    ] = None,
    update_baseline: Annotated[
        bool, typer.Option("--update-baseline", help="Make this run the baseline; asks for the reason.")
    ] = False,
    reason: Annotated[str, typer.Option(help="The reason for a new baseline.")] = "",
    compare: Annotated[
        tuple[Path, Path] | None,
        typer.Option(metavar="A B", help="Run nothing: compare two results, folders of --out or files."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Evaluate the program on the labelled samples of `evals/`. Exit code 5: a threshold or the baseline was missed.

    Your own record is not touched, and nothing leaves this machine but to the endpoints that are configured.
    """
    program = _evals()
    if compare is not None:
        data, shown = program.compared(*compare)
        if as_json:
            terminal.print_json(data)
        else:
            _show(shown, program)
        return
    keep = (baseline or program.BASELINE) if update_baseline else None
    reason = program.require_reason(_reason(reason)) if keep else reason
    settings = load_settings()
    with terminal.progress() as progress:
        done = program.evaluate(settings, suite or [], out=out, against=None if keep else baseline, progress=progress)
    _leave(settings, done.summary)
    if as_json:
        terminal.print_json(done.summary)
    else:
        _show(done.table, program)
    if out is not None:
        terminal.err().print(f"Written: {escape(str(out))}: report.html, report.md, results.json.")
        terminal.err().print(f"The samples one by one: inspect view --log-dir {escape(str(out / 'logs'))}")
    if keep is not None:
        program.keep_as_baseline(keep, done, reason)
        terminal.err().print(f"Written: {escape(str(keep))}")
    if not done.passed:
        raise typer.Exit(EXIT_EVAL)


def _leave(settings: Settings, summary: dict[str, Any]) -> None:
    """Leave the figures where the overview looks for the last run; a home that cannot be written to is no fault."""
    file = folder_of(settings) / LAST
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, json.dumps(summary, ensure_ascii=False, indent=1).encode())
    except (OSError, InputError) as error:
        terminal.err().print(f"The overview will not show this run: {escape(str(error))}")


def _show(what: Any, program: "ModuleType") -> None:
    console = terminal.out()
    if not console.is_terminal:
        console.width = program.WIDTH  # where nobody looks, as in a log, nothing is cut
    console.print(what)


def _reason(given: str) -> str:
    """Return why the baseline changes; asked for where nobody said."""
    if given.strip():
        return given
    if not sys.stdin.isatty():
        raise InputError("A new baseline needs its reason; give it by --reason 'what changed, and why'.")
    return str(typer.prompt("Why does the baseline change?", err=True))


def _evals() -> "ModuleType":
    """Load the evals, which are part of a source checkout and need their own packages.

    Raises:
        ConfigurationError: They are not there, or the packages are not.
    """
    try:
        from evals import program
    except ImportError as error:
        raise ConfigurationError(
            f"The evals cannot be loaded ({error}); they come with the source. In a checkout, `make eval` installs "
            "what they need and runs them."
        ) from None
    return program
