"""A set on a board at another hour, in lamplight, in a mood, with another wall, or wider."""

from itertools import pairwise

from fastapi import APIRouter

from matinee.errors import Invalid
from matinee.studio.concept.model import Corners, Hour, Lamp, Margins, read_colour
from matinee.studio.variants.model import (
    AtHour,
    BeyondEdges,
    InLamplight,
    InMood,
    Method,
    OfMaterial,
)
from matinee.surfaces.web.clearance.forms import Reading
from matinee.surfaces.web.schedule.desk import ScheduleDesk
from matinee.surfaces.web.studio.explore_pages import Asked, ExploreForm, example_of, exploring

_CORNERS = [f"corner_{number}_{side}" for number in range(1, 5) for side in ("left", "top")]
_SIDES = ("left", "top", "right", "bottom")
_BEFOREHAND = {
    "method": Method.HOUR.value,
    "hour": Hour.GOLDEN.value,
    "strength": "100",
    "lamp_left": "80",
    "lamp_top": "30",
    "reach": "30",
    "brightness": "100",
    "colour": "#ffc080",
    "scale": "25",
    **dict.fromkeys((f"margin_{side}" for side in _SIDES), "0"),
    "margin_right": "20",
}


def routes(desk: ScheduleDesk) -> APIRouter:
    """``/set/PICTURE`` of a board."""
    form = ExploreForm(
        path="set",
        template="board_set.html",
        beforehand=_BEFOREHAND,
        asked=_asked,
        methods=(Method.HOUR, Method.LAMP, Method.MOOD, Method.SURFACE, Method.EXTENDED),
    )
    return exploring(desk, form)


def _asked(reading: Reading) -> Asked | None:
    """What is wished for; None where a field does not fit."""
    match reading.typed.one("method"):
        case Method.HOUR:
            wish = _at_hour(reading)
        case Method.LAMP:
            wish = _lamplit(reading)
        case Method.MOOD:
            wish = _in_mood(reading)
        case Method.SURFACE:
            wish = _of_material(reading)
        case Method.EXTENDED:
            wish = _beyond(reading)
        case _:
            raise Invalid("Choose what to try.", field="method")
    return None if wish is None or reading.faults else Asked(wish)


def _at_hour(reading: Reading) -> AtHour | None:
    hour, strength = reading.typed.one("hour"), _needed(reading, "strength")
    if hour not in set(Hour):
        reading.faults["hour"] = reading.tongue.say("Choose one of those that are offered.")
        return None
    return None if strength is None else AtHour(Hour(hour), strength)


def _lamplit(reading: Reading) -> InLamplight | None:
    colour = read_colour(reading.typed.one("colour"))
    left, top, reach, bright = (
        _needed(reading, name) for name in ("lamp_left", "lamp_top", "reach", "brightness")
    )
    if left is None or top is None or reach is None or bright is None:
        return None
    return InLamplight(Lamp(left, top, reach, colour, bright))


def _in_mood(reading: Reading) -> InMood | None:
    example, strength = example_of(reading), _needed(reading, "strength")
    return None if example is None or strength is None else InMood(example, strength)


def _of_material(reading: Reading) -> OfMaterial | None:
    example, scale = example_of(reading), _needed(reading, "scale")
    given = [share for name in _CORNERS if (share := reading.number(name)) is not None]
    if len(given) < len(_CORNERS):
        reading.faults["corners"] = reading.tongue.say("Give all four corners.")
    if reading.faults or example is None or scale is None:
        return None
    first, second, third, fourth = list(pairwise([side / 100 for side in given]))[::2]
    return OfMaterial(Corners((first, second, third, fourth)), example, scale=scale)


def _beyond(reading: Reading) -> BeyondEdges | None:
    shares = {side: reading.number(f"margin_{side}") for side in _SIDES}
    if reading.faults:
        return None
    return BeyondEdges(Margins(**{side: (share or 0) / 100 for side, share in shares.items()}))


def _needed(reading: Reading, name: str) -> float | None:
    """A share that is typed in hundredths, and must be there."""
    if not reading.needed(name):
        return None
    found = reading.number(name)
    return None if found is None else found / 100
