"""What is measured of a render, beside the shot as it was filmed. Pure.

Frame by frame, so that a long shot is never held whole. The true motion of a shot is not known, so
its skin is followed by optical flow, and a frame from which it could not be followed is said.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from matinee.studio.concept.colour import Bytes
from matinee.studio.reage.coded import Coded, shown
from matinee.studio.reage.following import followed
from matinee.studio.reage.measures import (
    FEWEST,
    INSIDE,
    Box,
    box_of,
    detail_kept,
    error_inside,
    matched_blur,
    outside_change,
    warp_errors,
)
from matinee.studio.reage.model import Faces, FrameFigures, Look, Quality

MOST_FACES = 24
"""Frames of a shot that are looked at one by one, evenly spread: faces, and the sheet."""
_AROUND = 0.5
"""Of the skin's height and width, what is looked at on each side of it."""
_FOLLOWED = 0.5
"""Below this share of its skin a frame counts as not followed to the next."""

Triple = tuple[Bytes, Bytes, Bytes]
"""A frame as filmed and as made (h, w, 3; sRGB), and its matte (h, w)."""


CodedTriple = tuple[Coded, Coded, Bytes]
"""The same in the frames' own depth."""


def sampled(frames: int) -> frozenset[int]:
    """The frames that are looked at one by one."""
    return frozenset(
        np.linspace(0, frames - 1, min(frames, MOST_FACES)).round().astype(int).tolist()
    )


def quality(
    pictures: Iterable[CodedTriple], frames: int, heed: Callable[[], None], *, faces: Faces | None
) -> Quality:
    """Measure a render of so many frames; ``heed`` is called before each, and ends it by raising.

    ``faces`` None: there is nothing that tells faces apart.
    """
    steady, looks = _Steadiness(), _Likeness()
    outside = 0
    changes: list[float] = []
    details: list[float] = []
    blurs: list[float] = []
    seen: list[FrameFigures] = []
    chosen = sampled(frames)
    for number, (filmed, made, matte) in enumerate(pictures):
        heed()
        outside += outside_change(filmed[None], made[None], matte[None])
        now = shown(filmed), shown(made), matte
        box = box_of(now[2], _AROUND)
        if box is None:
            steady.pause()
            continue
        steady.see(number, now, box)
        source, result, skin = (each[box][None] for each in now)
        changes.append(float(error_inside(result, source, skin)[0]))
        details.append(float(detail_kept(source, result, skin)[0]))
        if number in chosen:
            blur = matched_blur(source, result, skin)
            blurs.append(float(detail_kept(source, blur, skin)[0]))
            if faces is not None:
                looks.see(number, faces.seen((source[0], result[0], blur[0])))
            seen.append(
                FrameFigures(
                    number,
                    change=_known(changes[-1]),
                    detail=_known(details[-1]),
                    unlike=looks.unlike.get(number),
                    age_moved=looks.aged.get(number),
                )
            )
    return Quality(
        frames=frames,
        outside=outside,
        change=_median(changes),
        detail=_median(details),
        flicker=_mean(steady.made),
        filmed_flicker=_mean(steady.filmed),
        lost=tuple(steady.lost),
        blur_detail=_median(blurs),
        looked=looks.looked,
        faces=len(looks.unlike),
        unlike=_median(list(looks.unlike.values())),
        most_unlike=max(looks.unlike.values(), default=None),
        unlikest=max(looks.unlike, key=looks.unlike.__getitem__, default=None),
        filmed_unlike=_median(looks.filmed),
        blur_unlike=_median(looks.blurred),
        age_moved=_median(list(looks.aged.values())),
        blur_age_moved=_median(looks.blur_aged),
        filmed_age_moves=_median(looks.filmed_aged),
        seen=tuple(seen),
    )


@dataclass(slots=True)
class _Steadiness:
    """Skin from each frame to the next, as filmed and as made."""

    made: list[float] = field(default_factory=list)
    filmed: list[float] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)
    _last: tuple[Triple, Box] | None = None

    def pause(self) -> None:
        """A frame shows no skin: nothing is followed to it or from it."""
        self._last = None

    def see(self, number: int, now: Triple, around: Box) -> None:
        """Follow the skin of the frame before to this one."""
        last, self._last = self._last, (now, around)
        if last is None:
            return
        box = _joined(last[1], around)
        source, result, matte = (
            np.stack([one[box], other[box]]) for one, other in zip(last[0], now, strict=True)
        )
        flow, seen = followed(source[0], source[1])
        skin = matte[0] > INSIDE
        whole = np.count_nonzero(skin)
        if np.count_nonzero(skin & seen) < max(FEWEST, _FOLLOWED * whole):
            self.lost.append(number - 1)
            return
        for held, frames in ((self.made, result), (self.filmed, source)):
            held.append(float(warp_errors(frames, flow[None], seen[None], matte)[0]))


@dataclass(slots=True)
class _Likeness:
    """A face as filmed beside it as made, blurred, and in the frame looked at before."""

    looked: int = 0
    unlike: dict[int, float] = field(default_factory=dict)
    filmed: list[float] = field(default_factory=list)
    blurred: list[float] = field(default_factory=list)
    aged: dict[int, float] = field(default_factory=dict)
    filmed_aged: list[float] = field(default_factory=list)
    blur_aged: list[float] = field(default_factory=list)
    _last: Look | None = None

    def see(self, number: int, looks: Sequence[Look] | None) -> None:
        """Note a frame: its face as filmed, as made and blurred; None where none was found."""
        self.looked += 1
        if looks is None:
            return
        filmed, made, soft = looks
        self.unlike[number] = _apart(filmed, made)
        self.blurred.append(_apart(filmed, soft))
        for moved in _older(made, filmed):
            self.aged[number] = moved
        self.blur_aged += _older(soft, filmed)
        if self._last is not None:
            self.filmed.append(_apart(filmed, self._last))
            self.filmed_aged += [abs(each) for each in _older(filmed, self._last)]
        self._last = filmed


def _joined(one: Box, other: Box) -> Box:
    rows, columns = (
        slice(min(a.start, b.start), max(a.stop, b.stop)) for a, b in zip(one, other, strict=True)
    )
    return rows, columns


def _apart(one: Look, other: Look) -> float:
    return float(np.linalg.norm(one.descriptor - other.descriptor))


def _older(one: Look, other: Look) -> list[float]:
    return [] if one.age is None or other.age is None else [one.age - other.age]


def _median(values: list[float]) -> float | None:
    known = [each for each in values if not np.isnan(each)]
    return float(np.median(known)) if known else None


def _known(value: float) -> float | None:
    return None if np.isnan(value) else value


def _mean(values: list[float]) -> float | None:
    return float(np.mean(values)) if values else None
