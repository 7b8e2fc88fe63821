"""A draft of breaks changed: chosen anew, a break put at a place, moved, and what that changes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from matinee.ads.breaks.choice import Option, choose
from matinee.ads.breaks.consequences import bar_at, marked_out, place_at
from matinee.ads.breaks.model import (
    BAR_WORDS,
    Bar,
    BreakRules,
    Draft,
    FilmPlaces,
    HourLimits,
    Place,
    PlacedBreak,
    Stretch,
    clock,
)
from matinee.errors import Invalid, NotFound

MOST_MOODS = 10
"""Of one break."""


@dataclass(frozen=True, slots=True)
class Change:
    """What came, went and was moved from one set of breaks to another; times in seconds."""

    added: tuple[float, ...]
    removed: tuple[float, ...]
    moved: tuple[tuple[float, float], ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.moved)


def chosen(
    film: FilmPlaces, draft: Draft, rules: BreakRules, hours: HourLimits
) -> tuple[PlacedBreak, ...]:
    """The locked breaks of a draft and the best places beside them, by time."""
    places = marked_out(film, draft.marked)
    held = [each for each in draft.breaks if each.locked]
    inside = [each for each in held if each.at > 0]
    at = {each.at: place_at(places, each.at) for each in inside}
    options = [
        Option(each.at, place.score if (place := at[each.at]) else 0, each.seconds, forced=True)
        for each in inside
    ]
    free = [
        place
        for place in places
        if place.bar is None and place.score >= rules.least_score and place not in at.values()
    ]
    options += [Option(place.at, place.score, rules.break_seconds) for place in free]
    taken = choose(options, rules, hours, film_seconds=film.seconds)
    moods = {each.id: each.moods for each in draft.breaks}
    made = [_new(options[place].at, rules, held) for place in taken if place >= len(inside)]
    # One that is chosen again where it was keeps what it was given.
    made = [replace(each, moods=moods.get(each.id, ())) for each in made]
    if rules.opening_seconds and all(each.at > 0 for each in held):
        made.append(_new(0.0, rules, held))
    return tuple(sorted([*held, *made], key=lambda each: each.at))


def put(film: FilmPlaces, draft: Draft, rules: BreakRules, at: float, break_id: str = "") -> Draft:
    """A break at the place nearest to ``at``: a new one, or that of ``break_id`` moved there.

    It is locked, so that no choice takes it away again. Before the film (``at`` 0) lies one that
    is in no hour.

    Raises:
        Invalid: the nearest place is barred, or has a break; says where the next free ones lie.
        NotFound: the draft has no such break.
    """
    before = _of(draft, break_id) if break_id else None
    there = 0.0 if at <= 0 else _landing(film, draft, at)
    if any(each.id != break_id and _together(film, each.at, there) for each in draft.breaks):
        raise Invalid(f"At {clock(there)} there is a break already.", field="at", code="taken")
    if before is not None:
        return _with(draft, replace(before, at=there, locked=True))
    return _with(draft, replace(_new(there, rules, draft.breaks), locked=True))


def stepped(film: FilmPlaces, draft: Draft, break_id: str, *, later: bool) -> Draft:
    """A break at the next place, later or earlier, that is neither barred nor taken."""
    before = _of(draft, break_id)
    free = [place.at for place in _free(film, draft) if (place.at > before.at) == later]
    free = [at for at in free if place_at(film.places, before.at) != place_at(film.places, at)]
    if not free:
        raise Invalid("There is no free place on that side.", field="at", code="no_place")
    return _with(draft, replace(before, at=min(free) if later else max(free), locked=True))


def nudged(film: FilmPlaces, draft: Draft, break_id: str, *, frames: int, rate: float) -> Draft:
    """A break so many frames later (or, below 0, earlier), at ``rate`` frames a second.

    It stays at its place: within the black that it lies in, or a frame beside a cut.

    Raises:
        Invalid: that frame lies within a shot, speech, credits or a marked stretch, with why.
    """
    before = _of(draft, break_id)
    at = (round(before.at * rate) + frames) / rate
    bar = bar_at(film.places, draft.marked, at) if at > 0 else Bar.SHOT
    if bar is not None:
        raise _refused(film, draft, at, bar)
    return _with(draft, replace(before, at=at, locked=True))


def without(draft: Draft, break_id: str) -> Draft:
    """The draft without one of its breaks."""
    gone = _of(draft, break_id)
    return replace(draft, breaks=tuple(each for each in draft.breaks if each is not gone))


def with_lock(draft: Draft, break_id: str, *, locked: bool) -> Draft:
    """The draft with a break that choosing again may, or may not, take away."""
    return _with(draft, replace(_of(draft, break_id), locked=locked))


def with_moods(film: FilmPlaces, draft: Draft, break_id: str) -> Draft:
    """The draft with a break that takes, beside its own, the moods suggested of its scene.

    Invalid where nothing more is suggested.
    """
    one = _of(draft, break_id)
    suggested = [str(mood) for mood in film.moods_before(one.at) if mood not in one.moods]
    if not suggested:
        raise Invalid(
            f"Nothing more is suggested of the scene before {clock(one.at)}.",
            field="moods",
            code="no_mood",
        )
    return _with(draft, replace(one, moods=(*one.moods, *suggested)[:MOST_MOODS]))


def without_moods(draft: Draft, break_id: str) -> Draft:
    """The draft with a break of no mood."""
    return _with(draft, replace(_of(draft, break_id), moods=()))


def with_mark(draft: Draft, stretch: Stretch) -> Draft:
    """The draft with a stretch in which no break may fall; breaks that lie in it stay to be moved.

    Raises:
        Invalid: all of it is marked already.
    """
    if any(each.begins <= stretch.begins and stretch.ends <= each.ends for each in draft.marked):
        raise Invalid("That stretch is marked already.", field="marked", code="taken")
    apart = [
        each
        for each in draft.marked
        if not (stretch.begins <= each.begins and each.ends <= stretch.ends)
    ]
    return replace(draft, marked=tuple(sorted([*apart, stretch], key=lambda each: each.begins)))


def with_kept_out(draft: Draft, advertiser: UUID) -> Draft:
    """The draft with one advertiser more of whom the title holds no ad."""
    return replace(draft, kept_out=draft.kept_out | {advertiser})


def without_kept_out(draft: Draft, advertiser: UUID) -> Draft:
    """The draft with an advertiser let in again."""
    return replace(draft, kept_out=draft.kept_out - {advertiser})


def without_mark(draft: Draft, number: int) -> Draft:
    """The draft without one of its marks, by its place among them."""
    if not 0 <= number < len(draft.marked):
        raise NotFound("There is no such mark.", remedy="Open the title's breaks again.")
    return replace(draft, marked=draft.marked[:number] + draft.marked[number + 1 :])


def difference(before: Sequence[PlacedBreak], after: Sequence[PlacedBreak]) -> Change:
    """What changed; a break that kept its id was moved."""
    was, now = ({each.id: each.at for each in breaks} for breaks in (before, after))
    return Change(
        tuple(sorted(now[each] for each in now.keys() - was.keys())),
        tuple(sorted(was[each] for each in was.keys() - now.keys())),
        tuple(
            sorted((was[each], now[each]) for each in was if now.get(each, was[each]) != was[each])
        ),
    )


def _landing(film: FilmPlaces, draft: Draft, at: float) -> float:
    places = marked_out(film, draft.marked)
    nearest = min(places, key=lambda place: abs(place.at - at), default=None)
    if nearest is not None and nearest.bar is None:
        return nearest.at
    raise _refused(film, draft, at, nearest.bar if nearest is not None else None)


def _refused(film: FilmPlaces, draft: Draft, at: float, bar: Bar | None) -> Invalid:
    """Why no break may lie there, and where the next that may would; ``bar`` None: no place."""
    free = [place.at for place in _free(film, draft)]
    sides = [max((each for each in free if each < at), default=None)]
    sides.append(min((each for each in free if each > at), default=None))
    near = " or ".join(clock(each) for each in sides if each is not None)
    why = "the film has no place for a break" if bar is None else BAR_WORDS[bar]
    return Invalid(
        f"No break may lie at {clock(at)}: {why}.",
        remedy=f"The next free places lie at {near}." if near else "No place is free.",
        code="no_place" if bar is None else bar.value,
        field="at",
    )


def _together(film: FilmPlaces, at: float, other: float) -> bool:
    """Whether two times are one place, or both before the film."""
    if at == 0 or other == 0:
        return at == other
    return place_at(film.places, at) == place_at(film.places, other)


def _free(film: FilmPlaces, draft: Draft) -> list[Place]:
    """Places without a bar and without a break."""
    taken = {place_at(film.places, each.at) for each in draft.breaks if each.at > 0}
    allowed = [place for place in film.places if place not in taken]
    return [p for p in marked_out(FilmPlaces(film.seconds, allowed), draft.marked) if p.bar is None]


def _of(draft: Draft, break_id: str) -> PlacedBreak:
    for each in draft.breaks:
        if each.id == break_id:
            return each
    raise NotFound("There is no such break.", remedy="Open the title's breaks again.")


def _with(draft: Draft, one: PlacedBreak) -> Draft:
    others = [each for each in draft.breaks if each.id != one.id]
    return replace(draft, breaks=tuple(sorted([*others, one], key=lambda each: each.at)))


def _new(at: float, rules: BreakRules, beside: Sequence[PlacedBreak]) -> PlacedBreak:
    """One by the rules; where one that was moved away has its id, the next like it."""
    name = stem = f"b{round(at * 1000)}"
    number = 1
    while any(each.id == name for each in beside):
        number += 1
        name = f"{stem}-{number}"
    seconds = rules.break_seconds if at > 0 else rules.opening_seconds or rules.break_seconds
    return PlacedBreak(name, at, seconds, rules.slots)
