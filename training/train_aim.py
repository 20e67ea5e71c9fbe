"""Learns the aim: the map that turns a sentence's vector towards the lines of the record that decide about it.

    python training/train_aim.py --out assistant/consistency/aim.npz

Needs PyTorch, which the program itself does not.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from examples import held_back, rows
from torch import Tensor

from assistant.assembly import Assistant
from assistant.consistency.aim import Aim, aim_of
from assistant.domain import Filters
from assistant.retrieval.embeddings import open_embedder
from assistant.settings import Settings

FOLDS = 3
EPOCHS, SIZE, RATE = 8, 256, 1e-3
STAY = 1e-2
"""Weight of the squared matrix: what is learned on this record must not lead astray on another one."""
DIM = 384


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Sentences' vectors (n, d), and which lines decide about each, (n, lines)."""

    vectors: Tensor
    deciding: Tensor
    groups: tuple[str, ...]

    def where(self, chosen: Sequence[bool]) -> Sample:
        """Return the part of it that is chosen."""
        keep = torch.tensor(list(chosen))
        groups = tuple(group for group, kept in zip(self.groups, chosen, strict=True) if kept)
        return Sample(vectors=self.vectors[keep], deciding=self.deciding[keep], groups=groups)


class Aiming(torch.nn.Module):
    """The map, and how sharply its cosines are told apart while it learns."""

    def __init__(self, mean: Tensor) -> None:
        """Begin with the map that changes nothing."""
        super().__init__()
        self.mean = mean
        self.matrix = torch.nn.Parameter(torch.zeros(DIM, DIM))
        self.shift = torch.nn.Parameter(torch.zeros(DIM))
        self.sharpness = torch.nn.Parameter(torch.tensor(30.0))

    def forward(self, vectors: Tensor, lines: Tensor) -> Tensor:
        """Return the cosine of each vector (n, d) with each line (m, 2, d), in its nearer language, (n, m)."""
        aimed = F.normalize(vectors + (vectors - self.mean) @ self.matrix + self.shift, dim=-1)
        return torch.einsum("nd,mld->nml", aimed, lines).max(-1).values

    def as_aim(self) -> Aim:
        """Return the map as the program uses it."""
        return aim_of(*(each.detach().numpy() for each in (self.matrix, self.mean, self.shift)))


def learn(sample: Sample, lines: Tensor, seed: int = 0) -> Aiming:
    """Return a map under which the deciding lines are the nearest (softmax over all lines)."""
    torch.manual_seed(seed)
    model = Aiming(lines.mean((0, 1)))
    rest = [model.matrix, model.shift]
    optimiser = torch.optim.AdamW(
        [{"params": rest, "lr": RATE}, {"params": [model.sharpness], "lr": 0.1}], weight_decay=0
    )
    for _ in range(EPOCHS):
        order = torch.randperm(len(sample.vectors))
        for at in range(0, len(order), SIZE):
            part = order[at : at + SIZE]
            scores = model(sample.vectors[part], lines) * model.sharpness
            decides = scores.masked_fill(~sample.deciding[part], -1e4)
            loss = (torch.logsumexp(scores, 1) - torch.logsumexp(decides, 1)).mean()
            optimiser.zero_grad()
            (loss + STAY * (model.matrix**2).sum()).backward()
            optimiser.step()
    return model


def gather(assistant: Assistant) -> tuple[Sample, Tensor]:
    """Return the sentences to learn from that some statement decides, and the vectors of all lines (m, 2, d)."""
    embedder = open_embedder(assistant.settings)
    statements = assistant.store.page(Filters(), limit=10_000).statements
    pairs = [(statement, pair) for statement in statements for pair in statement.lines]
    vectors = [embedder.embed_passages([pair.get(lang) for _, pair in pairs]) for lang in ("es", "en")]
    lines = torch.tensor(np.stack(vectors, axis=1))
    known, apart = {s.id for s in statements}, held_back()
    chosen = [row for row in rows(assistant.ledger) if row["triplet"] not in apart and known & set(row["evidence"])]
    deciding = torch.tensor([[statement.id in row["evidence"] for statement, _ in pairs] for row in chosen])
    ours = torch.tensor(np.stack([embedder.embed_queries([row["text"]])[0] for row in chosen]))
    return Sample(vectors=ours, deciding=deciding, groups=tuple(row["triplet"] for row in chosen)), lines


def found(model: Aiming, sample: Sample, lines: Tensor) -> list[float]:
    """Return how often a deciding line is the first, and among the first three."""
    with torch.no_grad():
        order = model(sample.vectors, lines).argsort(1, descending=True)
    return [float(sample.deciding.gather(1, order[:, :k]).any(1).float().mean()) for k in (1, 3)]


def folds(groups: Sequence[str], seed: int) -> dict[str, int]:
    """Return the fold of each group."""
    names = sorted(set(groups))
    random.Random(seed).shuffle(names)
    return {name: number % FOLDS for number, name in enumerate(names)}


def crossed(sample: Sample, lines: Tensor, seed: int = 0) -> dict[str, Aim]:
    """Return for each group an aim that was learned from the other folds."""
    fold = folds(sample.groups, seed)
    aims = {}
    for number in range(FOLDS):
        model = learn(sample.where([fold[g] != number for g in sample.groups]), lines, seed)
        rest = sample.where([fold[g] == number for g in sample.groups])
        first, three = found(model, rest, lines)
        print(f"fold {number}: the deciding line is first {first:.3f}, among three {three:.3f}", flush=True)
        aim = model.as_aim()
        aims.update(dict.fromkeys(rest.groups, aim))
    return aims


def hold_out(sample: Sample, lines: Tensor, seed: int) -> None:
    """Report on sentences about statements that were not there to learn from: so it is with what is ingested later."""
    _, statement_of = sample.deciding.unique(dim=1, return_inverse=True)  # lines of one statement decide the same
    numbers = sorted(set(statement_of.tolist()))
    random.Random(seed).shuffle(numbers)
    unseen = torch.isin(statement_of, torch.tensor(numbers[: len(numbers) // 4]))
    about = (sample.deciding & unseen).any(1).tolist()
    known = sample.where([not each for each in about])
    model = learn(replace(known, deciding=known.deciding[:, ~unseen]), lines[~unseen], seed)
    rest = sample.where(about)
    before, after = found(Aiming(model.mean), rest, lines), found(model, rest, lines)
    print(
        f"statements never learned from: first {before[0]:.3f}, now {after[0]:.3f}; "
        f"among three {before[1]:.3f}, now {after[1]:.3f}"
    )


def main() -> None:
    """Learn, report on folds, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("aim.npz"))
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as home, Assistant.open(Settings(home=Path(home), _env_file=None)) as assistant:
        sample, lines = gather(assistant)
        model_id = assistant.retriever.model_id
    plain = found(Aiming(lines.mean((0, 1))), sample, lines)
    print(f"as the encoder has it: first {plain[0]:.3f}, among three {plain[1]:.3f}")
    crossed(sample, lines, given.seed)
    hold_out(sample, lines, given.seed)
    model = learn(sample, lines, given.seed)
    matrix, mean, shift = (each.detach().numpy() for each in (model.matrix, model.mean, model.shift))
    np.savez(given.out, matrix=matrix.astype(np.float16), mean=mean, shift=shift, model=model_id)
    print(f"wrote {given.out}, {given.out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
