"""``/v1/studio/palette``: the colours of a picture, found by a procedure that is no model."""

from fastapi import APIRouter
from pydantic import Base64Bytes, BaseModel, ConfigDict

from matinee.access.door import may
from matinee.access.model import Role
from matinee.studio.palettes.service import PaletteService

PALETTE_PATH = "/v1/studio/palette"


class PictureBody(BaseModel):
    """A picture: PNG or JPEG in base64."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    picture: Base64Bytes


class ColourBody(BaseModel):
    """A colour as ``#rrggbb``, and the share of the picture that it stands for."""

    colour: str
    share: float


class PaletteBody(BaseModel):
    """The colours of a picture, the widest first, and by what they were found."""

    colours: list[ColourBody]
    made_by: str = "algorithmicMedia"


def routes(palettes: PaletteService) -> APIRouter:
    """Palettes, for film-makers."""
    router = APIRouter(tags=["studio"], dependencies=[may(Role.FILM_MAKER)])

    @router.post(PALETTE_PATH)
    async def palette(body: PictureBody) -> PaletteBody:
        """Give the few colours that a picture consists of; nothing of it is kept."""
        found = await palettes.of_file(body.picture)
        return PaletteBody(
            colours=[ColourBody(colour=each.written, share=each.share) for each in found]
        )

    return router
