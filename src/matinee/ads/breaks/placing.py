"""Ads beside a film: apart from breaks, from each other and from marked stretches.

A break always goes first. Where one comes to lie too near a placement, the placement stays, with
its fault, and nobody is shown it.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from matinee.ads.breaks.beside import PLACED, USUAL, Placement
from matinee.ads.breaks.model import Draft, Stretch, clock
from matinee.ads.model import Format
from matinee.errors import Invalid, NotFound


class PlacementFault(StrEnum):
    """Why no ad is shown at a placement."""

    BEYOND = "beyond_the_film"
    BREAK = "near_a_break"
    MARKED = "marked"
    OTHER = "near_another"


_WORDS = {
    PlacementFault.BEYOND: "the film ends before it is over",
    PlacementFault.BREAK: "a break lies too near",
    PlacementFault.MARKED: "that stretch is marked",
    PlacementFault.OTHER: "another lies too near",
}


@dataclass(frozen=True, slots=True)
class Beside:
    """The placements of a title, by time, and what they keep clear of.

    ``distance`` is in seconds; ``film_seconds`` is 0 where no film was looked into.
    """

    placements: tuple[Placement, ...] = ()
    distance: float = 0.0
    marked: tuple[Stretch, ...] = ()
    film_seconds: float = 0.0

    def judged(self, breaks: Iterable[float]) -> Iterator[tuple[Placement, PlacementFault | None]]:
        """Each with what keeps it from being shown in a film with breaks at these seconds."""
        times, over = list(breaks), 0.0 - self.distance
        for each in self.placements:
            fault = self._fault(each, times)
            if fault is None and each.at < over + self.distance:
                fault = PlacementFault.OTHER
            if fault is None:
                over = each.ends
            yield each, fault

    def met(
        self, breaks: Iterable[float], formats: Iterable[Format] = PLACED
    ) -> tuple[Placement, ...]:
        """Those of some formats that may be shown."""
        wanted = frozenset(formats)
        found = self.judged(breaks)
        return tuple(each for each, fault in found if fault is None and each.format in wanted)

    def check(self, breaks: Iterable[float], *, but: Collection[Placement] = ()) -> None:
        """Invalid where one, ``but`` those, may not be shown."""
        for each, fault in self.judged(breaks):
            if fault is not None and each not in but:
                raise Invalid(
                    f"No ad may stand beside the film at {clock(each.at)}: {_WORDS[fault]}.",
                    remedy=f"Leave {self.distance:g} s to breaks and to the next."
                    if fault in {PlacementFault.BREAK, PlacementFault.OTHER}
                    else "Give it another time.",
                    code=fault.value,
                    field="placements",
                )

    def _fault(self, each: Placement, breaks: Sequence[float]) -> PlacementFault | None:
        if self.film_seconds and each.ends > self.film_seconds:
            return PlacementFault.BEYOND
        if any(each.at - self.distance < at < each.ends + self.distance for at in breaks):
            return PlacementFault.BREAK
        if any(one.begins < each.ends and each.at < one.ends for one in self.marked):
            return PlacementFault.MARKED
        return None


def with_placement(
    draft: Draft, at: float, format_: Format, seconds: float = USUAL
) -> tuple[Placement, ...]:
    """The placements of a draft with one more, by time."""
    names = {each.id for each in draft.placements}
    name = stem = f"p{round(at * 1000)}"
    number = 1
    while name in names:
        number += 1
        name = f"{stem}-{number}"
    made = Placement(name, at, format_, seconds)
    return by_time([*draft.placements, made])


def without_placement(draft: Draft, placement_id: str) -> Draft:
    """The draft without one of them."""
    left = tuple(each for each in draft.placements if each.id != placement_id)
    if len(left) == len(draft.placements):
        raise NotFound("There is no such placement.", remedy="Open the title's breaks again.")
    return replace(draft, placements=left)


def by_time(placements: Iterable[Placement]) -> tuple[Placement, ...]:
    """As they are kept."""
    return tuple(sorted(placements, key=lambda each: (each.at, each.id)))
