"""``/v1/outputs``: what was made. What is quarantined is answered with 451 and the reason."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

from matinee.access.door import may, nothing_here, reach
from matinee.access.model import ObjectKind, Role, Use
from matinee.clearance.record.answers import OutputAnswer, output_answer
from matinee.clearance.record.model import StoredOutput
from matinee.clearance.record.output_register import DELETED, QUARANTINED
from matinee.clearance.record.service import RecordService
from matinee.errors import Denied, NotFound

_SHOWN = frozenset({"image/png", "image/jpeg", "video/mp4", "text/plain; charset=utf-8"})
_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
}
_STATUS = {QUARANTINED: 451, DELETED: 410}


def routes(record: RecordService) -> APIRouter:
    """Outputs, for whoever may see their production or their performer."""
    desk = may(Role.FILM_MAKER, Role.REPRESENTATIVE, Role.COUNSEL)
    router = APIRouter(prefix="/v1/outputs", tags=["clearance"], dependencies=[desk])

    @router.get("/{output_id}", response_class=Response)
    async def content(request: Request, output_id: UUID) -> Response:
        """Give an output's bytes. They are never cached; 451 and 410 say why there are none."""
        await _reached(request, record, output_id)
        try:
            stored, content = await record.outputs.content(output_id)
        except Denied as closed:
            raise HTTPException(_STATUS[closed.code], closed.sentence.rstrip(".")) from closed
        shown = stored.media_type in _SHOWN
        kind = stored.media_type if shown else "application/octet-stream"
        place = {"Content-Disposition": "inline" if shown else "attachment"}
        return Response(content, headers={**_HEADERS, **place, "Content-Type": kind})

    @router.get("/{output_id}/facts")
    async def facts(request: Request, output_id: UUID) -> OutputAnswer:
        """Give what is known of an output: how it was made, and whether it may be seen."""
        stored = await _reached(request, record, output_id)
        return output_answer(stored)

    @router.get("/{output_id}/credentials", response_class=Response)
    async def credentials(request: Request, output_id: UUID) -> Response:
        """Give the signed sidecar of an output."""
        stored = await _reached(request, record, output_id)
        if stored.manifest is None:
            raise NotFound("This output carries its credentials within.")
        return Response(stored.manifest, media_type="application/json", headers=_HEADERS)

    return router


async def _reached(request: Request, record: RecordService, identifier: UUID) -> StoredOutput:
    """An output that the caller may see; the same answer for what is not theirs and is not."""
    try:
        output = await record.outputs.output(identifier)
    except NotFound as missing:
        raise nothing_here() from missing
    ways = (
        (Use.PRODUCE, ObjectKind.PRODUCTION, output.production),
        (Use.REPRESENT, ObjectKind.PERFORMER, output.performer),
        (Use.COUNSEL, ObjectKind.PRODUCTION, output.production),
    )
    for use, kind, owner in ways:
        if owner is not None and await _reaches(request, use, kind, owner):
            return output
    raise nothing_here()


async def _reaches(request: Request, use: Use, kind: ObjectKind, owner: str) -> bool:
    try:
        await reach(request, use, kind, owner)
    except NotFound:
        return False
    return True
