"""Suggests which statement's figure a later one replaces: the same thing counted, another value, a later date.

Only a person makes a suggestion a link. So the rules are strict: a suggestion that is wrong one time in ten
is one that nobody reads any more.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

from assistant.consistency.claims import Claim, Suggestion, claims_of
from assistant.domain import Citation, Filters, Progress, Statement, silent
from assistant.errors import InputError
from assistant.record.store import RecordStore
from assistant.retrieval.retriever import MAX_QUERY_CHARS, Retriever

MIN_SHARED = 4
"""Content words that two sentences must share around the figure where no counterpart ties them together."""
SAME_WORDING = 0.5
"""Share of the words around the figure that must be the same in both …"""
SWAPPED = 0.65
SWAPPED_PERCENT = 0.8
"""… and where each has words the other lacks: "robo a negocio" is not "robo a transportista"."""
MIN_CORE = 2
"""Words next to the figure that must be shared where both name the same counterpart."""
CANDIDATES = 60
"""Passages that are read when newer figures are looked for by search."""
STEPS = 3
"""How often the search is repeated from the newest figure found, to find one that is newer still."""
AT_ONCE = 2
"""Citations whose figures are looked up side by side."""
BATCH = 500
"""Statements that are read at a time."""
PLAUSIBLE = 3.0
"""A figure that grows or shrinks by more than this factor from one statement to the next is another figure."""


class ClaimIndex:
    """Claims by what they count and by the words around them, so that not every pair has to be looked at."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        """Index `claims`."""
        self._claims = sorted(claims, key=lambda c: (c.matter.date, c.matter.statement_id), reverse=True)
        self._by_word: dict[tuple[str, str, str], list[int]] = defaultdict(list)
        for number, claim in enumerate(self._claims):
            for word in claim.frame:
                self._by_word[claim.lang, claim.measure, word].append(number)

    def newer(self, claim: Claim) -> Suggestion | None:
        """Return the newest figure on the claim's matter, or None where that is no other one.

        Where the newest statement on the matter repeats the figure, it holds again, whatever stood in between.
        """
        shared: Counter[int] = Counter()
        for word in claim.frame:
            shared.update(self._by_word.get((claim.lang, claim.measure, word), ()))
        needed = _words_needed(claim)
        for number in sorted(number for number, words in shared.items() if words >= needed):
            other = self._claims[number]
            if other.matter.date <= claim.matter.date:
                return None
            confidence = _same_matter(claim, other)
            if confidence:
                if _same_value(claim, other):
                    return None
                if _plausible(claim, other):
                    return Suggestion(older=claim, newer=other, confidence=confidence)
        return None


class NewerFigures:
    """Finds by search what may have replaced the figures of one statement or sentence: quick on any record."""

    def __init__(self, retriever: Retriever) -> None:
        """Search with `retriever`; statements once read are remembered, so that one object serves one task."""
        self._retriever = retriever
        self._read: dict[str, list[Claim]] = {}
        self._found: dict[str, list[Suggestion]] = {}

    def of_statement(self, statement: Statement) -> list[Suggestion]:
        """Return the newer figures that nobody has linked to the statement yet."""
        if statement.id not in self._found:
            found = self.of_claims(claims_of(statement))
            self._found[statement.id] = [s for s in found if s.newer.matter.statement_id not in statement.superseded_by]
        return self._found[statement.id]

    def of_claims(self, claims: Sequence[Claim]) -> list[Suggestion]:
        """Return the newer figure for each claim that has one, the surest for each change of a figure."""
        by_sentence: dict[tuple[str, str], list[Claim]] = defaultdict(list)
        for claim in claims:
            by_sentence[claim.sentence, claim.lang].append(claim)
        return _surest(found for same in by_sentence.values() for found in self._of_sentence(same))

    def _of_sentence(self, claims: Sequence[Claim]) -> Iterable[Suggestion]:
        first = claims[0]
        since, known = first.matter.date, dict[str, list[Claim]]()
        newest: list[Suggestion] = []
        for _ in range(STEPS):
            before = len(known)
            for statement in self._candidates(first, Filters(since=since + timedelta(days=1))):
                known[statement.id] = self._claims(statement)
            if len(known) == before:
                break
            index = ClaimIndex(claim for each in known.values() for claim in each)
            newest = [found for claim in claims if (found := index.newer(claim))]
            since = max((found.newer.matter.date for found in newest), default=since)
            if not newest:
                break
        return newest

    def _candidates(self, claim: Claim, filters: Filters) -> list[Statement]:
        try:
            query = claim.sentence[:MAX_QUERY_CHARS]
            found = self._retriever.passages(query, k=CANDIDATES, filters=filters, lang=claim.lang)
        except InputError:  # a sentence of nothing but signs cannot be searched for
            return []
        return [p.statement for p in found if claim.matter.topics & set(p.statement.topics)]

    def _claims(self, statement: Statement) -> list[Claim]:
        if statement.id not in self._read:
            self._read[statement.id] = claims_of(statement)
        return self._read[statement.id]


def mark_newer(citations: Sequence[Citation], finder: NewerFigures) -> tuple[Citation, ...]:
    """Return the citations, each with the later statements that may have replaced its statement's figures."""

    def marked(citation: Citation) -> Citation:
        newer = dict.fromkeys(each.newer.matter.statement_id for each in finder.of_statement(citation.statement))
        return replace(citation, maybe_superseded_by=tuple(newer)) if newer else citation

    with ThreadPoolExecutor(AT_ONCE, "newer") as pool:
        return tuple(pool.map(marked, citations))


def suggest(claims: Sequence[Claim]) -> list[Suggestion]:
    """Return for every pair of statements the surest suggestion for each change of a figure, newest first."""
    index = ClaimIndex(claims)
    return _surest(found for claim in claims if (found := index.newer(claim)))


def suggest_over(store: RecordStore, progress: Progress = silent) -> list[Suggestion]:
    """Return the suggestions over a whole record, without those that are linked already."""
    total, seq, claims = store.last_seq(), 0, list[Claim]()
    while changes := store.changes_after(seq, limit=BATCH):
        for change in changes:
            if change.statement is not None and change.statement.topics:
                claims += claims_of(change.statement)
        seq = changes[-1].seq
        progress("reading figures", min(seq, total), total)
    found = suggest(claims)
    older = store.get_many(each.older.matter.statement_id for each in found)
    return [
        each
        for each in found
        if (known := older.get(each.older.matter.statement_id)) is not None
        and each.newer.matter.statement_id not in known.superseded_by
    ]


def _surest(found: Iterable[Suggestion]) -> list[Suggestion]:
    best: dict[tuple[str, str, float, float], Suggestion] = {}
    for each in found:
        ids = (each.older.matter.statement_id, each.newer.matter.statement_id)
        key = (*ids, _number(each.older), _number(each.newer))
        if key not in best or each.confidence > best[key].confidence:
            best[key] = each
    return sorted(best.values(), key=lambda s: (s.newer.matter.date, s.older.matter.date, s.confidence), reverse=True)


def _same_matter(older: Claim, newer: Claim) -> float:
    """Return how surely two claims are about the same thing, or 0."""
    one, other = older.matter, newer.matter
    if not one.topics & other.topics or older.aspects != newer.aspects:
        return 0.0
    if one.counterparts and other.counterparts:
        return _tied_by_counterpart(older, newer) if one.counterparts & other.counterparts else 0.0
    return _tied_by_wording(older, newer)


def _tied_by_counterpart(older: Claim, newer: Claim) -> float:
    """Both name the same counterpart: the words next to the figure decide."""
    core = (older.core & newer.core) - _named(older, newer)
    if older.figure.kind in {"number", "ordinal"}:
        core -= {older.figure.noun, newer.figure.noun}
    if len(core) < _words_needed(older):
        return 0.0
    return min(0.95, 0.5 + 0.1 * len(core) + 0.3 * _likeness(older.frame, newer.frame))


def _words_needed(claim: Claim) -> int:
    """Return how many words must be shared; where something is counted, its noun is the same already."""
    return MIN_CORE - 1 if claim.figure.kind in {"number", "ordinal"} else MIN_CORE


def _named(older: Claim, newer: Claim) -> frozenset[str]:
    """Return the words of names: two figures about the United States are not yet about the same thing."""
    return older.names | newer.names | {"usa"}


def _tied_by_wording(older: Claim, newer: Claim) -> float:
    """Nothing ties the two but their words, so nearly all of them must be the same, and the place and period too."""
    if not (older.self_contained and newer.self_contained):
        return 0.0
    if older.places != newer.places or older.names != newer.names or older.begins != newer.begins:
        return 0.0
    if len(older.frame & newer.frame) < MIN_SHARED:
        return 0.0
    likeness = _likeness(older.frame, newer.frame)
    swapped = bool(older.frame - newer.frame) and bool(newer.frame - older.frame)
    if swapped:
        return likeness if likeness >= (SWAPPED_PERCENT if older.figure.kind == "percent" else SWAPPED) else 0.0
    return likeness if likeness >= SAME_WORDING else 0.0


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other)


def _number(claim: Claim) -> float:
    """Return the value; dates are no claims."""
    return claim.figure.value if isinstance(claim.figure.value, float) else 0.0


def _same_value(older: Claim, newer: Claim) -> bool:
    """Tell whether two values are the same, or one is the other rounded (99.1 and 99 per cent)."""
    one, other = _number(older), _number(newer)
    return one == other or any(
        round(one, n) == round(other, n) and round(x, n) == x for n in (0, 1) for x in (one, other)
    )


def _plausible(older: Claim, newer: Claim) -> bool:
    one, other = _number(older), _number(newer)
    if older.figure.kind == "ordinal" or (older.growing and newer.growing):
        return other > one and (older.figure.kind == "ordinal" or other <= one * PLAUSIBLE)
    if older.figure.kind == "percent":
        return True
    return one > 0 and 1 / PLAUSIBLE <= other / one <= PLAUSIBLE
