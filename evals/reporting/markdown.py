"""The report as Markdown, for a pull request or a release note."""

from collections.abc import Iterator, Mapping, Sequence

from evals.baseline import Judgement
from evals.metrics import Metric
from evals.reporting import words
from evals.results import Results, SuiteResult


def markdown(results: Results, judgement: Judgement, metrics: Mapping[str, Sequence[Metric]]) -> str:
    """Return the report."""
    return "\n".join(_lines(results, judgement, metrics)) + "\n"


def _lines(results: Results, judgement: Judgement, metrics: Mapping[str, Sequence[Metric]]) -> Iterator[str]:
    yield "# Evals"
    yield ""
    yield f"**{words.verdict(results, judgement)}**"
    yield ""
    yield "; ".join(f"{name} {value}" for name, value in results.about.items())
    for fault in judgement.faults:
        yield f"- ✗ {_plain(fault)}"
    yield ""
    yield "| suite | metric | value | 95 % | wanted | change |"
    yield "|---|---|---:|---|---|---|"
    changes = words.changes_by_name(judgement)
    for name, suite in results.suites.items():
        for metric in metrics[name]:
            figure = suite.figures[metric.name]
            change = words.before(changes.get(name, {}).get(metric.name))
            cells = [
                name,
                metric.name,
                words.number(figure.value),
                words.interval(figure),
                words.wanted(metric),
                change,
            ]
            yield f"| {' | '.join(cells)} |"
    if wrong := words.moved(judgement.comparisons):
        yield from ["", "## From right to wrong", "", *(f"- {_plain(line)}" for line in wrong)]
    for suite in results.suites.values():
        yield from _worst(suite)


def _worst(suite: SuiteResult) -> Iterator[str]:
    cases = words.worst(suite)
    if not cases:
        return
    yield from ["", f"## Worst of {suite.name}", ""]
    for outcome in cases:
        yield f"- **{outcome.id}** {_plain(outcome.text)}"
        yield f"  - wanted {_plain(outcome.wanted)}, said {_plain(outcome.said or outcome.error)}"
        if outcome.explanation:
            yield f"  - {_plain(outcome.explanation)}"
        yield from (f"  - {_plain(line)}" for line in outcome.evidence[:2])


def _plain(text: str) -> str:
    """Return a text on one line whose signs mean nothing to Markdown: samples hold attacks, images among them."""
    flat = " ".join(text.split())
    for sign in "\\`*_[]<>!|":
        flat = flat.replace(sign, f"\\{sign}")
    return flat
