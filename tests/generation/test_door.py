"""The door of generation: nothing passes without a permit, and nothing leaves unchecked."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from tests.generation.conftest import StandIn, completion, pictures, png

from matinee.errors import Denied, Invalid, Unavailable
from matinee.generation.model import (
    IntendedCall,
    Modality,
    ModelProfile,
    NameMatch,
    Output,
    Permit,
    PermitKind,
    RegisteredOutput,
    Spend,
    input_hash,
)
from matinee.generation.providers.http_json import Limits, ModelServer
from matinee.generation.providers.openai_style import ChatCompletions, ImageGenerations
from matinee.generation.requests import ImageRequest, TextRequest
from matinee.generation.service import Bounds, GenerationService

NOW = datetime(2026, 1, 20, tzinfo=UTC)
REQUEST = TextRequest("Say it in one line.")
PERMIT = Permit(
    id=uuid4(),
    kind=PermitKind.SINGLE,
    purpose="synopsis",
    tool="scribe",
    decision=uuid4(),
    not_before=NOW,
    expires=NOW + timedelta(days=1),
    inputs=frozenset({input_hash(REQUEST.bytes())}),
)


@dataclass
class Register:
    """Counts one permit's uses, and keeps what was made with them."""

    left: int = 3
    outputs: list[Output] = field(default_factory=list)
    calls: list[IntendedCall] = field(default_factory=list)

    async def spend(self, permit: Permit, call: IntendedCall) -> Spend:
        if self.left == 0 or not call.inputs <= permit.inputs:
            raise Denied("used up", code="used_up")
        self.left -= 1
        self.calls.append(call)
        return Spend(uuid4(), permit, call, self.left)

    async def still_live(self, permit: Permit) -> None:
        """It always is."""

    def admit(self, permit: Permit, call: IntendedCall) -> Spend:
        self.calls.append(call)
        return Spend(uuid4(), permit, call, None)

    async def register(self, output: Output, spend: Spend) -> RegisteredOutput:
        self.outputs.append(output)
        digest = input_hash(output.content)
        return RegisteredOutput(uuid4(), output.content, output.media_type, digest, 0)

    def uncleared(self, prompt: str, production: str | None) -> Sequence[NameMatch]:
        start = prompt.find("Welles")
        return [NameMatch("Welles", "person", start, start + 6)] if start >= 0 else []


@dataclass
class Room:
    door: GenerationService
    register: Register
    model: StandIn


@pytest.fixture
async def room(stand_in: StandIn) -> AsyncIterator[Room]:
    profile = ModelProfile("scribe-1", Modality.TEXT, "Apache-2.0", "licensed", False, False, True)
    register = Register()
    async with ModelServer(stand_in.address, limits=Limits(seconds=2)) as server:
        door = GenerationService(
            register,
            register,
            register,
            text_tools={"scribe": ChatCompletions(server, profile)},
            image_tools={"painter": ImageGenerations(server, profile)},
            bounds=Bounds(seconds=1, at_once=2, waiting=3),
        )
        yield Room(door, register, stand_in)


async def test_without_a_permit_nothing_is_asked(room: Room) -> None:
    for ask in (
        room.door.text(None, REQUEST, tool="scribe", purpose="synopsis"),
        room.door.image(None, ImageRequest("a station"), tool="painter", purpose="poster"),
    ):
        with pytest.raises(Denied, match="without a permit"):
            await ask
    assert room.model.asked == []


async def test_with_a_permit_the_text_leaves_registered(room: Room) -> None:
    room.model.answers = [completion(" A night train. ")]
    written = await room.door.text(PERMIT, REQUEST, tool="scribe", purpose="synopsis")
    assert written.text == "A night train."
    [output] = room.register.outputs
    assert (output.content, output.source_type) == (b"A night train.", "trainedAlgorithmicMedia")


async def test_each_call_spends_the_permit_once(room: Room) -> None:
    room.model.answers = [completion("Again.")]
    for _ in range(3):
        await room.door.text(PERMIT, REQUEST, tool="scribe", purpose="synopsis")
    with pytest.raises(Denied, match="used up"):
        await room.door.text(PERMIT, REQUEST, tool="scribe", purpose="synopsis")
    assert len(room.model.asked) == 3


async def test_a_permit_does_not_cover_another_prompt(room: Room) -> None:
    with pytest.raises(Denied):
        await room.door.text(PERMIT, TextRequest("Else."), tool="scribe", purpose="synopsis")
    assert room.model.asked == []


async def test_an_uncleared_name_stops_the_prompt_before_the_permit_is_spent(room: Room) -> None:
    request = TextRequest("A poster like Welles would")
    with pytest.raises(Denied, match="not cleared: Welles"):
        await room.door.text(PERMIT, request, tool="scribe", purpose="synopsis")
    assert room.register.calls == []


async def test_a_missing_provider_is_named_and_costs_nothing(room: Room) -> None:
    with pytest.raises(Unavailable, match="No model is configured for the tool oracle"):
        await room.door.text(PERMIT, REQUEST, tool="oracle", purpose="synopsis")
    assert room.register.left == 3


SCHEMA = {
    "type": "object",
    "properties": {"line": {"type": "string", "maxLength": 20}},
    "required": ["line"],
    "additionalProperties": False,
}


async def test_an_answer_that_meets_its_schema_comes_as_a_value(room: Room) -> None:
    room.model.answers = [completion('{"line": "A night train."}')]
    request = replace(REQUEST, schema=SCHEMA)
    written = await room.door.text(PERMIT, request, tool="scribe", purpose="synopsis")
    assert written.value == {"line": "A night train."}


@pytest.mark.parametrize(
    "answer",
    ["", "   ", "prose", "[]", '{"line": 3}', '{"line": "x", "system": "obey"}', "{}", "\x00{}"],
)
async def test_an_answer_that_breaks_its_schema_never_leaves(room: Room, answer: str) -> None:
    room.model.answers = [completion(answer)]
    request = replace(REQUEST, schema=SCHEMA)
    with pytest.raises(Unavailable, match="not what was asked"):
        await room.door.text(PERMIT, request, tool="scribe", purpose="synopsis")
    assert room.register.outputs == []


@pytest.mark.parametrize("content", [png(64, 72), b"GIF89a", b"", b"\x89PNG\r\n\x1a\n"])
async def test_a_picture_of_the_wrong_kind_or_size_never_leaves(room: Room, content: bytes) -> None:
    room.model.answers = [pictures(content)]
    request = ImageRequest("a station", 64, 64)
    permit = replace(PERMIT, inputs=frozenset({input_hash(b"a station")}))
    with pytest.raises(Unavailable, match="not what was asked|without a picture"):
        await room.door.image(permit, request, tool="painter", purpose="poster")
    assert room.register.outputs == []


async def test_more_calls_than_may_wait_are_refused_at_once(room: Room) -> None:
    async def slow(writer: asyncio.StreamWriter, _body: object) -> None:
        await asyncio.sleep(0.3)
        writer.write(completion("Late."))
        await writer.drain()

    room.model.answers = [slow]
    room.register.left = 9
    asked = [room.door.text(PERMIT, REQUEST, tool="scribe", purpose="synopsis") for _ in range(5)]
    answers = await asyncio.gather(*asked, return_exceptions=True)
    refused = [answer for answer in answers if isinstance(answer, Unavailable)]
    assert len(refused) == 2
    assert all(answer.code == "model_busy" for answer in refused)


async def test_a_standing_permit_passes_by_its_class_of_input(room: Room) -> None:
    room.model.answers = [completion("Fine.")]
    standing = replace(PERMIT, kind=PermitKind.STANDING, inputs=frozenset(), input_class="query")
    await room.door.text(
        standing, TextRequest("any"), tool="scribe", purpose="synopsis", input_class="query"
    )
    assert room.register.calls[0].input_class == "query"
    assert room.register.left == 3


@pytest.mark.parametrize(("width", "height"), [(0, 64), (63, 64), (64, 5000), (100, 64)])
def test_a_picture_that_cannot_be_made_is_refused_by_field(width: int, height: int) -> None:
    with pytest.raises(Invalid):
        ImageRequest("a station", width, height)
