"""Reads a sentence against one thing that is on the record, word by word and in order.

Similarity of meaning barely notices a "no". So a sentence only counts as said when its words, in their
order, are those of the record and nothing that could turn it round was added or dropped.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from assistant.consistency.lexicon import is_critical, is_negation, opposed
from assistant.consistency.openings import without_opening
from assistant.text.normalise import fold
from assistant.text.quotations import find_quotations
from assistant.text.words import STOPWORDS, stem, tokens

HARMLESS = frozenset({"gobierno", "government"})
"""Words whose presence or absence never changes a position."""
ARTICLES = frozenset({"el", "la", "lo", "los", "las", "un", "una", "unos", "unas", "the", "a", "an"})
_DATE_WORDS = frozenset(
    {"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre"}
    | {"diciembre", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october"}
    | {"november", "december", "en", "de", "in", "on", "al", "as", "of"}
)
"""Words of which a date at the head of a sentence is made."""
MAX_FUNCTION_WORD = 3
"""Words up to this length keep their ending: "es" is no plural."""
RUN = 3
"""Weighty words in a row from which they are copied rather than shared."""
RELATIONS = frozenset({"con", "contra", "desde", "hacia", "tras", "with", "against", "from", "toward", "towards"})
"""Prepositions that say who is on which side."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word that carries weight: folded, and its stem."""

    folded: str
    stem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """How a sentence lies on a unit of the record."""

    said: float
    """Share of the sentence's weighty words, in order, that the unit has (0…1)."""
    kept: float
    """Share of the unit's weighty words that the sentence has (0…1)."""
    copied: float = 0.0
    """Share of the sentence's weighty words that stand in the unit in runs of at least `RUN` (0…1)."""
    added: tuple[str, ...]
    """Weighty words of the sentence that the unit lacks."""
    dropped: tuple[str, ...]
    """Weighty words of the unit that the sentence lacks."""
    turned: tuple[str, ...]
    """What turns it round for certain: an odd negation, or a word and its opposite."""

    @property
    def overlap(self) -> float:
        """The lower of `said` and `kept`."""
        return min(self.said, self.kept)


def weighty_words(text: str, lang: str) -> list[Word]:
    """Return the content words of a text and those function words that can turn it round."""
    words = []
    for token in tokens(text):
        folded = fold(token.text)
        if folded in HARMLESS:
            continue
        if is_critical(folded, lang) or folded in RELATIONS or folded not in STOPWORDS[lang]:
            words.append(Word(folded=folded, stem=stem(folded, lang)))
    return words


def align(sentence: Sequence[Word], unit: Sequence[Word], lang: str) -> Alignment:
    """Lay a sentence's words on a unit's words, keeping their order (longest matching blocks)."""
    a, b = [w.stem for w in sentence], [w.stem for w in unit]
    blocks = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    in_a = {i for block in blocks for i in range(block.a, block.a + block.size)}
    in_b = {i for block in blocks for i in range(block.b, block.b + block.size)}
    added = [w.folded for i, w in enumerate(sentence) if i not in in_a]
    dropped = [w.folded for i, w in enumerate(unit) if i not in in_b]
    return Alignment(
        said=len(in_a) / len(a) if a else 0.0,
        kept=len(in_b) / len(b) if b else 0.0,
        copied=sum(block.size for block in blocks if block.size >= RUN) / len(a) if a else 0.0,
        added=tuple(added),
        dropped=tuple(dropped),
        turned=_turned(added, dropped, lang),
    )


def repeats(sentence: str, unit: str) -> bool:
    """Tell whether a sentence is the unit word by word, but for articles, plurals and a date at the unit's head.

    The sentence may have an opening that adds nothing ("Reitero que …", see `openings.py`).

    Nothing else may be left out. The head can be who says it or "seeks", the tail can be a condition, and "is"
    in place of "was" is another claim: each turns a position round without a single negation.
    """
    if _doubtful(sentence) and not _doubtful(unit):
        return False
    there = _forms(unit)
    spoken = _forms(sentence)
    return any(_is_end(wanted, there) for wanted in {spoken, without_opening(spoken, _forms)})


def _is_end(wanted: tuple[str, ...], there: tuple[str, ...]) -> bool:
    """Tell whether words are all of a unit, or all but a date at its head."""
    left_out = len(there) - len(wanted)
    return (
        bool(wanted)
        and left_out >= 0
        and there[left_out:] == wanted
        and all(form.isdigit() or form in _DATE_WORDS for form in there[:left_out])
    )


def _doubtful(text: str) -> bool:
    """Tell whether punctuation puts what is said in doubt: a question, words in quotation marks, a trailing off."""
    return any(mark in text for mark in ("?", "…", "...")) or bool(find_quotations(text))


@lru_cache(4096)
def _forms(text: str) -> tuple[str, ...]:
    """Return the folded words of a text without articles, each without its plural ending."""
    folded = (fold(token.text) for token in tokens(text))
    return tuple(
        word.removesuffix("s") if len(word) > MAX_FUNCTION_WORD else word for word in folded if word not in ARTICLES
    )


def _turned(added: Sequence[str], dropped: Sequence[str], lang: str) -> tuple[str, ...]:
    opposite = opposed(added, dropped, lang)
    if opposite:
        return tuple(opposite)
    more = [word for word in added if is_negation(word, lang)]
    fewer = [word for word in dropped if is_negation(word, lang)]
    return tuple(more + fewer) if (len(more) - len(fewer)) % 2 else ()
