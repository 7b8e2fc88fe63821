"""The operator's desk of accounts: who may come in, in which roles."""

from collections.abc import Awaitable, Callable
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import caller_of, may
from matinee.access.model import Role, Use
from matinee.access.service import AccessService
from matinee.errors import MatineeError
from matinee.operation.audit.service import LONGEST_REASON
from matinee.surfaces.web.rendering import Stage
from matinee.surfaces.web.role_words import role_words

_DESK = "/desk/accounts"
_Roles = Annotated[list[Role] | None, Form()]


def routes(access: AccessService, stage: Stage) -> APIRouter:
    """``/desk/accounts``."""
    router = APIRouter(prefix=_DESK, include_in_schema=False, dependencies=[may(Use.ADMINISTER)])

    async def desk(
        request: Request,
        *,
        error: MatineeError | None = None,
        name: str = "",
        roles: tuple[Role, ...] = (),
    ) -> Response:
        tongue = stage.tongue(request)
        values = {
            "accounts": await access.accounts.listed(),
            "caller": await caller_of(request),
            "words": role_words(tongue),
            "error": error,
            "name": name,
            "chosen": roles,
            "longest": LONGEST_REASON,
        }
        return stage.page("access/accounts.html", tongue, values, status=422 if error else 200)

    @router.get("")
    async def listing(request: Request) -> Response:
        """Show every account, and the form that makes one."""
        return await desk(request)

    @router.post("")
    async def create(
        request: Request,
        name: Annotated[str, Form(max_length=400)] = "",
        password: Annotated[str, Form(max_length=4000)] = "",
        role: _Roles = None,
    ) -> Response:
        """Make an account; the form again, where something is wrong."""
        roles = tuple(role or ())
        try:
            await access.accounts.create(name, roles, password)
        except MatineeError as error:
            return await desk(request, error=error, name=name, roles=roles)
        return RedirectResponse(_DESK, 303)

    @router.post("/{account_id}/roles")
    async def set_roles(request: Request, account_id: UUID, role: _Roles = None) -> Response:
        """Give an account these roles and no others."""
        try:
            await access.accounts.set_roles(account_id, role or ())
        except MatineeError as error:
            return await desk(request, error=error)
        return RedirectResponse(_DESK, 303)

    router.routes.extend(_endings(access, desk).routes)
    return router


def _endings(access: AccessService, desk: Callable[..., Awaitable[Response]]) -> APIRouter:
    """Letting an account in no more, letting it in again, and erasing it; ``desk`` is the page."""
    router = APIRouter(prefix=_DESK, include_in_schema=False, dependencies=[may(Use.ADMINISTER)])

    @router.post("/{account_id}/disable")
    async def disable(request: Request, account_id: UUID) -> Response:
        """Let nobody in by it any more."""
        try:
            await access.accounts.disable(account_id)
        except MatineeError as error:
            return await desk(request, error=error)
        return RedirectResponse(_DESK, 303)

    @router.post("/{account_id}/enable")
    async def enable(account_id: UUID) -> Response:
        """Let it in again."""
        await access.accounts.disable(account_id, disabled=False)
        return RedirectResponse(_DESK, 303)

    @router.post("/erase")
    async def erase(
        request: Request,
        account: Annotated[UUID, Form()],
        reason: Annotated[str, Form(max_length=LONGEST_REASON * 2)] = "",
    ) -> Response:
        """Keep nothing of an account but its number, and no name of it in the audit."""
        try:
            await access.accounts.erase(account, reason=reason)
        except MatineeError as error:
            return await desk(request, error=error)
        return RedirectResponse(_DESK, 303)

    return router
