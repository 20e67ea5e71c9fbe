"""`assistant speakers`: who is on the record, and whose turns wait for somebody to say who speaks."""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from assistant import terminal
from assistant.commands.common import AsJson, Home, opened
from assistant.record.people import SpeakerOnRecord, UnattributedLabel, snippet
from assistant.record.readers.speakers import FILE


def speakers_command(
    unattributed: Annotated[
        bool, typer.Option("--unattributed", help="List the labels that fit nobody, and what to write to settle them.")
    ] = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """List who is on the record, in which roles and when; or the labels that fit nobody."""
    with opened(home) as assistant:
        own_file = assistant.settings.home / FILE
        labels = assistant.labels_to_review()
        speakers = [] if unattributed else assistant.speakers()
    if unattributed:
        _show_labels(labels, own_file, as_json)
    else:
        _show_speakers(speakers, labels, as_json)


def _show_speakers(speakers: Sequence[SpeakerOnRecord], labels: Sequence[UnattributedLabel], as_json: bool) -> None:
    waiting = sum(len(each.turns) for each in labels)
    if as_json:
        terminal.print_json({"speakers": [_speaker_json(each) for each in speakers], "unattributed": waiting})
        return
    console = terminal.out()
    for each in speakers:
        console.print(f"[bold]{escape(each.name)}[/bold]  {each.statements}  {each.first} … {each.last}")
        for role in each.roles:
            console.print(f"   [dim]{role.first} … {role.last}  {role.statements}  {escape(role.role)}[/dim]")
    if not speakers:
        console.print("Nobody is on the record yet.")
    if waiting:
        console.print(f"{waiting} turns fit nobody; see `assistant speakers --unattributed`.")


def _speaker_json(speaker: SpeakerOnRecord) -> dict[str, Any]:
    return {
        "speaker": speaker.name,
        "statements": speaker.statements,
        "first": speaker.first.isoformat(),
        "last": speaker.last.isoformat(),
        "roles": [
            {
                "role": role.role,
                "statements": role.statements,
                "first": role.first.isoformat(),
                "last": role.last.isoformat(),
            }
            for role in speaker.roles
        ],
    }


def _show_labels(labels: Sequence[UnattributedLabel], own_file: Path, as_json: bool) -> None:
    if as_json:
        terminal.print_json(
            {
                "unattributed": [_label_json(each) for each in labels],
                "file": str(own_file),
                "snippet": snippet(labels),
            }
        )
        return
    console = terminal.out()
    if not labels:
        console.print("Every label was settled.")
        return
    for each in labels:
        files = len({turn.ref for turn in each.turns})
        console.print(f"[bold]{escape(each.label)}[/bold]  {len(each.turns)} turns in {files} files")
        for ref, turns in groupby(each.turns, key=lambda turn: turn.ref):
            console.print(f"   [dim]{escape(ref)}: turns {', '.join(str(turn.turn) for turn in turns)}[/dim]")
        console.print(f"   “{escape(each.turns[0].text)} …”")
        console.print(f"   {escape(each.advice)}")
    if own := snippet(labels):
        console.print(
            f"\nWrite into {escape(str(own_file))}, and then run `assistant ingest` on the same files again:\n"
        )
        console.print(own, markup=False)


def _label_json(each: UnattributedLabel) -> dict[str, Any]:
    return {
        "label": each.label,
        "count": len(each.turns),
        "name": each.name,
        "role": each.role,
        "like": each.like.name if each.like else "",
        "advice": each.advice,
        "snippet": snippet([each]),
        "turns": [
            {"ref": turn.ref, "turn": turn.turn, "date": turn.date.isoformat(), "title": turn.title, "text": turn.text}
            for turn in each.turns
        ],
    }
