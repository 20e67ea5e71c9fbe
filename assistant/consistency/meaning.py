"""How sentences that mean much the same stood to the bundled record: an opinion that looks at no line of it.

A small network over what the encoder leaves of a sentence, learned by `training/train_meaning.py` from the sentences
that the stance is learned from. As the stance does, it knows what is mostly said for and against the bundled
statements and nothing of other records; where none of those statements is near, neither is asked.
"""

from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.consistency.reader import Reading, reading_of, shares_of

_FILE = Path(__file__).with_name("meaning.npz")


class Meaning:
    """What was learned, read from a file."""

    def __init__(self, path: Path = _FILE) -> None:
        """Read the file."""
        with np.load(path) as file:
            layers = sorted(name[1:] for name in file.files if name.startswith("w"))
            self._layers = [(file[f"w{each}"].astype(np.float32), file[f"b{each}"]) for each in layers]

    def of(self, summary: NDArray[np.float32]) -> Reading:
        """Return what sentences with such a summary (`Reader.summary`, (1536,)) mostly were."""
        return reading_of(self.shares(summary))

    def shares(self, summary: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the same as three numbers (3,) in the order of the labels."""
        x = summary
        for weights, bias in self._layers[:-1]:
            x = _gelu(_times(weights, x) + bias)
        weights, bias = self._layers[-1]
        return shares_of(_times(weights, x) + bias)


def _times(matrix: NDArray[np.float32], x: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the product of a matrix and a vector on this core alone.

    Sentences are read on all cores at once; a product that took them all too (as `@` does) would slow down a third.
    """
    return np.asarray(np.einsum("ij,j->i", matrix, x), np.float32)


def _gelu(x: NDArray[np.float32]) -> NDArray[np.float32]:
    """The Gaussian error linear unit (Hendrycks and Gimpel 2016), by its usual approximation with a tangent."""
    return np.asarray(0.5 * x * (1 + np.tanh(0.7978845608 * (x + 0.044715 * x**3))), np.float32)


@cache
def bundled_meaning() -> Meaning:
    """Return the meaning of this process, read at the first call."""
    return Meaning()
