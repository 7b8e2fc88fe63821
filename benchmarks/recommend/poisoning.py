"""``poisoning``: how far 1,000 fake members move a title, before and after the defence.

MovieLens 1M's histories in their order; the file has no times, so members are made to come over
240 days and to watch from then on until the end, evenly (drawn, with a seed). On the last day 1,000
accounts are made that each watch twenty popular titles and the one to be pushed, which as many
members watched as the median title. Asked are 2,000 of the real members: how many of them are shown
the title among ten by EASE, and which place it has in popularity.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.material import sha256_of
from benchmarks.outcome import Figure, Outcome
from benchmarks.recommend.movielens import movielens_1m
from matinee.recommend.ease import co_occurrence, ease
from matinee.recommend.herds import DAY, Herd, held_back
from matinee.recommend.histories import Histories
from matinee.recommend.model import RecommendSettings
from matinee.recommend.popularity import Plays, decayed_popularity

_FAKES, _POPULAR = 1_000, 20
_DAYS = 240
_UNTIL = (11_000 + _DAYS) * DAY
"""When the last of these days ends, as seconds since 1970."""

_ASKED = 2_000
_SHOWN = 10


@dataclass(frozen=True)
class Log:
    """One row per member and title, by member and then by time."""

    members: NDArray[np.int64]
    titles: NDArray[np.int64]
    at: NDArray[np.float64]

    def first_seen(self) -> NDArray[np.float64]:
        """When each member came."""
        first = np.full(int(self.members.max()) + 1, np.inf)
        np.minimum.at(first, self.members, self.at)
        return first

    def without(self, held: NDArray[np.bool_]) -> "Log":
        """The log as a training takes it."""
        return Log(self.members[~held], self.titles[~held], self.at[~held])


def run(quick: bool) -> Outcome:
    """Push, learn and ask, with and without the bound."""
    histories, path = movielens_1m()
    real = _real(histories)
    width = int(real.titles.max()) + 1
    counts = np.bincount(real.titles, minlength=width)
    watched = np.flatnonzero(counts)
    if quick:  # EASE of the most watched alone.
        watched = np.sort(np.argsort(-counts, kind="stable")[:1500])
    real = _among(real, watched, width)
    counts = np.bincount(real.titles)
    target = int(np.argsort(counts, kind="stable")[len(counts) // 2])
    pushed = _pushed(real, counts, target)
    factor = RecommendSettings().herd_factor
    honest, herds_before = _held(real, factor)
    held, herds = _held(pushed, factor)
    fake = pushed.members > real.members.max()
    figures: dict[str, Figure] = {
        "members": int(real.members.max()) + 1,
        "fake_members": _FAKES,
        "viewers_of_the_title": int(counts[target]),
        "detected": int(any(herd.title == target for herd in herds)),
        "fake_viewings_that_count": int((fake & ~held & (pushed.titles == target)).sum()),
        "real_viewings_left_out": int((held & ~fake).sum()),
        "left_out_without_an_attack": int(honest.sum()),
        "herds_without_an_attack": len(herds_before),
        "viewings": len(real.members),
    }
    for name, log in (
        ("before", real),
        ("attacked", pushed),
        ("defended", pushed.without(held)),
    ):
        figures |= _standing(name, log, real, target, len(counts))
    return Outcome(figures, data_sha256=sha256_of(path))


def _real(histories: Histories) -> Log:
    draw = np.random.default_rng(7)
    lengths = histories.lengths
    members = np.repeat(np.arange(len(lengths)), lengths)
    came = _UNTIL - DAY * draw.uniform(0, _DAYS, len(lengths))
    place = np.arange(len(members)) - np.repeat(histories.offsets[:-1], lengths)
    share = place / np.repeat(lengths, lengths)
    at = came[members] + share * (_UNTIL - came[members])
    return Log(members, histories.items.astype(np.int64), at)


def _among(log: Log, titles: NDArray[np.int64], width: int) -> Log:
    """The log of these titles, numbered from 0."""
    numbers = np.full(width, -1, np.int64)
    numbers[titles] = np.arange(len(titles))
    kept = numbers[log.titles] >= 0
    return Log(log.members[kept], numbers[log.titles[kept]], log.at[kept])


def _pushed(log: Log, counts: NDArray[np.int64], target: int) -> Log:
    draw = np.random.default_rng(8)
    popular = np.argsort(-counts, kind="stable")[:200]
    chosen = [draw.choice(popular, _POPULAR, replace=False) for _ in range(_FAKES)]
    titles = np.concatenate([np.append(films, target) for films in chosen])
    members = int(log.members.max()) + 1 + np.repeat(np.arange(_FAKES), _POPULAR + 1)
    at = _UNTIL - DAY + np.sort(draw.random((_FAKES, _POPULAR + 1)), axis=1).ravel() * DAY / 2
    return Log(
        np.concatenate([log.members, members]),
        np.concatenate([log.titles, titles]),
        np.concatenate([log.at, at]),
    )


def _held(log: Log, factor: float) -> tuple[NDArray[np.bool_], tuple[Herd, ...]]:
    return held_back(log.members, log.titles, log.at, log.first_seen(), factor=factor)


def _standing(name: str, log: Log, real: Log, target: int, titles: int) -> dict[str, Figure]:
    """The title's place in popularity, and the share of real members who are shown it."""
    settings = RecommendSettings()
    plays = Plays(
        items=log.titles.astype(np.int32),
        territories=np.zeros(len(log.titles), np.int32),
        at=log.at,
        strengths=np.ones(len(log.titles), np.float32),
        by_rank=np.zeros(len(log.titles), np.bool_),
        item_count=titles,
        territory_count=1,
    )
    popular, _ = decayed_popularity(plays, now=_UNTIL, half_life_days=settings.half_life_days)
    weights = ease(co_occurrence(_histories(log, titles)), ridge=settings.ridge)
    matrix = _histories(real, titles).matrix()[:_ASKED]
    scores = np.asarray(matrix @ weights)
    scores[matrix.nonzero()] = -np.inf
    shown = np.argpartition(-scores, _SHOWN, axis=1)[:, :_SHOWN]
    return {
        f"place_in_popularity_{name}": int((popular > popular[target]).sum()) + 1,
        f"shown_to_percent_{name}": round(100 * float((shown == target).any(axis=1).mean()), 2),
    }


def _histories(log: Log, titles: int) -> Histories:
    return Histories.of(
        log.members, log.titles, member_count=int(log.members.max()) + 1, item_count=titles
    )
