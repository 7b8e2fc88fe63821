"""A shot that is re-aged, and its renders, as they stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from matinee.generation.service import Retouch
from matinee.studio.model import WorkState
from matinee.studio.reage.turnover import Turnover

DEFAULT_STEPS = 2_400
"""Steps of learning: what the kept run of the benchmark was measured with."""
ATTEMPTS = 3
"""How often a render may begin. Its permit has as many uses: one that was begun stays spent."""
ONE_PERSON = 0.6
"""Distance of two faces within which they are held for one person's."""
EDITED, ENHANCED = "compositeWithTrainedAlgorithmicMedia", "algorithmicallyEnhanced"
_SAID = {EDITED: "SYNTHETIC: EDITED WITH AI", ENHANCED: "ENHANCED BY A PROGRAM, WITHOUT AI"}


def label_of(source_type: str) -> str:
    """What a file that leaves says of how it was made."""
    return f"{_SAID[source_type]} ({source_type})"


@dataclass(frozen=True, slots=True)
class Shot:
    """A shot of a production: whose face, by which declared use and consent, and its pictures.

    ``keys`` are the numbers of the painted frames, from 0; ``turnover`` is where it lies in what
    was filmed, once somebody said so; ``plate_space`` the colour space of its plates where it came
    as OpenEXR. A shot whose consent ended has lost its pictures, and says
    why.
    """

    id: UUID
    production: UUID
    use: UUID
    consent: UUID
    performer: UUID
    name: str
    sha256: str
    frames: int
    width: int
    height: int
    keys: tuple[int, ...]
    added_at: datetime
    added_by: str
    ended_at: datetime | None = None
    ended_because: str | None = None
    turnover: Turnover | None = None
    plate_space: str | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """What networks make of a face: a descriptor (128,), and how old one of them takes it to be.

    ``age`` is None where no such network is installed.
    """

    descriptor: NDArray[np.float32]
    age: float | None


class Faces(Protocol):
    """Looks at faces; assembly passes what does."""

    def seen(self, pictures: Sequence[NDArray[np.uint8]]) -> Sequence[Look] | None:
        """The face of the first picture (h, w, 3; sRGB), looked at in its place in each.

        None where the first shows none.
        """
        ...


@dataclass(frozen=True, slots=True)
class FrameFigures:
    """What was measured in one of the frames that are looked at, as :class:`Quality` has it."""

    number: int
    change: float | None = None
    detail: float | None = None
    unlike: float | None = None
    age_moved: float | None = None


@dataclass(frozen=True, slots=True)
class Quality:
    """What was measured of a render: medians over frames where nothing else is said.

    Frames count from 0. ``outside`` counts samples that changed where the matte is 0, in the whole
    shot; ``change`` is the mean change within it, of 255; ``detail`` and ``blur_detail`` are the
    finest band's strength as a share of the source's, in the render and in a blur that changes as
    much. ``flicker`` and ``filmed_flicker`` are means: by how much of 255 skin differs from a frame
    to the next; ``lost`` are the frames from which it could not be followed.

    Faces are told apart by dlib's descriptor: two pictures of one person lie within
    :data:`ONE_PERSON` of each other, as its author set it on Labelled Faces in the Wild (13,233
    pictures of 5,749 people). One was looked for in ``looked`` frames (0: the networks that see
    them are not installed) and found in ``faces``. Of these ``unlike`` is the distance of a face as
    made from it as filmed, ``most_unlike`` the largest, in frame ``unlikest``; ``blur_unlike`` that
    of the blur; ``filmed_unlike`` that of the face as filmed from itself in the frame looked at
    before.

    ``age_moved`` is by how much a network that estimates ages takes the face as made to be older
    (below 0: younger) than as filmed; ``blur_age_moved`` the same of the blur; ``filmed_age_moves``
    by how much its estimate of the face as filmed differs from a frame looked at to the next, which
    is what the others have to stand out from. It is what that network says, and no claim of years.
    None: it could not be measured.
    """

    frames: int
    outside: int
    change: float | None
    detail: float | None
    flicker: float | None
    filmed_flicker: float | None
    lost: tuple[int, ...]
    blur_detail: float | None
    looked: int
    faces: int
    unlike: float | None
    most_unlike: float | None
    unlikest: int | None
    filmed_unlike: float | None
    blur_unlike: float | None
    age_moved: float | None = None
    blur_age_moved: float | None = None
    filmed_age_moves: float | None = None
    seen: tuple[FrameFigures, ...] = ()
    """The frames that were looked at, one by one."""


@dataclass(frozen=True, slots=True)
class Render:
    """One render: its permit, how far it is (``done`` of ``of`` in its ``stage``), what came."""

    id: UUID
    shot: UUID
    permit: UUID
    state: WorkState
    steps: int
    stage: str
    done: int
    of: int
    attempts: int
    stopping: bool
    output: UUID | None
    failure: str | None
    asked_at: datetime
    asked_by: str
    ended_at: datetime | None = None
    retouch: Retouch | None = None
    """What digital cosmetics take away; None where they do not make it."""
    ages: tuple[int, int] | None = None
    """From which age to which a network brings the face; None where none does."""

    @property
    def source_type(self) -> str:
        """How it was made, as IPTC's digital source types have it."""
        return EDITED if self.retouch is None else ENHANCED


@dataclass(frozen=True, slots=True)
class SealedName:
    """A row of what lies sealed: its shot, consent and production, and its name there."""

    shot: UUID
    consent: UUID
    name: str
    production: UUID


def frame_name(number: int) -> str:
    """The picture of frame ``number``, as it was shot."""
    return f"frame/{number:05}"


def plate_name(number: int) -> str:
    """The plate that it was made of, where it came as OpenEXR."""
    return f"plate/{number:05}"


def matte_name(number: int) -> str:
    """Its matte."""
    return f"matte/{number:05}"


def quality_name(render: UUID) -> str:
    """What was measured of a render."""
    return f"quality/{render}"


def key_name(number: int) -> str:
    """What the artist painted over it."""
    return f"key/{number:05}"
