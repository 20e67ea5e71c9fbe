"""Puts together what the two networks and the stance say of a sentence, each by how much it has proved to tell."""

from collections.abc import Sequence

import numpy as np

from assistant.consistency.reader import Reader, Reading, reading_of

WITH_STANCE, WITHOUT = (0.36, 0.58, 0.49), (0.45, 0.66)
"""What the logarithms of the probabilities count, in the order aligner, cross-reader, stance: those under which the
labels of sentences held back from training are the likeliest (a logarithmic pool, Genest and Zidek 1986)."""


def of_networks(reader: Reader, sentence: str, lines: Sequence[str]) -> list[Reading]:
    """Return what aligner and cross-reader say of a sentence beside lines."""
    return [reader.aligned(sentence, lines), reader.crossed(sentence, lines)]


def together(opinions: Sequence[Reading]) -> Reading:
    """Return the opinions of aligner, cross-reader and, where it is asked, stance as one."""
    weights = WITH_STANCE if len(opinions) == len(WITH_STANCE) else WITHOUT
    probabilities = np.array([[each.consistent, each.contradicts, each.unsupported] for each in opinions])
    logits = np.array(weights) @ np.log(probabilities + 1e-6)
    shares = np.exp(logits - logits.max())
    return reading_of(shares / shares.sum())
