"""Whose words they are: the other side's are in the record, and no look at our own side ever shows them."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from assistant.domain import Filters, Form, Side, Source, State, Statement
from assistant.domain.record import digest_of
from assistant.errors import InputError
from assistant.record import tables as t
from assistant.record.by_hand import ByHand
from assistant.record.ingest import ingest
from assistant.record.people import speakers_on_record
from assistant.record.readers import Declared
from assistant.record.review import Review
from assistant.record.schema import parse_statement
from assistant.record.store import RecordStore, SourceFile


def statement(name: str, **changes: object) -> Statement:
    base = Statement(
        id=name,
        date=date(2026, 1, 5),
        speaker="Ana Núñez",
        role="Secretaria",
        venue="Comunicado",
        lang="es",
        form=Form.VERBATIM,
        text=f"Dijo algo sobre el acero en {name}.",
        source=Source(title="Acta", ref="acta.txt"),
        topics=("tariffs",),
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def theirs(name: str, **changes: object) -> Statement:
    return statement(name, speaker="John Doe", topics=("their-topic",), side=Side.COUNTERPART, **changes)


@pytest.fixture
def store(record_url: str) -> Iterator[RecordStore]:
    opened = RecordStore(record_url)
    yield opened
    opened.close()


@pytest.fixture
def other(store: RecordStore) -> RecordStore:
    """The same record, looked at from the other side."""
    return RecordStore(store.database, Side.COUNTERPART)


def source(ref: str) -> SourceFile:
    return SourceFile(ref=ref, digest=ref)


def ids_in(store: RecordStore) -> set[str]:
    """Everything that a store shows in any way."""
    seen = {each.id for each in store.page(Filters(), limit=100).statements}
    seen |= {each.id for each in store.page(Filters(), contains="acero", limit=100).statements}
    seen |= set(store.get_many(["own", "theirs"]))
    seen |= set(store.matching_ids(Filters())) | set(store.matching_ids(Filters(lang="es")))
    seen |= {each.statement.id for each in store.changes_after(0, limit=100) if each.statement}
    return seen


def test_our_own_statements_keep_the_payload_and_digest_they_had_before_there_were_sides() -> None:
    own = statement("own")
    payload = own.to_payload()
    assert "side" not in payload
    assert Statement.from_payload(payload) == own
    before = {name: value for name, value in json.loads(own.to_json()).items() if name != "side"}
    assert own.digest == digest_of(json.dumps(before, ensure_ascii=False, sort_keys=True))
    assert Statement.from_payload(theirs("theirs").to_payload()).side is Side.COUNTERPART
    assert replace(own, side=Side.COUNTERPART).digest != own.digest


def test_each_side_sees_its_own_statements_alone(store: RecordStore, other: RecordStore) -> None:
    change = store.put([statement("own"), theirs("theirs")], source=source("2026-01-05 a.md"))
    assert change.added == 2
    assert ids_in(store) == {"own"}
    assert ids_in(other) == {"theirs"}
    assert (store.found(), other.found()) == (1, 1)
    assert (store.topics(), other.topics()) == (["tariffs"], ["their-topic"])
    assert (store.speakers(), other.speakers()) == ([("Ana Núñez", 1)], [("John Doe", 1)])
    assert [each.name for each in speakers_on_record(store.database)] == ["Ana Núñez"]
    counts = store.counts()
    assert (counts["statements"], counts["counterpart"]) == (1, 1)


def test_a_row_that_gives_their_words_to_our_side_is_still_not_shown(store: RecordStore) -> None:
    store.put([statement("own"), theirs("theirs")], source=source("2026-01-05 a.md"))
    with store.database.writing() as connection:
        forged = sa.update(t.statements).where(t.statements.c.id == "theirs")
        connection.execute(forged.values(state=State.ACTIVE.value, active=True, seq=99))
    assert store.get("theirs") is None
    assert {each.id for each in store.page(Filters()).statements} == {"own"}
    assert [each.statement for each in store.changes_after(2, limit=10)] == [None]


def test_what_is_withdrawn_and_brought_back_comes_back_to_its_side(store: RecordStore, other: RecordStore) -> None:
    store.put([statement("own"), theirs("theirs")], source=source("2026-01-05 a.md"))
    review = Review(store.database)
    assert set(review.retract(["own", "theirs"], "probe")) == {"own", "theirs"}
    assert ids_in(store) == ids_in(other) == set()
    review.reinstate(["own", "theirs"], "")
    assert (ids_in(store), ids_in(other)) == ({"own"}, {"theirs"})
    trace = review.trace("theirs")
    assert trace is not None
    assert trace.state is State.COUNTERPART


def test_what_a_reviewer_releases_comes_to_its_side(store: RecordStore, other: RecordStore) -> None:
    held = SourceFile(ref="2026-01-05 a.md", digest="a", held={"theirs": "It looks odd."})
    assert store.put([theirs("theirs")], source=held).quarantined == 1
    assert ids_in(other) == set()
    Review(store.database).release(["theirs"], "seen")
    assert (ids_in(store), ids_in(other)) == (set(), {"theirs"})


def test_what_is_corrected_stays_on_its_side(store: RecordStore, other: RecordStore) -> None:
    store.put([theirs("theirs")], source=source("2026-01-05 a.md"))
    forgetful = replace(theirs("theirs"), text="Dijo otra cosa sobre el acero.", side=Side.OWN)
    stands = ByHand(store.database).correct(forgetful, reason="a slip", by="Ana")
    assert stands.state is State.COUNTERPART
    assert (ids_in(store), ids_in(other)) == (set(), {"theirs"})
    corrected = other.get("theirs")
    assert corrected is not None
    assert (corrected.side, corrected.text) == (Side.COUNTERPART, "Dijo otra cosa sobre el acero.")


def test_a_file_that_changes_sides_takes_its_statements_along(store: RecordStore, other: RecordStore) -> None:
    file = source("2026-01-05 a.md")
    store.put([statement("one")], source=file)
    store.put([statement("one", side=Side.COUNTERPART)], source=replace(file, digest="b"))
    assert (store.get("one"), other.get("one") is not None) == (None, True)
    assert store.put([statement("one", side=Side.COUNTERPART)], source=replace(file, digest="b")).unchanged == 1
    assert store.put([], source=replace(file, digest="c")).removed == 1
    assert other.get("one") is None


def test_nobody_links_ours_to_theirs(store: RecordStore) -> None:
    store.put([statement("own"), theirs("theirs")], source=source("2026-01-05 a.md"))
    with pytest.raises(InputError, match="There is no statement 'theirs'"):
        Review(store.database).link("own", "theirs")


def test_deeds_are_told_of_our_own_statements_alone(store: RecordStore) -> None:
    file = source("2026-01-05 a.md")
    store.put([statement("own"), theirs("theirs"), statement("kept")], source=file)
    store.put(
        [statement("own"), theirs("theirs"), statement("kept", text="Otra cosa.")], source=replace(file, digest="b")
    )
    review = Review(store.database)
    review.retract(["own", "theirs"], "No era así.")
    today = datetime.now(UTC).date()
    deeds = {(deed.action, deed.statement.id): deed for deed in review.deeds_since(today)}
    assert set(deeds) == {("retracted", "own"), ("corrected", "kept")}
    assert deeds["retracted", "own"].reason == "No era así."
    before = deeds["corrected", "kept"].before
    assert before is not None
    assert before.text == "Dijo algo sobre el acero en kept."
    assert review.deeds_since(today + timedelta(days=1)) == []


COUNTERPARTS = {
    "one": "Estados Unidos; Canadá",
    "two": 'La "otra" parte \\ de allá',
    "three": "canadá",
    "four": "",
}


def test_counterparts_are_counted_and_filtered_by(store: RecordStore) -> None:
    store.put([statement(name, counterpart=given) for name, given in COUNTERPARTS.items()])
    assert dict(store.counterparts())["Estados Unidos"] == 1
    assert {name for name, _ in store.counterparts()} == {
        "Estados Unidos", "Canadá", 'La "otra" parte \\ de allá', "canadá"
    }  # fmt: skip
    for wanted, expected in (
        ("canada", {"one", "three"}),
        ("estados UNIDOS", {"one"}),
        ('"otra" parte', {"two"}),
        ("allá parte", {"two"}),
        ("Francia", set()),
    ):
        filters = Filters(counterpart=wanted)
        assert store.matching_ids(filters) == expected
        page = store.page(filters)
        assert {each.id for each in page.statements} == expected
        assert page.total == len(expected)


def test_a_filter_by_counterpart_follows_the_record(store: RecordStore) -> None:
    store.put([statement("one", counterpart="Cuba")])
    assert store.matching_ids(Filters(lang="es")) == {"one"}
    assert store.matching_ids(Filters(counterpart="cuba")) == {"one"}
    store.put([statement("two", counterpart="Cuba", text='Su texto dice "counterpart": "Perú" y no más.')])
    assert store.matching_ids(Filters(counterpart="cuba")) == {"one", "two"}
    assert store.matching_ids(Filters(counterpart="perú")) == set()


def test_a_text_with_the_character_nul_does_not_stop_the_filter(store: RecordStore) -> None:
    store.put([statement("one", counterpart="Cuba", text="Un texto con \0 dentro.")])
    assert store.matching_ids(Filters(counterpart="cuba")) == {"one"}
    assert store.page(Filters(counterpart="cuba")).total == 1


YAML = """
id: {id}
date: 2026-01-05
speaker: {speaker}
role: Secretario de Estado
venue: Washington
lang: es
form: verbatim
text: Algo se dijo allá.
topics: [tariffs]
side: {side}
source: {{title: Acta, ref: acta.txt}}
"""


def test_a_yaml_statement_says_whose_it_is() -> None:
    text = YAML.format(id="a", speaker="John Doe", side="counterpart")
    assert parse_statement(text, "a.yaml").side is Side.COUNTERPART
    assert parse_statement(text.replace("side: counterpart\n", ""), "a.yaml").side is Side.OWN


def test_whatever_declares_the_other_side_is_believed(store: RecordStore, other: RecordStore, tmp_path: Path) -> None:
    top = tmp_path / "carga"
    (top / "suyos").mkdir(parents=True)
    note = "---\nspeaker: John Doe\nrole: Secretary\ndate: 2026-01-05\nform: verbatim\n{side}---\n{text}\n"
    (top / "suyos" / "a.md").write_text(note.format(side="", text="Lo primero."), encoding="utf-8")
    (top / "b.md").write_text(note.format(side="side: contraparte\n", text="Lo segundo."), encoding="utf-8")
    (top / "c.csv").write_text(
        "fecha,orador,cargo,texto,forma,side\n"
        "2026-01-05,John Doe,Secretary,Lo tercero.,textual,contraparte\n"
        "2026-01-05,Ana Núñez,Secretaria,Lo cuarto.,textual,propia\n",
        encoding="utf-8",
    )
    (top / "sources.yaml").write_text("folders:\n- {path: suyos, side: counterpart}\n", encoding="utf-8")
    summary = ingest(store, [top])
    assert summary.rejected == ()
    assert {each.text for each in store.page(Filters()).statements} == {"Lo cuarto."}
    assert {each.text for each in other.page(Filters()).statements} == {"Lo primero.", "Lo segundo.", "Lo tercero."}


@pytest.mark.parametrize("speaker", ["Claudia Sheinbaum Pardo", "Secretaría de Relaciones Exteriores"])
def test_one_of_ours_is_never_the_other_side(store: RecordStore, tmp_path: Path, speaker: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(YAML.format(id="a", speaker=speaker, side="counterpart"), encoding="utf-8")
    (rejected,) = ingest(store, [path]).rejected
    assert "cannot be those of" in rejected.reason
    assert store.counts()["statements"] == 0


def test_a_conversation_is_not_taken_as_the_other_sides_words(store: RecordStore, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("PREGUNTA: ¿Habrá aranceles?\n\nJOHN DOE: Sí, los habrá.\n", encoding="utf-8")
    declared = Declared(speaker="John Doe", role="Secretary", day=date(2026, 1, 5), form=Form.VERBATIM)
    (rejected,) = ingest(store, [path], declared=replace(declared, side=Side.COUNTERPART)).rejected
    assert "keep only the words of its one speaker" in rejected.reason
