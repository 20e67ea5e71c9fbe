"""Browsing the record: what fits a choice of facets and words, in which order, and what one more choice would bring."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Protocol

from assistant.domain import Filters, Hit, Statement
from assistant.record.store import RecordStore
from assistant.record.tally import Choice, Tally
from assistant.retrieval.explaining import Explained, Explanation
from assistant.retrieval.query import Query
from assistant.retrieval.relevance import ON_RECORD

MOST_FOUND = 200
"""Statements that a search lists; who needs more narrows it."""
_REMEMBERED = 8
Pair = tuple[Hit, Explanation]


class Explain(Protocol):
    """Searches, and says why each hit is one."""

    def __call__(self, query: Query, *, k: int) -> Explained:
        """Search."""
        ...


class Order(StrEnum):
    """In which order statements are listed."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Browsed:
    """One page of what fits, and the counts beside it."""

    total: int
    offset: int
    order: Order
    counts: Mapping[str, tuple[tuple[str, int], ...]]
    """Of each facet its values and how many statements each would leave."""
    statements: tuple[Statement, ...] = ()
    """Where nothing was searched for."""
    found: tuple[Pair, ...] = ()
    """Where something was searched for: hits with their reasons."""
    query: Query | None = None
    """What was searched for, as it was understood."""
    more: bool = False
    """The search found more than it lists."""


@dataclass(slots=True)
class _Searches:
    """The last searches, which paging and choosing facets ask for again."""

    kept: dict[tuple[str, int, Filters], Explained] = field(default_factory=dict)
    mutex: threading.Lock = field(default_factory=threading.Lock)


class Browsing:
    """Lists statements by facets and by search. Safe for threads."""

    def __init__(
        self,
        store: RecordStore,
        understand: Callable[[str], Query],
        explain: Explain,
    ) -> None:
        """List what is in `store`; `understand` reads what somebody typed, `explain` searches with reasons."""
        self._store = store
        self._understand = understand
        self._explain = explain
        self._tally = Tally(store.database)
        self._searches = _Searches()

    def page(
        self, choice: Choice, words: str = "", *, order: Order | None = None, offset: int = 0, limit: int = 20
    ) -> Browsed:
        """Return one page of the statements that fit; without `order` a search is listed by relevance.

        Raises:
            InputError: The words cannot be searched for.
        """
        query = self._understand(words) if words.strip() else None
        if query is not None and query.text:
            return self._searched(query, choice, order or Order.RELEVANCE, offset, limit)
        among = None if query is None else self._store.matching_ids(query.filters)
        counted = self._tally.count(choice, among)
        order = Order.OLDEST if order is Order.OLDEST else Order.NEWEST
        ids = counted.ids[::-1] if order is Order.OLDEST else counted.ids
        offset = _within(offset, len(ids), limit)
        statements = tuple(self._store.get_many(ids[offset : offset + limit]).values())
        by_id = {each.id: each for each in statements}
        listed = tuple(by_id[each] for each in ids[offset : offset + limit] if each in by_id)
        return Browsed(
            total=len(ids), offset=offset, order=order, counts=counted.counts, statements=listed, query=query
        )

    def _searched(self, query: Query, choice: Choice, order: Order, offset: int, limit: int) -> Browsed:
        explained = self._search(query)
        pairs = _on_matter(explained)
        counted = self._tally.count(choice, [hit.statement.id for hit, _ in pairs])
        more = len(explained.hits) >= MOST_FOUND
        if more and not choice.is_empty:  # what the choice wants may stand further down
            wanted = frozenset(self._tally.count(choice).ids)
            explained = self._search(replace(query, filters=replace(query.filters, statement_ids=wanted)))
            pairs, more = _on_matter(explained), len(explained.hits) >= MOST_FOUND
        else:
            fitting = set(counted.ids)
            pairs = [pair for pair in pairs if pair[0].statement.id in fitting]
        if order is not Order.RELEVANCE:
            pairs.sort(key=lambda pair: (pair[0].statement.date, -pair[0].rank), reverse=order is Order.NEWEST)
        offset = _within(offset, len(pairs), limit)
        return Browsed(
            total=len(pairs),
            offset=offset,
            order=order,
            counts=counted.counts,
            found=tuple(pairs[offset : offset + limit]),
            query=explained.query,
            more=more,
        )

    def _search(self, query: Query) -> Explained:
        key = (repr(query), self._store.last_seq(), query.filters)
        with self._searches.mutex:
            known = self._searches.kept.get(key)
        if known is None:
            known = self._explain(query, k=MOST_FOUND)
            with self._searches.mutex:
                self._searches.kept[key] = known
                while len(self._searches.kept) > _REMEMBERED:
                    del self._searches.kept[next(iter(self._searches.kept))]
        return known


def _on_matter(explained: Explained) -> list[Pair]:
    """Return the hits that share words with the query or are on its matter."""
    return [
        (hit, why)
        for hit, why in zip(explained.hits, explained.explanations, strict=True)
        if why.terms or why.phrases or hit.relevance >= ON_RECORD
    ]


def _within(offset: int, total: int, limit: int) -> int:
    """Return where a page begins: the last page, where fewer statements are left than there were."""
    return max(0, min(offset, (total - 1) // limit * limit)) if total else 0
