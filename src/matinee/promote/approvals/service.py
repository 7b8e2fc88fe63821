"""What a performer is asked: the pictures and previews of their titles, and the word on each."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from matinee.catalogue.service import CatalogueService
from matinee.clearance.artwork.model import PictureWord, SaidOfPicture
from matinee.clearance.artwork.service import ArtworkClearance
from matinee.errors import NotFound
from matinee.foundation.blobs import Blobs
from matinee.foundation.database import Database
from matinee.promote.gallery import repository as gallery
from matinee.promote.gallery.cropping import SHAPES
from matinee.promote.gallery.model import PictureId
from matinee.promote.gallery.prints import key_of
from matinee.promote.previews import repository as previews
from matinee.promote.previews.cutting import key_of as preview_key_of
from matinee.promote.previews.model import PREVIEW, PreviewId
from matinee.vocabulary.ids import TitleId


class AskedKind(StrEnum):
    """What somebody is asked about."""

    PICTURE = "picture"
    PREVIEW = "preview"


@dataclass(frozen=True, slots=True)
class Asked:
    """A candidate, and what the performer said of it last; None before the first word."""

    id: UUID
    kind: AskedKind
    title_id: TitleId
    title: str
    place: int
    word: PictureWord | None


class ApproverDesk:
    """For those who approve, and for counsel; nobody else is shown what waits."""

    def __init__(
        self,
        database: Database,
        blobs: Blobs,
        catalogue: CatalogueService,
        clearance: ArtworkClearance,
    ) -> None:
        self._database = database
        self._blobs = blobs
        self._catalogue = catalogue
        self._clearance = clearance

    async def asked(self, performer: UUID) -> tuple[Asked, ...]:
        """Everything that the performer is asked about; what has no word first."""
        titles = await self._clearance.titles_of(performer)
        async with self._database.reading() as connection:
            pictures = await gallery.of_titles(connection, titles)
            clips = await previews.of_titles(connection, titles)
        found: list[tuple[UUID, AskedKind, TitleId, int]] = [
            (each.id, AskedKind.PICTURE, each.title_id, each.place) for each in pictures
        ]
        found += [(each.id, AskedKind.PREVIEW, each.title_id, each.place) for each in clips]
        said = await self._clearance.words([(each[0], performer) for each in found])
        names = await self._names({each[2] for each in found})
        asked = [
            Asked(identifier, kind, title, names[title], place, said.get((identifier, performer)))
            for identifier, kind, title, place in found
        ]
        return tuple(sorted(asked, key=lambda each: each.word is not None))

    async def picture(self, performer: UUID, picture: UUID, shape: str) -> bytes:
        """A picture that the performer is asked about, as JPEG."""
        if shape not in SHAPES:
            raise _not_asked()
        await self._asked_of(performer, await self._title_of_picture(picture))
        return await self._blobs.get(key_of(PictureId(picture), shape))

    async def preview(self, performer: UUID, preview: UUID) -> bytes:
        """A preview that the performer is asked about, as MP4."""
        await self._asked_of(performer, await self._title_of_preview(preview))
        return await self._blobs.get(preview_key_of(PreviewId(preview), PREVIEW))

    async def say(self, performer: UUID, candidate: UUID, said: SaidOfPicture, *, by: str) -> None:
        """Enter the word; NotFound for what the performer is not asked about."""
        found = await self._title_of_picture(candidate) or await self._title_of_preview(candidate)
        title = await self._asked_of(performer, found)
        await self._clearance.say(candidate, performer, said, title=title, by=by)

    async def _title_of_picture(self, picture: UUID) -> TitleId | None:
        async with self._database.reading() as connection:
            found = await gallery.one(connection, PictureId(picture))
        return None if found is None else found.title_id

    async def _title_of_preview(self, preview: UUID) -> TitleId | None:
        async with self._database.reading() as connection:
            found = await previews.one(connection, PreviewId(preview))
        return None if found is None or found.made is None else found.title_id

    async def _asked_of(self, performer: UUID, title: TitleId | None) -> TitleId:
        """The title, if the performer is asked about it."""
        terms = {} if title is None else await self._clearance.terms([title])
        if title is None or title not in terms or performer not in terms[title].approvers:
            raise _not_asked()
        return title

    async def _names(self, titles: set[TitleId]) -> Mapping[TitleId, str]:
        shelf = await self._catalogue.shelf()
        return {
            title: shelf.names[shelf.index[title]] if title in shelf.index else str(title)
            for title in titles
        }


def _not_asked() -> NotFound:
    return NotFound("This performer is not asked about that.", remedy="Ask for the list again.")
