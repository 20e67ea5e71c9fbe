"""Words the ledger says to avoid, and the official list of four kept apart from everything else."""

import re
from collections.abc import Sequence
from functools import cache

from assistant.consistency.context import SentenceContext
from assistant.consistency.lexicon import REJECTIONS, in_list, is_negation
from assistant.domain import AvoidedTerm, Finding, Severity
from assistant.domain.ledger import BilingualWords
from assistant.text.normalise import Folded, fold, fold_with_map
from assistant.text.words import tokens

REJECTION_REACH = 12
"""How many words before a term a "no" or "rechazamos" may stand and still reject it."""

_FOUR = re.compile(
    r"\b(?:cuatro|4|four)\s+(?:\w+\s+){0,2}(?:principios|puntos|ejes|pilares|principles|points|pillars)\b"
)


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    parts = sorted({fold(word) for word in words}, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(part) for part in parts) + r")(?!\w)")


def check_terms(context: SentenceContext) -> list[Finding]:
    """Report terms to avoid, unless the sentence uses them to reject them."""
    folded = fold_with_map(context.text)
    findings: list[Finding] = []
    taken: list[tuple[int, int]] = []
    for principle in context.ledger.principles:
        for term in principle.avoided:
            found = _find(term, folded, context.lang)
            if found is None or any(a < found[1] and found[0] < b for a, b in taken):
                continue
            if term.rejecting_ok and is_rejected(folded.text[: found[0]], context.lang):
                continue
            taken.append(found)
            start, end = folded.original_span(*found)
            findings.append(
                context.finding(
                    "terms",
                    term.severity,
                    "term",
                    start=start,
                    end=end,
                    suggestion=term.instead.get(context.lang) if term.instead else None,
                    said=context.text[start:end],
                    reason=term.reason.get(context.lang),
                )
            )
    return findings


def _find(term: AvoidedTerm, folded: Folded, lang: str) -> tuple[int, int] | None:
    words = term.terms.get(lang)
    if not words or (match := _pattern(words).search(folded.text)) is None:
        return None
    if term.context is not None and not _occurs(term.context, folded.text, lang):
        return None
    if term.unless is not None and _occurs(term.unless, folded.text, lang):
        return None
    return match.span()


def _occurs(words: BilingualWords, text: str, lang: str) -> bool:
    listed = words.get(lang)
    return bool(listed) and _pattern(listed).search(text) is not None


def is_rejected(before: str, lang: str) -> bool:
    """Tell whether the folded words just before something negate or reject it."""
    words: Sequence[str] = [token.text for token in tokens(before)][-REJECTION_REACH:]
    return any(is_negation(word, lang) or in_list(word, REJECTIONS[lang]) for word in words)


def check_official_list(context: SentenceContext) -> list[Finding]:
    """Report a position presented as one of the four official points though it is not."""
    folded = fold_with_map(context.text)
    if _FOUR.search(folded.text) is None:
        return []
    findings = []
    for principle in context.ledger.principles:
        if principle.official:
            continue
        match = _pattern((principle.name.get(context.lang),)).search(folded.text)
        if match is None or is_rejected(folded.text[: match.start()], context.lang):
            continue
        start, end = folded.original_span(*match.span())
        findings.append(
            context.finding(
                "official-list", Severity.BLOCK, "official_list", start=start, end=end, said=context.text[start:end]
            )
        )
    return findings
