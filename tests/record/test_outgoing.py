"""Texts that went out are kept as they stood, and every step leaves an event."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from assistant.domain import Form, Outgoing, OutgoingStatus, Source, Statement
from assistant.record import tables as t
from assistant.record.outgoing import OutgoingTexts, outgoing_id
from assistant.record.store import RecordStore

TEXT = "México coopera con respeto.\n\nSegundo párrafo: «sí», 29 personas."


@pytest.fixture
def store(record_url: str) -> Iterator[RecordStore]:
    opened = RecordStore(record_url)
    yield opened
    opened.close()


@pytest.fixture
def texts(store: RecordStore) -> OutgoingTexts:
    return OutgoingTexts(store.database)


def kept(text: str = TEXT, day: int = 3, status: OutgoingStatus = OutgoingStatus.CLEARED) -> Outgoing:
    return Outgoing(
        id=outgoing_id(text, "es"),
        status=status,
        draft_id="d-1",
        lang="es",
        text=text,
        at=datetime(2026, 2, day, 12, tzinfo=UTC),
        seq=7,
        report={"verdict": "ready", "sentences": [], "ñ": "«»"},
    )


def test_a_text_comes_back_as_it_was_kept(texts: OutgoingTexts) -> None:
    texts.keep(kept())
    assert texts.get(kept().id) == kept()
    assert texts.get("o-unknown") is None
    assert texts.count() == 1


def test_the_same_words_are_one_text_and_another_language_another() -> None:
    assert outgoing_id(TEXT, "es") == outgoing_id(TEXT, "es")
    assert len({outgoing_id(TEXT, "es"), outgoing_id(TEXT, "en"), outgoing_id(TEXT + " ", "es")}) == 3


def test_publishing_takes_the_place_of_clearing_and_both_leave_an_event(
    texts: OutgoingTexts, store: RecordStore
) -> None:
    texts.keep(kept())
    texts.keep(replace(kept(), status=OutgoingStatus.PUBLISHED), reason="por instrucción")
    assert [text.status for text in texts.all()] == [OutgoingStatus.PUBLISHED]
    with store.database.transaction() as connection:
        rows = connection.execute(sa.select(t.events).order_by(t.events.c.id)).all()
    assert [(row.action, row.subject, row.reason) for row in rows] == [
        ("cleared", kept().id, ""),
        ("published", kept().id, "por instrucción"),
    ]


def test_texts_are_listed_newest_first_and_from_a_day_on(texts: OutgoingTexts) -> None:
    for day, text in ((3, "uno"), (9, "dos"), (6, "tres")):
        texts.keep(kept(text, day))
    assert [text.text for text in texts.all()] == ["dos", "tres", "uno"]
    assert [text.text for text in texts.all(since=date(2026, 2, 6))] == ["dos", "tres"]


def test_a_note_changes_the_report_alone_and_leaves_no_event(texts: OutgoingTexts, store: RecordStore) -> None:
    texts.keep(kept())
    texts.note(kept().id, {**kept().report, "seen": 9})
    assert texts.get(kept().id) == replace(kept(), report={**kept().report, "seen": 9})
    with store.database.transaction() as connection:
        assert len(connection.execute(sa.select(t.events)).all()) == 1


def test_what_changed_since_a_number_is_known_even_if_it_is_no_longer_searchable(
    texts: OutgoingTexts, store: RecordStore
) -> None:
    def statement(name: str, text: str = "Texto de prueba.") -> Statement:
        return Statement(id=name, date=date(2026, 1, 5), speaker="Persona de Prueba", role="Secretaria", venue="Acto",
                         lang="es", form=Form.PARAPHRASE, text=text, source=Source(title="t", ref="r"))  # fmt: skip

    store.put([statement("a"), statement("b"), statement("c")])
    seq = store.last_seq()
    assert texts.changed_since(seq) == frozenset()
    store.put([statement("b", "Otro texto."), statement("d")])
    assert texts.changed_since(seq) == {"b", "d"}
