"""Learns what sentences with certain words mostly were, beside the record they were written about: the stance.

    python training/train_stance.py --out assistant/consistency/stance.npz

Logistic regression over words and pairs of words. Needs scikit-learn, which the program itself does not.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np
from examples import LABELS, held_back, rows
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from assistant.consistency.stance import Stance, words_of
from assistant.record.ledger import bundled_ledger


def main() -> None:
    """Learn, report on what was held back, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("stance.npz"))
    given = parser.parse_args()
    known = list(rows(bundled_ledger()))
    apart = held_back()
    learned, tested = [r for r in known if r["triplet"] not in apart], [r for r in known if r["triplet"] in apart]
    vectoriser = TfidfVectorizer(analyzer=words_of, min_df=2, sublinear_tf=True)
    matrix = vectoriser.fit_transform([row["text"] for row in learned])
    model = LogisticRegression(C=4.0, max_iter=1000).fit(matrix, [LABELS.index(row["label"]) for row in learned])
    statements = sorted({i for row in learned for i in row["evidence"]})
    write(given.out, vectoriser, model, statements)
    report(Stance(given.out), tested)
    print(f"wrote {given.out}, {given.out.stat().st_size:,} bytes, {matrix.shape[1]:,} words and pairs")


def write(path: Path, vectoriser: Any, model: Any, statements: list[str]) -> None:
    """Write words, their weights for each label, and the statements that the sentences were about."""
    words = vectoriser.get_feature_names_out()
    np.savez_compressed(
        path,
        words=np.frombuffer("\n".join(words).encode(), np.uint8),
        idf=vectoriser.idf_.astype(np.float32),
        weights=model.coef_.T.astype(np.float16),
        bias=model.intercept_.astype(np.float32),
        statements=np.frombuffer("\n".join(statements).encode(), np.uint8),
    )


def report(stance: Stance, tested: list[dict[str, Any]]) -> None:
    """Print the recall of each label over sentences that were held back."""
    read = [stance.of(row["text"]) for row in tested]
    said = [int(np.argmax([each.consistent, each.contradicts, each.unsupported])) for each in read]
    wanted = [LABELS.index(row["label"]) for row in tested]
    found = [np.mean([s == label for s, w in zip(said, wanted, strict=True) if w == label]) for label in range(3)]
    print(f"held back: balanced accuracy {np.mean(found):.3f}, recalls {[round(float(r), 2) for r in found]}")


if __name__ == "__main__":
    main()
