"""What a reviewer does: look at what is set aside, let it in, withdraw, take back, link, and see a statement whole."""

import difflib
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from assistant import rendering as r
from assistant import terminal
from assistant.assembly import Assistant
from assistant.commands.common import AsJson, Home
from assistant.consistency.claims import Suggestion
from assistant.domain import State, Statement, StatementTrace
from assistant.errors import InputError, ModelError, RetrievalError
from assistant.retrieval.reviewing import Reviewed
from assistant.settings import load_settings
from assistant.text.hidden import visible

_FIRST_WORDS = 24
_AROUND = 5
"""Words shown on either side of a change."""
_LISTED = 20

Names = Annotated[list[str], typer.Argument(metavar="ID|FILE…", help="Statements by id, or all of a file by its name.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; it is kept with the statement.")]
By = Annotated[str, typer.Option("--by", help="Who does it; it is kept with the reason.")]


def _opened(home: Path | None) -> Any:
    """Open the home as it is: what is withdrawn must not wait until the index has caught up."""
    return Assistant.open(load_settings(home), catch_up=False)


def quarantine_command(home: Home = None, as_json: AsJson = False) -> None:
    """List the statements that wait for a reviewer, and why. They are in no index until they are released."""
    with _opened(home) as assistant:
        waiting = assistant.reviewing.waiting()
    if as_json:
        terminal.print_json({"quarantined": len(waiting), "statements": [_waiting_json(each) for each in waiting]})
        return
    console = terminal.out()
    for each in waiting:
        s = each.statement
        console.print(f"[bold]{escape(s.id)}[/bold]  {s.date}  {escape(visible(s.speaker))}")
        console.print(f"   [yellow]{escape(each.reason)}[/yellow]")
        console.print(f"   {escape(_beginning(s))}")
        console.print(f"   [dim]{escape(visible(s.source.title))} · {escape(visible(s.source.ref))}[/dim]")
    if waiting:
        console.print(
            f"{len(waiting)} in quarantine. Read one with `assistant show ID`; then let it in with "
            "`assistant release ID --reason …`, or withdraw it with `assistant retract ID --reason …`."
        )
    else:
        console.print("Nothing is in quarantine.")


def _waiting_json(trace: StatementTrace) -> dict[str, Any]:
    s = trace.statement
    return {
        "id": s.id,
        "date": s.date.isoformat(),
        "speaker": s.speaker,
        "role": s.role,
        "lang": s.lang,
        "source": r.source_json(s.source),
        "reason": trace.reason,
        "text": _beginning(s),
    }


def _beginning(statement: Statement) -> str:
    words = visible(statement.text).split()
    return " ".join(words[:_FIRST_WORDS]) + (" …" if len(words) > _FIRST_WORDS else "")


def release_command(names: Names, reason: Reason = "", by: By = "", home: Home = None, as_json: AsJson = False) -> None:
    """Let statements out of quarantine, so that they can be found. Reading their file again leaves them released."""
    with _opened(home) as assistant, terminal.progress() as progress:
        done = assistant.reviewing.release(names, reason, progress, by=by.strip())
    _report("released", done, as_json, "Withdraw them again with `assistant retract`.")


def retract_command(names: Names, reason: Reason = "", by: By = "", home: Home = None, as_json: AsJson = False) -> None:
    """Withdraw statements, or all of a file: at once nothing rests on them any more; a trace stays."""
    with _opened(home) as assistant, terminal.progress() as progress:
        done = assistant.reviewing.retract(names, reason, progress, by=by.strip())
    back = " ".join(f"'{name}'" if " " in name else name for name in names)
    _report("retracted", done, as_json, f"Take it back with `assistant reinstate {back}`.")


def reinstate_command(
    names: Names, reason: Reason = "", by: By = "", home: Home = None, as_json: AsJson = False
) -> None:
    """Take a retraction back. What nobody released from quarantine goes back there."""
    with _opened(home) as assistant, terminal.progress() as progress:
        done = assistant.reviewing.reinstate(names, reason, progress, by=by.strip())
    _report("reinstated", done, as_json, "")


def _report(deed: str, done: Reviewed, as_json: bool, hint: str) -> None:
    if as_json:
        terminal.print_json({deed: list(done.ids), "quarantined": list(done.held), "index_pending": done.pending})
    else:
        console = terminal.out()
        for each in done.ids[:_LISTED]:
            console.print(f"   {each}", markup=False)
        if len(done.ids) > _LISTED:
            console.print(f"   … and {len(done.ids) - _LISTED} more")
        number = "1 statement" if len(done.ids) == 1 else f"{len(done.ids)} statements"
        console.print(f"{number} {deed}. {hint}".strip(), markup=False)
        if done.held:
            console.print(f"{len(done.held)} of them wait in quarantine, because nobody released them.")
    if done.pending:
        took_out = "Nothing rests on them any more; " if deed == "retracted" else "They cannot all be found yet: "
        terminal.err().print(f"{took_out}the index follows later. {done.pending}", markup=False)


def supersede_command(
    older: Annotated[str, typer.Argument(metavar="OLD", help="The id of the older statement.")],
    newer: Annotated[str, typer.Option("--by", metavar="NEW", help="The id of the newer one on the same matter.")],
    undo: Annotated[bool, typer.Option("--undo", help="Take back a link that was made by hand.")] = False,
    who: Annotated[str, typer.Option("--who", help="Who does it; `--by` names the newer statement here.")] = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Note that a newer statement supersedes an older one; whoever sees the older is shown the newer."""
    with _opened(home) as assistant:
        changed = (assistant.review.unlink if undo else assistant.review.link)(
            older.strip(), newer.strip(), who.strip()
        )
    if undo and not changed:
        raise InputError(
            f"Nobody linked {older!r} to {newer!r} by hand, so there is nothing to take back; "
            f"see `assistant show {older}`."
        )
    if as_json:
        terminal.print_json({"older": older, "newer": newer, "linked": not undo, "changed": changed})
        return
    if undo:
        said = f"{older} is no longer linked to {newer}."
    else:
        said = f"{older} is superseded by {newer}" + ("." if changed else "; that was known.")
    terminal.out().print(said, markup=False)


def show_command(
    statement_id: Annotated[str, typer.Argument(help="The statement's id.")],
    history: Annotated[bool, typer.Option("--history", help="Earlier wordings too, and what was done to it.")] = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Show a statement with its source, also one that is withdrawn or in quarantine."""
    with _opened(home) as assistant:
        trace = assistant.reviewing.trace(statement_id)
        newer = _suggestions(assistant, trace)
    if as_json:
        terminal.print_json({**r.trace_json(trace), "maybe_superseded_by": [r.suggestion_json(s) for s in newer]})
        return
    console = terminal.out()
    if trace.state is not State.ACTIVE:
        mark = f"{trace.state.value.upper()}: {_MEANING[trace.state]}"
        console.print(f"[bold red]{mark}[/bold red] {escape(visible(trace.reason))}")
    terminal.show_statement(trace.statement, written_out=trace.state is not State.ACTIVE)
    for each in newer:
        by, figures = each.newer.matter.statement_id, f"{each.older.figure.text} → {each.newer.figure.text}"
        console.print(f"[yellow]Maybe superseded[/yellow] by {by}: {escape(figures)}.")
        console.print(f"   If so: assistant supersede {statement_id} --by {by}")
    if history:
        _show_history(trace)
    elif trace.versions or trace.events:
        console.print("[dim]It has a history: add --history to see it.[/dim]")


def _suggestions(assistant: Assistant, trace: StatementTrace) -> list[Suggestion]:
    """Return what may have superseded an active statement; a statement can be read without the indexes too."""
    if trace.state is not State.ACTIVE:
        return []
    try:
        return assistant.suggestions_for(trace.statement.id)
    except (ModelError, RetrievalError):
        return []


_MEANING = {
    State.RETRACTED: "withdrawn, nothing rests on it.",
    State.QUARANTINED: "in no index until a reviewer releases it.",
    State.RETIRED: "its file no longer holds it.",
    State.COUNTERPART: "the other side said it; nothing of ours rests on it.",
}


def _show_history(trace: StatementTrace) -> None:
    console = terminal.out()
    for event in trace.events:
        reason = f": {event.reason}" if event.reason else ""
        who = f" by {visible(event.by)}" if event.by else ""
        console.print(f"{event.at:%Y-%m-%d %H:%M} {event.action}{who}{reason}", markup=False)
    newer = trace.statement
    for version in trace.versions:
        fields = r.changed_fields(version.statement, newer)
        console.print(f"{version.replaced_at:%Y-%m-%d %H:%M} replaced; changed: {', '.join(fields) or 'nothing shown'}")
        for stretch in word_changes(version.statement.text, newer.text):
            console.print(f"   {visible(stretch)}", markup=False)
        newer = version.statement
    if not trace.events and not trace.versions:
        console.print("[dim]It has no history.[/dim]")


def word_changes(old: str, new: str) -> Iterator[str]:
    """Yield every stretch in which two wordings differ, as "… the [-old-] {+new+} words …"."""
    before, after = re.findall(r"\S+", old), re.findall(r"\S+", new)
    for group in difflib.SequenceMatcher(None, before, after).get_grouped_opcodes(_AROUND):
        shown: list[str] = []
        for kind, i, j, k, m in group:
            if kind == "equal":
                shown += before[i:j]
                continue
            if i < j:
                shown.append(f"[-{' '.join(before[i:j])}-]")
            if k < m:
                shown.append(f"{{+{' '.join(after[k:m])}+}}")
        head = "… " if group[0][1] else ""
        tail = " …" if group[-1][2] < len(before) else ""
        yield head + " ".join(shown) + tail


def add_to(app: typer.Typer) -> None:
    """Add the reviewing commands to the command line."""
    commands: Sequence[tuple[str, Callable[..., None], str]] = (
        ("show", show_command, "show 2026-01-21-velasco-security-group"),
        ("quarantine", quarantine_command, "quarantine"),
        ("release", release_command, "release ID --reason 'a quotation, read and approved'"),
        ("retract", retract_command, "retract ID --reason 'the ministry withdrew it'"),
        ("reinstate", reinstate_command, "reinstate ID --reason 'withdrawn by mistake'"),
        ("supersede", supersede_command, "supersede OLD --by NEW"),
    )
    for name, command, example in commands:
        app.command(name, epilog=f"Example: assistant {example}")(command)
