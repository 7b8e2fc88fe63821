"""``/v1/flags``: behaviours that an operator may switch while the service runs."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from matinee.access.door import may
from matinee.access.model import LONGEST_NAME, Role
from matinee.access.service import AccessService
from matinee.operation.audit.service import LONGEST_REASON
from matinee.operation.flags.model import MOST_ACCOUNTS, WHOLE, FlagKind, FlagState, Setting
from matinee.operation.flags.service import FlagService

Reason = Annotated[
    str, Field(max_length=LONGEST_REASON * 2, description="Why, for whoever reads the audit.")
]
_Name = Annotated[str, Field(max_length=LONGEST_NAME)]


class StopFacts(BaseModel):
    """The file by which a flag is off, whatever it is set to."""

    at: datetime | None = Field(description="None where the folder cannot be looked at.")
    by: str = Field(description="Empty where the file was put there by hand.")
    reason: str


class FlagFacts(BaseModel):
    """A flag, what it switches, what it leaves standing, and for whom it is on."""

    name: str
    switches: str
    stays: str
    owner: str
    kind: FlagKind
    default: bool
    percent: int = Field(description="Share of members for whom it is on.")
    accounts: tuple[UUID, ...]
    roles: tuple[str, ...]
    number: int = Field(description="How often it was changed.")
    at: datetime | None
    by: str
    reason: str
    stop: StopFacts | None = Field(description="On the machine that answers; null without one.")


class Wanted(BaseModel):
    """How a flag is to be set, and why."""

    model_config = ConfigDict(extra="forbid")

    percent: int = Field(ge=0, le=WHOLE, description="100: on for all; 0: off, but for the named.")
    accounts: Annotated[tuple[_Name, ...], Field(max_length=MOST_ACCOUNTS)] = Field(
        default=(), description="Names of accounts for which it is on in any case."
    )
    roles: frozenset[Role] = Field(
        default=frozenset(), description="Roles for which it is on in any case."
    )
    reason: Reason
    seen: int | None = Field(
        default=None, ge=0, description="The number of changes you know of; 409 if there are more."
    )


class Undone(BaseModel):
    """Why the last change is taken back."""

    model_config = ConfigDict(extra="forbid")

    reason: Reason


def routes(flags: FlagService, access: AccessService) -> APIRouter:
    """List flags, set one, and take its last change back."""
    router = APIRouter(prefix="/v1/flags", tags=["operation"], dependencies=[may(Role.OPERATOR)])

    @router.get("")
    async def list_flags() -> list[FlagFacts]:
        """List every flag, by name."""
        return [told(state) for state in await flags.listing()]

    @router.get("/{name}")
    async def flag(name: str) -> FlagFacts:
        """Say how one flag stands."""
        return told(await flags.state(name))

    @router.put("/{name}")
    async def set_flag(name: str, wanted: Wanted) -> FlagFacts:
        """Set a flag, in every process within a second."""
        setting = Setting(
            wanted.percent,
            await access.accounts.ids_of(wanted.accounts),
            frozenset(wanted.roles),
        )
        return told(await flags.set(name, setting, reason=wanted.reason, seen=wanted.seen))

    @router.post("/{name}/undo")
    async def undo_flag(name: str, undone: Undone) -> FlagFacts:
        """Put back what held before the last change."""
        return told(await flags.undo(name, reason=undone.reason))

    return router


def told(state: FlagState) -> FlagFacts:
    """A flag as programs are told of it."""
    flag, setting, stop = state.flag, state.setting, state.stop
    return FlagFacts(
        name=flag.name,
        switches=flag.switches.text(),
        stays=flag.stays.text(),
        owner=flag.owner,
        kind=flag.kind,
        default=flag.default,
        percent=setting.percent,
        accounts=tuple(sorted(setting.accounts)),
        roles=tuple(sorted(setting.roles)),
        number=state.number,
        at=state.at,
        by=state.by,
        reason=state.reason,
        stop=None if stop is None else StopFacts(at=stop.at, by=stop.by, reason=stop.reason),
    )
