"""Pictures as a film leaves them, without the film."""

from __future__ import annotations

import io
from datetime import UTC, datetime

from PIL import Image

from matinee.assembly.house import House
from matinee.media.model import FilmId
from matinee.promote.gallery import repository as gallery
from matinee.promote.gallery.model import Picture, PictureId, PictureState
from matinee.promote.gallery.prints import key_of
from matinee.vocabulary.ids import TitleId, uuid7

SIZES = {"wide": (320, 180), "poster": (120, 180), "square": (180, 180), "tall": (102, 180)}
REASONS = ("focus", "exposure", "colour", "people", "composition")


async def proposed(
    house: House, title: TitleId, *, place: int = 0, faces: int | None = 0
) -> Picture:
    """A picture that nobody has decided on."""
    now = datetime.now(UTC)
    picture = Picture(
        id=PictureId(uuid7(now)),
        title_id=title,
        film_id=FilmId(uuid7(now)),
        place=place,
        film_seconds=12.0,
        score=0.5,
        reasons=dict.fromkeys(REASONS, 0.5),
        cuts=dict.fromkeys(SIZES, 0.0),
        state=PictureState.PROPOSED,
        proposed_at=now,
        faces=faces,
    )
    async with house.database.transaction() as connection:
        await gallery.add(connection, [picture])
    for shape, size in SIZES.items():
        stream = io.BytesIO()
        Image.new("RGB", size, (90, 120, 160)).save(stream, "JPEG")
        await house.blobs.put(key_of(picture.id, shape), stream.getvalue())
    return picture
