"""From the log to what models learn: titles by shelf, series instead of episodes, one row each."""

from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from matinee.audience.model import TrainingEvents
from matinee.catalogue.model import Shelf
from matinee.recommend.arrays import Floats, Items, Mask, Reals
from matinee.recommend.herds import Herd, held_back
from matinee.recommend.histories import Histories
from matinee.recommend.history_weights import standings
from matinee.recommend.occasions import by_clock, device_rows, of_events
from matinee.recommend.popularity import Plays
from matinee.recommend.title_facts import title_facts


@dataclass(frozen=True, slots=True, eq=False)
class Viewing:
    """What each member made of each title, by member and then by time.

    ``items`` point into ``title_ids``, for each of which ``facts`` has a row; strengths are
    positive, since a title that was disliked teaches no one what follows it. ``devices`` are rows
    of the table of :mod:`~matinee.recommend.occasions`. ``herds`` are those
    of whose viewing a part was left out, by the titles' names.
    """

    title_ids: tuple[UUID, ...]
    territories: tuple[str, ...]
    member_count: int
    members: NDArray[np.int64]
    member_territories: Items
    items: Items
    strengths: Reals
    at: Floats
    by_rank: Mask
    devices: NDArray[np.uint8]
    events: int
    facts: Reals
    herds: tuple[tuple[str, Herd], ...] = ()

    def histories(self, *, hearing: bool = False) -> Histories:
        """The members' items in order of time, with how they were watched where it is heard."""
        occasions = None
        if hearing:
            occasions = of_events(
                strengths=self.strengths,
                at=self.at,
                clocked=~self.by_rank & by_clock(self.at),
                members=self.members,
                devices=self.devices,
            )
        return Histories.of(
            self.members,
            self.items,
            member_count=self.member_count,
            item_count=len(self.title_ids),
            strengths=self.strengths,
            occasions=occasions,
        )

    def plays(self) -> Plays:
        """The same as viewings in time and place."""
        return Plays(
            items=self.items,
            territories=self.member_territories[self.members],
            at=self.at,
            strengths=self.strengths,
            by_rank=self.by_rank,
            item_count=len(self.title_ids),
            territory_count=len(self.territories),
        )

    def ended(self) -> Floats:
        """When each member was last seen; -inf for those with no row."""
        last = np.full(self.member_count, -np.inf)
        np.maximum.at(last, self.members, self.at)
        return last


def viewing_of(
    events: TrainingEvents,
    shelf: Shelf,
    *,
    item_limit: int,
    fewest_members: int,
    herd_factor: float = 0.0,
) -> Viewing:
    """Join the log with the shelf; keep the titles that enough members watched, the most first.

    A ``herd_factor`` above 0 bounds what members who came together add to one title.
    """
    roots = _roots(shelf)
    rows = np.array([shelf.index.get(title, -1) for title in events.titles], np.int64)
    title = rows[events.title] if len(events) else np.empty(0, np.int64)
    known = np.flatnonzero(title >= 0)
    title = roots[title[known]]
    keys = events.profile[known].astype(np.int64) * max(len(shelf), 1) + title
    stood = standings(keys, events.kinds[known], events.values[known])
    liked = np.flatnonzero(stood.strengths > 0)
    # Events come by member and then by time, so the place of the last one orders both.
    order = liked[np.argsort(stood.last[liked])]
    place = known[stood.last[order]]
    members, watched = np.divmod(stood.keys[order], max(len(shelf), 1))
    held, herds = held_back(
        members, watched, events.at[place], _first_seen(events), factor=herd_factor
    )
    order, place = order[~held], place[~held]
    members, watched = members[~held], watched[~held]
    chosen = _chosen(watched, len(shelf), item_limit=item_limit, fewest_members=fewest_members)
    item_of_row = np.full(max(len(shelf), 1), -1, np.int32)
    item_of_row[chosen] = np.arange(chosen.size, dtype=np.int32)
    kept = item_of_row[watched] >= 0
    territories, member_territories = np.unique(
        np.array(events.territories, np.str_), return_inverse=True
    )
    return Viewing(
        title_ids=tuple(shelf.ids[row] for row in chosen),
        territories=tuple(territories.tolist()),
        member_count=len(events.profiles),
        members=members[kept],
        member_territories=member_territories.astype(np.int32),
        items=item_of_row[watched[kept]],
        strengths=stood.strengths[order][kept],
        at=events.at[place][kept],
        by_rank=events.ordered[place][kept],
        devices=_devices(events)[place][kept],
        events=len(events),
        facts=title_facts(shelf, chosen),
        herds=tuple((shelf.names[herd.title], herd) for herd in herds),
    )


def _devices(events: TrainingEvents) -> NDArray[np.uint8]:
    if events.devices is None:
        return np.zeros(len(events), np.uint8)
    return device_rows(events.devices.vocabulary)[events.devices.index]


def _first_seen(events: TrainingEvents) -> Floats:
    """When a clock first saw each member; infinite for those of whom only an order is known."""
    first = np.full(len(events.profiles), np.inf)
    clocked = ~events.ordered
    np.minimum.at(first, events.profile[clocked], events.at[clocked])
    return first


def _chosen(
    watched: NDArray[np.int64], titles: int, *, item_limit: int, fewest_members: int
) -> NDArray[np.int64]:
    counts = np.bincount(watched, minlength=titles)
    enough = np.flatnonzero(counts >= fewest_members)
    return enough[np.lexsort((enough, -counts[enough]))][:item_limit]


def _roots(shelf: Shelf) -> NDArray[np.int64]:
    """The film or series to which each title belongs."""
    roots = np.arange(len(shelf), dtype=np.int64)
    for _ in range(2):
        above = shelf.parents[roots]
        roots = np.where(above >= 0, above, roots)
    return roots
