"""Every labelled sentence there is to train on, with the lines that a check would read it against.

    python training/examples.py --out examples.jsonl

Gathers the lines once, for the scripts that train on them. Needs PyTorch, which the program itself does not.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assistant.assembly import Assistant
from assistant.consistency.aim import Aim
from assistant.consistency.evidence import EvidenceGatherer
from assistant.consistency.reader import line_as_read, sentence_as_read
from assistant.domain import Progress
from assistant.settings import Settings
from assistant.terminal import progress

HERE = Path(__file__).resolve().parent
SHARED = HERE.parent.parent / "shared" / "data"
LABELS = ("consistent", "contradicts", "unsupported")


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A labelled sentence with the lines it is read against, as texts for the encoder."""

    group: str
    label: int
    sentence: str
    lines: tuple[str, ...]
    statements: tuple[str, ...]
    """The statement of each line."""
    deciding: tuple[str, ...]
    """The statements that decide the label, where one does."""


def held_back() -> frozenset[str]:
    """Return the groups that nothing is trained on: thresholds are set, and reports made, on them."""
    return frozenset((HERE / "held_back.txt").read_text("utf-8").split())


def rows(ledger: Any) -> Iterator[dict[str, Any]]:
    """Yield the sentences: ours, the shared contrast sets where present, and the ledger's own examples."""
    for path in (HERE / "sentences.jsonl", *sorted(SHARED.glob("contrast_?.jsonl"))):
        yield from map(json.loads, path.read_text("utf-8").splitlines())
    for principle in ledger.principles:
        for line in principle.red_lines:
            for label, texts in (("contradicts", line.crossed_by), ("consistent", line.held_by)):
                for lang in ("es", "en"):
                    for text in texts.get(lang):
                        yield {
                            "text": text,
                            "lang": lang,
                            "label": label,
                            "triplet": f"ledger-{line.id}",
                            "evidence": [],
                        }


def examples(assistant: Assistant, aims: Mapping[str, Aim], default: Aim, report: Progress) -> list[Example]:
    """Return all sentences with their lines.

    Args:
        assistant: Over the bundled record.
        aims: For each group of sentences an aim that was not learned from it, so that the lines are no better than
            those of a sentence that nobody has seen.
        default: For groups without one.
        report: Told of progress.
    """
    gatherers: dict[int, EvidenceGatherer] = {}
    found = []
    known = list(rows(assistant.ledger))
    for done, row in enumerate(known, start=1):
        aim = aims.get(row["triplet"], default)
        gatherer = gatherers.setdefault(id(aim), EvidenceGatherer(assistant.retriever, aim))
        units = gatherer.gather(row["text"], row["lang"]).nearest
        found.append(
            Example(
                group=row["triplet"],
                label=LABELS.index(row["label"]),
                sentence=sentence_as_read(row["text"]),
                lines=tuple(line_as_read(unit) for unit in units),
                statements=tuple(unit.statement.id for unit in units),
                deciding=tuple(row["evidence"]),
            )
        )
        report("gathering lines", done, len(known))
    return found


def load(path: Path) -> tuple[list[Example], list[Example]]:
    """Return the examples of a file: those to learn from, and those held back."""
    known = [Example(**{**row, "lines": tuple(row["lines"])}) for row in map(json.loads, path.open(encoding="utf-8"))]
    apart = held_back()
    return [e for e in known if e.group not in apart], [e for e in known if e.group in apart]


def main() -> None:
    """Gather the lines of every sentence and write them down."""
    from train_aim import crossed, gather, learn

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("examples.jsonl"))
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as home,
        progress() as report,
        Assistant.open(Settings(home=Path(home), _env_file=None), progress=report) as assistant,
    ):
        sample, lines = gather(assistant)
        aims, default = crossed(sample, lines, given.seed), learn(sample, lines, given.seed).as_aim()
        found = examples(assistant, aims, default, report)
    given.out.write_text("".join(json.dumps(asdict(e), ensure_ascii=False) + "\n" for e in found), "utf-8")
    print(f"wrote {given.out}, {len(found):,} sentences")


if __name__ == "__main__":
    main()
