"""Day-out-of-days: who works, starts, is held, dropped, picked up and finished on which day.

The trade's codes: ``S`` start, ``W`` work, ``H`` hold, ``D`` drop, ``P`` pick-up, ``F`` finish, put
together as usual (``SW``, ``WF``, ``SWF``, ``WD``, ``PW``, ``PWF``); an empty text where somebody
is not on the payroll.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from matinee.studio.schedule.model import Board, CastMember, ShootingScript


@dataclass(frozen=True, slots=True)
class CastDays:
    """One row: a code for each day of the board, and how many of each kind."""

    member: CastMember
    codes: tuple[str, ...]
    work: int
    hold: int
    dropped: int

    @property
    def start(self) -> int:
        """The first day of work, from 0."""
        return next(place for place, code in enumerate(self.codes) if "S" in code)

    @property
    def finish(self) -> int:
        """The last day of work, from 0."""
        return next(place for place, code in enumerate(self.codes) if "F" in code)

    @property
    def cost(self) -> int:
        """Days worked and held at the member's rate."""
        return (self.work + self.hold) * self.member.rate


def day_out_of_days(script: ShootingScript, board: Board) -> tuple[CastDays, ...]:
    """A row for everyone who works, in the order of the cast."""
    working: dict[str, list[int]] = {}
    for day, strips in enumerate(board.days):
        for number in {who for strip in strips for who in script.strips[strip].cast}:
            working.setdefault(number, []).append(day)
    return tuple(
        _row(member, working[number], len(board.days))
        for number, member in script.cast.items()
        if number in working
    )


def longest_drop(worked: Sequence[int], drops_after: int | None) -> tuple[int, int] | None:
    """The two days of work between which somebody is dropped: the longest gap that allows it.

    Once, as basic agreements have it: whoever was picked up stays until the end.
    """
    if drops_after is None or len(worked) < 2:
        return None
    last, following = max(pairwise(worked), key=lambda pair: pair[1] - pair[0])
    return (last, following) if following - last - 1 >= drops_after else None


def _row(member: CastMember, worked: list[int], count: int) -> CastDays:
    codes = [""] * count
    for day in range(worked[0], worked[-1] + 1):
        codes[day] = "H"
    for day in worked:
        codes[day] = "W"
    dropped = 0
    drop = longest_drop(worked, member.drops_after)
    if drop is not None:
        last, following = drop
        dropped = following - last - 1
        codes[last + 1 : following] = [""] * dropped
        codes[last], codes[following] = codes[last] + "D", "P" + codes[following]
    codes[worked[0]] = "S" + codes[worked[0]]
    codes[worked[-1]] += "F"
    hold = sum(code == "H" for code in codes)
    return CastDays(member, tuple(codes), len(worked), hold, dropped)
