"""What watch sessions read of a film's package, and how often."""

import asyncio
from unittest.mock import AsyncMock, create_autospec
from uuid import uuid4

from matinee.assembly.ad_joints import ShowingsOfHouse
from matinee.audience.service import AudienceService
from matinee.catalogue.service import CatalogueService
from matinee.media.model import FilmId
from matinee.media.service import MediaService


def _packaged(_: FilmId, name: str) -> tuple[bytes, str]:
    return f"WEBVTT {name} é".encode(), "text/vtt"


def test_subtitles_are_read_once_for_all_stretches_of_a_film() -> None:
    media = create_autospec(MediaService, instance=True)
    media.file = AsyncMock(side_effect=_packaged)
    audience = create_autospec(AudienceService, instance=True)
    catalogue = create_autospec(CatalogueService, instance=True)
    showings = ShowingsOfHouse(audience, catalogue, media)
    one, other = FilmId(uuid4()), FilmId(uuid4())

    async def read() -> list[str]:
        asked = [(one, "en"), (one, "en"), (one, "pt-BR"), (other, "en"), (one, "en")]
        return [await showings.words(film, language) for film, language in asked]

    english = "WEBVTT text-en.vtt é"
    assert asyncio.run(read()) == [english, english, "WEBVTT text-pt-BR.vtt é", english, english]
    assert [call.args for call in media.file.await_args_list] == [
        (one, "text-en.vtt"),
        (one, "text-pt-BR.vtt"),
        (other, "text-en.vtt"),
    ]
