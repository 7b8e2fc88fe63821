"""``/v1/titles/{id}/previews/{preview}/{name}``: approved previews, for members."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Response

from matinee.access.door import may
from matinee.access.model import Use
from matinee.promote.previews.model import PreviewId
from matinee.promote.previews.ranges import ranged
from matinee.promote.previews.service import PreviewService
from matinee.vocabulary.ids import TitleId

_FRESH = {"Cache-Control": "private, max-age=3600"}
"""A preview may lose its approval, so nobody keeps it for long."""


def answer(content: bytes, name: str, asked: str) -> Response:
    """A preview's file, or the range of it that a player asks for."""
    media_type = "text/vtt; charset=utf-8" if name.endswith(".vtt") else "video/mp4"
    return ranged(content, media_type, asked, _FRESH)


def routes(previews: PreviewService) -> APIRouter:
    """One route."""
    router = APIRouter(prefix="/v1/titles", tags=["artwork"], dependencies=[may(Use.BROWSE)])

    @router.get(
        "/{title_id}/previews/{preview_id}/{name}",
        response_class=Response,
        responses={
            200: {"content": {"video/mp4": {}, "text/vtt": {}}, "description": "The file."},
            206: {"content": {"video/mp4": {}}, "description": "A part of it."},
        },
    )
    async def preview_file(
        title_id: UUID,
        preview_id: UUID,
        name: str,
        asked: Annotated[str, Header(alias="Range", max_length=200)] = "",
    ) -> Response:
        """Get ``preview.mp4``, ``loop.mp4`` or ``captions-LANGUAGE.vtt`` of an approved preview."""
        content = await previews.file(
            PreviewId(preview_id), name, title=TitleId(title_id), approved_only=True
        )
        return answer(content, name, asked)

    return router
