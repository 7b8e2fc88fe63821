"""Blind choices between two fillings of the same hole, kept with who made them."""

import json
from pathlib import Path

import numpy as np

from benchmarks.outcome import Figure
from matinee.errors import Invalid

CHOICES = Path(__file__).with_suffix(".json")
"""``judge``, ``when``, ``how``, and ``choices``: for each of the fifty left, right or neither."""
_SAID = {"left", "right", "neither"}


def ours_on_the_left(holes: int) -> list[bool]:
    """On which rows of the sheets the left filling is ours: the key, which a judge does not see."""
    drawn = np.random.default_rng(0xB11ED).random(holes) < 0.5
    return [bool(each) for each in drawn]


def chosen() -> dict[str, Figure]:
    """How often each was chosen; nothing where nobody has judged."""
    if not CHOICES.exists():
        return {}
    kept = json.loads(CHOICES.read_text(encoding="utf-8"))
    said: list[str] = kept["choices"]
    if set(said) - _SAID:
        raise Invalid(
            "A choice is neither left, right nor neither.", remedy=f"Mend {CHOICES.name}."
        )
    ours = sum(
        each != "neither" and (each == "left") == left
        for each, left in zip(said, ours_on_the_left(len(said)), strict=True)
    )
    undecided = said.count("neither")
    return {
        "blind_judged": len(said),
        "blind_ours": ours,
        "blind_telea": len(said) - ours - undecided,
        "blind_neither": undecided,
        "blind_judge": str(kept["judge"]),
    }
