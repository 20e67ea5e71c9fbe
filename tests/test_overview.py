"""The record and the drafts at a glance: nothing vanishes that is zero, nothing is counted that is not active."""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from assistant.assembly import Assistant
from assistant.domain import Form, Source, Statement
from assistant.evaluations import last_report
from assistant.history import History
from assistant.overview import Overview, gaps, overview_json
from assistant.record import tables as t
from assistant.record.draft_versions import DraftVersions
from assistant.record.home_ledger import HomeLedger
from assistant.record.review import Review
from assistant.record.store import RecordStore
from assistant.settings import Settings

TODAY = date(2026, 5, 10)


def said(
    name: str, day: date, *, form: Form = Form.PARAPHRASE, topics: tuple[str, ...] = (), speaker: str = "Ana Prueba",
    text: str = "México coopera.", principles: tuple[str, ...] = (),
) -> Statement:  # fmt: skip
    return Statement(
        id=name, date=day, speaker=speaker, role="Secretaria", venue="Conferencia", lang="es", form=form, text=text,
        source=Source(title="T", ref="t.txt"), topics=topics, principles=principles,
    )  # fmt: skip


RECORD = [
    said("a", date(2025, 12, 30), topics=("trade",), principles=("sovereignty",)),
    said("b", date(2026, 1, 5), topics=("trade", "tariffs"), form=Form.VERBATIM),
    said("c", date(2026, 4, 24), topics=("tariffs",), speaker="Bea Núñez", text='Dice "principles": [] y nada más.'),
    said("gone", date(2026, 5, 1), topics=("migration",), principles=("sovereignty",)),
]


@pytest.fixture
def store(record_url: str) -> Iterator[RecordStore]:
    opened = RecordStore(record_url)
    opened.put(RECORD)
    Review(opened.database).retract(["gone"], "prueba")
    yield opened
    opened.close()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", _env_file=None)  # type: ignore[call-arg]


@pytest.fixture
def overview(store: RecordStore, settings: Settings) -> Overview:
    def status() -> dict[str, Any]:
        return {
            "counts": {**store.counts(), "passages": 3}, "version": "1",
            "models": {"llm": None, "embeddings": "m", "index_embeddings": "m"}, "sequence": {"behind": 0},
        }  # fmt: skip

    return Overview(store, History(DraftVersions(store.database)), HomeLedger(settings.home), status, settings)


def test_months_without_statements_are_zero_and_forms_are_told_apart(overview: Overview) -> None:
    months = overview.snapshot(months=6, today=TODAY).months
    assert [(m.month, m.verbatim, m.paraphrase) for m in months] == [
        ((2025, 12), 0, 1), ((2026, 1), 1, 0), ((2026, 2), 0, 0), ((2026, 3), 0, 0), ((2026, 4), 0, 1), ((2026, 5), 0, 0),
    ]  # fmt: skip
    everything = overview.snapshot(months=None, today=TODAY).months
    assert everything == months


def test_a_statement_of_tomorrow_is_in_the_period(overview: Overview, store: RecordStore) -> None:
    store.put([said("later", date(2026, 6, 2))])
    assert overview.snapshot(months=2, today=TODAY).months[-1].month == (2026, 6)


def test_topics_and_principles_over_time(overview: Overview) -> None:
    snapshot = overview.snapshot(months=6, today=TODAY)
    topics = {course.id: course for course in snapshot.topics}
    assert len(topics) == 30
    assert topics["tariffs"].months == (0, 1, 0, 0, 1, 0)
    assert topics["tariffs"].total == topics["trade"].total == 2
    assert topics["trade"].last is not None
    assert (topics["trade"].last.statement_id, topics["trade"].days, topics["trade"].days_on_record) == ("b", 125, 109)
    assert (topics["migration"].total, topics["migration"].last, topics["migration"].days) == (0, None, None)
    principles = {course.id: course for course in snapshot.principles}
    assert (principles["sovereignty"].total, principles["sovereignty"].months[0]) == (1, 1)
    assert principles["mutual-respect"].total == 0


def test_gaps_are_counted_from_today_and_from_the_newest_statement(overview: Overview) -> None:
    topics = overview.snapshot(today=TODAY).topics
    on_record = [course.id for course in gaps(topics, on_record=True)]
    assert "tariffs" not in on_record
    assert "trade" in on_record
    late = overview.snapshot(today=date(2026, 11, 1)).topics
    assert "tariffs" in {course.id for course in gaps(late, on_record=False)}
    assert [course.id for course in gaps(late, on_record=True)] == on_record
    assert gaps(late, on_record=True)[0].last is None


def test_speakers_newest_and_what_was_withdrawn(overview: Overview) -> None:
    snapshot = overview.snapshot(today=TODAY)
    assert snapshot.newest is not None
    assert snapshot.newest.statement_id == "c"
    assert [(s.speaker, s.statements, s.last) for s in snapshot.speakers] == [
        ("Ana Prueba", 2, date(2026, 1, 5)), ("Bea Núñez", 1, date(2026, 4, 24)),
    ]  # fmt: skip


def test_recent_drafts_with_where_they_stand(overview: Overview, store: RecordStore) -> None:
    versions = DraftVersions(store.database)
    data = {"id": "d-1", "format": "post", "lang": "es", "items": [{"text": "Uno.\nDos."}], "brief": {"topic": "Agua"},
            "report": {"verdict": "review"}}  # fmt: skip
    versions.keep("d-1", data)
    versions.keep("d-1", {**data, "lang": "en"}, by="Ana")
    with store.database.writing() as connection:
        row = {"draft_id": "d-1", "state": "submitted", "at": datetime(2026, 5, 9, tzinfo=UTC), "payload": "{}"}
        connection.execute(sa.insert(t.clearances).values(**row))
    (draft,) = overview.snapshot(today=TODAY).drafts
    assert (draft.id, draft.topic, draft.lang, draft.verdict) == ("d-1", "Agua", "en", "review")
    assert (draft.version, draft.by, draft.opening) == (2, "Ana", "Uno. Dos.")
    assert draft.standing is not None
    assert draft.standing.state == "submitted"


def test_an_empty_record_is_told_and_breaks_nothing(record_url: str, settings: Settings) -> None:
    store = RecordStore(record_url)
    counts = {**store.counts(), "passages": 0}
    models = {"llm": None, "embeddings": "m", "index_embeddings": "other"}
    status = {"counts": counts, "version": "1", "models": models, "sequence": {"behind": 7}}
    home = HomeLedger(settings.home)
    seen = Overview(store, History(DraftVersions(store.database)), home, lambda: status, settings)
    snapshot = seen.snapshot(months=None, today=TODAY)
    store.close()
    assert snapshot.newest is None
    assert [month.total for month in snapshot.months] == [0]
    assert [(p.kind, p.number, p.command) for p in snapshot.problems] == [
        ("empty", 0, "assistant ingest FOLDER"), ("behind", 7, "assistant doctor --repair"),
        ("other_model", 0, "assistant reindex"),
    ]  # fmt: skip
    json.dumps(overview_json(snapshot))


def test_a_wrong_ledger_is_a_problem_and_the_rest_is_still_shown(overview: Overview, settings: Settings) -> None:
    settings.home.mkdir()
    (settings.home / "ledger.yaml").write_text("nonsense: 1\n", encoding="utf-8")
    snapshot = overview.snapshot(today=TODAY)
    assert snapshot.problems[0].kind == "ledger"
    assert "ledger.yaml', field 'nonsense'" in snapshot.problems[0].detail
    assert len(snapshot.topics) == 30


REPORT = {
    "suites": {"asking": {"passed": False, "samples": 12, "missed": ["recall"]}},
    "passed": False, "samples": 12, "about": {"version": "0.9", "day": "2026-05-01T10:00+00:00", "model": "none"},
}  # fmt: skip


def test_the_newest_evaluation_is_read_wherever_it_lies(settings: Settings) -> None:
    assert last_report(settings) is None
    folder = settings.home / "evals"
    (folder / "older").mkdir(parents=True)
    older = folder / "older" / "results.json"
    older.write_text(json.dumps({**REPORT, "passed": True}), encoding="utf-8")
    os.utime(older, (1, 1))
    (folder / "last.json").write_text(json.dumps(REPORT), encoding="utf-8")
    report = last_report(settings)
    assert report is not None
    assert (report.passed, report.samples, report.version, report.at.date()) == (False, 12, "0.9", date(2026, 5, 1))
    assert report.suites[0].missed == ("recall",)
    named = settings.model_copy(update={"evals_folder": folder / "older"})
    other = last_report(named)
    assert other is not None
    assert other.passed
    (folder / "older" / "x.json").write_text("{", encoding="utf-8")
    broken = last_report(named)
    assert broken is not None
    assert broken.unreadable


def test_the_assistant_shows_its_own_home(reader_assistant: Assistant) -> None:
    snapshot = reader_assistant.overview.snapshot(today=TODAY)
    assert snapshot.counts["statements"] == 120
    assert snapshot.problems == ()
    assert sum(month.total for month in snapshot.months) > 100
    assert {course.id for course in snapshot.principles} == {p.id for p in reader_assistant.ledger.principles}
    assert replace(snapshot, today=TODAY) == snapshot


def test_the_command_line_shows_the_same(cli: Callable[..., Any]) -> None:
    printed = cli("overview", "--months", "12", "--json")
    assert printed.code == 0, printed.err
    assert printed.json["installation"]["counts"]["statements"] == 120
    assert len(printed.json["months"]) == 12
    assert {len(course["months"]) for course in printed.json["topics"]} == {12}
    assert printed.json["newest"]["date"] == "2026-04-30"
    shown = cli("overview")
    assert shown.code == 0
    for expected in (
        "120 statements",
        "Statements per month",
        "sovereignty",
        "Claudia Sheinbaum Pardo",
        "No drafts yet",
    ):
        assert expected in shown.out
