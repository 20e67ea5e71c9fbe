"""The table in the terminal."""

from collections.abc import Mapping, Sequence

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from evals.baseline import Judgement
from evals.comparing import Comparison
from evals.metrics import Metric
from evals.reporting import words
from evals.results import Results

NAMED = 20
"""Moved samples that are listed; the reports hold all of them."""


WIDTH = 150
"""Characters that a table needs."""


def table(results: Results, judgement: Judgement, metrics: Mapping[str, Sequence[Metric]]) -> RenderableType:
    """Return every figure of a run, and what the gate says."""
    return Group(_figures(results, judgement, metrics), *_faults(judgement), _verdict(results, judgement))


def _figures(results: Results, judgement: Judgement, metrics: Mapping[str, Sequence[Metric]]) -> Table:
    compared = bool(judgement.comparisons)
    shown = Table(box=None, pad_edge=False, header_style="bold")
    columns = [("suite", "left"), ("metric", "left"), ("value", "right"), ("95 %", "left"), ("wanted", "left")]
    for column, side in [*columns, *([("change", "left")] if compared else [])]:
        shown.add_column(column, justify="right" if side == "right" else "left", no_wrap=True)
    changes = words.changes_by_name(judgement)
    for name, suite in results.suites.items():
        head = f"{name} ({len(suite.outcomes)})"
        for metric in metrics[name]:
            change = changes.get(name, {}).get(metric.name)
            bad = metric.name in suite.missed or (change is not None and change.worse)
            figure = suite.figures[metric.name]
            row = [head, metric.name, words.number(figure.value), words.interval(figure), words.wanted(metric)]
            shown.add_row(*row, *([words.before(change)] if compared else []), style="red" if bad else None)
            head = ""
    return shown


def _faults(judgement: Judgement) -> list[RenderableType]:
    lines: list[RenderableType] = [Text.from_markup(f"[red]✗[/red] {escape(fault)}") for fault in judgement.faults]
    wrong = words.moved(judgement.comparisons)
    if wrong:
        lines.append(Text(f"From right to wrong ({len(wrong)}):", style="bold"))
        lines += [Text(f"  {line}") for line in wrong[:NAMED]]
        if len(wrong) > NAMED:
            lines.append(Text(f"  … and {len(wrong) - NAMED} more; --out DIR writes all of them."))
    return [Text(""), *lines] if lines else []


def _verdict(results: Results, judgement: Judgement) -> Text:
    return Text(f"\n{words.verdict(results, judgement)}", style="bold green" if judgement.passed else "bold red")


def comparison_table(comparisons: Sequence[Comparison]) -> RenderableType:
    """Return what differs between two runs."""
    shown = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("suite", "metric", "A", "B", "difference", "99 %", "p"):
        shown.add_column(column, no_wrap=True)
    for each in comparisons:
        head = f"{each.name} ({each.compared})"
        for change in each.changes:
            better = "green" if change.better != "neither" else None
            style = ("red" if change.worse else better) if change.significant else None
            span = f"{change.low:+.3f} – {change.high:+.3f}"
            cells = [words.number(change.before), words.number(change.after), words.before(change), span]
            shown.add_row(head, change.name, *cells, f"{change.p:.3f}", style=style)
            head = ""
    return Group(shown, *_samples(comparisons))


def _samples(comparisons: Sequence[Comparison]) -> list[RenderableType]:
    lines: list[RenderableType] = []
    for each in comparisons:
        if each.left_out:
            lines.append(Text(f"{each.name}: {each.left_out} samples are not in both runs as they are, and left out."))
        groups = {"right to wrong": each.to_wrong, "wrong to right": each.to_right, "otherwise": each.otherwise}
        for title, group in groups.items():
            if group:
                ids = ", ".join(moved.after.id for moved in group)
                lines.append(Text(f"{each.name}, {title} ({len(group)}): {ids}"))
    return [Text(""), *(lines or [Text("No sample came out differently.")])]
