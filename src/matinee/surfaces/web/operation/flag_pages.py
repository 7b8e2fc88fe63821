"""The desk's page of flags: what may be switched, how it stands, and why."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import may
from matinee.access.model import Role
from matinee.access.service import AccessService
from matinee.errors import MatineeError
from matinee.operation.audit.service import LONGEST_REASON
from matinee.operation.flags.model import MOST_ACCOUNTS, WHOLE, FlagKind, Setting
from matinee.operation.flags.service import FlagService
from matinee.surfaces.web.rendering import Stage
from matinee.surfaces.web.role_words import role_words

_DESK = "/desk/flags"
_Words = Annotated[str, Form(max_length=LONGEST_REASON * 2)]


@dataclass(frozen=True)
class _Typed:
    """What was typed and refused: it stands in the form again, and not what holds."""

    percent: int
    accounts: str
    roles: frozenset[Role]


def routes(flags: FlagService, access: AccessService, stage: Stage) -> APIRouter:
    """``/desk/flags``."""
    router = APIRouter(prefix=_DESK, include_in_schema=False, dependencies=[may(Role.OPERATOR)])

    async def page(
        request: Request,
        *,
        error: MatineeError | None = None,
        about: str = "",
        reason: str = "",
        typed: _Typed | None = None,
    ) -> Response:
        tongue = stage.tongue(request)
        values = {
            "states": await flags.listing(),
            "names": {account.id: account.name for account in await access.accounts.listed()},
            "words": role_words(tongue),
            "switch": FlagKind.SWITCH,
            "whole": WHOLE,
            "longest": LONGEST_REASON,
            "error": error,
            "about": about,
            "reason": reason,
            "typed": typed,
        }
        return stage.page("operation/flags.html", tongue, values, status=422 if error else 200)

    @router.get("")
    async def listing(
        request: Request, about: Annotated[str, Query(max_length=100)] = ""
    ) -> Response:
        """Show every flag; ``about`` is the one that was just set."""
        return await page(request, about=about)

    @router.post("/{name}")
    async def set_flag(
        request: Request,
        name: str,
        percent: Annotated[int, Form(ge=0, le=WHOLE)],
        seen: Annotated[int, Form(ge=0)],
        reason: _Words = "",
        account: Annotated[str, Form(max_length=20_000)] = "",
        role: Annotated[list[Role] | None, Form()] = None,
    ) -> Response:
        """Set a flag; the page again, where something is wrong."""
        try:
            lines = [line.strip() for line in account.splitlines() if line.strip()]
            setting = Setting(
                percent,
                await access.accounts.ids_of(lines[: MOST_ACCOUNTS + 1]),
                frozenset(role or ()),
            )
            await flags.set(name, setting, reason=reason, seen=seen)
        except MatineeError as error:
            typed = _Typed(percent, account, frozenset(role or ()))
            return await page(request, error=error, about=name, reason=reason, typed=typed)
        return RedirectResponse(f"{_DESK}?about={name}#flag-{name}", 303)

    @router.post("/{name}/undo")
    async def undo_flag(
        request: Request, name: str, seen: Annotated[int, Form(ge=0)], reason: _Words = ""
    ) -> Response:
        """Put back what held before the last change."""
        try:
            await flags.undo(name, reason=reason, seen=seen)
        except MatineeError as error:
            return await page(request, error=error, about=name, reason=reason)
        return RedirectResponse(f"{_DESK}?about={name}#flag-{name}", 303)

    return router
