"""One bounded way to ask an HTTP model server: time, size, redirects and form are limited.

The answer is foreign input: it is read in pieces up to a limit, so that a server that sends without
end costs no more than the limit, and parsed only then.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import httpx
import msgspec

from matinee.errors import Unavailable

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


class ModelServer:
    """A model server at one address; the secret is sent to it and to nobody else."""

    def __init__(self, address: str, *, secret: str = "", limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
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
        await self._client.aclose()

    async def ask(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """POST a JSON body and return the answer's object; failures are :class:`Unavailable`."""
        try:
            async with asyncio.timeout(self.limits.seconds):
                return await self._tried(path, body)
        except TimeoutError as late:
            raise _unavailable(f"did not answer within {self.limits.seconds:g} s") from late

    async def _tried(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        pause = _FIRST_PAUSE
        for attempt in range(1, self.limits.attempts + 1):
            last = attempt == self.limits.attempts
            try:
                status, raw = await self._once(path, body)
            except httpx.HTTPError as failure:
                if last:
                    raise _unavailable(f"failed: {type(failure).__name__}") from failure
            else:
                if status == 200:
                    return _object(raw)
                if status not in _PASSING or last:
                    raise _unavailable(f"answered {status}")
            await asyncio.sleep(pause)
            pause *= 2
        raise _unavailable("was not asked")

    async def _once(self, path: str, body: Mapping[str, Any]) -> tuple[int, bytes]:
        async with self._client.stream("POST", path, json=dict(body)) as answer:
            pieces = bytearray()
            async for piece in answer.aiter_bytes():
                pieces += piece
                if len(pieces) > self.limits.answer_bytes:
                    raise _unavailable(f"sent more than {self.limits.answer_bytes:,} bytes")
            return answer.status_code, bytes(pieces)


def _object(raw: bytes) -> dict[str, Any]:
    try:
        return msgspec.json.decode(raw, type=dict[str, Any])
    except msgspec.DecodeError as problem:
        raise _unavailable("sent what is no JSON object") from problem


def _unavailable(what: str) -> Unavailable:
    return Unavailable(
        f"The model server {what}.",
        remedy="Try again, or look after the server that the settings of generation name.",
        code="model_unavailable",
    )


def malformed(what: str) -> Unavailable:
    """The failure for an answer of the right kind whose content is not what was asked."""
    return _unavailable(f"sent an answer without {what}")
