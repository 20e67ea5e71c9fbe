"""Fusion, with the arithmetic written out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieval.fusion import RRF_K, fuse


def test_nothing_found_scores_nothing() -> None:
    assert fuse([], [], {}) == {}


def test_ranks_of_both_rankings_are_summed() -> None:
    scores = fuse(["a", "b"], ["b", "c"], {"a": True, "b": True})
    assert RRF_K == 60
    assert scores["a"] == pytest.approx(1 / 61)
    assert scores["b"] == pytest.approx(1 / 62 + 1 / 61)
    assert scores["c"] == pytest.approx(1 / 62)


def test_the_dense_rank_stands_in_for_another_language() -> None:
    scores = fuse(["other", "same"], ["same"], {"other": False, "same": True})
    assert scores["other"] == pytest.approx(2 / 61)
    assert scores["same"] == pytest.approx(1 / 62 + 1 / 61)
    assert scores["other"] > scores["same"]


def test_sharing_a_word_does_not_beat_a_nearer_passage_in_another_language() -> None:
    dense = ["near-en", "far-es"]
    lexical = ["far-es", "word-es"]
    scores = fuse(dense, lexical, {"near-en": False, "far-es": True})
    assert sorted(scores, key=lambda i: -scores[i]) == ["near-en", "far-es", "word-es"]


@given(st.lists(st.integers(0, 30), unique=True), st.lists(st.integers(0, 30), unique=True))
def test_every_passage_found_gets_one_positive_score(dense: list[int], lexical: list[int]) -> None:
    names = [f"p{n}" for n in dense]
    words = [f"p{n}" for n in lexical]
    scores = fuse(names, words, dict.fromkeys(names, True))
    assert set(scores) == {*names, *words}
    assert all(0 < score <= 2 / (RRF_K + 1) for score in scores.values())
    alone = [scores[name] for name in names if name not in words]
    assert alone == sorted(alone, reverse=True)
