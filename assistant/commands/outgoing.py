"""Texts that go out: `clear` and `publish` keep them, `outgoing` lists them, `drift` checks them again.

`suggest` lists the figures of the record that a later statement probably replaces.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from assistant import rendering as r
from assistant import terminal
from assistant.clearing import Clearance
from assistant.commands.common import EXIT_BLOCKED, AsJson, Home, Since, opened, parse_lang
from assistant.consistency.claims import Suggestion
from assistant.domain import Outgoing, OutgoingStatus
from assistant.drifting import Drift, DriftedText, drift_json
from assistant.inputs import read_text

MAX_SHOWN = 60
"""Characters of a text in a list."""

DraftId = Annotated[str | None, typer.Argument(help="The draft's id, as `assistant draft` printed it.")]
Text = Annotated[str | None, typer.Option("--text", help="A text from elsewhere, instead of a draft.")]
TextFile = Annotated[Path | None, typer.Option("--file", help="A text file instead; - reads standard input.")]
TextLang = Annotated[str | None, typer.Option("--lang", callback=parse_lang, help="The text's language: es or en.")]
Override = Annotated[str, typer.Option("--override", metavar="REASON", help="Why a blocked text goes out anyway.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command("clear", epilog="Example: assistant clear d-0123456789ab")(clear_command)
    app.command("publish", epilog="Example: assistant publish d-0123456789ab")(publish_command)
    app.command("outgoing")(outgoing_command)
    app.command("drift", epilog="Example: assistant drift --since 2026-01-01")(drift_command)
    app.command("suggest")(suggest_command)


def clear_command(
    draft_id: DraftId = None,
    text: Text = None,
    file: TextFile = None,
    lang: TextLang = None,
    override: Override = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Clear a text: keep it as it stands, with its report. Exit code 4: it is blocked and was not kept."""
    _keep(OutgoingStatus.CLEARED, (draft_id, text, file), lang, override, home, as_json)


def publish_command(
    draft_id: DraftId = None,
    text: Text = None,
    file: TextFile = None,
    lang: TextLang = None,
    override: Override = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Note that a text was published. Exit code 4: it is blocked and was not kept."""
    _keep(OutgoingStatus.PUBLISHED, (draft_id, text, file), lang, override, home, as_json)


def _keep(
    status: OutgoingStatus,
    given: tuple[str | None, str | None, Path | None],
    lang: str | None,
    override: str,
    home: Path | None,
    as_json: bool,
) -> None:
    draft_id, text, file = given
    if sum(one is not None for one in given) != 1:
        raise typer.BadParameter("give exactly one of DRAFT_ID, --text and --file.")
    if draft_id is not None and lang is not None:
        raise typer.BadParameter("a draft knows its language; --lang goes with --text and --file.")
    words = text if text is not None else read_text(file) if file is not None else ""
    with opened(home) as assistant:
        if draft_id is not None:
            clearance = assistant.keep_draft(draft_id, status, override=override)
        else:
            clearance = assistant.keep_text(words, status, lang=lang, override=override)
    _show_clearance(clearance, as_json)
    if clearance.stopped:
        raise typer.Exit(EXIT_BLOCKED)


def _show_clearance(clearance: Clearance, as_json: bool) -> None:
    outgoing = clearance.outgoing
    if as_json:
        state = "blocked" if clearance.stopped else outgoing.status.value
        terminal.print_json({**r.outgoing_json(outgoing), "status": state, "new": clearance.new})
    elif not clearance.stopped:
        again = "" if clearance.new else " (it was already)"
        terminal.out().print(f"{outgoing.id} {outgoing.status.value}{again}.")
    if clearance.stopped:
        findings = [f["message"] for f in outgoing.report["findings"] if f["severity"] == "block"]
        for message in findings:
            terminal.err().print(f"  {message}", markup=False)
        terminal.err().print(
            "The text is blocked and was not kept; mend it, or take responsibility with --override REASON."
        )


def outgoing_command(since: Since = None, home: Home = None, as_json: AsJson = False) -> None:
    """List the texts that were cleared or published, newest first."""
    with opened(home) as assistant:
        texts = assistant.outgoing(since)
    if as_json:
        terminal.print_json({"outgoing": [r.outgoing_json(text) for text in texts]})
        return
    for text in texts:
        terminal.out().print(_line(text))
    if not texts:
        terminal.out().print("No text was cleared or published yet; see `assistant clear --help`.")


def _line(text: Outgoing) -> str:
    first = " ".join(text.text.split())[:MAX_SHOWN]
    return f"[bold]{text.id}[/bold]  {text.at:%Y-%m-%d}  {text.status.value:<9}  {escape(first)}"


def drift_command(
    since: Since = None,
    everything: Annotated[bool, typer.Option("--all", help="Check all anew, even where nothing changed.")] = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """List cleared and published texts that no longer agree with the record, with the statement responsible."""
    with opened(home) as assistant, terminal.progress() as progress:
        drift = assistant.drift(since=since, everything=everything, progress=progress)
    if as_json:
        terminal.print_json(drift_json(drift))
    else:
        _show_drift(drift)


def _show_drift(drift: Drift) -> None:
    for text in drift.drifted:
        _show_drifted(text)
    terminal.out().print(f"{drift.checked} texts checked: {drift.agree} agree, {len(drift.drifted)} no longer do.")


def _show_drifted(text: DriftedText) -> None:
    console = terminal.out()
    console.print(_line(text.outgoing))
    for sentence in text.sentences:
        console.print(f"  {escape(sentence.text)}")
        console.print(f"  [yellow]{sentence.was.value} → {sentence.now.value}[/yellow]")
        for reason in sentence.reasons:
            console.print(f"    {escape(reason.message)}")
            if reason.statement is not None:
                state = "" if reason.state.value == "active" else f", {reason.state.value}"
                console.print(f"    [dim]{reason.statement.id} ({reason.statement.date}{state})[/dim]")
                console.print(f"    [dim]{escape(reason.quote)}[/dim]")


def suggest_command(home: Home = None, as_json: AsJson = False) -> None:
    """List figures that a later statement probably replaces; nothing is linked until `supersede` says so."""
    with opened(home) as assistant, terminal.progress() as progress:
        suggestions = assistant.suggestions(progress)
    if as_json:
        terminal.print_json({"suggestions": [r.suggestion_json(each) for each in suggestions]})
    else:
        _show_suggestions(suggestions)


def _show_suggestions(suggestions: Sequence[Suggestion]) -> None:
    console = terminal.out()
    for each in suggestions:
        older, newer = each.older, each.newer
        change = f"{older.figure.text} → {newer.figure.text}"
        console.print(f"[bold]{escape(change)}[/bold]  ({each.confidence:.2f})")
        for claim in (older, newer):
            console.print(f"   [dim]{claim.matter.date} {claim.matter.statement_id}[/dim]")
            console.print(f"   {escape(claim.sentence)}")
        console.print(f"   assistant supersede {older.matter.statement_id} --by {newer.matter.statement_id}")
    if not suggestions:
        console.print("No figure on the record seems to have been replaced by a later one.")
