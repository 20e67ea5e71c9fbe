"""Trains the aligner, which lays a sentence on the nearest lines of the record, token on token.

    python training/train_aligner.py --examples examples.jsonl --out aligner.onnx

Needs PyTorch and onnxscript, which the program itself does not.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from examples import Example, load
from learning import fitted_temperature, mean_of, most_of, outputs_of, recalls, varied
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from assistant.consistency.reader import ALIGNED, ALIGNED_LINES, MAX_TOKENS
from assistant.retrieval.e5 import encoder

WIDTH, HIDDEN = 384, 192
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
        summary = [
            mean_of(compared, ours),
            most_of(compared, ours),
            mean_of(compared, theirs),
            most_of(compared, theirs),
        ]
        held = ((best * ours).sum(1) / ours.sum(1))[:, None]
        least = best.masked_fill(~ours, 99).min(1).values[:, None]
        return self.decide(torch.cat([*summary, held, least], 1))


def _attend(scores: Tensor, allowed: Tensor, values: Tensor) -> Tensor:
    return torch.softmax(scores.masked_fill(~allowed[:, None, :], -1e4), -1) @ values


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


def shortened(example: Example) -> Example:
    """Return the example with as many lines as the aligner takes."""
    return replace(example, lines=example.lines[:ALIGNED_LINES], statements=example.statements[:ALIGNED_LINES])


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


def train(
    learned: Sequence[Example], tested: Sequence[Example], states: dict[str, Tensor], epochs: int, seed: int
) -> tuple[Network, float]:
    """Return a trained network and its temperature; report on what is held back after each epoch."""
    torch.manual_seed(seed)
    random.seed(seed)
    network, size = Network(dropout=0.1), 24
    average = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(AVERAGE))
    optimiser = torch.optim.AdamW(network.parameters(), lr=1e-3, betas=(0.9, 0.98), weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, 1e-3, total_steps=epochs * (len(learned) // size + 17), pct_start=0.1, anneal_strategy="linear"
    )
    for epoch in range(1, epochs + 1):
        network.train()
        for part in batches(list(learned), states, size):
            part = [varied(example, learned) for example in part]
            wanted = torch.tensor([example.label for example in part])
            loss = F.cross_entropy(network(*batch(part, states)), wanted, label_smoothing=0.05)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            average.update_parameters(network)
        found = recalls(outputs_of(average.module, lambda chosen: batch(chosen, states)), tested)
        print(
            f"epoch {epoch}: balanced accuracy {np.mean(found):.3f}, recalls {[round(r, 2) for r in found]}", flush=True
        )
    shipped: Network = average.module
    return shipped, fitted_temperature(outputs_of(shipped, lambda chosen: batch(chosen, states)), tested)


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
    parser.add_argument("--examples", type=Path, default=Path("examples.jsonl"))
    parser.add_argument("--out", type=Path, default=Path("aligner.onnx"))
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    learned, tested = (list(map(shortened, part)) for part in load(given.examples))
    texts = sorted({text for example in (*learned, *tested) for text in texts_of(example)})
    states = {text: torch.from_numpy(encoder().states(text, MAX_TOKENS, [ALIGNED])[0]).half() for text in texts}
    network, temperature = train(learned, tested, states, given.epochs, given.seed)
    export(network, temperature, given.out)
    print(f"wrote {given.out}, {given.out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
