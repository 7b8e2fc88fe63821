"""What a set of breaks comes to: how good its places are, what rules it breaks, how it loads."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from matinee.ads.breaks.choice import Option, choose
from matinee.ads.breaks.model import (
    HOUR,
    SAME_PLACE,
    Bar,
    BreakRules,
    Fault,
    FilmPlaces,
    HourLimits,
    Place,
    PlacedBreak,
    Stretch,
)
from matinee.ads.breaks.moods import Mood
from matinee.ads.breaks.scoring import spoken_for


@dataclass(frozen=True, slots=True)
class JudgedBreak:
    """A break with what is known of its place; ``bar`` keeps it from being saved.

    ``suggested`` are moods of the scene before it that it was not given.
    """

    placed: PlacedBreak
    score: int
    cues: tuple[str, ...]
    bar: Bar | None
    faults: tuple[Fault, ...]
    suggested: tuple[Mood, ...] = ()


@dataclass(frozen=True, slots=True)
class HourLoad:
    """What an hour of the film holds, and what it may."""

    hour: int
    breaks: int
    seconds: float
    most: int
    room: float


@dataclass(frozen=True, slots=True)
class TerritoryLoad:
    """What is left of the breaks where a narrower limit holds."""

    territory: str
    breaks: int
    seconds: float
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Consequences:
    """All of it; ``load`` is seconds of ads in an hour of film, ``score`` a sum over breaks."""

    breaks: tuple[JudgedBreak, ...]
    hours: tuple[HourLoad, ...]
    territories: tuple[TerritoryLoad, ...]
    seconds: float
    load: float
    score: int


def marked_out(film: FilmPlaces, marked: Sequence[Stretch]) -> list[Place]:
    """The places, those in marked stretches barred."""
    return [
        replace(place, bar=Bar.MARKED)
        if place.bar is None and _in_marked(marked, place.at)
        else place
        for place in film.places
    ]


def place_at(places: Sequence[Place], at: float) -> Place | None:
    """The place at a time, if there is one; places are apart, so it is one of the two beside."""
    index = bisect_left([place.at for place in places], at)
    near = [place for place in places[max(index - 1, 0) : index + 1] if _holds(place, at)]
    return min(near, key=lambda place: abs(place.at - at), default=None)


def bar_at(places: Sequence[Place], marked: Sequence[Stretch], at: float) -> Bar | None:
    """Why no break may lie at a time, None where one may."""
    place = place_at(places, at)
    if place is None:
        return Bar.SHOT
    if place.bar is None and _in_marked(marked, at):
        return Bar.MARKED
    return place.bar


def _in_marked(marked: Sequence[Stretch], at: float) -> bool:
    """Within one of them; where it begins and ends lies between scenes, and is free."""
    return any(each.begins + SAME_PLACE < at < each.ends - SAME_PLACE for each in marked)


def _holds(place: Place, at: float) -> bool:
    return abs(place.at - at) <= place.reach


def weigh(
    film: FilmPlaces,
    marked: Sequence[Stretch],
    breaks: Sequence[PlacedBreak],
    rules: BreakRules,
    age: int | None,
) -> Consequences:
    """Judge a set of breaks; one at 0, before the film, keeps no rule but its length."""
    ordered = sorted(breaks, key=lambda each: each.at)
    hours = rules.in_territory("", age)
    loads = _loads(ordered, hours, film.seconds)
    judged = tuple(_judge(each, film, marked, ordered, rules, loads) for each in ordered)
    total = sum(each.seconds for each in ordered)
    return Consequences(
        judged,
        tuple(loads),
        tuple(_territory(code, judged, rules, age, film.seconds) for code in _named(rules)),
        total,
        total * HOUR / max(film.seconds, 1.0),
        sum(each.score for each in judged),
    )


def within_hours(
    breaks: Sequence[tuple[float, float, int]], hours: HourLimits, film_seconds: float
) -> list[int]:
    """The best of breaks (``at``, seconds, score) that an hour may hold; which stay, by index.

    A break at 0 lies before the film and always stays.
    """
    before = [place for place, (at, _, _) in enumerate(breaks) if at == 0]
    inside = [place for place, (at, _, _) in enumerate(breaks) if at > 0]
    options = [Option(breaks[place][0], breaks[place][2] + 1, breaks[place][1]) for place in inside]
    free = BreakRules(first_seconds=0, distance_seconds=0, end_seconds=0, most=60)
    length = max([film_seconds, *(option.at for option in options)])
    kept = choose(options, free, hours, film_seconds=length)
    return sorted([*before, *(inside[place] for place in kept)])


def _judge(
    each: PlacedBreak,
    film: FilmPlaces,
    marked: Sequence[Stretch],
    ordered: Sequence[PlacedBreak],
    rules: BreakRules,
    loads: Sequence[HourLoad],
) -> JudgedBreak:
    if each.at == 0:
        return JudgedBreak(each, 0, (), None, ())
    place = place_at(film.places, each.at)
    if place is None:
        return JudgedBreak(each, 0, (), Bar.SHOT, ())
    bar = bar_at(film.places, marked, each.at)
    faults = list[Fault]()
    if each.at < rules.first_seconds:
        faults.append(Fault.EARLY)
    if each.at > film.seconds - rules.end_seconds:
        faults.append(Fault.LATE)
    if any(0 < abs(other.at - each.at) < rules.distance_seconds for other in ordered if other.at):
        faults.append(Fault.CLOSE)
    if sum(other.at > 0 for other in ordered) > rules.most:
        faults.append(Fault.MANY)
    load = loads[min(int(each.at // HOUR), len(loads) - 1)]
    if load.breaks > load.most:
        faults.append(Fault.HOUR_COUNT)
    if load.seconds > load.room + 1e-6:
        faults.append(Fault.HOUR_SECONDS)
    cues = tuple(spoken_for(place.cues))
    suggested = tuple(m for m in film.moods_before(each.at) if m not in each.moods)
    return JudgedBreak(each, place.score, cues, bar, tuple(faults), suggested)


def _loads(
    ordered: Sequence[PlacedBreak], hours: HourLimits, film_seconds: float
) -> list[HourLoad]:
    found = list[HourLoad]()
    for hour in range(max(1, int(-(-film_seconds // HOUR)))):
        inside = [each for each in ordered if each.at > 0 and int(each.at // HOUR) == hour]
        most, room = hours.of_hour(hour, film_seconds)
        found.append(HourLoad(hour, len(inside), sum(each.seconds for each in inside), most, room))
    return found


def _named(rules: BreakRules) -> list[str]:
    return sorted({code for limit in rules.limits for code in limit.territories})


def _territory(
    code: str,
    judged: Sequence[JudgedBreak],
    rules: BreakRules,
    age: int | None,
    film_seconds: float,
) -> TerritoryLoad:
    of = [(each.placed.at, each.placed.seconds, each.score) for each in judged]
    limits = rules.in_territory(code, age)
    everywhere = limits == rules.in_territory("", age)
    kept = range(len(of)) if everywhere else within_hours(of, limits, film_seconds)
    left_out = [each.placed.id for place, each in enumerate(judged) if place not in kept]
    return TerritoryLoad(code, len(kept), sum(of[place][1] for place in kept), tuple(left_out))
