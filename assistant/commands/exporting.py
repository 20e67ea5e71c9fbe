"""Texts as files: `export` writes a kept draft, `pack` all that is known of it, and verifies a pack."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Literal

import typer

from assistant import terminal
from assistant.commands.common import AsJson, Home, opened
from assistant.inputs import write_whole
from assistant.packing import verify

DraftId = Annotated[str, typer.Argument(help="The draft's id, as `assistant draft` printed it.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command("export", epilog="Example: assistant export d-0123456789ab --to docx")(export_command)
    app.command("pack", epilog="Example: assistant pack d-0123456789ab --out archive/")(pack_command)


def export_command(
    draft_id: DraftId,
    to: Annotated[Literal["docx", "md", "txt"], typer.Option("--to", help="The file's format.")],
    output: Annotated[
        Path | None, typer.Option("--out", "--output", "-o", help="Where to write; here by default.")
    ] = None,
    number: Annotated[int | None, typer.Option("--version", min=1, help="An earlier version of the draft.")] = None,
    annex: Annotated[bool, typer.Option("--annex/--no-annex", help="With the statements cited, in full.")] = True,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Write a draft to a file, with references, findings and the statements it cites."""
    with opened(home) as assistant:
        data = assistant.records.export(draft_id, to, number=number, annex=annex)
    target = output or Path(f"{draft_id}.{to}")
    write_whole(target, data)
    if as_json:
        terminal.print_json({"path": str(target), "bytes": len(data)})
    else:
        terminal.out().print(f"Written: {target}")


def pack_command(
    draft_id: Annotated[str | None, typer.Argument(help="The draft's id, as `assistant draft` printed it.")] = None,
    output: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="A file, or a folder for one with a telling name; here by default."),
    ] = None,
    pack: Annotated[Path | None, typer.Option("--verify", help="A pack: tell whether it is as it was made.")] = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Write all that is known of a draft to one ZIP, for the archive; or verify such a ZIP."""
    if (draft_id is None) == (pack is None):
        raise typer.BadParameter("give either a DRAFT_ID or --verify FILE.")
    if pack is not None:
        _verify(pack, as_json)
        return
    with opened(home) as assistant:
        made = assistant.pack(str(draft_id))
    target = output or Path(made.name)
    target = target / made.name if target.is_dir() else target
    write_whole(target, made.data)
    if as_json:
        facts = {"cleared": made.cleared, "manifest_sha256": made.manifest_sha256}
        terminal.print_json({"path": str(target), "bytes": len(made.data), **facts})
        return
    terminal.out().print(f"Written: {target}")
    if not made.cleared:
        terminal.out().print("This text is not cleared; the pack says so.")
    terminal.out().print(f"SHA-256 of its manifest: {made.manifest_sha256}")


def _verify(path: Path, as_json: bool) -> None:
    found = verify(path)
    if as_json:
        terminal.print_json(asdict(found))
        return
    state = "cleared" if found.cleared else "not cleared"
    terminal.out().print(
        f"{found.draft_id} ({state}): all {found.members} members are as they were packed.", markup=False
    )
    terminal.out().print(f"SHA-256 of its manifest: {found.manifest_sha256}")
