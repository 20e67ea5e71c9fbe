"""How much statements have in common with one of them: words, weighed by how rare they are, and topics.

What is on the same matter as the best answer mostly uses its words and names, whatever the question was put in.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from assistant.retrieval.terms import LOW, Table

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]
_COUNTED = 1 + np.log(np.maximum(np.arange(256), 1))
"""What so many occurrences of a word count."""


def wording(table: Table, row: int, others: Rows) -> Floats:
    """Return for each of the rows `others` the cosine, 0…1, of its words with those of `row`.

    Words count by the logarithm of how often they are there, and by their rarity in the record. How many statements
    hold a word is read off how many terms share the lower half of its key, which is known without counting; a few words
    pass for less rare than they are.
    """
    owners, at = _terms_of(table, np.concatenate([[row], others]))
    keys = table.key[at]
    low = keys & LOW
    holders = table.start[low + 1] - table.start[low]
    weights = _COUNTED[table.count[at]] * np.log(1 + len(table.ids) / holders)
    mine = owners == 0
    if not mine.any():
        return np.zeros(len(others))
    shared = np.flatnonzero(_flagged(low[mine])[low])  # few are, and only they need be looked for
    order = np.argsort(keys[mine])
    own_keys, own_weights = keys[mine][order], weights[mine][order]
    places = np.minimum(np.searchsorted(own_keys, keys[shared]), len(order) - 1)
    shared, places = (each[own_keys[places] == keys[shared]] for each in (shared, places))
    size = len(others) + 1
    lengths = np.sqrt(np.bincount(owners, weights=weights**2, minlength=size))
    products = np.bincount(owners[shared], weights=weights[shared] * own_weights[places], minlength=size)
    return np.asarray((products / np.maximum(lengths * lengths[0], 1e-12))[1:], dtype=np.float64)


def same_topic(table: Table, row: int, others: Rows, topics: Sequence[int]) -> npt.NDArray[np.bool_]:
    """Return which of the rows `others` are on a topic of `row`; `topics` are the keys of all topics."""
    owners, at = _terms_of(table, np.concatenate([[row], others]))
    keys = table.key[at]
    own = np.intersect1d(keys[owners == 0], np.array(topics, np.uint32))
    return np.asarray(np.bincount(owners[np.isin(keys, own)], minlength=len(others) + 1)[1:] > 0, dtype=np.bool_)


def _flagged(low: npt.NDArray[np.uint32]) -> npt.NDArray[np.bool_]:
    flags = np.zeros(int(LOW) + 1, np.bool_)
    flags[low] = True
    return flags


def _terms_of(table: Table, rows: Rows) -> tuple[Rows, Rows]:
    """Return the places of the terms of these rows, and before them whose each is, by its place in `rows`."""
    numbers = rows.astype(table.owner.dtype)
    begins, ends = (np.searchsorted(table.owner, numbers, side=side) for side in ("left", "right"))
    sizes = ends - begins
    owners = np.repeat(np.arange(len(rows)), sizes)
    within = np.arange(len(owners)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return owners, np.repeat(begins, sizes) + within
