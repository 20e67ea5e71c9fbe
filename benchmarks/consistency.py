"""Measures the labels of `check` on labelled sentences.

    python benchmarks/consistency.py CASES.jsonl…      lines {"id", "text", "lang", "label"}

Runs over the bundled record in a home of its own. Prints the confusion matrix, the balanced accuracy, the cost a
case (a contradiction called consistent costs 20, an unsupported one called consistent 5, any other mistake 1), and
every case wrongly called consistent.
"""

import json
import sys
import tempfile
from collections import Counter
from pathlib import Path

from assistant.assembly import Assistant
from assistant.domain import Label, Report
from assistant.settings import Settings

LABELS = [label.value for label in (Label.CONSISTENT, Label.CONTRADICTS, Label.UNSUPPORTED)]
COSTS = {("contradicts", "consistent"): 20, ("unsupported", "consistent"): 5}


def label_of(report: Report) -> str:
    """Return the label of a text: its worst sentence's."""
    found = {sentence.label.value for sentence in report.sentences}
    return next((label for label in ("contradicts", "unsupported", "consistent") if label in found), "unsupported")


def main(paths: list[str]) -> None:
    """Run the measurement."""
    if not paths:
        sys.exit("Name one or more files of labelled cases, as JSON Lines.")
    cases = [json.loads(line) for path in paths for line in Path(path).read_text(encoding="utf-8").splitlines() if line]
    counts: Counter[tuple[str, str]] = Counter()
    wrong = []
    with tempfile.TemporaryDirectory() as home, Assistant.open(Settings(home=Path(home))) as assistant:
        for case in cases:
            given = label_of(assistant.check(case["text"], lang=case.get("lang")))
            counts[case["label"], given] += 1
            if given == "consistent" != case["label"]:
                wrong.append(case)
    print(f"{len(cases)} cases; rows are true labels, columns given ones")
    print(" " * 14 + "".join(f"{label:>14}" for label in LABELS))
    recalls = []
    for true in LABELS:
        row = [counts[true, given] for given in LABELS]
        print(f"{true:<14}" + "".join(f"{count:>14}" for count in row))
        recalls.append(counts[true, true] / max(1, sum(row)))
    cost = sum(n * COSTS.get(pair, int(pair[0] != pair[1])) for pair, n in counts.items())
    print(f"balanced accuracy {sum(recalls) / len(recalls):.3f}, cost a case {cost / len(cases):.3f}")
    for case in wrong:
        print(f"wrongly consistent ({case['label']}): {case['id']}: {case['text']}")


if __name__ == "__main__":
    main(sys.argv[1:])
