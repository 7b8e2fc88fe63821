"""When the sun rises and sets, by place and date.

The equations of NOAA's solar calculator (J. Meeus, Astronomical Algorithms, 1991, chapters 15, 25
and 28), good to about a minute between the polar circles. Sunrise and sunset are when the sun's
upper edge is on a level horizon (90.833°); it is dark when its centre is 6° below (civil twilight).
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from math import acos, asin, cos, degrees, radians, sin, tan
from zoneinfo import ZoneInfo

from matinee.studio.schedule.working_day import MINUTES_A_DAY, Place

_HORIZON, _CIVIL = 90.833, 96.0
_J2000 = datetime(2000, 1, 1, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class SunDay:
    """Minutes since midnight on the clocks of the place; what is after midnight goes on counting.

    ``light`` is from sunrise to sunset, ``dark`` from dusk to the dawn of the next day; each is as
    long as a day or of no length where the sun stays up or down.
    """

    light: tuple[int, int]
    dark: tuple[int, int]


@lru_cache(maxsize=4096)
def sun_day(place: Place, day: date) -> SunDay:
    """The light of a day and the dark of the night after it."""
    light = _above(place, day, _HORIZON)
    evening = _above(place, day, _CIVIL)
    morning = _above(place, day + timedelta(days=1), _CIVIL)
    shift = _clock_shift(place, day)
    dark_from = MINUTES_A_DAY // 2 if evening[0] == evening[1] else evening[1]
    dawn = MINUTES_A_DAY // 2 if morning[0] == morning[1] else morning[0]
    if evening[1] - evening[0] == MINUTES_A_DAY:
        return SunDay(light, (0, 0))
    return SunDay(light, (dark_from, max(dark_from, dawn + MINUTES_A_DAY + shift)))


def _clock_shift(place: Place, day: date) -> int:
    """What the next day's clocks are behind this day's count, where summer time begins or ends."""
    zone = ZoneInfo(place.zone)
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=zone)
    later = noon + timedelta(days=1)
    now, then = noon.utcoffset() or timedelta(), later.utcoffset() or timedelta()
    return round((now - then).total_seconds() / 60)


def _above(place: Place, day: date, zenith: float) -> tuple[int, int]:
    """From when to when the sun is higher than that; a whole day, or nothing, near the poles."""
    middle = 720.0 - 4 * place.longitude
    edges: list[int] = []
    for way in (1, -1):
        minutes = middle
        for _ in range(3):
            declination, equation = _sun(day, minutes)
            latitude = radians(place.latitude)
            cosine = cos(radians(zenith)) / (cos(latitude) * cos(declination)) - tan(
                latitude
            ) * tan(declination)
            if cosine < -1:
                return 0, MINUTES_A_DAY
            if cosine > 1:
                return 0, 0
            minutes = 720 - 4 * (place.longitude + way * degrees(acos(cosine))) - equation
        edges.append(_on_the_clock(place, day, minutes))
    return edges[0], edges[1]


def _on_the_clock(place: Place, day: date, minutes: float) -> int:
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    local = (midnight + timedelta(minutes=minutes)).astimezone(ZoneInfo(place.zone))
    since = local.replace(tzinfo=UTC) - midnight
    return round(since.total_seconds() / 60)


def _sun(day: date, minutes: float) -> tuple[float, float]:
    """The sun's declination in radians and the equation of time in minutes."""
    at = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=minutes)
    century = (at - _J2000).total_seconds() / 86_400 / 36_525
    mean = radians((280.46646 + century * (36_000.76983 + century * 0.0003032)) % 360)
    anomaly = radians(357.52911 + century * (35_999.05029 - 0.0001537 * century))
    eccentric = 0.016708634 - century * (0.000042037 + 0.0000001267 * century)
    centre = (
        sin(anomaly) * (1.914602 - century * (0.004817 + 0.000014 * century))
        + sin(2 * anomaly) * (0.019993 - 0.000101 * century)
        + sin(3 * anomaly) * 0.000289
    )
    node = radians(125.04 - 1934.136 * century)
    longitude = mean + radians(centre - 0.00569 - 0.00478 * sin(node))
    seconds = 21.448 - century * (46.815 + century * (0.00059 - century * 0.001813))
    tilt = radians(23 + (26 + seconds / 60) / 60 + 0.00256 * cos(node))
    half = tan(tilt / 2) ** 2
    equation = 4 * degrees(
        half * sin(2 * mean)
        - 2 * eccentric * sin(anomaly)
        + 4 * eccentric * half * sin(anomaly) * cos(2 * mean)
        - half**2 / 2 * sin(4 * mean)
        - 1.25 * eccentric**2 * sin(2 * anomaly)
    )
    return asin(sin(tilt) * sin(longitude)), equation
