"""Homes that share a record: each has its own words, and on a server they have their vectors together."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from filelock import FileLock

from assistant.assembly import Assistant
from assistant.domain import Statement
from assistant.errors import IndexBusyError
from assistant.record.corpus import load_corpus
from assistant.record.store import RecordStore
from assistant.retrieval import index as index_module
from assistant.retrieval.index import Index
from assistant.retrieval.passages import passages_of
from assistant.retrieval.retriever import Retriever
from assistant.settings import Settings

SOME = [replace(statement, lines=()) for statement in load_corpus()[:6]]
LATER = replace(SOME[0], id="later", text="El jitomate viaja en globo.", context="")


class Hashed:
    """Vectors that follow from the letters of a text; counts what it embeds."""

    def __init__(self, model_id: str = "letters") -> None:
        self.model_id = model_id
        self.texts = 0

    def embed_passages(self, texts: Any) -> Any:
        self.texts += len(texts)
        return self.embed_queries(texts)

    def embed_queries(self, texts: Any) -> Any:
        rows = np.zeros((len(texts), 64), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for letter in text:
                row[ord(letter) % 64] += 1
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def ids_of(*statements: Statement) -> set[str]:
    return {passage.id for statement in statements for passage in passages_of(statement)}


@pytest.fixture
def home(
    tmp_path: Path, record_url: str, chroma_server: str
) -> Iterator[Callable[..., tuple[RecordStore, Index, Hashed]]]:
    """Open a home over the shared record (or another one) and the server."""
    opened: list[Any] = []

    def run(name: str, model_id: str = "letters", url: str = record_url) -> tuple[RecordStore, Index, Hashed]:
        store, model = RecordStore(url), Hashed(model_id)
        index = Index(tmp_path / name / "index", store, model, chroma_server)
        opened.extend([index, store])
        return store, index, model

    yield run
    for each in opened:
        each.close()


def test_what_one_home_embedded_the_other_finds_at_its_next_search(home: Callable[..., Any]) -> None:
    store, first, _ = home("first")
    other_store, second, model = home("second")
    store.put(SOME)
    assert first.sync() == len(ids_of(*SOME))
    store.put([LATER])
    first.sync()
    hits = Retriever(other_store, second, model).search("jitomate", k=1)
    assert (hits[0].statement.id, second.behind) == ("later", 0)
    assert hits[0].similarity > 0
    assert second.lexical.ids() == second.dense.ids() == ids_of(*SOME, LATER)
    assert second.sync() == 0
    assert model.texts == 0


def test_words_are_found_before_anybody_has_embedded_them(home: Callable[..., Any]) -> None:
    store, first, model = home("first")
    store.put([*SOME, LATER])
    hits = Retriever(store, first, model).search("jitomate", k=1)
    assert (hits[0].statement.id, first.dense.count(), model.texts) == ("later", 0, 0)
    assert first.behind == len(SOME) + 1
    first.sync()
    assert first.dense.ids() == ids_of(*SOME, LATER)


def test_records_and_models_on_one_server_never_mix(home: Callable[..., Any], tmp_path: Path) -> None:
    store, first, _ = home("first")
    store.put(SOME)
    first.sync()
    other_store, other_record, _ = home("other", url=f"sqlite:///{tmp_path / 'other.sqlite3'}")
    other_store.put([LATER])
    other_record.sync()
    _, other_model, _ = home("third", model_id="other")
    assert (other_model.behind, other_model.dense.count()) == (len(SOME), 0)
    other_model.sync()
    other_record.rebuild()
    assert first.dense.ids() == other_model.dense.ids() == ids_of(*SOME)
    assert other_record.dense.ids() == ids_of(LATER)


def test_a_home_goes_on_after_another_rebuilt_the_vectors(home: Callable[..., Any]) -> None:
    store, first, _ = home("first")
    store.put(SOME)
    first.sync()
    other_store, second, model = home("second")
    second.sync()
    first.rebuild()
    store.put([LATER])
    first.sync()
    hits = Retriever(other_store, second, model).search("jitomate", k=1)
    assert hits[0].statement.id == "later"
    other_store.put([replace(LATER, id="last")])
    second.sync()
    assert first.dense.ids() == ids_of(*SOME, LATER, replace(LATER, id="last"))


def test_one_home_at_a_time_embeds(home: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(index_module, "LOCK_SECONDS", 0.2)
    store, first, model = home("first")
    _, second, _ = home("second")
    store.put(SOME)
    with second._positions.moving_shared_vectors(0), pytest.raises(IndexBusyError, match="Another process"):
        first.sync()
    assert (first.lexical.ids(), model.texts) == (ids_of(*SOME), 0)  # the words wait for nobody
    assert first.sync() == len(ids_of(*SOME))


def test_two_homes_over_one_record_without_a_server(tmp_path: Path, record_url: str, cli: Callable[..., Any]) -> None:
    """Each embeds for itself what the other stored; the process that searches does so before it answers."""
    settings = Settings(home=tmp_path / "here", database_url=record_url, bundled=False, _env_file=None)  # type: ignore[call-arg]
    path = tmp_path / "later.yaml"
    path.write_text(
        "{id: later, date: 2026-01-02, speaker: Persona de Prueba, role: R, venue: V, lang: es, form: paraphrase,\n"
        "text: El ajolote vive en los canales., topics: [water], source: {title: T, ref: r}}\n",
        encoding="utf-8",
    )
    with Assistant.open(settings) as assistant:
        assistant.store.put(SOME[:2])
        assistant.index.sync()
        elsewhere = {"ASSISTANT_HOME": str(tmp_path / "there"), "ASSISTANT_DATABASE_URL": record_url}
        done = cli("ingest", str(path), "--json", ASSISTANT_BUNDLED="0", **elsewhere)
        assert (done.code, done.json["statements_added"], done.json["passages"]) == (0, 1, 1)
        (hit,) = assistant.search("¿Dónde vive el ajolote?", k=1)
        assert (hit.statement.id, assistant.index.behind) == ("later", 0)
        assert hit.similarity > 0.8
        with FileLock(tmp_path / "there" / "index" / "write.lock"):  # no business of this home's
            assistant.store.put([replace(LATER, id="last")])
            assert assistant.index.sync() == 1
