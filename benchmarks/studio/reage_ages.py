"""What an age estimator says of a re-aged shot, beside the same of a blur that changes as much.

As the service tells it (``studio.reage.quality``): medians over the frames that are looked at one
by one, and by how much the estimate of the face as filmed differs from one of them to the next,
which is what the others would have to stand out from. No claim of years.
"""

from collections.abc import Mapping

import numpy as np

from benchmarks.outcome import Figure
from matinee.studio.concept.colour import Bytes
from matinee.studio.reage.model import Faces
from matinee.studio.reage.quality import sampled

ABSENT = "the network that estimates ages is not installed"


def told_ages(
    source: Bytes, made: Mapping[str, Bytes], faces: Faces | None
) -> tuple[dict[str, Figure], dict[str, Figure]]:
    """By how much each of ``made`` is taken for older (below 0: younger) than the ``source``.

    Both are (n, h, w, 3). The second answer is of the source itself: ``filmed_age_moves``, and in
    how many frames a face was found.
    """
    moved: dict[str, list[float]] = {name: [] for name in made}
    filmed: list[float] = []
    for number in sorted(sampled(len(source))):
        pictures = (source[number], *(each[number] for each in made.values()))
        looks = None if faces is None else faces.seen(pictures)
        ages = [] if looks is None else [each.age for each in looks if each.age is not None]
        if len(ages) != len(pictures):
            continue
        filmed.append(ages[0])
        for name, age in zip(made, ages[1:], strict=True):
            moved[name].append(age - ages[0])
    steps = np.abs(np.diff(filmed))
    told: dict[str, Figure] = {name: _median(values) for name, values in moved.items()}
    return told, {"filmed_age_moves": _median(steps.tolist()), "age_frames": len(filmed)}


def _median(values: list[float]) -> Figure:
    return round(float(np.median(values)), 2) if values else ABSENT
