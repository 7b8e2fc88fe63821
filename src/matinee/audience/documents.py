"""A profile's log in words: rows as events, events as pages, everything as one document: pure."""

import base64
import binascii
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from matinee.audience.log.events import (
    BASIS_OF_CODE,
    KIND_OF_CODE,
    EventPage,
    LoggedEvent,
    ViewingEvent,
)
from matinee.audience.model import Household, Profile
from matinee.errors import Invalid

_NEWEST = (datetime(9999, 1, 1, tzinfo=UTC), UUID(int=(1 << 128) - 1))


def logged_event(row: dict[str, Any]) -> LoggedEvent:
    """A row of the log as a value."""
    event = ViewingEvent(
        id=row["id"],
        profile_id=row["profile_id"],
        kind=KIND_OF_CODE[row["kind"]],
        at=row["at"],
        title_id=row["title_id"],
        device=row["device"] or "",
        surface=row["surface"] or "",
        row=row["row"] or "",
        position=row["position"],
        recommendation_id=row["recommendation_id"],
        arms=row["arms"] or {},
        seconds=row["seconds"],
        value=row["value"],
        probability=row["probability"],
        query=row["query"] or "",
    )
    return LoggedEvent(event, row["received_at"], BASIS_OF_CODE[row["time_basis"]])


def event_document(logged: LoggedEvent) -> dict[str, Any]:
    """An event as JSON shows it: what was given, when it came, and what kind of time it has."""
    event = logged.event
    fields: dict[str, Any] = {
        "id": str(event.id),
        "kind": event.kind.value,
        "title_id": event.title_id and str(event.title_id),
        "at": event.at.astimezone(UTC).isoformat(),
        "received_at": logged.received_at.astimezone(UTC).isoformat(),
        "time_basis": logged.time_basis.value,
        "device": event.device,
        "surface": event.surface,
        "row": event.row,
        "position": event.position,
        "recommendation_id": event.recommendation_id and str(event.recommendation_id),
        "arms": dict(event.arms),
        "seconds": event.seconds,
        "value": event.value,
        "probability": event.probability,
        "query": event.query,
    }
    return {name: value for name, value in fields.items() if value not in (None, "", {})}


def household_document(household: Household) -> dict[str, Any]:
    """A household as JSON shows it."""
    return {
        "id": str(household.id),
        "name": household.name,
        "simulated": household.simulated,
        "created_at": household.created_at.astimezone(UTC).isoformat(),
    }


def profile_document(profile: Profile) -> dict[str, Any]:
    """A profile as JSON shows it."""
    return {
        "id": str(profile.id),
        "household_id": str(profile.household_id),
        "name": profile.name,
        "kids": profile.kids,
        "maturity_limit": profile.maturity_limit,
        "languages": list(profile.languages),
        "territory": str(profile.territory),
        "simulated": profile.simulated,
        "created_at": profile.created_at.astimezone(UTC).isoformat(),
    }


def export_document(
    household: Household, profile: Profile, events: Sequence[LoggedEvent], *, at: datetime
) -> dict[str, Any]:
    """Everything that is held of a profile."""
    return {
        "exported_at": at.astimezone(UTC).isoformat(),
        "household": household_document(household),
        "profile": profile_document(profile),
        "events": [event_document(logged) for logged in events],
    }


def page_of(rows: Sequence[dict[str, Any]], limit: int) -> EventPage:
    """A page out of one row more than it may hold, which says whether another follows."""
    events = tuple(map(logged_event, rows[:limit]))
    return EventPage(events, _cursor(events[-1].event) if len(rows) > limit else None)


def _cursor(last: ViewingEvent) -> str:
    micros = round(last.at.timestamp() * 1e6)
    return base64.urlsafe_b64encode(micros.to_bytes(8, "big", signed=True) + last.id.bytes).decode()


def read_cursor(cursor: str | None) -> tuple[datetime, UUID]:
    """What the next page lies behind; Invalid for anything that no page gave."""
    if cursor is None:
        return _NEWEST
    try:
        packed = base64.b64decode(cursor, altchars=b"-_", validate=True)
        instant = int.from_bytes(packed[:8], "big", signed=True) / 1e6
        return datetime.fromtimestamp(instant, UTC), UUID(bytes=packed[8:])
    except (binascii.Error, ValueError, OverflowError, OSError) as broken:
        raise Invalid(
            "No page gave this cursor.", remedy="Leave it out to begin anew.", field="cursor"
        ) from broken
