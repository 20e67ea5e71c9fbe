"""Commands that keep a home safe and sound: backup, restore, doctor."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from assistant import terminal
from assistant.commands.common import EXIT_FAILED, AsJson, Home
from assistant.doctoring import DoctorCheck, doctor
from assistant.keeping import Restored, backup, restore, verify
from assistant.record.archive import Manifest
from assistant.settings import load_settings


def backup_command(
    file: Annotated[Path, typer.Argument(help="The archive to write.")],
    without_vectors: Annotated[
        bool, typer.Option("--without-vectors", help="Leave the vectors out: smaller, but restoring embeds anew.")
    ] = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Write record, drafts and the home's own files into one archive. It holds texts that are not public yet."""
    with terminal.progress() as progress:
        manifest = backup(load_settings(home), file, with_vectors=not without_vectors, progress=progress)
    if as_json:
        terminal.print_json({"path": str(file), "bytes": file.stat().st_size, **_manifest_json(manifest)})
    else:
        terminal.out().print(f"Written: {escape(str(file))} ({_contents(manifest)})")


def restore_command(
    file: Annotated[Path, typer.Argument(help="An archive that `assistant backup` wrote.")],
    verify_only: Annotated[bool, typer.Option("--verify", help="Only check the archive.")] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Restore over what is in the home, which is backed up there first.")
    ] = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Check an archive, put it in the place of an empty home's record, and build the indexes."""
    with terminal.progress() as progress:
        if verify_only:
            manifest = verify(file, progress)
            restored = None
        else:
            restored = restore(load_settings(home), file, force=force, progress=progress)
            manifest = restored.manifest
    if as_json:
        done = {"verified": True} if restored is None else {"verified": True, **_restored_json(restored)}
        terminal.print_json({"path": str(file), **_manifest_json(manifest), **done})
    elif restored is None:
        terminal.out().print(f"Whole: {escape(str(file))} ({_contents(manifest)})")
    else:
        _show_restored(restored)


def _manifest_json(manifest: Manifest) -> dict[str, Any]:
    return {
        "created": manifest.created,
        "program": manifest.program,
        "schema_version": manifest.schema_version,
        "counts": dict(manifest.counts),
        "members": len(manifest.members),
    }


def _restored_json(restored: Restored) -> dict[str, Any]:
    return {
        "passages": restored.passages,
        "kept": str(restored.kept) if restored.kept else None,
        "unfinished": restored.unfinished,
    }


def _contents(manifest: Manifest) -> str:
    counts = manifest.counts
    return (
        f"{counts.get('statements', 0)} statements, {counts.get('drafts', 0)} drafts, "
        f"{len(manifest.members)} members, made {manifest.created}"
    )


def _show_restored(restored: Restored) -> None:
    console = terminal.out()
    console.print(f"Restored: {_contents(restored.manifest)}; {restored.passages} passages indexed.")
    if restored.kept:
        console.print(f"What was there before: {escape(str(restored.kept))}")
    if restored.unfinished:
        terminal.err().print(f"The indexes are not built yet: {escape(restored.unfinished)}")


def doctor_command(
    repair: Annotated[bool, typer.Option("--repair", help="Mend what can be mended; no statement is lost.")] = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Look at every part and print the settings in force, secrets masked."""
    with terminal.progress() as progress:
        checks = doctor(load_settings(home), repair=repair, progress=progress)
    if as_json:
        terminal.print_json({"checks": [_check_json(check) for check in checks]})
    else:
        _show_checks(checks)
    if not all(check.ok for check in checks):
        raise typer.Exit(EXIT_FAILED)


def _check_json(check: DoctorCheck) -> dict[str, Any]:
    return {
        "name": check.name,
        "ok": check.ok,
        "detail": check.detail,
        "mendable": check.mendable,
        "repaired": check.repaired,
    }


def _show_checks(checks: Sequence[DoctorCheck]) -> None:
    for check in checks:
        mark = "[green]ok[/green]  " if check.ok else "[bold red]FAIL[/bold red]"
        terminal.out().print(f"{mark} {check.name}: {escape(check.detail)}")
