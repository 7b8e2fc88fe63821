"""``/v1/films`` and ``/v1/uploads``: films, what was found in them, their files, and their coming.

Uploads follow the tus protocol 1.0.0 (core, creation, expiration): any client of it will do.
"""

import base64
import binascii
from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Query, Request, Response
from pydantic import BaseModel

from matinee.access.door import may
from matinee.access.model import Role
from matinee.assembly.house import House
from matinee.errors import Conflict, Invalid
from matinee.media.model import Film, FilmId, Story, Upload
from matinee.vocabulary.ids import TitleId

TUS = "1.0.0"
UPLOADS = "/v1/uploads/"
PIECE_TYPE = "application/offset+octet-stream"
PIECE_BYTES = 64_000_000
"""The most that one request of an upload may bring."""
_FOREVER = "private, max-age=31536000, immutable"


class FilmListing(BaseModel):
    """Films, the newest first."""

    films: tuple[Film, ...]


class FilmReport(BaseModel):
    """A film, and the seconds that each finished step took."""

    film: Film
    step_seconds: dict[str, float]


def routes(house: House) -> APIRouter:
    """Films for programmers, their files for members, and uploads."""
    router = APIRouter()
    router.routes.extend(_films(house).routes)
    router.routes.extend(_files(house).routes)
    router.routes.extend(_uploads(house).routes)
    return router


def _films(house: House) -> APIRouter:
    router = APIRouter(
        prefix="/v1/films", tags=["media"], dependencies=[may(Role.OPERATOR, Role.PROGRAMMER)]
    )

    @router.get("")
    async def list_films(limit: Annotated[int, Query(ge=1, le=1000)] = 100) -> FilmListing:
        """List films, the newest first."""
        return FilmListing(films=await house.media.films(limit=limit))

    @router.get("/{film_id}")
    async def film(film_id: UUID) -> FilmReport:
        """Say how far a film is."""
        known = await house.media.film(FilmId(film_id))
        return FilmReport(film=known, step_seconds=await house.media.step_seconds(known.id))

    @router.get("/{film_id}/analysis")
    async def analysis(film_id: UUID) -> Story:
        """Say what was found in a film: shots, scenes, spans, faces and curves."""
        return await house.media.story(FilmId(film_id))

    return router


def _files(house: House) -> APIRouter:
    router = APIRouter(tags=["media"], dependencies=[may(Role.MEMBER)])

    @router.get("/v1/films/{film_id}/{admission}/{name}", response_class=Response)
    async def film_file(film_id: UUID, admission: str, name: str) -> Response:
        """Send a file of a film to a player that was admitted to it, for as long as that holds."""
        house.media.admissions.check(FilmId(film_id), admission)
        body, kind = await house.media.file(FilmId(film_id), name)
        # Encoded already: packing it again would only cost time.
        headers = {"Cache-Control": _FOREVER, "Content-Encoding": "identity"}
        return Response(body, media_type=kind, headers=headers)

    return router


def _uploads(house: House) -> APIRouter:
    router = APIRouter(
        prefix="/v1/uploads", tags=["media"], dependencies=[may(Role.OPERATOR, Role.PROGRAMMER)]
    )

    @router.options("", status_code=204)
    async def protocol() -> Response:
        """Say which version and extensions of tus are spoken."""
        limit = house.settings.media.upload_limit_bytes
        headers = {
            "Tus-Resumable": TUS,
            "Tus-Version": TUS,
            "Tus-Extension": "creation,expiration",
            "Tus-Max-Size": str(limit),
        }
        return Response(status_code=204, headers=headers)

    @router.post("", status_code=201)
    async def begin(
        upload_length: Annotated[int, Header()],
        upload_metadata: Annotated[str, Header(max_length=4000)],
        tus_resumable: Annotated[str, Header()],
    ) -> Response:
        """Announce a film; its metadata name ``title`` (an id), ``filename``, ``attribution``."""
        _check_version(tus_resumable)
        said = _metadata(upload_metadata)
        title = await house.catalogue.title(TitleId(_identifier(said.get("title", ""))))
        upload = await house.media.begin_upload(
            title.id, said.get("filename", ""), upload_length, said.get("attribution", "")
        )
        return Response(
            status_code=201,
            headers=_headers(house, upload) | {"Location": f"{UPLOADS}{upload.id}"},
        )

    @router.head("/{upload_id}", status_code=200)
    async def arrived(upload_id: UUID) -> Response:
        """Say how much has arrived."""
        upload = await house.media.upload(upload_id)
        headers = {"Upload-Length": str(upload.bytes), "Cache-Control": "no-store"}
        return Response(status_code=200, headers=_headers(house, upload) | headers)

    @router.patch("/{upload_id}", status_code=204)
    async def append(
        request: Request,
        upload_id: UUID,
        upload_offset: Annotated[int, Header(ge=0)],
        tus_resumable: Annotated[str, Header()],
    ) -> Response:
        """Take a piece; the last one makes a film of it, and a job begins."""
        _check_version(tus_resumable)
        upload = await house.media.append(upload_id, upload_offset, request.stream())
        return Response(status_code=204, headers=_headers(house, upload))

    return router


def _headers(house: House, upload: Upload) -> dict[str, str]:
    ends = upload.begun_at + timedelta(days=house.settings.media.upload_days)
    headers = {
        "Tus-Resumable": TUS,
        "Upload-Offset": str(upload.received),
        "Upload-Expires": ends.strftime("%a, %d %b %Y %H:%M:%S GMT"),
    }
    return headers | ({"Matinee-Film": str(upload.film_id)} if upload.film_id else {})


def _check_version(said: str) -> None:
    if said != TUS:
        raise Conflict(
            f"This service speaks tus {TUS}, not {said[:20]}.",
            remedy=f"Send Tus-Resumable: {TUS}.",
            code="tus_version",
        )


def _metadata(header: str) -> dict[str, str]:
    """Pairs of a key and a value in Base64, separated by commas."""
    found: dict[str, str] = {}
    for pair in header.split(","):
        key, _, value = pair.strip().partition(" ")
        try:
            found[key] = base64.b64decode(value, validate=True).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError) as broken:
            raise Invalid(
                "Upload-Metadata is not in Base64 of UTF-8.", field="Upload-Metadata"
            ) from broken
    return found


def _identifier(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as wrong:
        raise Invalid(
            "Upload-Metadata names no title.",
            remedy="Send title with the id of a title of the catalogue.",
            field="Upload-Metadata",
        ) from wrong
