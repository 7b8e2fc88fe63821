"""``/v1/provenance``: what made this file? Whatever is sent is read, and nothing of it is kept."""

import asyncio
from dataclasses import asdict

from fastapi import APIRouter, Request
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from matinee.access.door import may
from matinee.access.model import Use
from matinee.clearance.provenance.model import MediaType, Standing
from matinee.clearance.provenance.service import Provenance

READ_PATH = "/v1/provenance/read"
FILE_TYPES = frozenset({*(kind.value for kind in MediaType), "application/octet-stream"})
_FILE = {
    "requestBody": {
        "required": True,
        "content": {
            kind: {"schema": {"type": "string", "format": "binary"}} for kind in sorted(FILE_TYPES)
        },
    }
}


class ActionFacts(BaseModel):
    """One step of a file's history."""

    name: str
    words: str
    source_type: str | None


class IngredientFacts(BaseModel):
    """Something that a file was made from."""

    title: str
    relationship: str
    has_credentials: bool
    faults: list[str]


class StoryFacts(BaseModel):
    """What a file says of its making; ``standing`` and ``sentence`` say what to believe."""

    standing: Standing
    sentence: str
    media_type: str | None
    title: str | None
    signer: str | None
    development: bool
    made_with: str | None
    source_type: str | None
    source_words: str | None
    actions: list[ActionFacts]
    ingredients: list[IngredientFacts]
    permit: str | None
    decision: str | None
    ledger_subject: str | None
    model: str | None
    training: dict[str, str]
    faults: list[str]


def routes(provenance: Provenance) -> APIRouter:
    """Reading, for whoever is signed in; signing is nobody's request."""
    router = APIRouter(tags=["provenance"], dependencies=[may(Use.BROWSE)])

    @router.post(READ_PATH, openapi_extra=_FILE)
    async def read(request: Request) -> StoryFacts:
        """Read the content credentials of a PNG, JPEG or MP4 file, sent as the body."""
        content = await _body(request, provenance.settings.read_limit_bytes)
        said = request.headers.get("content-type", "")
        story = await asyncio.to_thread(provenance.read, content, said)
        return StoryFacts.model_validate(asdict(story) | {"training": dict(story.training)})

    return router


async def _body(request: Request, limit: int) -> bytes:
    arrived = bytearray()
    async for piece in request.stream():
        arrived += piece
        if len(arrived) > limit:
            raise HTTPException(413)
    return bytes(arrived)
