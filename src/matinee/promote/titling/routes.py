"""``/v1/titles/{id}/pictures/{picture}/titled/{language}/{shape}.jpg``: for members."""

from uuid import UUID

from fastapi import APIRouter, Response

from matinee.access.door import may
from matinee.access.model import Use
from matinee.promote.gallery.model import PictureId
from matinee.promote.titling.service import TitlingService
from matinee.vocabulary.ids import TitleId
from matinee.vocabulary.places import Language

_JPEG = "image/jpeg"
_FRESH = "private, max-age=3600"
"""A picture may lose its approval, and a title its name, so nobody keeps it for long."""


def routes(titling: TitlingService) -> APIRouter:
    """One route."""
    router = APIRouter(prefix="/v1/titles", tags=["artwork"], dependencies=[may(Use.BROWSE)])

    @router.get(
        "/{title_id}/pictures/{picture_id}/titled/{language}/{shape}.jpg",
        response_class=Response,
        responses={200: {"content": {_JPEG: {}}, "description": "The picture."}},
    )
    async def titled(title_id: UUID, picture_id: UUID, language: str, shape: str) -> Response:
        """Get an approved picture with its title in a language, in one of the four shapes."""
        content = await titling.file(
            PictureId(picture_id),
            Language(language),
            shape,
            title=TitleId(title_id),
            approved_only=True,
        )
        return Response(content, media_type=_JPEG, headers={"Cache-Control": _FRESH})

    return router
