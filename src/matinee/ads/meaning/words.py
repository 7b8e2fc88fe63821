"""The words that a scene is read by: what is said in it, or else what its title is about."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from matinee.media.model import Cue
from matinee.vocabulary.ids import TitleId

LONGEST_SCENE = 240.0
"""Seconds before a break that are read of a longer scene: what a viewer has just heard."""
_FEWEST = 12
"""Words below which what is said tells nothing of a scene."""
_MOST = 200
"""Words that the encoder reads about: the last ones are nearest to the break."""


class FilmsRead(Protocol):
    """Media, as far as meanings may ask it."""

    async def film(self, title: TitleId) -> UUID | None:
        """The newest film of a title that can be played."""
        ...

    async def scenes(self, film: UUID) -> Sequence[tuple[float, float]]:
        """When its scenes begin and end, in seconds, by time."""
        ...

    async def said(self, film: UUID) -> tuple[Cue, ...]:
        """What is said in it in English; empty where nobody brought subtitles."""
        ...


class TitlesRead(Protocol):
    """The catalogue, as far as meanings may ask it."""

    async def about(self, title: TitleId) -> str:
        """What a title is about, in English where that is known; NotFound without the title."""
        ...


def words_before(at: float, scenes: Sequence[tuple[float, float]], said: Sequence[Cue]) -> str:
    """What is said in the scene that ends at ``at`` seconds; empty where it is next to nothing.

    ``scenes`` are (begin, end) in seconds, by time.
    """
    begun = [begins for begins, _ in scenes if begins < at - 1.0]
    since = max(begun[-1] if begun else 0.0, at - LONGEST_SCENE)
    heard = " ".join(cue.text for cue in said if cue.ends > since and cue.begins < at).split()
    return " ".join(heard[-_MOST:]) if len(heard) >= _FEWEST else ""
