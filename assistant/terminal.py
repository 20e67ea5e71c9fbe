"""How things look in a terminal: progress on standard error, results as text on standard output."""

import json
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from assistant import domain
from assistant.assembly import Ingested
from assistant.citing import reference
from assistant.drafting.following import Following
from assistant.rendering import filters_json
from assistant.retrieval.explaining import Explained, Explanation, Term
from assistant.retrieval.query import Query
from assistant.text.hidden import visible

_LABEL_STYLE = {"consistent": "green", "contradicts": "bold red", "unsupported": "yellow"}
_SEVERITY_STYLE = {"block": "bold red", "warn": "yellow", "info": "cyan"}
_PARTS = {
    domain.Part.TOP_LINE: "Top line",
    domain.Part.POINT: "Supporting points",
    domain.Part.IF_PRESSED: "If pressed",
    domain.Part.LINE: "Line",
    domain.Part.BACKGROUND: "Background",
}
_ASIDES = {"avoid": "Lines to avoid", "triggers": "It may provoke"}
_SECONDS_BETWEEN_LINES = 10.0


def out() -> Console:
    """Return the console for results."""
    return Console(highlight=False, soft_wrap=True)


def err() -> Console:
    """Return the console for messages and progress."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


def print_json(data: Any) -> None:
    """Print one JSON document on one line of standard output."""
    text = json.dumps(data, ensure_ascii=False)
    # A file name that is not UTF-8 holds lone surrogates, which JSON can only escape.
    sys.stdout.write(text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n")


@contextmanager
def progress() -> Iterator[domain.Progress]:
    """Show long work on standard error: a bar in a terminal, a line now and then elsewhere."""
    console = err()
    if not console.is_terminal:
        yield _PlainProgress(console)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        tasks: dict[str, Any] = {}

        def report(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total or None)
            bar.update(tasks[stage], completed=done, total=total or None)

        yield report


def plain_progress() -> domain.Progress:
    """Return a progress that writes lines, for work after which the program goes on showing other things."""
    return _PlainProgress(err())


@contextmanager
def following() -> Iterator[Following]:
    """Show a draft being written on standard error: how far it is, and the model's sentences as they come."""
    with progress() as report:
        yield Following(progress=report, writing=_Sentences())


class _Sentences:
    """Prints each sentence of a model once it is complete."""

    def __init__(self) -> None:
        self._shown: set[str] = set()

    def __call__(self, sentences: Sequence[str]) -> None:
        for sentence in sentences[:-1]:
            if sentence and sentence not in self._shown:
                if not self._shown:
                    err().print("[dim]Written by the model, not checked yet:[/dim]")
                self._shown.add(sentence)
                err().print(f"[dim]  {escape(visible(sentence))}[/dim]")


class _PlainProgress:
    """Writes a line when a stage begins or ends, and every few seconds in between."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._stage = ""
        self._last = 0.0

    def __call__(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        if stage == self._stage and done < total and now - self._last < _SECONDS_BETWEEN_LINES:
            return
        self._stage, self._last = stage, now
        self._console.print(f"{stage}: {done} of {total}" if total else f"{stage}…")


def show_hits(query: str, hits: Sequence[domain.Hit], phrases: Sequence[str] = ()) -> None:
    """Print search results; `phrases` are those that every hit must hold."""
    if not hits:
        _show_nothing(query, phrases)
    for hit in hits:
        _show_hit(hit)


def _show_nothing(query: str, phrases: Sequence[str]) -> None:
    hint = (
        " No statement holds the words in quotation marks as they stand; search without the marks." if phrases else ""
    )
    out().print(f"Nothing on the record for {escape(repr(query))}.{hint}")


def _show_hit(hit: domain.Hit) -> None:
    console, s = out(), hit.statement
    console.print(f"[bold]{hit.rank}. {s.date} {escape(s.speaker)}[/bold] ({escape(s.role)}) · {s.form.value}")
    console.print(f"   {escape(hit.passage.text)}")
    newer = f" · superseded by {', '.join(s.superseded_by)}" if s.superseded_by else ""
    console.print(f"   [dim]{s.id}{newer}[/dim]")


def show_explained(query: str, explained: Explained) -> None:
    """Print what was understood of a query, then each result with two or three lines on why it is one."""
    console, understood = out(), explained.query
    console.print(f"[cyan]Searched: {escape(_understood(understood))}[/cyan]")
    if not explained.hits:
        _show_nothing(query, understood.phrases)
    for hit, explanation in zip(explained.hits, explained.explanations, strict=True):
        _show_hit(hit)
        for line in _reasons(hit, explanation):
            console.print(f"   [cyan]{escape(line)}[/cyan]")


def _understood(query: Query) -> str:
    parts = [f"words {query.text!r}"]
    parts += [f"exactly “{phrase}”" for phrase in query.phrases]
    parts += [f"“{phrase}” as words, because no statement holds it as it stands" for phrase in query.loose]
    parts += [f"{name} {value}" for name, value in filters_json(query.filters).items()]
    parts += [f"{each.name} also as {', '.join(each.others)}" for each in query.expansions]
    return "; ".join(parts)


def _reasons(hit: domain.Hit, explanation: Explanation) -> list[str]:
    """Return the reasons for one hit: its words, its places, its score."""
    standing = explanation.standing
    words = ", ".join(_term(term) for term in explanation.terms)
    if not explanation.same_language:
        words = "none, it is in the other language: found by its meaning"
    lexical = f"place {standing.lexical_rank} by words (BM25 {standing.bm25:.1f})" if standing.lexical_rank else ""
    near = f"similarity {hit.similarity:.3f}"
    dense = f"place {standing.dense_rank} by meaning ({near})" if standing.dense_rank else f"{near} in meaning"
    parts = ", ".join(f"{name} {value:+.2f}" for name, value in standing.contributions.items())
    lines = [f"words: {words or 'none shared'}", "; ".join(each for each in (lexical, dense) if each)]
    lines.append(f"score {hit.score:.2f}{f' ({parts})' if parts else ''}; on the matter: {hit.relevance:.0%}")
    return lines


def _term(term: Term) -> str:
    name = f"{term.word} for {term.stands_for}" if term.stands_for else term.word
    return f"{name} {term.weight:.1f}{' (in the question answered)' if term.in_question else ''}"


def show_answer(answer: domain.Answer, lang: str) -> None:
    """Print an answer with its references and timeline."""
    console = out()
    console.print(escape(answer.text))
    if answer.timeline:
        console.print("")
        for entry in answer.timeline:
            console.print(f"  {entry.date}  {escape(entry.summary)}")
    if answer.citations:
        console.print("")
    for citation in answer.citations:
        console.print(f"[dim]{escape(reference(citation, lang))}[/dim]")


def show_draft(draft: domain.Draft) -> None:
    """Print a draft with its citations and report."""
    console = out()
    if draft.message:
        console.print(escape(draft.message))
    if draft.angle:
        console.print(f"[cyan]Angle: {draft.angle.value}[/cyan]")
    numbers = {c.statement.id: c.number for c in draft.citations}
    part = None
    for item in draft.items:
        if item.part is not part and item.part in _PARTS:
            console.print(f"[bold]{_PARTS[item.part]}[/bold]")
        part = item.part
        marks = escape("".join(f"[{numbers[i]}]" for i in item.citations))
        console.print(f"{escape(item.text)} [dim]{marks} ({item.weighted_length})[/dim]\n")
    for aside in draft.asides:
        console.print(f"[yellow]{_ASIDES[aside.kind]}[/yellow]")
        for line in aside.lines:
            console.print(f"  - {escape(line)}")
        console.print("")
    for citation in draft.citations:
        console.print(f"[dim]{escape(reference(citation, draft.brief.lang))}[/dim]")
    console.print("")
    show_report(draft.report)
    for change in draft.changes:
        console.print(f"  [cyan]{change.fate.value:<8}[/cyan] {escape(change.before)}")
        console.print(f"           [dim]{escape(change.reason)}[/dim]")
        if change.after:
            console.print(f"           → {escape(change.after)}")
    _show_generator(draft.generator)
    console.print(f"[dim]{draft.id}[/dim]")


def _show_generator(generator: domain.Generator) -> None:
    if generator.kind == "extractive":
        return
    tokens_in, tokens_out = (sum(getattr(s, name) for s in generator.steps) for name in ("tokens_in", "tokens_out"))
    took = ", ".join(f"{step.name} {'kept' if step.cached else f'{step.seconds:.1f} s'}" for step in generator.steps)
    out().print(
        f"[dim]written by {escape(str(generator.model))}, {escape(str(generator.prompt_version))}, seed "
        f"{generator.seed}: {took}; {tokens_in:,} + {tokens_out:,} tokens[/dim]"
    )


def show_evidence(items: Sequence[domain.EvidenceItem]) -> None:
    """Print what a draft would rest on."""
    console = out()
    if not items:
        console.print("Nothing on the record on this matter.")
    for item in items:
        s = item.statement
        marks = [*item.aspects, *(["superseded"] if s.superseded_by else []), *(["left out"] if item.left_out else [])]
        console.print(
            f"[bold]{item.number}. {s.date} {escape(s.speaker)}[/bold] [dim]({escape(', '.join(marks))})[/dim]"
        )
        for text in item.texts:
            console.print(f"   {escape(text)}")
        console.print(f"   [dim]{s.id}[/dim]")


def show_report(report: domain.Report) -> None:
    """Print a report: verdict, sentences with labels, findings."""
    console = out()
    console.print(f"[bold]{report.verdict.value.upper()}[/bold]")
    for sentence in report.sentences:
        style = _LABEL_STYLE[sentence.label.value]
        console.print(f"  [{style}]{sentence.label.value:<12}[/{style}] {escape(sentence.text)}")
        console.print(f"               [dim]{escape(sentence.reason)}[/dim]")
        for name, beside in (("for", sentence.support), ("against", sentence.conflict)):
            if beside is not None:
                console.print(f"               [dim]{name}: {beside.statement.id}[/dim]")
    for finding in report.findings:
        style = _SEVERITY_STYLE[finding.severity.value]
        line = f"  [{style}]{finding.severity.value:<5}[/{style}] {finding.check}: {escape(finding.message)}"
        console.print(line + (f" → {escape(finding.suggestion)}" if finding.suggestion else ""))
    if report.judge:
        _show_judge(report.judge)


def _show_judge(use: domain.JudgeUse) -> None:
    missing = f", {use.unread} unread, {use.unanswered} unanswered" if use.unread or use.unanswered else ""
    out().print(
        f"[dim]judge: {escape(use.model)}, {escape(use.prompt)}: {len(use.sentences)} sentences{missing}, "
        f"{use.tokens_in:,} + {use.tokens_out:,} tokens, {use.seconds:.1f} s[/dim]"
    )


def show_statement(statement: domain.Statement, *, written_out: bool = False) -> None:
    """Print a statement with its source; `written_out` makes characters visible that nobody sees."""
    console = out()
    text = "\n".join(visible(line) for line in statement.text.split("\n")) if written_out else statement.text
    console.print(f"[bold]{statement.id}[/bold]")
    console.print(f"{escape(statement.speaker)}, {escape(statement.role)}")
    console.print(f"{statement.date}, {escape(statement.venue)} ({statement.form.value}, {statement.lang})")
    console.print(f"\n{escape(text)}\n")
    for pair in statement.lines:
        console.print(f"  es  {escape(pair.es)}\n  en  {escape(pair.en)}")
    if statement.superseded_by:
        console.print(f"Superseded by: {', '.join(statement.superseded_by)}")
    locator = f" {dict(statement.source.locator)}" if statement.source.locator else ""
    console.print(f"[dim]{escape(statement.source.title)}\n{escape(statement.source.ref)}{escape(locator)}[/dim]")


def show_ingested(ingested: Ingested) -> None:
    """Print what an ingest did; rejected files go to standard error."""
    summary, change = ingested.summary, ingested.summary.change
    console = out()
    counts = [f"{change.added} statements added", f"{change.updated} updated", f"{change.unchanged} unchanged"]
    counts += [f"{change.removed} removed"] if change.removed else []
    if summary.dry_run:
        console.print(f"{summary.files} files, nothing stored; they would give: {', '.join(counts)}.")
    else:
        indexed = f"{ingested.passages} passages indexed in {ingested.seconds:.0f} s"
        console.print(f"{summary.files} files: {', '.join(counts)}; {indexed}.")
    if summary.skipped:
        console.print(f"{summary.skipped} files passed over that are no documents.")
    if summary.set_aside:
        aside = ", ".join(f"{count} {kind}" for kind, count in sorted(summary.set_aside.items()))
        console.print(f"Set aside, never a position: {aside}.")
    if summary.unattributed:
        console.print(f"{summary.unattributed} turns fit nobody; see `assistant speakers --unattributed`.")
    if change.quarantined:
        console.print(f"{change.quarantined} statements are suspicious and wait in quarantine for a reviewer.")
    if change.kept_out:
        console.print(f"{change.kept_out} statements were retracted earlier and stay out of search.")
    if change.corrected:
        console.print(f"{change.corrected} statements were corrected by hand; the corrections stand.")
    for rejection in summary.rejected:
        err().print(f"[yellow]rejected[/yellow] {escape(rejection.path)}: {escape(rejection.reason)}")
