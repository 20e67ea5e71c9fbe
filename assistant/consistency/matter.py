"""Whether a sentence is about the matters of the bundled record at all, or only sounds like it.

The networks that read a sentence beside lines were trained on what people say of those matters. A maxim, a house rule
or a company's promise can have the ring of a position ("we never …", "respect is …") without being about anything on
record, and reading it beside the nearest lines then proves nothing. `training/train_matter.py` learns the difference.
"""

from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_FILE = Path(__file__).with_name("matter.npz")
ON_MATTER = 0.5
"""Probability below which no reading of a sentence is let pass."""


class Matter:
    """A logistic regression over what the encoder leaves of a sentence, read from a file."""

    def __init__(self, path: Path = _FILE) -> None:
        """Read the file."""
        with np.load(path) as file:
            self._weights = file["weights"].astype(np.float32)
            self._bias = float(file["bias"])

    def of(self, summary: NDArray[np.float32]) -> float:
        """Return how probable it is (0…1) that a sentence with such a summary (`Reader.summary`) is about them."""
        return float(1.0 / (1.0 + np.exp(-(np.einsum("i,i->", self._weights, summary) + self._bias))))


@cache
def bundled_matter() -> Matter:
    """Return the one of this process, read at the first call."""
    return Matter()
