"""Puts together what is said of a sentence, each opinion by how much it has proved to tell.

Two networks read it beside lines of the record; stance and meaning know the bundled record by heart.
"""

from collections.abc import Sequence
from dataclasses import astuple

import numpy as np
from numpy.typing import NDArray

from assistant.consistency.meaning import bundled_meaning
from assistant.consistency.reader import Reader, Reading, reading_of, shares_of
from assistant.consistency.stance import bundled_stance

KNOWING, UNKNOWING = (0.24, 0.40, 0.49, 0.47), (0.35, 0.75)
"""What the logarithms of the probabilities count, in the order aligner, cross-reader, stance, meaning, and without the
last two: those under which the labels of sentences held back from training are the likeliest (a logarithmic pool,
Genest and Zidek 1986)."""


def of_networks(reader: Reader, sentence: str, lines: Sequence[str]) -> list[Reading]:
    """Return what aligner and cross-reader say of a sentence beside lines."""
    return [reader.aligned(sentence, lines), reader.crossed(sentence, lines)]


def by_heart(reader: Reader, sentence: str) -> list[Reading]:
    """Return what stance and meaning say of a sentence, which know the bundled record and no other."""
    return [bundled_stance().of(sentence), bundled_meaning().of(reader.summary(sentence))]


def together(opinions: Sequence[Reading]) -> Reading:
    """Return the opinions of aligner, cross-reader and, where they are asked, stance and meaning as one."""
    weights = KNOWING if len(opinions) == len(KNOWING) else UNKNOWING
    return reading_of(pooled(weights, np.array([astuple(each) for each in opinions])))


def pooled(weights: Sequence[float], probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the probabilities (..., 3) of opinions (..., o, 3) that count so much."""
    logits = np.einsum("o,...ol->...l", np.array(weights), np.log(probabilities + 1e-6))
    return shares_of(logits)
