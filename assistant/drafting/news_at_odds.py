"""What in a pasted story is at odds with the record, so that nobody takes it over into a draft."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from assistant.consistency.context import SentenceContext
from assistant.consistency.evidence import Evidence, EvidenceGatherer
from assistant.consistency.figures import check_figures
from assistant.consistency.terms import check_terms
from assistant.consistency.wording import phrases
from assistant.domain import Bilingual, Finding, Ledger, MovingFigure, Severity, Statement
from assistant.drafting.news import DATE_KINDS, Story, sentences_of
from assistant.retrieval.retriever import Retriever
from assistant.text.figures import Figure, extract_figures
from assistant.text.normalise import fold
from assistant.text.spans import Span
from assistant.text.words import stem, tokens

MOST_COMPARED = 20
"""Sentences with figures that are compared: those that come first, as a story says what matters first."""
MOST_SHOWN = 8
AT_ONCE = 2
_REACH = 4
"""Words after a figure among which stands what it counts: "40 presuntos integrantes"."""
_JOINS = "de del por en a al con para contra que y o of for in to from by with on at and or that"
_JOINING = frozenset(_JOINS.split())
_COUNTED = {
    "personas": "personas operadores internos reos presos detenidos mexicanos connacionales capos integrantes miembros "
    "criminales narcotraficantes casos muertes muertos fallecidos trasladados enviados people persons operators "
    "inmates prisoners detainees mexicans nationals kingpins members suspects criminals traffickers cases deaths",
    "toneladas": "toneladas tonnes tons",
}
_COUNTED_STEMS = {
    unit: frozenset(stem(word, lang) for word in words.split() for lang in ("es", "en"))
    for unit, words in _COUNTED.items()
}
"""What stories call what a moving figure counts; 300 laboratories are not 300 tonnes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AtOdds:
    """Something that a story says and the record says differently."""

    kind: str
    """``figure`` or ``date``: another one stands on the record. ``other``: none of the values that were ever given on
    a matter whose figure moves. ``older``: it has moved since. ``unknown``: it is not on the record. ``term``: a term
    to avoid."""
    said: str
    """As it stands in the story."""
    recorded: str = ""
    """What the record has in its place; a term's in the story's language; empty for ``unknown``."""
    statement: Statement | None = None
    """Where it stands on the record, for ``figure`` and ``date``."""
    matter: Bilingual | None = None
    """Of what it is, for ``other`` and ``older``."""
    on: date | None = None
    """Of when the recorded value is, for ``other`` and ``older``."""


class StoryChecker:
    """Compares the figures, dates and terms of a story with the record. It judges no position: a story has none."""

    def __init__(self, retriever: Retriever, ledger: Ledger) -> None:
        """Compare with what `retriever` finds and with what `ledger` says of moving figures and of terms."""
        self._gatherer = EvidenceGatherer(retriever)
        self._ledger = ledger

    def at_odds(self, story: Story) -> tuple[AtOdds, ...]:
        """Return what differs, in the order of the story, each once."""
        spans = sentences_of(story)
        counting = [span for span in spans if extract_figures(span.text, story.lang)][:MOST_COMPARED]
        with ThreadPoolExecutor(AT_ONCE, "story") as pool:
            figures = dict(zip(counting, pool.map(lambda span: self._figures(span, story.lang), counting), strict=True))
        found: dict[tuple[str, str], AtOdds] = {}
        for span in spans:
            for one in (*figures.get(span, ()), *self._terms(span, story.lang)):
                found.setdefault((fold(one.said), one.recorded), one)
        differing = {fold(one.said) for one in found.values() if one.kind != "unknown"}
        told = [one for one in found.values() if one.kind != "unknown" or fold(one.said) not in differing]
        return tuple(told[:MOST_SHOWN])

    def _figures(self, span: Span, lang: str) -> list[AtOdds]:
        moved = list(self._moved(span.text, lang))
        taken = {one.said for one in moved}
        context = self._context(span, lang, self._gatherer.gather(span.text, lang))
        statements = {unit.statement.id: unit.statement for unit in context.evidence.units}
        found = []
        for each in check_figures(context):
            said = _said(span, each)
            if said in taken:
                continue
            if each.severity is Severity.BLOCK:
                kind = "date" if each.check == "dates" else "figure"
                statement = statements.get(each.evidence[0]) if each.evidence else None
                found.append(AtOdds(kind=kind, said=said, recorded=each.suggestion or "", statement=statement))
            elif each.check == "figures":
                found.append(AtOdds(kind="unknown", said=said))
        return moved + found

    def _moved(self, text: str, lang: str) -> Iterator[AtOdds]:
        """Yield figures on a matter whose figure moves that are not the newest one."""
        figures = extract_figures(text, lang)
        dated = any(figure.kind in DATE_KINDS for figure in figures)
        for moving in self._ledger.moving_figures:
            words = moving.words.get(lang)
            if not words or phrases(words).search(fold(text)) is None:
                continue
            last = max(value.date for value in moving.values)
            newest = [value.value for value in moving.values if value.date == last]
            before = {value.value for value in moving.values} - set(newest)
            for figure in figures:
                if not _counts(figure, moving, text, lang) or figure.value in newest:
                    continue
                if figure.value in before and dated:
                    continue  # it says of when it is
                yield AtOdds(
                    kind="older" if figure.value in before else "other",
                    said=figure.text,
                    recorded=_listed(newest, moving.unit),
                    matter=moving.matter,
                    on=last,
                )

    def _terms(self, span: Span, lang: str) -> Iterator[AtOdds]:
        nothing = Evidence(lang=lang, words=(), units=(), hits=())
        for each in check_terms(self._context(span, lang, nothing)):
            yield AtOdds(kind="term", said=_said(span, each), recorded=each.suggestion or "")

    def _context(self, span: Span, lang: str, evidence: Evidence) -> SentenceContext:
        return SentenceContext(
            start=0, end=len(span.text), text=span.text, lang=lang, evidence=evidence, ledger=self._ledger
        )


def _counts(figure: Figure, moving: MovingFigure, text: str, lang: str) -> bool:
    """Tell whether a figure counts what the matter counts."""
    if moving.unit == "%":
        return figure.kind == "percent"
    if figure.kind != "number" or figure.label:
        return False
    after = [fold(token.text) for token in tokens(text[figure.end : figure.end + 60])[:_REACH]]
    counted = takewhile(lambda word: word not in _JOINING, after)
    return bool(_COUNTED_STEMS.get(moving.unit, frozenset()) & {stem(word, lang) for word in counted})


def _listed(values: Sequence[float], unit: str) -> str:
    return ", ".join(f"{value:,.10g}{' %' if unit == '%' else ''}" for value in values)


def _said(span: Span, finding: Finding) -> str:
    return span.text[finding.start : finding.end]
