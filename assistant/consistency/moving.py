"""Figures that changed over time: whoever uses one has to say of when it is and who gave it."""

from functools import cache

from assistant.consistency.context import SentenceContext
from assistant.consistency.wording import phrases
from assistant.domain import Finding, Ledger, MovingFigure, Severity
from assistant.text.figures import Figure, extract_figures
from assistant.text.names import proper_names
from assistant.text.normalise import fold
from assistant.text.words import stem, tokens

DATE_KINDS = frozenset({"date", "year"})
_ROLES = {
    "es": "presidenta presidente canciller secretaria secretario subsecretaria subsecretario fiscal vocera vocero "
    "embajador embajadora gabinete departamento",
    "en": "president secretary undersecretary minister attorney spokesperson spokesman spokeswoman ambassador cabinet "
    "department",
}
"""Offices that say who gave a figure as well as a name does."""
_SOURCE = {"es": frozenset({"segun", "informo", "reporto", "dio"}), "en": frozenset({"according", "reported"})}
_COUNTED = {
    "%": frozenset[str](),
    "toneladas": frozenset(stem(w, lang) for lang, w in (("es", "toneladas"), ("en", "tonnes"), ("en", "tons"))),
    "personas": frozenset(
        stem(word, lang)
        for lang, words in (
            ("es", "personas operadores internos reos presos detenidos mexicanos connacionales capos casos muertes "
                   "fallecidos fallecidas fallecimientos decesos"),
            ("en", "people persons operators inmates prisoners detainees mexicans nationals kingpins cases deaths"),
        )
        for word in words.split()
    ),
}  # fmt: skip
"""What a figure counts where the matter counts in that unit: 300 laboratories are not 300 tonnes."""


def check_moving_figures(context: SentenceContext) -> list[Finding]:
    """Tell when a figure that has moved stands without its date, or without who gave it.

    An older value without a date is what misleads, so it asks for a decision; the newest value, or a date without
    a speaker, is only told.
    """
    matters = [m for m in context.ledger.moving_figures if _is_on(m, context)]
    if not matters:
        return []
    figures = extract_figures(context.text, context.lang)
    dated = any(figure.kind in DATE_KINDS for figure in figures)
    if dated and _is_attributed(context):
        return []
    findings = []
    for moving in matters:
        values = {value.value for value in moving.values}
        last = max(value.date for value in moving.values)
        newest = {value.value for value in moving.values if value.date == last}
        for figure in figures:
            if figure.value in values and _counts(figure, moving):
                misleading = not dated and figure.value not in newest
                findings.append(
                    context.finding(
                        "moving-figures",
                        Severity.WARN if misleading else Severity.INFO,
                        "moving_unattributed" if dated else "moving_undated",
                        start=figure.start,
                        end=figure.end,
                        said=figure.text,
                        advice=moving.advice.get(context.lang),
                    )
                )
    return findings


def _is_on(moving: MovingFigure, context: SentenceContext) -> bool:
    words = moving.words.get(context.lang)
    return bool(words) and phrases(words).search(fold(context.text)) is not None


def _counts(figure: Figure, moving: MovingFigure) -> bool:
    """Tell whether a figure counts what the matter counts; without a noun it may."""
    if moving.unit == "%":
        return figure.kind == "percent"
    counted = _COUNTED.get(moving.unit, frozenset())
    return figure.kind == "number" and not figure.label and (not figure.noun or figure.noun in counted)


def _is_attributed(context: SentenceContext) -> bool:
    """Tell whether the sentence says whose the figure is: a speaker's name, an office, or "según"."""
    words = {fold(token.text) for token in tokens(context.text)}
    if words & (_SOURCE[context.lang] | frozenset(_ROLES[context.lang].split())):
        return True
    named = {fold(t.text) for name in proper_names(f"x {context.text}", context.lang) for t in tokens(name.text)}
    return bool(named & _surnames(context.ledger))


@cache
def _surnames(ledger: Ledger) -> frozenset[str]:
    """Return the words of the speakers' names on whom the ledger rests."""
    return frozenset(fold(t.text) for evidence in ledger.evidence for t in tokens(evidence.speaker) if len(t.text) > 3)
