"""The door of generation: nothing passes without a permit, and nothing leaves unchecked."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from tests.generation.conftest import completion, pictures, png, respond
from tests.generation.room import PERMIT, REQUEST, Room, permit_for

from matinee.errors import Denied, Invalid, Unavailable
from matinee.generation.answers import Tokens
from matinee.generation.costs import Price
from matinee.generation.kept import KeptAnswers
from matinee.generation.lane import Bounds, Lane
from matinee.generation.model import Ability, PermitKind, input_hash
from matinee.generation.providers.openai_style import ImageGenerations
from matinee.generation.requests import ImageRequest, TextRequest, inputs_of


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
    written = await room.door.text(permit_for(request), request, tool="scribe", purpose="synopsis")
    assert written.value == {"line": "A night train."}


@pytest.mark.parametrize(
    "answer",
    ["", "   ", "prose", "[]", '{"line": 3}', '{"line": "x", "system": "obey"}', "{}", "\x00{}"],
)
async def test_an_answer_that_breaks_its_schema_never_leaves(room: Room, answer: str) -> None:
    room.model.answers = [completion(answer)]
    request = replace(REQUEST, schema=SCHEMA)
    with pytest.raises(Unavailable, match="not what was asked"):
        await room.door.text(permit_for(request), request, tool="scribe", purpose="synopsis")
    assert room.register.outputs == []


@pytest.mark.parametrize("content", [png(64, 72), b"GIF89a", b"", b"\x89PNG\r\n\x1a\n"])
async def test_a_picture_of_the_wrong_kind_or_size_never_leaves(room: Room, content: bytes) -> None:
    room.model.answers = [pictures(content)]
    request = ImageRequest("a station", 64, 64)
    permit = permit_for(request)
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


async def test_a_permit_for_one_edit_of_a_picture_covers_no_other(room: Room) -> None:
    plate = png(64, 64)
    request = ImageRequest("a station", 64, 64, source=plate)
    held = permit_for(request)
    abilities = frozenset({Ability.SOURCE, Ability.MASK, Ability.SEED})
    painter = room.door.image_tools["painter"]
    assert isinstance(painter, ImageGenerations)
    painter.profile = replace(painter.profile, abilities=abilities)
    room.model.answers = [pictures(png(64, 64))]
    for other in (
        replace(request, prompt="a harbour"),
        replace(request, mask=plate),
        replace(request, seed=3),
    ):
        with pytest.raises(Denied):
            await room.door.image(held, other, tool="painter", purpose="poster")
    assert room.model.asked == []
    await room.door.image(held, request, tool="painter", purpose="poster")
    [output] = room.register.outputs
    assert output.parents == (input_hash(plate),)
    assert output.source_type == "compositeWithTrainedAlgorithmicMedia"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"source": png(64, 64)}, "source"),
        ({"source": png(64, 64), "mask": png(64, 64)}, "mask"),
        ({"seed": 4}, "seed"),
    ],
)
async def test_what_a_model_cannot_do_is_refused_before_anything_is_spent(
    room: Room, change: dict[str, Any], field: str
) -> None:
    request = ImageRequest("a station", 64, 64, **change)
    with pytest.raises(Invalid, match="would only be ignored") as refused:
        await room.door.image(permit_for(request), request, tool="painter", purpose="poster")
    assert refused.value.field == field
    assert (room.register.calls, room.model.asked) == ([], [])


async def test_a_source_of_another_size_is_refused_by_field(room: Room) -> None:
    request = ImageRequest("a station", 64, 64, source=png(64, 72))
    with pytest.raises(Invalid) as refused:
        await room.door.image(permit_for(request), request, tool="painter", purpose="poster")
    assert refused.value.field == "source"


@pytest.mark.parametrize(
    "request_",
    [
        TextRequest("Go on.", instructions="Write as Welles would."),
        TextRequest("Go on.", schema={"properties": {"line": {"description": "as Welles"}}}),
    ],
)
async def test_a_name_is_found_in_instructions_and_schema_too(
    room: Room, request_: TextRequest
) -> None:
    with pytest.raises(Denied, match="not cleared: Welles"):
        await room.door.text(permit_for(request_), request_, tool="scribe", purpose="synopsis")
    assert room.register.calls == []


async def test_a_use_that_came_to_nothing_stays_spent_and_is_entered_with_the_reason(
    room: Room,
) -> None:
    room.model.answers = [completion("\u202e")]
    with pytest.raises(Unavailable, match="direction"):
        await room.door.text(PERMIT, REQUEST, tool="scribe", purpose="synopsis")
    assert room.register.left == 2
    [(spend, reason)] = room.register.lapsed
    assert (spend.call, reason) == (room.register.calls[0], "model_answer_refused")
    assert room.register.book[0].outcome == "model_answer_refused"


async def test_within_one_use_a_bad_answer_is_asked_for_again(room: Room) -> None:
    room.model.answers = [completion("   "), completion("A night train.")]
    written = await room.door.text(PERMIT, REQUEST, tool="scribe", purpose="synopsis")
    assert (written.text, room.register.left, room.register.lapsed) == ("A night train.", 2, [])
    [record] = room.register.book
    assert (record.asked, record.tokens) == (2, Tokens(22, 14))


async def test_a_model_that_runs_is_stopped_when_its_permit_ends(room: Room) -> None:
    gone = asyncio.Event()

    async def endless(writer: asyncio.StreamWriter, _body: object) -> None:
        room.register.ended = Denied("It was revoked.", code="revoked")
        try:
            while not writer.is_closing():
                await asyncio.sleep(0.01)
                writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
                await writer.drain()
        finally:
            gone.set()

    room.model.answers = [endless]
    with pytest.raises(Denied, match="revoked"):
        await room.door.text(PERMIT, REQUEST, tool="scribe", purpose="synopsis")
    await asyncio.wait_for(gone.wait(), 20)
    assert room.register.outputs == []
    assert [reason for _, reason in room.register.lapsed] == ["revoked"]


async def test_a_call_that_only_waits_spends_nothing(room: Room) -> None:
    begun, free = asyncio.Queue[None](), asyncio.Event()

    async def slow(writer: asyncio.StreamWriter, _body: object) -> None:
        begun.put_nowait(None)
        await free.wait()
        writer.write(completion("Late."))
        await writer.drain()

    room.model.answers = [slow]
    asked = [
        asyncio.create_task(room.door.text(PERMIT, REQUEST, tool="scribe", purpose="synopsis"))
        for _ in range(3)
    ]
    for _ in range(2):
        await begun.get()
    assert room.register.left == 1
    asked[2].cancel()
    free.set()
    await asyncio.gather(*asked, return_exceptions=True)
    assert room.register.left == 1


async def test_a_caller_that_goes_away_leaves_an_entry(room: Room) -> None:
    begun = asyncio.Event()

    async def slow(writer: asyncio.StreamWriter, _body: object) -> None:
        begun.set()
        await asyncio.Event().wait()

    room.model.answers = [slow]
    asked = asyncio.create_task(room.door.text(PERMIT, REQUEST, tool="scribe", purpose="synopsis"))
    await begun.wait()
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked
    assert [reason for _, reason in room.register.lapsed] == ["cancelled"]


async def test_what_a_standing_permit_lets_pass_is_traced_to_its_material(room: Room) -> None:
    room.model.answers = [completion("Fine.")]
    standing = replace(PERMIT, kind=PermitKind.STANDING, inputs=frozenset(), input_class="query")
    request = TextRequest("any", material=("ab" * 32,))
    await room.door.text(standing, request, tool="scribe", purpose="synopsis", input_class="query")
    assert room.register.outputs[0].parents == ("ab" * 32,)
    assert room.register.calls[0].inputs == inputs_of(request)


async def test_a_kept_answer_spends_a_permit_and_is_registered_anew(room: Room) -> None:
    room.door.kept = KeptAnswers()
    room.model.answers = [completion("The same.")]
    request = replace(REQUEST, temperature=0.0)
    for number in (1, 2):
        permit = replace(permit_for(request), id=uuid4())
        written = await room.door.text(permit, request, tool="scribe", purpose="synopsis")
        assert written.text == "The same."
        assert (len(room.register.calls), len(room.register.outputs)) == (number, number)
    assert len(room.model.asked) == 1
    assert [output.repeated for output in room.register.outputs] == [False, True]
    assert [record.asked for record in room.register.book] == [1, 0]


@pytest.mark.parametrize(
    ("change", "of_permit"),
    [
        ({"temperature": 0.2}, {}),
        ({"temperature": 0.0}, {"performer": "p"}),
    ],
)
async def test_neither_likenesses_nor_drawn_answers_are_kept(
    room: Room, change: dict[str, Any], of_permit: dict[str, Any]
) -> None:
    room.door.kept = KeptAnswers()
    room.model.answers = [completion("Again.")]
    request = replace(REQUEST, **change)
    for _ in range(2):
        permit = replace(permit_for(request), **of_permit)
        await room.door.text(permit, request, tool="scribe", purpose="synopsis")
    assert len(room.model.asked) == 2


async def test_an_answer_is_not_kept_across_productions_or_purposes(room: Room) -> None:
    room.door.kept = KeptAnswers()
    room.model.answers = [completion("Again.")]
    request = replace(REQUEST, temperature=0.0)
    for production, purpose in (("a", "x"), ("b", "x"), ("a", "y")):
        permit = replace(permit_for(request), production=production, purpose=purpose)
        await room.door.text(permit, request, tool="scribe", purpose=purpose)
    assert len(room.model.asked) == 3


def test_kept_answers_forget_the_longest_unasked_and_the_old() -> None:
    now = [0.0]
    kept = KeptAnswers(most_bytes=10, seconds=5, clock=lambda: now[0])
    kept.keep("a", ["a"], 4)
    kept.keep("b", ["b"], 4)
    found = kept.find("a")
    assert found is not None
    found.append("changed by its receiver")
    kept.keep("c", ["c"], 4)
    assert (kept.find("a"), kept.find("b"), kept.find("c")) == (["a"], None, ["c"])
    now[0] = 6
    assert kept.find("a") is None
    kept.keep("d", ["d"], 11)
    assert kept.find("d") is None


async def test_a_call_is_priced_by_its_tokens_pictures_and_time(room: Room) -> None:
    price = Price("EUR", Decimal(2), Decimal(10), Decimal("0.04"))
    room.door.prices = {"scribe": price, "painter": price}
    room.model.answers = [completion("Fine."), pictures(png(64, 64))]
    await room.door.text(PERMIT, REQUEST, tool="scribe", purpose="synopsis")
    request = ImageRequest("a station", 64, 64)
    await room.door.image(permit_for(request), request, tool="painter", purpose="poster")
    text, picture = room.register.book
    assert (text.cost_micros, text.currency) == (11 * 2 + 7 * 10, "EUR")
    assert picture.cost_micros == 40_000
    assert text.output_id is not None


async def test_an_engine_that_is_not_there_costs_no_use(room: Room) -> None:
    async def missing() -> None:
        raise Unavailable("The library is missing.", code="no_library")

    scribe = room.door.text_tools["scribe"]
    scribe.ready = missing
    with pytest.raises(Unavailable, match="missing"):
        await room.door.text(PERMIT, REQUEST, tool="scribe", purpose="synopsis")
    assert (room.register.calls, room.register.lapsed) == ([], [])


async def test_a_model_that_does_not_answer_is_left_alone_and_then_tried_again(
    room: Room,
) -> None:
    now = [0.0]
    room.register.left = 10
    lane = Lane(Bounds(seconds=5), steady=lambda: now[0])
    room.door._lanes["scribe"] = lane
    room.model.answers = [respond(400, b"{}")]

    async def asked() -> str:
        try:
            await room.door.text(PERMIT, REQUEST, tool="scribe", purpose="synopsis")
        except Unavailable as failure:
            return failure.code
        return "written"

    gone = "model_unavailable"
    assert [await asked() for _ in range(4)] == [gone, gone, gone, "model_away"]
    assert room.register.left == 7  # What was refused at once spent nothing.
    now[0] = 5
    assert [await asked(), await asked()] == [gone, "model_away"]
    now[0] = 14
    assert await asked() == "model_away"  # A rest that was in vain is followed by a longer one.
    now[0] = 16
    room.model.answers = [completion("A night train.")]
    assert [await asked(), await asked()] == ["written", "written"]
