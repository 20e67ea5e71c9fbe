"""The command line: parse, call the façade, print."""

import json
import os
import sys
import traceback
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from assistant import rendering as r
from assistant import terminal
from assistant.assembly import Assistant, program_version
from assistant.commands import correcting, reviewing
from assistant.commands.asking import ask_command
from assistant.commands.clearance import register as register_clearance
from assistant.commands.common import (
    EXIT_BLOCKED,
    EXIT_FAILED,
    EXIT_INTERRUPTED,
    AsJson,
    Counterpart,
    Home,
    Lang,
    On,
    Since,
    Speaker,
    Topic,
    Until,
    opened,
    parse_lang,
)
from assistant.commands.comparing import differences
from assistant.commands.drafting import draft_command
from assistant.commands.evaluating import eval_command
from assistant.commands.exporting import register as register_exporting
from assistant.commands.ingesting import ingest_command
from assistant.commands.keeping import backup_command, doctor_command, restore_command
from assistant.commands.outgoing import register as register_outgoing
from assistant.commands.overview import overview_command
from assistant.commands.speakers import speakers_command
from assistant.commands.users import register as register_users
from assistant.domain import Classification, Filters, Label, Report, SentenceReport, Verdict
from assistant.errors import AssistantError
from assistant.gate import Gate
from assistant.inputs import read_any_text, read_json_lines
from assistant.retrieval.query import parse_query
from assistant.settings import Settings, load_settings

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Finds what was already said, drafts inside it, and says plainly when a sentence goes beyond it.",
)


app.command("ingest", epilog="Example: assistant ingest transcripts/2026")(ingest_command)


@app.command("search", epilog="Example: assistant search 'aranceles al acero de:Ebrard desde:2026-01' --explain")
def search_command(
    query: Annotated[str | None, typer.Argument(help="What to look for.")] = None,
    queries: Annotated[Path | None, typer.Option(help='A file of lines {"id", "query"}; - reads them in.')] = None,
    k: Annotated[int, typer.Option(min=1, max=1000, help="How many statements to return.")] = 10,
    lang: Lang = None,
    speaker: Speaker = None,
    since: Since = None,
    until: Until = None,
    topic: Topic = None,
    counterpart: Counterpart = None,
    explain: Annotated[bool, typer.Option("--explain", help="Say why each hit was found.")] = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Find what was already said, in either language.

    "Exact words" in quotation marks must occur as they stand. Conditions can be written into the query:
    de:Velasco desde:2026-01 hasta:2026-03 tema:trade contraparte:Cuba lengua:es (or from: since: until: topic:
    counterpart: lang:).
    """
    if (query is None) == (queries is None):
        raise typer.BadParameter("give either a QUERY or --queries FILE.")
    asked = [{"id": "1", "query": query}] if query is not None else read_json_lines(queries, ("id", "query"))
    filters = Filters(lang=lang, speaker=speaker, since=since, until=until, topic=topic, counterpart=counterpart)
    for row in asked:
        parse_query(str(row["query"]))  # before anything is printed: a batch is answered whole or not at all
    with opened(home) as assistant, terminal.progress() as progress:
        for done, row in enumerate(asked, start=1):
            question = str(row["query"])
            if explain:
                explained = assistant.explain(assistant.understand(question, filters), k=k)
                shown = {**row, **r.explained_json(explained)}
            else:
                hits = assistant.search(question, k=k, filters=filters)
                shown = {**row, "hits": [r.hit_json(hit) for hit in hits]}
            if as_json:
                terminal.print_json(shown)
            elif explain:
                terminal.show_explained(question, explained)
            else:
                terminal.show_hits(question, hits, parse_query(question).phrases)
            if len(asked) > 1:
                progress("searching", done, len(asked))


app.command("ask", epilog="Example: assistant ask '¿Qué ha dicho México sobre tropas extranjeras?'")(ask_command)
app.command(
    "draft", epilog="Example: assistant draft --topic 'Grupo de Implementación de Seguridad' --format post --lang es"
)(draft_command)


@app.command("check", epilog="Example: assistant check --text 'México acepta tropas extranjeras.'")
def check_command(
    text: Annotated[str | None, typer.Option("--text", help="The text to check.")] = None,
    file: Annotated[
        Path | None, typer.Option("--file", help="A .txt, .md, .docx or .pdf; - is standard input.")
    ] = None,
    cases: Annotated[Path | None, typer.Option("--cases", help='A file of lines {"id", "text", "lang"}.')] = None,
    lang: Annotated[str | None, typer.Option("--lang", callback=parse_lang, help="The text's language.")] = None,
    as_post: Annotated[bool, typer.Option("--post", help="The text is one post: its length is checked too.")] = False,
    classification: Annotated[
        Classification, typer.Option(help="How far the text may travel.")
    ] = Classification.PUBLIC,
    against: Annotated[
        Path | None, typer.Option("--against", help="A file with the same text in the other language, to compare.")
    ] = None,
    on: On = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Check a text against the record. Exit code 4: it is blocked."""
    if sum(given is not None for given in (text, file, cases)) != 1:
        raise typer.BadParameter("give exactly one of --text, --file and --cases.")
    if against is not None and (cases is not None or str(file) == str(against) == "-"):
        raise typer.BadParameter("--against goes with --text or --file, and only one of two files can be -.")
    if cases is not None:
        _check_cases(cases, home, as_json, on)
        return
    wanted = text if text is not None else read_any_text(file or Path("-"))
    with opened(home) as assistant, terminal.progress() as progress:
        Gate(assistant.settings).require(classification)
        compared = differences(assistant, wanted, against, lang)
        report = compared(
            assistant.check(wanted, lang=lang, is_post=as_post, on=on, classification=classification, progress=progress)
        )
    if as_json:
        terminal.print_json(r.report_json(report))
    else:
        terminal.show_report(report)
    if report.verdict is Verdict.BLOCKED:
        raise typer.Exit(EXIT_BLOCKED)


def _check_cases(path: Path, home: Path | None, as_json: bool, on: date | None) -> None:
    rows = read_json_lines(path, ("id", "text"))
    with opened(home) as assistant, terminal.progress() as progress:
        for done, row in enumerate(rows, start=1):
            report = assistant.check(str(row["text"]), lang=row.get("lang"), on=on)
            worst = _worst(report)
            if as_json:
                terminal.print_json(
                    {
                        "id": row["id"],
                        "label": worst.label.value,
                        "confidence": round(worst.confidence, 3),
                        "evidence": [r.hit_json(hit) for hit in worst.evidence],
                        "findings": [r.finding_json(finding) for finding in report.findings],
                    }
                )
            else:
                terminal.out().print(f"{row['id']}  {worst.label.value}  {worst.confidence:.2f}")
            progress("checking", done, len(rows))


def _worst(report: Report) -> SentenceReport:
    """Return the sentence that decides a text: one bad sentence condemns it."""
    order = [Label.CONTRADICTS, Label.UNSUPPORTED, Label.CONSISTENT]
    if not report.sentences:
        return SentenceReport(start=0, end=0, text="", label=Label.UNSUPPORTED, confidence=1.0)
    return min(report.sentences, key=lambda sentence: order.index(sentence.label))


reviewing.add_to(app)
correcting.add_to(app)


@app.command("reindex")
def reindex_command(home: Home = None, as_json: AsJson = False) -> None:
    """Rebuild both indexes from the record."""
    settings = load_settings(home)
    with terminal.progress() as progress:
        passages = Assistant.rebuild_index(settings, progress)
    if as_json:
        terminal.print_json({"passages": passages})
    else:
        terminal.out().print(f"{passages} passages indexed.")


@app.command("status")
def status_command(home: Home = None, as_json: AsJson = False) -> None:
    """Show counts, models and sequence numbers."""
    with opened(home) as assistant:
        status = assistant.status()
    if as_json:
        terminal.print_json(status)
    else:
        terminal.out().print_json(json.dumps(status, ensure_ascii=False))


@app.command("ui")
def ui_command(
    home: Home = None,
    host: Annotated[str | None, typer.Option(help="The address to bind; 127.0.0.1 by default.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="The port; 7860 by default.")] = None,
) -> None:
    """Open the desk in the browser."""
    from assistant.ui.launch import launch

    settings = load_settings(home)
    changes = {"ui_host": host or settings.ui_host, "ui_port": settings.ui_port if port is None else port}
    launch(settings.model_copy(update=changes), terminal.plain_progress())


app.command("eval", epilog="Example: assistant eval --baseline evals/baseline.json --out today")(eval_command)
app.command("doctor")(doctor_command)
app.command("backup", epilog="Example: assistant backup 2026-03-01.zip")(backup_command)
app.command("restore", epilog="Example: assistant restore 2026-03-01.zip --home NEW")(restore_command)
app.command("overview", epilog="Example: assistant overview --months 12")(overview_command)
app.command("speakers", epilog="Example: assistant speakers --unattributed")(speakers_command)
register_outgoing(app)
register_exporting(app)
register_clearance(app)
register_users(app)


@app.callback()
def _root(
    show_version: Annotated[bool, typer.Option("--version", is_eager=True, help="Print the version.")] = False,
) -> None:
    if show_version:
        terminal.out().print(program_version())
        raise typer.Exit


def main() -> None:
    """Run the command line; every fault becomes one sentence and an exit code."""
    try:
        app(standalone_mode=True, prog_name="assistant")
    except AssistantError as error:
        terminal.err().print(f"Error: {error}", markup=False)
        sys.exit(error.exit_code)
    except SystemExit as stop:
        if stop.code == EXIT_INTERRUPTED:
            terminal.err().print("Interrupted; what was finished is kept.")
        raise
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(EXIT_FAILED)
    except Exception as error:
        terminal.err().print(f"Error: {_unexpected(error)}", markup=False)
        sys.exit(EXIT_FAILED)


def _unexpected(error: Exception) -> str:
    """Keep the traceback in the home's log and return one sentence for the user."""
    try:
        log = Settings().home / "logs" / "errors.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as stream:
            traceback.print_exception(error, file=stream)
        where = f"the details are in {str(log)!r}; please report them"
    except (OSError, ValueError):
        where = "please report what you did"
    return f"The program met a fault it does not know ({type(error).__name__}: {error}); {where}."
