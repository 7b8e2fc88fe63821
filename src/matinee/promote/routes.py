"""``/v1/titles/{id}/poster.svg`` and ``wide.svg``: pictures that a browser asks for once."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Response

from matinee.access.door import may
from matinee.access.model import Use
from matinee.promote.model import Drawing
from matinee.promote.service import ArtworkService
from matinee.vocabulary.ids import TitleId

_SVG = "image/svg+xml"
_SANDBOX = "default-src 'none'; style-src 'none'; sandbox"
_FRESH = "public, max-age=86400, stale-while-revalidate=604800"
_ANSWERS: dict[int | str, dict[str, object]] = {
    200: {"content": {_SVG: {}}, "description": "The picture."},
    304: {"description": "The picture that you have is the present one."},
}
Held = Annotated[str | None, Header(alias="If-None-Match")]


def routes(artwork: ArtworkService) -> APIRouter:
    """The two pictures of a title."""
    router = APIRouter(prefix="/v1/titles", tags=["artwork"], dependencies=[may(Use.BROWSE)])

    @router.get("/{title_id}/poster.svg", response_class=Response, responses=_ANSWERS)
    async def poster(title_id: UUID, held: Held = None) -> Response:
        """Draw a title's poster, two wide and three high, from its facts."""
        return _answer(await artwork.poster(TitleId(title_id)), held)

    @router.get("/{title_id}/wide.svg", response_class=Response, responses=_ANSWERS)
    async def wide(title_id: UUID, held: Held = None) -> Response:
        """Draw a title's wide art, sixteen by nine and without words, from its facts."""
        return _answer(await artwork.wide(TitleId(title_id)), held)

    return router


def _answer(drawing: Drawing, held: str | None) -> Response:
    headers = {
        "ETag": drawing.etag,
        "Cache-Control": _FRESH,
        "Content-Security-Policy": _SANDBOX,
        "X-Content-Type-Options": "nosniff",
    }
    if held is not None and drawing.etag in held:
        return Response(status_code=304, headers=headers)
    return Response(drawing.svg, media_type=_SVG, headers=headers)
