"""The optimiser: matrices of the blocks step by orthogonalised momentum, everything else by AdamW.

Muon (Jordan et al. 2024): the momentum of a matrix gives way to the nearest matrix whose rows or
columns are orthonormal, found by a few Newton-Schulz steps, so that directions which seldom get a
gradient move as far as the others. Its step is scaled to that of AdamW (Liu et al. 2025,
arXiv 2502.16982). Vectors that only shift or scale do not decay.
"""

from typing import Any

import torch
from torch import Tensor, nn

from matinee.recommend.sequence.model import Course

_BETAS = (0.9, 0.98)
_MOMENTUM = 0.95
_SIZE_OF_ADAM = 0.2
_STEPS = 5
_COEFFICIENTS = (3.4445, -4.7750, 2.0315)


class Muon:
    """For parameters with two dimensions; a tall one is taken for squares that stand together."""

    def __init__(self, values: list[Tensor]) -> None:
        self._values = values
        self.momenta = [torch.zeros_like(value) for value in values]

    @torch.no_grad()
    def step(self, *, rate: float, decay: float) -> None:
        """One step of every matrix; gradients are forgotten after it."""
        for value, momentum in zip(self._values, self.momenta, strict=True):
            if value.grad is None:
                continue
            momentum.lerp_(value.grad, 1 - _MOMENTUM)
            ahead = value.grad.lerp(momentum, _MOMENTUM)
            parts = ahead.split(min(value.shape))
            size = _SIZE_OF_ADAM * max(parts[0].shape) ** 0.5
            value.mul_(1 - rate * decay)
            value.add_(torch.cat([orthogonal(part) for part in parts]), alpha=-rate * size)
            value.grad = None


def orthogonal(matrix: Tensor) -> Tensor:
    """About the matrix with the same singular vectors and all singular values near 1."""
    first, second, third = _COEFFICIENTS
    x = matrix / (matrix.norm() + 1e-7)
    for _ in range(_STEPS):
        square = x @ x.T
        x = first * x + (second * square + third * (square @ square)) @ x
    return x


class Optimizer:
    """Both, as one."""

    def __init__(self, network: nn.Module, course: Course) -> None:
        blocks: list[Tensor] = []
        tables: list[Tensor] = []
        vectors: list[Tensor] = []
        for name, value in network.named_parameters():
            of = vectors if value.ndim <= 1 else blocks if name.startswith("blocks.") else tables
            of.append(value)
        self._course = course
        self._muon = Muon(blocks)
        self._adam = torch.optim.AdamW(
            [
                {"params": tables, "weight_decay": course.decay},
                {"params": vectors, "weight_decay": 0.0},
            ],
            lr=course.rate,
            betas=_BETAS,
            fused=True,
        )

    def step(self, part: float) -> None:
        """One step at a part of the course's rates; gradients are forgotten after it."""
        self._muon.step(rate=part * self._course.matrix_rate, decay=self._course.decay)
        for group in self._adam.param_groups:
            group["lr"] = part * self._course.rate
        self._adam.step()
        self._adam.zero_grad(set_to_none=True)

    def state_dict(self) -> dict[str, Any]:
        """What a checkpoint keeps."""
        return {"muon": self._muon.momenta, "adam": self._adam.state_dict()}

    def load_state_dict(self, kept: dict[str, Any]) -> None:
        """Go on from a checkpoint."""
        for momentum, was in zip(self._muon.momenta, kept["muon"], strict=True):
            momentum.copy_(was)
        self._adam.load_state_dict(kept["adam"])
