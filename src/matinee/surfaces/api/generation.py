"""``/v1/generation``: which models there are, what a request must be permitted for, and its making.

Whoever has a permit for a production may use it here; the door asks all its questions all the same.
"""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from pydantic import Base64Bytes, BaseModel, ConfigDict, Field

from matinee.access.door import may, nothing_here, reach
from matinee.access.model import ObjectKind, Role, Use
from matinee.assembly.house import House
from matinee.errors import NotFound
from matinee.generation.model import Modality, Permit, RegisteredOutput
from matinee.generation.service import ImageRequest, TextRequest, inputs_of

_MAKERS = may(Role.FILM_MAKER, Role.PROGRAMMER, Role.COUNSEL)
_PERMITTED = may(Role.FILM_MAKER)
_PURSE = may(Role.COUNSEL)
_LONGEST_DAYS = 366
IMAGE_PATHS = ("/v1/generation/image", "/v1/generation/image/inputs")
LARGEST_BODY = 64 * 1024 * 1024


class ToolFacts(BaseModel):
    """A model: what it can do, on which terms, and what it was trained on."""

    tool: str
    model: str
    modality: Modality
    licence: str
    training_basis: str
    weights_sha256: str | None
    retains: bool
    trains: bool
    secured: bool
    abilities: list[str]


class ExpenseFacts(BaseModel):
    """What the calls of a tool came to; ``cost`` in units of the currency."""

    tool: str
    production: str | None
    currency: str
    calls: int
    outputs: int
    prompt_tokens: int
    answer_tokens: int
    seconds: float
    cost: float


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TextWish(_Body):
    """A text to be written."""

    prompt: str = Field(max_length=50_000)
    instructions: str = Field(default="", max_length=50_000)
    answer_schema: dict[str, Any] | None = None
    max_tokens: int = 512
    temperature: float = 0.2
    seed: int | None = Field(default=None, ge=0, le=2**31 - 1)
    material: tuple[str, ...] = Field(default=(), max_length=100)

    def request(self) -> TextRequest:
        """The same as the door takes it."""
        given = self.model_dump(exclude={"answer_schema"})
        return TextRequest(**given, schema=self.answer_schema)


class ImageWish(_Body):
    """A picture to be made, or to be edited; pictures are PNG in base64."""

    prompt: str = Field(max_length=50_000)
    width: int = 1024
    height: int = 1024
    source: Base64Bytes | None = None
    mask: Base64Bytes | None = None
    seed: int | None = Field(default=None, ge=0, le=2**31 - 1)
    material: tuple[str, ...] = Field(default=(), max_length=100)

    def request(self) -> ImageRequest:
        """The same as the door takes it."""
        # Not by model_dump, which would write the pictures in base64 again.
        return ImageRequest(**dict(self))


class TextCall(_Body):
    """A text, and the permit for it."""

    permit: UUID
    request: TextWish
    input_class: str | None = Field(default=None, max_length=200)


class ImageCall(_Body):
    """A picture, and the permit for it."""

    permit: UUID
    request: ImageWish
    input_class: str | None = Field(default=None, max_length=200)


class InputList(BaseModel):
    """What a permit must name for exactly this request."""

    inputs: list[str]


class MadeFacts(BaseModel):
    """An output that was registered; its bytes are under ``/v1/outputs``."""

    output: UUID
    sha256: str
    media_type: str
    ledger_index: int
    text: str | None = None
    value: dict[str, Any] | None = None


def routes(house: House) -> APIRouter:
    """Tools, costs, and the door."""
    router = APIRouter(prefix="/v1/generation", tags=["generation"])
    door = house.generation

    @router.get("/tools", dependencies=[_MAKERS])
    async def tools() -> list[ToolFacts]:
        """List the models that are configured."""
        return [
            ToolFacts(
                tool=name,
                model=profile.name,
                modality=profile.modality,
                licence=profile.licence,
                training_basis=profile.training_basis,
                weights_sha256=None if profile.weights is None else profile.weights.sha256,
                retains=profile.retains,
                trains=profile.trains,
                secured=profile.secured,
                abilities=sorted(profile.abilities),
            )
            for name, profile in door.tools().items()
        ]

    @router.get("/costs", dependencies=[_PURSE])
    async def costs(days: Annotated[int, Query(ge=1, le=_LONGEST_DAYS)] = 30) -> list[ExpenseFacts]:
        """Sum up what calls of the last days came to, by tool, production and currency."""
        now = datetime.now(UTC)
        found = await house.call_accounts.expenses(since=now - timedelta(days=days), until=now)
        return [
            ExpenseFacts(
                tool=each.tool,
                production=each.production,
                currency=each.currency,
                calls=each.calls,
                outputs=each.outputs,
                prompt_tokens=each.prompt_tokens,
                answer_tokens=each.answer_tokens,
                seconds=round(each.seconds, 3),
                cost=each.cost_micros / 1_000_000,
            )
            for each in found
        ]

    @router.post("/text/inputs", dependencies=[_MAKERS])
    async def text_inputs(body: TextWish) -> InputList:
        """Say what a permit must name for exactly this text. Nothing is made or kept."""
        return InputList(inputs=sorted(inputs_of(body.request())))

    @router.post("/image/inputs", dependencies=[_MAKERS])
    async def image_inputs(body: ImageWish) -> InputList:
        """Say what a permit must name for exactly this picture. Nothing is made or kept."""
        return InputList(inputs=sorted(inputs_of(body.request())))

    @router.post("/text", status_code=201, dependencies=[_PERMITTED])
    async def text(request: Request, body: TextCall) -> MadeFacts:
        """Write a text by a permit."""
        permit = await _own_permit(request, house, body.permit)
        written = await door.text(
            permit,
            body.request.request(),
            tool=permit.tool,
            purpose=permit.purpose,
            input_class=body.input_class,
        )
        return _made(written.registered, written.text, written.value)

    @router.post("/image", status_code=201, dependencies=[_PERMITTED])
    async def image(request: Request, body: ImageCall) -> MadeFacts:
        """Make a picture by a permit."""
        permit = await _own_permit(request, house, body.permit)
        made = await door.image(
            permit,
            body.request.request(),
            tool=permit.tool,
            purpose=permit.purpose,
            input_class=body.input_class,
        )
        return _made(made)

    return router


async def _own_permit(request: Request, house: House, identifier: UUID) -> Permit:
    try:
        permit = await house.record.permits.permit(identifier)
    except NotFound as missing:
        raise nothing_here() from missing
    await reach(request, Use.PRODUCE, ObjectKind.PRODUCTION, permit.production)
    return permit


def _made(
    made: RegisteredOutput, text: str | None = None, value: dict[str, Any] | None = None
) -> MadeFacts:
    return MadeFacts(
        output=made.id,
        sha256=made.sha256,
        media_type=made.media_type,
        ledger_index=made.ledger_index,
        text=text,
        value=value,
    )
