"""Figures that changed over time: whoever uses one should say of which date it is."""

from assistant.consistency.context import SentenceContext
from assistant.domain import Finding, Severity
from assistant.text.figures import extract_figures
from assistant.text.normalise import fold
from assistant.text.words import tokens


def check_moving_figures(context: SentenceContext) -> list[Finding]:
    """Tell when a sentence uses an older value of a figure that has moved since."""
    words = {fold(token.text) for token in tokens(context.text)}
    figures = [f for f in extract_figures(context.text, context.lang) if f.kind in {"percent", "number"}]
    findings = []
    for moving in context.ledger.moving_figures:
        if not words & {fold(word) for word in moving.words.get(context.lang)}:
            continue
        older = {v.value for v in moving.values} - {max(moving.values, key=lambda v: v.date).value}
        wanted = "percent" if moving.unit == "%" else "number"
        for figure in figures:
            if figure.kind == wanted and figure.value in older:
                findings.append(
                    context.finding(
                        "moving-figures",
                        Severity.INFO,
                        "moving_figure",
                        start=figure.start,
                        end=figure.end,
                        advice=moving.advice.get(context.lang),
                    )
                )
    return findings
