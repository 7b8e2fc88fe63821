"""How long a strip takes to shoot, by a method that can be said in a line.

Set-ups are pages × set-ups a page, which dialogue and action need in different measure; minutes are
set-ups × minutes a set-up, and a fixed time more for a night exterior and for each category that
asks for care. A person's own figure goes before all of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from matinee.studio.schedule.model import EIGHTHS_A_PAGE, Strip
from matinee.studio.schedule.working_day import Hours

_HALF = 50
"""Where nobody read how much of a strip is dialogue, half of it is taken to be."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """Minutes and set-ups of one strip; ``own`` where a person said the minutes; ``why``."""

    minutes: int
    setups: int
    own: bool
    why: tuple[str, ...]


def estimate(strip: Strip, hours: Hours) -> Estimate:
    """How long this strip takes; a banner takes no time."""
    if strip.banner:
        return Estimate(0, 0, own=False, why=())
    pace = hours.pace
    counted = hours.setups.get(strip.id)
    spoken = hours.spoken.get(strip.id, _HALF) / 100
    a_page = spoken * pace.dialogue + (1 - spoken) * pace.action
    guessed = max(1, round(strip.eighths / EIGHTHS_A_PAGE * a_page))
    setups = guessed if counted is None else counted
    if strip.minutes is not None:
        return Estimate(strip.minutes, setups, own=True, why=("said by a person",))
    more = list(_more(strip, hours))
    minutes = setups * pace.setup + sum(extra for _, extra in more)
    why = (
        f"{setups} set-ups of {pace.setup} min",
        *(f"{name} {extra} min" for name, extra in more),
    )
    return Estimate(minutes, setups, own=False, why=why)


def _more(strip: Strip, hours: Hours) -> Iterator[tuple[str, int]]:
    if strip.needs_night and hours.pace.night:
        yield "night exterior", hours.pace.night
    for category in dict.fromkeys(category for category, _ in strip.elements):
        if hours.pace.extra.get(category):
            yield category, hours.pace.extra[category]
