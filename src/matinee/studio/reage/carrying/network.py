"""The network that carries an artist's change: small, for one shot, and of no use for another.

Fully convolutional, one level below the picture's own (after Texler et al. 2020, 2004.14489, who
train on patches of a few key frames). It answers with what is to be added, not with a picture, so
that grain and what it never saw stay the frame's own.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

CHANNELS = 8
"""Red, green, blue, row, column, and what flow carried of the change (three)."""
WIDTH = 24


class CarryingNetwork(nn.Module):
    """Takes (b, 8, h, w), h and w even; gives the change (b, 3, h, w), in the frame's units."""

    def __init__(self, width: int = WIDTH) -> None:
        super().__init__()
        self.into = _layer(CHANNELS, width)
        self.own = _layer(width, width)
        self.below = nn.Sequential(
            _layer(width, 2 * width), _layer(2 * width, 2 * width), _layer(2 * width, 2 * width)
        )
        self.back = _layer(3 * width, width)
        self.out = nn.Conv2d(width, 3, 3, padding=1)
        nn.init.zeros_(self.out.weight)
        bias = self.out.bias
        if bias is not None:
            nn.init.zeros_(bias)

    def forward(self, given: Tensor) -> Tensor:
        """What is to be added: what flow carried, corrected."""
        fine = self.own(self.into(given))
        coarse = self.below(functional.avg_pool2d(fine, 2))
        large = functional.interpolate(coarse, scale_factor=2, mode="bilinear", align_corners=False)
        change: Tensor = self.out(self.back(torch.cat([fine, large], dim=1)))
        return given[:, 5:8] + change


def _layer(taken: int, given: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(taken, given, 3, padding=1, padding_mode="replicate"), nn.LeakyReLU(0.1)
    )
