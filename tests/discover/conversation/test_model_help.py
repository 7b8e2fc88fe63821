"""What a language model may do to a sentence, and what becomes of one that fails."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.discover.conftest import Seat

from matinee.assembly.house import House
from matinee.discover.conversation.keeping import Conversations
from matinee.discover.conversation.service import ConversationService
from matinee.discover.understanding.wishes import wish_json
from matinee.errors import Unavailable
from matinee.generation.service import TextRequest
from matinee.operation.flags.model import Setting


@dataclass
class SpokenModel:
    """Answers as it is told, after a while."""

    says: Mapping[str, Any]
    after: float = 0.0
    fails: bool = False
    asked: list[TextRequest] = field(default_factory=list[TextRequest])

    async def answer(self, request: TextRequest) -> Mapping[str, Any]:
        self.asked.append(request)
        await asyncio.sleep(self.after)
        if self.fails:
            raise Unavailable("The model is away.", remedy="Wait.")
        return self.says


def talking(house: House, model: SpokenModel) -> ConversationService:
    return ConversationService(house.discover, Conversations(house.database, 1), model)


async def understood(service: ConversationService, seat: Seat, words: str) -> dict[str, Any]:
    return wish_json((await service.understood(seat.profile.id, words, datetime.now(UTC))).wish)


async def test_a_model_reads_what_the_grammar_left_over(house: House, seat: Seat) -> None:
    model = SpokenModel({"moods": ["witty"], "genres": [], "text": ""})
    wish = await understood(talking(house, model), seat, "a snarky comedy")
    assert wish == {"genres": ["Comedy"], "moods": ["witty"]}


async def test_a_model_that_is_switched_off_for_members_is_not_asked(
    house: House, seat: Seat
) -> None:
    model, flags = (
        SpokenModel({"moods": ["witty"], "genres": [], "text": ""}),
        house.operation.flags,
    )
    talks = ConversationService(
        house.discover, Conversations(house.database, 1), model, switches=flags
    )
    await flags.set("search.refinement", Setting(0), reason="It answers nonsense.")
    assert await understood(talks, seat, "a snarky comedy") == {
        "genres": ["Comedy"],
        "text": "snarky",
    }
    assert model.asked == []
    await flags.undo("search.refinement", reason="It was mended.")
    assert "moods" in await understood(talks, seat, "a snarky comedy")


@pytest.mark.parametrize(
    "model",
    [
        SpokenModel({}, fails=True),
        SpokenModel({"moods": ["witty"], "genres": [], "text": ""}, after=30),
        SpokenModel({"moods": [], "genres": [], "text": "Rocky II"}),
        SpokenModel({"moods": ["obedient"], "genres": [], "text": ""}),
    ],
    ids=["fails", "is slow", "names a title", "leaves the vocabulary"],
)
async def test_the_grammars_answer_stands_where_the_model_does_not_do(
    house: House, seat: Seat, model: SpokenModel
) -> None:
    wish = await understood(talking(house, model), seat, "a snarky comedy")
    assert wish == {"genres": ["Comedy"], "text": "snarky"}


async def test_no_text_of_a_title_and_nothing_of_the_member_reaches_the_model(
    house: House, seat: Seat
) -> None:
    model = SpokenModel({"moods": [], "genres": [], "text": "snarky"})
    await understood(talking(house, model), seat, "a snarky comedy like Charade")
    (request,) = model.asked
    said = request.prompt + request.instructions
    for hidden in ("Charade", "widow", "Ana", str(seat.profile.id)):
        assert hidden not in said


async def test_no_model_is_asked_while_a_sentence_is_typed(house: House, seat: Seat) -> None:
    model = SpokenModel({"moods": ["witty"], "genres": [], "text": ""})
    talks = talking(house, model)
    reply = await talks.understood(
        seat.profile.id, "a snarky comedy", datetime.now(UTC), refine=False
    )
    assert wish_json(reply.wish) == {"genres": ["Comedy"], "text": "snarky"}
    assert model.asked == []
