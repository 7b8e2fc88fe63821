"""What a search understood of a sentence: the parts as chips, each with the address without it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from matinee.assembly.house import House
from matinee.audience.model import Profile
from matinee.discover.conversation.model import Reply
from matinee.surfaces.web.discover.wish_chips import wish_chips
from matinee.surfaces.web.languages import Tongue

_WORDS_ALONE = frozenset({"text", "titles"})
"""Parts that say no more than the words themselves, which are searched for anyway."""


@dataclass(frozen=True, slots=True)
class UnderstoodPart:
    """One part: what it says, and ``key``, by which an address leaves it out."""

    label: str
    key: str
    refused: bool


@dataclass(frozen=True, slots=True)
class Understood:
    """A sentence's parts, and where they lead."""

    parts: tuple[UnderstoodPart, ...]
    reply: Reply


async def understood(
    house: House,
    profile: Profile,
    tongue: Tongue,
    sentence: str,
    at: datetime,
    *,
    less: Sequence[str],
    limit: int,
    refine: bool,
) -> Understood | None:
    """Where a sentence leads, without the parts in ``less``; None where it says words alone.

    A language model is asked only where it is to ``refine``: not while letters are typed.

    Raises:
        Invalid: a sentence has no such part.
    """
    taken_away = [(part, value) for part, _, value in (key.partition(":") for key in less)]
    reply = await house.conversation.understood(
        profile.id, sentence, at, limit=limit, less=taken_away, refine=refine
    )
    chips = wish_chips(reply.wish, tongue)
    if all(chip.part in _WORDS_ALONE for chip in chips):
        return None
    parts = (UnderstoodPart(one.label, f"{one.part}:{one.value}", one.refused) for one in chips)
    return Understood(tuple(parts), reply)
