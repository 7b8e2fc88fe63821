"""Which pictures of a film may stand for it: fit, good, and unlike each other.

Fitness refuses: the last third of the film, black, titles, credits and text, what is blurred or
without drawing, and what cannot be cropped. The rest is scored on focus, exposure, colour, people,
subject and composition (after Netflix's AVA, 2018), and chosen by maximal marginal relevance
(Carbonell & Goldstein 1998) over colour layout, so that twelve pictures are twelve pictures.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matinee.media.model import SpanKind, Still, Story
from matinee.promote.gallery.cropping import Attention, Crop, crop_all
from matinee.promote.gallery.model import MOST_CUT

_SPOILER_FREE = 2 / 3
_EDGE_SECONDS = 0.3
"""As near to a cut a frame may still be mixed with its neighbour."""
_BARRED = frozenset({SpanKind.BLACK, SpanKind.TITLES, SpanKind.CREDITS})
_MOST_MOMENTS = 360
_TWICE_SECONDS, _OFTEN = 2.5, (0.2, 0.4, 0.6, 0.8)
"""A longer shot than this is looked at in these places, a shorter one in two."""
_DARKEST, _FLATTEST = 40.0, 18.0
_MOST_CLIPPED, _MOST_LETTERS = 0.5, 0.004
_BLURRED_SHARE = 0.15
"""Of all frames looked at, the least sharp are refused."""
_LEAST_SALIENT = 0.2
"""Share of all saliency below which the salient region is but one thing among many."""
_SAME = 0.3
"""Likeness from which two pictures are one picture taken twice."""
_LIKENESS = 0.55
"""How much a picture's likeness to one that is chosen already counts against its score."""
_WEIGHTS = {
    "focus": 0.1,
    "exposure": 0.15,
    "colour": 0.1,
    "people": 0.3,
    "subject": 0.2,
    "composition": 0.15,
}
_SHARP_ENOUGH = 0.4
"""Share of the pictures that one has to be sharper than: beyond, sharper is grass, not focus."""
_PORTRAIT = 0.33
"""Height from which a face is a portrait; a larger one does not make a better picture."""
_BLINK = 0.7
"""How much of what a face is worth shut eyes take."""
_UNSURE, _SURE = 0.25, 0.6
"""How sure the detector is of what counts for no face, and of what counts for a whole one."""
_LARGE, _CLEAR = 0.16, 0.5
"""Share of the picture, and of all saliency, from which a subject is large and clear."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A picture that may stand for the film: why, how good from 0 to 1, and its crops."""

    still: Still
    score: float
    reasons: Mapping[str, float]
    crops: tuple[Crop, ...]


def moments(story: Story, kept_back: Sequence[tuple[float, float]]) -> list[float]:
    """Times worth looking at: two to four in every shot of the first two thirds, evenly thinned.

    ``kept_back`` are stretches, in seconds, that nothing which sells the film may show.
    """
    until = story.seconds * _SPOILER_FREE
    times = [
        round(shot.begins + share * (shot.ends - shot.begins), 3)
        for shot in story.shots
        for share in (_OFTEN if shot.ends - shot.begins > _TWICE_SECONDS else (0.35, 0.7))
        if shot.ends - shot.begins > 4 * _EDGE_SECONDS and shot.ends < until
    ]
    barred = [(span.begins, span.ends) for span in story.spans if span.kind in _BARRED]
    free = [
        at
        for at in times
        if not any(
            begins - _EDGE_SECONDS <= at <= ends + _EDGE_SECONDS
            for begins, ends in (*barred, *kept_back)
        )
    ]
    every = max(1, -(-len(free) // _MOST_MOMENTS))
    return free[::every]


def shortlist(stills: Sequence[Still], count: int) -> list[Candidate]:
    """At most ``count``, the best first; fewer where fewer are fit."""
    if not stills:
        return []
    sharp = np.array([still.sharpness for still in stills])
    least = float(np.quantile(sharp, _BLURRED_SHARE))
    fit: list[Candidate] = []
    for still in stills:
        crops = _crops(still)
        if still.sharpness >= least and _fit(still, crops):
            fit.append(_candidate(still, crops, float((sharp <= still.sharpness).mean())))
    return _diverse(fit, count) if fit else []


def _crops(still: Still) -> tuple[Crop, ...]:
    """Around what is, and what may be, a head; around the sure ones alone where that cannot be."""
    felt = Attention(still.across, still.down)
    whole = crop_all(still.width, still.height, still.heads, still.salient, felt)
    if not still.perhaps or max(crop.cut for crop in whole) <= MOST_CUT:
        return whole
    sure = still.heads[: len(still.faces)]
    return crop_all(still.width, still.height, sure, still.salient, felt)


def _fit(still: Still, crops: Sequence[Crop]) -> bool:
    return (
        min(still.brightness, still.salient_light) >= _DARKEST
        and still.contrast >= _FLATTEST
        and still.clipped <= _MOST_CLIPPED
        and still.letters <= _MOST_LETTERS
        and still.salient_share >= _LEAST_SALIENT
        and max(crop.cut for crop in crops) <= MOST_CUT
    )


def _candidate(still: Still, crops: tuple[Crop, ...], focus: float) -> Candidate:
    left, top, wide, high = still.salient
    middle = (left + wide / 2, top + high / 2)
    thirds = min(abs(middle[0] - line) for line in (1 / 3, 1 / 2, 2 / 3))
    reasons = {
        "focus": min(1.0, focus / _SHARP_ENOUGH),
        "exposure": max(0.0, 1 - abs(still.salient_light - 115) / 115) * (1 - still.clipped),
        "colour": min(1.0, still.colourfulness / 60),
        "people": _people(still),
        "subject": min(1.0, wide * high / _LARGE) * min(1.0, still.salient_share / _CLEAR),
        # What the narrowest crop keeps of the attention, from a third of it to two thirds.
        "composition": 0.3 * max(0.0, 1 - 4 * thirds)
        + 0.7 * min(1.0, max(0.0, 3 * min(crop.keeps for crop in crops) - 1)),
    }
    score = sum(_WEIGHTS[name] * value for name, value in reasons.items())
    seen = zip(still.faces, _eyes(still), strict=True)
    _, opened = max(seen, key=lambda each: each[0][3], default=((), None))
    if opened is not None:
        reasons["eyes"] = opened  # Told at the desk; what they count for is in the people's.
    rounded = {name: round(value, 3) for name, value in reasons.items()}
    return Candidate(still, round(score, 4), rounded, crops)


def _eyes(still: Still) -> tuple[float | None, ...]:
    """Of each face; where nobody looked, none is told."""
    return still.eyes or (None,) * len(still.faces)


def _people(still: Still) -> float:
    """By the face that counts most: how large, how surely one, and whether its eyes are open."""
    counted = [
        (box[3], 1.0 if opened is None else 1 - _BLINK * (1 - opened))
        for box, opened in zip(still.faces, _eyes(still), strict=True)
    ]
    counted += [
        (high, max(0.0, sure - _UNSURE) / (_SURE - _UNSURE))
        for _, _, _, high, sure in still.perhaps
    ]
    return max((min(1.0, high / _PORTRAIT) * share for high, share in counted), default=0.0)


def _diverse(fit: list[Candidate], count: int) -> list[Candidate]:
    chosen: list[int] = []
    layouts = np.array([each.still.layout for each in fit], np.float64).reshape(len(fit), -1)
    likest = np.zeros(len(fit))
    scores = np.array([each.score for each in fit])
    while len(chosen) < min(count, len(fit)):
        worth = (1 - _LIKENESS) * scores - _LIKENESS * likest
        worth[likest > _SAME] = -np.inf
        best = int(worth.argmax())
        if np.isinf(worth[best]):
            break
        chosen.append(best)
        likest = np.maximum(likest, _likeness(layouts, layouts[best]))
    return sorted((fit[index] for index in chosen), key=lambda each: -each.score)


def _likeness(layouts: NDArray[np.float64], one: NDArray[np.float64]) -> NDArray[np.float64]:
    """1 for the same picture, falling with the mean distance of the colours, in Lab."""
    away = np.linalg.norm((layouts - one).reshape(len(layouts), -1, 3), axis=2).mean(axis=1)
    return np.exp(-away / 20)
