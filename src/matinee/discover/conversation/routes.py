"""``/v1/search/sentence`` and ``/v1/search/conversation``: wishes in words, and their answers."""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from matinee.access.door import may, reach
from matinee.access.model import ObjectKind, Role, Use
from matinee.discover.conversation.replying import Reply
from matinee.discover.conversation.service import ConversationService
from matinee.discover.model import Translate
from matinee.discover.rendering import said, titles_json
from matinee.discover.understanding.wishes import wish_json
from matinee.vocabulary.ids import ProfileId

_JSON = "application/json"
_json = msgspec.json.Encoder().encode


class Words(BaseModel):
    """A turn of a conversation."""

    model_config = ConfigDict(extra="forbid")

    profile: UUID
    say: str = Field(description="What the member says, at most 1,000 letters.")


class Sentence(BaseModel):
    """A sentence, and how many titles to show."""

    model_config = ConfigDict(extra="forbid")

    profile: UUID
    q: str = Field("", description="What the member says, at most 1,000 letters.")
    limit: int = Field(12, ge=1, le=50)


class ReplyFacts(BaseModel):
    """What was understood, and the titles it leads to. ``wish`` has only parts that were said."""

    wish: dict[str, Any]
    total: int
    titles: list[dict[str, Any]]
    notes: list[str]
    question: dict[str, Any] | None
    spoken_of: UUID | None
    turns: list[str]


class MoodFacts(BaseModel):
    """A mood, and what of the catalogue shows it: keywords and genres, and how many titles."""

    mood: str
    titles: int
    keywords: dict[str, int]
    genres: list[str]


def routes(service: ConversationService, translate: Translate | None = None) -> APIRouter:
    """Whose conversation it is, is named by the request, and checked inside."""
    router = APIRouter(prefix="/v1/search", tags=["discover"], dependencies=[may(Role.MEMBER)])
    answer: dict[int | str, dict[str, Any]] = {200: {"model": ReplyFacts}}

    def sent(request: Request, reply: Reply) -> Response:
        locale = request.headers.get("accept-language", "en")
        return Response(_reply_json(reply, locale, translate), media_type=_JSON)

    @router.get("/sentence", responses=answer)
    async def sentence(request: Request, asked: Annotated[Sentence, Query()]) -> Response:
        """Understand one sentence, and show what it leads to."""
        await reach(request, Use.WATCH, ObjectKind.PROFILE, asked.profile)
        now = datetime.now(UTC)
        reply = await service.understood(ProfileId(asked.profile), asked.q, now, limit=asked.limit)
        return sent(request, reply)

    @router.get("/conversation", responses=answer)
    async def present(request: Request, profile: UUID) -> Response:
        """Tell where a member's conversation stands."""
        await reach(request, Use.WATCH, ObjectKind.PROFILE, profile)
        return sent(request, await service.present(ProfileId(profile), datetime.now(UTC)))

    @router.post("/conversation", responses=answer)
    async def say(request: Request, turn: Words) -> Response:
        """Take the next turn of a member's conversation."""
        await reach(request, Use.WATCH, ObjectKind.PROFILE, turn.profile)
        now = datetime.now(UTC)
        return sent(request, await service.said(ProfileId(turn.profile), turn.say, now))

    @router.delete("/conversation", status_code=204)
    async def forget(request: Request, profile: UUID) -> None:
        """Forget a member's conversation."""
        await reach(request, Use.WATCH, ObjectKind.PROFILE, profile)
        await service.forget(ProfileId(profile))

    @router.get("/moods", response_model=list[MoodFacts])
    async def moods(request: Request, profile: UUID) -> list[dict[str, Any]]:
        """List the vocabulary of moods, each with its evidence in this catalogue."""
        await reach(request, Use.WATCH, ObjectKind.PROFILE, profile)
        return [
            {
                "mood": one.mood,
                "titles": one.titles,
                "keywords": dict(one.keywords),
                "genres": list(one.genres),
            }
            for one in await service.moods(ProfileId(profile), datetime.now(UTC))
        ]

    return router


def _reply_json(reply: Reply, locale: str, translate: Translate | None) -> bytes:
    question = reply.question
    titles = b",".join(titles_json(reply.shelf, reply.titles, locale, translate))
    rest = _json(
        {
            "wish": wish_json(reply.wish),
            "total": reply.total,
            "notes": [said(note, locale, translate) for note in reply.notes],
            "question": question and {"about": question.about, "options": list(question.options)},
            "spoken_of": reply.spoken_of and str(reply.spoken_of.id),
            "turns": [turn.said for turn in reply.dialogue.turns],
        }
    )
    return rest[:-1] + b',"titles":[%b]}' % titles
