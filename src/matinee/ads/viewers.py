"""What ads ask of the audience and the catalogue: who watches, and what is watched."""

from dataclasses import dataclass
from typing import Protocol

from matinee.vocabulary.ids import HouseholdId, ProfileId, TitleId


@dataclass(frozen=True, slots=True)
class Viewer:
    """What a decision may know of who watches."""

    household: HouseholdId
    territory: str
    language: str
    kids: bool


class Viewers(Protocol):
    """The audience, as far as ads may ask it."""

    async def viewer(self, profile: ProfileId) -> Viewer:
        """Who watches, or NotFound."""
        ...


class TitleGenres(Protocol):
    """The catalogue, as far as ads may ask it."""

    async def genres(self, title: TitleId) -> tuple[str, ...]:
        """The genres of a title, or NotFound."""
        ...
