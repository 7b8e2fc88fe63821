"""The one dependency by which every route says who may call it, and where callers are told apart.

What a caller may not do at all is answered with 403. What is about an object of somebody else is
answered with 404, in the same words as what does not exist, so that nobody learns what there is.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from ipaddress import ip_address
from typing import Any

from fastapi import Depends, Request

from matinee.access.authority import Thing, authority
from matinee.access.model import (
    LOCAL_OPERATOR,
    NOBODY,
    USE_OF,
    Answer,
    Caller,
    Means,
    ObjectKind,
    Role,
    Use,
)
from matinee.access.origin import origin
from matinee.access.reckoning import reckoned
from matinee.access.service import AccessService
from matinee.errors import Denied, NotFound, Unidentified
from matinee.operation.model import Actor, act_as

_HARMLESS = frozenset({"GET", "HEAD", "OPTIONS"})
_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip", "via")
_COOKIE = "matinee_session"


class Door:
    """A route's guard: lets a caller pass whom the policies permit one of ``uses``."""

    def __init__(
        self, uses: frozenset[Use], of: ObjectKind | None = None, by: str | None = None
    ) -> None:
        self.uses = uses
        self.of = of
        self.by = by

    async def __call__(self, request: Request) -> Caller:
        """Return the caller, or raise what the module says."""
        # A coroutine, because FastAPI sends every plain function to a thread: slower by far.
        caller = await caller_of(request)
        request.state.uses = getattr(request.state, "uses", frozenset[Use]()) | self.uses
        if self.of is not None and self.by is not None:
            identifier = str(request.path_params.get(self.by, ""))
            if await _reaches(request, caller, self.uses, self.of, identifier):
                return caller
        if not _permitted(caller, self.uses):
            raise _refusal(caller)
        if self.of is not None:
            raise nothing_here()
        return caller

    def answer(self, caller: Caller) -> Answer:
        """What such a caller is let through to, where some objects are the own."""
        return reckoned(self.uses, self.of, caller)


def may(*uses: Role | Use, of: ObjectKind | None = None, by: str | None = None) -> Any:
    """``dependencies=[may(Role.MEMBER)]``: a role stands for the use that is its own.

    ``of`` and ``by`` say that the request is about one object, named by that part of the path:
    ``may(Role.MEMBER, of=ObjectKind.PROFILE, by="profile_id")``.
    """
    meant = frozenset(USE_OF[use] if isinstance(use, Role) else use for use in uses)
    guard: Callable[..., Awaitable[Caller]] = Door(meant, of, by)
    return Depends(guard)


async def _anyone() -> Caller:
    return NOBODY


OPEN = Depends(_anyone)
"""For the few routes that anyone may call: health, readiness, static files, signing in."""


async def reach(request: Request, use: Use, of: ObjectKind, identifier: object) -> None:
    """For an object that a body or a query names: NotFound unless the caller may use it so."""
    caller = await caller_of(request)
    if not await _reaches(request, caller, frozenset({use}), of, str(identifier)):
        raise nothing_here()


def may_use(caller: Caller, use: Use) -> bool:
    """Whether the policies permit a caller a use, where it is about no particular object."""
    return _permitted(caller, frozenset({use}))


def reached_by(caller: Caller, use: Use, of: ObjectKind) -> frozenset[str]:
    """Those of a caller's own objects of a kind that the policies let it use so, by id."""
    own = (str(grant.object_id) for grant in caller.grants if grant.kind is of)
    return frozenset(each for each in own if _permitted(caller, frozenset({use}), Thing(of, each)))


async def caller_of(request: Request) -> Caller:
    """Who makes the request, found out once."""
    known: Caller | None = getattr(request.state, "caller", None)
    if known is None:
        known = request.state.caller = await _found_out(request)
        act_as(Actor(known.name, known.account, frozenset(known.roles)))
    return known


async def _found_out(request: Request) -> Caller:
    service = _service(request)
    if service is None or not await service.is_founded():
        return LOCAL_OPERATOR if is_local(request) else NOBODY
    scheme, _, word = request.headers.get("authorization", "").partition(" ")
    if scheme:
        caller = await service.by_token(word.strip()) if scheme.lower() == "bearer" else NOBODY
        if caller is NOBODY:
            raise Unidentified(
                "This token is not valid.",
                remedy="It may have ended or been revoked: ask the operator for another.",
                code="invalid_token",
            )
        return caller
    secret = request.cookies.get(cookie_name(service))
    if not secret:
        return NOBODY
    caller = await service.by_session(secret)
    if caller is not NOBODY and request.method not in _HARMLESS:
        refuse_other_origins(request)
    return caller


def refuse_other_origins(request: Request) -> None:
    """A cookie goes along with whatever makes a browser call, so the page must be our own.

    Every browser since 2020 says so itself, by Sec-Fetch-Site or Origin; a request that says
    neither is no page's, and has no business with a cookie.
    """
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin", "")
    own = site == "same-origin" if site else origin.partition("://")[2] == request.url.netloc
    if not own:
        raise Denied(
            "Another site may not do this in your name.",
            remedy="Do it from a page of this service, or from a program with a token.",
            code="other_origin",
        )


def is_local(request: Request) -> bool:
    """Whether it comes from this machine itself, and nobody passed it on."""
    if request.client is None or any(name in request.headers for name in _FORWARDED):
        return False
    try:
        return ip_address(request.client.host).is_loopback
    except ValueError:
        return False


def cookie_name(service: AccessService) -> str:
    """With https, the name itself keeps other hosts and plain http from setting the cookie."""
    return f"__Host-{_COOKIE}" if is_https(service) else _COOKIE


def is_https(service: AccessService) -> bool:
    """Whether people reach the service by https."""
    return service.settings.public_url.startswith("https://")


def address_of(request: Request) -> str:
    """Where a request comes from; a proxy is believed only where the settings name it."""
    peer = request.client.host if request.client else ""
    service = _service(request)
    trusted = service.settings.trusted_proxies if service else ()
    return origin(peer, request.headers.getlist("x-forwarded-for"), trusted)


def nothing_here() -> NotFound:
    """The answer for what is somebody else's and for what does not exist."""
    return NotFound(
        "There is nothing here for you.",
        remedy="Check the address, or sign in as whoever it belongs to.",
    )


def _service(request: Request) -> AccessService | None:
    return getattr(request.app.state, "access", None)


async def _reaches(
    request: Request, caller: Caller, uses: frozenset[Use], kind: ObjectKind, identifier: str
) -> bool:
    if kind is not ObjectKind.PROFILE:
        return _permitted(caller, uses, Thing(kind, identifier))
    # Nothing is forbidden, only permitted: who may without its household may with it. And no
    # policy names one profile, so that a household's profiles share their answers.
    profile, service = Thing(kind, "one"), _service(request)
    if _permitted(caller, uses, profile):
        return True
    home = await service.home_of(identifier) if service and caller.household else None
    return home is not None and _permitted(caller, uses, replace(profile, household=home))


def _permitted(caller: Caller, uses: frozenset[Use], thing: Thing | None = None) -> bool:
    return any(authority().permits(caller, use, thing) for use in uses)


def _refusal(caller: Caller) -> Exception:
    if caller.means is not Means.NONE:
        return Denied(
            "This is not yours to call.",
            remedy="Sign in as someone who may; docs/reference/roles.md says who.",
        )
    return Unidentified(
        "Nobody is signed in.",
        remedy="Sign in, or send a token as Authorization: Bearer. Where there is no account yet, "
        "make one: matinee accounts create NAME --role operator.",
    )
