"""What sentences that mean much the same mostly were."""

from pathlib import Path

import numpy as np
import pytest

from assistant.consistency.meaning import Meaning, bundled_meaning
from assistant.consistency.reader import Reader


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def test_a_summary_has_means_and_maxima_of_two_layers(reader: Reader) -> None:
    summary = reader.summary("Mexico rejects any foreign army on its soil.")
    assert summary.shape == (1536,)
    mean, most = summary.reshape(2, 2, 384)[:, 0], summary.reshape(2, 2, 384)[:, 1]
    assert (most >= mean).all()


def test_probabilities_add_up(reader: Reader) -> None:
    read = bundled_meaning().of(reader.summary("México no acepta tropas extranjeras."))
    assert read.consistent + read.contradicts + read.unsupported == pytest.approx(1.0, abs=1e-5)


def test_a_position_given_away_is_told_from_the_position(reader: Reader) -> None:
    held = bundled_meaning().of(
        reader.summary("Aquí no entra ningún ejército extranjero, ni invitado ni por su cuenta.")
    )
    given = bundled_meaning().of(
        reader.summary("Aquí puede entrar un ejército extranjero si llega con buenas intenciones.")
    )
    assert held.contradicts < given.contradicts


def test_layers_are_applied_in_their_order(tmp_path: Path) -> None:
    first, second = np.zeros((4, 1536), np.float16), np.eye(3, 4, dtype=np.float16)
    bias = np.array([3.0, 0.0, -3.0, 0.0], np.float32)
    np.savez(tmp_path / "small.npz", w0=first, b0=bias, w1=second, b1=np.zeros(3, np.float32))
    shares = Meaning(tmp_path / "small.npz").shares(np.zeros(1536, np.float32))
    expected = np.exp([2.99595, 0.0, -0.00364])
    assert shares == pytest.approx(expected / expected.sum(), abs=1e-3)
