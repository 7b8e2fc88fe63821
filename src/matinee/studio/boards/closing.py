"""What clearance knows of the files that pictures of a board rest on, and what follows of it."""

from collections.abc import Collection, Mapping
from typing import Protocol

from matinee.clearance.record.model import Lineage
from matinee.errors import Denied

CLOSED = "quarantined"
"""The code by which clearance refuses what is closed away; so do boards."""


class Register(Protocol):
    """What was made in the house by a permit; clearance fills it."""

    async def lines_of(self, digests: Collection[str]) -> Mapping[str, Lineage]:
        """What each of these files brings along, by hash; those that are no output are left out."""
        ...


def require_open(line: Lineage, *, field: str | None = None) -> None:
    """Denied where a picture, or anything that it was made of, may no longer be seen.

    Why is told by its lineage, at the desk: a guest of a board reads this, too.
    """
    if line.closed is not None:
        raise Denied(
            "This picture, or one that it was made of, is closed away.",
            remedy="Ask counsel; a new consent brings a new picture, and never this one back.",
            code=CLOSED,
            field=field,
        )


def require_idea(line: Lineage, *, field: str | None = None) -> None:
    """Denied where a picture may not be seen, or was made of a performer: a board is for ideas."""
    require_open(line, field=field)
    if line.performers:
        raise Denied(
            "This picture was made of a performer's likeness, and a board is for ideas.",
            remedy="Take another, or work on the shot under its consent (rule R8).",
            code="likeness",
            field=field,
        )
