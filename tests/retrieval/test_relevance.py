"""How surely a hit is on the matter: every signal counts, and a wrong year or country outweighs nearness."""

from dataclasses import replace

import pytest

from assistant.assembly import Assistant
from assistant.domain import AnswerStatus
from assistant.retrieval.relevance import DEVIATION, ON_RECORD, Signals, relevance

BASE = Signals(similarity=0.87, background=0.80, spread=0.02, coverage=0.5, missing=0.0)


@pytest.mark.parametrize("better", [{"similarity": 0.90}, {"background": 0.78}, {"spread": 0.015}, {"coverage": 1.0}])
def test_every_signal_counts(better: dict[str, float]) -> None:
    assert 0 < relevance(BASE) < relevance(replace(BASE, **better)) < 1
    assert relevance(replace(BASE, **better)) > relevance(replace(BASE, **better, missing=0.5))


def test_extremes_stay_within_bounds() -> None:
    surest = Signals(similarity=1.0, background=-1.0, spread=0.01, coverage=1.0, missing=0.0)
    least = Signals(similarity=-1.0, background=1.0, spread=0.01, coverage=0.0, missing=1.0)
    assert relevance(surest) == pytest.approx(1.0)
    assert relevance(least) == pytest.approx(0.0)


def test_where_no_words_can_be_compared_the_cosine_stands_in() -> None:
    none = replace(BASE, similarity=0.86, coverage=None)
    assert none.as_row() == pytest.approx((0.86 + 3 * DEVIATION, 0.25, 0.0))
    assert replace(none, similarity=0.95).as_row()[1] == 1.0
    assert replace(none, similarity=0.10).as_row()[1] == 0.0


@pytest.mark.parametrize(
    ("on_record", "near"),
    [
        ("¿qué se dijo del impuesto a las remesas en 2025?", "¿qué se dijo del impuesto a las remesas en 1987?"),
        ("genocide in Gaza: what did the president say?", "genocide in Burma: what did the president say?"),
    ],
)
def test_another_year_or_country_is_another_matter(reader_assistant: Assistant, on_record: str, near: str) -> None:
    surest = {
        question: max(hit.relevance for hit in reader_assistant.search(question, k=10))
        for question in (on_record, near)
    }
    assert surest[on_record] >= ON_RECORD
    assert surest[near] < surest[on_record]
    assert reader_assistant.ask(on_record).status is AnswerStatus.ANSWERED


def test_what_speaks_for_a_hit_is_explained(reader_assistant: Assistant) -> None:
    retriever = reader_assistant.retriever
    explained = retriever.explain(retriever.understand("remesas en 1987"), k=5)
    signals = [each.signals for each in explained.explanations]
    assert [relevance(each) for each in signals] == [hit.relevance for hit in explained.hits]
    assert {each.missing for each in signals} == {1.0}
