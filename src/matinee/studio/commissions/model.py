"""What is asked of a model for a board, and how it stands. Pure; no I/O."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from matinee.errors import Invalid
from matinee.studio.concept.model import Box
from matinee.studio.model import WorkState

ATTEMPTS = 2
"""How often one may begin: again only where the process died. Its permit has one use."""
MOST_AT_ONCE = 4
"""Pictures of one asking, each with a seed of its own."""
MOST_WAITING = 40
"""Commissions of a board that have not ended."""
LONGEST_PROMPT = 4_000
SIDES = (512, 768, 1024)
"""Longest sides in pixels that are offered."""
LARGEST_SEED = 2**31 - 1
FINAL_KINDS = ("key_design", "background_element", "promotion", "advertisement")
"""Kinds of use that a final picture may be of: an idea is not final."""
ASKED_PRINCIPLES = ("P1", "P2", "P3", "P5")
"""Asked anew of a final use; P4, that it is temporary, is a no by itself."""
_STEP = 8
"""A side is a multiple of it: models work on patches."""


class Shape(StrEnum):
    """What a picture that begins from words alone is to be."""

    SQUARE = "1:1"
    WIDE = "3:2"
    SCREEN = "16:9"
    TALL = "2:3"

    @property
    def ratio(self) -> float:
        """Width by height."""
        across, _, down = self.value.partition(":")
        return int(across) / int(down)


class Way(StrEnum):
    """From what a picture begins."""

    WORDS = "words"
    PICTURE = "picture"
    """From a picture of the board, all of which may change."""
    MASK = "mask"
    """From one, of which only what a mask marks may change."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: words, the scene of the script that they were taken from, and a size.

    ``seed`` None: one is drawn where the tool takes any. ``pictures`` of it are made, with seeds
    that follow one another.
    """

    prompt: str
    side: int = SIDES[0]
    shape: Shape = Shape.SQUARE
    seed: int | None = None
    pictures: int = 1
    scene: str | None = None

    def __post_init__(self) -> None:
        """Invalid names what lies outside its bounds."""
        if not 1 <= len(self.prompt) <= LONGEST_PROMPT or "\0" in self.prompt:
            raise Invalid(
                f"A prompt has 1 to {LONGEST_PROMPT:,} characters.",
                remedy="Say what is to be seen.",
                field="prompt",
            )
        if self.side not in SIDES:
            raise Invalid(
                f"The longest side is one of {', '.join(map(str, SIDES))} pixels.", field="side"
            )
        if self.seed is not None and not 0 <= self.seed <= LARGEST_SEED:
            raise Invalid(f"A seed lies between 0 and {LARGEST_SEED:,}.", field="seed")
        if not 1 <= self.pictures <= MOST_AT_ONCE:
            raise Invalid(f"1 to {MOST_AT_ONCE} pictures are made of one asking.", field="pictures")


@dataclass(frozen=True, slots=True)
class Begin:
    """From which picture of the board it begins, and where that may change; unsaid, all of it.

    ``mask`` is a PNG of any size in the picture's proportion, white where it may change; ``box`` a
    place in the picture, all of it or, ``outlined``, what stands out within.
    """

    picture: UUID
    mask: bytes | None = None
    box: Box | None = None
    outlined: bool = False

    @property
    def masked(self) -> bool:
        """Whether only a part may change."""
        return self.mask is not None or self.box is not None


@dataclass(frozen=True, slots=True)
class Commission:
    """One picture that is asked of a model: by which use and permit, of what, and what came.

    ``source`` is a picture of the board, and the two hashes are of what the model was given of it;
    ``variation_of`` is the commission whose request this repeats with another seed.
    ``request_sha256`` names the request as the ledger does. Costs are in millionths of the
    currency's unit: ``likely_micros`` None where it could not be said beforehand, ``cost_micros``
    until it is known. ``output`` is the record's, ``reference`` what hangs.
    """

    id: UUID
    board: UUID
    use: UUID
    permit: UUID
    tool: str
    way: Way
    prompt: str
    scene: str | None
    source: UUID | None
    source_sha256: str | None
    mask_sha256: str | None
    variation_of: UUID | None
    width: int
    height: int
    seed: int | None
    request_sha256: str
    state: WorkState
    stopping: bool
    attempts: int
    currency: str
    likely_micros: int | None
    most_micros: int
    cost_micros: int | None
    seconds: float | None
    output: UUID | None
    reference: UUID | None
    failure: str | None
    asked_at: datetime
    asked_by: str
    begun_at: datetime | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Promotion:
    """That a picture is asked for as final, by a declared use; what hangs once it is, or was.

    ``reference`` is the picture that hangs without its mark, by ``decision``.
    """

    id: UUID
    board: UUID
    commission: UUID
    use: UUID
    asked_at: datetime
    asked_by: str
    reference: UUID | None = None
    decision: UUID | None = None
    promoted_at: datetime | None = None
    promoted_by: str | None = None
    taken_back_at: datetime | None = None
    taken_back_by: str | None = None
    taken_back_because: str | None = None


def size_of(side: int, ratio: float) -> tuple[int, int]:
    """Width and height in pixels: the longest side as it is said, the other by the ratio."""
    wide, high = (side, side / ratio) if ratio >= 1 else (side * ratio, side)
    return _stepped(wide), _stepped(high)


def _stepped(side: float) -> int:
    return max(_STEP * 8, round(side / _STEP) * _STEP)
