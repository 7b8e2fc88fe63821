"""``/v1/titles/{id}/pictures/{picture}/titled/{language}/{shape}.jpg``: for members."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from matinee.access.door import may
from matinee.access.model import Use
from matinee.audience.service import AudienceService
from matinee.promote.gallery.model import PictureId
from matinee.promote.gallery.watching import Watcher, territory_of
from matinee.promote.titling.service import TitlingService
from matinee.vocabulary.ids import TitleId
from matinee.vocabulary.places import Language

_JPEG = "image/jpeg"


def routes(titling: TitlingService, audience: AudienceService) -> APIRouter:
    """One route."""
    router = APIRouter(prefix="/v1/titles", tags=["artwork"], dependencies=[may(Use.BROWSE)])

    @router.get(
        "/{title_id}/pictures/{picture_id}/titled/{language}/{shape}.jpg",
        response_class=Response,
        responses={200: {"content": {_JPEG: {}}, "description": "The picture."}},
    )
    async def titled(
        request: Request,
        title_id: UUID,
        picture_id: UUID,
        language: str,
        shape: str,
        profile: Watcher = None,
    ) -> Response:
        """Get an approved picture with its title in a language, in one of the four shapes."""
        file = await titling.file(
            PictureId(picture_id),
            Language(language),
            shape,
            title=TitleId(title_id),
            territory=await territory_of(request, audience, profile),
        )
        headers = {"Cache-Control": file.cache_control}
        return Response(file.content, media_type=_JPEG, headers=headers)

    return router
