"""A strip, or a whole day, taken from where it stands and put elsewhere."""

from matinee.errors import Invalid
from matinee.studio.schedule.model import MOST_DAYS, Board

BONEYARD = -1


def with_strip_moved(board: Board, strip: str, *, day: int, before: str | None = None) -> Board:
    """Put a strip on a day (from 0; the number of days: a new one; ``BONEYARD``), before another.

    A day that is left without strips stays, as a day on which nothing is shot.

    Raises:
        Invalid: there is no such strip or day.
    """
    days = [[one for one in here if one != strip] for here in board.days]
    boneyard = [one for one in board.boneyard if one != strip]
    if sum(map(len, days)) + len(boneyard) == sum(map(len, board.days)) + len(board.boneyard):
        raise Invalid("There is no such strip on this board.", field="strip")
    if day == len(days) < MOST_DAYS:
        days.append([])
    if not BONEYARD <= day < len(days):
        raise Invalid("There is no such day on this board.", field="day")
    target = boneyard if day == BONEYARD else days[day]
    place = target.index(before) if before in target else len(target)
    target.insert(place, strip)
    return Board(tuple(map(tuple, days)), tuple(boneyard))


def without_empty_days(board: Board) -> Board:
    """Close the gaps: days on which nothing is shot fall away."""
    return Board(tuple(day for day in board.days if day), board.boneyard)
