"""Where a picture is to be seen: in the territory of the profile that its address names."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request

from matinee.access.door import reach
from matinee.access.model import ObjectKind, Use
from matinee.audience.service import AudienceService
from matinee.vocabulary.ids import ProfileId
from matinee.vocabulary.places import Territory

Watcher = Annotated[
    UUID | None,
    Query(
        description="The profile that watches: a picture that is limited to territories is given "
        "for one of theirs alone, and not without a profile."
    ),
]


async def territory_of(
    request: Request, audience: AudienceService, profile: UUID | None
) -> Territory | None:
    """None without a profile; NotFound unless the caller may watch as that one."""
    if profile is None:
        return None
    await reach(request, Use.WATCH, ObjectKind.PROFILE, profile)
    return (await audience.profile(ProfileId(profile))).territory
