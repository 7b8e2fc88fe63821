"""Lists of titles in the order of their names, page after page. Pure."""

from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from matinee.catalogue.facts import GenreCount, TitleListing
from matinee.catalogue.shelf import Shelf
from matinee.errors import Invalid


class Listing:
    """The films and series of one shelf, in order; a cursor is the id of the last title shown."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        names, rows = shelf.names, np.flatnonzero(shelf.top_level).tolist()
        ordered = sorted(rows, key=lambda row: (names[row].casefold(), row))
        self._order: NDArray[np.int64] = np.array(ordered, np.int64)

    def page(
        self, *, limit: int, cursor: str | None, genre: str | None, year: int | None
    ) -> TitleListing:
        """At most ``limit`` titles after ``cursor``."""
        shelf, order = self.shelf, self._order
        wanted = np.ones(len(order), np.bool_)
        if genre is not None:
            wanted &= self._of_genre(genre)[order]
        if year is not None:
            wanted &= shelf.years[order] == year
        if cursor is not None:
            wanted[: self._place(cursor) + 1] = False
        found = order[wanted][: limit + 1]
        more = len(found) > limit
        return TitleListing(
            cards=tuple(shelf.cards[row] for row in found[:limit]),
            next_cursor=str(shelf.ids[found[limit - 1]]) if more else None,
        )

    def genres(self) -> tuple[GenreCount, ...]:
        """Every genre and how many films and series carry it, the most frequent first."""
        counts = np.asarray(self.shelf.genre_of[self._order].sum(axis=0), np.int64).ravel()
        counted = zip(self.shelf.genres, counts.tolist(), strict=True)
        found = [GenreCount(genre, count) for genre, count in counted if count]
        return tuple(sorted(found, key=lambda known: (-known.titles, known.genre)))

    def _of_genre(self, genre: str) -> NDArray[np.bool_]:
        if genre not in self.shelf.genres:
            return np.zeros(len(self.shelf), np.bool_)
        column = self.shelf.genre_of.getcol(self.shelf.genres.index(genre))
        return column.toarray().ravel().astype(np.bool_)

    def _place(self, cursor: str) -> int:
        try:
            row = self.shelf.index[UUID(cursor)]
        except (ValueError, KeyError):
            row = -1
        places = np.flatnonzero(self._order == row)
        if not len(places):
            raise Invalid(
                "This cursor is not one of ours.",
                remedy="Begin without a cursor and take next_cursor of each answer.",
                field="cursor",
            )
        return int(places[0])
