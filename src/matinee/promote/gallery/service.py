"""The gallery's use cases: propose pictures of a film, decide on them, and hand them out."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from uuid import UUID

from matinee.audience.service import AudienceService
from matinee.catalogue.service import CatalogueService
from matinee.clearance.provenance.model import Making, Parent, SourceType
from matinee.clearance.provenance.service import Provenance
from matinee.errors import Conflict, Invalid, NotFound
from matinee.experiments.bandits.service import BanditService
from matinee.foundation.blobs import Blobs
from matinee.foundation.database import Connection, Database
from matinee.media.model import Film, FilmId, FilmState
from matinee.media.service import MediaService
from matinee.operation.audit.service import AuditService
from matinee.operation.flags.model import AS_DECLARED, Switches
from matinee.promote.gallery import repository as kept
from matinee.promote.gallery.choosing import PictureChoice
from matinee.promote.gallery.cropping import SHAPES
from matinee.promote.gallery.model import (
    GallerySettings,
    Picture,
    PictureFile,
    PictureId,
    PictureState,
    Terms,
)
from matinee.promote.gallery.prints import key_of, prints_of
from matinee.promote.gallery.shortlist import Candidate, moments, shortlist
from matinee.promote.likeness.service import Candidate as Seen
from matinee.promote.likeness.service import Closed, LikenessGate
from matinee.promote.previews import repository as previews
from matinee.vocabulary.ids import ProfileId, TitleId, uuid7
from matinee.vocabulary.places import Territory

_AT_ONCE = 200
"""Pictures whose faces one job counts."""


def _now() -> datetime:
    return datetime.now(UTC)


class GalleryService:
    """Pictures from films, from the proposal to the member."""

    def __init__(
        self,
        database: Database,
        blobs: Blobs,
        media: MediaService,
        catalogue: CatalogueService,
        audience: AudienceService,
        bandits: BanditService,
        audit: AuditService,
        provenance: Provenance,
        gate: LikenessGate,
        settings: GallerySettings | None = None,
        *,
        switches: Switches = AS_DECLARED,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self.settings = settings or GallerySettings()
        self._database = database
        self._blobs = blobs
        self._media = media
        self._audit, self._provenance, self._gate = audit, provenance, gate
        self._clock = clock
        self.choice = PictureChoice(
            database,
            catalogue,
            audience,
            bandits,
            gate,
            self.settings,
            switches=switches,
            clock=clock,
        )
        self._barren: set[FilmId] = set()
        """Films in which nothing is fit; looked into once for each start of the service."""

    async def propose(self, film: FilmId) -> tuple[Picture, ...]:
        """Choose pictures of a film, crop them, and put them on the desk; Conflict if they are."""
        known = await self._media.film(film)
        if known.state is not FilmState.READY:
            raise Conflict("The film is not ready yet.", remedy="Wait until it can be played.")
        if film in await self.counts():
            raise Conflict("Pictures of this film are proposed already.", code="proposed")
        async with self._database.reading() as connection:
            held = await previews.held_back(connection, film)
        back = [(scene.begins, scene.ends) for scene in held]
        taken = await self._media.stills(film, moments(await self._media.story(film), back))
        files = {still.at: content for still, content in taken}
        chosen = shortlist([still for still, _ in taken], self.settings.proposed)
        now = self._clock()
        proposed = [_proposed(each, place, known, now) for place, each in enumerate(chosen)]
        parent = Parent(known.name, await self._media.digest(film)) if chosen else None
        for picture, candidate in zip(proposed, chosen, strict=True):
            prints = await asyncio.to_thread(prints_of, files[candidate.still.at], candidate.crops)
            for shape, content in prints.items():
                about = f"{shape} of {known.name} at {candidate.still.at:.1f} s"
                making = Making(about, SourceType.ENHANCED, now, parent=parent)
                signed = await asyncio.to_thread(self._provenance.sign, content, making)
                await self._blobs.put(key_of(picture.id, shape), signed)
        async with self._database.transaction() as connection:
            await kept.add(connection, proposed)
        return tuple(proposed)

    async def propose_all(self) -> int:
        """Propose for every ready film that has no pictures; for how many."""
        present = await self.counts()
        known = {*present, *self._barren}
        films = [film for film in await self._media.playable() if film not in known]
        for film in films:
            if not await self.propose(film):
                self._barren.add(film)
        return len(films)

    async def count_faces(self) -> int:
        """Count the faces of pictures that were proposed before they were counted; how many."""
        async with self._database.reading() as connection:
            due = await kept.uncounted(connection, limit=_AT_ONCE)
        for picture in due:
            prints = [await self._blobs.get(key_of(picture, shape)) for shape in SHAPES]
            faces = max([len((await self._media.regard(each)).faces) for each in prints])
            async with self._database.transaction() as connection:
                await kept.count_faces(connection, picture, faces)
        return len(due)

    async def closed(self, title: TitleId, pictures: Sequence[Picture]) -> Mapping[UUID, Closed]:
        """Those of a title's pictures that nobody may be shown, each with the reason."""
        return await self._gate.closed({title: [seen_as(each) for each in pictures]})

    async def _require_open(self, picture: Picture | None, title: TitleId) -> None:
        if picture is not None:
            await self._gate.require_open(title, seen_as(picture))

    async def _picture(self, picture: PictureId) -> Picture | None:
        async with self._database.reading() as connection:
            return await kept.one(connection, picture)

    async def counts(self) -> dict[FilmId, dict[PictureState, int]]:
        """How many pictures of each film stand where."""
        async with self._database.reading() as connection:
            return await kept.counts(connection)

    async def pictures(self, title: TitleId) -> tuple[Picture, ...]:
        """A title's pictures, the newest film's first, the best of each first."""
        async with self._database.reading() as connection:
            return await kept.of_title(connection, title)

    async def decide(
        self, picture: PictureId, state: PictureState, *, title: TitleId, by: str
    ) -> Picture:
        """Approve a title's picture, reject it, or leave it open again.

        Denied where one would be approved that nobody may be shown.
        """
        if state is PictureState.APPROVED:
            await self._require_open(await self._picture(picture), title)
        async with self._database.transaction() as connection:
            found = await _held(connection, picture, title)
            await kept.note(connection, found, state, by=by, at=self._clock())
            await kept.move(connection, picture, state)
        return found

    async def limit(self, picture: PictureId, terms: Terms, *, title: TitleId, by: str) -> Picture:
        """Say until when and where a title's picture may be shown; the audit keeps who did.

        Raises:
            Invalid: it would have ended already.
            NotFound: the title has no such picture.
        """
        now = self._clock()
        if terms.have_ended(now):
            raise Invalid(
                "This end is over already.",
                remedy="Give a later one, or reject the picture to show it no more.",
                field="ends",
            )
        async with self._database.transaction() as connection:
            found = await _held(connection, picture, title)
            await kept.note(connection, found, found.state, by=by, at=now, terms=terms)
            await self._relimit(connection, picture, found.terms, terms)
        return found

    async def _relimit(
        self, connection: Connection, picture: PictureId, before: Terms, after: Terms
    ) -> None:
        await kept.limit(connection, picture, after)
        detail = {"before": before.written, "after": after.written}
        await self._audit.enter(connection, "artwork.limit", f"picture {picture}", detail=detail)

    async def undo(self, title: TitleId) -> PictureId | None:
        """Take back what was decided last of the title's pictures: a verdict, or terms.

        Gives the picture that it was of, None where there is none.
        """
        async with self._database.transaction() as connection:
            verdict = await kept.last_verdict(connection, title)
            if verdict is None:
                return None
            await kept.take_back(connection, verdict.number, at=self._clock())
            if verdict.terms_before is None or verdict.terms_after is None:
                await kept.move(connection, verdict.picture_id, verdict.before)
            else:
                before, after = verdict.terms_before, verdict.terms_after
                await self._relimit(connection, verdict.picture_id, after, before)
        return verdict.picture_id

    async def file(
        self, picture: PictureId, shape: str, *, title: TitleId, territory: Territory | None
    ) -> PictureFile:
        """A picture in one of its shapes, as JPEG; NotFound where members may not see it.

        ``territory`` is where it is to be seen; None where that is not known, so that only what
        may be shown everywhere is given.
        """
        now = self._clock()
        async with self._database.reading() as connection:
            found = await kept.one(connection, picture)
        if found is None or found.title_id != title or not found.may_be_shown(now, territory):
            raise _no_picture()
        if shape not in SHAPES or await self.closed(title, [found]):
            raise _no_picture()
        content = await self._blobs.get(key_of(picture, shape))
        return PictureFile(content, found.terms.fresh_seconds(now))

    async def desk_file(self, picture: PictureId, shape: str, *, title: TitleId) -> bytes:
        """The same for whoever decides: whatever was decided of the picture, on whatever terms.

        Denied where nobody may be shown it.
        """
        async with self._database.reading() as connection:
            found = await kept.one(connection, picture)
        if found is None or found.title_id != title or shape not in SHAPES:
            raise _no_picture()
        await self._require_open(found, title)
        return await self._blobs.get(key_of(picture, shape))


class ShownPictures:
    """Forgets which pictures a profile was shown, when the profile is erased."""

    name = "pictures shown"

    def __init__(self, database: Database) -> None:
        self._database = database

    async def forget(self, profile_id: ProfileId) -> None:
        """Drop all of them."""
        async with self._database.transaction() as connection:
            await kept.forget(connection, profile=profile_id)


def _proposed(candidate: Candidate, place: int, film: Film, at: datetime) -> Picture:
    return Picture(
        id=PictureId(uuid7(at)),
        title_id=film.title_id,
        film_id=film.id,
        place=place,
        film_seconds=candidate.still.at,
        score=candidate.score,
        reasons=candidate.reasons,
        cuts={crop.shape: round(crop.cut, 4) for crop in candidate.crops},
        state=PictureState.PROPOSED,
        proposed_at=at,
        faces=len(candidate.still.faces),
    )


def seen_as(picture: Picture) -> Seen:
    """A picture as the gate asks of it."""
    return Seen(picture.id, picture.faces)


async def _held(connection: Connection, picture: PictureId, title: TitleId) -> Picture:
    """A title's picture, that nobody else changes until the end; NotFound where it has none."""
    found = await kept.one(connection, picture, hold=True)
    if found is None or found.title_id != title:
        raise _no_picture()
    return found


def _no_picture() -> NotFound:
    return NotFound("There is no such picture.", remedy="Ask for the title's pictures again.")
