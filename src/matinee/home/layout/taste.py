"""What a member's history says of titles and genres nobody asked about: arrays in, arrays out."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from matinee.home.layout.groundwork import Crowd, Groundwork
from matinee.home.layout.ranking import Mask, Rows, Scores, stretched
from matinee.home.layout.standing import Standing
from matinee.recommend.model import asked_at, heard_history, weigh_history


@dataclass(frozen=True, slots=True)
class Heard:
    """A history as items of the models, each once, newest first, and how loud each speaks.

    ``occasions`` says how each was watched and ``asked_at`` for which moment the page is made; None
    for models that hear of neither.
    """

    items: Rows
    weights: Scores
    occasions: NDArray[np.uint8] | None = None
    asked_at: NDArray[np.uint8] | None = None


_VOICES = 50
"""Older titles of a history speak too softly to be the strongest."""
_PRIOR_TITLES = 3.0
"""So many titles of the crowd's taste stand behind every history, however short."""


def weights_by_recency(titles: Rows) -> Scores:
    """Newer titles speak louder: the weight of the k-th, newest first, is 1 ÷ √(1 + k ÷ 10)."""
    return (1.0 / np.sqrt(1.0 + np.arange(titles.size) / 10.0)).astype(np.float32)


def genre_leanings(ground: Groundwork, crowd: Crowd, enjoyed: Rows) -> Scores:
    """How far each genre's share of a history exceeds its share of what everyone watches.

    The term of the Kullback-Leibler divergence for the genre, after smoothing: large where a genre
    is both frequent and more frequent than with others, negative where it is rarer.
    """
    base = np.maximum(crowd.genre_shares, np.float32(1e-6))
    weights = weights_by_recency(enjoyed)
    seen = np.einsum("gh,h->g", ground.genre_of[:, enjoyed], weights)
    share = (seen + _PRIOR_TITLES * base) / (weights.sum() + _PRIOR_TITLES)
    return (share * np.log(share / base)).astype(np.float32)


def genre_tastes(ground: Groundwork, crowd: Crowd, enjoyed: Rows) -> Scores:
    """The share of each genre in what the member enjoyed, smoothed; a title's genres share it.

    The target that a list is calibrated to: newer titles count more, and the crowd stands behind.
    """
    weights = weights_by_recency(enjoyed)
    seen = np.einsum("h,hg->g", weights, ground.genre_shares_of[enjoyed])
    everyone = crowd.genre_shares / max(float(crowd.genre_shares.sum()), 1e-6)
    shares = seen + np.float32(_PRIOR_TITLES) * everyone
    return (shares / max(float(shares.sum()), 1e-6)).astype(np.float32)


def heard(ground: Groundwork, standing: Standing, at: datetime, device: str = "") -> Heard:
    """The history as the models were taught to hear one, and when and on what it is asked."""
    if ground.models is None or not standing.titles.size:
        return Heard(np.empty(0, np.int32), np.empty(0, np.float32))
    titles = standing.titles
    items = np.where(titles >= 0, ground.items_of_rows[titles], np.int32(-1))
    exponent = ground.models.recency_exponent
    if not ground.models.hears:
        return Heard(*weigh_history(items, standing.kinds, standing.values, exponent=exponent))
    told = heard_history(items, standing.kinds, standing.values, standing.at, exponent=exponent)
    return Heard(*told, asked_at(at.timestamp(), device))


def scores_for(ground: Groundwork, crowd: Crowd, history: Heard, leanings: Scores) -> Scores:
    """How well every title suits the member: by the models, or else by genres and by the crowd."""
    # By einsum: the threads of BLAS would wait for each other longer than such products take.
    liked = np.maximum(leanings, 0)
    if ground.models is None or not history.items.size:
        content = stretched(np.einsum("g,gn->n", liked, ground.genre_of))
        return (0.7 * content + 0.3 * crowd.scores).astype(np.float32)
    content = stretched(np.einsum("g,gn->n", liked, ground.unknown_genre_of))
    by_facts = (0.7 * content + 0.3 * crowd.scores[ground.unknown_rows]).astype(np.float32)
    scores = (
        ground.models.scores(history.items, history.weights)
        if history.occasions is None
        else ground.models.scores(
            history.items, history.weights, history.occasions, history.asked_at
        )
    )
    return ground.on_rows(scores, by_facts)


def strongest_evidence(ground: Groundwork, history: Heard, nameable: Mask, picks: Rows) -> Rows:
    """For each pick, the title of the history that speaks most for it; -1 where none does."""
    none = np.full(picks.size, -1, np.int32)
    told = ground.rows_of_items[history.items]
    voices = np.flatnonzero((told >= 0) & nameable[told] & (history.weights > 0))[:_VOICES]
    if ground.models is None or not voices.size or not picks.size:
        return none
    wanted = ground.items_of_rows[picks]
    votes = ground.models.ease_weights[np.ix_(history.items[voices], np.maximum(wanted, 0))]
    votes = votes * history.weights[voices, np.newaxis]
    best = votes.argmax(axis=0)
    convinced = (wanted >= 0) & (votes[best, np.arange(picks.size)] > 0)
    return np.where(convinced, told[voices[best]], none).astype(np.int32)


def genres_in_order(leanings: Scores, crowd: Crowd) -> Rows:
    """Genres, those that suit the member best first; equals by what everyone watches."""
    numbers = np.arange(leanings.size)
    return np.lexsort((numbers, -crowd.genre_shares, -leanings)).astype(np.int32)
