"""Finds what each opinion should count, and shows what thresholds would let through, on sentences held back.

    python training/fit_opinions.py --examples examples.jsonl

Needs SciPy, which the program itself does not.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path
from typing import Any

import numpy as np
from examples import Example, load
from scipy.optimize import minimize

from assistant.consistency.opinions import UNKNOWING, by_heart, of_networks, pooled
from assistant.consistency.reader import Reader, sentence_as_read

THRESHOLDS = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85)


def opinions(known: Sequence[Example]) -> np.ndarray:
    """Return what aligner, cross-reader, stance and meaning say of examples, shape (n, 4, 3)."""
    reader, found = Reader(), []
    for example in known:
        text = example.sentence.removeprefix(sentence_as_read(""))
        said = [*of_networks(reader, text, example.lines), *by_heart(reader, text)]
        found.append([astuple(each) for each in said])
    return np.array(found)


def fitted(probabilities: np.ndarray, wanted: np.ndarray) -> Any:
    """Return the weights under which the labels are the likeliest."""

    def unlikelihood(weights: np.ndarray) -> float:
        return -float(np.log(pooled(weights, probabilities)[np.arange(len(wanted)), wanted] + 1e-9).mean())

    return minimize(unlikelihood, np.full(probabilities.shape[1], 0.5), method="Nelder-Mead").x


def main() -> None:
    """Fit with what knows the record by heart and without it, and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", type=Path, default=Path("examples.jsonl"))
    given = parser.parse_args()
    _, known = load(given.examples)
    probabilities, wanted = opinions(known), np.array([example.label for example in known])
    for name, chosen in (("knowing the record", probabilities), ("unknowing", probabilities[:, : len(UNKNOWING)])):
        weights = fitted(chosen, wanted)
        shares = pooled(weights, chosen)
        recalls = [float((shares.argmax(1)[wanted == label] == label).mean()) for label in range(3)]
        print(f"{name}: weights {weights.round(2)}, balanced accuracy {np.mean(recalls):.3f}", np.round(recalls, 2))
        for threshold in THRESHOLDS:
            said = [float((shares[wanted == label, 0] >= threshold).mean()) for label in range(3)]
            blamed = [float((shares[wanted == label, 1] >= threshold).mean()) for label in range(3)]
            print(
                f"  at {threshold:.2f} called consistent: {said[0]:.2f} rightly, {said[1]:.3f} of contradictions, "
                f"{said[2]:.3f} of unsettled; called contrary: {blamed[1]:.2f} rightly, {blamed[0]:.3f} of consistent"
            )


if __name__ == "__main__":
    main()
