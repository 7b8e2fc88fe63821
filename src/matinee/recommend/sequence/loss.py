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
        # One more column takes what is never asked for, so that every event marks the same number.
        whole_titles = torch.cat((titles, titles.new_zeros(1, width)))
        whole_bias = torch.cat((popularity, popularity.new_full((1,), _NEVER)))
        for_states = torch.zeros_like(states)
        for_titles = torch.zeros_like(whole_titles)
        for_popularity = torch.zeros_like(whole_bias)
        loss = torch.zeros(())
        whole = max(1, int((asked >= 0).sum()))
        earlier = torch.tril(torch.ones(length, length, dtype=torch.bool))
        for start in range(0, count, _SLICE):
            part = slice(start, min(start + _SLICE, count))
            rows = states[part].reshape(-1, width)
            logits = torch.addmm(whole_bias, rows, whole_titles.T)
            gone = past[part, None, :].expand(-1, length, length)
            gone = torch.where(earlier & (gone >= 0), gone, items).reshape(-1, length)
            logits.scatter_(1, gone, _NEVER)
            ask = asked[part].reshape(-1)
            counts = ask >= 0
            target = ask.clamp(min=0)[:, None]
            total = logits.logsumexp(1, keepdim=True)
            loss += ((total - logits.gather(1, target)).squeeze(1) * counts).sum()
            logits.sub_(total).exp_()
            logits.scatter_add_(1, target, torch.full_like(total, -1.0))
            logits.mul_((counts / whole)[:, None])
            for_states[part] = (logits @ whole_titles).view(-1, length, width)
            for_titles.addmm_(logits.T, rows)
            for_popularity.add_(logits.sum(0))
        for_titles, for_popularity = for_titles[:-1], for_popularity[:-1]
        ctx.save_for_backward(for_states, for_titles, for_popularity)
        return loss / whole

    @staticmethod
    def backward(ctx: Any, *outer: Tensor) -> tuple[Tensor | None, ...]:
        """The gradients that :meth:`forward` made."""
        states, titles, popularity = ctx.saved_tensors
        (scale,) = outer
        return states * scale, titles * scale, popularity * scale, None, None
