"""Checking a text as suites do: the worst label of its sentences, how sure it is, and what was shown for it."""

from collections.abc import Collection, Sequence
from typing import Any

from assistant.assembly import Assistant
from assistant.domain import Report, SentenceReport
from evals.metrics import LABELS
from evals.record import cited

WORST_FIRST = ("contradicts", "unsupported", "consistent")
COSTS = {("contradicts", "consistent"): 20.0, ("unsupported", "consistent"): 5.0}
"""By wanted and said label: a false "consistent" is the worst that can go out. Any other mistake costs 1."""


def checked(assistant: Assistant, text: str, lang: str) -> dict[str, Any]:
    """Check a text and return its verdict as plain data."""
    return verdict(assistant.check(text, lang=lang))


def worst_of(labels: Collection[str]) -> str:
    """Return the label that decides where there are several."""
    return next(label for label in WORST_FIRST if label in labels)


def verdict(report: Report) -> dict[str, Any]:
    """Return what a report says of a text as a whole: of several sentences the worst counts."""
    worst = min(report.sentences, key=lambda s: WORST_FIRST.index(s.label.value))
    return {
        "said": worst.label.value,
        "confidence": worst.confidence,
        "reason": worst.reason,
        "evidence": list(shown_for(worst)),
        "expressed": list(report.principles.expressed),
        "findings": [finding.check for finding in report.findings if finding.severity.value != "info"],
    }


def shown_for(sentence: SentenceReport) -> Sequence[str]:
    """Return what the report shows beside a sentence, against it first."""
    beside = [("against", sentence.conflict), ("for", sentence.support)]
    return [f"{how} {cited(each.statement.id, each.text)}" for how, each in beside if each]


def label_scores(wanted: str, said: str) -> dict[str, float]:
    """Return whether a label is right, and what the mistake costs."""
    if wanted not in LABELS:
        raise ValueError(f"{wanted!r} is no label")
    return {"right": float(wanted == said), "cost": 0.0 if wanted == said else COSTS.get((wanted, said), 1.0)}
