"""Who acts: said once, where a request or a command comes in, and known wherever it leads."""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, in words for people; ``account`` is None for this machine itself."""

    name: str
    account: UUID | None = None
    roles: frozenset[str] = frozenset()


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
