"""Where one part's need meets another's answer: each class here fits one port to one service."""

from collections.abc import Collection

from matinee.audience.service import AudienceService
from matinee.catalogue.service import CatalogueService
from matinee.clearance.record.model import Catalogued
from matinee.errors import NotFound
from matinee.vocabulary.ids import HouseholdId, ProfileId, TitleId


class TitlesOnShelf:
    """The audience's ``KnownTitles``, answered by the catalogue."""

    def __init__(self, catalogue: CatalogueService) -> None:
        self._catalogue = catalogue

    async def unknown(self, titles: Collection[TitleId]) -> Collection[TitleId]:
        """Those of ``titles`` that the catalogue does not have."""
        index = (await self._catalogue.shelf()).index
        return [title for title in titles if title not in index]


class NamesOfCatalogue:
    """Clearance's ``CataloguedNames``, answered by the catalogue."""

    def __init__(self, catalogue: CatalogueService) -> None:
        self._catalogue = catalogue

    async def names(self, known: int | None) -> Catalogued | None:
        """All names, or None when ``known`` is still their version."""
        shelf = await self._catalogue.shelf()
        if shelf.version == known:
            return None
        return Catalogued(shelf.version, shelf.names, await self._catalogue.people_names())


class HouseholdsOfAudience:
    """Access's ``Households``, answered by the audience."""

    def __init__(self, audience: AudienceService) -> None:
        self._audience = audience

    async def household_of(self, profile: ProfileId) -> HouseholdId | None:
        """The household of a profile; None where there is no such profile."""
        try:
            return (await self._audience.profile(profile)).household_id
        except NotFound:
            return None

    async def open(self, name: str) -> HouseholdId:
        """A new household, for a member's account."""
        return (await self._audience.create_household(name)).id
