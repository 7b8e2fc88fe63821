"""Where to go after signing in: a path of this service, and nowhere else."""

import re
from collections.abc import Callable
from typing import TypeVar
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from matinee.surfaces.web.pages import Failure, wants_page

_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")
_LONGEST = 2000
SomeFailure = TypeVar("SomeFailure", bound=Failure)


def local_path(wanted: str) -> str:
    """``wanted`` where it is a path here; the first page where it could lead elsewhere.

    A browser reads ``//host``, one with a backslash, and a path with a tab in between as
    another site's.
    """
    fits = len(wanted) <= _LONGEST and _PATH.fullmatch(wanted)
    return wanted if fits and not wanted.startswith("/sign-") else "/"


def sign_in_address(request: Request) -> str:
    """The sign-in page, from which one comes back to what was asked for."""
    if request.method != "GET":
        return "/sign-in"
    query = f"?{request.url.query}" if request.url.query else ""
    going = local_path(f"{request.url.path}{query}")
    return "/sign-in" if going == "/" else f"/sign-in?next={quote(going, safe='/')}"


def asking_to_sign_in(
    otherwise: Callable[[Request, SomeFailure], Response],
) -> Callable[[Request, SomeFailure], Response]:
    """How a failure is shown: people who are not signed in are asked to, and then come back."""

    def show(request: Request, failure: SomeFailure) -> Response:
        if failure.status != 401 or not wants_page(request):
            return otherwise(request, failure)
        address = sign_in_address(request)
        if request.headers.get("hx-request") == "true":
            return Response(status_code=401, headers={"HX-Redirect": "/sign-in"})
        return RedirectResponse(address, 303)

    return show
