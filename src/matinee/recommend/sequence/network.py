"""The network: pre-normed causal blocks with gated residuals and rotary positions.

Gated residuals as in LiGR (Borisyuk et al. 2024) and eSASRec (2508.06450); rotary positions (Su et
al. 2021) need no mask, so that attention runs in one fused kernel; a title is its own vector plus a
projection of what is known of it, and the same vectors are asked for at the end, so that a title
nobody has watched yet can be recommended. How an event came about is added to it; the moment of a
request stretches and shifts the state at the end (Perez et al. 2018), so that what an earlier event
left behind stays good for any request.
"""

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

from matinee.recommend.sequence.model import TURNS, Shape


class Dropout(nn.Module):
    """Dropout by single random bytes, a quarter of what drawing floats costs; shares are 256ths."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self._below = round(share * 256)

    def forward(self, x: Tensor) -> Tensor:
        """Some values 0, the others louder by as much; nothing while not training."""
        if not self.training or not self._below:
            return x
        drawn = torch.empty(-(-x.numel() // 8), dtype=torch.int64).random_(-(2**63), None)
        kept = drawn.view(torch.uint8)[: x.numel()].view(x.shape) >= self._below
        return x * (kept * (256 / (256 - self._below)))


class Block(nn.Module):
    """Attention and a gated feed-forward part, each added through a gate."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        width = shape.width
        self.heads = shape.heads
        self.attention_norm = nn.RMSNorm(width)
        self.taken = nn.Linear(width, 3 * width, bias=False)
        self.given = nn.Linear(width, width, bias=False)
        self.attention_gate = nn.Linear(width, width)
        self.feed_norm = nn.RMSNorm(width)
        self.feed_in = nn.Linear(width, 4 * width, bias=False)
        self.feed_out = nn.Linear(2 * width, width, bias=False)
        self.feed_gate = nn.Linear(width, width)
        self.dropout = Dropout(dropout)

    def forward(self, x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
        """``x`` [b, l, width]; ``cosine`` and ``sine`` [l, width / heads]."""
        count, length, width = x.shape
        query, key, value = (
            part.view(count, length, self.heads, width // self.heads).transpose(1, 2)
            for part in self.taken(self.attention_norm(x)).chunk(3, dim=-1)
        )
        query, key = _turned(query, cosine, sine), _turned(key, cosine, sine)
        heard = functional.scaled_dot_product_attention(query, key, value, is_causal=True)
        heard = self.dropout(self.given(heard.transpose(1, 2).reshape(count, length, width)))
        x = x + torch.sigmoid(self.attention_gate(x)) * heard
        gate, lifted = self.feed_in(self.feed_norm(x)).chunk(2, dim=-1)
        fed = self.dropout(self.feed_out(functional.silu(gate) * lifted))
        return x + torch.sigmoid(self.feed_gate(x)) * fed


def _turned(x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
    first, second = x.chunk(2, dim=-1)
    return x * cosine + torch.cat((-second, first), dim=-1) * sine


def _summed(occasions: Tensor, table: Tensor) -> Tensor:
    """[…, 4] → […, width]: the rows of the table together; row 0 never gets a gradient."""
    return functional.embedding(occasions, table, padding_idx=0).sum(-2)


class SequenceNetwork(nn.Module):
    """From the titles of a history to a state at each of its events."""

    facts: Tensor

    def __init__(self, shape: Shape, item_count: int, facts: Tensor, dropout: float) -> None:
        super().__init__()
        self.shape = shape
        self.identity = nn.Embedding(item_count + 1, shape.width)
        nn.init.normal_(self.identity.weight, std=0.02)
        self.register_buffer("facts", facts)
        self.of_facts = nn.Linear(facts.shape[1], shape.width, bias=False)
        nn.init.normal_(self.of_facts.weight, std=0.01)
        self.blocks = nn.ModuleList(Block(shape, dropout) for _ in range(shape.blocks))
        self.norm = nn.RMSNorm(shape.width)
        self.popularity = nn.Parameter(torch.zeros(item_count))
        self.dropout = Dropout(dropout)
        # From 0, and so without a number drawn: a network that hears of none is the same.
        rows, width = shape.occasions, shape.width
        self.of_events = nn.Parameter(torch.zeros(rows, width)) if rows else None
        self.of_request = nn.Parameter(torch.zeros(rows, 2 * width)) if rows else None

    def titles(self) -> Tensor:
        """The vector of every title: [items, width]."""
        return self.identity.weight[:-1] + self.of_facts(self.facts)

    def forward(
        self,
        items: Tensor,
        titles: Tensor,
        occasions: Tensor | None = None,
        asked_at: Tensor | None = None,
    ) -> Tensor:
        """``items`` int[b, l], -1 where an event is hidden: the state [b, l, width] at each.

        ``occasions`` int[b, l, 4] says how each event came about, ``asked_at`` the same of the
        moment for which the next title is asked at it; 0 is what is not known.
        """
        table = torch.cat((titles, self.identity.weight[-1:]))
        known = torch.where(items < 0, titles.shape[0], items)
        x = functional.embedding(known, table) * math.sqrt(self.shape.width)
        if occasions is not None and self.of_events is not None:
            x = x + _summed(occasions, self.of_events)
        x = self.dropout(x)
        cosine, sine = self._positions(items.shape[1])
        for block in self.blocks:
            x = block(x, cosine, sine)
        x = self.norm(x)
        if asked_at is None or self.of_request is None:
            return x
        stretch, shift = _summed(asked_at, self.of_request).chunk(2, dim=-1)
        return x * (1 + stretch) + shift

    def _positions(self, length: int) -> tuple[Tensor, Tensor]:
        each = self.shape.width // self.shape.heads
        speeds = TURNS ** -(torch.arange(0, each, 2) / each)
        angles = torch.arange(length)[:, None] * speeds[None, :]
        angles = torch.cat((angles, angles), dim=-1)
        return angles.cos(), angles.sin()

    def scores(self, states: Tensor, titles: Tensor) -> Tensor:
        """[n, width] → [n, items]: the logit of each title as the next one."""
        return states @ titles.T + self.popularity
