"""Trains the reader: does a sentence say what the nearest lines of the record say, the contrary, or something else?

    python training/train_reader.py --out reader.onnx

Needs PyTorch and onnxscript, which the program itself does not.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from assistant.assembly import Assistant
from assistant.consistency.evidence import EvidenceGatherer
from assistant.consistency.reader import LINES, MAX_TOKENS, line_as_read, sentence_as_read
from assistant.retrieval.e5 import encoder
from assistant.settings import Settings
from assistant.terminal import progress

HERE = Path(__file__).resolve().parent
SHARED = HERE.parent.parent / "shared" / "data"
LABELS = ("consistent", "contradicts", "unsupported")
WIDTH, HIDDEN = 384, 192
FOLDS = 12
"""One part in so many is held back and reported on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A labelled sentence with the lines it is read against, as texts for the encoder."""

    group: str
    label: int
    texts: tuple[str, ...]


class Network(nn.Module):
    """Lays the tokens of two sides on each other, compares, and decides from the means and the maxima."""

    def __init__(self, dropout: float) -> None:
        """Begin with random weights."""
        super().__init__()
        self.dropout = dropout
        self.project = nn.Sequential(nn.LayerNorm(WIDTH), nn.Linear(WIDTH, HIDDEN))
        self.key = nn.Linear(HIDDEN, HIDDEN)
        self.sharpness = nn.Parameter(torch.tensor(5.0))
        self.by_place = nn.Parameter(torch.zeros(8))
        self.compare = nn.Sequential(nn.Linear(4 * HIDDEN, HIDDEN), nn.GELU(), nn.Dropout(dropout))
        self.context = nn.GRU(HIDDEN, HIDDEN // 2, bidirectional=True, batch_first=True)
        self.decide = nn.Sequential(
            nn.Dropout(0.2), nn.Linear(4 * HIDDEN + 2, HIDDEN), nn.GELU(), nn.Dropout(0.2), nn.Linear(HIDDEN, 3)
        )

    def forward(self, states: Tensor, there: Tensor, side: Tensor) -> Tensor:
        """Return logits (b, 3) for states (b, t, 384), which tokens are there (b, t), and their side (0: sentence)."""
        x = F.dropout(self.project(states), self.dropout, self.training)
        keys = F.normalize(self.key(x), dim=-1)
        scores = torch.einsum("btd,bud->btu", keys, keys) * self.sharpness + self.by_place[side][:, None, :]
        ours, theirs = (side == 0) & there, (side > 0) & there
        met = torch.where(ours[..., None], _attend(scores, theirs, x), _attend(scores, ours, x))
        best = scores.masked_fill(~theirs[:, None, :], -9).max(-1).values
        compared = self.compare(torch.cat([x, met, x - met, x * met], -1))
        compared = compared + self.context(compared * there[..., None])[0]
        summary = [_mean(compared, ours), _most(compared, ours), _mean(compared, theirs), _most(compared, theirs)]
        held = ((best * ours).sum(1) / ours.sum(1))[:, None]
        least = best.masked_fill(~ours, 99).min(1).values[:, None]
        return self.decide(torch.cat([*summary, held, least], 1))


def _attend(scores: Tensor, allowed: Tensor, values: Tensor) -> Tensor:
    return torch.softmax(scores.masked_fill(~allowed[:, None, :], -1e4), -1) @ values


def _mean(x: Tensor, where: Tensor) -> Tensor:
    return (x * where[..., None]).sum(1) / where.sum(1, keepdim=True).clamp(min=1)


def _most(x: Tensor, where: Tensor) -> Tensor:
    return x.masked_fill(~where[..., None], -9).max(1).values


class Exported(nn.Module):
    """The network as it is shipped: one sentence, probabilities."""

    def __init__(self, network: Network) -> None:
        """Wrap a trained network."""
        super().__init__()
        self.network = network

    def forward(self, states: Tensor, side: Tensor) -> Tensor:
        """Return probabilities (1, 3)."""
        return self.network(states, torch.ones_like(side, dtype=torch.bool), side).softmax(-1)


def rows(ledger: Any) -> Iterator[dict[str, Any]]:
    """Yield every labelled sentence there is to train on."""
    for path in (HERE / "sentences.jsonl", *sorted(SHARED.glob("contrast_?.jsonl"))):
        yield from map(json.loads, path.read_text("utf-8").splitlines())
    for principle in ledger.principles:
        for line in principle.red_lines:
            for label, texts in (("contradicts", line.crossed_by), ("consistent", line.held_by)):
                for lang in ("es", "en"):
                    for text in texts.get(lang):
                        yield {"text": text, "lang": lang, "label": label, "triplet": f"ledger-{line.id}"}


def examples() -> list[Example]:
    """Return all sentences with the lines that a check of the bundled record would read them against."""
    found = []
    with (
        tempfile.TemporaryDirectory() as home,
        progress() as report,
        Assistant.open(Settings(home=Path(home)), progress=report) as assistant,
    ):
        gatherer = EvidenceGatherer(assistant.retriever)
        known = list(rows(assistant.ledger))
        for done, row in enumerate(known, start=1):
            units = gatherer.gather(row["text"], row["lang"]).nearest[:LINES]
            texts = (sentence_as_read(row["text"]), *(line_as_read(unit) for unit in units))
            found.append(Example(group=row["triplet"], label=LABELS.index(row["label"]), texts=texts))
            report("gathering lines", done, len(known))
    return found


def batch(chosen: Sequence[Example], states: dict[str, Tensor]) -> tuple[Tensor, Tensor, Tensor]:
    """Return states, which tokens are there, and sides of some examples, padded."""
    parts = [[states[text].float() for text in example.texts] for example in chosen]
    longest = max(sum(map(len, each)) for each in parts)
    x = torch.zeros(len(chosen), longest, WIDTH)
    there = torch.zeros(len(chosen), longest, dtype=torch.bool)
    side = torch.zeros(len(chosen), longest, dtype=torch.long)
    for row, each in enumerate(parts):
        size = sum(map(len, each))
        x[row, :size], there[row, :size] = torch.cat(each), True
        side[row, :size] = torch.cat([torch.full((len(part),), place) for place, part in enumerate(each)])
    return x, there, side


def batches(chosen: list[Example], states: dict[str, Tensor], size: int) -> Iterator[list[Example]]:
    """Yield batches of texts of like length, in random order."""
    random.shuffle(chosen)
    pools = [chosen[at : at + 16 * size] for at in range(0, len(chosen), 16 * size)]
    cut = []
    for pool in pools:
        pool = sorted(pool, key=lambda example: sum(len(states[text]) for text in example.texts))
        cut += [pool[at : at + size] for at in range(0, len(pool), size)]
    random.shuffle(cut)
    yield from cut


def recalls(network: Network, chosen: Sequence[Example], states: dict[str, Tensor]) -> list[float]:
    """Return the recall of each label."""
    network.eval()
    right: list[list[bool]] = [[], [], []]
    with torch.no_grad():
        for at in range(0, len(chosen), 32):
            part = chosen[at : at + 32]
            for example, said in zip(part, network(*batch(part, states)).argmax(1).tolist(), strict=True):
                right[example.label].append(said == example.label)
    return [float(np.mean(each)) for each in right]


def train(known: Sequence[Example], states: dict[str, Tensor], epochs: int, seed: int) -> Network:
    """Return a network trained on all but the last fold, reporting on that one after each epoch."""
    torch.manual_seed(seed)
    random.seed(seed)
    groups = sorted({example.group for example in known})
    random.shuffle(groups)
    held_back = set(groups[::FOLDS])
    learned = [example for example in known if example.group not in held_back]
    tested = [example for example in known if example.group in held_back]
    network, size = Network(dropout=0.1), 32
    optimiser = torch.optim.AdamW(network.parameters(), lr=1e-3, betas=(0.9, 0.98), weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, 1e-3, total_steps=epochs * (len(learned) // size + 17), pct_start=0.1, anneal_strategy="linear"
    )
    for epoch in range(1, epochs + 1):
        network.train()
        for part in batches(learned, states, size):
            wanted = torch.tensor([example.label for example in part])
            loss = F.cross_entropy(network(*batch(part, states)), wanted, label_smoothing=0.05)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
        found = recalls(network, tested, states)
        print(
            f"epoch {epoch}: balanced accuracy {np.mean(found):.3f}, recalls {[round(r, 2) for r in found]}", flush=True
        )
    return network


def export(network: Network, path: Path) -> None:
    """Write the trained network as ONNX."""
    states, side = torch.randn(1, 50, WIDTH), torch.tensor([[0] * 20 + [1] * 15 + [2] * 15])
    tokens = torch.export.Dim("tokens", min=2, max=1024)
    torch.onnx.export(
        Exported(network).eval(),
        (states, side),
        path,
        input_names=["states", "side"],
        output_names=["probabilities"],
        dynamic_shapes={"states": {1: tokens}, "side": {1: tokens}},
        dynamo=True,
        external_data=False,
    )
    model = onnx.load(path)
    for each in (*model.graph.node, *model.graph.value_info):
        del each.metadata_props[:]  # the exporter notes there which line of which file made the node
    onnx.save(model, path)


def main() -> None:
    """Gather, encode, train, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("reader.onnx"))
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    known = examples()
    texts = sorted({text for example in known for text in example.texts})
    states = {text: torch.from_numpy(encoder().states(text, MAX_TOKENS)).half() for text in texts}
    export(train(known, states, given.epochs, given.seed), given.out)
    print(f"wrote {given.out}, {given.out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
