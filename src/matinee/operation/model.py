"""Who acts: said once, where a request or a command comes in, and known wherever it leads."""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID

from pydantic import BaseModel, Field


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, in words for people; ``account`` is None for this machine itself."""

    name: str
    account: UUID | None = None
    roles: frozenset[str] = frozenset()


class OperationSettings(BaseModel):
    """How long the audit keeps what it has."""

    audit_days: int = Field(
        default=1095,
        ge=366,
        le=36_500,
        description="How long an entry of the audit is kept; the database lets none go that is "
        "younger than a year.",
    )
    sign_in_days: int = Field(
        default=180,
        ge=31,
        le=36_500,
        description="How long sign-ins are kept in the audit, where that is shorter; the database "
        "lets none go that is younger than thirty days.",
    )
    end_at: str = Field(
        default="35 3 * * *",
        description="When entries are ended whose time is over, in the words of cron, by UTC.",
    )


HOUSE = Actor("the house")
"""Background work acts for nobody."""

_acting: ContextVar[Actor] = ContextVar("acting", default=HOUSE)


def acting() -> Actor:
    """Who acts here and now."""
    return _acting.get()


@contextmanager
def acting_as(actor: Actor) -> Generator[None]:
    """Who acts while this block runs."""
    token = _acting.set(actor)
    try:
        yield
    finally:
        _acting.reset(token)


def act_as(actor: Actor) -> None:
    """Say who acts, until this task or request has ended."""
    _acting.set(actor)
