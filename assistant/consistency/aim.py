"""Turns a sentence's vector towards the lines of the record that decide about it.

The encoder was made to find texts that answer a question; what a draft says in quite other words, or denies, lies
further off. A linear map of the query side alone (as in Wang et al. 2021, "Efficient Domain Adaptation of Sentence
Embeddings Using Adapters"), learned by `training/train_aim.py` from sentences and the statements that decide them,
brings it nearer. The record's vectors stay as they are.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]
Aim = Callable[[Vector], Vector]
_FILE = Path(__file__).with_name("aim.npz")


@cache
def aim_for(model_id: str) -> Aim | None:
    """Return the map for the vectors of an embedding model, or None where it was learned for another one."""
    with np.load(_FILE) as file:
        if str(file["model"]) != model_id:
            return None
        return aim_of(file["matrix"], file["mean"], file["shift"])


def aim_of(matrix: Vector, mean: Vector, shift: Vector) -> Aim:
    """Return the map q → q + (q − mean) · matrix + shift, normalised, for vectors of shape (d,)."""
    turn, middle, move = (np.asarray(each, np.float32) for each in (matrix, mean, shift))

    def aimed(vector: Vector) -> Vector:
        there = vector + (vector - middle) @ turn + move
        return np.asarray(there / np.linalg.norm(there), np.float32)

    return aimed
