"""Filters in memory keep what the same filters keep in the database, whatever happens to the record."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from assistant.domain import Filters, Form
from assistant.record import tables as t
from assistant.record.corpus import load_corpus
from assistant.record.facets import RECORD_KEY
from assistant.record.store import RecordStore, SourceFile

SOME = load_corpus()
FILTERS = [
    Filters(),
    Filters(lang="es"),
    Filters(lang="en"),
    Filters(form=Form.PARAPHRASE),
    Filters(form=Form.VERBATIM),
    Filters(since=date(2026, 1, 10)),
    Filters(until=date(2026, 1, 10)),
    Filters(since=SOME[3].date, until=SOME[3].date),
    Filters(since=date(2030, 1, 1)),
    Filters(speaker="sheinbaum"),
    Filters(speaker="Álvarez  roberto"),
    Filters(speaker="nadie"),
    Filters(speaker="%"),
    Filters(speaker="_"),
    Filters(topic=SOME[0].topics[0]),
    Filters(topic="no-such-topic"),
    Filters(statement_ids=frozenset({SOME[0].id, SOME[5].id, "unknown"})),
    Filters(statement_ids=frozenset()),
    Filters(topic=SOME[0].topics[0], speaker=SOME[0].speaker, since=date(2025, 1, 1), lang=SOME[0].lang),
]


@pytest.fixture
def store(record_url: str) -> Iterator[RecordStore]:
    opened = RecordStore(record_url)
    opened.put(SOME)
    yield opened
    opened.close()


def require_alike(store: RecordStore) -> None:
    everything = store.page(Filters(), limit=10_000).statements
    assert store.topics() == sorted({topic for statement in everything for topic in statement.topics})
    assert store.speakers() == sorted(
        Counter(s.speaker for s in everything).items(), key=lambda each: (-each[1], each[0])
    )
    for filters in FILTERS:
        page = store.page(filters, limit=10_000).statements
        assert store.matching_ids(filters) == {statement.id for statement in page}, filters


def test_every_filter_keeps_what_the_database_keeps(store: RecordStore) -> None:
    require_alike(store)
    assert {len(store.matching_ids(filters)) for filters in FILTERS} > {0, len(SOME)}


def test_changes_are_seen_whoever_makes_them(store: RecordStore, record_url: str) -> None:
    require_alike(store)
    other = RecordStore(record_url)
    source = SourceFile(ref="f.txt", digest="a")
    new = [replace(SOME[0], id=f"new-{n}", lang="en", speaker=f"Persona de Prueba {n}") for n in range(3)]
    other.put(new, source=source)
    require_alike(store)
    assert store.matching_ids(Filters(speaker="persona prueba")) == {"new-0", "new-1", "new-2"}
    other.put(
        [replace(new[0], topics=("water",), lang="es", date=date(2024, 5, 6))], source=replace(source, digest="b")
    )
    other.close()
    require_alike(store)
    assert store.matching_ids(Filters(speaker="prueba")) == {"new-0"}
    assert "new-0" not in store.matching_ids(Filters(topic=SOME[0].topics[0]))
    assert "new-0" in store.matching_ids(Filters(topic="water", until=date(2024, 5, 6)))


def test_a_record_put_in_the_place_of_another_is_read_anew(store: RecordStore) -> None:
    """A restored record has sequence numbers of its own, perhaps the same ones."""
    store.set_meta(RECORD_KEY, "one")
    require_alike(store)
    with store.database.writing() as connection:
        connection.execute(sa.update(t.statements).where(t.statements.c.id == SOME[0].id).values(lang="en"))
        connection.execute(sa.delete(t.statement_topics).where(t.statement_topics.c.statement_id == SOME[0].id))
    store.set_meta(RECORD_KEY, "another")
    require_alike(store)
    with store.database.writing() as connection:
        for table in (t.statement_topics, t.statements):
            connection.execute(sa.delete(table))
    require_alike(store)
    assert store.matching_ids(Filters()) == frozenset()


def test_the_same_filter_again_costs_nothing(tmp_path: Path) -> None:
    store = RecordStore(f"sqlite:///{tmp_path / 'record.sqlite3'}")
    store.put(SOME[:5])
    first = store.matching_ids(Filters(lang="es"))
    assert store.matching_ids(Filters(lang="es")) is first
    store.put(SOME[5:9])
    assert store.matching_ids(Filters(lang="es")) > first
    store.close()
