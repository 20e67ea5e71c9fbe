"""What a question asks for by its words, and how much of that a statement holds.

A statement may be near to a question in every way and still be on another matter: another year, country or body. So
what is specific in a question (figures, acronyms, names) is looked for by itself. A word is looked for in both
languages, because names and figures mostly look alike in them.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from assistant.domain import LANGUAGES, Topic
from assistant.record.topics import topic_words_in
from assistant.retrieval.query import Query
from assistant.retrieval.termfile import TOPIC, term_key
from assistant.retrieval.terms import Table
from assistant.text.spans import Span
from assistant.text.words import content_stems, stem, tokens

Keys = frozenset[int]

ASKING_WORDS = {
    "es": ("dicho", "dijo", "decir", "posición", "postura", "opina", "piensa", "opinión", "cuál", "México", "mexicano"),
    "en": ("said", "say", "says", "position", "stance", "view", "opinion", "think", "Mexico", "Mexican"),
}
"""Words that frame a question about the record and say nothing about its matter."""

_UNITED_STATES = re.compile(r"\b(?:Estados Unidos|United States)\b", re.IGNORECASE)
_SENTENCE_BEGINS = re.compile(r"[.?!¿¡:;\n\"“«(—–]")
_SEPARATORS = re.compile(r"(?<=\d)[.,](?=\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedWord:
    """A word of a question and what a statement may hold in its place, as keys of terms."""

    ways: tuple[Keys, ...]
    """The word itself in each language, and other names of what it names; all keys of one of them must be there."""
    topics: Keys
    """Topics to which the word belongs: a statement on one of them may use other words for it."""
    weight: float
    """Inverse document frequency: rare words say more."""
    specific: bool
    """A figure, an acronym, a name."""
    figure: bool

    def is_named(self, keys: Keys) -> bool:
        """Tell whether the word, or another name for it, is there."""
        return any(way <= keys for way in self.ways)

    def is_held(self, keys: Keys) -> bool:
        """Tell whether the word is there, or the topic to which it belongs."""
        return self.is_named(keys) or not self.topics.isdisjoint(keys)


def asked_words(query: Query, topics: tuple[Topic, ...], rarity: Callable[[str], float]) -> list[AskedWord]:
    """Return the words of a question that tell what it is about, each once.

    Args:
        query: The question.
        topics: Tell which words are about one matter.
        rarity: Gives the inverse document frequency of a stem.
    """
    lang = query.lang
    text = _UNITED_STATES.sub("USA", query.text)
    topical = {topic: frozenset(content_stems(words, lang)) for topic, words in topic_words_in(text, topics).items()}
    unheard = rarity("")
    found: dict[tuple[str, ...], AskedWord] = {}
    for token, begins in _placed(text):
        stems = tuple(each for each in content_stems(token.text, lang) if each not in _asking_stems())
        if not stems or stems in found:
            continue
        rarities = [rarity(each) for each in stems]
        figure = any(char.isdigit() for char in token.text)
        # Any word has a capital where a sentence begins: there it tells a name only if nobody ever said the word.
        named = token.text[0].isupper() and (not begins or min(rarities) >= unheard)
        found[stems] = AskedWord(
            ways=(*_spelled(token.text), *_other_names(query, stems)),
            topics=frozenset(term_key(topic, TOPIC) for topic, words in topical.items() if words.issuperset(stems)),
            weight=sum(rarities) / len(rarities),
            specific=figure or named or _is_acronym(token.text),
            figure=figure,
        )
    return list(found.values())


def shares_held(
    words: Sequence[AskedWord], table: Table, statement_ids: Sequence[str], lang: str
) -> list[tuple[float | None, float]]:
    """Return how much of what a question asks for each statement holds, and how much of what is specific it lacks.

    Both are shares of word weight, 0…1. The first is None where the statement has no text in the question's language
    `lang`; there only figures count as specific, since names may be written otherwise.
    """
    rows = [table.row_of.get(each, -1) for each in statement_ids]
    keys = _keys_in(words, table, rows)
    return [
        _shares(words, keys[row], bool(table.lengths[row, LANGUAGES.index(lang)]))
        if words and row >= 0
        else (None, 0.0)
        for row in rows
    ]


def _shares(words: Sequence[AskedWord], keys: Keys, same_language: bool) -> tuple[float | None, float]:
    coverage = _share(words, [word.is_held(keys) for word in words]) if same_language else None
    specific = [word for word in words if word.figure or (word.specific and same_language)]
    return coverage, _share(specific, [not word.is_named(keys) for word in specific])


def _keys_in(words: Sequence[AskedWord], table: Table, rows: Sequence[int]) -> Mapping[int, Keys]:
    """Return which of the keys that may be held each row has."""
    wanted = frozenset(key for word in words for way in (*word.ways, word.topics) for key in way)
    numbers = np.array(rows, np.int32)
    begins, ends = (np.searchsorted(table.owner, numbers, side=side) for side in ("left", "right"))
    return {
        row: wanted.intersection(table.key[begin:end].tolist())
        for row, begin, end in zip(rows, begins, ends, strict=True)
    }


def _share(words: Sequence[AskedWord], counted: Sequence[bool]) -> float:
    total = sum(word.weight for word in words)
    return sum(word.weight for word, counts in zip(words, counted, strict=True) if counts) / total if total else 0.0


def _placed(text: str) -> Iterator[tuple[Span, bool]]:
    """Yield the words of a text and whether a sentence begins with each."""
    last = 0
    for token in tokens(text):
        yield token, not last or _SENTENCE_BEGINS.search(text, last, token.start) is not None
        last = token.end


def _is_acronym(word: str) -> bool:
    return sum(char.isupper() for char in word) > 1


def _spelled(word: str) -> Iterator[Keys]:
    """Yield the keys of a word in each language; those of a figure with every separator that it may have."""
    spellings = {word}
    if word.isdecimal():
        spellings.add(f"{int(word):,}")
    spellings |= {_SEPARATORS.sub(mark, each) for each in tuple(spellings) for mark in ("", ".", ",")}
    for lang in LANGUAGES:
        for each in sorted(spellings):
            if stems := content_stems(each, lang):
                yield frozenset(term_key(one, lang) for one in stems)


def _other_names(query: Query, stems: Sequence[str]) -> Iterator[Keys]:
    for expansion in query.expansions:
        if set(stems) <= set(expansion.stems):
            for other in expansion.other_stems:
                yield frozenset(term_key(one, query.lang) for one in other)


@cache
def _asking_stems() -> frozenset[str]:
    return frozenset(stem(word, lang) for lang, words in ASKING_WORDS.items() for word in words)
