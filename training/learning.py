"""What the aligner and the cross-reader have in common when they are trained."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

import torch
import torch.nn.functional as F
from examples import LABELS, Example
from torch import Tensor, nn

FEWER, FOREIGN = 0.2, 0.04
"""How often a sentence is read against fewer lines, and against lines that have nothing to do with it."""
AT_ONCE = 24
Outputs = Callable[[Sequence[Example]], Tensor]
"""The logits (n, 3) of some examples."""


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


def outputs_of(network: nn.Module, batch: Callable[[Sequence[Example]], tuple[Tensor, ...]]) -> Outputs:
    """Return what gives the logits of examples, made ready for the network by `batch`; nothing is dropped out."""
    network.eval()
    return lambda chosen: network(*batch(chosen))


def mean_of(x: Tensor, where: Tensor) -> Tensor:
    """Return the mean (b, d) of the tokens (b, t, d) that are there, (b, t)."""
    return (x * where[..., None]).sum(1) / where.sum(1, keepdim=True).clamp(min=1)


def most_of(x: Tensor, where: Tensor) -> Tensor:
    """Return the maximum (b, d) of the tokens (b, t, d) that are there, (b, t)."""
    return x.masked_fill(~where[..., None], -9).max(1).values


def logits(outputs: Outputs, chosen: Sequence[Example]) -> Tensor:
    """Return the logits of examples (n, 3), texts of like length at once."""
    order = sorted(range(len(chosen)), key=lambda place: len(chosen[place].sentence))
    found = torch.zeros(len(chosen), len(LABELS))
    with torch.no_grad():
        for at in range(0, len(order), AT_ONCE):
            part = order[at : at + AT_ONCE]
            found[part] = outputs([chosen[place] for place in part])
    return found


def recalls(outputs: Outputs, chosen: Sequence[Example]) -> list[float]:
    """Return the recall of each label."""
    said = logits(outputs, chosen).argmax(1)
    wanted = torch.tensor([example.label for example in chosen])
    return [float((said[wanted == label] == label).float().mean()) for label in range(len(LABELS))]


def fitted_temperature(outputs: Outputs, chosen: Sequence[Example]) -> float:
    """Return what to divide logits by for the labels of these examples to be the likeliest (Guo et al. 2017)."""
    found, wanted = logits(outputs, chosen), torch.tensor([example.label for example in chosen])
    return min((t / 20 for t in range(10, 60)), key=lambda t: float(F.cross_entropy(found / t, wanted)))
