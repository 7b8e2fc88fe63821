"""``/v1/studio/recolour`` and ``/v1/studio/fill``: pictures changed without any model."""

from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import Base64Bytes, BaseModel, ConfigDict, Field

from matinee.access.door import may
from matinee.access.model import Role
from matinee.studio.concept.model import LARGEST_PICTURE, Box, Filling, Recolouring, read_colour
from matinee.studio.concept.service import ConceptService

RECOLOUR_PATH = "/v1/studio/recolour"
FILL_PATH = "/v1/studio/fill"
LARGEST_BODY = 3 * LARGEST_PICTURE
"""A picture and a mask in base64."""
_Share = Annotated[float, Field(ge=0, le=1)]


class BoxBody(BaseModel):
    """A part of the picture, in shares of its width and height from the upper left corner."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    left: _Share
    top: _Share
    right: _Share
    bottom: _Share


class RecolourBody(BaseModel):
    """A picture (PNG or JPEG in base64), a box or a mask (PNG), and the colour as ``#rrggbb``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    picture: Base64Bytes
    colour: str = Field(pattern=r"^#[0-9a-fA-F]{6}$")
    box: BoxBody | None = None
    mask: Base64Bytes | None = None


class FillBody(BaseModel):
    """A picture (PNG or JPEG in base64), and a box or a mask (PNG) of what is to go."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    picture: Base64Bytes
    box: BoxBody | None = None
    mask: Base64Bytes | None = None


_SIGNED: dict[int | str, dict[str, object]] = {
    200: {"content": {"image/png": {}}, "description": "The picture, signed."}
}


def routes(concept: ConceptService) -> APIRouter:
    """Concept work, for film-makers."""
    router = APIRouter(tags=["studio"], dependencies=[may(Role.FILM_MAKER)])

    @router.post(RECOLOUR_PATH, response_class=Response, responses=_SIGNED)
    async def recolour(body: RecolourBody) -> Response:
        """Give the picture with what is marked in another colour; nothing of it is kept.

        The answer is a PNG whose credentials say that a procedure enhanced it, and no model.
        """
        wish = Recolouring(
            picture=body.picture,
            wanted=read_colour(body.colour),
            box=None if body.box is None else Box(**body.box.model_dump()),
            mask=body.mask,
        )
        return Response(await concept.recolour(wish), media_type="image/png")

    @router.post(FILL_PATH, response_class=Response, responses=_SIGNED)
    async def fill(body: FillBody) -> Response:
        """Give the picture without what is marked; what stands around it goes on over it.

        At most 300,000 pixels are filled at a time. The answer is a PNG whose credentials say that
        a procedure enhanced it, and no model; nothing of it is kept.
        """
        wish = Filling(
            picture=body.picture,
            box=None if body.box is None else Box(**body.box.model_dump()),
            mask=body.mask,
        )
        return Response(await concept.fill(wish), media_type="image/png")

    return router
