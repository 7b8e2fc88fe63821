"""Moods of a scene, suggested from what was measured of it: a programmer takes them, or does not.

Each word stands for one measure, and claims no more than that: how a scene moves and sounds beside
the rest of its film (after Hanjalic & Xu 2005, whose arousal is the curve of intensity), how light
it is, and how much of it is spoken or played. What it makes people feel is not measured.
"""

from enum import StrEnum

import numpy as np

from matinee.media.model import Curve, Scene, SpanKind, Story

_DARK, _BRIGHT = 55.0, 140.0
"""Grey levels, of 255, of the mean over a scene's shots."""
_QUIET_LU, _LOUD_LU = -8.0, 2.0
"""Of the scene's median against the programme's loudness."""
_MUCH, _LITTLE, _MUSIC = 0.5, 0.05, 0.6
"""Shares of a scene."""
_QUARTILES = (0.25, 0.75)
_FLAT = 0.05
"""A film whose quartiles of intensity lie nearer together has neither calm nor lively scenes."""


class Mood(StrEnum):
    """The words that are suggested; line items may name them, and any others."""

    CALM = "calm"
    LIVELY = "lively"
    TENSE = "tense"
    DARK = "dark"
    BRIGHT = "bright"
    QUIET = "quiet"
    LOUD = "loud"
    TALKATIVE = "talkative"
    WORDLESS = "wordless"
    MUSICAL = "musical"


def moods_of(story: Story) -> tuple[tuple[Mood, ...], ...]:
    """Those of each scene of a film, in the order of :class:`Mood`."""
    low, high = _quartiles(story.curves.get("intensity"))
    return tuple(_of_scene(story, scene, low, high) for scene in story.scenes)


def _of_scene(story: Story, scene: Scene, low: float, high: float) -> tuple[Mood, ...]:
    intensity = _mean(story.curves.get("intensity"), scene)
    level = _median(story.curves.get("loudness"), scene)
    light = _light(story, scene)
    spoken = _share(story, scene, SpanKind.SPEECH)
    lively, dark = intensity > high, light <= _DARK
    holds = {
        Mood.CALM: intensity < low,
        Mood.LIVELY: lively,
        Mood.TENSE: lively and dark,
        Mood.DARK: dark,
        Mood.BRIGHT: light >= _BRIGHT,
        Mood.QUIET: level - story.integrated_lufs <= _QUIET_LU,
        Mood.LOUD: level - story.integrated_lufs >= _LOUD_LU,
        Mood.TALKATIVE: spoken >= _MUCH,
        Mood.WORDLESS: spoken <= _LITTLE,
        Mood.MUSICAL: _share(story, scene, SpanKind.MUSIC) >= _MUSIC,
    }
    return tuple(mood for mood in Mood if holds[mood])


def _quartiles(intensity: Curve | None) -> tuple[float, float]:
    """Below the first a scene is calm, from the second on lively; beyond all in a flat film."""
    values = np.array(intensity.values if intensity else ())
    if not len(values):
        return -np.inf, np.inf
    low, high = (float(each) for each in np.quantile(values, _QUARTILES))
    return (low, high) if high - low >= _FLAT else (-np.inf, np.inf)


def _part(curve: Curve | None, scene: Scene) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    if curve is None:
        return np.empty(0)
    first = int(scene.begins / curve.step_seconds)
    after = max(first + 1, int(scene.ends / curve.step_seconds))
    return np.array(curve.values[first:after])


def _mean(curve: Curve | None, scene: Scene) -> float:
    values = _part(curve, scene)
    return float(values.mean()) if len(values) else float("nan")


def _median(curve: Curve | None, scene: Scene) -> float:
    values = _part(curve, scene)
    return float(np.median(values)) if len(values) else float("nan")


def _light(story: Story, scene: Scene) -> float:
    shots = story.shots[scene.first_shot : scene.last_shot + 1]
    seconds = sum(shot.ends - shot.begins for shot in shots)
    if seconds <= 0:
        return float("nan")
    return sum(shot.brightness * (shot.ends - shot.begins) for shot in shots) / seconds


def _share(story: Story, scene: Scene, kind: SpanKind) -> float:
    """How much of a scene spans of a kind fill; those of one kind lie apart."""
    held = sum(
        max(0.0, min(span.ends, scene.ends) - max(span.begins, scene.begins))
        for span in story.spans
        if span.kind is kind
    )
    return held / max(scene.ends - scene.begins, 1e-9)
