"""The indexes follow the record, survive interruption and damage, and never mix models. Real parts throughout."""

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from assistant.assembly import Assistant
from assistant.domain import Filters, Statement
from assistant.errors import RetrievalError
from assistant.record.corpus import load_corpus
from assistant.record.store import RecordStore, SourceFile
from assistant.retrieval import index as index_module
from assistant.retrieval.embeddings import BUNDLED_MODEL_ID, BundledEmbeddings, LangChainEmbedder
from assistant.retrieval.index import Index
from assistant.retrieval.passages import indexed_text, passages_of
from assistant.retrieval.retriever import Retriever
from assistant.retrieval.weights import bundled_model_id
from assistant.settings import Settings

SOME = [replace(statement, lines=()) for statement in load_corpus()[:11]]
"""Few and without lines to take: each passage costs a vector."""
QUERY = "aranceles"


@pytest.fixture(scope="module")
def embedder() -> LangChainEmbedder:
    return LangChainEmbedder(BundledEmbeddings(), BUNDLED_MODEL_ID)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[RecordStore]:
    opened = RecordStore(f"sqlite:///{tmp_path / 'record.sqlite3'}")
    opened.put(SOME)
    yield opened
    opened.close()


@pytest.fixture
def open_index(tmp_path: Path, store: RecordStore, embedder: LangChainEmbedder) -> Iterator[Callable[..., Index]]:
    opened: list[Index] = []

    def run(model: LangChainEmbedder = embedder, folder: str = "index") -> Index:
        opened.append(Index(tmp_path / folder, store, model))
        return opened[-1]

    yield run
    for each in opened:
        each.close()


def sizes(index: Index) -> tuple[int, int]:
    return index.dense.count(), index.lexical.count()


def expected(statements: list[Statement]) -> tuple[int, int]:
    count = sum(len(passages_of(s)) for s in statements)
    return count, count


def test_words_of_a_load_that_goes_on_are_indexed_when_enough_have_gathered(
    open_index: Callable[..., Index], store: RecordStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_module, "VECTORS_AT_SEARCH", 0)
    monkeypatch.setattr(index_module, "WORDS_AT_ONCE", len(SOME) + 1)
    index = open_index()
    index.follow_bulk()
    assert sizes(index) == (0, 0)
    more = replace(SOME[0], id="one-more")
    store.put([more])
    index.follow_bulk()
    assert sizes(index) == (0, expected([*SOME, more])[1])
    index.sync()
    assert sizes(index) == expected([*SOME, more])


def test_syncing_catches_up_once(open_index: Callable[..., Index], store: RecordStore) -> None:
    index = open_index()
    assert (index.behind, sizes(index)) == (len(SOME), (0, 0))
    told: list[tuple[str, int, int]] = []
    assert index.sync(lambda *step: told.append(step)) == expected(SOME)[0]
    assert sizes(index) == expected(SOME)
    assert (index.state().seq, index.state().model_id, index.behind) == (len(SOME), BUNDLED_MODEL_ID, 0)
    assert told[-1] == ("indexing", len(SOME), len(SOME))
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)
    assert index.sync() == 0
    assert sizes(index) == expected(SOME)


def test_changes_and_retirements_reach_both_indexes(
    open_index: Callable[..., Index], store: RecordStore, embedder: LangChainEmbedder
) -> None:
    new = [replace(s, id=f"turn-{n}") for n, s in enumerate(SOME[:2])]
    store.put(new, source=SourceFile(ref="f.txt", digest="a"))
    index = open_index()
    index.sync()
    assert sizes(index) == expected([*SOME, *new])
    corrected = replace(new[0], text="El jitomate viaja en globo.")
    store.put([corrected], source=SourceFile(ref="f.txt", digest="b"))
    assert index.behind == 2
    assert index.sync() == 1
    assert sizes(index) == expected([*SOME, corrected])
    assert index.dense.ids() == index.lexical.ids() == {p.id for s in [*SOME, corrected] for p in passages_of(s)}
    ids = [pid for pid, _ in index.lexical.query("jitomate globo", "es", 5)]
    assert ids == [p.id for p in passages_of(corrected)]
    vector = embedder.embed_queries(["jitomate en globo"])[0]
    nearest = index.dense.query(vector, 200)
    assert nearest[0][0] == ids[0]
    assert not any(pid.startswith("turn-1#") for pid, _ in nearest)


@pytest.mark.parametrize("stop_at", [1, 2, 3])
def test_an_interrupted_sync_goes_on_where_it_stopped(
    open_index: Callable[..., Index], monkeypatch: pytest.MonkeyPatch, stop_at: int
) -> None:
    monkeypatch.setattr(index_module, "BATCH_STATEMENTS", 4)
    calls = 0

    def stop(stage: str, done: int, total: int) -> None:
        nonlocal calls
        calls += 1
        if calls == stop_at:
            raise KeyboardInterrupt

    index = open_index()
    with pytest.raises(KeyboardInterrupt):
        index.sync(stop)
    assert index.state().seq in {0, 4, 8}
    assert index.behind == len(SOME) - index.state().seq
    index.close()
    again = open_index()
    assert again.sync() > 0
    assert (sizes(again), again.behind) == (expected(SOME), 0)


def test_what_was_done_before_the_interruption_is_kept(
    open_index: Callable[..., Index], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_module, "BATCH_STATEMENTS", 4)

    def after_first_batch(stage: str, done: int, total: int) -> None:
        if done == 4 and index.state().seq == 4:
            raise KeyboardInterrupt

    index = open_index()
    with pytest.raises(KeyboardInterrupt):
        index.sync(after_first_batch)
    assert (index.state().seq, sizes(index)) == (4, expected(SOME[:4]))
    assert index.sync() == expected(SOME[4:])[0]


def test_rebuilding_drops_what_the_record_does_not_hold(
    open_index: Callable[..., Index], embedder: LangChainEmbedder
) -> None:
    index = open_index()
    index.sync()
    stray = passages_of(replace(SOME[0], id="stray"))
    index.dense.upsert(stray, embedder.embed_passages([p.text for p in stray]))
    index.lexical.replace(["stray"], stray)
    assert sizes(index) == expected([*SOME, replace(SOME[0], id="stray")])
    assert index.rebuild() == expected(SOME)[0]
    assert (sizes(index), index.behind) == (expected(SOME), 0)


def test_vectors_of_two_models_are_never_mixed(
    open_index: Callable[..., Index], store: RecordStore, embedder: LangChainEmbedder
) -> None:
    open_index().sync()
    other = LangChainEmbedder(BundledEmbeddings(), "other/model")
    index = open_index(other)
    says = rf"{BUNDLED_MODEL_ID}.*other/model.*`assistant reindex`"
    with pytest.raises(RetrievalError, match=says):
        index.sync()
    with pytest.raises(RetrievalError, match=says) as caught:
        Retriever(store, index, other).search(QUERY)
    assert "\n" not in str(caught.value)
    index.rebuild()
    assert index.state().model_id == "other/model"
    assert Retriever(store, index, other).search(QUERY)


def test_a_second_index_sees_what_the_first_wrote(open_index: Callable[..., Index]) -> None:
    first, second = open_index(), open_index()
    first.sync()
    second.refresh()
    assert sizes(second) == expected(SOME)
    assert second.lexical.query(QUERY, "es", 3) == first.lexical.query(QUERY, "es", 3) != []
    assert second.sync() == 0


def test_a_search_sees_what_another_process_indexed(
    assistant: Assistant, cli: Callable[..., Any], tmp_path: Path
) -> None:
    question = "¿Dónde está el ajolote de Xochimilco?"
    before = {hit.statement.id for hit in assistant.search(question, k=200)}
    path = tmp_path / "2026-01-02-axolotl.yaml"
    path.write_text(
        "{id: 2026-01-02-axolotl, date: 2026-01-02, speaker: Ana, role: R, venue: V, lang: es, form: paraphrase,\n"
        "text: El ajolote de Xochimilco vive en los canales., topics: [water], source: {title: T, ref: r}}\n",
        encoding="utf-8",
    )
    done = cli("ingest", str(path), "--json")
    assert (done.code, done.json["statements_added"], done.json["passages"]) == (0, 1, 1)
    assert "2026-01-02-axolotl" not in before
    (hit,) = assistant.search(question, k=1)
    assert hit.statement.id == "2026-01-02-axolotl"
    assert hit.similarity > 0.8
    assert assistant.index.behind == 0


def test_only_one_process_indexes_at_a_time(
    open_index: Callable[..., Index], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(index_module, "LOCK_SECONDS", 0.05)
    index = open_index()
    with FileLock(tmp_path / "index" / "write.lock"), pytest.raises(RetrievalError, match="Another process"):
        index.sync()
    assert index.sync() == expected(SOME)[0]


def test_a_lost_state_is_mended_by_the_next_sync(open_index: Callable[..., Index], tmp_path: Path) -> None:
    index = open_index()
    index.sync()
    (tmp_path / "index" / "state.json").unlink()
    assert index.behind == len(SOME)
    index.sync()
    assert sizes(index) == expected(SOME)


@pytest.mark.parametrize("state", ["", "[]", '{"model_id": "m"}', '{"model_id": "m", "seq": "x"}', "\udcff"])
def test_a_damaged_state_says_so(open_index: Callable[..., Index], tmp_path: Path, state: str) -> None:
    open_index()
    (tmp_path / "index" / "state.json").write_text(state, encoding="utf-8", errors="surrogateescape")
    with pytest.raises(RetrievalError, match=r"state\.json.*`assistant reindex`"):
        open_index()


class Counting:
    """The bundled model, and how many texts it embedded."""

    model_id = BUNDLED_MODEL_ID

    def __init__(self, inner: LangChainEmbedder) -> None:
        self._inner = inner
        self.texts = 0

    def embed_passages(self, texts: Sequence[str]) -> Any:
        self.texts += len(texts)
        return self._inner.embed_passages(texts)

    def embed_queries(self, texts: Sequence[str]) -> Any:
        return self._inner.embed_queries(texts)


def test_nothing_is_embedded_twice(
    open_index: Callable[..., Index], store: RecordStore, embedder: LangChainEmbedder, tmp_path: Path
) -> None:
    model = Counting(embedder)
    index = open_index(model)
    count = index.sync()
    assert model.texts == len({indexed_text(p) for s in SOME for p in passages_of(s)})
    model.texts = 0
    assert index.rebuild() == count
    index.close()
    shutil.rmtree(tmp_path / "index")
    again = open_index(model)
    assert again.sync() == count
    store.put([replace(SOME[0], id="copy")])
    again.sync()
    store.put([replace(SOME[1], text=SOME[1].text + " El jitomate viaja en globo.")])
    assert model.texts == 0
    again.sync()
    assert model.texts == 1
    assert again.dense.count() == again.lexical.count()


def test_a_search_finds_what_nobody_has_indexed_yet(
    open_index: Callable[..., Index], store: RecordStore, embedder: LangChainEmbedder
) -> None:
    index = open_index()
    index.sync()
    retriever = Retriever(store, index, embedder)
    few = [replace(SOME[0], id="later", text="El jitomate viaja en globo.")]
    store.put(few)
    (hit,) = retriever.search("¿Viaja el jitomate?", k=1)
    assert (hit.statement.id, index.behind) == ("later", 0)
    assert hit.similarity > 0.8
    assert sizes(index) == expected([*SOME, *few])


def test_of_many_new_ones_a_search_indexes_the_words_and_leaves_the_vectors(
    open_index: Callable[..., Index], store: RecordStore, embedder: LangChainEmbedder
) -> None:
    model = Counting(embedder)
    index = open_index(model)
    index.sync()
    model.texts = 0
    many = [replace(SOME[0], id=f"later-{n}", text=f"El jitomate {n} viaja en globo.") for n in range(20)]
    store.put(many)
    hits = Retriever(store, index, model).search("¿Viaja el jitomate 7?", k=30)
    assert "later-7" in {hit.statement.id for hit in hits}
    assert (model.texts, sizes(index)) == (0, (expected(SOME)[0], expected([*SOME, *many])[0]))
    assert index.behind == len(many)
    index.sync()
    assert sizes(index) == expected([*SOME, *many])


def test_a_search_waits_for_nobody_who_is_indexing(
    open_index: Callable[..., Index], store: RecordStore, embedder: LangChainEmbedder, tmp_path: Path
) -> None:
    index = open_index()
    index.sync()
    store.put([replace(SOME[0], id="later", text="El jitomate viaja en globo.")])
    with FileLock(tmp_path / "index" / "write.lock"):
        hits = Retriever(store, index, embedder).search("jitomate", k=100)
    assert {hit.statement.id for hit in hits} <= {statement.id for statement in SOME}
    assert index.behind == 1


@pytest.fixture
def small_home(tmp_path: Path) -> Settings:
    settings = Settings(home=tmp_path / "small", bundled=False, _env_file=None)  # type: ignore[call-arg]
    with Assistant.open(settings) as opened:
        opened.store.put(SOME)
        opened.index.sync()
    return settings


def _garbage(path: Path) -> None:
    assert path.is_file()
    path.write_bytes(b"not an index " * 400)


def _file_instead(path: Path) -> None:
    shutil.rmtree(path)
    path.write_text("in the way")


DAMAGE: dict[str, Callable[[Path], None]] = {
    "state is no JSON": lambda folder: _garbage(folder / "state.json"),
    "vectors are garbage": lambda folder: _garbage(folder / "chroma" / "chroma.sqlite3"),
    "vectors are gone": lambda folder: shutil.rmtree(folder / "chroma"),
    "words are garbage": lambda folder: _garbage(folder / "lexical" / "meta.json"),
    "words are gone": lambda folder: shutil.rmtree(folder / "lexical"),
    "a file is in the way": lambda folder: _file_instead(folder / "lexical"),
}


@pytest.mark.parametrize("damage", list(DAMAGE))
def test_a_damaged_index_says_so_and_is_rebuilt(small_home: Settings, damage: str) -> None:
    DAMAGE[damage](small_home.home / "index")
    with pytest.raises(RetrievalError, match="`assistant reindex`") as caught, Assistant.open(small_home) as opened:
        opened.search(QUERY)
    assert "\n" not in str(caught.value)
    assert Assistant.rebuild_index(small_home) == expected(SOME)[0]
    with Assistant.open(small_home) as opened:
        assert opened.search(QUERY, k=1)[0].statement in SOME
        assert sizes(opened.index) == expected(SOME)
        assert opened.statements(Filters()).total == len(SOME)


def test_an_index_of_another_record_is_refused(small_home: Settings) -> None:
    for path in small_home.home.glob("record.sqlite3*"):
        path.unlink()
    with pytest.raises(RetrievalError, match=r"ahead of the record.*`assistant reindex`"), Assistant.open(small_home):
        pass
    store = RecordStore(f"sqlite:///{small_home.home / 'record.sqlite3'}")
    store.put(SOME[:2])
    store.close()
    assert Assistant.rebuild_index(small_home) == expected(SOME[:2])[0]
    with Assistant.open(small_home) as opened:
        assert {hit.statement.id for hit in opened.search(QUERY)} == {s.id for s in SOME[:2]}


def test_the_state_on_disk_is_plain(small_home: Settings) -> None:
    state = json.loads((small_home.home / "index" / "state.json").read_text(encoding="utf-8"))
    assert len(state.pop("record")) == 16
    assert state == {"model_id": bundled_model_id(), "dense": len(SOME), "lexical": len(SOME)}


def test_the_state_of_an_earlier_version_is_understood(small_home: Settings) -> None:
    path = small_home.home / "index" / "state.json"
    path.write_text(json.dumps({"model_id": BUNDLED_MODEL_ID, "seq": len(SOME)}), encoding="utf-8")
    with Assistant.open(small_home) as opened:
        assert opened.index.behind == 0
        assert opened.index.sync() == 0
        opened.store.put([replace(SOME[0], id="later")])
        assert opened.index.sync() == len(passages_of(SOME[0]))


def test_the_indexes_of_a_record_that_was_exchanged_are_refused(small_home: Settings) -> None:
    for path in small_home.home.glob("record.sqlite3*"):
        path.unlink()
    store = RecordStore(f"sqlite:///{small_home.home / 'record.sqlite3'}")
    store.put([replace(statement, id=f"other-{n}") for n, statement in enumerate(SOME + SOME)])
    store.close()
    with (
        pytest.raises(RetrievalError, match=r"belong to another record.*`assistant reindex`"),
        Assistant.open(small_home),
    ):
        pass


def test_a_few_changes_are_indexed_on_opening(small_home: Settings) -> None:
    store = RecordStore(f"sqlite:///{small_home.home / 'record.sqlite3'}")
    store.put([replace(SOME[0], id="later", text="El jitomate viaja en globo.", lines=())])
    store.close()
    with Assistant.open(small_home, catch_up=False) as opened:
        assert opened.status()["sequence"] == {"record": len(SOME) + 1, "index": len(SOME), "behind": 1}
    with Assistant.open(small_home) as opened:
        assert opened.index.behind == 0
        assert opened.search("jitomate en globo", k=1)[0].statement.id == "later"
