"""A shot of a head that turns, rendered by code, with everything known of it.

The head turns by 35 degrees to either side, blinks and speaks; the key light moves; a hand crosses
the face; the shutter is open for half a frame; the film has grain. Rays are marched to the surface
(a height field, as in relief mapping: Policarpo, Oliveira and Comba 2005), so the place on the
portrait that a pixel shows is known, and with it the true flow, the matte and what is hidden.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.studio.portrait_head import EYES, MIDDLE, Head, portrait_head
from matinee.studio.concept.colour import Bytes, Floats, to_srgb

WIDE, HIGH = 192, 224
LENGTH = 120
_LEFT, _TOP = 130.0, 6.0
_FRONT, _BACK, _STEPS = 84.0, -44.0, 72
_TURN = np.radians(35.0)
_GRAIN_BYTES = 2.2
_SHUTTER = (-0.25, 0.0, 0.25)
_SKIN = np.array([0.42, 0.26, 0.19], np.float32)
_NEAR = 2.0
"""Depths that differ by less than so many pixels are one surface."""


@dataclass(frozen=True, slots=True)
class RenderedShot:
    """A number n of frames, h by w pixels.

    ``source`` and ``truth`` are (n, h, w, 3; sRGB bytes); ``matte`` (n, h, w) is 0 where nothing
    may change; ``flow`` (n - 1, h, w, 2; pixels, x first) leads to the next frame; ``seen``
    (n - 1, h, w) is where what a pixel shows is seen in the next frame too.
    """

    source: Bytes
    truth: Bytes
    matte: Bytes
    flow: Floats
    seen: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Pose:
    """How everything stands at an instant.

    ``turn`` is in radians, ``shift`` in pixels, ``lids`` and ``jaw`` from 0 to 1; ``light`` is a
    unit vector towards the key light, ``hand`` the place of its palm.
    """

    turn: float
    shift: tuple[float, float]
    lids: float
    jaw: float
    light: NDArray[np.float64]
    hand: tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Surface:
    """What each pixel meets: object coordinates, depth, where the head is, and the hand's share."""

    x: Floats
    y: Floats
    deep: Floats
    head: NDArray[np.bool_]
    hand: Floats


def render_shot(frames: Sequence[int] | None = None) -> RenderedShot:
    """The frames with these numbers of the 120, in their order; flow is from each to the next."""
    head, asked = portrait_head(), list(range(LENGTH)) if frames is None else list(frames)
    made = [_frame(head, number) for number in asked]
    poses = [_pose(float(number)) for number in asked]
    surfaces = [_meet(head, pose) for pose in poses]
    flows = [
        _flow(head, (poses[i], surfaces[i]), (poses[i + 1], surfaces[i + 1]))
        for i in range(len(asked) - 1)
    ]
    return RenderedShot(
        source=np.stack([each[0] for each in made]),
        truth=np.stack([each[1] for each in made]),
        matte=np.stack([each[2] for each in made]),
        flow=np.stack([flow for flow, _ in flows]),
        seen=np.stack([seen for _, seen in flows]),
    )


def _pose(at: float) -> _Pose:
    share = at / LENGTH
    angle = 2 * np.pi * share
    lids = max(float(np.exp(-(((at - blink) / 1.8) ** 2))) for blink in (18.0, 57.0, 103.0))
    speech = 0.5 - 0.5 * np.cos(2 * np.pi * at / 17)
    azimuth = np.radians(55 * np.cos(1.5 * angle))
    light = np.array([np.sin(azimuth) * 0.85, -0.45, np.cos(azimuth) * 0.85])
    return _Pose(
        turn=float(_TURN * np.sin(angle)),
        shift=(float(6 * np.sin(2 * angle)), float(3 * np.sin(3 * angle))),
        lids=lids,
        jaw=float(speech * np.exp(-(((at - 40) / 26) ** 2))),
        light=light / np.linalg.norm(light),
        hand=(float(330 - 5.2 * (at - 64)), float(150 - 12 * np.sin((at - 64) / 9))),
    )


def _meet(head: Head, pose: _Pose) -> _Surface:
    """March from the front until the ray is below the surface, then halve the last step."""
    rows, columns = np.mgrid[0:HIGH, 0:WIDE].astype(np.float32)
    across = columns + _LEFT - MIDDLE - pose.shift[0]
    y = rows + _TOP - pose.shift[1]
    cosine, sine = np.float32(np.cos(pose.turn)), np.float32(np.sin(pose.turn))

    def above(deep: Floats) -> Floats:
        x = across * cosine - deep * sine + np.float32(MIDDLE)
        return across * sine + deep * cosine - _sampled(head.height, x, y, outside=-1000)

    near = np.full(across.shape, _FRONT, np.float32)
    far = np.full(across.shape, _BACK, np.float32)
    found = np.zeros(across.shape, np.bool_)
    step = np.float32((_FRONT - _BACK) / _STEPS)
    for count in range(1, _STEPS + 1):
        deep = np.full(across.shape, _FRONT - count * step, np.float32)
        hit = ~found & (above(deep) <= 0)
        far[hit], near[hit] = deep[hit], deep[hit] + step
        found |= hit
    for _ in range(8):
        middle = np.asarray((near + far) / 2, np.float32)
        below = above(middle) <= 0
        far, near = np.where(below, middle, far), np.where(below, near, middle)
    deep = np.asarray((near + far) / 2, np.float32)
    x = across * cosine - deep * sine + np.float32(MIDDLE)
    # The surface ends where its plane begins: what lies lower is the cliff at its edge.
    found &= across * sine + deep * cosine > 0
    return _Surface(x, y, deep, found, _hand(pose))


def _material(x: Floats, y: Floats, pose: _Pose) -> Floats:
    """The row of the portrait that a place of the surface shows: lids close, the jaw opens."""
    return (y - _pulled(x, y, pose)).astype(np.float32)


def _pulled(x: Floats, y: Floats, pose: _Pose) -> Floats:
    down = np.zeros_like(y)
    for at_x, at_y in EYES:
        down += 8 * pose.lids * np.exp(-(((x - at_x) / 12) ** 2) - ((y - at_y) / 8.5) ** 2)
    lower = np.clip((y - 138) / 40, 0, 1)
    down += 5 * pose.jaw * np.exp(-(((x - 225) / 32) ** 2)) * lower * lower * (3 - 2 * lower)
    return down


def _frame(head: Head, number: int) -> tuple[Bytes, Bytes, Bytes]:
    before, after, matte = (np.zeros((HIGH, WIDE, n), np.float32) for n in (3, 3, 1))
    for moment in _SHUTTER:
        pose = _pose(number + moment)
        surface = _meet(head, pose)
        row = _material(surface.x, surface.y, pose)
        shade = _shade(head, surface, pose)
        hand = surface.hand[..., None]
        skin = _SKIN * (0.75 + 0.25 * surface.hand[..., None])
        inside = surface.head[..., None]
        behind = head.behind[int(_TOP) : int(_TOP) + HIGH, int(_LEFT) : int(_LEFT) + WIDE]
        for total, albedo in ((before, head.before), (after, head.after)):
            shown = np.where(inside, _sampled(albedo, surface.x, row) * shade, behind)
            np.add(total, (1 - hand) * shown + hand * skin, out=total)
        face = _sampled(head.face, surface.x, row) * surface.head * (1 - surface.hand)
        matte[..., 0] += face
    chance = np.random.default_rng(7000 + number)
    grain = cv2.GaussianBlur(chance.normal(size=(HIGH, WIDE)).astype(np.float32), (0, 0), 0.6)
    grain *= _GRAIN_BYTES / grain.std()
    shown = [
        np.clip(
            np.rint(to_srgb(each / np.float32(len(_SHUTTER))) + grain[..., None]), 0, 255
        ).astype(np.uint8)
        for each in (before, after)
    ]
    share = matte[..., 0] / len(_SHUTTER)
    # Rounded up: wherever the artist's version could differ by a byte, the matte is not 0.
    return shown[0], shown[1], np.clip(np.ceil(share * 255 - 1e-3), 0, 255).astype(np.uint8)


def _shade(head: Head, surface: _Surface, pose: _Pose) -> Floats:
    slope_y, slope_x = _slopes(head)
    sample = [_sampled(each, surface.x, surface.y) for each in (slope_x, slope_y)]
    normal = np.stack([-sample[0], -sample[1], np.ones_like(sample[0])], axis=-1)
    normal /= np.linalg.norm(normal, axis=-1, keepdims=True)
    cosine, sine = np.cos(pose.turn), np.sin(pose.turn)
    turned = np.array([[cosine, 0, sine], [0, 1, 0], [-sine, 0, cosine]])
    lit = np.maximum(normal @ turned.T @ pose.light, 0)
    return (0.45 + 0.7 * lit)[..., None].astype(np.float32)


_SLOPES: dict[int, tuple[Floats, Floats]] = {}


def _slopes(head: Head) -> tuple[Floats, Floats]:
    if id(head) not in _SLOPES:
        held = cv2.GaussianBlur(np.maximum(head.height, 0), (0, 0), 2.0)
        down, across = np.gradient(held)
        _SLOPES[id(head)] = (down.astype(np.float32), across.astype(np.float32))
    return _SLOPES[id(head)]


def _hand(pose: _Pose) -> Floats:
    """A palm and four fingers: how much of each pixel they cover."""
    rows, columns = np.mgrid[0:HIGH, 0:WIDE].astype(np.float32)
    x, y = columns + _LEFT - pose.hand[0], rows + _TOP - pose.hand[1]
    far = np.hypot(x / 1.0, y / 1.25) - 20
    for finger, reach in enumerate((30.0, 38.0, 36.0, 27.0)):
        root, tip = (-13.5 + 9 * finger, -12.0), (-20 + 12.5 * finger, -20 - reach)
        dx, dy = tip[0] - root[0], tip[1] - root[1]
        along = np.clip(((x - root[0]) * dx + (y - root[1]) * dy) / (dx * dx + dy * dy), 0, 1)
        far = np.minimum(far, np.hypot(x - root[0] - along * dx, y - root[1] - along * dy) - 4.6)
    return np.clip(0.5 - far, 0, 1).astype(np.float32)


def _flow(
    head: Head, now: tuple[_Pose, _Surface], after: tuple[_Pose, _Surface]
) -> tuple[Floats, NDArray[np.bool_]]:
    (pose, surface), (then, met) = now, after
    row = _material(surface.x, surface.y, pose)
    y = row.copy()
    for _ in range(8):
        y = row + _pulled(surface.x, y, then)
    tall = _sampled(head.height, surface.x, y, outside=-1000)
    cosine, sine = np.cos(then.turn), np.sin(then.turn)
    out = surface.x - MIDDLE
    column = out * cosine + tall * sine + MIDDLE + then.shift[0] - _LEFT
    deep = -out * sine + tall * cosine
    line = y + then.shift[1] - _TOP
    rows, columns = np.mgrid[0:HIGH, 0:WIDE].astype(np.float32)
    flow = np.stack([column - columns, line - rows], axis=-1).astype(np.float32)
    there = _sampled(met.deep, column.astype(np.float32), line.astype(np.float32))
    within = (column >= 0) & (column < WIDE - 1) & (line >= 0) & (line < HIGH - 1)
    hand = _sampled(met.hand, column.astype(np.float32), line.astype(np.float32))
    seen = surface.head & (surface.hand < 0.02) & (hand < 0.02)
    seen &= within & (tall > -999) & (np.abs(deep - there) < _NEAR)
    flow[~surface.head] = 0
    return flow, seen


def _sampled(picture: Floats, x: Floats, y: Floats, *, outside: float = 0.0) -> Floats:
    found = cv2.remap(
        picture, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=(outside,) * 4
    )
    return np.asarray(found, np.float32)
