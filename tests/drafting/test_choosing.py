"""What is chosen of the evidence: pins, drops, and what is shown."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from assistant.domain import EvidenceItem, Filters, Form, Source, Statement
from assistant.drafting.choosing import DROP, MOST_CHOSEN, PIN, Choice, Narrowing, nearness


def _item(**fields: Any) -> EvidenceItem:
    statement = Statement(
        **{
            "id": "a",
            "date": date(2026, 1, 24),
            "speaker": "Roberto Velasco Álvarez",
            "role": "Subsecretario",
            "venue": "Comunicado",
            "lang": "es",
            "form": Form.PARAPHRASE,
            "text": "Hubo avances.",
            "source": Source(title="t", ref="r"),
            "topics": ("water-treaty",),
        }
        | fields
    )
    return EvidenceItem(number=1, statement=statement, texts=("Hubo avances en el agua.",), relevance=0.9, aspects=())


def test_the_last_click_counts() -> None:
    pinned = Choice().toggled(PIN, "a").toggled(PIN, "b")
    assert pinned.pinned == ("a", "b")
    assert pinned.toggled(DROP, "a") == Choice(pinned=("b",), dropped=("a",))
    assert pinned.toggled(DROP, "a").toggled(PIN, "a").dropped == ()
    assert pinned.toggled(PIN, "a").pinned == ("b",)
    assert pinned.toggled("burn", "a") == pinned


def test_no_more_than_can_be_meant() -> None:
    many = Choice(pinned=tuple(map(str, range(MOST_CHOSEN))))
    assert many.toggled(PIN, "one more") == many
    assert many.toggled(DROP, "0").dropped == ("0",)


def test_a_choice_survives_as_plain_data() -> None:
    filters = Filters(speaker="Velasco", since=date(2026, 1, 1), topic="water-treaty", form=Form.VERBATIM)
    chosen = Choice(pinned=("a",), dropped=("b",), filters=filters)
    assert Choice.from_data(chosen.to_data()) == chosen
    assert Choice.from_data(Choice().to_data()).is_empty


@pytest.mark.parametrize(
    "kept",
    [
        None,
        3,
        "pinned",
        [],
        {"pinned": "abc"},
        {"pinned": [1, None, {}]},
        {"since": "yesterday", "topic": 7, "verbatim": 1},
    ],
)
def test_what_a_browser_kept_otherwise_is_left_out(kept: object) -> None:
    assert Choice.from_data(kept).is_empty


def test_what_is_kept_as_both_is_pinned() -> None:
    assert Choice.from_data({"pinned": ["a"], "dropped": ["a", "b"]}) == Choice(pinned=("a",), dropped=("b",))


def test_what_left_the_record_leaves_the_choice() -> None:
    assert Choice(pinned=("a", "gone"), dropped=("lost",)).among({"a"}) == Choice(pinned=("a",))


@pytest.mark.parametrize(
    ("narrowing", "shown"),
    [
        (Narrowing(), True),
        (Narrowing(words="AVANCES agua"), True),
        (Narrowing(words="velasco subsecretario"), True),
        (Narrowing(words="acero"), False),
        (Narrowing(speaker="Velasco"), True),
        (Narrowing(speaker="Ebrard"), False),
        (Narrowing(since=date(2026, 1, 24)), True),
        (Narrowing(since=date(2026, 1, 25)), False),
        (Narrowing(topic="water-treaty"), True),
        (Narrowing(topic="trade"), False),
        (Narrowing(verbatim=True), False),
    ],
)
def test_narrowing(narrowing: Narrowing, shown: bool) -> None:
    assert narrowing.shows(_item()) is shown


def test_words_filter_what_is_seen_and_not_the_brief() -> None:
    narrowing = Narrowing(words="agua", speaker="Velasco", verbatim=True)
    assert narrowing.filters == Filters(speaker="Velasco", form=Form.VERBATIM)
    assert Narrowing(words="agua").filters.is_empty


def test_nearness_in_words() -> None:
    assert [nearness(replace(_item(), relevance=r)) for r in (0.95, 0.6, 0.2)] == ["very_near", "near", "around"]
