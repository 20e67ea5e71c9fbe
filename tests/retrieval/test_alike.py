"""What statements have in common with one of them: rare words count, common ones hardly. Words are invented."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from assistant.domain import Form, Source, Statement
from assistant.retrieval.alike import same_topic, wording
from assistant.retrieval.lexical import stems_of
from assistant.retrieval.passages import passages_of
from assistant.retrieval.termfile import TOPIC, term_key, terms_of
from assistant.retrieval.terms import Table, TermIndex

TEXTS = {
    "first": "El faro de la isla necesita otra escalera.",
    "same": "El faro de la isla necesita otra escalera.",
    "rare": "La escalera del faro será de madera.",
    "common": "La isla tiene una plaza.",
    "other": "La isla celebra su feria.",
    "foreign": "The orchestra plays every Sunday.",
}
TOPICS = {
    "first": ("light", "works"),
    "same": ("works",),
    "rare": (),
    "common": ("fairs",),
    "other": ("fairs", "light"),
}


def said(statement_id: str, text: str) -> Statement:
    return Statement(
        id=statement_id,
        speaker="Persona de Prueba",
        role="Vocera",
        date=date(2026, 1, 20),
        venue="",
        lang="en" if statement_id == "foreign" else "es",
        text=text,
        form=Form.VERBATIM,
        topics=TOPICS.get(statement_id, ()),
        source=Source(title="Prueba", ref="prueba.txt", locator=None),
    )


def table_of(folder: Path, statements: Sequence[Statement]) -> Table:
    index = TermIndex(folder / "terms.sqlite3")
    index.replace([], [terms_of(each, [(p, stems_of(p)) for p in passages_of(each)]) for each in statements], 1)
    return index.table()


@pytest.fixture
def table(tmp_path: Path) -> Table:
    return table_of(tmp_path, [said(each, text) for each, text in TEXTS.items()])


def rows(table: Table, ids: Sequence[str]) -> np.ndarray:
    return np.array([table.row_of[each] for each in ids], dtype=np.int64)


def test_rare_words_in_common_make_statements_alike(table: Table) -> None:
    others = [each for each in TEXTS if each != "first"]
    found = dict(zip(others, wording(table, table.row_of["first"], rows(table, others)), strict=True))
    assert 0 <= found["foreign"] < found["common"] < found["rare"] < found["same"] < 1
    assert wording(table, table.row_of["first"], rows(table, ["first"])) == pytest.approx([1.0])
    back = wording(table, table.row_of["rare"], rows(table, ["first"]))
    assert back == pytest.approx([found["rare"]])


def test_topics_in_common_are_told_apart_from_those_of_others(table: Table) -> None:
    keys = [term_key(each, TOPIC) for each in ("light", "works", "fairs")]
    shared = same_topic(table, table.row_of["first"], rows(table, list(TOPICS)), keys)
    assert dict(zip(TOPICS, shared.tolist(), strict=True)) == {
        "first": True,
        "same": True,
        "rare": False,
        "common": False,
        "other": True,
    }
    assert not same_topic(table, table.row_of["rare"], rows(table, list(TOPICS)), keys).any()
    assert not same_topic(table, table.row_of["first"], rows(table, ["same"]), keys[:1]).any()


def test_of_what_is_corrected_the_new_words_count(tmp_path: Path) -> None:
    statements = [said(each, text) for each, text in TEXTS.items()]
    index = TermIndex(tmp_path / "terms.sqlite3")
    for each in (*statements, replace(statements[3], text=TEXTS["first"], topics=TOPICS["first"])):
        index.replace([], [terms_of(each, [(p, stems_of(p)) for p in passages_of(each)])], 1)
    table = index.table()
    assert wording(table, table.row_of["first"], rows(table, ["common"])) == pytest.approx([1.0])
