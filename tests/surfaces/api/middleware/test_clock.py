"""What is entered with its time waits for the clock; what is only read does not."""

from __future__ import annotations

import pytest
from starlette.types import Message, Receive, Scope, Send
from structlog.testing import capture_logs

from matinee.errors import Unavailable
from matinee.surfaces.api.middleware.clock import Clock

ASKED = "/v1/profiles/6/titles/7"


class Off:
    """A clock that jumps after so many looks."""

    def __init__(self, after: int = 0) -> None:
        self.after = after

    async def check(self) -> None:
        self.after -= 1
        if self.after < 0:
            raise Unavailable("The clock is off.", code="clock_off")


async def answered(method: str, path: str, clock: Off, status: int = 201) -> list[Message]:
    async def app(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": status, "headers": []})

    async def keep(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        raise AssertionError("nobody reads")

    sent = list[Message]()
    await Clock(app, clock.check)({"type": "http", "method": method, "path": path}, receive, keep)
    return sent


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v1/households"),
        ("GET", f"{ASKED}/ads/vast"),
        ("GET", "/v1/ads/beacons/TOKEN/impression"),
        ("GET", "/v1/watch/8/breaks/0/ads.json"),
        ("GET", "/v1/watch/8/film.m3u8"),
    ],
)
async def test_what_is_entered_with_its_time_waits_for_the_clock(method: str, path: str) -> None:
    with pytest.raises(Unavailable):
        await answered(method, path, Off())


@pytest.mark.parametrize("path", ["/desk/ads/campaigns", "/v1/ads/campaigns", "/v1/titles"])
async def test_what_is_only_read_does_not(path: str) -> None:
    assert await answered("GET", path, Off())


async def test_what_was_entered_while_the_clock_jumped_is_not_asked_for_again() -> None:
    with capture_logs() as said:
        [answer] = await answered("POST", "/v1/consents", Off(after=1))
    assert (answer["status"], [each["log_level"] for each in said]) == (201, ["error"])


async def test_a_refusal_by_a_clock_that_jumped_is_no_answer() -> None:
    with pytest.raises(Unavailable):
        await answered("POST", "/v1/events", Off(after=1), status=422)
