"""The seams: what a layer asks of the parts below it."""

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

Progress = Callable[[str, int, int], None]
"""Called as (stage, done, total) while long work goes on; total is 0 where it is not known."""


def silent(stage: str, done: int, total: int) -> None:
    """A `Progress` that says nothing."""


class Embedder(Protocol):
    """Turns texts into vectors, as float32 arrays of shape (n, dimension), L2-normalised."""

    @property
    def model_id(self) -> str:
        """Names model and recipe; vectors of different ids must never be mixed."""

    def embed_passages(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Embed texts that are to be found."""

    def embed_queries(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Embed texts that search."""
