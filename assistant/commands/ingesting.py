"""`assistant ingest`: takes files into the record, with what is declared of them on the command line."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant import terminal
from assistant.assembly import Ingested
from assistant.commands.common import EXIT_REJECTED, AsJson, Home, opened, parse_day, parse_lang
from assistant.domain import Authority, Classification, Form, Side
from assistant.record.readers import READER_NAMES, Declared
from assistant.record.readers.fields import FIELDS

_FILLS = "Where the file does not say it:"


def _reader(value: str) -> str:
    if value not in READER_NAMES:
        raise typer.BadParameter(f"there is no reader {value!r}; choose one of: {', '.join(READER_NAMES)}.")
    return value


def _columns(values: list[str]) -> dict[str, str]:
    found = {}
    for value in values:
        name, sign, column = value.partition("=")
        if not (sign and name.strip() and column.strip()):
            raise typer.BadParameter(f"{value!r} maps nothing; write it like text=Contenido.", param_hint="--column")
        found[name.strip()] = column.strip()
    return found


def ingest_command(
    paths: Annotated[
        list[Path],
        typer.Argument(
            help="Files, folders that are read with all they hold, or a sources.yaml. A sources.yaml at the top of a "
            "folder says who speaks in which part of it."
        ),
    ],
    reader: Annotated[str, typer.Option(callback=_reader, help=f"One of: {', '.join(READER_NAMES)}.")] = "auto",
    form: Annotated[Form | None, typer.Option(help=f"{_FILLS} whether the text is the speaker's own words.")] = None,
    speaker: Annotated[str, typer.Option(help=f"{_FILLS} who speaks.")] = "",
    role: Annotated[str, typer.Option(help=f"{_FILLS} in what role; the registry knows many.")] = "",
    venue: Annotated[str, typer.Option(help=f"{_FILLS} on what occasion.")] = "",
    day: Annotated[
        date | None, typer.Option("--date", parser=parse_day, metavar="DATE", help=f"{_FILLS} when.")
    ] = None,
    lang: Annotated[str | None, typer.Option(callback=parse_lang, help=f"{_FILLS} es or en.")] = None,
    authority: Annotated[Authority | None, typer.Option(help=f"{_FILLS} how much it binds.")] = None,
    counterpart: Annotated[str, typer.Option(help=f"{_FILLS} to or about whom.")] = "",
    side: Annotated[
        Side | None,
        typer.Option(help=f"{_FILLS} whose words they are. The other side's are kept apart; nothing rests on them."),
    ] = None,
    classification: Annotated[
        Classification | None, typer.Option(help="How far the words may travel; the higher of this and the file's own.")
    ] = None,
    topic: Annotated[list[str] | None, typer.Option(help=f"{_FILLS} its topics; may be repeated.")] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIELD=COLUMN",
            help=f"For tables: which column holds a field ({', '.join(FIELDS)}), like text=Contenido; may be "
            "repeated. date_order=dmy says how dates such as 03/04/2026 are meant.",
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and report, but store nothing.")] = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Take files into the record. A file that fails is listed; the rest is still done.

    What a file says itself counts first, then its entry in sources.yaml, then these options.
    """
    declared = Declared(
        speaker=speaker.strip(),
        role=role.strip(),
        venue=venue.strip(),
        counterpart=counterpart.strip(),
        side=side,
        classification=classification,
        day=day,
        lang=lang or "",
        form=form,
        authority=authority,
        topics=tuple(topic or ()),
        columns=_columns(column or []),
    )
    with opened(home) as assistant:
        with terminal.progress() as progress:
            ingested = assistant.ingest(paths, reader=reader, declared=declared, dry_run=dry_run, progress=progress)
        if as_json:
            terminal.print_json(ingested_json(ingested))
        else:
            terminal.show_ingested(ingested)
        if ingested.texts_to_recheck:
            waiting = ingested.texts_to_recheck
            terminal.err().print(f"{waiting} cleared or published texts may have drifted: run `assistant drift`.")
    if ingested.summary.rejected:
        raise typer.Exit(EXIT_REJECTED)


def ingested_json(ingested: Ingested) -> dict[str, Any]:
    """Return the JSON of what an ingest did."""
    summary = ingested.summary
    return {
        "files": summary.files,
        "statements_added": summary.change.added,
        "statements_updated": summary.change.updated,
        "unchanged": summary.change.unchanged,
        "rejected": [{"path": item.path, "reason": item.reason} for item in summary.rejected],
        "passages": ingested.passages,
        "seconds": round(ingested.seconds, 2),
        "statements_removed": summary.change.removed,
        "quarantined": summary.change.quarantined,
        "kept_out": summary.change.kept_out,
        "corrected_by_hand": summary.change.corrected,
        "skipped": summary.skipped,
        "unattributed": summary.unattributed,
        "dry_run": summary.dry_run,
        "texts_to_recheck": ingested.texts_to_recheck,
        "set_aside": dict(summary.set_aside),
        "speakers": dict(summary.speakers),
    }
