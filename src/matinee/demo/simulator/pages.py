"""What is shown: rows of films drawn by chance, and what of them a person's eye falls on.

Nothing here is a recommendation: which films stand in a row depends on their fame, the week and
what the profile may see, never on the profile's taste. Each draw's probability is kept, so that
the log can judge other ways of filling the rows.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from matinee.catalogue.model import KIDS_AGE
from matinee.demo.simulator.parameters import Parameters
from matinee.demo.simulator.people import Kind
from matinee.demo.simulator.population import Population, countries
from matinee.demo.simulator.repertoire import Repertoire
from matinee.demo.simulator.tastes import Vogue

Reals: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Mask: TypeAlias = NDArray[np.bool_]

ROWS_SEEN = 3
NOWHERE = 999
"""The height of a row that is not on the page."""
_DRAWS = 14
_FEWEST = 6
_NEW_DAYS = 28
_CLASSIC = 1970
_GENRES = (
    "Action", "Adventure", "Animation", "Biography", "Comedy", "Crime", "Documentary", "Drama",
    "Family", "Fantasy", "History", "Horror", "Musical", "Mystery", "Romance", "Sci-Fi",
    "Thriller", "War", "Western",
)  # fmt: skip
ROWS = ("trending", "new", "classics", "world", *(f"genre:{genre}" for genre in _GENRES))


@dataclass(frozen=True, slots=True, eq=False)
class Viewers:
    """Profiles by what they may see: ``group`` is a row of ``allowed``, which is group × film."""

    group: Ints
    allowed: Mask


def viewers(population: Population, repertoire: Repertoire) -> Viewers:
    """Group the profiles by territory, limit and languages."""
    keys: dict[tuple[str, int | None, tuple[str, ...]], int] = {}
    group: list[int] = []
    for plan in population.profiles:
        limit = KIDS_AGE if plan.kind is Kind.KID else plan.limit
        code = countries()[population.households[plan.household].country].code
        languages = tuple(tag.partition("-")[0] for tag in population.languages(plan))
        group.append(keys.setdefault((code, limit, languages), len(keys)))
    allowed = np.ones((len(keys), len(repertoire)), np.bool_)
    for row, (code, limit, languages) in enumerate(keys):
        if limit is not None:
            allowed[row] &= (repertoire.ages >= 0) & (repertoire.ages <= limit)
        if languages:
            allowed[row] &= [
                bool(spoken.intersection(languages)) for spoken in repertoire.languages
            ]
        allowed[row] &= [code != territory for territory in repertoire.held_back]
    return Viewers(np.array(group), allowed)


@dataclass(frozen=True, slots=True, eq=False)
class WeekOfPages:
    """The rows of one week: ``weights`` is row × film, ``bounds`` runs over group, row and film.

    ``watchable`` is group × film: allowed, and its window open. ``appeal`` is profile × row: what
    the profile makes of the films that a row tends to hold.
    """

    week: int
    weights: Reals
    watchable: Mask
    bounds: Reals
    totals: Reals
    filled: Mask
    appeal: Reals


def week_of_pages(
    week: int,
    repertoire: Repertoire,
    vogue: Vogue,
    viewers: Viewers,
    affinity: NDArray[np.float32],
    parameters: Parameters,
) -> WeekOfPages:
    """Lay out the rows of a week and what each group of viewers may find in them."""
    opened_days = 7 * (week - parameters.weeks) - repertoire.opens.astype(np.int64)
    is_open = opened_days >= 0
    weights = _row_weights(week, repertoire, vogue, opened_days) * is_open
    per_group = viewers.allowed[:, None, :] * weights[None]
    totals = per_group.sum(axis=2)
    shares = weights / np.maximum(weights.sum(axis=1, keepdims=True), 1e-12)
    return WeekOfPages(
        week=week,
        weights=weights,
        watchable=viewers.allowed & is_open,
        bounds=per_group.ravel().cumsum(),
        totals=totals,
        filled=(per_group > 0).sum(axis=2) >= _FEWEST,
        appeal=(affinity @ shares.T.astype(np.float32)).astype(np.float64),
    )


def _row_weights(week: int, repertoire: Repertoire, vogue: Vogue, opened_days: Ints) -> Reals:
    fame = vogue.fame.astype(np.float64)
    gentle = np.exp(0.5 * fame)
    rows = [
        np.exp(fame + vogue.drift[week]),
        np.exp(0.3 * fame) * (opened_days < _NEW_DAYS),
        gentle * (repertoire.years < _CLASSIC),
        gentle * [bool(spoken) and "en" not in spoken for spoken in repertoire.languages],
    ]
    rows += [gentle * repertoire.genre_of[:, repertoire.genres.index(genre)] for genre in _GENRES]
    return np.array(rows)


@dataclass(frozen=True, slots=True, eq=False)
class Glances:
    """What the eyes fall on, visit × place in the order of looking; -1 fills up.

    ``row`` and ``position`` say where a film stood, ``probability`` how likely it was to be there.
    """

    film: Ints
    row: Ints
    position: Ints
    probability: Reals


def look(
    page: WeekOfPages,
    profile: Ints,
    group: Ints,
    parameters: Parameters,
    rng: np.random.Generator,
) -> Glances:
    """What each visitor looks at, in the order of looking, with the gaps at the end."""
    filled = page.filled[group]
    height = _heights(filled, parameters, rng)
    rows = rows_noticed(page.appeal[profile], height, parameters, rng)
    draws = _drawn(page, group, rows, rng)
    kept = _first_of_each(draws)
    longest = glanced_along(rows.shape, parameters, rng)[..., None]
    position = kept.reshape(*rows.shape, _DRAWS).cumsum(axis=2) - 1
    kept &= (position < longest).reshape(kept.shape)
    kept &= np.repeat(rows >= 0, _DRAWS, axis=1) & page.watchable[group[:, None], draws]
    where = np.repeat(rows, _DRAWS, axis=1)
    film = np.where(kept, draws, -1)
    probability = _probabilities(page, group, where, film)
    order = np.argsort(~kept, axis=1, kind="stable")
    return Glances(
        *(
            np.take_along_axis(column, order, axis=1)
            for column in (film, where, position.reshape(kept.shape))
        ),
        probability=np.take_along_axis(probability, order, axis=1),
    )


def _heights(filled: Mask, parameters: Parameters, rng: np.random.Generator) -> Ints:
    """In which place each row stands for each visitor; beyond the page, :data:`NOWHERE`."""
    order = rng.random(filled.shape)
    order[:, 0] -= 0.6  # Trending stands near the top more often than not.
    order[~filled] = np.inf
    height = order.argsort(axis=1).argsort(axis=1)
    return np.where(filled & (height < parameters.rows_on_page), height, NOWHERE)


def rows_noticed(
    appeal: Reals, height: Ints, parameters: Parameters, rng: np.random.Generator
) -> Ints:
    """The rows that each visitor looks along, from above (visit × :data:`ROWS_SEEN`, -1 fills up).

    ``appeal`` is what the visitor makes of what a row holds, ``height`` where it stands.
    """
    pull = appeal - parameters.row_attention * height + rng.gumbel(size=appeal.shape)
    best = (-pull).argsort(axis=1)[:, :ROWS_SEEN]
    seen = 1 + rng.binomial(ROWS_SEEN - 1, 0.45, len(appeal))
    chosen = np.take_along_axis(height, best, axis=1)
    wanted = (np.arange(ROWS_SEEN)[None] < seen[:, None]) & (chosen < NOWHERE)
    from_above = np.where(wanted, chosen, 10_000).argsort(axis=1)
    best = np.where(wanted, best, -1)
    return np.take_along_axis(best, from_above, axis=1)


def glanced_along(shape: tuple[int, ...], parameters: Parameters, rng: np.random.Generator) -> Ints:
    """How many titles of a row are looked at: geometric, each further one with the same chance."""
    longest = rng.geometric(1 - parameters.glance_on, shape)
    return np.minimum(longest, parameters.most_examined)


def _drawn(page: WeekOfPages, group: Ints, rows: Ints, rng: np.random.Generator) -> Ints:
    films = page.weights.shape[1]
    flat = (group[:, None] * page.weights.shape[0] + np.maximum(rows, 0)) * films
    base = np.where(flat > 0, page.bounds[flat - 1], 0.0)
    total = page.totals[group[:, None], np.maximum(rows, 0)]
    lots = base[..., None] + total[..., None] * rng.random((*rows.shape, _DRAWS))
    found = np.searchsorted(page.bounds, lots, side="right") - flat[..., None]
    return np.clip(found, 0, films - 1).reshape(len(group), rows.shape[1] * _DRAWS)


def _first_of_each(draws: Ints) -> Mask:
    earlier = np.tril(np.ones((draws.shape[1],) * 2, np.bool_), -1)
    return ~((draws[:, :, None] == draws[:, None, :]) & earlier).any(axis=2)


def _probabilities(page: WeekOfPages, group: Ints, where: Ints, film: Ints) -> Reals:
    # Drawing again whatever is on the page already is drawing without replacement: the chance of
    # a film is its share of the row's weight that is left (Plackett and Luce).
    row = np.maximum(where, 0)
    shown = film >= 0
    own = page.weights[row, np.maximum(film, 0)] * shown
    others = page.weights[row[:, :, None], np.maximum(film, 0)[:, None, :]] * shown[:, None, :]
    gone = (others * np.tril(np.ones((film.shape[1],) * 2), -1)).sum(axis=2)
    left = page.totals[group[:, None], row] - gone
    return np.where(shown, own / np.maximum(left, 1e-12), 0.0)
