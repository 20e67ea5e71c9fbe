"""Fits and measures the model that tells whether the record answers a question.

    python benchmarks/answerability.py            (about a minute; needs nothing but the bundled record)

Fitted on `answerability.jsonl` and on the `dev` half of `questions.jsonl`; its `test` half is for reporting alone. What
is weighed is hits: those that answer (grade 2) against those with no grade. The questions of `answerability.jsonl` have
no grades, so that the surest hit of each stands for it.

Prints how well answered and unanswered questions are told apart by the surest of ten hits (area under the ROC curve;
ten-fold cross-validation over what was fitted on), how many of each count as on record, and, of the hits that count as
on the matter, how many have a grade; then the weights, which belong into `assistant/retrieval/relevance.py`. The bias
is the one at which, in cross-validation, a tenth of the unanswerable questions of `dev`, nearly all of them near to the
record, count as on record: a wrong answer is worse than silence.
"""

import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from questions import load

from assistant.assembly import Assistant
from assistant.settings import Settings

UNGRADED = Path(__file__).with_name("answerability.jsonl")
NAMES = ("nearness", "coverage", "missing")
K, FOLDS, STEPS, ROUNDS, RIDGE = 10, 10, 30, 6, 1.0
WEIGHT_OF_A_MISS = 0.3
"""There are ten times as many hits without a grade as with one."""
FALSE_ANSWERS = 0.1
Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question and its hits."""

    lang: str
    answerable: bool
    split: str
    kind: str
    hits: Array
    """One row of signals a hit."""
    grades: tuple[int, ...] | None
    """Of each hit; None where they are not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Weights in the raw scale."""

    weights: Array
    bias: float

    def scores(self, asked: Sequence[Asked]) -> Array:
        """Return the score of the surest hit of each question."""
        return np.array([(each.hits @ self.weights + self.bias).max() for each in asked])


def ask(assistant: Assistant) -> list[Asked]:
    """Search for every question of both sets."""
    found = []
    for question in load():
        ids, rows, lang = _search(assistant, question.query)
        found.append(
            Asked(
                lang=lang,
                answerable=question.answerable,
                split=question.split,
                kind=question.kind,
                hits=rows,
                grades=tuple(question.relevant.get(each, 0) for each in ids),
            )
        )
    for line in UNGRADED.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        _, rows, lang = _search(assistant, row["q"])
        found.append(Asked(lang=lang, answerable=row["on"], split="ungraded", kind="", hits=rows, grades=None))
    return found


def _search(assistant: Assistant, text: str) -> tuple[list[str], Array, str]:
    done = assistant.retriever.explain(assistant.retriever.understand(text), k=K)
    rows = np.array([why.signals.as_row() for why in done.explanations])
    return [hit.statement.id for hit in done.hits], rows, done.query.lang


def train(asked: Sequence[Asked]) -> Model:
    """Fit; which hit is the surest is settled in a few rounds."""
    model = Model(weights=np.ones(len(NAMES)), bias=0.0)
    for _ in range(ROUNDS):
        examples = [example for each in asked for example in _examples(each, model)]
        rows, labels, counts = (np.array(column, dtype=np.float64) for column in zip(*examples, strict=True))
        model = _fit(rows, labels, counts)
    return model


def _examples(asked: Asked, model: Model) -> Iterator[tuple[Array, bool, float]]:
    """Yield signals, whether they are those of an answer, and how much that counts."""
    if asked.grades is None:
        yield asked.hits[int(np.argmax(asked.hits @ model.weights))], asked.answerable, 1.0
        return
    for row, grade in zip(asked.hits, asked.grades, strict=True):
        if grade != 1:
            yield row, grade == 2, 1.0 if grade == 2 else WEIGHT_OF_A_MISS


def _fit(rows: Array, labels: Array, counts: Array) -> Model:
    """Fit a ridge logistic regression by Newton's method."""
    mean, deviation = rows.mean(axis=0), rows.std(axis=0)
    x = np.c_[(rows - mean) / deviation, np.ones(len(rows))]
    penalty = RIDGE * np.r_[np.ones(rows.shape[1]), 0.0]
    weights = np.zeros(x.shape[1])
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (counts * (p - labels)) + penalty * weights
        curve = (x * (counts * p * (1 - p))[:, None]).T @ x + np.diag(penalty)
        weights = weights - np.linalg.solve(curve, slope)
    raw = weights[:-1] / deviation
    return Model(weights=raw, bias=float(weights[-1] - raw @ mean))


def cross_validated(asked: Sequence[Asked]) -> Array:
    """Return the score of each question by a model that has not seen it."""
    fold = np.random.default_rng(0).permutation(np.arange(len(asked)) % FOLDS)
    scores = np.zeros(len(asked))
    for held_out in range(FOLDS):
        model = train([each for each, of in zip(asked, fold, strict=True) if of != held_out])
        scores[fold == held_out] = model.scores([each for each, of in zip(asked, fold, strict=True) if of == held_out])
    return scores


def auroc(scores: Array, y: Array) -> float:
    """Return the probability that an answerable question scores above an unanswerable one."""
    yes, no = scores[y == 1], scores[y == 0]
    wins = (yes[:, None] > no[None, :]) + 0.5 * (yes[:, None] == no[None, :])
    return float(wins.mean())


def threshold(scores: Array, asked: Sequence[Asked]) -> float:
    """Return the least score that lets at most a tenth of the unanswerable questions of `dev` pass."""
    no = np.sort([s for s, each in zip(scores, asked, strict=True) if each.split == "dev" and not each.answerable])
    return float(no[len(no) - 1 - int(FALSE_ANSWERS * len(no))]) + 1e-6


def report(name: str, asked: Sequence[Asked], scores: Array) -> None:
    """Print one line of the table; `scores` above 0 count as on record."""
    y = np.array([float(each.answerable) for each in asked])
    print(
        f"{name:24} {len(asked):4} {auroc(scores, y):7.3f} {(scores[y == 1] >= 0).mean():9.0%} "
        f"{(scores[y == 0] >= 0).mean():9.0%}"
    )


def precision(asked: Sequence[Asked], model: Model) -> tuple[float, float]:
    """Return which share of the hits that count as on the matter has a grade, and of those of grade 2, how many count.

    Of answerable questions alone.
    """
    graded = [
        (grade, float(row @ model.weights) + model.bias >= 0)
        for each in asked
        if each.answerable and each.grades is not None
        for row, grade in zip(each.hits, each.grades, strict=True)
    ]
    shown = [grade > 0 for grade, counts in graded if counts]
    answers = [counts for grade, counts in graded if grade == 2]
    return float(np.mean(shown)), float(np.mean(answers))


def main() -> None:
    """Run the measurement."""
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    with tempfile.TemporaryDirectory() as home, Assistant.open(Settings(home=Path(home))) as assistant:
        everything = ask(assistant)
    seen = [each for each in everything if each.split != "test"]
    unseen_scores = cross_validated(seen)
    least = threshold(unseen_scores, seen)
    fitted = train(seen)
    model = Model(weights=fitted.weights, bias=fitted.bias - least)
    print(f"{'':24} {'n':>4} {'AUROC':>7} {'answered':>9} {'false':>9}")
    report("cross-validated", seen, unseen_scores - least)
    dev = [place for place, each in enumerate(seen) if each.split == "dev"]
    report("  of these, dev", [seen[place] for place in dev], unseen_scores[dev] - least)
    graded = [each for each in everything if each.grades is not None]
    groups = {
        "dev (fitted on)": [each for each in graded if each.split == "dev"],
        "test": [each for each in graded if each.split == "test"],
        "dev and test": graded,
        "  asked in Spanish": [each for each in graded if each.lang == "es"],
        "  asked in English": [each for each in graded if each.lang == "en"],
        "  without the far ones": [each for each in graded if each.kind != "far"],
        "  without the near ones": [each for each in graded if each.kind != "near"],
    }
    for name, group in groups.items():
        report(name, group, model.scores(group))
    for split in ("dev", "test"):
        shown, counted = precision([each for each in graded if each.split == split], model)
        print(f"{split}: {shown:.0%} of the hits on the matter have a grade; {counted:.0%} of those that answer are it")
    weights = ", ".join(f"{name} {weight:.2f}" for name, weight in zip(NAMES, model.weights, strict=True))
    print(f"weights: {weights}, bias {model.bias:.2f}")


if __name__ == "__main__":
    main()
