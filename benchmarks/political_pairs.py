"""Reads public pairs of political statements: the first is taken as the record, the second as the sentence.

    python benchmarks/political_pairs.py [PAIRS.csv]

Prints macro-F1 of the reader, of the two language models whose answers the file holds, and of the most frequent
label. Nothing was learned from these pairs, and no threshold is set on them.
"""

import csv
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from sklearn.metrics import classification_report, f1_score

from assistant.consistency.opinions import of_networks, together
from assistant.consistency.reader import Reader

PAIRS = Path(__file__).resolve().parents[2] / "shared" / "data" / "political_pairs_dev.csv"
LABELS = ("consistent", "contradicts", "unsupported")


def read(reader: Reader, pair: dict[str, str]) -> str:
    """Return the label that the reader finds most likely for the second statement of a pair."""
    reading = together(of_networks(reader, pair["text_2"], [pair["text_1"]]))
    likely = dict(zip(LABELS, (reading.consistent, reading.contradicts, reading.unsupported), strict=True))
    return max(LABELS, key=lambda label: likely[label])


def show(name: str, wanted: Sequence[str], said: Sequence[str]) -> None:
    """Print one line of the table."""
    f1 = f1_score(wanted, said, labels=LABELS, average="macro", zero_division=0)
    right = sum(a == b for a, b in zip(wanted, said, strict=True)) / len(wanted)
    print(f"  {name:14} macro-F1 {f1:.3f}  accuracy {right:.3f}", flush=True)


def main(path: Path = PAIRS) -> None:
    """Run the measurement."""
    if not path.is_file():
        print(f"{path.name} is not there; nothing measured")
        return
    with path.open(encoding="utf-8", newline="") as file:
        pairs = list(csv.DictReader(file))
    wanted = [pair["label"] for pair in pairs]
    reader = Reader()
    said = [read(reader, pair) for pair in pairs]
    print(f"{len(pairs)} pairs")
    show("reader", wanted, said)
    for name in ("gpt4", "llama70b"):
        show(name, wanted, [pair[name] for pair in pairs])
    show("most frequent", wanted, [Counter(wanted).most_common(1)[0][0]] * len(pairs))
    print(classification_report(wanted, said, labels=LABELS, digits=3, zero_division=0))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
