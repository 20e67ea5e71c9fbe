"""Trains the reader: does a sentence say what the nearest lines of the record say, the contrary, or something else?

    python training/train_reader.py --out reader.onnx

Needs PyTorch and onnxscript, which the program itself does not.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from examples import LABELS, Example, examples, held_back
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from train_aim import crossed, gather, learn

from assistant.assembly import Assistant
from assistant.consistency.reader import MAX_TOKENS
from assistant.retrieval.e5 import encoder
from assistant.settings import Settings
from assistant.terminal import progress

WIDTH, HIDDEN = 384, 192
FEWER, FOREIGN = 0.2, 0.04
"""How often a sentence is read against fewer lines, and against lines that have nothing to do with it."""
AVERAGE = 0.997
"""What the running mean of the weights keeps at each step; it is the mean that is shipped."""


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

    def __init__(self, network: Network, temperature: float) -> None:
        """Wrap a trained network, its logits divided by a temperature (Guo et al. 2017)."""
        super().__init__()
        self.network = network
        self.temperature = temperature

    def forward(self, states: Tensor, side: Tensor) -> Tensor:
        """Return probabilities (1, 3)."""
        return self.network(states, torch.ones_like(side, dtype=torch.bool), side).div(self.temperature).softmax(-1)


def prepared(seed: int) -> list[Example]:
    """Return all sentences with the lines that a check of the bundled record would read them against."""
    with (
        tempfile.TemporaryDirectory() as home,
        progress() as report,
        Assistant.open(Settings(home=Path(home), _env_file=None), progress=report) as assistant,
    ):
        sample, lines = gather(assistant)
        aims, default = crossed(sample, lines, seed), learn(sample, lines, seed).as_aim()
        return examples(assistant, aims, default, report)


def varied(example: Example, others: Sequence[Example]) -> Example:
    """Return the example, sometimes with fewer lines, sometimes with lines that have nothing to do with it.

    Where nothing that decides is among the lines, nothing is settled: the network is to read, not only to remember.
    """
    chance = random.random()
    if chance < FOREIGN:
        other = random.choice(others)
        if not set(other.statements) & set(example.statements):
            return replace(example, lines=other.lines, label=LABELS.index("unsupported"))
    elif chance < FOREIGN + FEWER:
        decides = [of in example.deciding for of in example.statements]
        if not example.deciding or any(decides):
            kept = [line for line, must in zip(example.lines, decides, strict=True) if must or random.random() < 0.5]
            return replace(example, lines=tuple(kept) or example.lines)
    return example


def texts_of(example: Example) -> tuple[str, ...]:
    """Return the sentence and its lines."""
    return (example.sentence, *example.lines)


def batch(chosen: Sequence[Example], states: dict[str, Tensor]) -> tuple[Tensor, Tensor, Tensor]:
    """Return states, which tokens are there, and sides of some examples, padded."""
    parts = [[states[text].float() for text in texts_of(example)] for example in chosen]
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
        pool = sorted(pool, key=lambda example: sum(len(states[text]) for text in texts_of(example)))
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


def train(known: Sequence[Example], states: dict[str, Tensor], epochs: int, seed: int) -> tuple[Network, float]:
    """Return a network trained on all but one fold, and its temperature; report on that fold after each epoch."""
    torch.manual_seed(seed)
    random.seed(seed)
    apart = held_back([example.group for example in known])
    learned = [example for example in known if example.group not in apart]
    tested = [example for example in known if example.group in apart]
    network, size = Network(dropout=0.1), 24
    average = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(AVERAGE))
    optimiser = torch.optim.AdamW(network.parameters(), lr=1e-3, betas=(0.9, 0.98), weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, 1e-3, total_steps=epochs * (len(learned) // size + 17), pct_start=0.1, anneal_strategy="linear"
    )
    for epoch in range(1, epochs + 1):
        network.train()
        for part in batches(learned, states, size):
            part = [varied(example, learned) for example in part]
            wanted = torch.tensor([example.label for example in part])
            loss = F.cross_entropy(network(*batch(part, states)), wanted, label_smoothing=0.05)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            average.update_parameters(network)
        found = recalls(average.module, tested, states)
        print(
            f"epoch {epoch}: balanced accuracy {np.mean(found):.3f}, recalls {[round(r, 2) for r in found]}", flush=True
        )
    shipped: Network = average.module
    return shipped, fitted_temperature(shipped, tested, states)


def fitted_temperature(network: Network, chosen: Sequence[Example], states: dict[str, Tensor]) -> float:
    """Return the temperature at which the probabilities of held back examples are the likeliest."""
    network.eval()
    with torch.no_grad():
        logits = torch.cat([network(*batch(chosen[at : at + 32], states)) for at in range(0, len(chosen), 32)])
    wanted = torch.tensor([example.label for example in chosen])
    return min((t / 20 for t in range(10, 60)), key=lambda t: float(F.cross_entropy(logits / t, wanted)))


def export(network: Network, temperature: float, path: Path) -> None:
    """Write the trained network as ONNX."""
    states, side = torch.randn(1, 50, WIDTH), torch.tensor([[0] * 20 + [1] * 15 + [2] * 15])
    tokens = torch.export.Dim("tokens", min=2, max=1024)
    torch.onnx.export(
        Exported(network, temperature).eval(),
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
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    known = prepared(given.seed)
    texts = sorted({text for example in known for text in texts_of(example)})
    states = {text: torch.from_numpy(encoder().states(text, MAX_TOKENS)).half() for text in texts}
    network, temperature = train(known, states, given.epochs, given.seed)
    export(network, temperature, given.out)
    print(f"wrote {given.out}, {given.out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
