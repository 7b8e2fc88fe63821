"""Who trains together: the windows of a step are parted among workers, their gradients summed.

Every worker holds the whole network and makes the same step, so that what is trained depends on
the batch and not on how many share it.
"""

from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, distributed


class Crew(Protocol):
    """One worker's view of all."""

    @property
    def rank(self) -> int:
        """This worker's number; 0 keeps the checkpoint."""
        ...

    @property
    def count(self) -> int:
        """How many there are."""
        ...

    def total(self, values: Tensor) -> Tensor:
        """The sum of what all workers bring, the same for each; all must come."""
        ...


class Alone:
    """One worker, who has nobody to ask."""

    rank, count = 0, 1

    def total(self, values: Tensor) -> Tensor:
        """What was brought."""
        return values


class Together:
    """The workers of a process group that is already joined."""

    def __init__(self) -> None:
        self.rank, self.count = distributed.get_rank(), distributed.get_world_size()

    def total(self, values: Tensor) -> Tensor:
        """The sum over the group."""
        distributed.all_reduce(values)
        return values


def share_of(crew: Crew, windows: int) -> NDArray[np.int64]:
    """Which windows of a batch are this worker's: every ``count``-th; none where they are few."""
    return np.arange(crew.rank, windows, crew.count)


def sum_gradients(crew: Crew, parameters: list[Tensor], loss: Tensor) -> float:
    """Put the sum of all workers' gradients in each one's place; the sum of their losses."""
    mine = [torch.zeros_like(one) if one.grad is None else one.grad for one in parameters]
    flat = torch.cat([*(each.reshape(-1) for each in mine), loss.detach().reshape(1)])
    summed = crew.total(flat)
    at = 0
    for one in parameters:
        one.grad = summed[at : at + one.numel()].view_as(one).clone()
        at += one.numel()
    return float(summed[-1])
