"""The counts beside the list are those of the statements themselves, whatever happens to the record."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest

from assistant.domain import Statement
from assistant.record.corpus import load_corpus
from assistant.record.review import Review
from assistant.record.store import RecordStore
from assistant.record.tally import FACETS, Choice, Tally

SOME = load_corpus()
VALUES: dict[str, Callable[[Statement], list[str]]] = {
    "speaker": lambda s: [s.speaker],
    "topic": lambda s: list(s.topics),
    "year": lambda s: [s.date.isoformat()[:4]],
    "month": lambda s: [s.date.isoformat()[:7]],
    "form": lambda s: [s.form.value],
    "authority": lambda s: [s.authority.value],
    "lang": lambda s: [s.lang],
    "counterpart": lambda s: [each.strip() for each in s.counterpart.split(";") if each.strip()],
}
CHOICES = [
    Choice(),
    Choice(values={"speaker": (SOME[0].speaker,)}),
    Choice(values={"speaker": (SOME[0].speaker, SOME[40].speaker), "lang": ("es",)}),
    Choice(values={"year": ("2026",), "month": ("2026-01", "2026-03"), "topic": ("trade",)}),
    Choice(values={"counterpart": ("Canadá",)}),
    Choice(values={"authority": ("agreement", "post")}, since=date(2025, 6, 1)),
    Choice(values={"speaker": ("nobody",)}),
    Choice(since=date(2026, 1, 10), until=date(2026, 1, 31)),
]


@pytest.fixture
def store(record_url: str) -> Iterator[RecordStore]:
    opened = RecordStore(record_url)
    opened.put(SOME)
    yield opened
    opened.close()


def fits(statement: Statement, choice: Choice, but: str = "") -> bool:
    if (choice.since and statement.date < choice.since) or (choice.until and statement.date > choice.until):
        return False
    return all(
        set(VALUES[facet](statement)) & set(wanted)
        for facet, wanted in choice.values.items()
        if wanted and facet != but and not (but == "year" and facet == "month")
    )


def require_alike(tally: Tally, statements: list[Statement]) -> None:
    for choice in CHOICES:
        counted = tally.count(choice)
        wanted = sorted((s for s in statements if fits(s, choice)), key=lambda s: (-s.date.toordinal(), s.id))
        assert counted.ids == tuple(s.id for s in wanted), choice
        for facet in FACETS:
            each = Counter(v for s in statements if fits(s, choice, facet) for v in VALUES[facet](s))
            chosen = choice.values.get(facet, ())
            assert {v: n for v, n in counted.counts[facet] if n} == each, (choice, facet)
            assert all(v in chosen for v, n in counted.counts[facet] if not n)


def test_counts_are_those_of_the_statements(store: RecordStore) -> None:
    require_alike(Tally(store.database), SOME)


def test_counts_follow_what_is_added_changed_and_withdrawn(store: RecordStore) -> None:
    tally = Tally(store.database)
    require_alike(tally, SOME)
    changed = replace(SOME[0], speaker="Otra Persona", counterpart="Francia", topics=("water-treaty",))
    store.put([changed, replace(SOME[1], id="new-one")])
    Review(store.database).retract([SOME[2].id], "x")
    now = [changed, replace(SOME[1], id="new-one"), SOME[1], *SOME[3:]]
    require_alike(tally, now)
    require_alike(Tally(store.database), now)


def test_what_is_listed_can_be_narrowed_to_what_a_search_found(store: RecordStore) -> None:
    found = [SOME[3].id, SOME[5].id, "unknown"]
    counted = Tally(store.database).count(Choice(), found)
    assert set(counted.ids) == {SOME[3].id, SOME[5].id}
    assert sum(n for _, n in counted.counts["lang"]) == 2


def test_a_month_goes_with_its_year() -> None:
    choice = Choice().toggled("year", "2026").toggled("month", "2026-01").toggled("lang", "es")
    assert dict(choice.values) == {"year": ("2026",), "month": ("2026-01",), "lang": ("es",)}
    assert dict(choice.toggled("year", "2026").values) == {"lang": ("es",)}
    assert choice.toggled("year", "2026").toggled("lang", "es").is_empty
