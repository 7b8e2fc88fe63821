"""Where text stands through a stretch of film, without looking for it in every sample.

Text counts only where it holds for three samples (``spans``). So every third sample is looked at,
and from each that has rows its neighbours on both sides, as far as there are rows: all runs of
three and more are found whole, as if every sample had been looked at. The last sample of a stretch
is looked at as well, for a run that goes on into the next stretch.
"""

from collections.abc import Callable

from matinee.media.picture.faces import Picture
from matinee.media.picture.lettering import Row, rows_of_text

LASTING = 3
"""Samples for which text holds before it counts."""


class RowsTaker:
    """Takes the samples of a stretch, one after the other."""

    def __init__(self, find: Callable[[Picture], list[Row]] = rows_of_text) -> None:
        self._find = find
        self._found: dict[int, list[Row]] = {}
        self._passed: list[tuple[int, Picture]] = []
        self._count = 0

    def take(self, picture: Picture) -> None:
        """Add a sample; it may be looked at later."""
        number = self._count
        self._count += 1
        if number % LASTING == 0 or self._found.get(number - 1):
            self._look(number, picture)
        else:
            self._passed.append((number, picture))

    def taken(self) -> list[tuple[int, Row]]:
        """All rows, each with the number of its sample."""
        if self._passed:
            self._look(*self._passed.pop())
        return [(number, row) for number in sorted(self._found) for row in self._found[number]]

    def _look(self, number: int, picture: Picture) -> None:
        self._found[number] = self._find(picture)
        while self._found[number] and self._passed and self._passed[-1][0] == number - 1:
            number, picture = self._passed.pop()
            self._found[number] = self._find(picture)
        self._passed.clear()
