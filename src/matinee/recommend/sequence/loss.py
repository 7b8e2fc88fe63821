"""Cross-entropy over all titles, a few sequences at a time, its gradient made in the same pass.

With a few thousand titles the whole softmax costs what a few thousand negatives do, and its place
is memory: logits of one batch are tens of megabytes that would be written and read several times.
Made a slice at a time, about a tenth of that is ever there at once.
"""

from typing import Any

import torch
from torch import Tensor

_SLICE = 4
_NEVER = -1e4


class NextTitle(torch.autograd.Function):
    """The mean cross-entropy of the title that came next."""

    @staticmethod
    def forward(
        ctx: Any, states: Tensor, titles: Tensor, popularity: Tensor, asked: Tensor, past: Tensor
    ) -> Tensor:
        """``states`` [b, l, w]; ``asked`` int[b, l], -1 where nothing is asked.

        ``past`` int[b, l]: titles at or before an event are not asked for at it (-1: none).
        """
        count, length, width = states.shape
        items = titles.shape[0]
        for_states = torch.zeros_like(states)
        for_titles = torch.zeros_like(titles)
        for_popularity = torch.zeros_like(popularity)
        loss = torch.zeros(())
        whole = max(1, int((asked >= 0).sum()))
        earlier = torch.tril(torch.ones(length, length, dtype=torch.bool))
        logits = torch.empty(_SLICE, length, items + 1)
        for start in range(0, count, _SLICE):
            part = slice(start, min(start + _SLICE, count))
            size = part.stop - part.start
            rows = states[part].reshape(-1, width)
            flat = logits[:size]
            torch.addmm(popularity, rows, titles.T, out=(inner := torch.empty(len(rows), items)))
            flat[..., :items] = inner.view(size, length, items)
            gone = past[part, None, :].expand(size, length, length)
            gone = torch.where(earlier & (gone >= 0), gone, items)
            flat.scatter_(2, gone, _NEVER)
            inner = flat[..., :items].reshape(-1, items)
            ask = asked[part].reshape(-1)
            counts = ask >= 0
            target = ask.clamp(min=0)[:, None]
            total = inner.logsumexp(1, keepdim=True)
            loss += ((total - inner.gather(1, target)).squeeze(1) * counts).sum()
            inner.sub_(total).exp_()
            inner.scatter_add_(1, target, torch.full_like(total, -1.0))
            inner.mul_((counts / whole)[:, None])
            for_states[part] = (inner @ titles).view(size, length, width)
            for_titles.addmm_(inner.T, rows)
            for_popularity.add_(inner.sum(0))
        ctx.save_for_backward(for_states, for_titles, for_popularity)
        return loss / whole

    @staticmethod
    def backward(ctx: Any, *outer: Tensor) -> tuple[Tensor | None, ...]:
        """The gradients that :meth:`forward` made."""
        states, titles, popularity = ctx.saved_tensors
        (scale,) = outer
        return states * scale, titles * scale, popularity * scale, None, None
