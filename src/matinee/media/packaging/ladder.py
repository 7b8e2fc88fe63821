"""What every part of a programme has in common on its way to a player."""

from dataclasses import dataclass
from functools import lru_cache

from matinee.media.packaging.renditions import AUDIO_BITS, Rendition, renditions_for

CEILING_DB = -2.0
"""dBTP that no conditioned ad exceeds."""
LOUDER = 0.5
"""LU by which an ad may exceed the programme."""


@dataclass(frozen=True, slots=True)
class Ladder:
    """The sizes of the pictures, their frames a second, and the sound's loudness in LUFS.

    The codecs are always H.264 and two channels of AAC at 48 kHz; ``loudness`` is None where the
    programme has no sound.
    """

    renditions: tuple[Rendition, ...]
    rate: float
    loudness: float | None

    @property
    def key(self) -> str:
        """A word for it that a path may carry; equal for ladders that are alike."""
        sizes = "-".join(f"{each.width}x{each.height}" for each in self.renditions)
        heard = "silent" if self.loudness is None else f"{-self.loudness:.1f}lufs"
        return f"{sizes}-{self.rate:.3f}-{heard}"


@lru_cache(maxsize=256)
def rates_of(key: str) -> tuple[int, int]:
    """Bits a second, with the sound, that the encoder allows the smallest and largest stream.

    ``key`` is that of a :class:`Ladder`. These are the limits given to x264, not a measurement:
    what came out is in the package's main playlist, and most ads stay far below.
    """
    sizes, _, heard = key.rsplit("-", 2)
    sound = 0 if heard == "silent" else AUDIO_BITS
    found = list[int]()
    for size in sizes.split("-"):
        width, _, height = size.partition("x")
        found.append(renditions_for(int(width), int(height))[0].bits + sound)
    return min(found), max(found)


@dataclass(frozen=True, slots=True)
class Measured:
    """How loud something is, in LUFS and dBTP; silence is −70 and −120."""

    integrated: float
    true_peak: float


@dataclass(frozen=True, slots=True)
class Track:
    """One playlist of a conditioned ad: its segments and the seconds of each."""

    name: str
    seconds: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Conditioned:
    """A conditioned ad: its length, how loud it comes out, and its tracks."""

    seconds: float
    loudness: Measured | None
    pictures: tuple[Track, ...]
    sound: Track | None
