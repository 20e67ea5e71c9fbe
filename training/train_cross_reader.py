"""Trains the cross-reader, which reads a sentence layer after layer beside the nearest lines of the record.

    python training/train_cross_reader.py --examples examples.jsonl --out cross_reader.onnx [--processes 2]

Each process takes its share of every batch on one core. The weights so far are written beside the network after each
epoch (`cross_reader.pt`); `--go-on FILE` begins with them. Needs PyTorch and onnxscript, which the program itself does
not.
"""

from __future__ import annotations

import argparse
import os
import random
import socket
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.distributed as dist
import torch.multiprocessing as mp
import torch.nn.functional as F
from cross_reader import WIDTH, CrossReader, Exported
from examples import LABELS, Example, load
from learning import Outputs, fitted_temperature, outputs_of, recalls, varied
from shrinking import shrink
from torch import Tensor, nn
from torch.nn.utils.rnn import pad_sequence
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from assistant.consistency.reader import MAX_TOKENS, UPPER
from assistant.retrieval.e5 import encoder

GROUPS, SIBLINGS = 8, 3
"""Groups in a batch, and how many sentences of one group go together at most: their lines are mostly the same."""
UPPER_RATE, RATE = 2e-4, 7e-4
"""Learning rates of the encoder's layers, and of what is new above them."""
AVERAGE = 0.995
"""What the running mean of the weights keeps at each step; it is the mean that is shipped."""
States = dict[str, Tensor]


def encode(known: Sequence[Example]) -> States:
    """Return the states of all sentences (1, t, 384) and lines (6, t, 384) in 16 bits, as the program makes them."""
    texts = {line: UPPER for example in known for line in example.lines}
    texts |= {example.sentence: UPPER[:1] for example in known}

    def states(text: str) -> Tensor:
        return torch.from_numpy(encoder().states(text, MAX_TOKENS, texts[text])).half()

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return dict(zip(texts, pool.map(states, texts), strict=True))


def batch(chosen: Sequence[Example], states: States) -> tuple[Tensor, ...]:
    """Return what the network takes for some examples. Lines that several of them share are there once."""
    names = sorted({line for example in chosen for line in example.lines})
    starts = dict(zip(names, np.cumsum([0, *(states[name].shape[1] for name in names)])[:-1].tolist(), strict=True))
    met = [torch.cat([starts[line] + torch.arange(states[line].shape[1]) for line in e.lines]) for e in chosen]
    place = [torch.cat([torch.full((states[of].shape[1],), p) for p, of in enumerate(e.lines)]) for e in chosen]
    sentences = [states[example.sentence][0].float() for example in chosen]
    lines = torch.cat([states[name] for name in names], 1).float()
    padded = [pad_sequence(each, batch_first=True) for each in (sentences, met, place)]
    return padded[0], _there(sentences), lines, padded[1], _there(met), padded[2]


def _there(parts: Sequence[Tensor]) -> Tensor:
    """Return which tokens of padded parts are there, (n, t)."""
    return pad_sequence([torch.ones(len(part), dtype=torch.bool) for part in parts], batch_first=True)


def in_groups(known: Sequence[Example]) -> list[list[Example]]:
    """Return the examples by group, larger groups in several parts."""
    groups: dict[str, list[Example]] = {}
    for example in known:
        groups.setdefault(example.group, []).append(example)
    return [group[at : at + SIBLINGS] for group in groups.values() for at in range(0, len(group), SIBLINGS)]


def batches(groups: list[list[Example]], order: random.Random) -> Iterator[list[Example]]:
    """Yield batches of whole groups of like length, in random order."""
    order.shuffle(groups)
    cut = []
    for start in range(0, len(groups), 12 * GROUPS):
        pool = groups[start : start + 12 * GROUPS]
        pool = sorted(pool, key=lambda group: sum(len(e.sentence) for e in group) / len(group))
        cut += [pool[at : at + GROUPS] for at in range(0, len(pool), GROUPS)]
    order.shuffle(cut)
    for part in cut:
        yield [example for group in part for example in group]


def train(rank: int, given: argparse.Namespace, port: int, states: States) -> None:
    """Train in one of several processes; the first one reports and writes."""
    torch.set_num_threads(1)
    dist.init_process_group("gloo", init_method=f"tcp://127.0.0.1:{port}", rank=rank, world_size=given.processes)
    learned, tested = load(given.examples)
    torch.manual_seed(given.seed)
    network = CrossReader()
    if given.go_on:
        network.load_state_dict(torch.load(given.go_on))
    random.seed(given.seed + rank)
    torch.manual_seed(given.seed + rank)
    groups, order = in_groups(learned), random.Random(given.seed)
    a_epoch = len(groups) // GROUPS // given.processes
    optimiser, schedule = _optimiser(network, round(given.epochs * a_epoch))
    average = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(AVERAGE))
    outputs = outputs_of(average.module, lambda chosen: batch(chosen, states))
    for step in range(round(given.epochs * a_epoch)):
        if step % a_epoch == 0:
            cut = list(batches(groups, order))
        chosen = [varied(example, learned) for example in cut[step % a_epoch * given.processes + rank]]
        network.train()
        loss = F.cross_entropy(
            network(*batch(chosen, states)), torch.tensor([e.label for e in chosen]), label_smoothing=0.05
        )
        optimiser.zero_grad()
        loss.backward()
        _share([p for p in network.parameters() if p.grad is not None], given.processes)
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        average.update_parameters(network)
        if rank == 0 and (step + 1) % a_epoch == 0:
            _report(outputs, tested, (step + 1) // a_epoch)
            torch.save(average.module.state_dict(), given.out.with_suffix(".pt"))
    if rank == 0:
        export(average.module, fitted_temperature(outputs, tested), given.out)
    dist.barrier()


def _optimiser(network: CrossReader, steps: int) -> tuple[Any, Any]:
    """Return an optimiser, and a schedule that rises for a little while and then falls to nothing."""
    upper = list(network.layers.parameters())
    rest = [p for name, p in network.named_parameters() if not name.startswith("layers")]
    rates = [{"params": upper, "lr": UPPER_RATE}, {"params": rest, "lr": RATE}]
    optimiser = torch.optim.AdamW(rates, betas=(0.9, 0.98), weight_decay=0.01, fused=True)
    rise = 0.06 * steps + 1
    return optimiser, torch.optim.lr_scheduler.LambdaLR(optimiser, lambda s: min((s + 1) / rise, 1 - s / (steps + 1)))


def _share(parameters: Sequence[Tensor], processes: int) -> None:
    """Give every process the mean of all gradients, in one go."""
    if processes == 1:
        return
    whole = torch.cat([p.grad.flatten() for p in parameters if p.grad is not None])
    dist.all_reduce(whole)
    for p, mean in zip(parameters, (whole / processes).split([p.numel() for p in parameters]), strict=True):
        p.grad = mean.view_as(p)


def _report(outputs: Outputs, tested: Sequence[Example], epoch: int) -> None:
    found = recalls(outputs, tested)
    print(f"epoch {epoch}: balanced accuracy {np.mean(found):.3f}, recalls {[round(r, 2) for r in found]}", flush=True)


def export(network: CrossReader, temperature: float, path: Path) -> None:
    """Write the trained network as ONNX, its large matrices in 8 bits."""
    given = (torch.randn(20, WIDTH), torch.randn(len(UPPER), 35, WIDTH), torch.tensor([0] * 15 + [1] * 20))
    ours, theirs = torch.export.Dim("ours", min=2, max=512), torch.export.Dim("theirs", min=2, max=2048)
    torch.onnx.export(
        Exported(network, temperature).eval(),
        given,
        path,
        input_names=["sentence", "lines", "place"],
        output_names=["probabilities"],
        dynamic_shapes={"sentence": {0: ours}, "lines": {1: theirs}, "place": {0: theirs}},
        dynamo=True,
        external_data=False,
    )
    shrink(path)


def main() -> None:
    """Encode, train, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", type=Path, default=Path("examples.jsonl"))
    parser.add_argument("--out", type=Path, default=Path("cross_reader.onnx"))
    parser.add_argument("--go-on", type=Path, metavar="FILE", help="weights of an earlier run to begin with")
    parser.add_argument("--epochs", type=float, default=3)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    states = encode([example for part in load(given.examples) for example in part])
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    mp.start_processes(train, (given, port, states), given.processes, start_method="fork")  # shares the states
    print(f"wrote {given.out}, {given.out.stat().st_size:,} bytes; labels in the order {', '.join(LABELS)}")


if __name__ == "__main__":
    main()
