"""``/v1/artwork/performers``: what a performer is asked about, and the word on it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel

from matinee.access.door import caller_of, may
from matinee.access.model import Caller, ObjectKind, Role
from matinee.clearance.artwork.model import PictureWord, SaidOfPicture
from matinee.promote.approvals.service import ApproverDesk, AskedKind

_THEIRS = may(Role.REPRESENTATIVE, Role.COUNSEL, of=ObjectKind.PERFORMER, by="performer_id")
_By = Annotated[Caller, Depends(caller_of)]
_FRESH = {"Cache-Control": "no-store"}


class AskedFacts(BaseModel):
    """A picture or preview, its place from 1, and the word on it; none before the first."""

    id: UUID
    kind: AskedKind
    title: UUID
    name: str
    number: int
    word: PictureWord | None


class AskedList(BaseModel):
    """What has no word first."""

    asked: list[AskedFacts]


def routes(desk: ApproverDesk) -> APIRouter:
    """For a performer's representative, and for counsel."""
    router = APIRouter(
        prefix="/v1/artwork/performers/{performer_id}", tags=["artwork"], dependencies=[_THEIRS]
    )

    @router.get("/candidates")
    async def asked(performer_id: UUID) -> AskedList:
        """List the pictures and previews that a performer is asked about."""
        return AskedList(
            asked=[
                AskedFacts(
                    id=each.id,
                    kind=each.kind,
                    title=each.title_id,
                    name=each.title,
                    number=each.place + 1,
                    word=each.word,
                )
                for each in await desk.asked(performer_id)
            ]
        )

    @router.put("/candidates/{candidate_id}", status_code=204)
    async def say(performer_id: UUID, candidate_id: UUID, body: SaidOfPicture, by: _By) -> None:
        """Approve a picture or preview, refuse it, or say that the performer is not in it."""
        await desk.say(performer_id, candidate_id, body, by=by.name)

    @router.get("/pictures/{picture_id}/{shape}.jpg", response_class=Response)
    async def picture(performer_id: UUID, picture_id: UUID, shape: str) -> Response:
        """Get a picture that the performer is asked about."""
        content = await desk.picture(performer_id, picture_id, shape)
        return Response(content, media_type="image/jpeg", headers=_FRESH)

    @router.get("/previews/{preview_id}.mp4", response_class=Response)
    async def preview(performer_id: UUID, preview_id: UUID) -> Response:
        """Get a preview that the performer is asked about."""
        content = await desk.preview(performer_id, preview_id)
        return Response(content, media_type="video/mp4", headers=_FRESH)

    return router
