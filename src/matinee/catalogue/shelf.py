"""The shelf: every title's facts for ranking and rules, as arrays that never change.

Row = title, in the order of the ids. Rules are answered for all titles at once. A mask can change
only at the start or the end of a window, so it is kept for as long as no such boundary is crossed;
that is exact, where keeping it for a minute would not be.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from matinee.catalogue.facts import KIDS_AGE, ShelvedTitle, TitleKind, aware
from matinee.catalogue.openings import Openings, openings_at
from matinee.catalogue.shelf_changes import changed_columns, touched_rows
from matinee.catalogue.shelf_columns import (
    KINDS,
    ShelfColumns,
    columns_of,
    inherited,
    prepared_cards,
)
from matinee.vocabulary.id_numbers import IdNumbers, IdTable
from matinee.vocabulary.places import EVERYWHERE, Language, Territory

Mask = NDArray[np.bool_]

_KEPT = 512
"""How many answers a shelf keeps: at 60,000 titles, 30 MB at the most."""
_OPENINGS_KEPT = 32
"""Of 24 bytes a title: at 60,000 titles, 46 MB at the most."""


@dataclass(frozen=True, slots=True)
class _Licences:
    """The windows that govern one territory, and every instant at which one opens or closes."""

    rows: NDArray[np.int32]
    starts: NDArray[np.float64]
    ends: NDArray[np.float64]
    boundaries: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Shelf:
    """An immutable picture of the catalogue.

    ``years`` and ``runtimes`` (minutes) are 0 where unknown; ``kinds`` are places in
    ``tuple(TitleKind)``; ``genre_of`` is title × genre; ``opened_at`` is the start of the earliest
    window in epoch seconds, 0 where none is known; ``parents`` are rows, -1 for none; ``numbers``
    order seasons and episodes, 0 where unknown; ``top_level`` marks films and series, which pages
    list, and leaves out seasons and episodes.

    A season or an episode without windows or ratings of its own has those of its parent. In a
    territory that a title has windows (or a rating) for, those hold; elsewhere the ones for ``*``.
    """

    version: int
    ids: tuple[UUID, ...]
    index: dict[UUID, int] = field(repr=False)
    names: tuple[str, ...] = field(repr=False)
    years: NDArray[np.int16] = field(repr=False)
    kinds: NDArray[np.uint8] = field(repr=False)
    runtimes: NDArray[np.int16] = field(repr=False)
    genres: tuple[str, ...] = field(repr=False)
    genre_of: csr_matrix = field(repr=False)
    opened_at: NDArray[np.float64] = field(repr=False)
    parents: NDArray[np.int32] = field(repr=False)
    numbers: NDArray[np.int32] = field(repr=False)
    top_level: Mask = field(repr=False)
    cards: tuple[bytes, ...] = field(repr=False)
    columns: ShelfColumns = field(repr=False)
    _kept: dict[Hashable, NDArray[np.bool_]] = field(default_factory=dict, repr=False)
    _ages: dict[str, NDArray[np.int16]] = field(default_factory=dict, repr=False)
    _licences: dict[str, _Licences] = field(default_factory=dict, repr=False)
    _openings: dict[tuple[str, int], Openings] = field(default_factory=dict, repr=False)
    _tables: list[IdTable] = field(default_factory=list[IdTable], repr=False)

    @classmethod
    def build(cls, titles: Iterable[ShelvedTitle], *, version: int = 0) -> "Shelf":
        """A shelf of ``titles``, in whatever order they come."""
        return cls.of(columns_of(titles), version=version)

    def changed(
        self, fresh: ShelfColumns, parents: Sequence[UUID | None], *, version: int
    ) -> "Shelf":
        """The shelf after the titles of ``fresh`` came in; their ``parents`` are named by id."""
        columns = changed_columns(self.columns, fresh, parents)
        shelf = Shelf.of(columns, version=version, cards=())
        cards = dict(zip(self.ids, self.cards, strict=True))
        touched = touched_rows(columns, (shelf.index[one] for one in fresh.ids))
        made = zip(touched.tolist(), prepared_cards(columns, touched), strict=True)
        cards |= {columns.ids[row]: card for row, card in made}
        return replace(shelf, cards=tuple(cards[one] for one in columns.ids))

    @classmethod
    def of(
        cls, columns: ShelfColumns, *, version: int, cards: tuple[bytes, ...] | None = None
    ) -> "Shelf":
        """A shelf of facts that are columns already, sorted by id; the cards are made, or given."""
        rows, entries = inherited(columns.window_rows, columns.parents)
        opened_at = np.full(len(columns.ids), np.inf)
        np.minimum.at(opened_at, rows, columns.window_starts[entries])
        opened_at[~np.isfinite(opened_at)] = 0.0
        top = [KINDS.index(TitleKind.FILM), KINDS.index(TitleKind.SERIES)]
        if cards is None:
            cards = tuple(prepared_cards(columns, np.arange(len(columns.ids))))
        return cls(
            version=version,
            ids=columns.ids,
            index={identifier: row for row, identifier in enumerate(columns.ids)},
            names=columns.names,
            years=columns.years,
            kinds=columns.kinds,
            runtimes=columns.runtimes,
            genres=columns.genres,
            genre_of=csr_matrix(
                (
                    np.ones(len(columns.genre_rows), np.bool_),
                    (columns.genre_rows, columns.genre_codes),
                ),
                shape=(len(columns.ids), len(columns.genres)),
            ),
            opened_at=opened_at,
            parents=columns.parents,
            numbers=columns.numbers,
            top_level=np.isin(columns.kinds, top),
            cards=cards,
            columns=columns,
        )

    def __len__(self) -> int:
        return len(self.ids)

    def rows_of(self, numbers: IdNumbers) -> NDArray[np.int32]:
        """The row of each title by the number of its id, -1 for what is not on the shelf."""
        if not self._tables:
            self._tables.append(IdTable.of(self.ids))
        return self._tables[0].find(numbers)

    def maturity_ages(self, territory: Territory) -> NDArray[np.int16]:
        """The age each title stands for in ``territory``, -1 where it is not known."""
        known = self._ages.get(territory)
        if known is not None:
            return known
        columns = self.columns
        rows, entries = inherited(columns.age_rows, columns.parents)
        ages = np.full(len(self), -1, np.int16)
        for place in (EVERYWHERE, territory):
            here = columns.age_territories[entries] == self._territory_code(place)
            ages[rows[here]] = columns.ages[entries][here]
        ages.flags.writeable = False
        if len(self._ages) < _KEPT:
            self._ages[territory] = ages
        return ages

    def available(self, territory: Territory, at: datetime) -> Mask:
        """Whether a window is open for each title in ``territory`` at the instant ``at``."""
        licences, moment = self._licences_of(territory), aware(at)
        slot = int(np.searchsorted(licences.boundaries, moment, side="right"))

        def answer() -> Mask:
            is_open = (licences.starts <= moment) & (moment < licences.ends)
            mask = np.zeros(len(self), np.bool_)
            mask[licences.rows[is_open]] = True
            return mask

        return self._keep(("available", territory, slot), answer)

    def openings(self, territory: Territory, at: datetime) -> Openings:
        """Since when and until when each title is open in ``territory`` without a break."""
        licences, moment = self._licences_of(territory), aware(at)
        key = territory, int(np.searchsorted(licences.boundaries, moment, side="right"))
        known = self._openings.get(key)
        if known is None:
            known = openings_at(moment, licences.rows, licences.starts, licences.ends, self.parents)
            while len(self._openings) >= _OPENINGS_KEPT:
                self._openings.pop(next(iter(self._openings)), None)
            self._openings[key] = known
        return known

    def speaks(self, languages: Sequence[Language]) -> Mask:
        """Whether each title has sound in one of ``languages``, of any region; none means all.

        A title without a list of audio languages speaks its original language; one without either
        is not known to speak any.
        """
        bases = frozenset(language.base for language in languages)

        def answer() -> Mask:
            if not bases:
                return np.ones(len(self), np.bool_)
            wanted = np.array([word in bases for word in self.columns.languages], np.bool_)
            mask = np.zeros(len(self), np.bool_)
            if len(wanted):
                mask[self.columns.audio_rows[wanted[self.columns.audio_codes]]] = True
            return mask

        return self._keep(("speaks", bases), answer)

    def watchable(
        self, *, territory: Territory, at: datetime, kids: bool, maturity_limit: int | None
    ) -> Mask:
        """Whether a member may watch each title: windows, maturity and kids' rule at once.

        What the catalogue only knows of is never watchable. For kids, and under a limit, a title
        whose age is not known is not watchable; kids never see above :data:`KIDS_AGE`.
        """
        limit = maturity_limit
        if kids:
            limit = KIDS_AGE if limit is None else min(limit, KIDS_AGE)
        boundaries = self._licences_of(territory).boundaries
        slot = int(np.searchsorted(boundaries, aware(at), side="right"))

        def answer() -> Mask:
            mask = self.available(territory, at) & ~self.columns.known_only
            if limit is not None:
                ages = self.maturity_ages(territory)
                mask &= (ages >= 0) & (ages <= limit)
            return mask

        return self._keep(("watchable", territory, limit, slot), answer)

    def _keep(self, key: Hashable, answer: Callable[[], Mask]) -> Mask:
        kept = self._kept.get(key)
        if kept is None:
            kept = answer()
            kept.flags.writeable = False
            while len(self._kept) >= _KEPT:
                self._kept.pop(next(iter(self._kept)), None)
            self._kept[key] = kept
        return kept

    def _territory_code(self, territory: str) -> int:
        places = self.columns.territories
        return places.index(territory) if territory in places else -2

    def _licences_of(self, territory: Territory) -> _Licences:
        known = self._licences.get(territory)
        if known is not None:
            return known
        columns = self.columns
        rows, entries = inherited(columns.window_rows, columns.parents)
        places = columns.window_territories[entries]
        own = places == self._territory_code(territory)
        governed = np.zeros(len(self), np.bool_)
        governed[rows[own]] = True
        holds = own | ((places == self._territory_code(EVERYWHERE)) & ~governed[rows])
        starts = columns.window_starts[entries][holds]
        ends = columns.window_ends[entries][holds]
        boundaries = np.unique(np.concatenate((starts, ends)))
        licences = _Licences(
            rows=rows[holds],
            starts=starts,
            ends=ends,
            boundaries=boundaries[np.isfinite(boundaries)],
        )
        if len(self._licences) < _KEPT:
            self._licences[territory] = licences
        return licences
