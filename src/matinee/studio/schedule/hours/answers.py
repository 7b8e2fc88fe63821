"""A day on the clock in the words of the API."""

from typing import Any

from matinee.studio.schedule.hours.clock import DayClock
from matinee.studio.schedule.working_day import clock_words


def clock_record(clock: DayClock) -> dict[str, Any]:
    """Clocks as ``HH:MM`` of the place, lengths in minutes; ``light`` and ``dark`` where known."""
    sun = clock.sun
    return {
        "date": clock.date,
        "call": clock_words(clock.call),
        "wrap": clock_words(clock.wrap),
        "minutes": clock.length,
        "shooting": clock.shooting,
        "moves": clock.moves,
        "setups": clock.setups,
        "meals": [clock_words(begin) for begin, _ in clock.meals],
        "light": None if sun is None else _span(sun.light),
        "dark": None if sun is None else _span(sun.dark),
        "strips": [
            {
                "strip": one.strip.id,
                "start": clock_words(one.start),
                "end": clock_words(one.end),
                "minutes": one.estimate.minutes,
                "setups": one.estimate.setups,
                "own": one.estimate.own,
                "why": list(one.estimate.why),
            }
            for one in clock.strips
        ],
    }


def _span(window: tuple[int, int]) -> list[str] | None:
    """From and until; None where the sun stays up, or down."""
    return None if window[0] == window[1] else [clock_words(window[0]), clock_words(window[1])]
