"""Says of a judged sentence why: one sentence in its language, and what the record says for it and against it."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from assistant.consistency.context import SentenceContext, reference_to, unended
from assistant.consistency.evidence import Unit
from assistant.consistency.labels import Ground, Judgement, against, unfounded
from assistant.consistency.messages import message
from assistant.domain import Beside, Finding, Label
from assistant.text.normalise import fold
from assistant.text.words import STOPWORDS, stem, tokens

ON_THE_MATTER = 0.15
"""Nearness below which a unit is about something else and is not shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why a sentence got its label, what stands for and against it, and what to say in its place."""

    reason: str
    support: Beside | None = None
    conflict: Beside | None = None
    suggestion: str | None = None


def explain(context: SentenceContext, judgement: Judgement, findings: Sequence[Finding]) -> Explanation:
    """Return the explanation of a judgement."""
    nearest = next((u for u in context.evidence.nearest if u.nearness >= ON_THE_MATTER), None)
    support, conflict = judgement.support, judgement.conflict
    if judgement.label is Label.UNSUPPORTED and support is None:
        support = nearest if nearest is not conflict else None
    offered = None if judgement.label is Label.CONSISTENT else (conflict or support)
    return Explanation(
        reason=_reason(context, judgement, findings, support),
        support=beside(support, context, turned=()) if support else None,
        conflict=beside(conflict, context, turned=conflict.alignment.turned) if conflict else None,
        suggestion=offered.text if offered and offered.is_line else None,
    )


def beside(unit: Unit, context: SentenceContext, *, turned: Collection[str]) -> Beside:
    """Return a unit with the words marked that turn the sentence round, or else those that both have."""
    if turned and (marked := _places(unit.text, lambda word: word in turned)):
        return Beside(statement=unit.statement, text=unit.text, marked=marked)
    shared = {word.stem for word in context.evidence.words}
    stopwords = STOPWORDS[context.lang]
    marked = _places(unit.text, lambda word: word not in stopwords and stem(word, context.lang) in shared)
    return Beside(statement=unit.statement, text=unit.text, marked=marked)


def _places(text: str, chosen: Callable[[str], bool]) -> tuple[tuple[int, int], ...]:
    """Return where the words stand whose folded form is chosen."""
    return tuple((token.start, token.end) for token in tokens(text) if chosen(fold(token.text)))


def _reason(context: SentenceContext, judgement: Judgement, findings: Sequence[Finding], support: Unit | None) -> str:
    lang = context.lang
    if judgement.label is Label.CONTRADICTS:
        return next(finding.message for finding in against(findings))
    if judgement.ground is Ground.FINDING:
        return message("why_unfounded", lang, why=unfounded(findings)[0].message)
    if judgement.ground is Ground.QUOTED:
        return message("why_quoted", lang)
    if support is None:
        return message("why_nothing", lang)
    reference = reference_to(support.statement, lang)
    if judgement.ground is Ground.ADDED:
        added = ", ".join(f"«{span.text}»" if lang == "es" else f"“{span.text}”" for span in judgement.added)
        return message("why_added", lang, added=added, recorded=unended(support.text), reference=reference)
    name = {Ground.REPEATED: "why_repeated", Ground.READ: "why_read"}.get(judgement.ground, "why_unsettled")
    return message(name, lang, recorded=unended(support.text), reference=reference)
