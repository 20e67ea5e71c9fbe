"""Puts together what the two networks and the stance say of a sentence, each by how much it has proved to tell."""

from collections.abc import Sequence
from dataclasses import astuple

import numpy as np
from numpy.typing import NDArray

from assistant.consistency.reader import Reader, Reading, reading_of

WITH_STANCE, WITHOUT = (0.26, 0.66, 0.47), (0.30, 0.82)
"""What the logarithms of the probabilities count, in the order aligner, cross-reader, stance: those under which the
labels of sentences held back from training are the likeliest (a logarithmic pool, Genest and Zidek 1986)."""


def of_networks(reader: Reader, sentence: str, lines: Sequence[str]) -> list[Reading]:
    """Return what aligner and cross-reader say of a sentence beside lines."""
    return [reader.aligned(sentence, lines), reader.crossed(sentence, lines)]


def together(opinions: Sequence[Reading]) -> Reading:
    """Return the opinions of aligner, cross-reader and, where it is asked, stance as one."""
    weights = WITH_STANCE if len(opinions) == len(WITH_STANCE) else WITHOUT
    return reading_of(pooled(weights, np.array([astuple(each) for each in opinions])))


def pooled(weights: Sequence[float], probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the probabilities (..., 3) of opinions (..., o, 3) that count so much."""
    logits = np.einsum("o,...ol->...l", np.array(weights), np.log(probabilities + 1e-6))
    shares = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(shares / shares.sum(axis=-1, keepdims=True))
