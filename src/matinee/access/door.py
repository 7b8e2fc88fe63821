"""The one dependency by which every route says who may call it."""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import Depends, Request

from matinee.access.model import LOCAL_OPERATOR, Caller, Role
from matinee.errors import Denied


class Door:
    """A route's guard: lets a caller pass who holds one of ``roles``."""

    def __init__(self, roles: frozenset[Role]) -> None:
        self.roles = roles

    async def __call__(self, request: Request) -> Caller:
        """Return the caller, or raise :class:`Denied`."""
        # A coroutine, because FastAPI sends every plain function to a thread: slower by far.
        caller: Caller = getattr(request.state, "caller", LOCAL_OPERATOR)
        if not caller.roles & self.roles:
            raise Denied(
                "This is not yours to call.",
                remedy=f"Sign in with one of the roles {', '.join(sorted(self.roles))}.",
            )
        return caller


def may(*roles: Role) -> Any:
    """``dependencies=[may(Role.MEMBER)]``: the operator is always among those who may."""
    guard: Callable[..., Awaitable[Caller]] = Door(frozenset(roles) | {Role.OPERATOR})
    return Depends(guard)


async def _anyone() -> Caller:
    return LOCAL_OPERATOR


OPEN = Depends(_anyone)
"""For the few routes that anyone may call: health, readiness, static files."""
