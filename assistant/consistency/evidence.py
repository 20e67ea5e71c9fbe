"""Gathers what the record says on a sentence's matter: units to read it against, and hits to show."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.consistency.aim import Aim, aim_for
from assistant.consistency.alignment import Alignment, Word, align, repeats, weighty_words
from assistant.consistency.lexicon import is_negation, refuses_to_refuse
from assistant.domain import Filters, Form, Hit, PassageKind, Statement
from assistant.errors import InputError
from assistant.retrieval.retriever import MAX_QUERY_CHARS, Retriever, ScoredPassage
from assistant.text.assertions import is_question
from assistant.text.normalise import fold
from assistant.text.quotations import find_quotations
from assistant.text.sentences import split_sentences
from assistant.text.words import content_stems, tokens

CANDIDATES = 80
LAID = 24
"""How many of the nearest units a sentence is laid on, word by word."""
SHOWN = 5
READ = 4
"""How many units a sentence is read against."""
REMEMBERED = 8_192
"""Units whose words are remembered: a text's sentences tend to fall on the same statements."""
LEAST_SHARED = 0.25
"""Share of a sentence's content words that a statement must have to be cited for it: in nine of ten rewordings the one
that carries it has, and one in fifteen drawn at random."""
SHARED_WORDS = 0.1
"""What sharing every content word weighs beside a cosine: a paraphrase that shares none of them is still found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One assertion of the record in the sentence's language, and how the sentence lies on it."""

    text: str
    statement: Statement
    verbatim: bool
    alignment: Alignment
    repeated: bool
    """The sentence repeats this unit word by word."""
    is_line: bool = False
    """It is a line to take: it can be suggested as it stands."""
    nearness: float = 0.0
    """How near it is in meaning and in words: its cosine, in whichever language is nearer, and the share of words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the record has on a sentence: units best first, and the statements to show."""

    lang: str
    words: tuple[Word, ...]
    units: tuple[Unit, ...]
    hits: tuple[Hit, ...]
    tricky: bool = False
    """The sentence ends in a question, or denies a verb that refuses ("no rechaza"): no reading of it is let pass."""

    @property
    def best(self) -> Unit | None:
        """The unit closest to the sentence, if any."""
        return self.units[0] if self.units else None

    @property
    def nearest(self) -> list[Unit]:
        """The units to read the sentence against, nearest first."""
        return _nearest(self.units)

    @property
    def statements(self) -> list[Statement]:
        """The statements shown as evidence."""
        return [hit.statement for hit in self.hits]


class EvidenceGatherer:
    """Finds the evidence for one sentence at a time."""

    def __init__(self, retriever: Retriever, aim: Aim | None = None) -> None:
        """Search with `retriever`, its vectors turned by `aim`; by default by the one that its model has."""
        self._retriever = retriever
        self._aim = aim or aim_for(retriever.model_id)

    def gather(self, sentence: str, lang: str, filters: Filters | None = None) -> Evidence:
        """Return the evidence for a sentence, strongest first."""
        if not tokens(sentence):
            return Evidence(lang=lang, words=(), units=(), hits=())
        try:
            found = self._retriever.passages(sentence[:MAX_QUERY_CHARS], k=CANDIDATES, filters=filters, aim=self._aim)
        except InputError:
            return Evidence(lang=lang, words=(), units=(), hits=())
        words = tuple(weighty_words(sentence, lang))
        units = sorted(_units(found, sentence, words, lang), key=_closeness, reverse=True)
        folded = [fold(token.text) for token in tokens(sentence)]
        tricky = is_question(sentence) or refuses_to_refuse(folded, lang)
        return Evidence(lang=lang, words=words, units=tuple(units), hits=tuple(_hits(found, units)), tricky=tricky)


def _nearest(units: Sequence[Unit]) -> list[Unit]:
    return sorted(units, key=lambda u: (-u.nearness, u.statement.id, u.text))[:READ]


def _closeness(unit: Unit) -> tuple[float, float, str]:
    alignment = unit.alignment
    return (alignment.said + 0.5 * alignment.kept, alignment.kept, unit.statement.id)


def _units(found: Sequence[ScoredPassage], sentence: str, words: Sequence[Word], lang: str) -> list[Unit]:
    asked = set(content_stems(sentence, lang))
    asserted = _assertions(found, lang)
    nearness = {text: near + SHARED_WORDS * _shared(asked, text, lang) for text, (_, near) in asserted.items()}
    return [
        Unit(
            text=text,
            statement=asserted[text][0],
            verbatim=asserted[text][0].form is Form.VERBATIM,
            alignment=align(words, _words_of(text, lang), lang),
            repeated=repeats(sentence, text),
            is_line=any(text in (pair.es, pair.en) for pair in asserted[text][0].lines),
            nearness=nearness[text],
        )
        for text in sorted(asserted, key=lambda text: (-nearness[text], text))[:LAID]
    ]


def shares_words(sentence: str, lang: str, statement: Statement) -> bool:
    """Tell whether a statement has two of a sentence's content words and a quarter of them, negations not counted.

    One without a text in the sentence's language may have any.

    The networks also know what sentences of a kind mostly are beside the record at large. What shares no word with a
    sentence is on another matter, whatever is read into it, and no citation for it.
    """
    texts = [pair.get(lang) for pair in statement.lines]
    texts += [statement.text] if statement.lang == lang else []
    asked = {word for word in _stems_of(sentence, lang) if not is_negation(word, lang)}
    shared = asked & _stems_of("\n".join(texts), lang)
    return not texts or len(shared) >= max(min(2, len(asked)), LEAST_SHARED * len(asked))


def _shared(asked: set[str], text: str, lang: str) -> float:
    """Return the share of the sentence's content words that a text has."""
    return len(asked & _stems_of(text, lang)) / max(1, len(asked))


@lru_cache(REMEMBERED)
def _stems_of(text: str, lang: str) -> frozenset[str]:
    return frozenset(content_stems(text, lang))


@lru_cache(REMEMBERED)
def _words_of(text: str, lang: str) -> tuple[Word, ...]:
    return tuple(weighty_words(text, lang))


def _assertions(found: Sequence[ScoredPassage], lang: str) -> dict[str, tuple[Statement, float]]:
    """Return what the statements behind the passages assert in `lang`, each with its cosine to the sentence.

    Those are lines to take, and sentences of the text. Questions are left out, and so are sentences that quote
    somebody: the words may be there to be rejected.
    """
    likeness = {scored.passage.text: scored.similarity for scored in found}
    asserted: dict[str, tuple[Statement, float]] = {}
    for scored in found:
        for pair in scored.statement.lines:
            nearer = max(likeness.get(pair.es, 0.0), likeness.get(pair.en, 0.0))
            asserted.setdefault(pair.get(lang), (scored.statement, nearer))
        if scored.passage.kind is PassageKind.TEXT and scored.passage.lang == lang:
            for span in split_sentences(scored.passage.text, lang):
                if not span.text.endswith("?") and not find_quotations(span.text):
                    # A statement with lines to take is read by them: its text says the same at greater length.
                    own = 0.0 if scored.statement.lines else scored.similarity
                    asserted.setdefault(span.text, (scored.statement, own))
    return asserted


def _hits(found: Sequence[ScoredPassage], units: Sequence[Unit]) -> list[Hit]:
    """Return the statements to show: those whose units lie closest first, then as the search ranked them."""
    ranked: dict[str, ScoredPassage] = {}
    for scored in found:
        ranked.setdefault(scored.statement.id, scored)
    order = list(dict.fromkeys(u.statement.id for u in units[:2] if u.alignment.said >= 0.5))
    order = list(dict.fromkeys([*order, *(u.statement.id for u in _nearest(units)), *ranked]))
    return [
        Hit(
            rank=rank,
            score=round(ranked[i].score, 6),
            passage=ranked[i].passage,
            statement=ranked[i].statement,
            similarity=ranked[i].similarity,
        )
        for rank, i in enumerate(order[:SHOWN], start=1)
    ]
