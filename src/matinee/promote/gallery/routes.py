"""``/v1/titles/{id}/pictures/{picture}/{shape}.jpg``: approved pictures, for members."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from matinee.access.door import may
from matinee.access.model import Use
from matinee.audience.service import AudienceService
from matinee.promote.gallery.model import PictureId
from matinee.promote.gallery.service import GalleryService
from matinee.promote.gallery.watching import Watcher, territory_of
from matinee.vocabulary.ids import TitleId

_JPEG = "image/jpeg"


def routes(gallery: GalleryService, audience: AudienceService) -> APIRouter:
    """One route."""
    router = APIRouter(prefix="/v1/titles", tags=["artwork"], dependencies=[may(Use.BROWSE)])

    @router.get(
        "/{title_id}/pictures/{picture_id}/{shape}.jpg",
        response_class=Response,
        responses={200: {"content": {_JPEG: {}}, "description": "The picture."}},
    )
    async def picture(
        request: Request,
        title_id: UUID,
        picture_id: UUID,
        shape: str,
        profile: Watcher = None,
    ) -> Response:
        """Get an approved picture of a title as ``wide``, ``poster``, ``square`` or ``tall``."""
        file = await gallery.file(
            PictureId(picture_id),
            shape,
            title=TitleId(title_id),
            territory=await territory_of(request, audience, profile),
        )
        headers = {"Cache-Control": file.cache_control}
        return Response(file.content, media_type=_JPEG, headers=headers)

    return router
