"""Splits a sentence into clauses, at punctuation and at words that join whole statements."""

import re

from assistant.text.spans import Span, trimmed
from assistant.text.words import tokens

MIN_WORDS = 3
"""A shorter stretch says nothing of its own and stays with the clause before it."""
_JOINING = {
    "es": r"pero|sino que|aunque|mientras(?: tanto)?(?: que)?|porque|pues|por lo que|de modo que|así que|y|e|ni",
    "en": r"but|although|though|while|whereas|because|so that|so|yet|and|nor",
}
_BREAKS = {
    lang: re.compile(rf"[;:—–]+\s*|,\s*(?=(?:{words})\b)|,\s+|\s+(?=(?:{words})\s)", re.IGNORECASE)
    for lang, words in _JOINING.items()
}


def split_clauses(sentence: str, lang: str) -> list[Span]:
    """Return the clauses of a sentence with half-open code-point offsets into it, in order, without gaps of words.

    Args:
        sentence: One sentence.
        lang: ``es`` or ``en``.
    """
    found: list[Span] = []
    start = 0
    for match in [*_BREAKS[lang].finditer(sentence), None]:
        end = match.start() if match else len(sentence)
        if match is not None and len(tokens(sentence[start:end])) < MIN_WORDS:
            continue
        span = trimmed(sentence, start, end)
        if span is None:
            continue
        if found and len(tokens(span.text)) < MIN_WORDS:
            found[-1] = Span(found[-1].start, span.end, sentence[found[-1].start : span.end])
        else:
            found.append(span)
        start = match.end() if match else end
    return found
