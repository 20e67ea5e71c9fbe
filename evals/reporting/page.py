"""The report as one HTML file: it loads nothing, so it can be mailed, archived and opened on any machine."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from evals.baseline import Judgement
from evals.metrics import Metric
from evals.reporting import plots, words
from evals.results import Results, SuiteResult

HERE = Path(__file__).resolve().parent
LABELLED = ("consistency", "principles", "robustness")
FACETS = ("kind", "lang", "where", "format")
RANKED = {"retrieval": "recall", "asking": "facts"}


def page(
    results: Results,
    judgement: Judgement,
    metrics: Mapping[str, Sequence[Metric]],
    questions: Mapping[str, str],
) -> str:
    """Return the report; everything that comes from samples is escaped."""
    shelf = Environment(loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    changes = words.changes_by_name(judgement)
    suites = [
        _suite(suite, metrics[name], questions[name], changes.get(name, {})) for name, suite in results.suites.items()
    ]
    return shelf.get_template("report.html.j2").render(
        verdict=words.verdict(results, judgement),
        passed=judgement.passed,
        about=results.about,
        faults=judgement.faults,
        moved=words.moved(judgement.comparisons),
        compared=bool(judgement.comparisons),
        suites=suites,
        seconds=round(sum(suite.seconds for suite in results.suites.values())),
    )


def _suite(suite: SuiteResult, metrics: Sequence[Metric], question: str, changes: Mapping[str, Any]) -> dict[str, Any]:
    rows = [
        {
            "name": metric.name,
            "what": metric.what,
            "value": words.number(suite.figures[metric.name].value),
            "interval": words.interval(suite.figures[metric.name]),
            "wanted": words.wanted(metric),
            "change": words.before(changes.get(metric.name)),
            "bad": metric.name in suite.missed or (metric.name in changes and changes[metric.name].worse),
        }
        for metric in metrics
    ]
    return {
        "name": suite.name,
        "question": question,
        "samples": len(suite.outcomes),
        "unscored": sum(not outcome.scores for outcome in suite.outcomes),
        "seconds": round(suite.seconds),
        "metrics": rows,
        "plots": [(title, Markup(svg)) for title, svg in _plots(suite, metrics)],  # noqa: S704 (drawn here, not given)
        "worst": words.worst(suite),
    }


def _plots(suite: SuiteResult, metrics: Sequence[Metric]) -> list[tuple[str, str]]:
    drawn = [("Figures with 95 % intervals; a bar is a threshold", plots.intervals(suite, metrics))]
    if suite.name in LABELLED:
        drawn.append(("Wanted and said", plots.confusion(suite.outcomes)))
    if any(o.confidence is not None for o in suite.outcomes) and suite.name in LABELLED:
        drawn.append(("Can confidence be believed?", plots.reliability(suite.outcomes)))
    if suite.name in RANKED:
        score = RANKED[suite.name]
        drawn.append(
            (f"{score.capitalize()} by topic and language", plots.by_topic_and_language(suite.outcomes, score))
        )
    for facet in FACETS:
        groups = words.shares(suite, facet)
        if len(groups) > 1:
            drawn.append((f"Right by {facet}", plots.bars(groups, "share right")))
    return drawn
