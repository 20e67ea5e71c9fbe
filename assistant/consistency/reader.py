"""Reads a sentence against the nearest lines of the record: does it say the same, the contrary, or something else?

A small network lays every token of the sentence on the tokens of the lines and back, compares each with what it
meets, and decides from all comparisons (soft alignment after Parikh et al. 2016, "A Decomposable Attention Model
for Natural Language Inference", with a recurrent layer as in Chen et al. 2017, "Enhanced LSTM for Natural Language
Inference"). The tokens come with the bundled encoder's states, which know what stands around them. It was trained
by `training/train_reader.py` and lies beside this file, 2.3 MB.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.consistency.evidence import Unit
from assistant.domain import Statement

LINES = 3
"""Lines that are read beside the sentence."""
MAX_TOKENS = 120
REMEMBERED = 1_024
"""Texts whose states are kept: some 60 MB at most."""
_MODEL = Path(__file__).with_name("reader.onnx")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a sentence stands to the lines it was read against: three probabilities that add up to 1."""

    consistent: float
    contradicts: float
    unsupported: float


UNREAD = Reading(consistent=0.0, contradicts=0.0, unsupported=1.0)
"""What stands where there is nothing to read against."""


class Reader:
    """Reads sentences against units of the record. Opens the encoder and the network at the first one."""

    def __init__(self) -> None:
        """Open nothing yet."""
        self._session: Any = None
        self._encoder: Any = None
        self._opening = Lock()
        self._states = lru_cache(REMEMBERED)(self._states_of)

    def read(self, sentence: str, lines: Sequence[str]) -> Reading:
        """Return how the sentence stands to the nearest `LINES` lines together."""
        if not lines:
            return UNREAD
        self._open()
        parts = [self._states(text) for text in (sentence_as_read(sentence), *lines[:LINES])]
        states = np.concatenate(parts)[None]
        side = np.concatenate([np.full(len(part), place) for place, part in enumerate(parts)])[None]
        found = self._session.run(None, {"states": states, "side": side.astype(np.int64)})[0][0]
        consistent, contradicts, unsupported = (float(each) for each in found)
        return Reading(consistent=consistent, contradicts=contradicts, unsupported=unsupported)

    def _states_of(self, text: str) -> NDArray[np.float32]:
        return np.asarray(self._encoder.states(text, MAX_TOKENS), np.float32)

    def _open(self) -> None:
        with self._opening:
            if self._session is None:
                import onnxruntime as ort  # type: ignore[import-untyped]

                from assistant.retrieval.e5 import encoder

                options = ort.SessionOptions()
                options.intra_op_num_threads = 1
                options.log_severity_level = 3
                self._encoder = encoder()
                self._session = ort.InferenceSession(_MODEL.read_bytes(), options, ["CPUExecutionProvider"])


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
