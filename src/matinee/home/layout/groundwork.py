"""Everything of a page that is the same for all members: made once for a shelf and its models."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from matinee.catalogue.model import Mask, Shelf, TitleKind
from matinee.home.layout.content import Explaining
from matinee.home.layout.ranking import Rows, Scores, best_first, rows_where, stretched
from matinee.home.model import NOTHING_DECIDED, TOP_TITLES, Models, Programme
from matinee.vocabulary.ids import TitleId
from matinee.vocabulary.places import Territory

_DAY = 86_400.0
_TERRITORIES_KEPT = 300
_LIKENESSES_KEPT = 4_000
_ALIKE_AT_MOST = 500
_RISING = 2.0
"""Standard deviations above what is expected from which on a title trends."""
_YEARS_APART = 10.0
_NOT_ON_SHELF = -1
EPISODE = tuple(TitleKind).index(TitleKind.EPISODE)
"""How a shelf's ``kinds`` say that a title is an episode."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """What a territory watches.

    ``scores`` go from 0 to 1, the newer title deciding between equals; ``places`` has each title's
    place by it, and ``top`` those of the first places; ``trending`` has every title that is watched
    at all, first those that are ``rising``; ``genre_shares`` say how much of what is watched
    carries each genre.
    """

    scores: Scores
    places: Rows
    top: Rows
    trending: Rows
    rising: Mask
    genre_shares: Scores


@dataclass(frozen=True, slots=True, eq=False)
class Groundwork:
    """A shelf joined with the models that serve on it.

    ``roots`` leads from an episode or season to its series; ``rows_of_items`` from a model's item
    to a title that pages list, and ``items_of_rows`` back, -1 where there is none; ``known_items``
    are the items that are listed, ``unknown_rows`` the titles that no model knows. ``newest`` has
    every title that pages list, the newest first, and ``dates_newer`` says how new each is.
    ``genre_shares_of`` is title × genre, a title's shares adding up to 1; ``traits`` is title ×
    (genre and decade), of length 1, by which two titles are alike. ``looks`` are the impressions of
    each new title, NaN for the others, ``owed`` the new titles, newest first, and ``untried`` those
    of them that no model knows; ``explaining`` places these by their traits. ``endings`` close a
    placement in JSON with the title's card. ``programme`` is what the house decided: its weights
    are in ``models``, which come of ``trained``; no row holds the titles of ``kept_back``.
    """

    shelf: Shelf
    models: Models | None
    counts: Scores | None
    roots: Rows
    rows_of_items: Rows
    items_of_rows: Rows
    known_items: Rows
    unknown_rows: Rows
    unknown_genre_of: Scores
    genre_masks: NDArray[np.bool_]
    genre_of: Scores
    genre_shares_of: Scores
    traits: Scores
    newest: Rows
    dates_newer: Rows
    looks: NDArray[np.float64]
    owed: Rows
    untried: Rows
    explaining: Explaining | None
    endings: tuple[bytes, ...]
    trained: Models | None
    kept_back: Mask
    programme: Programme
    _episodes: dict[int, Rows] = field(default_factory=dict[int, Rows], repr=False)
    _resembling: dict[int, Rows] = field(default_factory=dict[int, Rows], repr=False)
    _crowds: dict[str, Crowd] = field(default_factory=dict[str, Crowd], repr=False)

    @classmethod
    def of(
        cls, shelf: Shelf, models: Models | None, counts: Mapping[TitleId, int] | None = None
    ) -> "Groundwork":
        """Join a shelf with models; ``counts`` of viewings stand in where there are none yet."""
        roots = _roots(shelf.parents)
        rows_of_items = _rows_of_items(shelf, models)
        items_of_rows = np.full(len(shelf), _NOT_ON_SHELF, np.int32)
        known_items = rows_where(rows_of_items >= 0)
        items_of_rows[rows_of_items[known_items]] = known_items
        unknown_rows = rows_where(items_of_rows < 0)
        genre_masks = np.ascontiguousarray(shelf.genre_of.toarray().T.astype(np.bool_))
        genre_of = genre_masks.astype(np.float32)
        newest, dates_newer = _newest(shelf)
        traits = _traits(genre_of, shelf.years)
        return cls(
            shelf=shelf,
            models=models,
            counts=_counted(shelf, roots, counts) if counts else None,
            roots=roots,
            rows_of_items=rows_of_items,
            items_of_rows=items_of_rows,
            known_items=known_items,
            unknown_rows=unknown_rows,
            unknown_genre_of=np.ascontiguousarray(genre_of[:, unknown_rows]),
            genre_masks=genre_masks,
            genre_of=genre_of,
            genre_shares_of=np.ascontiguousarray(
                (genre_of / np.maximum(genre_of.sum(axis=0), 1)).T.astype(np.float32)
            ),
            traits=traits,
            newest=newest,
            dates_newer=dates_newer,
            looks=np.full(len(shelf), np.nan),
            owed=newest[:0],
            untried=newest[:0],
            explaining=Explaining.of(traits[rows_of_items[known_items]]),
            endings=tuple(b',"title":%s}' % card for card in shelf.cards),
            trained=models,
            kept_back=np.zeros(len(shelf), np.bool_),
            programme=NOTHING_DECIDED,
            _episodes=_episodes(shelf, roots),
        )

    def under(self, programme: Programme) -> "Groundwork":
        """The same, as the house decided it."""
        rows = [self.shelf.index.get(title, -1) for title in programme.kept_back]
        kept_back = np.zeros(len(self.shelf), np.bool_)
        kept_back[[row for row in rows if row >= 0]] = True
        kept_back |= kept_back[self.roots] if len(self.shelf) else kept_back
        weights = {name: weight for name, weight in programme.weights.items() if weight}
        models = self.trained
        if models is not None and weights:
            models = models.weighing(weights)
        return replace(self, models=models, kept_back=kept_back, programme=programme)

    def new_titles(self, since: float) -> tuple[TitleId, ...]:
        """The titles whose window opened after ``since`` (epoch seconds), the newest first."""
        opened = self.shelf.opened_at[self.newest]
        return tuple(TitleId(self.shelf.ids[row]) for row in self.newest[opened > since].tolist())

    def with_looks(self, looks: Mapping[TitleId, int], new: Sequence[TitleId]) -> "Groundwork":
        """The same, knowing how often each of the ``new`` titles has been seen."""
        rows = np.array([self.shelf.index[title] for title in new], np.int32)
        seen = np.full(len(self.shelf), np.nan)
        seen[rows] = [looks.get(title, 0) for title in new]
        untried = rows[self.items_of_rows[rows] < 0]
        return replace(self, looks=seen, owed=rows, untried=untried)

    def crowd(self, territory: Territory) -> Crowd:
        """What members of ``territory`` watch, as the models or else the counts know it."""
        known = self._crowds.get(territory)
        if known is None:
            known = self._crowd(territory)
            if len(self._crowds) < _TERRITORIES_KEPT:
                self._crowds[territory] = known
        return known

    def on_rows(self, by_item: Scores, unknown: Scores) -> Scores:
        """Bring scores of a model's items to rows of the shelf.

        They are stretched to 1…2, above the 0…1 of the titles that no model knows.
        """
        scores = np.empty(len(self.shelf), np.float32)
        scores[self.unknown_rows] = unknown
        scores[self.rows_of_items[self.known_items]] = 1.0 + stretched(by_item[self.known_items])
        return scores

    def share_seen(self, row: int, seconds: float) -> float | None:
        """How much of a title ``seconds`` are, from 0 to 1; None where that cannot be known."""
        runtime = float(self.shelf.runtimes[row]) * 60.0
        if runtime <= 0 or not seconds >= 0:
            return None
        return min(seconds / runtime, 1.0)

    def episode_after(self, row: int, lawful: Mask) -> int | None:
        """The next episode of the same series that may be watched."""
        episodes = self._episodes.get(int(self.roots[row]))
        if episodes is None:
            return None
        following = episodes[int(np.argmax(episodes == row)) + 1 :] if row in episodes else episodes
        allowed = following[lawful[following]]
        return int(allowed[0]) if allowed.size else None

    def resembling(self, row: int) -> Rows:
        """Titles close to one by its facts, best first: rare genres in common, and close years."""
        known = self._resembling.get(row)
        if known is None:
            known = self._likeness(row)
            if len(self._resembling) < _LIKENESSES_KEPT:
                self._resembling[row] = known
        return known

    def _likeness(self, row: int) -> Rows:
        own = np.flatnonzero(self.genre_masks[:, row])
        sizes = self.genre_of.sum(axis=1)
        rarity = np.log1p(len(self.shelf) / np.maximum(sizes, 1)).astype(np.float32)
        shared = rarity[own] @ self.genre_of[own]
        total = rarity @ self.genre_of
        likeness = shared / np.maximum(total + rarity[own].sum() - shared, 1e-6)
        years = self.shelf.years.astype(np.float32)
        if years[row]:
            near = np.exp(-np.abs(years - years[row]) / _YEARS_APART)
            likeness *= np.where(years > 0, 0.6 + 0.4 * near, 0.6)
        likeness[row] = 0.0
        alike = rows_where(self.shelf.top_level & (likeness > 0))
        return best_first(likeness.astype(np.float32), alike)[:_ALIKE_AT_MOST]

    def _crowd(self, territory: Territory) -> Crowd:
        watched = np.zeros(len(self.shelf), np.float32)
        growth = np.zeros(len(self.shelf), np.float32)
        if self.models is not None:
            rows = self.rows_of_items[self.known_items]
            watched[rows] = np.maximum(self.models.popularity(territory)[self.known_items], 0)
            growth[rows] = self.models.trending(territory)[self.known_items]
        elif self.counts is not None:
            watched = self.counts
        watched = (watched / max(float(watched.max(initial=0.0)), 1e-12)).astype(np.float32)
        order = best_first(watched, rows_where(self.shelf.top_level & (watched > 0)))
        places = np.full(len(self.shelf), len(self.shelf), np.int32)
        places[order] = np.arange(order.size, dtype=np.int32)
        rising = growth >= _RISING
        newness = np.zeros(len(self.shelf), np.float32)
        newness[self.newest] = np.linspace(1.0, 0.0, self.newest.size, dtype=np.float32)
        scores = (0.999 * watched + 0.001 * newness).astype(np.float32)
        shares = self.genre_of @ scores / max(float(scores.sum()), 1e-12)
        return Crowd(
            scores=scores,
            places=places,
            top=order[:TOP_TITLES],
            trending=best_first(np.where(rising, 1.0 + growth, watched).astype(np.float32), order),
            rising=rising,
            genre_shares=shares.astype(np.float32),
        )


def _traits(genre_of: Scores, years: NDArray[np.int16]) -> Scores:
    """Title × trait of length 1: rare genres count more; a decade counts as a genre of its size."""
    decades = years.astype(np.int32) // 10
    made_in = (decades[None] == np.unique(decades[years > 0])[:, None]) & (years > 0)[None]
    traits = np.concatenate((genre_of, made_in.astype(np.float32)))
    rarity = np.log1p(traits.shape[1] / np.maximum(traits.sum(axis=1, keepdims=True), 1))
    weighed = (traits * rarity).T
    lengths = np.sqrt((weighed**2).sum(axis=1, keepdims=True))
    return np.ascontiguousarray(weighed / np.maximum(lengths, 1e-6), np.float32)


def _roots(parents: Rows) -> Rows:
    """The topmost ancestor of each row; two steps lead from an episode past its season."""
    roots = np.arange(parents.size, dtype=np.int32)
    for _ in range(2):
        above = parents[roots]
        roots = np.where(above >= 0, above, roots).astype(np.int32)
    return roots


def _rows_of_items(shelf: Shelf, models: Models | None) -> Rows:
    if models is None:
        return np.empty(0, np.int32)
    rows = np.array([shelf.index.get(title, -1) for title in models.title_ids], np.int32)
    listed = (rows >= 0) & shelf.top_level[rows] if len(shelf) else np.zeros(rows.size, np.bool_)
    return np.where(listed, rows, _NOT_ON_SHELF).astype(np.int32)


def _counted(shelf: Shelf, roots: Rows, counts: Mapping[TitleId, int]) -> Scores:
    scores = np.zeros(len(shelf), np.float32)
    for title, count in counts.items():
        row = shelf.index.get(title, -1)
        if row >= 0:
            scores[roots[row]] += count
    return scores


def _newest(shelf: Shelf) -> tuple[Rows, Rows]:
    """Every listed title, newest first, and for each row how many newer dates there are.

    By the day on which the window opened, then by year: what one import opens is one day.
    """
    listed = rows_where(shelf.top_level)
    days = np.floor(shelf.opened_at[listed] / _DAY)
    years = shelf.years[listed].astype(np.int32)
    order = np.lexsort((listed, -years, -days))
    newest, days, years = listed[order], days[order], years[order]
    dates_newer = np.zeros(len(shelf), np.int32)
    older = (np.diff(days) != 0) | (np.diff(years) != 0)
    dates_newer[newest[1:]] = np.cumsum(older)
    return newest, dates_newer


def _episodes(shelf: Shelf, roots: Rows) -> dict[int, Rows]:
    """Each series' episodes in the order in which they are told: by season, then by number."""
    rows = np.flatnonzero((shelf.kinds == EPISODE) & (shelf.parents >= 0)).astype(np.int32)
    if not rows.size:
        return {}
    above = shelf.parents[rows]
    seasons = np.where(above == roots[rows], 0, shelf.numbers[above])
    rows = rows[np.lexsort((rows, shelf.numbers[rows], seasons, roots[rows]))]
    starts = np.flatnonzero(np.diff(roots[rows])) + 1
    return {int(roots[part[0]]): part for part in np.split(rows, starts)}
