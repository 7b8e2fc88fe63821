"""What is known of a creative's file, and how far it is on its way into programmes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from matinee.errors import Invalid
from matinee.media.model import Conditioned, Ladder, SpotFacts

UNLIKE = timedelta(milliseconds=500)
"""How far a film may be from the booked length: it is cut, or held, to just that length."""


class Stage(StrEnum):
    """Where the conditioning of a creative for a ladder stands."""

    WAITING = "waiting"
    READY = "ready"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Master:
    """The file that was brought (or fetched): where it is kept, and what was found in it."""

    creative_id: UUID
    store: str
    name: str
    facts: SpotFacts
    at: datetime


@dataclass(frozen=True, slots=True)
class Conditioning:
    """A creative on its way to a ladder: ``made`` when it is ready, else perhaps a ``reason``."""

    creative_id: UUID
    ladder: str
    stage: Stage
    reason: str
    made: Conditioned | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Wanted:
    """A creative that is to be fit for a ladder."""

    creative_id: UUID
    ladder: Ladder


@dataclass(frozen=True, slots=True)
class Dossier:
    """What a reviewer is shown of a creative's file."""

    master: Master | None
    conditioned: Sequence[Conditioning] = ()


class BlendedPictures(Protocol):
    """Whoever has the pictures that were made of titles' worlds."""

    async def picture(self, creative: UUID) -> bytes | None:
        """A picture as members are given it; None where the creative is none of them.

        Denied where it may not be shown any more, NotFound where not yet.
        """
        ...


def check_length(facts: SpotFacts, booked: timedelta) -> None:
    """Refuse a film that is not as long as was booked; never served, whatever else it is."""
    found = timedelta(seconds=facts.film.seconds)
    if abs(found - booked) > UNLIKE:
        raise Invalid(
            f"The film lasts {found.total_seconds():.2f} s; "
            f"{booked.total_seconds():g} s were booked.",
            remedy="Bring a film of the booked length, or book its own.",
            code="creative_duration",
            field="duration_seconds",
        )
