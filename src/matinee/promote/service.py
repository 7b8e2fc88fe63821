"""The use cases of artwork: the poster and the wide art of a title."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable

from matinee.catalogue.model import Title
from matinee.catalogue.service import CatalogueService
from matinee.promote.lettering import Lettering
from matinee.promote.model import Drawing, TitleFacts
from matinee.promote.poster import draw_poster, draw_wide
from matinee.vocabulary.ids import TitleId

DIRECTING = "director"


def facts_of(title: Title) -> TitleFacts:
    """The facts that a title's art follows from."""
    directors = (credit.person.name for credit in title.credits if credit.role == DIRECTING)
    return TitleFacts(
        seed=str(title.id),
        name=title.name,
        year=title.year or 0,
        genres=title.genres,
        keywords=title.keywords,
        countries=title.countries,
        director=next(directors, ""),
    )


class ArtworkService:
    """Draws a title's pictures; the ones asked for last are kept."""

    def __init__(
        self, catalogue: CatalogueService, lettering: Lettering, *, kept: int = 2000
    ) -> None:
        self._catalogue = catalogue
        self._lettering = lettering
        self._kept = kept
        self._drawn: OrderedDict[tuple[TitleId, bool], Drawing] = OrderedDict()
        self._version = -1

    async def poster(self, title_id: TitleId) -> Drawing:
        """The tall poster; NotFound where there is no such title."""
        return await self._drawing(
            title_id, False, lambda facts: draw_poster(facts, self._lettering)
        )

    async def wide(self, title_id: TitleId) -> Drawing:
        """The wide art, without words; NotFound where there is no such title."""
        return await self._drawing(title_id, True, draw_wide)

    async def _drawing(
        self, title_id: TitleId, wide: bool, draw: Callable[[TitleFacts], str]
    ) -> Drawing:
        version = (await self._catalogue.shelf()).version
        if version != self._version:
            self._drawn.clear()
            self._version = version
        known = self._drawn.get((title_id, wide))
        if known is not None:
            self._drawn.move_to_end((title_id, wide))
            return known
        svg = draw(facts_of(await self._catalogue.title(title_id))).encode()
        etag = f'"{hashlib.blake2b(svg, digest_size=12).hexdigest()}"'
        drawing = self._drawn[title_id, wide] = Drawing(svg, etag)
        while len(self._drawn) > self._kept:
            self._drawn.popitem(last=False)
        return drawing
