"""Trains the meaning, which tells what sentences that mean much the same mostly were.

    python training/train_meaning.py --out meaning.npz

Needs PyTorch, which the program itself does not.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from examples import LABELS, held_back, rows
from torch import Tensor, nn

from assistant.consistency.meaning import Meaning
from assistant.consistency.reader import Reader
from assistant.record.ledger import bundled_ledger

HIDDEN = (1024, 512)
BATCH, RATE, NOISE, DROPOUT = 256, 1e-3, 0.3, 0.5
"""Sentences a step, the highest learning rate, and what keeps the network from learning sentences by heart: noise on
what it is given (in standard deviations), and the share of hidden numbers left out."""


def summaries(known: Sequence[dict[str, Any]]) -> Tensor:
    """Return what the encoder leaves of each sentence, (n, 1536)."""
    reader = Reader()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return torch.from_numpy(np.stack(list(pool.map(reader.summary, (row["text"] for row in known)))))


def labels(known: Sequence[dict[str, Any]]) -> Tensor:
    """Return the place of each sentence's label."""
    return torch.tensor([LABELS.index(row["label"]) for row in known])


def learn(given: Tensor, wanted: Tensor, epochs: int, seed: int) -> nn.Sequential:
    """Return a network that tells labels from standardised summaries."""
    torch.manual_seed(seed)
    first, second = HIDDEN
    network = nn.Sequential(
        nn.Dropout(0.1),
        *(nn.Linear(given.shape[1], first), nn.GELU("tanh"), nn.Dropout(DROPOUT)),
        *(nn.Linear(first, second), nn.GELU("tanh"), nn.Dropout(DROPOUT)),
        nn.Linear(second, len(LABELS)),
    )
    optimiser = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=0.05)
    steps = len(given) // BATCH
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=epochs * steps)
    for epoch in range(1, epochs + 1):
        order = torch.randperm(len(given))
        for at in range(0, steps * BATCH, BATCH):
            chosen = order[at : at + BATCH]
            noisy = given[chosen] + NOISE * torch.randn(BATCH, given.shape[1])
            loss = F.cross_entropy(network(noisy), wanted[chosen], label_smoothing=0.05)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
        print(f"epoch {epoch}: loss {loss:.3f}", flush=True)
    return network.eval()


def write(path: Path, network: nn.Sequential, mean: Tensor, scale: Tensor) -> None:
    """Write the network; that its input is standardised first goes into its first layer."""
    layers = [(each.weight.detach(), each.bias.detach()) for each in network if isinstance(each, nn.Linear)]
    (weights, bias), *rest = layers
    layers = [(weights / scale, bias - weights @ (mean / scale)), *rest]
    named: dict[str, np.ndarray] = {}
    for number, (weights, bias) in enumerate(layers):
        named |= {f"w{number}": weights.numpy().astype(np.float16), f"b{number}": bias.numpy()}
    np.savez_compressed(path, **named)


def main() -> None:
    """Encode, learn, report on what was held back, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("meaning.npz"))
    parser.add_argument("--epochs", type=int, default=16)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    known, apart = list(rows(bundled_ledger())), held_back()
    learned, tested = [r for r in known if r["triplet"] not in apart], [r for r in known if r["triplet"] in apart]
    states = summaries(learned)
    mean, scale = states.mean(0), states.std(0) + 1e-6
    write(given.out, learn((states - mean) / scale, labels(learned), given.epochs, given.seed), mean, scale)
    meaning, wanted = Meaning(given.out), labels(tested).numpy()
    said = np.array([np.argmax(meaning.shares(summary)) for summary in summaries(tested).numpy()])
    found = [float(np.mean(said[wanted == label] == label)) for label in range(len(LABELS))]
    print(f"held back: balanced accuracy {np.mean(found):.3f}, recalls {[round(each, 2) for each in found]}")
    print(f"wrote {given.out}, {given.out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
