"""Why a hit is a hit: the words it shares with the question, its nearness in meaning, and how these were joined."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assistant.domain import Hit, Passage, Statement
from assistant.retrieval.passages import indexed_text
from assistant.retrieval.query import Query
from assistant.retrieval.ranking import Ranking, authority_bonus
from assistant.retrieval.relevance import Signals
from assistant.text.words import content_stems, tokens

_LONG_NAME = {"es": "Estados Unidos", "en": "United States"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where one statement stands by meaning and by words, and what adds up to its score."""

    dense_rank: int | None
    lexical_rank: int | None
    bm25: float
    """Of the passage shown."""
    contributions: Mapping[str, float]
    """By name; they add up to the hit's score, which is rounded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A word of the question that a passage holds, or another name of what the question names."""

    word: str
    """As it stands in the question, or in the glossary."""
    weight: float
    """Inverse document frequency: rare words say more."""
    stands_for: str = ""
    """The name in the question, where the passage holds another name of the same thing."""
    in_question: bool = False
    """The passage answers a question that holds the word; its own text does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why one hit was found and where it stands."""

    terms: tuple[Term, ...]
    phrases: tuple[str, ...]
    """Phrases of the question that the passage shown holds; the statement holds them all."""
    standing: Standing
    signals: Signals
    same_language: bool
    """In another language no words can be shared, so that meaning counts in their place too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A search with its reasons: the query as it was understood, the hits, and an explanation for each."""

    query: Query
    hits: tuple[Hit, ...]
    explanations: tuple[Explanation, ...] = field(default=())


def standing_of(statement: Statement, ranking: Ranking, bm25: float) -> Standing:
    """Return how a statement came to its score: the parts of the ranking, and its authority."""
    parts = ranking.parts_of(statement.id)
    if parts:
        parts["authority"] = authority_bonus(statement)
    return Standing(
        dense_rank=_place(ranking, "meaning", statement.id),
        lexical_rank=_place(ranking, "words", statement.id),
        bm25=bm25,
        contributions={name: value for name, value in parts.items() if value},
    )


def _place(ranking: Ranking, part: str, statement_id: str) -> int | None:
    """Return a statement's place by one part, from 1; None where that part did not speak for it."""
    values = ranking.parts.get(part)
    if values is None or statement_id not in ranking.ids:
        return None
    own = values[ranking.ids.index(statement_id)]
    return int((values > own).sum()) + 1 if own > 0 else None


def shared_terms(query: Query, passage: Passage, weights: Mapping[str, float]) -> tuple[Term, ...]:
    """Return what the passage shares with the query, the weightiest first; nothing across languages."""
    if passage.lang != query.lang:
        return ()
    held = frozenset(content_stems(indexed_text(passage), query.lang))
    own = frozenset(content_stems(passage.text, query.lang))
    found = [
        Term(word=word, weight=weights.get(stem, 0.0), in_question=stem not in own)
        for stem, word in words_of(query).items()
        if stem in held
    ]
    for expansion in query.expansions:
        if expansion.stems and held.issuperset(expansion.stems):
            continue
        for name, stems in zip(expansion.others, expansion.other_stems, strict=True):
            if held.issuperset(stems):
                weight = sum(weights.get(stem, 0.0) for stem in stems)
                in_question = not own.issuperset(stems)
                found.append(Term(word=name, weight=weight, stands_for=expansion.name, in_question=in_question))
                break
    return tuple(sorted(found, key=lambda term: (-term.weight, term.word)))


def words_of(query: Query) -> dict[str, str]:
    """Return the stems under which the query's words are looked up, each with the word as it stands there."""
    lang = query.lang
    words = {stem: token.text for token in reversed(tokens(query.text)) for stem in content_stems(token.text, lang)}
    stems = dict.fromkeys(content_stems(query.text, lang))
    # The long name of a country becomes one stem, which none of its words gives alone.
    return {stem: words.get(stem, _LONG_NAME[lang]) for stem in stems}


def stems_of(query: Query) -> Sequence[str]:
    """Return every stem that is looked up for a query, other names included."""
    others = (stem for expansion in query.expansions for stems in expansion.other_stems for stem in stems)
    return list(dict.fromkeys([*words_of(query), *others]))
