"""Fits and measures the model that tells whether the record answers a question.

    python benchmarks/answerability.py            (about a minute; needs nothing but the bundled record)

Prints the area under the ROC curve and the accuracy by five-fold cross-validation, then the weights fitted on
all questions, which belong into `assistant/retrieval/relevance.py`.
"""

import json
import tempfile
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.assembly import Assistant
from assistant.settings import Settings

QUESTIONS = Path(__file__).with_name("answerability.jsonl")
FOLDS, STEPS, RATE, RIDGE = 5, 4000, 0.5, 1.0
Array = npt.NDArray[np.float64]


def features(assistant: Assistant, question: str) -> Array:
    """Return the best similarity, margin and coverage of the five best passages."""
    found = assistant.retriever.passages(question, k=5)
    return np.array([s.as_row() for s in assistant.retriever.signals(question, found)]).max(axis=0)


def fit(x: Array, y: Array) -> tuple[Array, float]:
    """Fit a ridge logistic regression by gradient descent; return weights and bias in the raw scale."""
    mean, deviation = x.mean(axis=0), x.std(axis=0)
    z = np.c_[(x - mean) / deviation, np.ones(len(x))]
    w = np.zeros(z.shape[1])
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-z @ w))
        w -= RATE * (z.T @ (p - y) + RIDGE * np.r_[w[:-1], 0]) / len(y)
    weights = w[:-1] / deviation
    return weights, float(w[-1] - weights @ mean)


def auroc(scores: Array, y: Array) -> float:
    """Return the probability that an answerable question scores above an unanswerable one."""
    yes, no = scores[y == 1], scores[y == 0]
    wins = (yes[:, None] > no[None, :]) + 0.5 * (yes[:, None] == no[None, :])
    return float(wins.mean())


def main() -> None:
    """Run the measurement."""
    rows = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as home, Assistant.open(Settings(home=Path(home))) as assistant:
        x = np.array([features(assistant, row["q"]) for row in rows])
    y = np.array([float(row["on"]) for row in rows])
    fold = np.random.default_rng(0).permutation(np.arange(len(y)) % FOLDS)
    scores = np.zeros(len(y))
    for held_out in range(FOLDS):
        weights, bias = fit(x[fold != held_out], y[fold != held_out])
        scores[fold == held_out] = x[fold == held_out] @ weights + bias
    print(f"{len(y)} questions, {int(y.sum())} answerable")
    print(f"five-fold AUROC {auroc(scores, y):.3f}, accuracy {((scores > 0) == (y == 1)).mean():.3f}")
    weights, bias = fit(x, y)
    print(f"weights: similarity {weights[0]:.1f}, margin {weights[1]:.1f}, coverage {weights[2]:.2f}, bias {bias:.2f}")


if __name__ == "__main__":
    main()
