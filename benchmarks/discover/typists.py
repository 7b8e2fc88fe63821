"""Many who type at once: a letter every so often, giving up on answers that are out of date."""

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import httpx

_EVERY_SECONDS = 0.2
_LETTERS = 12


@dataclass
class Typing:
    """Milliseconds of the answers that came in time, and how many were given up."""

    milliseconds: list[float] = field(default_factory=list[float])
    cancelled: int = 0


async def type_together(
    address: str, profile: str, names: Sequence[str], *, typists: int, seconds: float
) -> Typing:
    """Let so many type for so long."""
    typing = Typing()
    limits = httpx.Limits(max_connections=2 * typists, max_keepalive_connections=2 * typists)
    async with httpx.AsyncClient(base_url=address, limits=limits, timeout=30) as client:
        ending = time.monotonic() + seconds
        async with asyncio.TaskGroup() as group:
            for number in range(typists):
                dice = random.Random(number)
                group.create_task(_typist(client, profile, names, dice, typing, ending))
    return typing


async def _typist(
    client: httpx.AsyncClient,
    profile: str,
    names: Sequence[str],
    dice: random.Random,
    typing: Typing,
    ending: float,
) -> None:
    await asyncio.sleep(dice.random() * _EVERY_SECONDS)
    while time.monotonic() < ending:
        name = dice.choice(names)
        for letters in range(1, min(len(name), _LETTERS) + 1):
            if time.monotonic() >= ending:
                return
            due = asyncio.create_task(_ask(client, profile, name[:letters]))
            done, _ = await asyncio.wait([due], timeout=_EVERY_SECONDS)
            if not done:
                due.cancel()
                await asyncio.gather(due, return_exceptions=True)
                typing.cancelled += 1
                typing.milliseconds.append(_EVERY_SECONDS * 1000)
                continue
            took = due.result()
            typing.milliseconds.append(took * 1000)
            await asyncio.sleep(max(0.0, _EVERY_SECONDS - took))


async def _ask(client: httpx.AsyncClient, profile: str, query: str) -> float:
    started = time.perf_counter()
    answer = await client.get("/v1/search/typed", params={"profile": profile, "q": query})
    answer.raise_for_status()
    return time.perf_counter() - started
