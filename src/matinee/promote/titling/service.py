"""The use cases of titles on pictures: set them on what is approved, and hand them out by language.

The picture without a title stays as it is; a title is a layer of its own (SVG) beside the two
together (JPEG). What was made is made anew when the title's name or the recipe has changed.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from matinee.catalogue.model import Title
from matinee.catalogue.service import CatalogueService
from matinee.clearance.provenance.service import Provenance
from matinee.errors import Invalid, NotFound
from matinee.foundation.blobs import Blobs
from matinee.foundation.database import Database
from matinee.media.service import MediaService
from matinee.promote.gallery import repository as gallery
from matinee.promote.gallery.cropping import SHAPES
from matinee.promote.gallery.model import Picture, PictureFile, PictureId
from matinee.promote.gallery.prints import key_of
from matinee.promote.likeness.service import Candidate, LikenessGate
from matinee.promote.titling import repository as kept
from matinee.promote.titling.by_hand import HandSetting, Lines, Tried
from matinee.promote.titling.model import REQUIRED, TitleAt, TitlingSettings, Treated, Wish
from matinee.promote.titling.owing import Names, Owed
from matinee.promote.titling.rendering import (
    RECIPE,
    Master,
    key_of_titled,
    layers_archived,
    making_of,
    rendered,
)
from matinee.promote.titling.setting import Setter
from matinee.promote.titling.typefaces import Typefaces
from matinee.vocabulary.ids import TitleId
from matinee.vocabulary.places import Language, Territory

_UNSAID = Language("en")
"""The language of a name that nobody gave one."""


def _now() -> datetime:
    return datetime.now(UTC)


def names_of(title: Title) -> dict[Language, str]:
    """What a title is called in every language that has a name for it, its own among them."""
    named = {text.language: text.name for text in title.texts if text.name.strip()}
    own = title.original_language or _UNSAID
    return named if own in named else {**named, own: title.name}


class TitlingService:
    """Titles on approved pictures, from the catalogue's names to the member."""

    def __init__(
        self,
        database: Database,
        blobs: Blobs,
        media: MediaService,
        catalogue: CatalogueService,
        provenance: Provenance,
        gate: LikenessGate,
        settings: TitlingSettings | None = None,
        *,
        typefaces: Typefaces | None = None,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self.settings = settings or TitlingSettings()
        self._database = database
        self._blobs = blobs
        self._media = media
        self._catalogue = catalogue
        self._provenance, self._gate = provenance, gate
        self._typefaces = typefaces or Typefaces()
        self._clock = clock
        self._hand = HandSetting(database, blobs, media, provenance, self._typefaces, clock)

    async def treat_all(self) -> int:
        """Set the titles that approved pictures lack, and drop those that nobody names any more.

        Gives how many pictures got a title, each language counted.
        """
        async with self._database.reading() as connection:
            approved = await gallery.approved(connection, at=self._clock())
            known = await kept.of_pictures(
                connection, [picture.id for each in approved.values() for picture in each]
            )
        owing = await Owed.of(
            self._gate.clearance, {each: [one.id for one in approved[each]] for each in approved}
        )
        made = 0
        for title_id, pictures in approved.items():
            try:
                names = names_of(await self._catalogue.title(title_id))
            except NotFound:
                continue
            owed = owing[title_id]
            for picture in (each.id for each in pictures):
                present = {each.language: each for each in known.get(picture, ())}
                await self._drop(picture, [each for each in present if each not in names])
                told = owed.told(picture)
                due = {
                    language: name
                    for language, name in names.items()
                    if language not in present or _is_old(present[language], name, told)
                }
                made += await self._treat(picture, due, owed)
        return made

    async def _drop(self, picture: PictureId, languages: Sequence[Language]) -> None:
        async with self._database.transaction() as connection:
            for language in languages:
                await kept.drop(connection, picture, language)

    async def _treat(self, picture: PictureId, names: Mapping[Language, str], owed: Owed) -> int:
        setters: dict[Language, Setter] = {}
        for language, name in names.items():
            try:
                setters[language] = await asyncio.to_thread(Setter, name, language, self._typefaces)
            except Invalid:
                continue  # The desk says why: it asks for what is refused.
        if not setters:
            return 0
        masters: list[Master] = []
        for shape in SHAPES:
            content = await self._blobs.get(key_of(picture, shape))
            masters.append(Master(shape, content, await self._media.regard(content)))
        for language, setter in setters.items():
            below = await asyncio.to_thread(owed.names, picture, str(language), self._typefaces)
            await self._set(picture, language, names[language], setter, below, masters)
        return len(setters)

    async def _set(
        self,
        picture: PictureId,
        language: Language,
        name: str,
        setter: Setter,
        below: Names,
        masters: Sequence[Master],
    ) -> None:
        facts: list[Treated] = []
        async with self._database.reading() as connection:
            wishes = (await kept.wishes(connection, [picture])).get(picture, {})
        for master in masters:
            made = (picture, language, name, setter, master, self._clock(), below)
            wish = wishes.get((language, master.shape))
            treated, image, layer = await asyncio.to_thread(rendered, *made, wish)
            if treated.contrast < REQUIRED and wish is not None:
                # The name has changed, and what was wished for the old one cannot be read: the
                # house chooses, until somebody sets it anew; ``wish`` is not said of the picture.
                treated, image, layer = await asyncio.to_thread(rendered, *made)
            signed = await asyncio.to_thread(
                self._provenance.sign, image, making_of(treated, name, master)
            )
            await self._blobs.put(key_of_titled(picture, language, master.shape, "jpg"), signed)
            await self._blobs.put(key_of_titled(picture, language, master.shape, "svg"), layer)
            facts.append(treated)
        async with self._database.transaction() as connection:
            await kept.keep(connection, facts)

    async def of_picture(self, picture: PictureId) -> Mapping[Language, Mapping[str, Treated]]:
        """How a picture's titles were set, by language and shape."""
        async with self._database.reading() as connection:
            found = (await kept.of_pictures(connection, [picture])).get(picture, ())
        listed: dict[Language, dict[str, Treated]] = {}
        for each in found:
            listed.setdefault(each.language, {})[each.shape] = each
        return listed

    async def refused(self, title: TitleId) -> Mapping[Language, str]:
        """The languages in which the title's name cannot be set, each with the reason."""
        found: dict[Language, str] = {}
        for language, name in names_of(await self._catalogue.title(title)).items():
            try:
                await asyncio.to_thread(Setter, name, language, self._typefaces)
            except Invalid as reason:
                found[language] = reason.sentence
        return found

    async def language_for(
        self, picture: PictureId, languages: Sequence[Language]
    ) -> Language | None:
        """The first of ``languages``, or its base, in which a picture has its title."""
        async with self._database.reading() as connection:
            present = await kept.languages(connection, picture)
        wanted = [tag for each in languages for tag in (str(each), each.base)]
        return next((Language(tag) for tag in wanted if tag in present), None)

    async def file(
        self,
        picture: PictureId,
        language: Language,
        shape: str,
        *,
        title: TitleId,
        territory: Territory | None,
    ) -> PictureFile:
        """A shape with its title, as JPEG; NotFound where members may not see the picture.

        ``territory`` as in ``GalleryService.file``.
        """
        now = self._clock()
        found = await self._of_title(picture, language, shape, title)
        seen = Candidate(found.id, found.faces)
        if not found.may_be_shown(now, territory) or await self._gate.closed({title: [seen]}):
            raise _no_picture()
        content = await self._blobs.get(key_of_titled(picture, language, shape, "jpg"))
        return PictureFile(content, found.terms.fresh_seconds(now))

    async def desk_file(
        self,
        picture: PictureId,
        language: Language,
        shape: str,
        *,
        title: TitleId,
        layer: bool = False,
    ) -> bytes:
        """The same for whoever decides, or the title's ``layer`` alone as SVG."""
        await self._require_open(await self._at_desk(picture, language, shape, title))
        return await self._blobs.get(
            key_of_titled(picture, language, shape, "svg" if layer else "jpg")
        )

    async def layered_file(
        self, picture: PictureId, language: Language, shape: str, *, title: TitleId
    ) -> bytes:
        """A shape's layers for whoever decides, with credentials beside them, as a ZIP."""
        await self._require_open(await self._at_desk(picture, language, shape, title))
        treated = (await self.of_picture(picture))[language][shape]
        owed = await self._owed(picture, title)
        content = await self._blobs.get(key_of(picture, shape))
        master = Master(shape, content, await self._media.regard(content))
        setter = await asyncio.to_thread(Setter, treated.text, language, self._typefaces)
        below = await asyncio.to_thread(owed.names, picture, str(language), self._typefaces)
        return await asyncio.to_thread(
            layers_archived, master, setter, treated, below, self._provenance, self._clock()
        )

    async def tried(self, at: TitleAt, wish: Wish | None, *, title: TitleId) -> Tried:
        """A title as it would stand by a wish, or by the house's choice; nothing is kept."""
        return await self._hand.tried(at, await self._text(at, title), wish)

    async def set_by_hand(self, at: TitleAt, wish: Wish, *, title: TitleId, by: str) -> Treated:
        """Set a title as wished; Invalid where it could not be read so."""
        return await self._hand.set(at, await self._text(at, title), wish, by=by)

    async def undo_by_hand(self, at: TitleAt, *, title: TitleId, by: str) -> Treated:
        """Take the last wish back; Conflict where there is none."""
        return await self._hand.undo(at, await self._text(at, title), by=by)

    async def _text(self, at: TitleAt, title: TitleId) -> Lines:
        """What stands on it; Denied or NotFound where nobody may look at the picture."""
        await self._require_open(await self._at_desk(at.picture, at.language, at.shape, title))
        text = (await self.of_picture(at.picture))[at.language][at.shape].text
        return Lines(text, await self._owed(at.picture, title))

    async def _owed(self, picture: PictureId, title: TitleId) -> Owed:
        return (await Owed.of(self._gate.clearance, {title: [picture]}))[title]

    async def _require_open(self, picture: Picture) -> None:
        await self._gate.require_open(picture.title_id, Candidate(picture.id, picture.faces))

    async def _of_title(
        self, picture: PictureId, language: Language, shape: str, title: TitleId
    ) -> Picture:
        """The picture, where members may be shown it with this title."""
        async with self._database.reading() as connection:
            present = await kept.languages(connection, picture)
        if language not in present:
            raise _no_picture()
        return await self._at_desk(picture, language, shape, title)

    async def _at_desk(
        self, picture: PictureId, language: Language, shape: str, title: TitleId
    ) -> Picture:
        """The same, also where its title lacks names that are owed."""
        async with self._database.reading() as connection:
            found = await gallery.one(connection, picture)
            treated = (await kept.of_pictures(connection, [picture])).get(picture, ())
        named = found is not None and found.title_id == title
        if (
            found is None
            or not named
            or (language, shape) not in {(each.language, each.shape) for each in treated}
        ):
            raise _no_picture()
        return found


def _no_picture() -> NotFound:
    return NotFound(
        "There is no such picture with a title.",
        remedy="Ask for the title's pictures again, or for the picture without a title.",
    )


def _is_old(treated: Treated, name: str, owed: str) -> bool:
    return (treated.text, treated.recipe, treated.billed) != (name, RECIPE, owed)
