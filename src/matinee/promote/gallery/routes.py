"""``/v1/titles/{id}/pictures/{picture}/{shape}.jpg``: approved pictures, for members."""

from uuid import UUID

from fastapi import APIRouter, Response

from matinee.access.door import may
from matinee.access.model import Use
from matinee.promote.gallery.model import PictureId
from matinee.promote.gallery.service import GalleryService
from matinee.vocabulary.ids import TitleId

_JPEG = "image/jpeg"
_FRESH = "private, max-age=3600"
"""A picture may lose its approval, so nobody keeps it for long."""


def routes(gallery: GalleryService) -> APIRouter:
    """One route."""
    router = APIRouter(prefix="/v1/titles", tags=["artwork"], dependencies=[may(Use.BROWSE)])

    @router.get(
        "/{title_id}/pictures/{picture_id}/{shape}.jpg",
        response_class=Response,
        responses={200: {"content": {_JPEG: {}}, "description": "The picture."}},
    )
    async def picture(title_id: UUID, picture_id: UUID, shape: str) -> Response:
        """Get an approved picture of a title as ``wide``, ``poster``, ``square`` or ``tall``."""
        content = await gallery.file(
            PictureId(picture_id), shape, title=TitleId(title_id), approved_only=True
        )
        return Response(content, media_type=_JPEG, headers={"Cache-Control": _FRESH})

    return router
