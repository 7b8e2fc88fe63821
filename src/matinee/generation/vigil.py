"""Work that goes on only while its permit lives: revoking a consent stops a running model."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

from matinee.errors import Unavailable
from matinee.generation.checks import UNANSWERED

Result = TypeVar("Result")


class SwitchedOff(Unavailable):
    """The operator has switched generation off: known for sure, so that nothing is waited for."""

    default_code = "generation_off"


@dataclass(frozen=True, slots=True)
class Vigil:
    """How often the permit is asked about, and how long its state may stay unknown, in seconds."""

    every: float = 1.0
    blind: float = 5.0
    parting: float = 2.0
    """How long work that was cancelled may take to end; a thread that hangs is left behind."""


async def while_live(
    work: Coroutine[Any, Any, Result],
    still_live: Callable[[], Awaitable[None]],
    vigil: Vigil,
    *,
    seconds: float,
) -> Result:
    """The result of ``work``, or what ``still_live`` raised first; then the work is cancelled.

    A state that cannot be read (:class:`Unavailable`) stops the work once it lasts; ``seconds`` is
    what the work may take in all.
    """
    task = asyncio.ensure_future(work)
    began = known = time.monotonic()
    try:
        while True:
            left = began + seconds - time.monotonic()
            if left <= 0:
                raise _late(seconds)
            done, _ = await asyncio.wait({task}, timeout=min(vigil.every, left))
            if done:
                return task.result()
            try:
                async with asyncio.timeout(vigil.blind):
                    await still_live()
            except SwitchedOff:
                raise
            except (Unavailable, TimeoutError) as unknown:
                if time.monotonic() - known >= vigil.blind:
                    raise Unavailable(
                        "Whether the permit still stands cannot be told, so the model was stopped.",
                        remedy="Try again when the database answers.",
                        code="state_unknown",
                    ) from unknown
            else:
                known = time.monotonic()
    finally:
        if not task.done():
            task.cancel()
            await asyncio.wait({task}, timeout=vigil.parting)


def _late(seconds: float) -> Unavailable:
    return Unavailable(
        f"The model did not answer within {seconds:g} s.",
        remedy="Try again, or ask for less at once.",
        code=UNANSWERED,
    )
