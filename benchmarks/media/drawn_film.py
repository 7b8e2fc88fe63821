"""A film drawn by code in which every cut, fade and dissolve is known, and what may pass for one.

Shots are windows that pan, zoom and shake over drawn places, with crowds that walk through them,
flashes and a changing light. A quarter of the shots stay in the place of the one before, seen from
elsewhere, which is where cuts are hard to see.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
WIDTH, HEIGHT, RATE = 192, 108, 24
_CANVAS = (2 * HEIGHT, 2 * WIDTH)


@dataclass
class Truth:
    """Frame numbers: of a cut, the first frame of the new shot; else first and last frame."""

    frames: int = 0
    cuts: list[int] = field(default_factory=list[int])
    fades: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    dissolves: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    flashes: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])


def draw_film(path: Path, *, seed: int, cuts: int, fades: int, dissolves: int) -> Truth:
    """Write an H.264 file with so many transitions in a random order; what is in it."""
    random = np.random.default_rng(seed)
    kinds = np.array(["cut"] * cuts + ["fade"] * fades + ["dissolve"] * dissolves)
    random.shuffle(kinds)
    truth = Truth()
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=RATE, options={"preset": "veryfast"})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.time_base = Fraction(1, RATE)
        for picture in _pictures(random, list(kinds), truth):
            frame = av.VideoFrame.from_ndarray(picture, format="bgr24")
            frame.pts, frame.time_base = truth.frames, Fraction(1, RATE)
            truth.frames += 1
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return truth


def _pictures(random: np.random.Generator, kinds: list[str], truth: Truth) -> Iterator[Image]:
    shot = Shot(random, None)
    tail = 0
    for kind in kinds:
        following = Shot(random, shot)
        body = int(random.integers(18, 60))
        # Transitions leave their shot some frames of its own on both sides.
        yield from _body(shot, tail, body, random, truth)
        at = tail + body
        match kind:
            case "cut":
                truth.cuts.append(truth.frames)
                tail = 0
            case "fade":
                out, black, into = (int(random.integers(*r)) for r in ((8, 24), (0, 8), (8, 24)))
                truth.fades.append((truth.frames, truth.frames + out + black + into - 1))
                for step in range(out):
                    yield _dimmed(shot.frame(at + step), 1 - (step + 1) / out, random)
                for _ in range(black):
                    yield _dimmed(shot.frame(at), 0, random)
                for step in range(into):
                    yield _dimmed(following.frame(step), (step + 1) / (into + 1), random)
                tail = into
            case _:
                length = int(random.integers(10, 37))
                truth.dissolves.append((truth.frames, truth.frames + length - 1))
                for step in range(length):
                    share = (step + 1) / (length + 1)
                    old, new = shot.frame(at + step), following.frame(step)
                    mixed = old * np.float32(1 - share) + new * np.float32(share)
                    yield _grained(mixed, random)
                tail = length
        shot = following
    yield from _body(shot, tail, 40, random, truth)


def _body(
    shot: "Shot", start: int, length: int, random: np.random.Generator, truth: Truth
) -> Iterator[Image]:
    flash = int(random.integers(6, length - 8)) if random.random() < 0.15 else None
    lasts = int(random.integers(1, 4))
    for step in range(length):
        picture = shot.frame(start + step)
        if flash is not None and flash <= step < flash + lasts:
            if step == flash:
                truth.flashes.append((truth.frames, truth.frames + lasts - 1))
            strength = 0.9 - 0.2 * (step - flash)
            picture = picture * (1 - strength) + 250 * strength
        yield _grained(picture, random)


def _dimmed(picture: NDArray[np.float32], share: float, random: np.random.Generator) -> Image:
    return _grained(picture * share, random)


def _grained(picture: NDArray[np.floating], random: np.random.Generator) -> Image:
    grain = random.normal(0, 2.5, picture.shape[:2]).astype(np.float32)
    return np.clip(picture + grain[:, :, None], 0, 255).astype(np.uint8)


class Shot:
    """A camera that moves over a place in which people may walk."""

    def __init__(
        self, random: np.random.Generator, before: "Shot | None", *, same_place: bool = False
    ) -> None:
        """After ``before`` it may show the same place again, and does so if ``same_place``."""
        stays = before is not None and (same_place or random.random() < 0.25)
        self.place = before.place if before is not None and stays else _place(random)
        self.centre = random.uniform(0.3, 0.7, 2)
        self._zoom = float(random.uniform(0.75, 1.6))
        if before is not None and stays:
            while np.abs(self.centre - before.centre).max() < 0.15:
                self.centre = random.uniform(0.25, 0.75, 2)
        self._pan = np.zeros(2)
        self._closer = self._shake = 0.0
        match int(random.integers(5)):
            case 0:
                self._pan = random.uniform(-0.6, 0.6, 2)
            case 1:
                self._pan = random.uniform(-2.5, 2.5, 2) * (1, 0.3)
            case 2:
                self._closer = float(random.uniform(-0.006, 0.006))
            case 3:
                self._shake = float(random.uniform(0.2, 1.2))
            case _:
                pass
        self._light = float(random.uniform(0.75, 1.1))
        self._drift = float(random.uniform(-0.003, 0.003))
        self._crowd = _crowd(random) if random.random() < 0.45 else []
        self._phase = random.uniform(0, 7, 2)

    def frame(self, step: int) -> NDArray[np.float32]:
        """The picture ``step`` frames after the camera began."""
        scale = self._zoom * (1 + self._closer) ** step
        shake = self._shake * np.sin(step * np.array([0.9, 1.3]) + self._phase)
        x, y = self.centre * (2 * WIDTH, 2 * HEIGHT) + self._pan * step + shake
        move = np.array(
            [[scale, 0, WIDTH / 2 - scale * x], [0, scale, HEIGHT / 2 - scale * y]],
            dtype=np.float32,
        )
        picture = np.asarray(
            cv2.warpAffine(self.place, move, (WIDTH, HEIGHT), borderMode=cv2.BORDER_REFLECT),
            np.uint8,
        )
        for person in self._crowd:
            person.draw(picture, step)
        light = self._light * max(0.4, 1 + self._drift * step)
        return picture.astype(np.float32) * np.float32(light)


@dataclass
class Walker:
    """One of a crowd: a body and a head that cross the picture."""

    x: float
    y: float
    speed: float
    size: int
    clothes: tuple[int, int, int]
    skin: tuple[int, int, int]

    def draw(self, picture: Image, step: int) -> None:
        """Paint the walker where they are by now; who leaves on one side comes in on the other."""
        span = WIDTH + 4 * self.size
        x = round((self.x + self.speed * step) % span - 2 * self.size)
        y = round(self.y + 1.5 * np.sin(0.5 * step + self.x))
        cv2.ellipse(picture, (x, y), (self.size // 2, self.size), 0, 0, 360, self.clothes, -1)
        head = (x, y - self.size - self.size // 3)
        cv2.circle(picture, head, max(2, self.size // 3), self.skin, -1)


def _crowd(random: np.random.Generator) -> list[Walker]:
    return [
        Walker(
            x=float(random.uniform(0, WIDTH)),
            y=float(random.uniform(0.55, 1.0) * HEIGHT),
            speed=float(random.choice([-1, 1]) * random.uniform(0.3, 3.0)),
            size=int(random.integers(8, 26)),
            clothes=_colour(random),
            skin=_colour(random),
        )
        for _ in range(int(random.integers(3, 18)))
    ]


def _colour(random: np.random.Generator) -> tuple[int, int, int]:
    blue, green, red = (int(value) for value in random.integers(20, 236, 3))
    return blue, green, red


def _place(random: np.random.Generator) -> Image:
    """Soft ground of one palette, hard shapes upon it, and a fine texture."""
    base = random.uniform(30, 200, 3)
    canvas = np.empty((*_CANVAS, 3), np.float32)
    for channel in range(3):
        coarse = random.normal(0, 28, (5, 8)).astype(np.float32)
        soft = cv2.resize(coarse, _CANVAS[::-1], interpolation=cv2.INTER_CUBIC)
        canvas[:, :, channel] = base[channel] + soft
    horizon = int(random.uniform(0.3, 0.7) * _CANVAS[0])
    canvas[horizon:] = canvas[horizon:] * random.uniform(0.4, 1.3, 3)
    for _ in range(int(random.integers(4, 22))):
        _shape(canvas, base, random)
    fine = random.normal(0, random.uniform(2, 14), (_CANVAS[0] // 2, _CANVAS[1] // 2))
    canvas += cv2.resize(fine.astype(np.float32), _CANVAS[::-1])[:, :, None]
    return np.clip(canvas, 8, 245).astype(np.uint8)


def _shape(
    canvas: NDArray[np.float32], base: NDArray[np.float64], random: np.random.Generator
) -> None:
    colour = np.clip(base + random.normal(0, 55, 3), 0, 255)
    paint = (float(colour[0]), float(colour[1]), float(colour[2]))
    x, y = (int(random.integers(-20, side)) for side in reversed(_CANVAS))
    wide, high = (int(random.integers(10, 120)) for _ in range(2))
    match int(random.integers(3)):
        case 0:
            cv2.rectangle(canvas, (x, y), (x + wide, y + high), paint, -1)
        case 1:
            cv2.ellipse(canvas, (x, y), (wide // 2, high // 2), 0, 0, 360, paint, -1)
        case _:
            cv2.line(canvas, (x, y), (x + 2 * wide, y + high - 60), paint, 6)
