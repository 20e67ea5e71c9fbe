"""Steps on the way to a cleared text: written with their event, whole, and only on what was seen."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from assistant.domain import (
    Acceptance,
    Approval,
    Basis,
    ClearanceFile,
    ClearanceState,
    ClearanceStep,
    Deed,
    Form,
    Outgoing,
    OutgoingStatus,
    Seen,
    Source,
    Statement,
)
from assistant.errors import InputError, StaleError
from assistant.record import tables as t
from assistant.record.clearances import ClearanceFiles
from assistant.record.draft_versions import DraftVersions
from assistant.record.outgoing import OutgoingTexts
from assistant.record.store import RecordStore

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
REPORT = {"verdict": "ready", "sentences": [], "findings": []}
BASIS = Basis(
    version=1, version_digest="v", text_digest="x", seq=7, program="1", evidence=(("s-1", "d"), ("s-2", "")),
    generator={"kind": "extractive", "model": None}, report=REPORT,
)  # fmt: skip


@pytest.fixture
def store(record_url: str) -> Iterator[RecordStore]:
    opened = RecordStore(record_url)
    DraftVersions(opened.database).keep("d", {"items": ["ñ"]}, by="Ana")
    yield opened
    opened.close()


def step(deed: Deed = Deed.SUBMITTED, by: str = "Ana Torres", words: str = "«ya»") -> ClearanceStep:
    return ClearanceStep(at=NOW, by=by, deed=deed, words=words, item=2, basis=BASIS)


def file(state: ClearanceState = ClearanceState.FOR_CLEARANCE) -> ClearanceFile:
    return ClearanceFile(
        draft_id="d", state=state, title="Asunto", format="post", lang="es", submitted_by="Ana Torres",
        submitted_digest="x", earlier_authors=("Luis",), copied_from="c",
        approvals=(Approval(by="Bea", at=NOW, text_digest="x", override="porque sí conviene"),),
        acceptances=(Acceptance(by="Bea", at=NOW, sentence="S.", to_record=True, statement_id="i"),),
    )  # fmt: skip


def test_a_file_comes_back_as_it_was_kept(store: RecordStore) -> None:
    files = ClearanceFiles(store.database)
    assert files.get("d") == ClearanceFile(draft_id="d")
    assert files.state("d") is ClearanceState.DRAFT
    first = files.step(file(), step(), Seen(version=1, revision=0))
    second = files.step(first, step(Deed.APPROVED, "Bea"), Seen(version=1, revision=1))
    assert files.get("d") == second
    assert second == replace(file(), revision=2, at=NOW, steps=(step(), step(Deed.APPROVED, "Bea")))
    assert [each.draft_id for each in files.all(ClearanceState.FOR_CLEARANCE, 5)] == ["d"]
    assert files.all(ClearanceState.CLEARED, 5) == []
    assert files.known() == {"d"}
    with store.database.transaction() as connection:
        events = connection.execute(sa.select(t.events).order_by(t.events.c.id)).all()
    assert [(e.action, e.subject, e.reason, e.by) for e in events] == [
        ("submitted", "d", "«ya»", "Ana Torres"),
        ("approved", "d", "«ya»", "Bea"),
    ]


def test_a_step_on_what_has_moved_leaves_no_trace(store: RecordStore) -> None:
    files = ClearanceFiles(store.database)
    kept = files.step(file(), step(), Seen(version=1, revision=0))
    with pytest.raises(StaleError, match="Ana Torres acted"):
        files.step(file(), step(), Seen(version=1, revision=0))
    DraftVersions(store.database).keep("d", {"items": ["m"]})
    with pytest.raises(StaleError, match="version 2"):
        files.step(file(), step(), Seen(version=1, revision=1))
    assert files.get("d") == kept
    commented = files.comment(file(), step(Deed.COMMENTED))  # that is always possible
    assert (commented.revision, commented.state) == (2, ClearanceState.FOR_CLEARANCE)
    with store.database.transaction() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(t.events)).scalar() == 2


def test_clearing_is_all_or_nothing_and_freezes_the_draft(store: RecordStore) -> None:
    files, versions = ClearanceFiles(store.database), DraftVersions(store.database)
    outgoing = Outgoing(
        id="o-1", status=OutgoingStatus.CLEARED, draft_id="d", lang="es", text="ñ", at=NOW, seq=7, report=REPORT
    )
    statement = Statement(
        id="clearance-d-1", date=NOW.date(), speaker="S", role="R", venue="V", lang="es", form=Form.PARAPHRASE,
        text="T", source=Source(title="t", ref="clearance:d"),
    )  # fmt: skip
    cleared = file(ClearanceState.CLEARED)
    with pytest.raises(StaleError):
        files.step(cleared, step(), Seen(version=9, revision=0), outgoing=outgoing, statements=[statement])
    assert OutgoingTexts(store.database).all() == []
    assert store.get(statement.id) is None
    files.step(cleared, step(Deed.CLEARED), Seen(version=1, revision=0), outgoing=outgoing, statements=[statement])
    assert [each.id for each in OutgoingTexts(store.database).all()] == ["o-1"]
    assert store.get(statement.id) == statement
    with pytest.raises(InputError, match="frozen"):
        versions.keep("d", {"items": ["m"]}, by="Ana")
    assert versions.keep("d", {"items": ["ñ"]}).number == 1  # the same once more is no change
    versions.keep("e", {"items": ["m"]})


def test_of_many_at_once_one_is_written(store: RecordStore) -> None:
    files, told = ClearanceFiles(store.database), list[object]()
    start = threading.Barrier(6)

    def act(name: str) -> None:
        start.wait()
        try:
            told.append(files.step(file(), step(by=name), Seen(version=1, revision=0)).revision)
        except StaleError:
            told.append("stale")

    threads = [threading.Thread(target=act, args=(f"P{n} Q",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, told)) == ["1", *["stale"] * 5]
    assert len(files.get("d").steps) == 1
