"""Where a member stands with every title, read from the history of this very moment: pure."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matinee.audience.model import KIND_CODES, EventKind, History
from matinee.home.layout.groundwork import EPISODE, Groundwork
from matinee.home.layout.ranking import Mask, Rows, Scores

_FINISH = KIND_CODES[EventKind.FINISH]
_THUMB = KIND_CODES[EventKind.THUMB]
_LIST = KIND_CODES[EventKind.LIST]
_RAN = frozenset({_FINISH, KIND_CODES[EventKind.PLAY], KIND_CODES[EventKind.PROGRESS]})
_NOTHING = np.empty(0, np.int32)


@dataclass(frozen=True, slots=True)
class Resume:
    """A film or a series that goes on: what plays, how much of it was seen, since when.

    ``is_next`` marks an episode that has not been begun and follows one that is finished.
    """

    title: int
    plays: int
    share: float | None
    at: float
    is_next: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """What the history says, in rows of the shelf, episodes counted for their series.

    ``settled`` are titles that no row may offer again: finished, refused or begun. ``continuing``
    has the newest first. ``titles``, ``kinds``, ``values`` and ``at`` are the events themselves,
    newest first, -1 for a title that is not on the shelf. ``enjoyed`` are the titles that speak for
    the member's taste, newest first, each once; ``finished`` are those of them that were finished
    or have a thumb up, and ``liked`` those with a thumb up.
    """

    settled: Rows
    continuing: tuple[Resume, ...]
    titles: Rows
    kinds: NDArray[np.uint8]
    values: Scores
    at: NDArray[np.float64]
    enjoyed: Rows
    finished: Rows
    liked: frozenset[int]

    @property
    def is_new(self) -> bool:
        """Whether nothing is known of the member's taste."""
        return self.enjoyed.size == 0


_UNKNOWN = Standing(
    settled=_NOTHING,
    continuing=(),
    titles=_NOTHING,
    kinds=np.empty(0, np.uint8),
    values=np.empty(0, np.float32),
    at=np.empty(0),
    enjoyed=_NOTHING,
    finished=_NOTHING,
    liked=frozenset(),
)


def read_standing(
    history: History, ground: Groundwork, *, lawful: Mask, finished_share: float
) -> Standing:
    """Read a history, newest first, against the shelf as it is now."""
    if not len(history) or not len(ground.shelf):
        return _UNKNOWN
    row_of = ground.shelf.index
    rows = ground.shelf.rows_of(history.numbers)
    known = rows >= 0
    titles = np.where(known, ground.roots[rows], -1).astype(np.int32)
    hidden = _rows(row_of.get(title, -1) for title in history.hidden)
    liked = _rows(row_of.get(title, -1) for title in history.liked)
    wanted = known & ~((history.kinds == _LIST) & ~(history.values > 0))
    if hidden.size:
        wanted &= ~np.isin(rows, hidden) & ~np.isin(titles, hidden)
    ended = history.watched | history.hidden
    continuing = _newest_of_each(
        entry
        for entry in (
            *_films(history, ground, finished_share),
            *_series(history, ground, rows, lawful, finished_share),
        )
        if ground.shelf.ids[entry.title] not in ended
    )
    thumbs_up = (history.kinds == _THUMB) & (history.values > 0)
    speaking = wanted & ((history.kinds == _FINISH) | thumbs_up)
    ran = known & (history.kinds != _LIST) & (history.kinds != _THUMB)
    return Standing(
        settled=np.concatenate((titles[ran], hidden)),
        continuing=continuing,
        titles=titles,
        kinds=history.kinds,
        values=history.values,
        at=history.at,
        enjoyed=_newest_once(titles[wanted]),
        finished=_newest_once(titles[speaking]),
        liked=frozenset(ground.roots[liked].tolist()),
    )


def _films(history: History, ground: Groundwork, finished_share: float) -> Iterable[Resume]:
    for watching in history.watching:
        row = ground.shelf.index.get(watching.title_id, -1)
        if row < 0 or ground.roots[row] != row:
            continue
        share = ground.share_seen(row, watching.seconds)
        if share is None or share < finished_share:
            yield Resume(row, row, share, watching.at)


def _series(
    history: History, ground: Groundwork, rows: Rows, lawful: Mask, finished_share: float
) -> Iterable[Resume]:
    """The newest thing that happened to any episode says where a series goes on."""
    within = (rows >= 0) & (ground.shelf.kinds[rows] == EPISODE)
    done: set[int] = set()
    for place in np.flatnonzero(within).tolist():
        if int(history.kinds[place]) not in _RAN:
            continue
        row = int(rows[place])
        series = int(ground.roots[row])
        if series in done:
            continue
        done.add(series)
        at = float(history.at[place])
        share = ground.share_seen(row, float(history.seconds[place]))
        finished = int(history.kinds[place]) == _FINISH
        if not finished and (share is None or share < finished_share):
            yield Resume(series, row, share, at)
            continue
        following = ground.episode_after(row, lawful)
        if following is not None:
            yield Resume(series, following, 0.0, at, is_next=True)


def _newest_of_each(resumes: Iterable[Resume]) -> tuple[Resume, ...]:
    ordered = sorted(resumes, key=lambda entry: (-entry.at, entry.title))
    newest: dict[int, Resume] = {}
    for entry in ordered:
        newest.setdefault(entry.title, entry)
    return tuple(newest.values())


def _rows(found: Iterable[int]) -> Rows:
    return np.array([row for row in found if row >= 0], np.int32)


def _newest_once(titles: Rows) -> Rows:
    return np.array(list(dict.fromkeys(titles.tolist())), np.int32)
