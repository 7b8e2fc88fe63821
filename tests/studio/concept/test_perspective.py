"""A material that is laid over a wall takes its light, and not its colours."""

from __future__ import annotations

import numpy as np

from matinee.studio.concept.model import Corners
from matinee.studio.concept.perspective import resurfaced


def test_a_grey_material_stays_grey_on_a_wall_of_several_colours_in_warm_light() -> None:
    stripes = np.where((np.arange(120) // 12 % 2)[None, :, None], [150, 50, 40], [60, 70, 160])
    light = np.linspace(1.0, 0.5, 120)[None, :, None] * np.array([1.05, 1.0, 0.95])
    wall = np.broadcast_to(stripes * light, (90, 120, 3)).astype(np.uint8)
    grey = np.full((40, 40, 3), 128, np.uint8)
    corners = Corners(((0.05, 0.05), (0.95, 0.05), (0.95, 0.95), (0.05, 0.95)))
    made = resurfaced(wall, corners, grey, scale=0.5)[10:80, 12:108]
    shade = (made.astype(np.float64) / 255) ** 2.2
    assert (shade.max(axis=-1) / np.maximum(shade.min(axis=-1), 1e-3)).max() < 1.8
    assert made[:, :24].mean() > 1.2 * made[:, -24:].mean(), "the light on the wall stays"
