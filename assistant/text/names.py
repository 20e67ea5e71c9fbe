"""Proper names by their capitals: people, places, bodies, acronyms.

A name is one or more capitalised words, joined by particles ("de la", "del", "of the"). An acronym or a
code with letters (SRE, T-MEC, CIA, G20) is a name wherever it stands. The first word of a sentence counts
only if it cannot be anything else: an acronym, a word that is capitalised elsewhere in the text within a
sentence, or the first of several capitalised words of which it is no function word ("Claudia Sheinbaum
dijo").

Limits, by design: no dictionary and no model, so a single unknown name that only ever opens a sentence is
missed, titles ("Presidenta") count as names when capitalised, headlines in capitals give every word, and
months and days are left out because they are no names of anybody.
"""

import re
from collections.abc import Iterator

from assistant.text.normalise import fold
from assistant.text.sentences import split_sentences
from assistant.text.spans import Span
from assistant.text.words import STOPWORDS, tokens

_PARTICLE = {
    "es": re.compile(r"\s+(?:de\s+las?|de\s+los|del|de|para\s+la|para\s+el)\s+", re.IGNORECASE),
    "en": re.compile(r"\s+(?:of\s+the|of|for\s+the|de\s+la|de\s+los|de|del)\s+", re.IGNORECASE),
}
_ACRONYM = re.compile(r"(?=.*[A-ZÁÉÍÓÚÑ].*[A-ZÁÉÍÓÚÑ\d])[A-ZÁÉÍÓÚÑ\d.\s-]+|[A-Z]{2,}s")
_NOT_A_NAME = """
    enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre
    diciembre lunes martes miercoles jueves viernes sabado domingo january february march april
    may june july august september october november december monday tuesday wednesday thursday
    friday saturday sunday espanol ingles spanish english i q a no ni nunca jamas tampoco sin
    nadie ninguno ninguna nada not never nor none neither without ayer hoy manana anoche
    finalmente asimismo ademas segun incluso gracias yesterday today tomorrow tonight finally
    however moreover meanwhile according thanks
    """
_NO_NAMES = frozenset(_NOT_A_NAME.split())
"""Folded words that are never a name, though capitals open sentences and English capitalises months and
days."""
_POSSESSIVE = re.compile(r"['’]s$")


def proper_names(text: str, lang: str) -> list[Span]:
    """Return the proper names of `text`, in order, non-overlapping, with half-open code-point offsets.

    Args:
        text: Any text.
        lang: ``es`` or ``en``; decides the particles inside names and how sentences are split.
    """
    sentences = split_sentences(text, lang)
    certain = {fold(word.text) for sentence in sentences for word in _inner_capitals(sentence)}
    return [span for sentence in sentences for span in _names(text, sentence, certain, lang)]


def _inner_capitals(sentence: Span) -> list[Span]:
    """Return the capitalised words of a sentence except its first word."""
    return [word for word in tokens(sentence.text)[1:] if _is_capitalised(word)]


def _names(text: str, sentence: Span, certain: set[str], lang: str) -> Iterator[Span]:
    """Yield the names of one sentence."""
    words = [Span(sentence.start + word.start, sentence.start + word.end, word.text) for word in tokens(sentence.text)]
    index = 0
    while index < len(words):
        last = _last_of_name(text, words, index, lang) if _is_capitalised(words[index]) else None
        if last is None:
            index += 1
            continue
        if index > 0 or _may_open(words[0], certain, several=last > index):
            name = _POSSESSIVE.sub("", text[words[index].start : words[last].end])
            yield Span(words[index].start, words[index].start + len(name), name)
        index = last + 1


def _last_of_name(text: str, words: list[Span], first: int, lang: str) -> int:
    """Return the index of the last word of the name that starts with word `first`."""
    last = first
    while _POSSESSIVE.search(words[last].text) is None:
        step = _next_part(text, words, last, lang)
        if step is None:
            break
        last = step
    return last


def _next_part(text: str, words: list[Span], last: int, lang: str) -> int | None:
    """Return the index of the capitalised word that continues a name, past particles, or None."""
    particle = _PARTICLE["en" if lang == "en" else "es"]
    for index in range(last + 1, min(last + 4, len(words))):
        gap = text[words[last].end : words[index].start]
        joined = gap in (" ", "\u00a0", "-") or particle.fullmatch(gap)
        if joined and _is_capitalised(words[index]) and not _is_function_word(words[index]):
            return index
    return None


def _may_open(word: Span, certain: set[str], *, several: bool) -> bool:
    """Say whether the first word of a sentence starts a name."""
    return several or _ACRONYM.fullmatch(word.text) is not None or fold(word.text) in certain


def _is_capitalised(word: Span) -> bool:
    """Say whether a word is written like a name and is not a month, a day or a negation."""
    return word.text[0].isupper() and fold(word.text) not in _NO_NAMES and not _is_function_word(word)


def _is_function_word(word: Span) -> bool:
    """Say whether a word is a function word; an acronym (US, EU) never is."""
    folded = fold(word.text)
    if len(word.text) > 1 and _ACRONYM.fullmatch(word.text):
        return False
    return folded in STOPWORDS["es"] or folded in STOPWORDS["en"]
