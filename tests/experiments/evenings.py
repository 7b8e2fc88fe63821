"""Evenings of simulated members, written as tests need them: who watched what, brought by what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from matinee.audience.model import EventKind, Profile, ViewingEvent
from matinee.audience.service import AudienceService
from matinee.vocabulary.ids import EventId, RecommendationId, TitleId, uuid7
from matinee.vocabulary.places import EVERYWHERE, Territory

NOW = datetime.now(UTC).replace(microsecond=0)
TODAY = NOW.replace(hour=0, minute=0, second=0)


def title(number: int) -> TitleId:
    return TitleId(UUID(int=1000 + number))


def event(
    profile: Profile,
    kind: EventKind,
    at: datetime,
    *,
    what: TitleId | None = None,
    seconds: float | None = None,
    surface: str = "home",
    row: str = "",
    recommended: bool = False,
    query: str = "",
    device: str = "tv",
    arms: Mapping[str, str] | None = None,
) -> ViewingEvent:
    return ViewingEvent(
        id=EventId(uuid7(at)),
        profile_id=profile.id,
        kind=kind,
        at=at,
        title_id=what or title(1),
        seconds=seconds,
        surface=surface,
        row=row,
        recommendation_id=RecommendationId(uuid4()) if recommended else None,
        query=query,
        device=device,
        arms=arms or {},
    )


def viewing(
    profile: Profile,
    at: datetime,
    *,
    hours: float = 1.0,
    what: TitleId | None = None,
    begun: float = 0.0,
    surface: str = "home",
    row: str = "",
    recommended: bool = False,
    query: str = "",
    device: str = "tv",
    arms: Mapping[str, str] | None = None,
    finish: bool = False,
) -> list[ViewingEvent]:
    """A play, and a progress (or finish) when ``hours`` have passed."""
    first = event(
        profile, EventKind.PLAY, at, what=what, seconds=begun * 3600, surface=surface, row=row,
        recommended=recommended, query=query, device=device, arms=arms,
    )  # fmt: skip
    last = event(
        profile, EventKind.FINISH if finish else EventKind.PROGRESS, at + timedelta(hours=hours),
        what=what, seconds=(begun + hours) * 3600, device=device, arms=arms,
    )  # fmt: skip
    return [first, last]


async def put(audience: AudienceService, *parts: list[ViewingEvent]) -> None:
    """Write them down; nothing may be refused."""
    receipt = await audience.record([one for part in parts for one in part])
    assert not receipt.refused, receipt.refused


async def members(
    audience: AudienceService, count: int, *, territory: Territory = EVERYWHERE
) -> list[Profile]:
    household = await audience.create_household("Test", simulated=True)
    return [
        await audience.create_profile(household.id, f"Member {number}", territory=territory)
        for number in range(count)
    ]
