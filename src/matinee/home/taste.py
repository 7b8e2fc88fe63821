"""What a member's history says of titles and genres nobody asked about: arrays in, arrays out."""

import numpy as np

from matinee.home.groundwork import Crowd, Groundwork
from matinee.home.ranking import Rows, Scores, stretched

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
    seen = ground.genre_of[:, enjoyed] @ weights
    share = (seen + _PRIOR_TITLES * base) / (weights.sum() + _PRIOR_TITLES)
    return (share * np.log(share / base)).astype(np.float32)


def scores_for(ground: Groundwork, crowd: Crowd, enjoyed: Rows, leanings: Scores) -> Scores:
    """How well every title suits the member: by the models, or else by genres and by the crowd."""
    if not enjoyed.size:
        return crowd.scores
    content = np.maximum(leanings, 0) @ ground.genre_of
    by_facts = (0.7 * stretched(content) + 0.3 * crowd.scores).astype(np.float32)
    items = ground.items_of_rows[enjoyed]
    known = items >= 0
    if ground.models is None or not known.any():
        return by_facts
    weights = weights_by_recency(enjoyed)
    return ground.on_rows(ground.models.scores(items[known], weights[known]), by_facts)


def strongest_evidence(ground: Groundwork, enjoyed: Rows, picks: Rows) -> Rows:
    """For each pick, the title of the history that speaks most for it; -1 where none does."""
    none = np.full(picks.size, -1, np.int32)
    items, wanted = ground.items_of_rows[enjoyed], ground.items_of_rows[picks]
    speaking = enjoyed[items >= 0]
    if ground.models is None or not speaking.size or not picks.size:
        return none
    votes = ground.models.ease_weights[np.ix_(items[items >= 0], np.maximum(wanted, 0))]
    votes = votes * weights_by_recency(enjoyed)[items >= 0, np.newaxis]
    best = votes.argmax(axis=0)
    convinced = (wanted >= 0) & (votes[best, np.arange(picks.size)] > 0)
    return np.where(convinced, speaking[best], none).astype(np.int32)


def genres_in_order(leanings: Scores, crowd: Crowd) -> Rows:
    """Genres, those that suit the member best first; equals by what everyone watches."""
    numbers = np.arange(leanings.size)
    return np.lexsort((numbers, -crowd.genre_shares, -leanings)).astype(np.int32)
