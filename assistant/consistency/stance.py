"""How sentences with the same words stood to the bundled record: one more opinion beside the two networks'.

Logistic regression over words and pairs of words (sublinear term frequency times inverse document frequency), learned
by `training/train_stance.py` from sentences written about the bundled statements. It knows what is mostly said for
and against them, and nothing of other records: where none of those statements is near, it is not asked.
"""

import re
from collections import Counter
from functools import cache
from itertools import pairwise
from math import log
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.consistency.reader import Reading, reading_of, shares_of
from assistant.text.normalise import fold

_FILE = Path(__file__).with_name("stance.npz")
_WORD = re.compile(r"\b\w+\b|[¿?!]")


def words_of(text: str) -> list[str]:
    """Return the folded words of a text, question and exclamation marks among them, and each pair of neighbours."""
    words = _WORD.findall(fold(text))
    return [*words, *(f"{one} {next_one}" for one, next_one in pairwise(words))]


class Stance:
    """What was learned, read from a file."""

    def __init__(self, path: Path = _FILE) -> None:
        """Read the file."""
        with np.load(path) as file:
            words = file["words"].tobytes().decode().split("\n")
            self._idf: NDArray[np.float32] = file["idf"]
            self._weights: NDArray[np.float16] = file["weights"]
            self._bias: NDArray[np.float32] = file["bias"]
            self.statements = frozenset(file["statements"].tobytes().decode().split("\n"))
            """Ids of the statements that the sentences were about."""
        self._at = {word: number for number, word in enumerate(words)}

    def of(self, text: str) -> Reading:
        """Return what sentences with these words mostly were."""
        counts = Counter(self._at[word] for word in words_of(text) if word in self._at)
        logits = self._bias
        if counts:
            places = np.fromiter(counts, np.int64, len(counts))
            values = np.array([1.0 + log(count) for count in counts.values()], np.float32) * self._idf[places]
            values /= np.linalg.norm(values)
            logits = logits + values @ self._weights[places].astype(np.float32)
        return reading_of(shares_of(logits))


@cache
def bundled_stance() -> Stance:
    """Return the stance of this process, read at the first call."""
    return Stance()
