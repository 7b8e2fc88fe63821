"""What an age estimator says is told beside a blur and beside its own change of mind."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from benchmarks.studio.reage_ages import ABSENT, told_ages
from numpy.typing import NDArray

from matinee.studio.reage.model import Look


class BrightnessAsAge:
    """Takes a face for as old as it is bright, and sees none in a black one."""

    def seen(self, pictures: Sequence[NDArray[np.uint8]]) -> list[Look] | None:
        if not pictures[0].any():
            return None
        return [Look(np.zeros(128, np.float32), float(each.mean())) for each in pictures]


def test_ages_are_told_as_differences_of_the_frames_that_show_a_face() -> None:
    source = np.full((4, 8, 8, 3), 40, np.uint8)
    source[1] = 0
    source[2] = 46
    younger = np.where(source > 0, source - np.uint8(5), source)
    made = {"": younger, "blur": source + np.uint8(2)}
    told, filmed = told_ages(source, made, BrightnessAsAge())
    assert told == {"": -5, "blur": 2}
    assert filmed == {"filmed_age_moves": 6, "age_frames": 3}


def test_without_the_network_it_is_said_that_it_is_absent() -> None:
    source = np.full((4, 8, 8, 3), 40, np.uint8)
    told, filmed = told_ages(source, {"": source}, None)
    assert (told, filmed["filmed_age_moves"]) == ({"": ABSENT}, ABSENT)
