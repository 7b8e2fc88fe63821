"""The share of viewing that recommendations bring, measured from the log."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from matinee.audience.watching.model import Brought, Origin, Period, TitleHours
from matinee.audience.watching.service import WatchingService
from matinee.catalogue.model import Shelf
from matinee.catalogue.service import CatalogueService
from matinee.experiments.off_policy.logged import Reals
from matinee.experiments.share.contribution import contribution
from matinee.experiments.share.increment import incremental_hours
from matinee.experiments.share.model import ShareReport, Shares, Spread, shares_of
from matinee.experiments.share.spread import (
    effective_catalogue,
    gini,
    mean_popularity,
    miscalibration,
)

_ORIGINS = tuple(Origin)


class ShareService:
    """Reads the log in sums and the shelf for what could have been watched."""

    def __init__(
        self, watching: WatchingService, catalogue: CatalogueService, *, fewest: int = 100
    ) -> None:
        self._watching = watching
        self._catalogue = catalogue
        self._fewest = fewest

    async def report(self, period: Period) -> ShareReport:
        """Everything about a period; the costly part is kept for a moment."""
        watched = await self._watching.watched(period)
        labelled = await self._watching.held_out(period)
        shelf = await self._catalogue.shelf()
        hours, genres = _by_root(watched.titles, shelf)
        brought = watched.contributions
        return ShareReport(
            period=period,
            whole=shares_of(watched.whole),
            by_day={day.isoformat(): shares_of(part) for day, part in watched.by_day.items()},
            by_territory=_shares(watched.by_territory),
            by_device=_shares(watched.by_device),
            by_arm=_shares(watched.by_arm),
            by_origin={
                origin: contribution(part, brought.whole)
                for origin, part in brought.by_origin.items()
                if origin is not Origin.CONTINUE
            },
            by_row={
                kind: contribution(part, brought.whole) for kind, part in brought.by_row.items()
            },
            spread=_spread(hours, genres, shelf, _ORIGINS),
            spread_recommended=_spread(hours, genres, shelf, (Origin.ROW,)),
            spread_searched=_spread(hours, genres, shelf, (Origin.SEARCH,)),
            visits=watched.visits,
            increment=incremental_hours(
                labelled.held_out, labelled.days, labelled.hours, fewest=self._fewest
            ),
        )


def _shares(parts: Mapping[Any, Brought]) -> Mapping[str, Shares]:
    return {str(key): shares_of(part) for key, part in parts.items()}


def _spread(by_origin: Reals, genres: Reals, shelf: Shelf, origins: Sequence[Origin]) -> Spread:
    """Of the hours that some origins brought; ``by_origin`` is title × origin."""
    hours = by_origin[:, [_ORIGINS.index(origin) for origin in origins]].sum(axis=1)
    whole = by_origin.sum(axis=1)
    watched = int((hours > 0).sum())
    offered = int(shelf.top_level.sum())
    return Spread(
        titles=watched,
        effective=effective_catalogue(hours),
        coverage=watched / offered if offered else 0.0,
        gini=gini(hours[hours > 0]),
        popularity=mean_popularity(hours, whole),
        miscalibration=miscalibration(hours @ genres, whole @ genres),
    )


def _by_root(titles: TitleHours, shelf: Shelf) -> tuple[Reals, Reals]:
    """Hours of episodes counted for their series, title × origin, and each title's genres.

    Titles that are gone stay by themselves, and have none. A title's genres share it.
    """
    rows = np.array([shelf.index.get(title, -1) for title in titles.titles], np.int64)
    for _ in range(2):
        known = rows >= 0
        above = np.where(known, shelf.parents[np.maximum(rows, 0)], -1) if len(shelf) else rows
        rows = np.where(above >= 0, above, rows)
    gone = rows < 0
    rows[gone] = len(shelf.ids) + np.arange(int(gone.sum()))
    kept, place = np.unique(rows, return_inverse=True)
    summed = np.zeros((len(kept), len(_ORIGINS)))
    np.add.at(summed, place, titles.hours)
    genres = np.zeros((len(kept), len(shelf.genres)))
    there = kept < len(shelf.ids)
    genres[there] = shelf.genre_of[kept[there]].toarray()
    return summed, genres / np.maximum(genres.sum(axis=1, keepdims=True), 1)
