"""What a performer is asked about a title's artwork: one look, and one of three words."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import caller_of, may
from matinee.access.model import ObjectKind, Role
from matinee.clearance.artwork.model import PictureWord, SaidOfPicture
from matinee.surfaces.web.clearance.frame import ROOT, ClearanceDesk
from matinee.surfaces.web.languages import Tongue

_THEIRS = may(Role.REPRESENTATIVE, Role.COUNSEL, of=ObjectKind.PERFORMER, by="performer_id")


def routes(desk: ClearanceDesk) -> APIRouter:
    """``/desk/clearance/performers/{performer_id}/pictures``."""
    router = APIRouter(
        prefix=f"{ROOT}/performers/{{performer_id}}/pictures",
        include_in_schema=False,
        dependencies=[_THEIRS],
    )

    @router.get("")
    async def asked(request: Request, performer_id: UUID) -> Response:
        """Show what the performer is asked about, what has no word first."""
        values = {
            "performer": performer_id,
            "asked": await desk.house.promotion.approvers.asked(performer_id),
            "said": said_words(desk.stage.tongue(request)),
            "name": (await desk.names({str(performer_id)})).get(str(performer_id), ""),
        }
        return await desk.page(request, "pictures.html", values, place="performers")

    @router.post("/{candidate_id}")
    async def say(
        request: Request,
        performer_id: UUID,
        candidate_id: UUID,
        word: Annotated[PictureWord, Form()],
    ) -> Response:
        """Enter the performer's word."""
        caller = await caller_of(request)
        said = SaidOfPicture(word=word)
        await desk.house.promotion.approvers.say(performer_id, candidate_id, said, by=caller.name)
        return RedirectResponse(f"{ROOT}/performers/{performer_id}/pictures", 303)

    return router


def said_words(tongue: Tongue) -> dict[PictureWord, str]:
    """What can be said, and how a page says that it was."""
    return {
        PictureWord.APPROVED: tongue.say("Approved"),
        PictureWord.REFUSED: tongue.say("Refused"),
        PictureWord.NOT_SHOWN: tongue.say("Not in it"),
    }
