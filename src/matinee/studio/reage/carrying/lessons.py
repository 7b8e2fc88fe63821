"""What the carrying network is given, and the patches of key frames that it learns from. Pure.

Everything is of the face's window. Beside the picture and its place in the window the network is
given what optical flow carried of the artist's change; in a lesson that comes from the other keys,
or is the key's own change moved and weakened as a bad flow would, so that the network learns to
correct it instead of to copy it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from matinee.errors import Invalid
from matinee.studio.concept.colour import Bytes, Floats
from matinee.studio.reage.carrying.flow import Painted, carried_change
from matinee.studio.reage.face_crop import FaceCrop, follow

PATCH = 48
CHANGE_UNIT = 32.0
"""Bytes that are 1 to the network, of a change."""
_EDGE = 64
"""Patches are taken about places whose matte is above this."""
_FEWEST_KEYS = 2


@dataclass(frozen=True, slots=True)
class FaceShot:
    """A shot cut to its face: ``source`` (n, s, s, 3), ``matte`` (n, s, s), painted keys by frame.

    ``painted`` are the keys cut alike; ``crop`` is the window that they were cut by.
    """

    source: Bytes
    matte: Bytes
    painted: Mapping[int, Painted]
    crop: FaceCrop

    @property
    def side(self) -> int:
        """Pixels of the window's side."""
        return self.crop.side


def face_shot(source: Bytes, matte: Bytes, painted: Mapping[int, Painted]) -> FaceShot:
    """Cut a shot (n, h, w, 3), its matte (n, h, w) and its painted keys (h, w, 3 each) to the face.

    Raises:
        Invalid: there are fewer than two keys, one lies outside the shot or has another size, or
            one changes nothing within the matte.
    """
    if len(painted) < _FEWEST_KEYS:
        raise Invalid(
            f"A shot is carried from at least {_FEWEST_KEYS} key frames.",
            remedy="Paint another one.",
            field="keys",
        )
    for number, picture in painted.items():
        if not 0 <= number < len(source) or picture.shape != source.shape[1:]:
            raise Invalid(
                f"Key frame {number} is not of this shot.",
                remedy=f"Give frames from 0 to {len(source) - 1} at the shot's own size.",
                field="keys",
            )
        if not np.any((picture != source[number])[matte[number] > 0]):
            raise Invalid(
                f"Key frame {number} changes nothing within the matte.",
                remedy="Paint inside the matte, or widen it.",
                field="keys",
            )
    crop = follow(matte)
    numbers = range(len(source))
    keys = {
        number: crop.cut(np.broadcast_to(picture, source.shape), number)
        for number, picture in sorted(painted.items())
    }
    return FaceShot(
        source=np.stack([crop.cut(source, number) for number in numbers]),
        matte=np.stack([crop.cut(matte, number) for number in numbers]),
        painted=keys,
        crop=crop,
    )


def given(picture: Floats, carried: Floats) -> Floats:
    """What the network takes (8, s, s) of a window's picture and a carried change (s, s, 3)."""
    side = picture.shape[0]
    rows, columns = np.mgrid[0:side, 0:side].astype(np.float32) / np.float32(side) * 2 - 1
    planes = [picture / 128 - 1, rows[..., None], columns[..., None], carried / CHANGE_UNIT]
    joined = np.concatenate(planes, axis=-1).transpose(2, 0, 1)
    return np.ascontiguousarray(joined, np.float32)


@dataclass(slots=True)
class Lessons:
    """Draws patches of the keys; the same seed draws the same."""

    shot: FaceShot
    chance: np.random.Generator
    others: Mapping[int, Floats]
    """What flow carries to each key from all the other keys."""

    @classmethod
    def of(cls, shot: FaceShot, *, seed: int) -> "Lessons":
        """Lessons from a shot's keys."""
        keys = shot.painted
        others = {
            number: carried_change(
                shot.source, number, {each: keys[each] for each in keys if each != number}
            )
            for number in keys
        }
        return cls(shot, np.random.default_rng(seed), others)

    def drawn(self, count: int) -> tuple[Floats, Floats, Floats]:
        """``count`` patches: what is given (c, 8, p, p), the change (c, 3, p, p), where it counts.

        The last is (c, 1, p, p), 1 inside the matte.
        """
        patches = [self._patch() for _ in range(count)]
        one, two, three = (np.stack([patch[part] for patch in patches]) for part in range(3))
        return one, two, three

    def _patch(self) -> tuple[Floats, Floats, Floats]:
        keys: Sequence[int] = list(self.shot.painted)
        number = keys[int(self.chance.integers(len(keys)))]
        source = self.shot.source[number].astype(np.float32)
        change = self.shot.painted[number] - source
        carried = self.others[number] if self.chance.random() < 0.5 else self._worsened(change)
        light = np.float32(self.chance.uniform(0.75, 1.25))
        grain = self.chance.normal(0, 1.5, (*source.shape[:2], 1)).astype(np.float32)
        planes = given(light * source + grain, light * carried)
        cut = self._place(number)
        matte = (self.shot.matte[number] > 0).astype(np.float32)
        goal = (light * change / CHANGE_UNIT).transpose(2, 0, 1)
        return planes[:, *cut], goal[:, *cut], matte[None, *cut]

    def _worsened(self, change: Floats) -> Floats:
        """A change as a bad flow brings it: displaced by up to some pixels, stronger or weaker."""
        if self.chance.random() < 0.2:
            return np.zeros_like(change)
        side, reach = change.shape[0], self.chance.uniform(0, 2.5)
        shift = cv2.GaussianBlur(
            self.chance.normal(size=(side, side, 2)).astype(np.float32),
            (0, 0),
            self.chance.uniform(6, 20),
        )
        shift *= reach / shift.std()
        rows, columns = np.mgrid[0:side, 0:side].astype(np.float32)
        moved = cv2.remap(change, columns + shift[..., 0], rows + shift[..., 1], cv2.INTER_LINEAR)
        return np.asarray(moved * np.float32(self.chance.uniform(0.7, 1.3)), np.float32)

    def _place(self, number: int) -> tuple[slice, slice]:
        rows, columns = np.nonzero(self.shot.matte[number] > _EDGE)
        chosen = int(self.chance.integers(len(rows)))
        most = self.shot.side - PATCH
        top, left = (
            int(np.clip(places[chosen] - PATCH // 2, 0, most)) for places in (rows, columns)
        )
        return slice(top, top + PATCH), slice(left, left + PATCH)


def weigh(changes: NDArray[np.float32]) -> Floats:
    """The network's answer (3, s, s) as a change of the window (s, s, 3; of 255)."""
    return np.asarray(changes.transpose(1, 2, 0) * CHANGE_UNIT, np.float32)
