"""What whole statements say in words: every statement's terms in memory, scored against a question all at once.

Passages are found one by one; but an answer may hold the words of a question in different places, and a spoken one is
often elliptic: what "it" is was said by somebody else a turn before. So a statement is scored as a whole, and so is the
occasion on which it was made, which tells what the talk was of.
"""

import threading
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.domain import LANGUAGES
from assistant.record.loading import collector_paused
from assistant.retrieval.glossary import Expansion
from assistant.retrieval.months import months_in
from assistant.retrieval.termfile import TERM, TOPIC, WHEN, Mark, TermFile, Terms, occasion_of, term_key
from assistant.text.names import proper_names
from assistant.text.words import content_stems, tokens

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]
K1, B = 1.2, 0.75
"""The constants of BM25 as usual."""
OTHER_NAME = 0.9
"""What another name of a thing counts against the name that was asked for."""
WASTE = 5_000
"""Rows out of use, beyond half as many as are in use, at which all is read anew."""
LOW = 0xFFFF
"""The lower half of a key."""
_TURNS = 1_000_000
_EQUAL = 1e-6
"""Scores that differ less are equal, but for rounding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """All statements and their terms. Arrays of statements have one row each; those of terms, one for each counted."""

    row_of: Mapping[str, int] = field(default_factory=dict)
    here: npt.NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, np.bool_))
    occasion: Numbers = field(default_factory=lambda: np.zeros(0, np.int64))
    turn: Numbers = field(default_factory=lambda: np.zeros(0, np.int64))
    """Its place among the turns of its occasion; -1 for what is not spoken in turns."""
    short: npt.NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, np.bool_))
    lengths: npt.NDArray[np.float64] = field(default_factory=lambda: np.zeros((0, len(LANGUAGES))))
    ids: Sequence[str] = ()
    key: npt.NDArray[np.uint32] = field(default_factory=lambda: np.zeros(0, np.uint32))
    """Terms in the order of their statements."""
    order: npt.NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    """Terms by the lower halves of their keys, so that those of a question lie in a few places."""
    start: Numbers = field(default_factory=lambda: np.zeros(LOW + 2, np.int64))
    """Where in `order` the terms of each lower half begin."""
    count: npt.NDArray[np.uint8] = field(default_factory=lambda: np.zeros(0, np.uint8))
    owner: npt.NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    in_talk: npt.NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, np.bool_))
    """Whether a statement is one of several turns of an occasion."""
    goes_on: npt.NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, np.bool_))
    """Whether a statement goes on where another one left off; else somebody else spoke before it, who mostly asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordScores:
    """How well statements match a question in words. Scores are in standard deviations above the mean."""

    table: Table
    has_words: npt.NDArray[np.bool_]
    """Whether a statement has any text in the question's language."""
    statement: Floats
    occasion: Floats
    topical: npt.NDArray[np.bool_]
    """Whether a statement is on a topic of the question."""
    dated: npt.NDArray[np.bool_]
    """Whether a statement was made in a month that the question names."""


class TermIndex:
    """The terms of a home. Safe for threads; what other processes wrote is seen at the next question."""

    def __init__(self, path: Path) -> None:
        """Use the file `path`; nothing is read yet."""
        self._file = TermFile(path)
        self._mutex = threading.RLock()
        self._mark = Mark()
        self._table = Table()

    def seq(self) -> int:
        """Return the last change of the record that the terms have followed."""
        with self._mutex:
            return self._file.seq()

    def replace(self, removed: Collection[str], entries: Sequence[Terms], seq: int) -> None:
        """Make `entries` all that is here of these statements and of `removed`, up to change `seq` of the record.

        Raises:
            RetrievalError: The disk refuses.
        """
        gone = set(removed).difference(each.id for each in entries)
        with self._mutex:
            self._file.write([*entries, *(Terms(id=each, here=False) for each in sorted(gone))], seq)

    def clear(self) -> None:
        """Forget everything."""
        with self._mutex:
            self._file.clear()

    def close(self) -> None:
        """Release the file."""
        with self._mutex:
            self._file.close()

    def ids(self) -> frozenset[str]:
        """Return the ids of all statements."""
        table = self.table()
        return frozenset(each for each, row in table.row_of.items() if table.here[row])

    @collector_paused()
    def table(self) -> Table:
        """Return all terms as they now are."""
        with self._mutex:
            mark, entries = self._file.read(self._mark)
            if mark.generation != self._mark.generation:
                self._table = Table()
            if entries:
                self._table = _grown(self._table, entries)
            self._mark = mark
            unused = len(self._table.ids) - int(np.count_nonzero(self._table.here))
            if unused > WASTE + len(self._table.ids) // 3:
                self._mark, everything = self._file.read(Mark())
                self._table = _grown(Table(), everything)
            return self._table

    def scores(
        self, text: str, lang: str, expansions: Sequence[Expansion] = (), topics: Collection[str] = ()
    ) -> WordScores:
        """Score every statement, and every occasion, by the words of a question in language `lang`.

        BM25 (Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework") over whole statements and over
        whole occasions. Where `expansions` gives other names of what the text names, the best of the names counts.
        """
        table = self.table()
        length = table.lengths[:, LANGUAGES.index(lang)]
        has_words = table.here & (length > 0)
        asked = _Asked.of(text, lang, expansions)
        rows, terms, counts = matches(table, asked.keys)
        topical, dated = _holding(table, topics, TOPIC), _holding(table, months_in(text, lang), WHEN)
        kept = has_words[rows]
        rows, terms, counts = rows[kept], terms[kept], counts[kept]
        statement = occasion = np.zeros(len(has_words))
        if len(rows):
            statement = _standard(_bm25(asked, rows, terms, counts, length, has_words), has_words)
            turns = has_words & table.in_talk
            occasion = _standard(_by_occasion(table, asked, rows, terms, counts, length, has_words), turns)
        return WordScores(
            table=table, has_words=has_words, statement=statement, occasion=occasion, topical=topical, dated=dated
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """The terms of a question: their keys, and which of them are names, by place."""

    keys: npt.NDArray[np.uint32]
    plain: Numbers
    """Places of the terms that count by themselves."""
    names: Sequence[tuple[Numbers, Sequence[Numbers]]]
    """For each thing named, the terms of the name asked for and those of each other name."""

    @classmethod
    def of(cls, text: str, lang: str, expansions: Sequence[Expansion]) -> "_Asked":
        places: dict[int, int] = defaultdict(lambda: len(places))

        def places_of(stems: Sequence[str], of: str = lang) -> Numbers:
            return np.array([places[term_key(stem, of)] for stem in dict.fromkeys(stems)], dtype=np.int64)

        plain = places_of(content_stems(text, lang))
        names = [(places_of(e.stems), [places_of(stems) for stems in e.other_stems]) for e in expansions]
        for name in _the_same_everywhere(text, lang):
            own = content_stems(name, lang)
            foreign = [places_of(content_stems(name, other), other) for other in LANGUAGES if other != lang]
            names.append((places_of(own), [each for each in foreign if len(each)]))
        return cls(keys=np.array(list(places), dtype=np.uint32), plain=plain, names=names)


def _the_same_everywhere(text: str, lang: str) -> list[str]:
    """Return the names and figures of a question: they stand in a text of another language as they are."""
    figures = [token.text for token in tokens(text) if any(map(str.isdigit, token.text))]
    return list(dict.fromkeys([*(name.text for name in proper_names(text, lang)), *figures]))


def matches(table: Table, keys: npt.NDArray[np.uint32]) -> tuple[Numbers, Numbers, Floats]:
    """Return where the keys occur: statement rows, places in `keys`, counts."""
    found: list[Numbers] = []
    for key in keys.tolist():
        near = table.order[table.start[key & LOW] : table.start[(key & LOW) + 1]]
        found.append(near[table.key[near] == key].astype(np.int64))
    if not found:
        nothing = np.zeros(0, np.int64)
        return nothing, nothing, nothing.astype(np.float64)
    at = np.concatenate(found)
    places = np.repeat(np.arange(len(found)), [len(each) for each in found])
    return table.owner[at].astype(np.int64), places, table.count[at].astype(np.float64)


def _holding(table: Table, marks: Collection[str], kind: str) -> npt.NDArray[np.bool_]:
    """Return which statements have one of these marks: topics or months."""
    flags = np.zeros(len(table.ids), np.bool_)
    flags[matches(table, np.array([term_key(each, kind) for each in marks], np.uint32))[0]] = True
    return flags


def _by_occasion(
    table: Table,
    asked: "_Asked",
    rows: Numbers,
    terms: Numbers,
    counts: Floats,
    length: Floats,
    counted: npt.NDArray[np.bool_],
) -> Floats:
    """Return for each turn the BM25 score of all that was said on its occasion, 0 for what stands alone."""
    turns = table.in_talk
    kept = turns[rows]
    rows, terms, counts = rows[kept], terms[kept], counts[kept]
    if not len(rows):
        return np.zeros(len(length))
    counted = counted & turns
    occasions = int(table.occasion[turns].max()) + 1
    long = np.bincount(table.occasion[counted], weights=length[counted], minlength=occasions).astype(np.float64)
    together = np.bincount(terms * occasions + table.occasion[rows], weights=counts).astype(np.float64)
    pairs = np.flatnonzero(together)
    scores = _bm25(asked, pairs % occasions, pairs // occasions, together[pairs], long, long > 0)
    return np.where(turns, scores[np.where(turns, table.occasion, 0)], 0.0)


def _bm25(
    asked: _Asked, rows: Numbers, terms: Numbers, counts: Floats, length: Floats, counted: npt.NDArray[np.bool_]
) -> Floats:
    """Return the BM25 score of each text; `rows`, `terms` and `counts` say which holds what how often."""
    texts, total = len(length), int(np.count_nonzero(counted))
    norm = K1 * (1 - B + B * length / max(1.0, float(length[counted].mean())))
    holders = np.bincount(terms, minlength=len(asked.keys))
    rarity = np.log(1 + (total - holders + 0.5) / (holders + 0.5))
    gain = rarity[terms] * counts * (K1 + 1) / (counts + norm[rows])
    plain = _among(asked.plain, terms, len(asked.keys))
    score = np.bincount(rows[plain], weights=gain[plain], minlength=texts).astype(np.float64)
    for own, others in asked.names:
        mine = _among(own, terms, len(asked.keys))
        held = np.bincount(rows[mine], weights=gain[mine], minlength=texts)
        best = held.copy()
        for other in others:
            least = np.full(texts, np.inf)
            for place in other:
                one = terms == place
                least = np.minimum(least, np.bincount(rows[one], weights=counts[one], minlength=texts))
            most = min(float(rarity[other].sum()), float(rarity[own].sum()) if len(own) else np.inf)
            best = np.maximum(best, OTHER_NAME * most * least * (K1 + 1) / (least + norm))
        score = score + best - (held if np.isin(own, asked.plain).all() else 0.0)
    return np.asarray(score, dtype=np.float64)


def _among(places: Numbers, terms: Numbers, count: int) -> npt.NDArray[np.bool_]:
    """Return which of the terms are among `places`, all being below `count`."""
    flags = np.zeros(count, np.bool_)
    flags[places] = True
    return np.asarray(flags[terms], dtype=np.bool_)


def _standard(scores: Floats, counted: npt.NDArray[np.bool_]) -> Floats:
    """Return the scores in standard deviations above their mean, 0 for what is not counted."""
    among = scores[counted]
    spread = float(among.std()) if len(among) else 0.0
    if spread < _EQUAL:
        return np.zeros(len(scores))
    return np.asarray(np.where(counted, (scores - among.mean()) / spread, 0.0), dtype=np.float64)


def _grown(table: Table, entries: Sequence[Terms]) -> Table:
    """Return the table with these statements in the place of what it had of them."""
    row_of, here = dict(table.row_of), table.here.copy()
    for each in entries:
        if each.id in row_of:
            here[row_of[each.id]] = False
    added = [each for each in entries if each.here]
    ids = [*table.ids, *(each.id for each in added)]
    row_of.update((each.id, row) for row, each in enumerate(added, start=len(table.ids)))
    occasions: dict[str, int] = {}
    for known, number in zip(table.ids, table.occasion.tolist(), strict=True):
        occasions.setdefault(occasion_of(known), number)
    new = np.frombuffer(b"".join(each.terms for each in added), TERM)
    sizes = [len(each.terms) // TERM.itemsize for each in added]
    owner = np.repeat(np.arange(len(table.ids), len(ids), dtype=np.int32), sizes)
    key = np.concatenate([table.key, new["key"]])
    low = (key & LOW).astype(np.uint16)
    here = np.concatenate([here, np.ones(len(added), np.bool_)])
    numbers = [occasions.setdefault(occasion_of(each.id), len(occasions)) for each in added]
    occasion = np.concatenate([table.occasion, np.array(numbers, np.int64)])
    turn = np.concatenate([table.turn, np.array([each.turn for each in added], np.int64)])
    spoken = turn >= 0
    place = np.where(spoken, occasion * _TURNS + turn, -1)
    return Table(
        row_of=row_of,
        here=here,
        occasion=occasion,
        turn=turn,
        in_talk=spoken & (np.bincount(occasion[spoken & here], minlength=len(occasions))[occasion] > 1),
        goes_on=(turn > 0) & np.isin(place - 1, place[here]),
        short=np.concatenate([table.short, np.array([each.short for each in added], np.bool_)]),
        lengths=np.concatenate([table.lengths, np.array([e.lengths for e in added], np.float64).reshape(-1, 2)]),
        ids=ids,
        key=key,
        order=np.argsort(low, kind="stable").astype(np.int32),  # of such short numbers a matter of milliseconds
        start=np.concatenate([[0], np.cumsum(np.bincount(low, minlength=LOW + 1))]),
        count=np.concatenate([table.count, new["count"]]),
        owner=np.concatenate([table.owner, owner]),
    )
