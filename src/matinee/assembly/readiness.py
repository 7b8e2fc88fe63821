"""Whether the house can do its work now: each thing that it stands on, with its state."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from time import perf_counter

import structlog

from matinee.assembly.house import House
from matinee.assembly.migrations import current, newest
from matinee.assembly.room import check_room
from matinee.errors import Conflict, MatineeError
from matinee.generation.model import GENERATION

PATIENCE_SECONDS = 3.0
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Check:
    """One thing, whether it answers, in how long, and what to do where it does not."""

    name: str
    ready: bool
    milliseconds: float
    message: str = ""
    needed: bool = True
    """Whether the house is not ready without it."""


async def readiness(house: House, *, own: bool = False) -> tuple[Check, ...]:
    """Try database, its writing, schema, file store, clock and disks, all at once; see to search.

    Where ``own`` is said, the clock alone, as far as it is known: what another process may have in
    order. Disks may be one that all share; a full one would take every process out at once.
    """
    if own:
        known = await _check("clock", house.clock.check_known)
        return (known, _search(house), _generation(house))
    checks = (
        _check("database", house.database.ping),
        _check("writes", house.database.check_writes),
        _check("migrations", lambda: _schema(house)),
        _check("blobs", lambda: house.blobs.exists("readiness")),
        _check("clock", house.clock.check),
        _check("room", lambda: asyncio.to_thread(check_room, house.settings)),
    )
    return (*await asyncio.gather(*checks), _search(house), _generation(house))


def _search(house: House) -> Check:
    """Whether searches have an index. The first one has it made, so nothing is kept waiting."""
    warm = house.discover.warm
    message = "" if warm else "The search index is being made; a search waits for it."
    return Check("search", warm, 0.0, message, needed=False)


def _generation(house: House) -> Check:
    """Whether models that generate may be asked: by the flag, and by the file that needs none."""
    off = house.operation.flags.off(GENERATION)
    message = "Generation is switched off." if off else ""
    return Check("generation", not off, 0.0, message, needed=False)


async def _schema(house: House) -> None:
    url = house.database.url.render_as_string(hide_password=False)
    at = await asyncio.to_thread(current, url)
    if at != newest():
        raise Conflict("The schema is not the one needed.", remedy="Run `matinee db upgrade`.")


async def _check(name: str, attempt: Callable[[], Awaitable[object]]) -> Check:
    started = perf_counter()
    message = ""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await attempt()
    except TimeoutError:
        message = f"No answer in {PATIENCE_SECONDS:g} seconds."
    except Conflict as failure:
        message = str(failure)
    except MatineeError as failure:
        # Anyone may ask; what the failure says of addresses and folders is for the operator's log.
        _log.warning("not ready", check=name, failure=str(failure))
        message = "It does not answer."
    return Check(name, not message, round((perf_counter() - started) * 1000, 2), message)
