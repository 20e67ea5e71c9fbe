"""`assistant clearance …`: a draft is submitted, commented, returned or cleared by people who answer for it by name."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from assistant import terminal
from assistant.clearance.as_json import case_json, line_json
from assistant.clearance.marks import SHOWN
from assistant.clearance.needs import needs
from assistant.clearance.workflow import Workflow
from assistant.commands.common import AsJson, Home, opened
from assistant.domain import Case, CaseLine, ClearanceState, ClearanceStep, Label, Need, NeedKind, Two
from assistant.errors import BlockedError, InputError, StaleError
from assistant.text.hidden import visible

DraftId = Annotated[str, typer.Argument(help="The draft's id, as `assistant draft` printed it.")]
By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who does it; the name is kept with the step.")]
On = Annotated[
    str,
    typer.Option("--on", metavar="DIGEST", help="The text's digest as you saw it; refused if the text is another one."),
]
Comment = Annotated[str, typer.Option("--comment", help="What goes with it.")]
Words = Annotated[str, typer.Argument(metavar="TEXT", help="What to say.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; it is kept with the step.")]
ItemNumber = Annotated[int, typer.Option("--item", min=0, help="The number of the item it is about.")]
Override = Annotated[str, typer.Option("--override", metavar="REASON", help="Why a blocked text may go out.")]
ToRecord = Annotated[bool, typer.Option("--to-record", help="Let the sentence join the record as a position.")]
Numbers = Annotated[int, typer.Argument(metavar="NUMBER", help="The position's number, as `show` prints it.")]

_LABELS = {Label.CONSISTENT: "✓", Label.UNSUPPORTED: "?", Label.CONTRADICTS: "✗"}
_TWO = {
    Two.OVERRIDE: "it is blocked",
    Two.POSITION: "it takes a new position",
    Two.RED_LINE: "it touches a red line",
    Two.FORMAT: "of its format",
    Two.TOPIC: "of its topic",
}


class States(StrEnum):
    """The states that a list can be of."""

    DRAFT = "draft"
    FOR_CLEARANCE = "for-clearance"
    RETURNED = "returned"
    CLEARED = "cleared"


app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Take a draft to a cleared text: submit, comment, accept, return, clear. Exit code 4: it is blocked.",
)


@app.command("list")
def list_command(
    state: Annotated[States | None, typer.Option("--state", help="Only those in this state.")] = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """List the drafts on their way, last moved first."""
    with opened(home) as assistant:
        lines = assistant.clearance.cases(ClearanceState(state.value) if state else None)
    if as_json:
        terminal.print_json({"cases": [line_json(line) for line in lines]})
        return
    for line in lines:
        terminal.out().print(_line(line))
    if not lines:
        terminal.out().print("No draft is on its way; see `assistant clearance submit --help`.")


@app.command("show")
def show_command(draft_id: DraftId, home: Home = None, as_json: AsJson = False) -> None:
    """Show a draft with its sentences, what is missing before it is cleared, and who did what."""
    _do(home, as_json, draft_id, lambda workflow: workflow.case(draft_id))


@app.command("submit")
def submit_command(
    draft_id: DraftId, by: By, comment: Comment = "", on: On = "", home: Home = None, as_json: AsJson = False
) -> None:
    """Ask for clearance of a draft as it is kept."""
    _do(home, as_json, draft_id, lambda w: w.submit(draft_id, by, comment=comment, seen=_seen(w, draft_id, on).seen))


@app.command("comment")
def comment_command(
    draft_id: DraftId, text: Words, by: By, item: ItemNumber = 0, home: Home = None, as_json: AsJson = False
) -> None:
    """Say something on a draft, or on one of its items."""
    _do(home, as_json, draft_id, lambda w: w.comment(draft_id, by, text, item=item))


@app.command("return")
def return_command(
    draft_id: DraftId, by: By, reason: Reason, on: On = "", home: Home = None, as_json: AsJson = False
) -> None:
    """Return a draft to whoever submitted it."""
    _do(home, as_json, draft_id, lambda w: w.send_back(draft_id, by, reason, seen=_seen(w, draft_id, on).seen))


@app.command("accept")
def accept_command(
    draft_id: DraftId,
    number: Numbers,
    by: By,
    to_record: ToRecord = False,
    on: On = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Answer for one sentence that the record does not hold."""

    def accept(workflow: Workflow) -> Case:
        case = _seen(workflow, draft_id, on)
        position = next((each for each in case.positions if each.number == number), None)
        if position is None:
            raise InputError(
                f"The draft {draft_id!r} has no new position {number}; see `assistant clearance show {draft_id}`."
            )
        return workflow.accept(draft_id, position.sentence, by, to_record=to_record, seen=case.seen)

    _do(home, as_json, draft_id, accept)


@app.command("clear")
def clear_command(
    draft_id: DraftId, by: By, override: Override = "", on: On = "", home: Home = None, as_json: AsJson = False
) -> None:
    """Answer for a text. Where two must, the first approval waits for the second."""
    _do(home, as_json, draft_id, lambda w: w.clear(draft_id, by, override=override, seen=_seen(w, draft_id, on).seen))


@app.command("withdraw")
def withdraw_command(draft_id: DraftId, by: By, on: On = "", home: Home = None, as_json: AsJson = False) -> None:
    """Take back a draft that you submitted."""
    _do(home, as_json, draft_id, lambda w: w.withdraw(draft_id, by, seen=_seen(w, draft_id, on).seen))


@app.command("copy")
def copy_command(draft_id: DraftId, by: By, home: Home = None, as_json: AsJson = False) -> None:
    """Make a new draft of one: that is how work on a cleared text goes on."""
    _do(home, as_json, draft_id, lambda w: w.copy(draft_id, by))


def _do(home: Path | None, as_json: bool, draft_id: str, deed: Callable[[Workflow], Case]) -> None:
    with opened(home) as assistant:
        try:
            case = deed(assistant.clearance)
        except BlockedError:  # the command ends with its own exit code, and what stops the text is printed
            if as_json:
                terminal.print_json(case_json(assistant.clearance.case(draft_id)))
            raise
    if as_json:
        terminal.print_json(case_json(case))
    else:
        _show(case)


def _seen(workflow: Workflow, draft_id: str, digest: str) -> Case:
    """Return the case as it stands, if its text is the one that was seen."""
    case = workflow.case(draft_id)
    if digest and (len(digest) < SHOWN or not case.text_digest.startswith(digest.lower())):
        raise StaleError(
            f"The text of the draft {case.draft_id!r} is not the one with the digest {digest!r}; its digest is "
            f"{case.text_digest[:SHOWN]}, look at it again."
        )
    return case


def _line(line: CaseLine) -> str:
    title = escape(visible(line.title))
    return f"[bold]{line.draft_id}[/bold]  {line.at:%Y-%m-%d %H:%M}  {line.state.value:<13}  {escape(line.by)}  {title}"


def _show(case: Case) -> None:
    console = terminal.out()
    console.print(f"[bold]{case.draft_id}[/bold]  {case.state.value}  {escape(visible(case.title))}")
    for sentence in case.sentences:
        console.print(f"  {_LABELS[sentence.label]} {sentence.item}. {visible(sentence.text)}", markup=False)
        if sentence.label is not Label.CONSISTENT and sentence.reason:
            console.print(f"      {visible(sentence.reason)}", markup=False)
    for position in case.positions:
        who = f"accepted by {position.acceptance.by}" if position.acceptance else "nobody has accepted it"
        console.print(f"  New position {position.number}: {who}: {visible(position.sentence)}", markup=False)
    missing = [_need(need, case) for need in needs(case)]
    console.print(f"Missing: {'; '.join(missing)}." if missing else "Nothing is missing.", markup=False)
    if case.two and missing:
        console.print(f"Two must answer for it, because {' and '.join(_TWO[two] for two in case.two)}.")
    for step in case.file.steps:
        console.print(_step(step), markup=False)
    console.print(f"Version {case.version.number}, digest {case.text_digest[:SHOWN]}", markup=False)


def _need(need: Need, case: Case) -> str:
    name = need.position.number if need.position else 0
    first = case.approvals[0].by if case.approvals else ""
    return {
        NeedKind.EDIT: "it was returned, so it has to be edited",
        NeedKind.SUBMIT: "it has to be submitted",
        NeedKind.SUBMIT_AGAIN: "it was edited, so it has to be submitted again",
        NeedKind.OVERRIDE: "it is blocked, so somebody has to write why it may go out",
        NeedKind.POSITION: f"new position {name} has to be accepted",
        NeedKind.FIRST_APPROVAL: "somebody has to clear it",
        NeedKind.SECOND_APPROVAL: f"somebody other than {first or 'the first'} has to clear it too",
    }[need.kind]


def _step(step: ClearanceStep) -> str:
    where = f" item {step.item}" if step.item else ""
    words = f": {visible(step.words)}" if step.words else ""
    return f"{step.at:%Y-%m-%d %H:%M} {step.by} {step.deed.value}{where}{words}"


def register(root: typer.Typer) -> None:
    """Add the commands to the command line."""
    root.add_typer(app, name="clearance")
