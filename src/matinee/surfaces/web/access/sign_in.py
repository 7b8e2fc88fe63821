"""The sign-in page, by password and by another provider; signing out; one's own account."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import (
    OPEN,
    address_of,
    caller_of,
    cookie_name,
    is_https,
    may,
    refuse_other_origins,
)
from matinee.access.model import LONGEST_PASSWORD, NewSession, Role, Use
from matinee.access.service import AccessService, TooMany
from matinee.surfaces.web.access.going import local_path
from matinee.surfaces.web.rendering import Stage
from matinee.surfaces.web.viewing import COOKIE as PROFILE_COOKIE

_RETURN = "/sign-in/openid/return"
_OPENING = "matinee_opening"
_OPENING_SECONDS = 600
_AT_THE_DESK = frozenset({Role.FILM_MAKER, Role.REPRESENTATIVE, Role.COUNSEL, Role.OPERATOR})
_Text = Annotated[str, Query(max_length=4000)]
_Next = Annotated[str, Query(alias="next", max_length=4000)]


def routes(access: AccessService, stage: Stage) -> APIRouter:
    """``/sign-in``, ``/sign-out`` and ``/account``."""
    router = APIRouter(include_in_schema=False)
    router.routes.extend(_by_password(access, stage).routes)
    if access.openid.offered:
        router.routes.extend(_by_provider(access).routes)

    @router.post("/sign-out", dependencies=[OPEN])
    async def sign_out(request: Request) -> Response:
        """End the session on the server, and forget who watched."""
        refuse_other_origins(request)
        await access.sign_out(request.cookies.get(cookie_name(access), ""))
        response = RedirectResponse("/sign-in", 303)
        for name in (cookie_name(access), PROFILE_COOKIE):
            response.delete_cookie(name, secure=is_https(access), httponly=True, samesite="lax")
        return response

    @router.get("/account", dependencies=[may(Use.BROWSE)])
    async def account(request: Request) -> Response:
        """Show who is signed in."""
        caller = await caller_of(request)
        values = {"caller": caller, "desks": bool(caller.roles & _AT_THE_DESK)}
        return stage.page("access/account.html", stage.tongue(request), values)

    return router


def _by_password(access: AccessService, stage: Stage) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    async def form(
        request: Request, going: str, *, name: str = "", error: str = "", status: int = 200
    ) -> Response:
        values = {
            "founded": await access.is_founded(),
            "provider": access.openid.name if access.openid.offered else "",
            "going": local_path(going),
            "name": name,
            "error": error,
        }
        return stage.page("access/sign_in.html", stage.tongue(request), values, status=status)

    @router.get("/sign-in", dependencies=[OPEN])
    async def sign_in_page(request: Request, going: _Next = "/") -> Response:
        """Ask for name and password."""
        return await form(request, going)

    @router.post("/sign-in", dependencies=[OPEN])
    async def sign_in(
        request: Request,
        name: Annotated[str, Form(max_length=1000)] = "",
        password: Annotated[str, Form(max_length=4 * LONGEST_PASSWORD)] = "",
        going: Annotated[str, Form(alias="next", max_length=4000)] = "/",
    ) -> Response:
        """Sign in; the form again, where it does not fit."""
        refuse_other_origins(request)
        tongue = stage.tongue(request)
        before = request.cookies.get(cookie_name(access), "")
        try:
            session = await access.sign_in(name, password, address_of(request), before=before)
        except TooMany as late:
            said = tongue.say("Signing in failed too often. Try again in %(seconds)s seconds.")
            error = said % {"seconds": late.seconds}
            answer = await form(request, going, name=name, error=error, status=429)
            answer.headers["Retry-After"] = str(late.seconds)
            return answer
        if session is None:
            error = tongue.say("Name and password are not those of an account here.")
            return await form(request, going, name=name, error=error, status=401)
        return _signed_in(access, session, local_path(going))

    return router


def _by_provider(access: AccessService) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    opening = f"__Host-{_OPENING}" if is_https(access) else _OPENING

    def back(request: Request) -> str:
        here = access.settings.public_url or f"{request.url.scheme}://{request.url.netloc}"
        return here + _RETURN

    @router.get("/sign-in/openid", dependencies=[OPEN])
    async def begin(request: Request, going: _Next = "/") -> Response:
        """Send the browser to the provider."""
        begun = await access.openid.begin(back(request), local_path(going))
        response = RedirectResponse(begun.address, 303)
        response.set_cookie(
            opening,
            begun.state,
            max_age=_OPENING_SECONDS,
            httponly=True,
            samesite="lax",
            secure=is_https(access),
        )
        return response

    @router.get(_RETURN, dependencies=[OPEN])
    async def finish(
        request: Request, code: _Text = "", state: _Text = "", iss: _Text = ""
    ) -> Response:
        """Take the browser back from the provider."""
        kept = request.cookies.get(opening, "")
        vouched = await access.openid.finish(
            back(request), code=code, state=state, kept=kept, issuer=iss
        )
        before = request.cookies.get(cookie_name(access), "")
        session = await access.sign_in_by_openid(vouched.account, before=before)
        response = _signed_in(access, session, local_path(vouched.next))
        response.delete_cookie(opening, secure=is_https(access), httponly=True, samesite="lax")
        return response

    return router


def _signed_in(access: AccessService, session: NewSession, going: str) -> Response:
    """Hand the session over; whoever watched here before does not watch on."""
    response = RedirectResponse(going, 303)
    response.set_cookie(
        cookie_name(access),
        session.secret,
        expires=session.expires_at,
        httponly=True,
        samesite="lax",
        secure=is_https(access),
    )
    response.delete_cookie(PROFILE_COOKIE)
    return response
