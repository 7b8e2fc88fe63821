"""Billing and likeness terms of a title, as counsel reads them from its contracts."""

from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from matinee.clearance.record.shapes import Flag, Prose, Shape, Words

MOST_BILLED = 24


class Billed(Shape):
    """Somebody who must be named on artwork, or shown on it.

    ``name`` is as it is to be written; ``order`` counts from 1, none where it does not matter.
    ``size`` is how high the letters are at least, by those of the title. ``on`` says which artwork
    it is asked of: what carries the title, as most contracts have it, or all. ``likeness``: the
    performer has to be in the picture, which only the performer's own word can show.
    """

    name: Annotated[Words, Field(max_length=80)]
    order: Annotated[int, Field(ge=1, le=MOST_BILLED)] | None = None
    size: Annotated[float, Field(gt=0, le=1)] = 0.25
    on: Literal["titled", "all"] = "titled"
    likeness: Flag = False
    performer: UUID | None = None


class Billing(Shape):
    """Everybody whom a title's artwork owes something; none where nobody is owed."""

    billed: Annotated[tuple[Billed, ...], Field(max_length=MOST_BILLED)] = ()
    note: Prose | None = None

    @property
    def in_order(self) -> tuple[Billed, ...]:
        """As they are to be named: by order, those without one last, else as they were entered."""
        return tuple(sorted(self.billed, key=lambda each: (each.order is None, each.order or 0)))

    def owed(self, *, titled: bool) -> tuple[Billed, ...]:
        """Whom artwork with a title, or without one, has to name."""
        return tuple(each for each in self.in_order if titled or each.on == "all")


class LikenessTerms(Shape):
    """Who approves each picture of a title before anybody is shown it; none where nobody does."""

    approvers: Annotated[tuple[UUID, ...], Field(max_length=100)] = ()
    note: Prose | None = None


class PictureWord(StrEnum):
    """What a performer, or the representative, says of a picture."""

    APPROVED = "approved"
    REFUSED = "refused"
    NOT_SHOWN = "not-shown"
    """The performer is not in it."""


class SaidOfPicture(Shape):
    """A performer's word on a picture."""

    word: PictureWord
    reason: Prose | None = None
