"""Phrases as they stand: which statements hold them, in whatever language, not only among the best found."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from assistant.domain import LANGUAGES, Filters, Passage, Statement
from assistant.record.store import RecordStore
from assistant.retrieval.lexical import LexicalIndex
from assistant.retrieval.passages import passages_of, statement_id_of
from assistant.text.normalise import fold
from assistant.text.words import content_stems

LOOKED_AT = 5_000
"""Passages with all words of a phrase that are read for it, in each language; the nearest to its words first."""
_PARTS_OF_A_NAME = frozenset({"estados", "unidos", "united", "states"})
"""Words that the index keeps as one where both stand side by side, so one of them alone cannot be asked for."""


def statements_holding(
    phrases: Sequence[str], lexical: LexicalIndex, store: RecordStore, filters: Filters
) -> frozenset[str]:
    """Return the ids of the statements that hold every phrase in their text or lines.

    Case, accents, kinds of quotes and dashes and white space do not matter; a phrase begins and ends with whole words.
    """
    found: frozenset[str] | None = None
    for phrase in phrases:
        ids = frozenset(_candidates(phrase, lexical, store, filters))
        found = ids if found is None else found & ids
    statements = store.get_many(found or ())
    return frozenset(each.id for each in statements.values() if holds_all(each, phrases, filters.lang))


def _candidates(phrase: str, lexical: LexicalIndex, store: RecordStore, filters: Filters) -> Iterator[str]:
    for lang in LANGUAGES:
        stems = content_stems(phrase, lang)
        if "usa" not in stems:
            whole = " ".join(word for word in fold(phrase).split() if word not in _PARTS_OF_A_NAME)
            stems = content_stems(whole, lang) or stems
        if stems:
            yield from map(statement_id_of, lexical.holding(stems, lang, LOOKED_AT))
        elif filters.lang in (None, lang):
            # Function words alone are not indexed: "por lo que" is looked for in the texts themselves.
            texts = store.page(filters, contains=phrase, limit=LOOKED_AT)
            yield from (statement.id for statement in texts.statements)


def holds_all(statement: Statement, phrases: Iterable[str], lang: str | None = None) -> bool:
    """Tell whether a statement holds every phrase, each in its text or in one of its lines; in `lang` if given."""
    texts = [statement.text] if lang in (None, statement.lang) else []
    texts += [pair.get(each) for pair in statement.lines for each in LANGUAGES if lang in (None, each)]
    return all(any(holds(text, phrase) for text in texts) for phrase in phrases)


def passage_holding(
    statement: Statement, phrases: Sequence[str], first: Passage | None = None, *, lang: str | None = None
) -> Passage:
    """Return the passage of a statement that holds most of the phrases: `first` where no other holds more.

    With `lang`, only passages in that language are shown.
    """

    def held(passage: Passage) -> int:
        return sum(holds(passage.text, phrase) for phrase in phrases)

    if first is not None and held(first) == len(phrases):
        return first
    passages = [each for each in passages_of(statement) if lang in (None, each.lang)]
    return max([*([first] if first else []), *passages], key=held)


def holds(text: str, phrase: str) -> bool:
    """Tell whether a text holds a phrase."""
    return _whole(phrase).search(fold(text)) is not None


@lru_cache(maxsize=256)
def _whole(phrase: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(fold(phrase).strip())}(?!\w)")
