"""Trains what tells whether a sentence is about the matters of the bundled record at all.

    python training/train_matter.py --out assistant/consistency/matter.npz

For the record's matters stand sentences that agree with it; against them stand those of `other_matters.jsonl` and the
ones that use a principle's words for something else. Prints how many of each are told right that were not learned from.
"""

import argparse
import json
import os
import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from examples import held_back, rows
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from assistant.consistency.matter import ON_MATTER, Matter
from assistant.consistency.reader import Reader
from assistant.record.ledger import bundled_ledger

OTHERS = Path(__file__).with_name("other_matters.jsonl")
OF_RECORD = 9_000
STRENGTH = 1e-3
"""How far the weights may move from nought (scikit-learn's C): fitted on folds, flat around it."""


def summaries(texts: Sequence[str]) -> NDArray[np.float32]:
    """Return what the encoder leaves of each sentence, (n, 1536)."""
    reader = Reader()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return np.stack(list(pool.map(reader.summary, texts)))


def main() -> None:
    """Train, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    out = parser.parse_args().out
    aside, known = held_back(), rows(bundled_ledger())
    agree = [r for r in known if r["label"] == "consistent"]
    off = [r["text"] for r in known if r["kind"] == "off-topic" and r["label"] == "unsupported"]
    held = [r["text"] for r in agree if r["triplet"] in aside]
    texts = random.Random(5).sample([r["text"] for r in agree if r["triplet"] not in aside], OF_RECORD)
    off += [json.loads(line)["text"] for line in OTHERS.read_text("utf-8").splitlines()]
    given, wanted = summaries([*texts, *off]), np.array([1] * len(texts) + [0] * len(off))
    model = make_pipeline(StandardScaler(), LogisticRegression(C=STRENGTH, max_iter=500, class_weight="balanced"))
    guessed = cross_val_predict(model, given, wanted, cv=5, method="predict_proba")[:, 1] >= ON_MATTER
    print(f"folds: of the record {guessed[wanted == 1].mean():.3f}, others {1 - guessed[wanted == 0].mean():.3f}")
    scaler, fitted = model.fit(given, wanted).steps[0][1], model.steps[1][1]
    weights = fitted.coef_[0] / scaler.scale_
    bias = fitted.intercept_[0] - weights @ scaler.mean_
    np.savez(out, weights=weights.astype(np.float16), bias=np.float32(bias))
    matter, kept = Matter(out), summaries(held)
    print(f"held back, of the record: {np.mean([matter.of(each) >= ON_MATTER for each in kept]):.3f} of {len(kept)}")


if __name__ == "__main__":
    main()
