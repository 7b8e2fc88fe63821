"""A season of members, titles and pictures whose truth is known; it knows no policy.

A member has a taste over eight genres that nobody sees, and a history drawn from it, which is all
that a policy is told. A film has a content, a picture a promise and a craft. Members take what
promises their taste, and stay if the film keeps it: a picture that promises another film is taken
and left (clickbait). Take and stay are logistic, so no linear model is right. Rows raise or lower
the take, and interest in a title fades from day to day. A unit is a member, a title and a day,
seen in one or several impressions; all outcomes are drawn beforehand for every picture, so that
every policy meets the same luck.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from matinee.promote.gallery.context import ROWS, TASTES, context_of

Reals: TypeAlias = NDArray[np.float64]
Integers: TypeAlias = NDArray[np.int64]

MEMBERS, TITLES, PICTURES, DAYS = 3_000, 8, 6, 40
IMPRESSIONS = 20_000
_BAITED = 2
"""So many pictures of each title promise another film."""
_FADE = 0.012
"""By which the log-odds of a take fall each day."""
_ROW_LIFT = {"hero": 0.6, "title": 0.9}
_ROW_SHARE = {"hero": 0.25, "title": 0.75}


@dataclass(frozen=True, slots=True, eq=False)
class Season:
    """The units in the order of their days, and what every picture would have brought in each.

    ``context`` (units, features) is what a policy may see, ``taste`` (units,) the genre that a
    member watches most, for reports. ``drawn`` (units, pictures) are the minutes that come of each
    picture, ``expected`` their expectation. ``impressions`` (units,) sum to what was asked for.
    ``minutes`` (titles,) are the lengths of the films.
    """

    day: Integers
    title: Integers
    member: Integers
    context: Reals
    taste: Integers
    impressions: Integers
    drawn: Reals
    expected: Reals
    minutes: Reals

    def __len__(self) -> int:
        return len(self.day)

    @property
    def shares(self) -> Reals:
        """The minutes as shares of the film: what a policy is rewarded with."""
        return self.drawn / self.minutes[self.title, None]

    def regret(self, chosen: Integers) -> Reals:
        """The expected minutes lost by each choice against the best picture: (units,)."""
        best = self.expected.max(axis=1)
        return best - self.expected[np.arange(len(self)), chosen]


def season(seed: int, *, impressions: int = IMPRESSIONS) -> Season:
    """Draw a world and its season."""
    rng = np.random.default_rng([seed, 20_000])
    tastes = rng.dirichlet(np.full(len(TASTES), 0.35), MEMBERS)
    seen = _histories(tastes, rng)
    film, promise, craft = _pictures(rng)
    minutes = rng.uniform(80, 130, TITLES)
    day, title, member, times = _units(impressions, rng)
    row = rng.choice(len(ROWS), len(day), p=_row_shares())
    lift = np.array([_ROW_LIFT[name] for name in ROWS])[row] - _FADE * day
    draw = np.einsum("ug,upg->up", tastes[member], promise[title])
    odds = -3.1 + lift[:, None] + craft[title] + 3.2 * draw
    take = 1 - (1 - _logistic(odds)) ** times[:, None]
    kept = np.einsum("tg,tpg->tp", film, promise) / np.linalg.norm(film, axis=1)[:, None]
    liked = np.einsum("ug,ug->u", tastes[member], film[title])
    stay = _logistic(-1.6 + 3.0 * liked[:, None] + 2.2 * kept[title])
    length = minutes[title, None]
    expected = take * (stay * 0.8 * length + (1 - stay) * 6.0)
    taken = rng.random(len(day))[:, None] < take
    stays = rng.random(len(day))[:, None] < stay
    long = rng.beta(8, 2, len(day))[:, None] * length
    short = np.minimum(rng.exponential(6.0, len(day))[:, None], length)
    drawn = np.where(taken, np.where(stays, long, short), 0.0)
    context = np.array(
        [context_of(seen[who], ROWS[place]) for who, place in zip(member, row, strict=True)]
    )
    favourite = tastes[member].argmax(axis=1)
    return Season(day, title, member, context, favourite, times, drawn, expected, minutes)


def _pictures(rng: np.random.Generator) -> tuple[Reals, Reals, Reals]:
    """What each film is about, what each of its pictures promises, and how well it is made."""
    film = rng.dirichlet(np.full(len(TASTES), 0.5), TITLES)
    promise = np.empty((TITLES, PICTURES, len(TASTES)))
    craft = rng.normal(0, 0.25, (TITLES, PICTURES))
    for title in range(TITLES):
        for picture in range(PICTURES):
            stranger = rng.dirichlet(np.full(len(TASTES), 0.4))
            honest = rng.dirichlet(0.3 + 4 * film[title])
            promise[title, picture] = stranger if picture < _BAITED else honest
        craft[title, :_BAITED] += 0.5
        order = rng.permutation(PICTURES)
        promise[title], craft[title] = promise[title][order], craft[title][order]
    return film, promise, craft


def _histories(tastes: Reals, rng: np.random.Generator) -> list[list[list[str]]]:
    """The genres of each title that a member has watched: few for many, many for few."""
    counts = np.minimum(rng.geometric(1 / 15, len(tastes)) - 1, 80)
    found: list[list[list[str]]] = []
    for taste, count in zip(tastes, counts, strict=True):
        genres = rng.choice(len(TASTES), (int(count), 2), p=0.85 * taste + 0.15 / len(TASTES))
        found.append([[TASTES[genre] for genre in set(pair.tolist())] for pair in genres])
    return found


def _units(
    impressions: int, rng: np.random.Generator
) -> tuple[Integers, Integers, Integers, Integers]:
    """Members who meet titles, once a day at most; how often each meeting is seen."""
    busy = rng.gamma(1.0, 1.0, MEMBERS)
    wanted = rng.permutation(1 / np.arange(1, TITLES + 1) ** 0.5)
    drawn = 2 * impressions
    day = np.sort(rng.integers(0, DAYS, drawn))
    member = rng.choice(MEMBERS, drawn, p=busy / busy.sum())
    title = rng.choice(TITLES, drawn, p=wanted / wanted.sum())
    _, first = np.unique(np.stack([day, member, title]), axis=1, return_index=True)
    kept = rng.permutation(first)
    times = 1 + rng.poisson(0.35, len(kept))
    until = int(np.searchsorted(np.cumsum(times), impressions)) + 1
    kept, times = kept[:until], times[:until]
    times[-1] -= int(times.sum()) - impressions
    order = np.argsort(kept)
    kept, times = kept[order], times[order]
    return day[kept], title[kept], member[kept], times.astype(np.int64)


def _row_shares() -> Reals:
    return np.array([_ROW_SHARE[name] for name in ROWS])


def _logistic(odds: Reals) -> Reals:
    return 1 / (1 + np.exp(-odds))
