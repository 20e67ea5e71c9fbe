"""Finds what was already said: one search over dense and lexical index, with filters, across languages."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from assistant.domain import Embedder, Filters, Hit, Passage, PassageKind, Statement, Topic
from assistant.record.store import RecordStore
from assistant.retrieval.explaining import Explained, Explanation, shared_terms, standing_of, stems_of
from assistant.retrieval.fusion import fuse
from assistant.retrieval.glossary import Glossary
from assistant.retrieval.held import asked_words, shares_held
from assistant.retrieval.index import Index
from assistant.retrieval.passages import indexed_text, language_of, passage_at, passages_of, statement_id_of
from assistant.retrieval.query import MAX_QUERY_CHARS, Query, plain_query, require_query, require_words
from assistant.retrieval.quoted import holds, passage_holding, statements_holding
from assistant.retrieval.ranking import WEIGHTS, Ranker, Ranking, Weights, authority_bonus
from assistant.retrieval.relevance import Signals, relevance
from assistant.retrieval.understanding import Understanding

__all__ = ["CANDIDATES", "MAX_QUERY_CHARS", "Retriever", "ScoredPassage", "require_query"]

CANDIDATES = 120
"""Passages taken from each index before fusion."""
AT_ONCE = 2
"""Questions that are embedded at the same time, each beside the thread that searches."""
SPARE = 5
"""Statements read beyond what is wanted: authority may lift one, another may be retired."""
AUTHORITY_STEP = 0.02
"""How much each step of authority (post, speech, communiqué, agreement) adds to a passage's score, as a share of it:
enough to put the joint statement before the press conference where both say it, too little to put it before a better
match."""
SCORE_PLACES = 2
"""Decimals of a statement's score: less tells nothing apart."""
IN_PASSAGE = 2.0
"""What the words of a passage count for its being the one that is shown, in standard deviations of meaning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredPassage:
    """A passage with its fused score and its cosine (0 where only the lexical index found it)."""

    passage: Passage
    statement: Statement
    score: float
    similarity: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Searched:
    """A search before it is told: what stands where, and what is shown."""

    query: Query
    ranking: Ranking
    shown: Sequence[ScoredPassage]


class Retriever:
    """Searches a home's indexes."""

    def __init__(
        self,
        store: RecordStore,
        index: Index,
        embedder: Embedder,
        topics: tuple[Topic, ...] = (),
        glossary: Callable[[], Glossary] = Glossary,
        weights: Weights = WEIGHTS,
        background: Index | None = None,
    ) -> None:
        """Search `index`, reading statements from `store`.

        Args:
            store: The record.
            index: Its indexes.
            embedder: The model of the index.
            topics: Tell which words are about one matter.
            glossary: Gives the names that mean the same, when they are first needed.
            weights: What counts how much for the order of statements.
            background: Tells how rare words are, and how near texts at large are to a question, where `index` holds too
                few of them to tell; itself by default.
        """
        self.model_id = embedder.model_id
        self._topics = topics
        self._store = store
        self._index = index
        self._background = background or index
        self._understanding = Understanding(store, topics, glossary)
        self._ranker = Ranker(index, topics, weights)
        self._aside = ThreadPoolExecutor(AT_ONCE, "question")
        # Ranking and judging relevance look at the same question one after the other.
        self._vector_of = lru_cache(maxsize=64)(lambda text: embedder.embed_queries([text])[0])

    def close(self) -> None:
        """Let the thread go that questions are embedded in."""
        self._aside.shutdown(wait=False, cancel_futures=True)

    def understand(self, question: str, filters: Filters | None = None, lang: str | None = None) -> Query:
        """Return what a person's question asks for; its conditions and `filters` must all hold.

        Args:
            question: What somebody wrote.
            filters: Conditions given beside it.
            lang: Its language, where that is known; else it is told from the words.

        Raises:
            InputError: It is empty or far too long, an operator in it cannot be read, or names nobody on the record.
        """
        return self._understanding.of(question, filters, lang)

    def search(self, query: str | Query, *, k: int = 10, filters: Filters | None = None) -> list[Hit]:
        """Return the best passage of each of the `k` best statements, best first.

        A text is searched as it stands; what a person wrote goes through `understand` first.

        Raises:
            InputError: The query is empty or far too long.
            RetrievalError: An index cannot be read or was built with another model.
        """
        searched = self._search(_query(query, filters), k)
        return _hits(searched.shown, self.signals(searched.query, searched.shown))

    def explain(self, query: Query, *, k: int = 10) -> Explained:
        """Search and say for each hit why it was found and where it stands."""
        done = self._search(query, k)
        searched, found = done.query, done.shown
        weights = {each: self._index.lexical.rarity(each) for each in stems_of(searched)}
        in_words = self._in_words(searched, [each.statement.id for each in found])
        signals = self.signals(searched, found)
        explanations = tuple(
            Explanation(
                terms=shared_terms(searched, each.passage, weights),
                phrases=tuple(phrase for phrase in searched.phrases if holds(each.passage.text, phrase)),
                standing=standing_of(each.statement, done.ranking, in_words.get(each.passage.id, 0.0)),
                signals=signal,
                same_language=each.passage.lang == searched.lang,
            )
            for each, signal in zip(found, signals, strict=True)
        )
        return Explained(query=searched, hits=tuple(_hits(found, signals)), explanations=explanations)

    def _search(self, query: Query, k: int) -> "_Searched":
        require_words(query)
        query, holding = self._with_phrases(query)
        # The model works on another core than the words: each takes about as long.
        embedding = self._aside.submit(self._vector_of, query.text)
        allowed = self._allowed(query.filters, holding)
        ranking = self._ranker.rank(query, embedding.result, allowed)
        chosen = self._chosen(query, ranking, k)
        if holding is not None:
            chosen = self._showing(query, chosen, sorted(holding.difference(ranking.ids)), k)
        return _Searched(query=query, ranking=ranking, shown=chosen)

    def _chosen(self, query: Query, ranking: Ranking, k: int) -> list[ScoredPassage]:
        """Return the `k` best statements, each by the passage that answers best."""
        statements = self._store.get_many(ranking.ids[: k + SPARE])
        # One that was retired since the index saw it is not there: the record is the truth.
        scores = {
            each: round(score + authority_bonus(statements[each]), SCORE_PLACES)
            for each, score in zip(ranking.ids, ranking.scores.tolist(), strict=True)
            if each in statements
        }
        # Of what scores alike the newest stands first.
        best = sorted(scores, key=lambda each: (-scores[each], -statements[each].date.toordinal(), each))[:k]
        in_words = self._in_words(query, best)
        cosines = self._index.dense.of_statements(self._vector_of(query.text), best) or ranking.near
        near: dict[str, dict[str, float]] = {each: {} for each in best}
        for passage_id, cosine in cosines.items():
            if (own := near.get(statement_id_of(passage_id))) is not None:
                own[passage_id] = cosine
        found = []
        for each in best:
            passage = _shown(query, statements[each], near[each], in_words, ranking.background)
            if passage is not None:
                cosine = near[each].get(passage.id, 0.0)
                found.append(
                    ScoredPassage(passage=passage, statement=statements[each], score=scores[each], similarity=cosine)
                )
        return found

    def _in_words(self, query: Query, statement_ids: Sequence[str]) -> dict[str, float]:
        """Return the BM25 scores of these statements' passages."""
        return dict(self._index.lexical.query(query.text, query.lang, CANDIDATES, statement_ids, query.expansions))

    def _allowed(self, filters: Filters, holding: frozenset[str] | None = None) -> frozenset[str] | None:
        """Return the ids of the statements that filters and phrases leave, None if they leave all."""
        self._index.require_own_model()
        self._index.refresh()
        allowed = None if filters.is_empty else self._store.matching_ids(filters)
        if holding is not None:
            allowed = holding if allowed is None else allowed & holding
        return allowed

    def _with_phrases(self, query: Query) -> tuple[Query, frozenset[str] | None]:
        """Return the query and the ids of the statements that hold its phrases, None where it has none.

        A question may quote what nobody said on the record: then its quotation marks count for nothing.
        """
        if not query.phrases:
            return query, None
        self._index.refresh()
        holding = statements_holding(query.phrases, self._index.lexical, self._store, query.filters)
        if holding or not query.asks:
            return query, holding
        return replace(query, phrases=(), loose=query.phrases), None

    def _showing(
        self, query: Query, chosen: Sequence[ScoredPassage], others: Sequence[str], k: int
    ) -> list[ScoredPassage]:
        """Let each statement be shown by a passage that holds a phrase; add `others` while there is room."""
        shown = [_with_phrase(each, query) for each in chosen]
        if len(shown) < k and others:
            allowed = frozenset(others) if query.filters.is_empty else self._store.matching_ids(query.filters)
            missing = self._store.get_many([each for each in others if each in allowed]).values()
            newest = sorted(missing, key=lambda each: (each.date, each.id), reverse=True)[: k - len(shown)]
            shown += [
                ScoredPassage(
                    passage=passage_holding(each, query.phrases, lang=query.filters.lang),
                    statement=each,
                    score=0.0,
                    similarity=0.0,
                )
                for each in newest
            ]
        return shown

    def signals(self, query: str | Query, found: Sequence[ScoredPassage]) -> list[Signals]:
        """Return what speaks for each passage being on the matter of the query."""
        query = _query(query)
        asked = asked_words(query, self._topics, self._background.lexical.rarity)
        table = self._index.terms.table()
        vector = self._vector_of(query.text)
        background, spread = self._background.dense.background(vector)
        unknown = [f.passage.id for f in found if not f.similarity]
        known = self._index.dense.similarities(vector, unknown)
        held = shares_held(asked, table, [each.statement.id for each in found], query.lang)
        return [
            Signals(
                similarity=known.get(each.passage.id, each.similarity),
                background=background,
                spread=spread,
                coverage=coverage,
                missing=missing,
            )
            for each, (coverage, missing) in zip(found, held, strict=True)
        ]

    def passages(
        self,
        query: str | Query,
        *,
        k: int = CANDIDATES,
        filters: Filters | None = None,
        kind: PassageKind | None = None,
        lang: str | None = None,
        aim: Callable[[NDArray[np.float32]], NDArray[np.float32]] | None = None,
    ) -> list[ScoredPassage]:
        """Return up to `k` passages, best first; `kind` and `lang` keep passages of that kind or language.

        `aim` turns the query's vector first; similarities are then those of the vector so turned.

        Who filters statements by language wants to read that language, so lines in the other one are left out too.
        """
        asked, holding = self._with_phrases(_query(query, filters))
        allowed = self._allowed(asked.filters, holding)
        lang = lang or asked.filters.lang
        vector = self._vector_of(asked.text)
        dense = dict(self._index.dense.query(aim(vector) if aim else vector, CANDIDATES, allowed))
        lexical = list(dict(self._index.lexical.query(asked.text, asked.lang, CANDIDATES, allowed, asked.expansions)))
        scores = fuse(list(dense), lexical, {pid: language_of(pid) == asked.lang for pid in dense})
        kept = [pid for pid in scores if lang is None or language_of(pid) == lang]
        kept = [pid for pid in kept if kind is None or f"#{kind.value}:" in pid]
        # The id breaks ties, so that the same record always answers in the same order.
        kept.sort(key=lambda pid: (-scores[pid], pid))
        return self._resolve(kept[:k], scores, dense)

    def _resolve(
        self, ids: Sequence[str], scores: Mapping[str, float], similarity: Mapping[str, float]
    ) -> list[ScoredPassage]:
        statements = self._store.get_many(statement_id_of(pid) for pid in ids)
        found = []
        for pid in ids:
            statement = statements.get(statement_id_of(pid))
            if statement is None:
                continue  # retired since the index saw it: the record is the truth
            found.append(
                ScoredPassage(
                    passage=passage_at(statement, pid),
                    statement=statement,
                    score=scores[pid] * (1.0 + AUTHORITY_STEP * statement.authority.weight),
                    similarity=similarity.get(pid, 0.0),
                )
            )
        return sorted(found, key=lambda each: (-each.score, each.passage.id))

    def relevance_of(self, query: str | Query, statement: Statement) -> float:
        """Return how surely a statement that is in no index is on the matter of a query, 0…1, by its meaning alone."""
        query = _query(query)
        vector = self._vector_of(query.text)
        rows = self._index.vectors_of([indexed_text(passage) for passage in passages_of(statement)])
        background, spread = self._background.dense.background(vector)
        nearest = float((rows[:, : len(vector)] @ vector).max()) if len(rows) else 0.0
        return relevance(Signals(similarity=nearest, background=background, spread=spread, coverage=None, missing=0.0))

    def statements(self, ids: Sequence[str]) -> list[Statement]:
        """Return the active statements among `ids`, in their order."""
        found = self._store.get_many(ids)
        return [found[i] for i in ids if i in found]


def _hits(found: Sequence[ScoredPassage], signals: Sequence[Signals]) -> list[Hit]:
    return [
        Hit(
            rank=rank,
            score=round(each.score, 6),
            passage=each.passage,
            statement=each.statement,
            similarity=signal.similarity,
            relevance=relevance(signal),
        )
        for rank, (each, signal) in enumerate(zip(found, signals, strict=True), start=1)
    ]


def _shown(
    query: Query,
    statement: Statement,
    near: Mapping[str, float],
    in_words: Mapping[str, float],
    background: tuple[float, float],
) -> Passage | None:
    """Return the passage of a statement that answers best, None where the language asked for has none.

    Args:
        query: The question.
        statement: The statement.
        near: The cosines of its passages; none where its vectors are not there yet.
        in_words: BM25 scores of passages.
        background: Mean and standard deviation of the question's cosines.
    """
    mean, spread = background
    most = max(in_words.values(), default=1.0)
    ids = near or dict.fromkeys((passage.id for passage in passages_of(statement)), mean)
    values = {
        each: (cosine - mean) / spread + IN_PASSAGE * in_words.get(each, 0.0) / most
        for each, cosine in ids.items()
        if query.filters.lang in {None, language_of(each)}
    }
    return passage_at(statement, min(values, key=lambda each: (-values[each], each))) if values else None


def _with_phrase(found: ScoredPassage, query: Query) -> ScoredPassage:
    """Return what was found with the passage of its statement that holds most of the phrases."""
    passage = passage_holding(found.statement, query.phrases, found.passage, lang=query.filters.lang)
    return found if passage == found.passage else replace(found, passage=passage, similarity=0.0)


def _query(query: str | Query, filters: Filters | None = None) -> Query:
    """Return a query: a text is searched as it stands, a query understood already is left alone."""
    return plain_query(query, filters) if isinstance(query, str) else query
