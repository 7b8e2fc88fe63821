"""One bounded way to ask an HTTP model server: time, size, redirects and form are limited.

The answer is foreign input: it is read in pieces up to a limit, so that a server that sends without
end costs no more than the limit, and parsed only then. What is tried again is paid from a budget
that calls fill, so that a server in trouble is not asked three times as often as one that is well.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import httpx
import msgspec

from matinee.errors import Unavailable
from matinee.foundation.nesting import UNREADABLE
from matinee.generation.checks import UNANSWERED

LARGEST_ANSWER = 64 * 1024 * 1024
_ATTEMPTS = 3
_FIRST_PAUSE = 0.2
_PASSING = {408, 425, 429, 500, 502, 503, 504}


@dataclass(frozen=True, slots=True)
class Limits:
    """How long one call may take in all, how large its answer may be, how often it is tried."""

    seconds: float = 60.0
    answer_bytes: int = LARGEST_ANSWER
    attempts: int = _ATTEMPTS


@dataclass(slots=True)
class RetryBudget:
    """Retries that may still be made: each call adds a share of one, up to a bound."""

    share: float = 0.2
    most: float = 10.0
    left: float = 10.0

    def called(self) -> None:
        """A call was made."""
        self.left = min(self.most, self.left + self.share)

    def take(self) -> bool:
        """Take one retry, if there is one."""
        if self.left < 1:
            return False
        self.left -= 1
        return True


class ModelServer:
    """A model server at one address; the secret is sent to it and to nobody else."""

    def __init__(
        self,
        address: str,
        *,
        secret: str = "",
        limits: Limits | None = None,
        budget: RetryBudget | None = None,
    ) -> None:
        self.limits = limits or Limits()
        self.budget = budget or RetryBudget()
        headers = {"Authorization": f"Bearer {secret}"} if secret else {}
        self._client = httpx.AsyncClient(
            base_url=address, headers=headers, follow_redirects=False, timeout=self.limits.seconds
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        failure: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Let go of the connections."""
        await self._client.aclose()

    async def ask(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """POST a JSON body and return the answer's object; failures are :class:`Unavailable`."""
        return json_object(await self.fetch("POST", path, json=dict(body)))

    async def fetch(
        self, method: str, path: str, *, attempts: int | None = None, **sent: Any
    ) -> bytes:
        """The body of an answer with status 200; ``sent`` is what httpx takes: json, params, files.

        It is tried again where the failure may pass, within the limits and the budget; give
        ``attempts=1`` for what must not be asked twice.
        """
        try:
            async with asyncio.timeout(self.limits.seconds):
                return await self._tried(method, path, sent, attempts or self.limits.attempts)
        except TimeoutError as late:
            raise unavailable(f"did not answer within {self.limits.seconds:g} s") from late

    async def _tried(self, method: str, path: str, sent: Mapping[str, Any], attempts: int) -> bytes:
        pause = _FIRST_PAUSE
        self.budget.called()
        for attempt in range(1, attempts + 1):
            try:
                status, raw = await self._once(method, path, sent)
            except httpx.HTTPError as failure:
                problem = unavailable(f"failed: {type(failure).__name__}")
                problem.__cause__ = failure
            else:
                if status == 200:
                    return raw
                problem = unavailable(f"answered {status}")
                if status not in _PASSING:
                    raise problem
            if attempt == attempts or not self.budget.take():
                raise problem
            await asyncio.sleep(pause)
            pause *= 2
        raise unavailable("was not asked")

    async def _once(self, method: str, path: str, sent: Mapping[str, Any]) -> tuple[int, bytes]:
        async with self._client.stream(method, path, **sent) as answer:
            pieces = bytearray()
            async for piece in answer.aiter_bytes():
                pieces += piece
                if len(pieces) > self.limits.answer_bytes:
                    raise unavailable(f"sent more than {self.limits.answer_bytes:,} bytes")
            return answer.status_code, bytes(pieces)


def json_object(raw: bytes) -> dict[str, Any]:
    """The object that an answer is; anything else is :class:`Unavailable`."""
    try:
        return msgspec.json.decode(raw, type=dict[str, Any])
    except UNREADABLE as problem:
        raise unavailable("sent what is no JSON object") from problem


def unavailable(what: str) -> Unavailable:
    """The failure of a model server; ``what`` completes the sentence."""
    return Unavailable(
        f"The model server {what}.",
        remedy="Try again, or look after the server that the settings of generation name.",
        code=UNANSWERED,
    )


def malformed(what: str) -> Unavailable:
    """The failure for an answer of the right kind whose content is not what was asked."""
    return unavailable(f"sent an answer without {what}")
