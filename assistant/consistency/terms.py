"""Words the ledger says to avoid, each with what to say instead in the form that the sentence needs."""

import re

from assistant.consistency.context import SentenceContext
from assistant.consistency.inflecting import fitting, replacement
from assistant.consistency.wording import is_rejected, phrases
from assistant.domain import AvoidedTerm, Finding, Replacement
from assistant.domain.ledger import BilingualWords
from assistant.text.normalise import Folded, fold_with_map

_FEMININE = re.compile(r"\b(?:de |a )?(?:la|las|una|unas) $")
_MASCULINE = {
    "la ": "el ", "las ": "los ", "una ": "un ", "unas ": "unos ", "de la ": "del ", "a la ": "al ",
    "de las ": "de los ", "a las ": "a los ", "de una ": "de un ", "a una ": "a un ",
    "de unas ": "de unos ", "a unas ": "a unos ",
}  # fmt: skip
_NOW_MASCULINE = re.compile(r"(?:traslado|envío)s?\b")
_A_OR_AN = re.compile(r"\ban? $")
_FEMININE_BEFORE = re.compile(r"\w+as? $")
_FEMININE_AFTER = re.compile(
    r" (?!(?:a|la|las|una|unas|para|contra|hacia|hasta|nada|era|sea|sera|esta|estas|fuera)\b)\w+as?\b"
)
"""Words that seem to agree with a feminine noun and would not with a masculine one."""


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
                    suggestion=_suggestion(context, term, folded, found),
                    replacement=_replacement(context, term, folded, found),
                    said=context.text[start:end],
                    reason=term.reason.get(context.lang),
                )
            )
    return findings


def found_terms(text: str, lang: str, term: AvoidedTerm) -> str | None:
    """Return the avoided term as it stands in the text, or None where it is not there or does no harm."""
    folded = fold_with_map(text)
    found = _find(term, folded, lang)
    if found is None:
        return None
    start, end = folded.original_span(*found)
    return text[start:end]


def _find(term: AvoidedTerm, folded: Folded, lang: str) -> tuple[int, int] | None:
    words = term.terms.get(lang)
    if not words or (match := phrases(words).search(folded.text)) is None:
        return None
    if term.context is not None and not _occurs(term.context, folded.text, lang):
        return None
    if term.unless is not None and _occurs(term.unless, folded.text, lang):
        return None
    return match.span()


def _occurs(words: BilingualWords, text: str, lang: str) -> bool:
    listed = words.get(lang)
    return bool(listed) and phrases(listed).search(text) is not None


def _suggestion(context: SentenceContext, term: AvoidedTerm, folded: Folded, found: tuple[int, int]) -> str:
    """Return what to write instead; where the ledger names nothing, the four official points themselves."""
    if term.instead is None:
        return "; ".join(point.name.get(context.lang) for point in context.ledger.official_points)
    start, end = folded.original_span(*found)
    suggested = replacement(context.text[start:end], term.instead.get(context.lang), context.lang)
    article = _FEMININE.search(folded.text[: found[0]]) if context.lang == "es" else None
    if article and _NOW_MASCULINE.match(suggested):
        return _MASCULINE[article.group()] + suggested
    return suggested


def _replacement(
    context: SentenceContext, term: AvoidedTerm, folded: Folded, found: tuple[int, int]
) -> Replacement | None:
    """Return what can stand there as it is, with its article; None where that would take more than a word."""
    if term.instead is None:
        return None
    start, end = folded.original_span(*found)
    before, after = folded.text[: found[0]], folded.text[found[1] :]
    said = context.text[start:end]
    wording = fitting(said, term.instead.get(context.lang), context.lang, after)
    if wording is None:
        return None
    article = _article(wording, before, after, context.lang)
    if article is None:
        return None
    words, length = article
    begins = folded.offsets[found[0] - length]
    if words and context.text[begins].isupper():
        words = words[0].upper() + words[1:]
    return Replacement(text=words + wording, before=start - begins)


def _article(wording: str, before: str, after: str, lang: str) -> tuple[str, int] | None:
    """Return the article that a wording needs and how long the one is that stands there; None where more must change.

    What becomes a "traslado" was feminine: "la extradición ordenada" takes more than another noun.
    """
    if lang == "en":
        article = _A_OR_AN.search(before)
        return (("an " if wording[0].lower() in "aeiou" else "a "), len(article.group())) if article else ("", 0)
    if not _NOW_MASCULINE.match(wording.lower()):
        return "", 0
    article = _FEMININE.search(before)
    if _FEMININE_AFTER.match(after) or (article is None and _FEMININE_BEFORE.search(before)):
        return None
    return (_MASCULINE[article.group()], len(article.group())) if article else ("", 0)
