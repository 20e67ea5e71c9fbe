"""Reads a sentence against one thing that is on the record, word by word and in order.

Similarity of meaning barely notices a "no". So a sentence only counts as said when its words, in their
order, are those of the record and nothing that could turn it round was added or dropped.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from assistant.consistency.lexicon import are_opposite, is_critical, is_negation
from assistant.text.normalise import fold
from assistant.text.words import STOPWORDS, stem, tokens

HARMLESS = frozenset({"gobierno", "government"})
"""Words whose presence or absence never changes a position."""
_DATE_WORDS = frozenset(
    {"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre"}
    | {"diciembre", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october"}
    | {"november", "december"}
)
RELATIONS = frozenset({"con", "contra", "desde", "hacia", "tras", "with", "against", "from", "toward", "towards"})
"""Prepositions that say who is on which side."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word that carries weight: folded, and its stem."""

    folded: str
    stem: str

    @property
    def form(self) -> str:
        """The word without its plural ending; tense and person stay, for "sent" is not "will send"."""
        return self.folded.removesuffix("s") if len(self.folded) > 3 else self.folded


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """How a sentence lies on a unit of the record."""

    said: float
    """Share of the sentence's weighty words, in order, that the unit has (0…1)."""
    kept: float
    """Share of the unit's weighty words that the sentence has (0…1)."""
    added: tuple[str, ...]
    """Weighty words of the sentence that the unit lacks."""
    dropped: tuple[str, ...]
    """Weighty words of the unit that the sentence lacks."""
    turned: tuple[str, ...]
    """What turns it round for certain: an odd negation, or a word and its opposite."""
    repeats: bool
    """The sentence is the unit, word by word and in order; only a date at its head may be left out."""

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
        added=tuple(added),
        dropped=tuple(dropped),
        turned=_turned(added, dropped, lang),
        repeats=_repeats(sentence, unit),
    )


def _repeats(sentence: Sequence[Word], unit: Sequence[Word]) -> bool:
    """Tell whether a sentence is the unit, perhaps without the date it begins with.

    Nothing else may be left out. The head can be who says it or "seeks", the tail can be a condition: either
    turns a position round without a single negation.
    """
    wanted, there = [w.form for w in sentence], [w.form for w in unit]
    left_out = len(there) - len(wanted)
    return (
        bool(wanted)
        and left_out >= 0
        and there[left_out:] == wanted
        and all(w.folded.isdigit() or w.folded in _DATE_WORDS for w in unit[:left_out])
    )


def _turned(added: Sequence[str], dropped: Sequence[str], lang: str) -> tuple[str, ...]:
    opposite = [word for word in added if any(are_opposite(word, other, lang) for other in dropped)]
    if opposite:
        return tuple(opposite)
    more = [word for word in added if is_negation(word, lang)]
    fewer = [word for word in dropped if is_negation(word, lang)]
    return tuple(more + fewer) if (len(more) - len(fewer)) % 2 else ()
