"""Turns a brief into evidence: what the record holds on each aspect of it, newest and strongest first."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from assistant.consistency.principles import EXPECTED_SHARE, MIN_STATEMENTS
from assistant.domain import Brief, EvidenceItem, Hit, Ledger, PassageKind, Statement
from assistant.drafting.news import SHORT, gist
from assistant.errors import InputError
from assistant.retrieval.relevance import ON_RECORD
from assistant.retrieval.retriever import Retriever
from assistant.text.words import content_stems

STATEMENTS = 12
"""How many statements the brief as a whole brings in."""
OF_ASPECT = 4
"""How many statements each aspect may add."""
TOUCHED = 0.1
"""Relevance from which a statement is evidence at all. A brief is no question: its topic is a heading, rarely a wording
that an answer would hold, so what `relevance.py` was fitted on is too strict. Below `ON_RECORD` the user is told."""
OF_BEST = 0.25
"""Share of the best statement's relevance from which another one is evidence."""
OF_PART = 0.7
"""What being on the matter of one aspect counts beside being on the matter of the whole brief."""
MAX_PRINCIPLES = 2
"""Expected principles that are searched for by name."""
MAX_CONTEXT_CHARS = SHORT
"""What is searched for of the news that prompts a text; of a pasted story, its gist."""
SAME_WORDING = 0.8
"""Two texts that share this much of their content words (Jaccard) are one: the newer and stronger is kept."""
MAX_TEXTS = 5
"""Texts that one statement brings into the evidence."""
RELEVANCE_WEIGHT, RECENCY_WEIGHT, AUTHORITY_WEIGHT = 0.5, 0.3, 0.2
"""What puts a statement before another: being on the matter, being recent among those that are, binding more."""
CHARS_A_TOKEN = 3.3
"""Characters of a token, in Spanish and English prose with the tokenisers in use: rather too few than too many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """The evidence for one brief. Empty: the record does not cover it."""

    items: tuple[EvidenceItem, ...]
    hits: tuple[Hit, ...] = ()
    """What the searches found, each statement once, those that are on the matter only."""

    @property
    def is_thin(self) -> bool:
        """True where nothing is surely on the matter, and nobody has pinned anything."""
        return not any(item.pinned or item.relevance >= ON_RECORD for item in self.items)

    @property
    def current(self) -> list[EvidenceItem]:
        """The items that nothing has replaced, and those that the user wants all the same."""
        return [item for item in self.items if item.pinned or not item.statement.superseded_by]

    def within(self, tokens: int) -> "Dossier":
        """Return it with what exceeds a budget of `tokens` marked as left out; the first item always fits."""
        room = float(tokens)
        items: list[EvidenceItem] = []
        for item in self.items:
            cost = sum(map(len, item.texts)) / CHARS_A_TOKEN
            fits = not items or cost <= room
            room -= cost if fits else 0.0
            items.append(replace(item, left_out=not fits))
        return replace(self, items=tuple(items))


@dataclass(slots=True)
class _Found:
    """What the searches have found so far."""

    hits: dict[str, Hit] = field(default_factory=dict)
    aspects: dict[str, list[str]] = field(default_factory=dict)

    def add(self, aspect: str, hits: Iterable[Hit]) -> None:
        for hit in hits:
            known = self.hits.setdefault(hit.statement.id, hit)
            if hit.relevance > known.relevance:
                self.hits[hit.statement.id] = hit
            named = self.aspects.setdefault(hit.statement.id, [])
            if aspect not in named:
                named.append(aspect)

    def keep_near_best(self) -> None:
        """Forget what is far less on the matter than the best."""
        least = OF_BEST * max((hit.relevance for hit in self.hits.values()), default=0.0)
        self.hits = {i: hit for i, hit in self.hits.items() if hit.relevance >= least}


def query_of(brief: Brief) -> str:
    """Return what to search for: the topic, the news that prompts the text, the counterpart."""
    parts = (brief.topic, gist(brief.context, MAX_CONTEXT_CHARS), brief.counterpart)
    return " ".join(part for part in parts if part.strip())


class Researcher:
    """Asks the record about a brief, aspect by aspect."""

    def __init__(self, retriever: Retriever, ledger: Ledger) -> None:
        """Search with `retriever`; `ledger` names the principles."""
        self._retriever = retriever
        self._ledger = ledger

    def dossier(self, brief: Brief) -> Dossier:
        """Return the evidence for a brief.

        Raises:
            InputError: A pinned statement is not on the record.
        """
        found = _Found()
        for query in dict.fromkeys((query_of(brief), brief.topic)):
            found.add("topic", self._on_matter(query, brief, STATEMENTS))
        found.keep_near_best()
        if found.hits:
            self._aspects(brief, found)
        pinned = self._pinned(brief)
        hits = [hit for hit in found.hits.values() if hit.statement.id not in brief.dropped]
        if not hits and not pinned:
            return Dossier(items=())
        return Dossier(items=tuple(self._items(brief, hits, found, pinned)), hits=tuple(hits))

    def _aspects(self, brief: Brief, found: _Found) -> None:
        """Search for the brief's parts alone, and for the principles expected on its matter.

        They add to what the whole brief found and never stand in its place: a principle is named in statements on
        anything, so what it brings has to share a topic with the rest.
        """
        topics = {topic for hit in found.hits.values() for topic in hit.statement.topics}
        queries: list[tuple[str, str]] = []
        if brief.context.strip():
            queries.append(("context", gist(brief.context, MAX_CONTEXT_CHARS)))
        expected = expected_principles([hit.statement for hit in found.hits.values()], self._ledger)
        for principle in filter(None, map(self._ledger.principle, expected[:MAX_PRINCIPLES])):
            queries.append((principle.id, f"{brief.topic} {principle.name.get(brief.lang)}"))
        for aspect, query in queries:
            hits = self._on_matter(query, brief, OF_ASPECT)
            near = [hit for hit in hits if topics & set(hit.statement.topics)]
            found.add(aspect, [replace(hit, relevance=OF_PART * hit.relevance) for hit in near])

    def _on_matter(self, query: str, brief: Brief, k: int) -> list[Hit]:
        hits = self._retriever.search(query, k=k, filters=brief.filters)
        return [hit for hit in hits if hit.relevance >= TOUCHED]

    def _pinned(self, brief: Brief) -> list[Statement]:
        pinned = self._retriever.statements(brief.pinned)
        missing = set(brief.pinned) - {statement.id for statement in pinned}
        if missing:
            raise InputError(
                f"There is no statement {sorted(missing)[0]!r} on the record to pin; find ids with `assistant search`."
            )
        return pinned

    def _items(
        self, brief: Brief, hits: Sequence[Hit], found: _Found, pinned: Sequence[Statement]
    ) -> list[EvidenceItem]:
        """Return the evidence in order, numbered, each statement and each wording once."""
        by_id = {hit.statement.id: hit for hit in hits}
        statements = {hit.statement.id: hit.statement for hit in hits} | {each.id: each for each in pinned}
        relevance = {hit.statement.id: hit.relevance for hit in hits}
        for hit in hits:
            for newer in self.newest(hit.statement):
                if newer.id not in brief.dropped:
                    statements.setdefault(newer.id, newer)
                    relevance[newer.id] = max(relevance.get(newer.id, 0.0), hit.relevance)
        recency = recency_of([statement.date for statement in statements.values()])
        unordered = [
            EvidenceItem(
                number=0,
                statement=statement,
                texts=_texts(statement, by_id.get(statement.id), brief.lang),
                relevance=relevance.get(statement.id, 0.0),
                aspects=tuple(found.aspects.get(statement.id, ())) or ("pinned" if statement in pinned else "newer",),
                pinned=statement in pinned,
            )
            for statement in statements.values()
        ]
        ordered = sorted(unordered, key=lambda item: _standing(item, recency), reverse=True)
        kept = _each_wording_once(ordered, brief.lang)
        return [replace(item, number=number) for number, item in enumerate(kept, start=1)]

    def newest(self, statement: Statement) -> list[Statement]:
        """Return what stands today in the place of a statement: itself, or the end of its chain of newer ones."""
        newest: dict[str, Statement] = {}
        seen: set[str] = set()
        waiting = [statement]
        while waiting:
            one = waiting.pop()
            if one.id in seen:
                continue
            seen.add(one.id)
            newer = self._retriever.statements(one.superseded_by)
            waiting += newer
            if not newer:
                newest[one.id] = one
        return list(newest.values())


def expected_principles(statements: Sequence[Statement], ledger: Ledger) -> tuple[str, ...]:
    """Return the principles that most of the statements express, most frequent first."""
    counts = Counter(principle for statement in statements for principle in statement.principles)
    wanted = max(MIN_STATEMENTS, EXPECTED_SHARE * len(statements))
    order = [principle.id for principle in ledger.principles if counts[principle.id] >= wanted]
    return tuple(sorted(order, key=lambda principle: -counts[principle]))


def recency_of(days: Sequence[date]) -> dict[date, float]:
    """Return for each day how recent it is among them: 0 the oldest, 1 the newest."""
    ordered = sorted(set(days))
    return {day: position / max(1, len(ordered) - 1) for position, day in enumerate(ordered)}


def sameness(mine: Iterable[str], others: Iterable[Iterable[str]]) -> float:
    """Return the largest share of words (Jaccard, 0…1) that one set has in common with others."""
    own = set(mine)
    return max((len(own & set(other)) / max(1, len(own | set(other))) for other in others), default=0.0)


def _standing(item: EvidenceItem, recency: dict[date, float]) -> tuple[bool, bool, float, str]:
    statement = item.statement
    strength = (
        RELEVANCE_WEIGHT * item.relevance
        + RECENCY_WEIGHT * recency[statement.date]
        + AUTHORITY_WEIGHT * statement.authority.weight / 3
    )
    return item.pinned, not statement.superseded_by, strength, statement.id


def _texts(statement: Statement, hit: Hit | None, lang: str) -> tuple[str, ...]:
    """Return what a statement says: its lines to take, else the passage found, else its beginning."""
    if statement.lines:
        return tuple(pair.get(lang) for pair in statement.lines[:MAX_TEXTS])
    if hit is not None and hit.passage.kind is PassageKind.TEXT:
        return (hit.passage.text,)
    return (statement.text[:MAX_CONTEXT_CHARS],)


def _each_wording_once(items: Sequence[EvidenceItem], lang: str) -> list[EvidenceItem]:
    """Leave out texts that an earlier item has too, and items of which nothing is left, unless pinned."""
    seen: list[set[str]] = []
    kept = []
    for item in items:
        texts = []
        for text in item.texts:
            stems = set(content_stems(text, lang))
            if sameness(stems, seen) < SAME_WORDING or item.pinned:
                texts.append(text)
                seen.append(stems)
        if texts:
            kept.append(replace(item, texts=tuple(texts)))
    return kept
