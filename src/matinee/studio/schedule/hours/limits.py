"""What may be shot on a day by the clock, as sums that a solver can keep to.

Each limit is a weight for each strip and a most for each day: minutes of shooting, minutes of
daylight and of darkness by place, minutes of work of a minor, and those a minor may work after
dark. The order within a day is the board's; a plan that keeps these sums may be flagged for it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from matinee.studio.schedule.hours.daylight import sun_day
from matinee.studio.schedule.hours.estimate import estimate
from matinee.studio.schedule.model import ShootingScript, Strip
from matinee.studio.schedule.working_day import (
    MINUTES_A_DAY,
    AgeBand,
    Hours,
    MealsPack,
    Place,
    length_words,
    minutes_of,
    pack_on,
)
from matinee.studio.screenplay.pagination import written

HOURS, DAYLIGHT_HOURS, DARK_HOURS, MINOR, MINOR_NIGHT, SECOND_UNIT = (
    "hours", "daylight", "darkness", "minor", "minor after dark", "second unit",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DayLimit:
    """``weights[strip]`` of a day's strips come to ``most[day]`` at most.

    ``alone``: a day on which it weighs one strip may pass it. ``per_set``: what each set after the
    first adds, of those strips that have a weight. ``words`` say the rule.
    """

    rule: str
    words: str
    weights: tuple[int, ...]
    most: tuple[int, ...]
    alone: bool = False
    per_set: int = 0


def limits_of(
    script: ShootingScript, strips: Sequence[Strip], dates: Sequence[date]
) -> tuple[DayLimit, ...]:
    """The limits of these strips on these dates; none where nothing is said of hours."""
    second = [strip.id in script.rules.second_unit for strip in strips]
    found = list(_of_unit(script, strips, [not one for one in second], dates))
    if any(second):
        found += [_pages(script, strips, second, dates), *_of_unit(script, strips, second, dates)]
    return tuple(found)


def _of_unit(
    script: ShootingScript, strips: Sequence[Strip], mine: Sequence[bool], dates: Sequence[date]
) -> Iterator[DayLimit]:
    """The limits of the clock for one unit: the strips of the other weigh nothing."""
    hours = script.rules.hours
    if hours is None:
        return
    minutes = [
        estimate(strip, hours).minutes if own else 0
        for strip, own in zip(strips, mine, strict=True)
    ]
    yield _working_day(hours, minutes, dates)
    yield from _sun(hours, strips, minutes, dates)
    yield from _minors(script, hours, strips, minutes, dates)


def _pages(
    script: ShootingScript, strips: Sequence[Strip], mine: Sequence[bool], dates: Sequence[date]
) -> DayLimit:
    """The second unit's pages: as many a day as the main unit's."""
    most = script.rules.eighths_a_day
    weights = tuple(s.eighths if own else 0 for s, own in zip(strips, mine, strict=True))
    words = (
        f"The second unit shoots at most {written(most)} pages a day on {len(dates)} days, "
        f"for {written(sum(weights))}."
    )
    return DayLimit(SECOND_UNIT, words, weights, (most,) * len(dates), alone=True)


def _working_day(hours: Hours, minutes: Sequence[int], dates: Sequence[date]) -> DayLimit:
    most = tuple(_shooting(hours, pack_on(hours.meals, day)) for day in dates)
    words = (
        f"At most {_range(most)} of shooting a day on {len(dates)} days, "
        f"for {length_words(sum(minutes))} and the moves between sets."
    )
    return DayLimit(HOURS, words, tuple(minutes), most, alone=True, per_set=hours.move)


def _shooting(hours: Hours, pack: MealsPack | None) -> int:
    """What the working day leaves for shooting: without beginning, end and the meals."""
    work = hours.day if pack is None else _work_within(hours.day, pack)
    return max(0, work - hours.first_shot - hours.wrap)


def _work_within(minutes: int, pack: MealsPack) -> int:
    """The most work that fits in so many minutes when a meal is taken each time it is due."""
    whole, rest = divmod(minutes, pack.every + pack.lasts)
    return whole * pack.every + min(rest, pack.every)


def _sun(
    hours: Hours, strips: Sequence[Strip], minutes: Sequence[int], dates: Sequence[date]
) -> Iterator[DayLimit]:
    for place in dict.fromkeys(hours.place_of(strip.location) for strip in strips):
        if place is None:
            continue
        here = [hours.place_of(strip.location) == place for strip in strips]
        name = next(s.location for s, mine in zip(strips, here, strict=True) if mine) or "There"
        suns = [sun_day(place, day) for day in dates]
        for rule, needs, windows, what in (
            (DAYLIGHT_HOURS, _needs_daylight, [sun.light for sun in suns], "daylight"),
            (DARK_HOURS, _needs_night, [sun.dark for sun in suns], "darkness"),
        ):
            weights = tuple(
                length if mine and needs(strip) else 0
                for strip, length, mine in zip(strips, minutes, here, strict=True)
            )
            if not any(weights):
                continue
            call = minutes_of(hours.call if rule == DAYLIGHT_HOURS else hours.night_call)
            most = tuple(
                _usable(hours, window, call, pack_on(hours.meals, day))
                for window, day in zip(windows, dates, strict=True)
            )
            words = (
                f"{name} has {_range(most)} of {what} to shoot in, "
                f"for {length_words(sum(weights))}, {length_words(max(weights))} at a time."
            )
            yield DayLimit(rule, words, weights, most, per_set=hours.move)


def _needs_daylight(strip: Strip) -> bool:
    return strip.needs_daylight


def _needs_night(strip: Strip) -> bool:
    return strip.needs_night


def _usable(hours: Hours, window: tuple[int, int], call: int, pack: MealsPack | None) -> int:
    """The light or dark in which shooting is possible, from the first shot, without the meals."""
    span = max(0, window[1] - max(window[0], call + hours.first_shot))
    if pack is None:
        return span
    # The first meal counts from the call, which is before the window begins.
    return max(0, _work_within(span + hours.first_shot, pack) - hours.first_shot)


def _minors(
    script: ShootingScript,
    hours: Hours,
    strips: Sequence[Strip],
    minutes: Sequence[int],
    dates: Sequence[date],
) -> Iterator[DayLimit]:
    for number, age in hours.ages.items():
        member = script.cast.get(number)
        packs = [pack_on(hours.minors, day) for day in dates]
        bands = [None if pack is None else pack.band(age) for pack in packs]
        if member is None or not any(bands):
            continue
        name = next(pack.name for pack, band in zip(packs, bands, strict=True) if pack and band)

        def weighed(fits: Callable[[Strip], bool], who: str = number) -> tuple[int, ...]:
            return tuple(
                length if who in strip.cast and fits(strip) else 0
                for strip, length in zip(strips, minutes, strict=True)
            )

        weights = weighed(lambda _strip: True)
        if not any(weights):
            continue
        most = tuple(MINUTES_A_DAY if band is None else band.work for band in bands)
        words = (
            f"{member.name} ({age}) works at most {_range(most)} a day, "
            f"for {length_words(sum(weights))}, {length_words(max(weights))} at a time ({name})."
        )
        yield DayLimit(MINOR, words, weights, most)
        for place in dict.fromkeys(hours.place_of(s.location) for s in strips):
            dark = weighed(lambda s, at=place: s.needs_night and hours.place_of(s.location) == at)
            if place is not None and any(dark):
                until = tuple(
                    _before_bed(place, band, day) for band, day in zip(bands, dates, strict=True)
                )
                words = (
                    f"{member.name} ({age}) may work {_range(until)} after dark, "
                    f"for {length_words(max(dark))} at a time ({name})."
                )
                yield DayLimit(MINOR_NIGHT, words, dark, until)


def _before_bed(place: Place, band: AgeBand | None, day: date) -> int:
    """Minutes between dusk and the hour at which somebody of that age must be gone."""
    if band is None:
        return MINUTES_A_DAY
    dusk, dawn = sun_day(place, day).dark
    return 0 if dusk == dawn else max(0, min(minutes_of(band.latest), dawn) - dusk)


def _range(most: Sequence[int]) -> str:
    least, longest = min(most), max(most)
    if least == longest:
        return length_words(longest)
    return f"{length_words(least)} to {length_words(longest)}"
