"""Advertisers' products in titles' worlds: what ads ask of promotion, and the rooms joined."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

import numpy as np

from matinee.ads.blends import jobs as looking
from matinee.ads.blends.making import BlendMaking
from matinee.ads.blends.model import Box, Colour, Looked, Palette, Pixels
from matinee.ads.blends.rights import BlendRights
from matinee.ads.blends.service import BlendService
from matinee.ads.model import AdSettings
from matinee.assembly.background import at_work
from matinee.catalogue.service import CatalogueService
from matinee.clearance.record.service import RecordService
from matinee.errors import Invalid
from matinee.foundation.database import Database
from matinee.foundation.jobs import Jobs
from matinee.generation.service import GenerationService
from matinee.media.service import MediaService
from matinee.promote.drawing.moods import mood_of
from matinee.promote.gallery.model import PictureId
from matinee.promote.gallery.service import GalleryService
from matinee.promote.poster import inks_of
from matinee.promote.service import facts_of
from matinee.promote.titling.contrast import DARK, LIGHT, contrasts, inked
from matinee.promote.titling.ink import cover
from matinee.promote.titling.setting import Setter
from matinee.promote.titling.treatment import treat
from matinee.promote.titling.typefaces import Typefaces
from matinee.vocabulary.ids import TitleId
from matinee.vocabulary.places import EVERYWHERE, Territory

_COVERED = 0.01
"""How much of a box that is to stay free a line may cover."""
_LABEL = 21.0
"""The em of a label, in pixels, where its band is high enough."""
_LABEL_LANGUAGE = "en"


class WorldsOfPromotion:
    """Blends' ``TitleWorlds``: the gallery's approved pictures, the posters' inks, and letters."""

    def __init__(
        self, catalogue: CatalogueService, gallery: GalleryService, typefaces: Typefaces
    ) -> None:
        self._catalogue, self._gallery, self._typefaces = catalogue, gallery, typefaces

    async def name(self, title: TitleId) -> str:
        """What it is called, or NotFound."""
        return (await self._catalogue.title(title)).name

    async def pictures(self, title: TitleId, territories: Sequence[str]) -> Sequence[UUID]:
        """Its approved pictures that may be shown now in all these territories, the best first."""
        now = datetime.now(UTC)
        codes = territories or (EVERYWHERE,)
        places = [None if code == EVERYWHERE else Territory(code) for code in codes]
        pictures = await self._gallery.pictures(title)
        closed = await self._gallery.closed(title, pictures)
        return [
            each.id
            for each in pictures
            if each.id not in closed and all(each.may_be_shown(now, place) for place in places)
        ]

    async def picture(self, title: TitleId, picture: UUID) -> bytes:
        """One of its pictures, wide and without a title, as JPEG; NotFound for no such."""
        return await self._gallery.desk_file(PictureId(picture), "wide", title=title)

    async def palette(self, title: TitleId) -> Palette:
        """The inks that its drawn pictures have."""
        facts = facts_of(await self._catalogue.title(title))
        inks = inks_of(facts, mood_of(facts.genres))
        names = (inks.deep, inks.ground, inks.tone, inks.accent, inks.light)
        return Palette(*(_colour(each) for each in names))

    def lettered(
        self, ground: Pixels, line: str, language: str, *, off: Sequence[Box], looked: Looked
    ) -> Pixels:
        """``ground`` with a line, set as titles are set; Invalid where it has no room."""
        setter = Setter(line, language, self._typefaces)
        done = treat(ground, setter, [*off, *looked.faces], looked.saliency)
        if done.placement.face > _COVERED:
            raise Invalid(
                "The line has no room beside the product and the faces of this picture.",
                remedy="Write a shorter line, or choose another picture.",
                code="no_room",
                field="line",
            )
        return done.pixels

    def captioned(self, band: Pixels, words: str) -> Pixels:
        """A band of one colour with words along it, in the ink that reads better on it."""
        high, wide = band.shape[:2]
        setter = Setter(words, _LABEL_LANGUAGE, self._typefaces)
        title = setter.fit(0.94 * wide, 0.62 * high, largest=_LABEL, align="start")
        top = (high - title.height) / 2
        coverage = cover(title, left=0.03 * wide, top=top, width=wide, height=high)
        here = np.asarray(band[0, 0])
        ink = max((LIGHT, DARK), key=lambda each: float(contrasts(each, here)))
        return inked(band, coverage, ink)


def build_blends(
    database: Database,
    jobs: Jobs,
    media: MediaService,
    catalogue: CatalogueService,
    gallery: GalleryService,
    record: RecordService,
    generation: GenerationService,
    settings: AdSettings,
) -> BlendService:
    """The service of blends, its background work known."""
    worlds = WorldsOfPromotion(catalogue, gallery, Typefaces())
    rights = BlendRights(record, generation)
    making = BlendMaking(database, rights, worlds, media, settings.public_url)
    return at_work(BlendService(database, making), looking.register, jobs)


def _colour(written: str) -> Colour:
    return int(written[1:3], 16), int(written[3:5], 16), int(written[5:7], 16)
