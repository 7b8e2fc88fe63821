"""Where one part's need meets another's answer: each class here fits one port to one service."""

from collections.abc import Collection

from matinee.catalogue.service import CatalogueService
from matinee.vocabulary.ids import TitleId


class TitlesOnShelf:
    """The audience's ``KnownTitles``, answered by the catalogue."""

    def __init__(self, catalogue: CatalogueService) -> None:
        self._catalogue = catalogue

    async def unknown(self, titles: Collection[TitleId]) -> Collection[TitleId]:
        """Those of ``titles`` that the catalogue does not have."""
        index = (await self._catalogue.shelf()).index
        return [title for title in titles if title not in index]
