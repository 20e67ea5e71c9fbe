"""Packed vectors lose next to nothing, and comparing all of them finds what comparing the vectors themselves finds."""

import numpy as np
import pytest

from assistant.retrieval.packed import Packed, PackedVectors, pack, unpack

SIZE, WIDE, NEAREST = 4_000, 96, 20


def vectors(count: int, seed: int = 0, wide: int = WIDE) -> np.ndarray:
    """Vectors that lie as a model's do: round one direction, and in few directions of many."""
    draw, directions = np.random.default_rng(seed), np.random.default_rng(99).standard_normal((24, wide))
    rows = draw.standard_normal((count, 24)) @ directions + 2 * directions.sum(axis=0)
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def ids(numbers: range) -> list[str]:
    """Two passages a statement."""
    return [f"s{n // 2}#text:es:{n % 2}-9" for n in numbers]


@pytest.fixture
def filled() -> tuple[PackedVectors, list[str], np.ndarray]:
    """Some were replaced and some removed."""
    held, known, rows = PackedVectors(), ids(range(SIZE)), vectors(SIZE)
    for start in range(0, SIZE, 700):
        held.add(known[start : start + 700], pack(rows[start : start + 700]))
    rows[:300] = vectors(300, seed=5)
    held.add(known[:300], pack(rows[:300]))
    held.remove({f"s{n}" for n in range(500, 600)} | {"never seen"})
    kept = [n for n in range(SIZE) if not 500 <= n // 2 < 600]
    return held, [known[n] for n in kept], rows[kept]


@pytest.mark.parametrize("wide", [1, 7, 96, 384])
def test_a_number_is_off_by_half_a_step_at_most(wide: int) -> None:
    rows = np.concatenate([np.random.default_rng(1).standard_normal((50, wide)), np.zeros((2, wide))]).astype(
        np.float32
    )
    again = Packed.from_bytes(pack(rows).to_bytes(), len(rows))
    assert np.array_equal(unpack(again), unpack(pack(rows)))
    off = np.abs(unpack(again) - rows)
    assert (off <= again.step[:, None] * 0.51).all()
    assert len(pack(rows).to_bytes()) == len(rows) * (wide + (wide + 1) // 2 + 4)


@pytest.mark.parametrize("data", [b"", b"xx", b"x" * 8, b"x" * 154])
def test_bytes_of_another_length_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="do not hold 2 vectors"):
        Packed.from_bytes(data, 2)


@pytest.mark.parametrize("share", [None, 1.0, 0.5, 0.1, 0.005])
def test_the_nearest_are_those_of_the_vectors_themselves(
    filled: tuple[PackedVectors, list[str], np.ndarray], share: float | None
) -> None:
    held, known, rows = filled
    assert (len(held), set(held.ids)) == (len(known), set(known))
    statements = sorted({each.partition("#")[0] for each in known})
    picked = np.random.default_rng(3).permutation(statements)[: int((share or 1) * len(statements))]
    allowed = None if share is None else frozenset(picked.tolist())
    fits = np.array([allowed is None or each.partition("#")[0] in allowed for each in known])
    right = wanted = 0
    for question in vectors(40, seed=7):
        cosines = np.where(fits, rows @ question, -2)
        exact = {known[n] for n in np.argsort(-cosines)[:NEAREST] if fits[n]}
        found = held.nearest(question, NEAREST, allowed)
        assert all(abs(cosine - cosines[known.index(each)]) < 1e-3 for each, cosine in found)
        assert [cosine for _, cosine in found] == sorted((cosine for _, cosine in found), reverse=True)
        right, wanted = right + len(exact & {each for each, _ in found}), wanted + len(exact)
        assert len(found) == len(exact)
    assert right >= 0.995 * wanted


def test_cosines_of_single_passages(filled: tuple[PackedVectors, list[str], np.ndarray]) -> None:
    held, known, rows = filled
    (question,) = vectors(1, seed=8)
    found = held.similarities(question, [known[3], "s500#text:es:0-9", known[-1]])
    assert found == {
        known[3]: pytest.approx(float(rows[3] @ question), abs=1e-3),
        known[-1]: pytest.approx(float(rows[-1] @ question), abs=1e-3),
    }


def test_nothing_is_found_among_nothing(filled: tuple[PackedVectors, list[str], np.ndarray]) -> None:
    held, _, rows = filled
    assert held.nearest(rows[0], 5, frozenset()) == held.nearest(rows[0], 5, frozenset({"s500", "unknown"})) == []
    assert PackedVectors().nearest(rows[0], 5) == held.nearest(rows[0], 0) == []


def test_vectors_of_two_lengths_never_mix(filled: tuple[PackedVectors, list[str], np.ndarray]) -> None:
    with pytest.raises(ValueError, match="two lengths"):
        filled[0].add(["other#text:es:0-9"], pack(vectors(1, wide=64)))
