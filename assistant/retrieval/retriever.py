"""Finds what was already said: one search over dense and lexical index, with filters, across languages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from assistant.domain import Embedder, Filters, Hit, Passage, PassageKind, Statement, Topic
from assistant.errors import InputError
from assistant.record.store import RecordStore
from assistant.record.topics import topic_words_in
from assistant.retrieval.fusion import fuse
from assistant.retrieval.index import Index
from assistant.retrieval.passages import language_of, passage_at, statement_id_of
from assistant.retrieval.relevance import Signals, relevance
from assistant.text.language import detect_language
from assistant.text.normalise import printable
from assistant.text.words import content_stems, stem

MAX_QUERY_CHARS = 4_000
CANDIDATES = 120
"""Passages taken from each index before fusion."""
AUTHORITY_STEP = 0.02
"""How much each step of authority (post, speech, communiqué, agreement) adds to a score, as a share of it: enough to
put the joint statement before the press conference where both say it, too little to put it before a better match."""
MAX_ID_FILTER = 3_000
"""Above this many allowed statements it is quicker to search wide and drop what does not fit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredPassage:
    """A passage with its fused score and its cosine (0 where only the lexical index found it)."""

    passage: Passage
    statement: Statement
    score: float
    similarity: float


ASKING_WORDS = {
    "es": ("dicho", "dijo", "decir", "posición", "postura", "opina", "piensa", "opinión", "cuál", "México", "mexicano"),
    "en": ("said", "say", "says", "position", "stance", "view", "opinion", "think", "Mexico", "Mexican"),
}
"""Words that frame a question about the record and say nothing about its matter."""


@cache
def _asking_stems(lang: str) -> frozenset[str]:
    return frozenset(stem(word, lang) for word in ASKING_WORDS[lang])


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicStems:
    """The words of a query that belong to a topic, by topic, as stems in the query's language."""

    lang: str
    stems: Mapping[str, frozenset[str]]


class Retriever:
    """Searches a home's indexes."""

    def __init__(self, store: RecordStore, index: Index, embedder: Embedder, topics: tuple[Topic, ...] = ()) -> None:
        """Search `index`, reading statements from `store`; `topics` tell which words are about one matter."""
        self._topics = topics
        self._store = store
        self._index = index
        # Ranking and judging relevance look at the same question one after the other.
        self._vector_of = lru_cache(maxsize=64)(lambda text: embedder.embed_queries([text])[0])

    def search(self, query: str, *, k: int = 10, filters: Filters | None = None) -> list[Hit]:
        """Return the best passage of each of the `k` best statements, best first.

        Raises:
            InputError: The query is empty or far too long.
            RetrievalError: An index cannot be read or was built with another model.
        """
        best: dict[str, ScoredPassage] = {}
        for found in self.passages(query, filters=filters):
            best.setdefault(found.statement.id, found)
        return self._hits(require_query(query), list(best.values())[:k])

    def _hits(self, query: str, found: Sequence[ScoredPassage]) -> list[Hit]:
        return [
            Hit(
                rank=rank,
                score=round(f.score, 6),
                passage=f.passage,
                statement=f.statement,
                similarity=signals.similarity,
                relevance=relevance(signals),
            )
            for rank, (f, signals) in enumerate(zip(found, self.signals(query, found), strict=True), start=1)
        ]

    def signals(self, query: str, found: Sequence[ScoredPassage]) -> list[Signals]:
        """Return what speaks for each passage being on the matter of the query."""
        lang = detect_language(query)
        matter = [s for s in content_stems(query, lang) if s not in _asking_stems(lang)]
        weights = {s: self._index.lexical.rarity(s) for s in matter}
        words = topic_words_in(query, self._topics)
        stems = {topic: frozenset(content_stems(text, lang)) for topic, text in words.items()}
        topical = TopicStems(lang=lang, stems=stems)
        vector = self._vector_of(query)
        background = self._index.dense.background(vector)
        unknown = [f.passage.id for f in found if not f.similarity]
        known = self._index.dense.similarities(vector, unknown)
        return [
            Signals(
                similarity=known.get(f.passage.id, f.similarity),
                background=background,
                coverage=self._coverage(weights, topical, f),
            )
            for f in found
        ]

    def passages(
        self,
        query: str,
        *,
        k: int = CANDIDATES,
        filters: Filters | None = None,
        kind: PassageKind | None = None,
        lang: str | None = None,
    ) -> list[ScoredPassage]:
        """Return up to `k` passages, best first; `kind` and `lang` keep passages of that kind or language.

        Who filters statements by language wants to read that language, so lines in the other one are left out too.
        """
        lang = lang or (filters.lang if filters else None)
        text = require_query(query)
        self._index.require_own_model()
        self._index.refresh()
        allowed = None if filters is None or filters.is_empty else self._store.matching_ids(filters)
        ids = None if allowed is None or len(allowed) > MAX_ID_FILTER else sorted(allowed)
        wide = CANDIDATES * (8 if allowed is not None and ids is None else 1)
        query_lang = detect_language(text)
        vector = self._vector_of(text)
        similarity = dict(self._index.dense.query(vector, wide, ids))
        lexical = [pid for pid, _ in self._index.lexical.query(text, query_lang, wide, ids)]
        same = {pid: language_of(pid) == query_lang for pid in similarity}
        scores = fuse(list(similarity), lexical, same)
        kept = [pid for pid in scores if allowed is None or statement_id_of(pid) in allowed]
        kept = [pid for pid in kept if lang is None or language_of(pid) == lang]
        kept = [pid for pid in kept if kind is None or f"#{kind.value}:" in pid]
        # The id breaks ties, so that the same record always answers in the same order.
        kept.sort(key=lambda pid: (-scores[pid], pid))
        return self._resolve(kept[:k], scores, similarity)

    def _resolve(
        self, ids: Sequence[str], scores: dict[str, float], similarity: dict[str, float]
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

    def _coverage(self, weights: Mapping[str, float], topical: TopicStems, found: ScoredPassage) -> float | None:
        """Return the share, 0…1, of the query's word weight that a statement holds, None where it cannot tell.

        A word of a topic ("troops") counts as held by a statement on that topic, whatever words it uses ("army").
        """
        statement, lang = found.statement, topical.lang
        texts = [pair.get(lang) for pair in statement.lines]
        if statement.lang == lang:
            texts += [statement.text, statement.context]
        if not any(texts) or not weights:
            return None
        # Who spoke, to whom and where belongs to the matter of "what did … say to … in …".
        texts += [statement.speaker, statement.role, statement.venue, statement.counterpart]
        present = set(content_stems("\n".join(texts), lang))
        for topic in statement.topics:
            present |= topical.stems.get(topic, frozenset())
        total = sum(weights.values())
        return sum(weight for stem, weight in weights.items() if stem in present) / total if total else 0.0

    def statements(self, ids: Sequence[str]) -> list[Statement]:
        """Return the active statements among `ids`, in their order."""
        found = self._store.get_many(ids)
        return [found[i] for i in ids if i in found]


def require_query(query: str) -> str:
    """Return the query stripped.

    Raises:
        InputError: It is empty or longer than a question can be.
    """
    text = " ".join(printable(query).split())
    if not text:
        raise InputError("The question is empty; write what you want to know.")
    if len(text) > MAX_QUERY_CHARS:
        raise InputError(
            f"The question has {len(text):,} characters, more than the {MAX_QUERY_CHARS:,} that can be searched; "
            "shorten it, or use `assistant check` for a whole text."
        )
    return text
