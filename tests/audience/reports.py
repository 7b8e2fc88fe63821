"""Events as clients report them, and the few small things that tests of the audience stand on."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import msgspec

from matinee.audience.model import EventKind, Profile, ViewingEvent
from matinee.vocabulary.ids import EventId, ProfileId, TitleId, uuid7

TITLE = TitleId(UUID(int=7))


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.now


class KnownBut:
    """Knows every title but those it is told are strange; counts how often it is asked."""

    def __init__(self) -> None:
        self.strange: set[TitleId] = set()
        self.asked = 0

    async def unknown(self, titles: Collection[TitleId]) -> Collection[TitleId]:
        self.asked += 1
        return self.strange & set(titles)


def seen(
    profile: Profile | ProfileId,
    kind: EventKind = EventKind.PLAY,
    *,
    at: datetime | None = None,
    ago: timedelta = timedelta(0),
    title: TitleId | None = TITLE,
    seconds: float | None = None,
    value: float | None = None,
) -> ViewingEvent:
    """One event, its id made when it happened."""
    happened = (at or datetime.now(UTC)) - ago
    return ViewingEvent(
        id=EventId(uuid7(happened)),
        profile_id=profile.id if isinstance(profile, Profile) else profile,
        kind=kind,
        at=happened,
        title_id=title,
        seconds=seconds,
        value=value,
    )


def reported(profile: Profile | None = None, **fields: object) -> dict[str, object]:
    """One event as JSON has it; a field that is None is left out."""
    now = datetime.now(UTC)
    event: dict[str, object] = {
        "id": str(uuid7(now)),
        "profile_id": str(profile.id if profile else stranger()),
        "kind": "play",
        "title_id": str(TITLE),
        "at": now.isoformat(),
    }
    return {name: value for name, value in (event | fields).items() if value is not None}


def batch(*events: object) -> bytes:
    """The body of a request."""
    return msgspec.json.encode({"events": events})


def stranger() -> ProfileId:
    """The id of a profile that nobody made."""
    return ProfileId(uuid4())


class Forgetful:
    """Holds nothing, and remembers what it was told to forget."""

    name = "what this test holds"

    def __init__(self) -> None:
        self.forgotten: list[ProfileId] = []

    async def forget(self, profile_id: ProfileId) -> None:
        self.forgotten.append(profile_id)
