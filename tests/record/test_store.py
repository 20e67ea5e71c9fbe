"""The store: content addressing, history, retiring, filters, and what it says when it cannot be used."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.domain import Bilingual, Filters, Form, Source, Statement, Unattributed
from assistant.errors import ConfigurationError, InputError, RecordError
from assistant.record import database
from assistant.record.corpus import load_corpus
from assistant.record.store import RecordStore, SourceFile
from assistant.record.tables import metadata


def url(folder: Path) -> str:
    return f"sqlite:///{folder / 'record.sqlite3'}"


@pytest.fixture
def store(record_url: str) -> Iterator[RecordStore]:
    opened = RecordStore(record_url)
    yield opened
    opened.close()


def statement(number: int = 1, **changes: object) -> Statement:
    base = Statement(
        id=f"s-{number}",
        date=date(2026, 1, number),
        speaker="Ana Núñez Áviles",
        role="Secretaria de Pruebas",
        venue="Comunicado",
        lang="es",
        form=Form.PARAPHRASE,
        text=f"Dijo la frase número {number}.",
        source=Source(title="Acta", ref="acta.txt"),
        topics=("trade",),
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def rows(store: RecordStore, query: str) -> list[tuple[object, ...]]:
    with store.database.transaction() as connection:
        return [tuple(row) for row in connection.execute(sa.text(query))]


def test_loading_twice_changes_nothing(store: RecordStore) -> None:
    corpus = load_corpus()
    assert store.put(corpus).added == len(corpus)
    before = rows(store, "SELECT id, seq, digest FROM statements ORDER BY id")
    again = store.put(load_corpus())
    assert (again.added, again.updated, again.unchanged, again.removed) == (0, 0, len(corpus), 0)
    assert rows(store, "SELECT id, seq, digest FROM statements ORDER BY id") == before
    assert store.last_seq() == len(corpus)
    assert rows(store, "SELECT count(*) FROM statement_history") == [(0,)]
    assert {s.id: s for s in corpus} == store.get_many(s.id for s in corpus)


def test_an_update_keeps_the_earlier_wording(store: RecordStore) -> None:
    first, second, third = (statement(text=text) for text in ("Uno.", "Dos.", "Tres."))
    store.put([first])
    assert store.put([second]).updated == 1
    assert store.put([third]).updated == 1
    assert store.get("s-1") == third
    kept = rows(store, "SELECT digest, payload FROM statement_history ORDER BY id")
    assert [digest for digest, _ in kept] == [first.digest, second.digest]
    assert Statement.from_payload(json.loads(str(kept[0][1]))) == first


def test_the_sequence_strictly_increases_and_changes_are_told_in_order(store: RecordStore) -> None:
    store.put([statement(1), statement(2)])
    assert store.last_seq() == 2
    store.put([statement(1, text="Otra."), statement(2), statement(3)])
    assert [(c.seq, c.statement_id) for c in store.changes_after(0, limit=9)] == [(2, "s-2"), (3, "s-1"), (4, "s-3")]
    assert [c.seq for c in store.changes_after(0, limit=2)] == [2, 3]
    assert [c.statement for c in store.changes_after(3, limit=9)] == [statement(3)]
    assert store.changes_after(4, limit=9) == []


def test_a_corrected_file_retires_its_turns_but_no_bundled_paraphrase(store: RecordStore) -> None:
    paraphrase = statement(9)
    store.put([paraphrase])
    store.put([statement(1), statement(2), statement(3)], source=SourceFile(ref="acta.txt", digest="a"))
    assert paraphrase.source.ref == "acta.txt"
    change = store.put([statement(2), statement(3, text="Corregida.")], source=SourceFile(ref="acta.txt", digest="b"))
    assert (change.unchanged, change.updated, change.removed, change.added) == (1, 1, 1, 0)
    assert store.get("s-1") is None
    assert store.get("s-9") == paraphrase
    assert store.matching_ids(Filters()) == {"s-2", "s-3", "s-9"}
    seq = store.last_seq()
    assert [(c.statement_id, c.statement) for c in store.changes_after(seq - 1, limit=9)] == [("s-1", None)]
    assert (store.source_digest("acta.txt"), store.source_with_digest("b")) == ("b", "acta.txt")
    assert store.source_with_digest("a") is None


def test_a_retired_turn_comes_back_with_the_file(store: RecordStore) -> None:
    store.put([statement(1), statement(2)], source=SourceFile(ref="acta.txt", digest="a"))
    store.put([statement(2)], source=SourceFile(ref="acta.txt", digest="b"))
    assert store.put([statement(1), statement(2)], source=SourceFile(ref="acta.txt", digest="a")).updated == 1
    assert store.get("s-1") == statement(1)
    assert store.changes_after(store.last_seq() - 1, limit=9)[0].statement == statement(1)


def test_topics_of_retired_statements_are_no_longer_in_use(store: RecordStore) -> None:
    both = [statement(1), statement(2, topics=("water", "water"))]
    store.put(both, source=SourceFile(ref="acta.txt", digest="a"))
    assert store.topics() == ["trade", "water"]
    store.put(both[:1], source=SourceFile(ref="acta.txt", digest="b"))
    assert store.topics() == ["trade"]
    assert store.speakers() == [("Ana Núñez Áviles", 1)]


@pytest.fixture
def filled(record_url: str) -> Iterator[RecordStore]:
    opened = RecordStore(record_url)
    opened.put(
        [
            statement(1, context="¿Y la palabra centinela?"),
            statement(2, topics=("trade", "water"), text="El agua y la SOBERANÍA del 100% de la_nación."),
            statement(3, speaker="Luis Ibáñez", form=Form.VERBATIM, topics=()),
            statement(4, lang="en", text="He spoke of water.", speaker="Luis Ana Peñalosa"),
        ]
    )
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("filters", "numbers"),
    [
        (Filters(), {1, 2, 3, 4}),
        (Filters(speaker="Núñez"), {1, 2}),
        (Filters(speaker="nunez ANA"), {1, 2}),
        (Filters(speaker="ana"), {1, 2, 4}),
        (Filters(speaker="Ibanez"), {3}),
        (Filters(speaker="%"), set()),
        (Filters(since=date(2026, 1, 2), until=date(2026, 1, 3)), {2, 3}),
        (Filters(since=date(2026, 1, 4)), {4}),
        (Filters(until=date(2026, 1, 1)), {1}),
        (Filters(topic="water"), {2}),
        (Filters(topic="trade"), {1, 2, 4}),
        (Filters(topic="tra"), set()),
        (Filters(lang="en"), {4}),
        (Filters(form=Form.VERBATIM), {3}),
        (Filters(statement_ids=frozenset({"s-1", "s-4", "s-99"})), {1, 4}),
        (Filters(statement_ids=frozenset()), set()),
        (Filters(lang="es", topic="trade", since=date(2026, 1, 2)), {2}),
    ],
)
def test_filters_must_all_hold(filled: RecordStore, filters: Filters, numbers: set[int]) -> None:
    assert filled.matching_ids(filters) == {f"s-{number}" for number in numbers}
    assert {s.id for s in filled.page(filters).statements} == {f"s-{number}" for number in numbers}


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("  ", ["s-4", "s-3", "s-2", "s-1"]),
        ("frase número", ["s-3", "s-1"]),
        ("FRASE NUMERO", ["s-3", "s-1"]),
        ("soberanía", ["s-2"]),
        ("soberania del", ["s-2"]),
        ("100%", ["s-2"]),
        ("la_n", ["s-2"]),
        ("1%", []),
        ("laxnación", []),
        ("centinela", []),
        ("venue", []),
        ("paraphrase", []),
    ],
)
def test_browsing_looks_into_the_text_alone(filled: RecordStore, words: str, ids: list[str]) -> None:
    page = filled.page(Filters(), contains=words)
    assert [s.id for s in page.statements] == ids
    assert page.total == len(ids)


def test_pages_are_newest_first_and_know_the_total(filled: RecordStore) -> None:
    pages = [filled.page(Filters(lang="es"), offset=offset, limit=2) for offset in (0, 2, 4)]
    assert [[s.id for s in page.statements] for page in pages] == [["s-3", "s-2"], ["s-1"], []]
    assert [page.total for page in pages] == [3, 3, 3]


def test_counts(filled: RecordStore) -> None:
    assert dict(filled.counts()) == {
        "statements": 4,
        "paraphrase": 3,
        "verbatim": 1,
        "sources": 0,
        "drafts": 0,
        "unattributed": 0,
    }


def test_another_version_is_refused_in_one_sentence(record_url: str) -> None:
    opened = RecordStore(record_url)
    opened.set_meta("schema_version", "99")
    with pytest.raises(ConfigurationError, match="Another version of the program changed the record store"):
        opened.put([statement()])
    opened.close()
    with pytest.raises(ConfigurationError, match=r"another version \(store version 99.*--home") as caught:
        RecordStore(record_url)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("damage", ["garbage", "half"])
def test_a_damaged_file_is_a_record_error(tmp_path: Path, damage: str) -> None:
    opened = RecordStore(url(tmp_path))
    opened.put([statement(n) for n in range(1, 29)])
    opened.close()
    path = tmp_path / "record.sqlite3"
    data = path.read_bytes()
    path.write_bytes(b"no database " * 500 if damage == "garbage" else data[: len(data) // 2])
    with pytest.raises(RecordError, match="cannot be used") as caught:
        RecordStore(url(tmp_path)).page(Filters())
    assert "\n" not in str(caught.value)


def test_a_folder_that_is_missing_is_a_record_error(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="unable to open database file"):
        RecordStore(f"sqlite:///{tmp_path / 'none' / 'record.sqlite3'}")


@pytest.mark.parametrize(
    "address", ["", "no address", "nosuchdialect://host/db", "postgresql+nosuch://u:geheim@h:x/db"]
)
def test_an_unusable_address_is_a_configuration_error(address: str) -> None:
    with pytest.raises(ConfigurationError, match="ASSISTANT_DATABASE_URL") as caught:
        RecordStore(address)
    assert "geheim" not in str(caught.value)


def test_a_failed_write_leaves_nothing_half_done(store: RecordStore) -> None:
    store.put([statement(1)])
    broken = statement(3, topics=("a",), date="no date")
    with pytest.raises(AttributeError, match="isoformat"):
        store.put([statement(2), broken])
    assert store.matching_ids(Filters()) == {"s-1"}
    assert store.last_seq() == 1


def test_writers_at_the_same_time_take_turns(store: RecordStore, record_url: str) -> None:
    def write(writer: int) -> None:
        own = RecordStore(record_url)
        for number in range(1, 21):
            own.put([statement(number, id=f"w{writer}-{number}")])
        own.close()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(write, range(3)))
    assert store.counts()["statements"] == store.last_seq() == 60
    assert [change.seq for change in store.changes_after(0, limit=99)] == list(range(1, 61))


words = st.text(st.characters(codec="utf-8"), max_size=30)
slugs = st.lists(words, max_size=3).map(tuple)
sources = st.builds(
    Source,
    title=words,
    ref=words,
    locator=st.none() | st.dictionaries(words, st.integers(-(10**9), 10**9), min_size=1, max_size=2),
)
names = words.filter(lambda name: "\0" not in name)
statements = st.builds(
    Statement,
    id=names,
    date=st.dates(),
    speaker=names,
    role=words,
    venue=words,
    lang=st.sampled_from(["es", "en"]),
    form=st.sampled_from(Form),
    text=words,
    source=sources,
    topics=st.lists(names, max_size=3).map(tuple),
    principles=slugs,
    counterpart=words,
    figures=slugs,
    lines=st.lists(st.builds(Bilingual, es=words, en=words), max_size=2).map(tuple),
    superseded_by=slugs,
    context=words,
)


@given(statements)
def test_a_payload_rebuilds_the_statement(original: Statement) -> None:
    rebuilt = Statement.from_payload(json.loads(json.dumps(original.to_payload())))
    assert rebuilt == original
    assert rebuilt.digest == original.digest


@given(statements, statements)
def test_digests_differ_where_statements_differ(one: Statement, other: Statement) -> None:
    assert (one.digest == other.digest) == (one == other)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(statements)
def test_the_store_returns_what_it_was_given(store: RecordStore, original: Statement) -> None:
    store.put([original])
    assert store.get(original.id) == original
    assert original.id in store.matching_ids(Filters(since=original.date, until=original.date, lang=original.lang))


def test_what_one_database_refuses_both_refuse(store: RecordStore) -> None:
    store.put([statement(1)])
    for broken, said in [
        (statement(2, id="x" * 201), "The id 'x.* has 201 characters, but 200 are the most"),
        (statement(2, id="a\0b"), "The id .* holds the character NUL"),
        (statement(2, speaker="Ana\0"), "The speaker .* holds the character NUL"),
        (statement(2, topics=("t" * 65,)), "The topic .* 64 are the most"),
        (statement(2, text="\ud800"), "The statement 's-2' holds half a character"),
    ]:
        with pytest.raises(InputError, match=said):
            store.put([statement(3), broken])
    assert store.matching_ids(Filters()) == {"s-1"}


def test_a_nul_in_a_text_is_kept_and_the_text_is_found(store: RecordStore) -> None:
    odd = statement(1, text="El puerto\0 de Áviles.", context="\0")
    store.put([odd])
    assert store.get("s-1") == odd
    assert store.page(Filters(), contains="puerto de aviles").total == 1


def test_turns_that_fit_nobody_may_hold_any_character(store: RecordStore) -> None:
    turn = Unattributed(label="X\0", date=date(2026, 1, 1), title="t\0", ref="acta.txt", turn=1, text="…\0")
    store.put([statement(1)], source=SourceFile(ref="acta.txt", digest="a", unattributed=(turn,)))
    assert store.counts()["unattributed"] == 1


def test_two_programs_may_make_the_tables_at_the_same_time(record_url: str) -> None:
    ready = Barrier(4)

    def make(number: int) -> None:
        ready.wait()
        own = RecordStore(record_url)
        own.put([statement(number + 1)])
        own.close()

    drop_everything(record_url)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(make, range(4)))
    opened = RecordStore(record_url)
    assert [change.seq for change in opened.changes_after(0, limit=9)] == [1, 2, 3, 4]
    opened.close()


def drop_everything(record_url: str) -> None:
    opened = RecordStore(record_url)
    with opened.database.transaction() as connection:
        metadata.drop_all(connection)
    opened.close()


def test_a_record_that_another_program_writes_to_is_read_but_not_written(
    store: RecordStore, record_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "WAIT_SECONDS", 1)
    store.put([statement(1)])
    waiting = RecordStore(record_url)
    with store.database.writing():
        assert waiting.get("s-1") == statement(1)
        with pytest.raises(RecordError, match=r"Another program is writing to it; wait until that ends") as caught:
            waiting.put([statement(2)])
    assert "\n" not in str(caught.value)
    waiting.put([statement(2)])
    assert waiting.counts()["statements"] == 2
    waiting.close()


def test_a_snapshot_sees_one_moment(store: RecordStore, record_url: str) -> None:
    store.put([statement(1)])
    other = RecordStore(record_url)
    count = sa.text("SELECT count(*) FROM statements")
    with store.database.snapshot() as connection:
        assert connection.execute(count).scalar_one() == 1
        other.put([statement(2)])
        assert connection.execute(count).scalar_one() == 1
    with store.database.snapshot() as connection:
        assert connection.execute(count).scalar_one() == 2
    other.close()


def test_a_full_disk_is_named_and_nothing_is_half_written(tmp_path: Path) -> None:
    opened = RecordStore(url(tmp_path))
    opened.put([statement(1)])

    def limit(connection: Any, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {connection.execute('PRAGMA page_count').fetchone()[0]}")

    opened.close()
    sa.event.listen(opened.database.engine, "connect", limit)
    with pytest.raises(RecordError, match=r"is full.*Free some space"):
        opened.put([statement(n, text="lleno " * 20_000) for n in range(2, 9)])
    assert opened.matching_ids(Filters()) == {"s-1"}
    opened.close()
