"""The cross-reader: the encoder's upper layers, in which a sentence also sees the lines it is read against.

The tokens of the sentence go on from where the encoder's lower half leaves them. In each further layer they attend
to one another and to the tokens of the lines, which stay as the encoder made them: so a line's states can be computed
once and kept (as in MacAvaney et al. 2020, "Efficient Document Re-Ranking for Transformers by Precomputing Term
Representations"). In the end each token is compared with what it meets in the lines (soft alignment after Parikh et
al. 2016, "A Decomposable Attention Model for Natural Language Inference").
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from learning import mean_of, most_of
from torch import Tensor, nn

from assistant.consistency.reader import UPPER
from assistant.retrieval.e5 import encoder

WIDTH, INNER, HEADS, HIDDEN = 384, 1536, 12, 192
MOST_LINES = 8
EPS = 1e-12


class Layer(nn.Module):
    """One layer of the encoder, to be trained on."""

    def __init__(self, number: int, dropout: float) -> None:
        """Begin with the encoder's weights."""
        super().__init__()
        self.dropout = dropout
        self.q, self.k, self.v, self.ao = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.fi, self.fo = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.aln, self.oln = nn.LayerNorm(WIDTH, EPS), nn.LayerNorm(WIDTH, EPS)
        self.by_place = nn.Parameter(torch.zeros(MOST_LINES, WIDTH))
        weights = {name: torch.tensor(value) for name, value in encoder().layer(number).items()}
        self.load_state_dict(weights | {"by_place": self.by_place.data})

    def forward(self, x: Tensor, lines: Tensor, met: Tensor, place: Tensor, mask: Tensor) -> Tensor:
        """Return the sentences' tokens (b, s, 384) one layer on; `lines` (n, 384) as they enter this layer."""
        keys = self.k(lines)[met] + F.linear(self.by_place, self.k.weight)[place]
        keys, values = torch.cat([self.k(x), keys], 1), torch.cat([self.v(x), self.v(lines)[met]], 1)
        seen = F.scaled_dot_product_attention(*(_heads(each) for each in (self.q(x), keys, values)), attn_mask=mask)
        return self._rest(x, self.ao(seen.transpose(1, 2).reshape(x.shape)))

    def onward(self, x: Tensor, lines: Tensor, places: Tensor) -> Tensor:
        """Return the same for one sentence (s, 384) and the tokens of its lines (t, 384)."""
        keys, values = torch.cat([self.k(x), self.k(lines) + places]), torch.cat([self.v(x), self.v(lines)])
        q, k, v = (each.view(-1, HEADS, WIDTH // HEADS).transpose(0, 1) for each in (self.q(x), keys, values))
        met = torch.softmax(q @ k.transpose(1, 2) / (WIDTH // HEADS) ** 0.5, -1) @ v
        return self._rest(x, self.ao(met.transpose(0, 1).reshape(-1, WIDTH)))

    def _rest(self, x: Tensor, met: Tensor) -> Tensor:
        x = self.aln(x + F.dropout(met, self.dropout, self.training))
        return self.oln(x + F.dropout(self.fo(F.gelu(self.fi(x))), self.dropout, self.training))


class CrossReader(nn.Module):
    """Decides how a sentence stands to lines: consistent, contrary, or not settled by them."""

    def __init__(self, dropout: float = 0.1) -> None:
        """Begin with the encoder's layers and random weights above them."""
        super().__init__()
        self.layers = nn.ModuleList(Layer(number, dropout) for number in UPPER)
        self.ours = nn.Sequential(nn.LayerNorm(WIDTH), nn.Linear(WIDTH, HIDDEN))
        self.theirs = nn.Sequential(nn.LayerNorm(WIDTH), nn.Linear(WIDTH, HIDDEN))
        self.our_key, self.their_key = nn.Linear(HIDDEN, HIDDEN), nn.Linear(HIDDEN, HIDDEN)
        self.sharpness = nn.Parameter(torch.tensor(5.0))
        self.by_place = nn.Parameter(torch.zeros(MOST_LINES))
        self.dropout = dropout
        self.compare = nn.Sequential(nn.Linear(4 * HIDDEN, HIDDEN), nn.GELU(), nn.Dropout(dropout))
        self.context = nn.GRU(HIDDEN, HIDDEN // 2, bidirectional=True, batch_first=True)
        self.decide = nn.Sequential(
            nn.Dropout(0.2), nn.Linear(2 * HIDDEN + WIDTH, HIDDEN), nn.GELU(), nn.Dropout(0.2), nn.Linear(HIDDEN, 3)
        )

    def forward(self, x: Tensor, there: Tensor, lines: Tensor, met: Tensor, met_there: Tensor, place: Tensor) -> Tensor:
        """Return logits (b, 3).

        Args:
            x: Tokens of b sentences as they enter the first layer here, (b, s, 384).
            there: Which of them are there, (b, s).
            lines: Tokens of all lines, one after the other, as they enter each layer, (6, n, 384).
            met: For each sentence the places of its lines' tokens in `lines`, (b, m).
            met_there: Which of them are there, (b, m).
            place: For each of them how near its line is, 0 for the nearest, (b, m).
        """
        b, s, _ = x.shape
        seen = torch.cat([there, met_there], 1)[:, None, None, :]
        mask = torch.zeros_like(seen, dtype=x.dtype).masked_fill(~seen, -1e4).expand(b, HEADS, s, seen.shape[-1])
        for layer, states in zip(self.layers, lines, strict=True):
            x = layer(x, states, met, place, mask)
        return self.decided(x, there, lines[-1][met], met_there, place)

    def decided(self, x: Tensor, there: Tensor, lines: Tensor, lines_there: Tensor, place: Tensor) -> Tensor:
        """Return logits (b, 3) from the tokens of sentences (b, s, 384) and of their lines (b, t, 384)."""
        ours, theirs = F.dropout(self.ours(x), self.dropout, self.training), self.theirs(lines)
        scores = F.normalize(self.our_key(ours), dim=-1) @ F.normalize(self.their_key(theirs), dim=-1).transpose(1, 2)
        scores = (scores * self.sharpness + self.by_place[place][:, None, :]).masked_fill(
            ~lines_there[:, None, :], -1e4
        )
        met = torch.softmax(scores, -1) @ theirs
        compared = self.compare(torch.cat([ours, met, ours - met, ours * met], -1))
        compared = compared + self.context(compared * there[..., None])[0]
        return self.decide(torch.cat([mean_of(compared, there), most_of(compared, there), mean_of(x, there)], 1))


class Exported(nn.Module):
    """The network as it is shipped: one sentence (s, 384), its lines one after the other (6, t, 384), probabilities."""

    def __init__(self, network: CrossReader, temperature: float) -> None:
        """Wrap a trained network, its logits divided by a temperature (Guo et al. 2017)."""
        super().__init__()
        self.network, self.temperature = network, temperature
        places = [F.linear(layer.by_place, layer.k.weight).detach() for layer in network.layers]
        self.places = nn.ParameterList([nn.Parameter(place, requires_grad=False) for place in places])

    def forward(self, sentence: Tensor, lines: Tensor, place: Tensor) -> Tensor:
        """Return probabilities (3,); `place` (t,) tells for each of the lines' tokens how near its line is."""
        x = sentence
        for number, layer in enumerate(self.network.layers):
            x = layer.onward(x, lines[number], self.places[number][place])
        there, theirs_there = torch.ones_like(x[None, :, 0]) > 0, torch.ones_like(place[None]) > 0
        logits = self.network.decided(x[None], there, lines[-1][None], theirs_there, place[None])
        return logits[0].div(self.temperature).softmax(-1)


def _heads(x: Tensor) -> Tensor:
    return x.view(x.shape[0], x.shape[1], HEADS, WIDTH // HEADS).transpose(1, 2)
