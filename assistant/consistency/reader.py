"""Reads a sentence against the nearest lines of the record: does it say the same, the contrary, or something else?

Two networks read. The aligner lays every token of the sentence on the tokens of the lines and back, compares each with
what it meets, and decides from all comparisons (soft alignment after Parikh et al. 2016, "A Decomposable Attention
Model for Natural Language Inference", with a recurrent layer as in Chen et al. 2017, "Enhanced LSTM for Natural
Language Inference"). In the cross-reader the sentence goes on through the encoder's upper layers, trained further, in
each of which its tokens also see those of the lines; the lines' own states are computed once and kept (as in MacAvaney
et al. 2020, "Efficient Document Re-Ranking for Transformers by Precomputing Term Representations"). Both were trained
by the scripts in `training/`, and lie beside this file.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.consistency.evidence import READ, Unit
from assistant.domain import Statement

LINES, ALIGNED_LINES = READ, 3
"""Lines that are read beside the sentence, and how many of them the aligner takes."""
MAX_TOKENS = 120
ALIGNED, LAST, UPPER = 9, 11, range(6, 12)
"""The layer of the encoder whose tokens are aligned, the last one, and those in which a sentence is read beside the
lines."""
REMEMBERED, LINES_REMEMBERED = 256, 640
"""Sentences and lines whose states are kept: some 40 and 100 MB at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a sentence stands to the lines it was read against: three probabilities that add up to 1."""

    consistent: float
    contradicts: float
    unsupported: float


UNREAD = Reading(consistent=0.0, contradicts=0.0, unsupported=1.0)
"""What stands where there is nothing to read against."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """What one run of the encoder leaves of a line: its tokens to be aligned (t, 384), and to be met in each layer.

    The latter in 8 bits (6, t, 384), as the cross-reader takes them anyway, with what one step of each is (6, t, 1).
    """

    aligned: NDArray[np.float32]
    eighths: NDArray[np.int8]
    scales: NDArray[np.float32]


class Reader:
    """Reads sentences against units of the record. Opens the encoder and the networks at the first one."""

    def __init__(self) -> None:
        """Open nothing yet."""
        self._aligner: Any = None
        self._cross_reader: Any = None
        self._encoder: Any = None
        self._opening = Lock()
        self._sentence_states = lru_cache(REMEMBERED)(self._states_of_sentence)
        self._line_states = lru_cache(LINES_REMEMBERED)(self._states_of_line)

    def aligned(self, sentence: str, lines: Sequence[str]) -> Reading:
        """Return how a sentence stands to the nearest lines, token laid on token: the quicker of the two."""
        if not lines:
            return UNREAD
        self._open()
        parts = [
            self._sentence_states(sentence)[1],
            *(self._line_states(line).aligned for line in lines[:ALIGNED_LINES]),
        ]
        states = np.concatenate(parts)[None]
        side = np.concatenate([np.full(len(part), place) for place, part in enumerate(parts)])[None]
        return reading_of(self._aligner.run(None, {"states": states, "side": side.astype(np.int64)})[0][0])

    def crossed(self, sentence: str, lines: Sequence[str]) -> Reading:
        """Return how a sentence stands to the nearest `LINES` lines, read through layer after layer beside them."""
        if not lines:
            return UNREAD
        self._open()
        ours = self._sentence_states(sentence)[0]
        theirs = [self._line_states(line) for line in lines[:LINES]]
        place = np.concatenate([np.full(part.eighths.shape[1], place) for place, part in enumerate(theirs)])
        met = np.concatenate([part.eighths * part.scales for part in theirs], 1)
        given = {"sentence": ours, "lines": met, "place": place.astype(np.int64)}
        return reading_of(self._cross_reader.run(None, given)[0])

    def summary(self, sentence: str) -> NDArray[np.float32]:
        """Return what the encoder leaves of a sentence: means and maxima over its tokens in two layers, (1536,)."""
        self._open()
        states = self._sentence_states(sentence)[1:]
        return np.stack([states.mean(1), states.max(1)], 1).reshape(-1)

    def _states_of_sentence(self, sentence: str) -> NDArray[np.float32]:
        """Return a sentence's tokens as they enter three layers, (3, t, 384), in one run for all that is asked of it.

        The layers are the first in which it is read beside lines, that in which it is aligned, and the last.
        """
        states = self._encoder.states(sentence_as_read(sentence), MAX_TOKENS, [UPPER[0], ALIGNED, LAST])
        return np.asarray(states, np.float32)

    def _states_of_line(self, line: str) -> _Kept:
        states = self._encoder.states(line, MAX_TOKENS, UPPER)
        scales = np.abs(states).max(-1, keepdims=True) / 127
        eighths = np.rint(states / scales).astype(np.int8)
        return _Kept(aligned=states[UPPER.index(ALIGNED)].copy(), eighths=eighths, scales=scales)

    def _open(self) -> None:
        with self._opening:
            if self._encoder is None:
                from assistant.retrieval.e5 import encoder

                self._aligner, self._cross_reader = _session("aligner.onnx"), _session("cross_reader.onnx")
                self._encoder = encoder()


def _session(name: str) -> Any:
    """Open a network that lies beside this file."""
    import onnxruntime as ort  # type: ignore[import-untyped]

    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    return ort.InferenceSession(Path(__file__).with_name(name).read_bytes(), options, ["CPUExecutionProvider"])


def reading_of(probabilities: Iterable[float]) -> Reading:
    """Return three probabilities in the order of the labels as a reading."""
    consistent, contradicts, unsupported = (float(each) for each in probabilities)
    return Reading(consistent=consistent, contradicts=contradicts, unsupported=unsupported)


def shares_of(logits: NDArray[Any]) -> NDArray[Any]:
    """Return logits (..., n) as probabilities that add up to 1 along the last axis."""
    shares = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(shares / shares.sum(axis=-1, keepdims=True))


def sentence_as_read(sentence: str) -> str:
    """Return a sentence as the encoder is given it."""
    return "query: " + sentence


def line_as_read(unit: Unit) -> str:
    """Return a unit as the encoder is given it: with its date, and who said it."""
    return f"{unit.statement.date} {known_as(unit.statement)}: {unit.text}"


def known_as(statement: Statement) -> str:
    """Return the short name of who spoke, as in the lines that the network was trained on."""
    parts = statement.id.split("-")
    if statement.id.startswith(statement.date.isoformat()) and len(parts) > 3:
        return parts[3]
    words = statement.speaker.lower().split()
    return words[1] if len(words) > 1 else "".join(words)
