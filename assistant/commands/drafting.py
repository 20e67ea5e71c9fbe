"""`draft`: from a brief to a draft that stays inside the record."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from assistant import rendering as r
from assistant import terminal
from assistant.assembly import Assistant
from assistant.commands.common import EXIT_BLOCKED, AsJson, Home, opened, parse_lang
from assistant.domain import Brief, Classification, DraftFormat, Perspective, Tone, Verdict
from assistant.inputs import read_brief


def draft_command(
    topic: Annotated[str | None, typer.Option("--topic", help="Topic or event.")] = None,
    context: Annotated[str, typer.Option(help="The news that prompts the text.")] = "",
    format_: Annotated[
        DraftFormat, typer.Option("--format", help="What is to be written.")
    ] = DraftFormat.TALKING_POINTS,
    lang: Annotated[str, typer.Option("--lang", callback=parse_lang, help="es or en.")] = "es",
    voice: Annotated[str, typer.Option(help="Who speaks.")] = "",
    counterpart: Annotated[str, typer.Option(help="To or about whom.")] = "",
    perspective: Annotated[
        Perspective, typer.Option(help="Who is heard, where a model writes.")
    ] = Perspective.INSTITUTIONAL,
    tone: Annotated[int, typer.Option(min=1, max=5, help="1 warm to 5 stern, where a model writes.")] = 3,
    alternatives: Annotated[int, typer.Option(min=1, max=5, help="How many versions, each from its own angle.")] = 1,
    pin: Annotated[list[str] | None, typer.Option(help="A statement that it is to rest on; may be repeated.")] = None,
    drop: Annotated[list[str] | None, typer.Option(help="A statement to leave out; may be repeated.")] = None,
    evidence: Annotated[bool, typer.Option("--evidence", help="Show what it would rest on; write nothing.")] = False,
    model: Annotated[bool, typer.Option(help="Have the configured model write, if there is one.")] = True,
    seed: Annotated[int, typer.Option(min=0, help="Another number is another try of the model.")] = 0,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Ask the model even where it has answered the same before.")
    ] = False,
    classification: Annotated[
        Classification, typer.Option(help="Of the brief and its context; a draft has the highest class of its sources.")
    ] = Classification.PUBLIC,
    brief: Annotated[Path | None, typer.Option(help="A YAML file with the same fields instead.")] = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Draft inside the record, with a citation for every point. Exit code 4: the draft is blocked.

    With a model configured it writes the draft; each of its sentences is checked, and what does not hold is mended,
    replaced by a line of the record, or left out. What it writes is shown on standard error as it comes.
    """
    if (topic is None) == (brief is None):
        raise typer.BadParameter("give either --topic or --brief FILE.yaml.")
    if brief is not None:
        from_file = read_brief(brief)
        wanted, alternatives = from_file.to_brief(), from_file.alternatives
    else:
        wanted = Brief(
            topic=topic or "",
            format=format_,
            lang=lang,
            context=context,
            voice=voice,
            counterpart=counterpart,
            perspective=perspective,
            tone=Tone(tone),
        )
    higher = Classification.highest((wanted.classification, classification))
    wanted = replace(wanted, classification=higher)
    wanted = replace(wanted, pinned=(*wanted.pinned, *(pin or ())), dropped=(*wanted.dropped, *(drop or ())))
    with opened(home) as assistant:
        if evidence:
            _show_evidence(assistant, wanted, as_json)
            return
        with terminal.following() as following:
            drafts = assistant.draft(
                wanted, alternatives=alternatives, with_model=model, seed=seed, fresh=fresh, following=following
            )
    if as_json:
        first, *others = [r.draft_json(draft) for draft in drafts]
        terminal.print_json({**first, "alternatives": others})
    else:
        for draft in drafts:
            terminal.show_draft(draft)
    if drafts[0].report.verdict is Verdict.BLOCKED:
        raise typer.Exit(EXIT_BLOCKED)


def _show_evidence(assistant: Assistant, brief: Brief, as_json: bool) -> None:
    items = assistant.evidence(brief)
    if as_json:
        terminal.print_json({"evidence": [r.evidence_item_json(item) for item in items]})
    else:
        terminal.show_evidence(items)
