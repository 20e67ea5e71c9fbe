"""Every labelled sentence there is to train on, with the lines that a check would read it against."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.assembly import Assistant
from assistant.consistency.aim import Aim
from assistant.consistency.evidence import EvidenceGatherer
from assistant.consistency.reader import LINES, line_as_read, sentence_as_read
from assistant.domain import Progress

HERE = Path(__file__).resolve().parent
SHARED = HERE.parent.parent / "shared" / "data"
FOLDS = 20
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


def held_back(groups: Sequence[str], seed: int = 0) -> frozenset[str]:
    """Return the groups that nothing is trained on, one in twenty: thresholds are set, and reports made, on them."""
    names = sorted(set(groups))
    random.Random(seed).shuffle(names)
    return frozenset(names[::FOLDS])


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
        units = gatherer.gather(row["text"], row["lang"]).nearest[:LINES]
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
