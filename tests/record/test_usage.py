"""Where a statement is used, and what it supersedes over all steps."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from assistant.domain import Form, Outgoing, OutgoingStatus, Source, State, Statement
from assistant.record.chains import chain_of
from assistant.record.draft_versions import DraftVersions
from assistant.record.outgoing import OutgoingTexts
from assistant.record.review import Review
from assistant.record.store import RecordStore
from assistant.record.usage import MOST_READ, uses_of


@pytest.fixture
def store(record_url: str) -> Iterator[RecordStore]:
    opened = RecordStore(record_url)
    yield opened
    opened.close()


def draft(*cited: str, evidence: str = "") -> dict[str, Any]:
    return {
        "format": "post",
        "lang": "es",
        "brief": {"topic": f"Sobre {', '.join(cited)}"},
        "items": [{"text": "Uno", "citations": list(cited)}],
        "evidence": [{"statement_id": evidence}],
    }


def test_drafts_count_as_they_now_stand_and_only_where_they_cite(store: RecordStore) -> None:
    versions = DraftVersions(store.database)
    versions.keep("d-1", draft("s-1"), by="Ana")
    versions.keep("d-2", draft("s-1"))
    versions.keep("d-2", draft("s-2"))
    versions.keep("d-3", draft("s-2", evidence="s-1"))
    versions.keep("d-4", draft("s-10"))
    uses = uses_of(store.database, "s-1")
    assert [(each.draft_id, each.topic, each.format, each.number, each.by) for each in uses.drafts] == [
        ("d-1", "Sobre s-1", "post", 1, "Ana")
    ]
    assert {each.draft_id for each in uses_of(store.database, "s-2").drafts} == {"d-2", "d-3"}
    assert uses_of(store.database, "100%_").drafts == ()


def test_of_very_many_drafts_the_latest_are_read_and_the_rest_is_told(store: RecordStore) -> None:
    versions = DraftVersions(store.database)
    for number in range(MOST_READ + 1):
        versions.keep(f"d-{number:03d}", draft("s-1"))
    uses = uses_of(store.database, "s-1")
    assert (len(uses.drafts), uses.more) == (MOST_READ, True)


def test_texts_that_rest_on_it_are_those_whose_first_evidence_it_is(store: RecordStore) -> None:
    texts = OutgoingTexts(store.database)
    for name, label, ids in (
        ("a", "consistent", ["s-1"]),
        ("b", "unsupported", ["s-1"]),
        ("c", "consistent", ["s-2", "s-1"]),
    ):
        report = {"sentences": [{"label": label, "evidence": [{"statement_id": each} for each in ids]}]}
        kept = Outgoing(id=name, status=OutgoingStatus.CLEARED, draft_id="", lang="es", text=name,
                        at=datetime(2026, 1, 1, tzinfo=UTC), seq=1, report=report)  # fmt: skip
        texts.keep(kept)
    assert [each.text_id for each in uses_of(store.database, "s-1").texts] == ["a"]


def said(number: int, *newer: str) -> Statement:
    return Statement(
        id=f"s-{number}", date=date(2026, 1, number), speaker="Ana Prueba", role="Secretaria", venue="Acto", lang="es",
        form=Form.PARAPHRASE, text=f"Frase {number}.", source=Source(title="Acta", ref="a"), superseded_by=newer,
    )  # fmt: skip


def test_a_chain_is_walked_both_ways_over_links_of_both_kinds(store: RecordStore) -> None:
    store.put([said(1, "s-2"), said(2), said(3), said(4), said(5)])
    review = Review(store.database)
    review.link("s-2", "s-3", "Ana")
    review.link("s-3", "s-4")
    review.retract(["s-1"], "x")
    chain = chain_of(store.database, "s-3")
    assert [(link.statement_id, link.place) for link in chain] == [("s-1", -1), ("s-2", -1), ("s-3", 0), ("s-4", 1)]
    assert chain[0].state is State.RETRACTED
    assert chain_of(store.database, "s-5") == ()
    trace = review.trace("s-2")
    assert trace is not None
    assert trace.events[0].by == "Ana"


def test_a_ring_ends(store: RecordStore) -> None:
    store.put([replace(said(1), superseded_by=("s-2",)), replace(said(2), superseded_by=("s-1",))])
    assert {link.statement_id for link in chain_of(store.database, "s-1")} == {"s-1", "s-2"}
