"""What a shot is worth to a preview: intensity, faces, how unlike the film it is, whole sentences.

Intensity is that of Hanjalic & Xu (2005), as ``media`` measures it. The weights are judgement, not
learnt: nobody has watched yet.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from matinee.media.model import Scale, ShotFacts, Story
from matinee.promote.previews.spoken import Stretch

_WEIGHTS = {"intensity": 0.4, "faces": 0.25, "novelty": 0.25, "speech": 0.1}
_NEAR: Mapping[Scale, float] = {
    Scale.EXTREME_CLOSE: 1.0,
    Scale.CLOSE: 1.0,
    Scale.MEDIUM_CLOSE: 0.8,
    Scale.MEDIUM: 0.6,
    Scale.LONG: 0.3,
    Scale.NOBODY: 0.0,
}
_Numbers = NDArray[np.float64]


def worth_of(reasons: Mapping[str, _Numbers]) -> _Numbers:
    """(n,): the reasons of each shot weighed together, from 0 to 1."""
    weighed = [_WEIGHTS[name] * values for name, values in reasons.items()]
    return np.sum(np.array(weighed), axis=0)


def reasons_of(
    story: Story, spoken: Sequence[Stretch], allowed: NDArray[np.bool_]
) -> dict[str, _Numbers]:
    """For each shot and reason a value from 0 to 1, ranked among those that are allowed."""
    shots = story.shots
    curve = story.curves.get("intensity")
    intensity = np.zeros(len(shots))
    if curve is not None and curve.values:
        values = np.array(curve.values)
        grid = np.arange(len(values)) * curve.step_seconds
        intensity = np.array(
            [np.interp(np.linspace(s.begins, s.ends, 5), grid, values).mean() for s in shots]
        )
    edges = np.array(spoken, np.float64).reshape(-1, 2)
    said = np.array(
        [
            np.maximum(np.minimum(edges[:, 1], s.ends) - np.maximum(edges[:, 0], s.begins), 0).sum()
            for s in shots
        ]
    )
    lengths = np.array([max(shot.ends - shot.begins, 1e-6) for shot in shots])
    return {
        "intensity": _ranked(intensity, allowed),
        "faces": np.array([_NEAR[shot.scale] for shot in shots]),
        "novelty": _ranked(_strangeness(shots), allowed),
        "speech": np.minimum(1.0, said / lengths),
    }


def _strangeness(shots: Sequence[ShotFacts]) -> _Numbers:
    """How far a shot lies from the film's other shots, by light, colour, motion and scale."""
    facts = np.array(
        [
            (
                shot.brightness,
                shot.colourfulness,
                np.log1p(max(shot.motion, 0.0)),
                np.log1p(max(shot.sharpness, 0.0)),
                4 * _NEAR[shot.scale],
            )
            for shot in shots
        ]
    )
    spread = facts.std(axis=0)
    whitened = (facts - facts.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    return np.linalg.norm(whitened, axis=1)


def _ranked(values: _Numbers, allowed: NDArray[np.bool_]) -> _Numbers:
    """The share of allowed shots that have less; 0 for all where all are alike."""
    field = np.sort(values[allowed])
    return np.searchsorted(field, values, side="left") / max(1, len(field) - 1)
