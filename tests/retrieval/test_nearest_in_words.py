"""The statements nearest in words, among those that a filter leaves: the same whether it leaves much or little."""

import numpy as np
import pytest

from assistant.retrieval.ranking import nearest_in_words
from assistant.retrieval.terms import Table, WordScores

SIZE, COUNT = 3_000, 40
IDS = [f"s{number}" for number in range(SIZE)]
NONE = np.zeros(SIZE, np.bool_)


@pytest.fixture(scope="module")
def words() -> WordScores:
    """Two thirds share words with the question; some of them were removed."""
    draw = np.random.default_rng(4)
    here = draw.random(SIZE) < 0.9
    scores = np.where(draw.random(SIZE) < 0.66, draw.random(SIZE) * 3, -0.5)
    table = Table(ids=IDS, row_of={each: row for row, each in enumerate(IDS)}, here=here)
    return WordScores(table=table, has_words=here, statement=scores, occasion=np.zeros(SIZE), topical=NONE, dated=NONE)


def expected(words: WordScores, allowed: set[str]) -> list[str]:
    fitting = [row for row in np.flatnonzero(words.table.here & (words.statement > 0)) if IDS[row] in allowed]
    return [IDS[row] for row in sorted(fitting, key=lambda row: -words.statement[row])][:COUNT]


def test_without_a_filter_all_count(words: WordScores) -> None:
    assert nearest_in_words(words, None, COUNT) == expected(words, set(IDS))


@pytest.mark.parametrize("kept", [1, 20, 200, 290, 1_500, SIZE])
def test_a_filter_leaves_the_order_as_it_is(words: WordScores, kept: int) -> None:
    allowed = set(np.random.default_rng(kept).choice(IDS, kept, replace=False).tolist()) | {"unknown"}
    assert nearest_in_words(words, allowed, COUNT) == expected(words, allowed)


def test_a_filter_that_leaves_nothing_finds_nothing(words: WordScores) -> None:
    assert nearest_in_words(words, frozenset(), COUNT) == []
    assert nearest_in_words(words, frozenset({"unknown"}), COUNT) == []
