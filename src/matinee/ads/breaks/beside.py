"""An ad over or beside a film that goes on, and where in the film it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from matinee.ads.model import PICTURE_SECONDS, Format, TitleBreak
from matinee.errors import Invalid

PLACED = frozenset({Format.OVERLAY, Format.SQUEEZE})
"""The formats that have places in a film; none of them interrupts it."""
SHORTEST, LONGEST = 5.0, 30.0
"""Seconds that a picture stands: long enough to be read, and no longer than an ad."""
USUAL = 10.0
_MOST = 60
_DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Placement:
    """A picture for ``seconds`` of the film from ``at`` on, while the film goes on.

    ``floor`` as of a break. An overlay lies along the lower edge; for a squeeze-back the film is
    drawn smaller, and the picture stands in the L beside it.
    """

    id: str
    at: float
    format: Format
    seconds: float = USUAL
    floor: int = 0
    moods: tuple[str, ...] = ()
    without_categories: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if not 1 <= len(self.id) <= 60 or not 0 <= self.at <= _DAY or self.floor < 0:
            raise Invalid(
                "A placement has an id, lies within a day of its film, and has no floor below 0.",
                field="placements",
            )
        if self.format not in PLACED:
            raise Invalid("A placement is an overlay or a squeeze.", field="placements")
        if not SHORTEST <= self.seconds <= LONGEST:
            raise Invalid(
                f"A picture stands {SHORTEST:g} to {LONGEST:g} seconds.", field="placements"
            )

    @property
    def ends(self) -> float:
        """Seconds of the film."""
        return self.at + self.seconds

    def asked(self) -> TitleBreak:
        """As a decision takes it: one picture."""
        return TitleBreak(
            self.id,
            timedelta(milliseconds=round(self.at * 1000)),
            timedelta(seconds=PICTURE_SECONDS),
            slots=1,
            floor=self.floor,
            moods=self.moods,
            without_categories=self.without_categories,
        )


def check_set(placements: Sequence[Placement]) -> None:
    """Invalid where a title has too many, or two of the same id."""
    if len(placements) > _MOST:
        raise Invalid(f"A title has up to {_MOST} placements.", field="placements")
    if len({each.id for each in placements}) < len(placements):
        raise Invalid("Two placements have the same id.", field="placements", code="taken")
