"""The one place where a failure becomes an answer: a status, and a body that says what to do.

Invalid → 422    Unidentified → 401    Denied → 403    NotFound → 404    Conflict → 409
TooMany → 429    Unavailable → 503    no memory left → 503
anything unforeseen → 500, with the id of the request and nothing of the inside
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from matinee.access.service import TooMany
from matinee.errors import (
    Conflict,
    Denied,
    Invalid,
    MatineeError,
    NotFound,
    Unavailable,
    Unidentified,
)
from matinee.foundation.tracing import trace_id

RETRY_SECONDS = 2
CLIENT_GONE = 499
"""What nginx writes into its log; nobody is left to read it."""
_STATUS: dict[type[MatineeError], int] = {
    Invalid: 422,
    Unidentified: 401,
    Denied: 403,
    NotFound: 404,
    Conflict: 409,
    Unavailable: 503,
}
_WITH_STATUS = {
    401: {"WWW-Authenticate": 'Bearer realm="matinee"'},
    503: {"Retry-After": str(RETRY_SECONDS)},
}
_NO_THREAD = "can't start new thread"
"""What Python says where there is no memory for a thread's stack."""
_SEE = "See /v1/openapi.json for what may be called, and how."


class Problem(BaseModel):
    """What went wrong, for programs and for people."""

    code: str = Field(description="For programs; it stays the same when wording changes.")
    message: str = Field(description="What happened, in a sentence.")
    remedy: str = Field(description="What to do about it.")
    field: str | None = Field(default=None, description="Where in the request, if it is there.")
    request_id: str | None = Field(default=None, description="What to quote to the operator.")
    trace_id: str | None = Field(
        default_factory=trace_id, description="Of the trace, where this service is traced."
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """A problem on its way to the caller."""

    status: int
    problem: Problem
    headers: dict[str, str] = field(default_factory=dict[str, str])

    def response(self) -> JSONResponse:
        """The answer as programs read it."""
        return JSONResponse(
            self.problem.model_dump(exclude_none=True), self.status, headers=self.headers
        )


ErrorPage = Callable[[Request, Answer], Response]
"""How a problem is shown; it may look at the request, to give people a page."""


def answer_to(failure: Exception, request_id: str | None = None) -> Answer:
    """The answer to any failure."""
    match failure:
        case MatineeError():
            return _of_ours(failure)
        case RequestValidationError():
            return _of_validation(failure.errors())
        case HTTPException():
            return _of_http(failure)
        case MemoryError() | RuntimeError() if _is_short_of_memory(failure):
            return _of_ours(_short_of_memory())
        case ClientDisconnect():
            gone = Problem(code="client_gone", message="The caller went away.", remedy="")
            return Answer(CLIENT_GONE, gone)
        case _:
            return Answer(
                500,
                Problem(
                    code="internal",
                    message="Something went wrong that should not have.",
                    remedy="Try again; if it lasts, give the operator the id of this request.",
                    request_id=request_id,
                ),
            )


def as_json(request: Request, answer: Answer) -> Response:
    """The page that shows a problem, where nothing but programs calls."""
    del request
    return answer.response()


def _is_short_of_memory(failure: Exception) -> bool:
    return isinstance(failure, MemoryError) or str(failure) == _NO_THREAD


def _short_of_memory() -> Unavailable:
    return Unavailable(
        "The service has no memory left for this.",
        remedy="Try again in a moment; if it lasts, give the service more memory.",
        code="short_of_memory",
    )


def _of_ours(error: MatineeError) -> Answer:
    if isinstance(error, TooMany):
        return Answer(
            429,
            Problem(code=error.code, message=error.sentence, remedy=error.remedy),
            {"Retry-After": str(error.seconds)},
        )
    status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 500)
    headers = _WITH_STATUS.get(status, {})
    problem = Problem(
        code=error.code, message=error.sentence, remedy=error.remedy, field=error.field
    )
    return Answer(status, problem, headers)


def _of_validation(errors: Sequence[Any]) -> Answer:
    first = errors[0]
    if first["type"] == "json_invalid":
        why, at = first["ctx"]["error"], first["loc"][-1]
        message = f"The body is not JSON: {why} at character {at}."
        return _unprocessable("invalid_json", message, "body")
    where = [str(part) for part in first["loc"]]
    name = ".".join(where[1:]) or where[0]
    others = f" {len(errors) - 1} more are wrong." if len(errors) > 1 else ""
    return _unprocessable("invalid", f"{name}: {first['msg']}.{others}", name)


def _unprocessable(code: str, message: str, name: str) -> Answer:
    remedy = f"Correct it and send it again. {_SEE}"
    return Answer(422, Problem(code=code, message=message, remedy=remedy, field=name))


def _of_http(error: HTTPException) -> Answer:
    status = HTTPStatus(error.status_code)
    sentence = {
        404: "There is nothing at this address.",
        405: "This address does not take that method.",
        413: "The body is larger than this service accepts.",
    }.get(status, f"{error.detail}.")
    headers = dict(error.headers or {})
    code = status.name.lower()
    return Answer(status, Problem(code=code, message=sentence, remedy=_SEE), headers)
