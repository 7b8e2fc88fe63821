"""The use cases of editing: show the whole frame, and make an edited picture for review."""

import asyncio
import io
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np
from PIL import Image

from matinee.clearance.provenance.model import Making, Parent, SourceType
from matinee.clearance.provenance.service import Provenance
from matinee.errors import Conflict, NotFound
from matinee.foundation.blobs import Blobs
from matinee.foundation.database import Database
from matinee.media.model import Still
from matinee.media.service import MediaService
from matinee.operation.audit.service import AuditService
from matinee.promote.editing.grading import grade
from matinee.promote.editing.model import Edit, Grade
from matinee.promote.gallery import repository as gallery
from matinee.promote.gallery.cropping import SHAPES, Attention, Box, Crop, crop_all, most_cut
from matinee.promote.gallery.model import UNLIMITED, Picture, PictureId, PictureState
from matinee.promote.gallery.prints import key_of, prints_of
from matinee.promote.likeness.service import Candidate, LikenessGate
from matinee.vocabulary.ids import TitleId, uuid7

_QUALITY = 95
_FRAMES_HELD = 8
"""Frames of the pictures edited last: whoever edits asks for each several times."""
_MOST_OPEN = 40
"""Edits of one title that may wait for a verdict: each keeps four pictures."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Frame:
    """The whole frame that a picture was cut from, what is to be kept, and the windows now."""

    content: bytes
    still: Still
    windows: dict[str, Box]

    @property
    def kept(self) -> list[Box]:
        """Heads, and the region that the eye goes to."""
        return [*self.still.heads, self.still.salient]


class EditService:
    """Edits by hand; each is a picture of its own, which goes to review, and changes no other."""

    def __init__(
        self,
        database: Database,
        blobs: Blobs,
        media: MediaService,
        provenance: Provenance,
        audit: AuditService,
        gate: LikenessGate,
        *,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self._database = database
        self._blobs = blobs
        self._media = media
        self._provenance = provenance
        self._audit, self._gate = audit, gate
        self._clock = clock
        self._frames: OrderedDict[PictureId, Frame] = OrderedDict()

    async def frame(self, picture: PictureId, *, title: TitleId) -> Frame:
        """Take the picture's frame from its film again; NotFound where the title has no such."""
        return await self._frame(await self._of_title(picture, title))

    async def graded(self, picture: PictureId, named: Grade, *, title: TitleId) -> bytes:
        """The whole frame as a grade would have it, as JPEG, to look at before one decides."""
        frame = await self.frame(picture, title=title)
        return await asyncio.to_thread(_graded, frame.content, named)

    async def edit(
        self,
        picture: PictureId,
        *,
        title: TitleId,
        named: Grade,
        window: tuple[str, Box] | None = None,
    ) -> Picture:
        """Make a picture with a grade, and with one window set anew; those set before stay.

        Raises:
            Conflict: so many edits of the title wait for a verdict already.
            NotFound: the title has no such picture, or its film is gone.
        """
        before = await self._of_title(picture, title)
        async with self._database.reading() as connection:
            present = await gallery.of_title(connection, title)
        waiting = [each for each in present if each.edit and each.state is PictureState.PROPOSED]
        if len(waiting) >= _MOST_OPEN:
            raise Conflict(
                f"{_MOST_OPEN} edits of this title wait already.", remedy="Decide on some of them."
            )
        frame = await self._frame(before)
        wanted = replace(Edit.read(before.edit), grade=named)
        if window is not None:
            wanted = wanted.with_window(*window)
        crops = _crops(frame, wanted)
        made = self._edited(before, wanted, crops)
        prints = await asyncio.to_thread(_prints, frame.content, wanted.grade, crops)
        await self._keep(made, prints, wanted)
        return made

    async def _keep(self, made: Picture, prints: dict[str, bytes], wanted: Edit) -> None:
        film = await self._media.film(made.film_id)
        parent = Parent(film.name, await self._media.digest(film.id))
        graded = wanted.grade is not Grade.AS_SHOT
        kind = SourceType.ENHANCED if graded else SourceType.HUMAN_EDITS
        for shape, content in prints.items():
            told = f"{shape} of {film.name} at {made.film_seconds:.1f} s"
            told += f", graded {wanted.grade.value}" if graded else ""
            told += ", window set by hand" if shape in wanted.windows else ""
            making = Making(told, kind, made.proposed_at, parent=parent)
            signed = await asyncio.to_thread(self._provenance.sign, content, making)
            await self._blobs.put(key_of(made.id, shape), signed)
        async with self._database.transaction() as connection:
            await gallery.add(connection, [made])
            detail = {"from": str(made.edited_from), **wanted.written}
            await self._audit.enter(connection, "artwork.edit", f"picture {made.id}", detail=detail)

    def _edited(self, before: Picture, wanted: Edit, crops: Sequence[Crop]) -> Picture:
        now = self._clock()
        return replace(
            before,
            id=PictureId(uuid7(now)),
            cuts={crop.shape: round(crop.cut, 4) for crop in crops},
            state=PictureState.PROPOSED,
            proposed_at=now,
            terms=replace(before.terms, locked=UNLIMITED.locked),
            edited_from=before.id,
            edit=wanted.written,
        )

    async def _of_title(self, picture: PictureId, title: TitleId) -> Picture:
        async with self._database.reading() as connection:
            found = await gallery.one(connection, picture)
        if found is None or found.title_id != title:
            raise NotFound("There is no such picture.", remedy="Ask for the title's again.")
        await self._gate.require_open(title, Candidate(found.id, found.faces))
        return found

    async def _frame(self, picture: Picture) -> Frame:
        held = self._frames.get(picture.id)
        if held is not None:
            return held
        taken = await self._media.stills(picture.film_id, [picture.film_seconds])
        if not taken:
            raise NotFound("The film has no picture there.", remedy="Take the film in again.")
        still, content = taken[0]
        windows = {crop.shape: crop.box for crop in _chosen(still)}
        frame = Frame(content, still, {**windows, **Edit.read(picture.edit).windows})
        self._frames[picture.id] = frame
        while len(self._frames) > _FRAMES_HELD:
            self._frames.popitem(last=False)
        return frame


def _chosen(still: Still) -> Sequence[Crop]:
    felt = Attention(still.across, still.down)
    return crop_all(still.width, still.height, still.heads, still.salient, felt)


def _crops(frame: Frame, wanted: Edit) -> list[Crop]:
    felt = Attention(frame.still.across, frame.still.down)
    boxes = {**frame.windows, **wanted.windows}
    return [
        Crop(shape, boxes[shape], most_cut(boxes[shape], frame.kept), felt.within(boxes[shape]))
        for shape in SHAPES
    ]


def _prints(content: bytes, named: Grade, crops: Sequence[Crop]) -> dict[str, bytes]:
    return prints_of(_graded(content, named), crops)


def _graded(content: bytes, named: Grade) -> bytes:
    with Image.open(io.BytesIO(content)) as opened:
        pixels = np.asarray(opened.convert("RGB"), np.uint8)
    stream = io.BytesIO()
    Image.fromarray(grade(pixels, named)).save(stream, "JPEG", quality=_QUALITY, subsampling=0)
    return stream.getvalue()
