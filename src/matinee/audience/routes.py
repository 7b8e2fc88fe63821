"""``/v1/events``, ``/v1/households`` and ``/v1/profiles``."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from matinee.access.door import caller_of, may, reach
from matinee.access.model import ObjectKind, Role, Use
from matinee.audience.documents import (
    event_document,
    household_document,
    profile_document,
)
from matinee.audience.intake.reported import batch_schema
from matinee.audience.model import LONGEST_NAME, MOST_LANGUAGES, NO_HOUSEHOLD, OLDEST_LIMIT
from matinee.audience.service import AudienceService
from matinee.vocabulary.ids import HouseholdId, ProfileId
from matinee.vocabulary.places import Language, Territory

_OWN_PROFILE = may(Role.MEMBER, of=ObjectKind.PROFILE, by="profile_id")
_OWN_HOUSEHOLD = may(Role.MEMBER, of=ObjectKind.HOUSEHOLD, by="household_id")
_Limit = Annotated[int, Query(ge=1, le=1000)]
_Age = Annotated[int, Field(ge=0, le=OLDEST_LIMIT)]
_Languages = Annotated[list[str], Field(max_length=MOST_LANGUAGES)]
_Name = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]


class NewHousehold(BaseModel):
    """A household to be made."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(max_length=LONGEST_NAME)] = ""


class HouseholdFacts(BaseModel):
    """Who shares a subscription."""

    id: UUID
    name: str
    simulated: bool
    created_at: datetime


class HouseholdList(BaseModel):
    """Some households; ``next_cursor`` asks for those behind them."""

    households: list[HouseholdFacts]
    next_cursor: UUID | None


class NewProfile(BaseModel):
    """A profile to be made."""

    model_config = ConfigDict(extra="forbid")

    household_id: UUID
    name: _Name
    kids: bool = False
    maturity_limit: _Age | None = None
    languages: _Languages = []
    territory: str = "*"


class ProfileChange(BaseModel):
    """What is to be changed of a profile; what is left out stays."""

    model_config = ConfigDict(extra="forbid")

    name: _Name = ""
    kids: bool = False
    maturity_limit: _Age | None = None
    languages: _Languages = []
    territory: str = "*"


class ProfileFacts(BaseModel):
    """Who watches."""

    id: UUID
    household_id: UUID
    name: str
    kids: bool
    maturity_limit: int | None
    languages: list[str]
    territory: str
    simulated: bool
    created_at: datetime


class ProfileList(BaseModel):
    """Some profiles; ``next_cursor`` asks for those behind them."""

    profiles: list[ProfileFacts]
    next_cursor: UUID | None


class RefusalFacts(BaseModel):
    """Why one event was not taken."""

    index: int
    field: str
    reason: str


class ReceiptFacts(BaseModel):
    """What became of a batch; everything accepted is on disk."""

    accepted: int
    duplicates: int
    refused: list[RefusalFacts]


class HistoryPage(BaseModel):
    """Some events, newest first; ``next_cursor`` asks for older ones."""

    events: list[dict[str, Any]]
    next_cursor: str | None


def routes(audience: AudienceService) -> APIRouter:
    """The log for players, households and profiles for their members."""
    router = APIRouter()
    for part in (_events, _households, _profiles, _privacy):
        router.routes.extend(part(audience).routes)
    return router


def _events(audience: AudienceService) -> APIRouter:
    router = APIRouter(prefix="/v1", tags=["audience"], dependencies=[may(Role.MEMBER)])
    batch = batch_schema(most=audience.settings.batch_events)

    @router.post(
        "/events",
        response_model=ReceiptFacts,
        openapi_extra={
            "requestBody": {"required": True, "content": {"application/json": {"schema": batch}}}
        },
    )
    async def record_events(request: Request) -> Response:
        """Take in a batch of events; each bad one is refused by itself."""
        caller = await caller_of(request)
        # To a member the profiles of other households are not there.
        within = (caller.household or NO_HOUSEHOLD) if caller.confined else None
        receipt = await audience.record(await request.body(), within=within)
        return Response(msgspec.json.encode(receipt), media_type="application/json")

    @router.get("/profiles/{profile_id}/history", dependencies=[_OWN_PROFILE])
    async def history(
        profile_id: UUID,
        limit: _Limit = 100,
        cursor: Annotated[str | None, Query(max_length=100)] = None,
    ) -> HistoryPage:
        """List what a profile played, finished, rated and kept, newest first."""
        page = await audience.history(ProfileId(profile_id), limit=limit, cursor=cursor)
        events = [event_document(logged) for logged in page.events]
        return HistoryPage(events=events, next_cursor=page.cursor)

    return router


def _households(audience: AudienceService) -> APIRouter:
    router = APIRouter(prefix="/v1", tags=["audience"])
    operator = may(Role.OPERATOR)

    @router.post("/households", dependencies=[operator], status_code=201)
    async def create_household(asked: NewHousehold) -> HouseholdFacts:
        """Make a household."""
        made = await audience.create_household(asked.name)
        return HouseholdFacts(**household_document(made))

    @router.get("/households", dependencies=[operator])
    async def list_households(limit: _Limit = 100, cursor: UUID | None = None) -> HouseholdList:
        """List households in the order in which they were made."""
        after = None if cursor is None else HouseholdId(cursor)
        found = await audience.households(limit=limit + 1, after=after)
        return HouseholdList(
            households=[HouseholdFacts(**household_document(one)) for one in found[:limit]],
            next_cursor=found[limit - 1].id if len(found) > limit else None,
        )

    @router.get("/households/{household_id}", dependencies=[_OWN_HOUSEHOLD])
    async def household(household_id: UUID) -> HouseholdFacts:
        """Tell who shares a subscription."""
        found = await audience.household(HouseholdId(household_id))
        return HouseholdFacts(**household_document(found))

    return router


def _profiles(audience: AudienceService) -> APIRouter:
    router = APIRouter(prefix="/v1", tags=["audience"], dependencies=[may(Role.MEMBER)])

    @router.post("/profiles", status_code=201)
    async def create_profile(request: Request, asked: NewProfile) -> ProfileFacts:
        """Make a profile in a household."""
        await reach(request, Use.WATCH, ObjectKind.HOUSEHOLD, asked.household_id)
        made = await audience.create_profile(
            HouseholdId(asked.household_id),
            asked.name,
            kids=asked.kids,
            maturity_limit=asked.maturity_limit,
            languages=tuple(map(Language, asked.languages)),
            territory=Territory(asked.territory),
        )
        return ProfileFacts(**profile_document(made))

    @router.get("/profiles")
    async def list_profiles(
        request: Request,
        household_id: UUID | None = None,
        limit: _Limit = 100,
        cursor: UUID | None = None,
    ) -> ProfileList:
        """List profiles in the order of their ids; to a member, those of the own household."""
        caller = await caller_of(request)
        if household_id is None and caller.confined:
            household_id = caller.household
        if household_id is not None or caller.confined:
            await reach(request, Use.WATCH, ObjectKind.HOUSEHOLD, household_id)
        found = await audience.profiles(
            None if household_id is None else HouseholdId(household_id),
            limit=limit + 1,
            after=None if cursor is None else ProfileId(cursor),
        )
        return ProfileList(
            profiles=[ProfileFacts(**profile_document(one)) for one in found[:limit]],
            next_cursor=found[limit - 1].id if len(found) > limit else None,
        )

    @router.get("/profiles/{profile_id}", dependencies=[_OWN_PROFILE])
    async def profile(profile_id: UUID) -> ProfileFacts:
        """Tell who watches, and under which limits."""
        found = await audience.profile(ProfileId(profile_id))
        return ProfileFacts(**profile_document(found))

    @router.patch("/profiles/{profile_id}", dependencies=[_OWN_PROFILE])
    async def change_profile(profile_id: UUID, asked: ProfileChange) -> ProfileFacts:
        """Change what is given of a profile."""
        found = await audience.profile(ProfileId(profile_id))
        given = asked.model_dump(exclude_unset=True)
        if "languages" in given:
            given["languages"] = tuple(map(Language, asked.languages))
        if "territory" in given:
            given["territory"] = Territory(asked.territory)
        changed = await audience.change_profile(replace(found, **given))
        return ProfileFacts(**profile_document(changed))

    return router


def _privacy(audience: AudienceService) -> APIRouter:
    router = APIRouter(prefix="/v1", tags=["audience"], dependencies=[_OWN_PROFILE])

    @router.delete("/profiles/{profile_id}", status_code=204)
    async def erase(profile_id: UUID) -> None:
        """Erase a profile and everything that it did, for good."""
        await audience.erase(ProfileId(profile_id))

    @router.get("/profiles/{profile_id}/export")
    async def export(profile_id: UUID) -> Response:
        """Hand over everything that is held of a profile, as one JSON document."""
        document = await audience.export(ProfileId(profile_id))
        return Response(
            msgspec.json.encode(document),
            media_type="application/json",
            headers={"content-disposition": f'attachment; filename="profile-{profile_id}.json"'},
        )

    return router
