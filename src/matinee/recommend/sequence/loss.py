"""Cross-entropy over all titles, a few sequences at a time, its gradient made in the same pass.

With a few thousand titles the whole softmax costs what a few thousand negatives do, and its place
is memory: logits of one batch are tens of megabytes that would be written and read several times.
Made a slice at a time, in half precision where the processor multiplies it, a slice stays in the
cache. Sums over slices are kept in single precision.
"""

from typing import Any

import torch
from torch import Tensor

_SLICE = 2
_NEVER = -1e4


def quick_precision() -> torch.dtype:
    """bfloat16 where the processor multiplies it, else float32."""
    able = torch.cpu.get_capabilities()
    multiplied = able.get("avx512_bf16", False) or able.get("amx_bf16", False)
    return torch.bfloat16 if multiplied else torch.float32


class NextTitle(torch.autograd.Function):
    """The mean cross-entropy of the title that came next."""

    @staticmethod
    def forward(
        ctx: Any,
        states: Tensor,
        titles: Tensor,
        popularity: Tensor,
        asked: Tensor,
        past: Tensor,
        precision: torch.dtype,
    ) -> Tensor:
        """``states`` [b, l, w]; ``asked`` int[b, l], -1 where nothing is asked.

        ``past`` int[b, l]: titles at or before an event are not asked for at it (-1: none).
        """
        count, length, width = states.shape
        items = titles.shape[0]
        table = _with_popularity(titles, popularity, precision)
        rows = torch.cat((states, states.new_ones(count, length, 2)), -1).to(precision)
        for_states = torch.zeros_like(states)
        for_titles = torch.zeros(table.shape)
        loss = torch.zeros(())
        whole = max(1, int((asked >= 0).sum()))
        weights = (asked >= 0).to(precision).unsqueeze(-1)
        earlier = torch.tril(torch.ones(length, length, dtype=torch.bool))
        for start in range(0, count, _SLICE):
            part = slice(start, min(start + _SLICE, count))
            some = rows[part].reshape(-1, width + 2)
            logits = some @ table.T
            gone = past[part, None, :].expand(-1, length, length)
            gone = torch.where(earlier & (gone >= 0), gone, items).reshape(-1, length)
            logits.scatter_(1, gone, _NEVER)
            chances = logits.softmax(1)
            target = asked[part].reshape(-1, 1)
            here, target = target >= 0, target.clamp(min=0)
            right = chances.gather(1, target)
            loss -= (right.float().clamp(min=1e-30).log() * here).sum()
            chances.scatter_(1, target, right - 1)
            weight = weights[part].reshape(-1, 1)
            for_states[part] = ((chances @ table)[:, :width] * weight).view(-1, length, width)
            for_titles += chances.T @ (some * weight)
        for_states /= whole
        for_titles = for_titles[:-1] / whole
        ctx.save_for_backward(for_states, for_titles[:, :width], for_titles[:, width])
        return loss / whole

    @staticmethod
    def backward(ctx: Any, *outer: Tensor) -> tuple[Tensor | None, ...]:
        """The gradients that :meth:`forward` made."""
        states, titles, popularity = ctx.saved_tensors
        (scale,) = outer
        return states * scale, titles * scale, popularity * scale, None, None, None


def _with_popularity(titles: Tensor, popularity: Tensor, precision: torch.dtype) -> Tensor:
    """[items + 1, w + 2]: popularity in two columns, so that half precision loses little of it.

    The row at the end takes what is never asked for: every event then marks the same number.
    """
    coarse = popularity.to(precision)
    rest = (popularity - coarse.float()).to(precision)
    table = torch.cat((titles.to(precision), coarse[:, None], rest[:, None]), 1)
    never = table.new_zeros(1, table.shape[1])
    never[0, -1] = _NEVER
    return torch.cat((table, never))
