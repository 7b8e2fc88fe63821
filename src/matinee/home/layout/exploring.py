"""Marked places that are left to chance, so that the service learns what it does not know yet.

After the page is laid, each marked place of the picks is drawn for: among new titles that have not
had their guaranteed looks, and among titles further down that may suit. The chance of what stands
there is exact and goes with the impression; the other places stay as they are.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from matinee.experiments.model import Draw, Slot, draw, softmax, with_guaranteed_looks
from matinee.home.layout.composition import Laid
from matinee.home.layout.groundwork import Groundwork
from matinee.home.layout.ranking import Mask, Ranking, Rows, Scores, among, stretched
from matinee.home.model import HomeSettings, RowKind
from matinee.vocabulary.ids import RecommendationId, TitleId

PICKS_KEY = "picks"
POLICY = "home-picks-2"
"""Changes with whatever changes the chances, so that logs of two policies are never mixed."""


def explore(
    rows: Sequence[Laid],
    ranking: Ranking,
    scores: Scores,
    free: Mask,
    ground: Groundwork,
    page_id: RecommendationId,
    settings: HomeSettings,
) -> tuple[tuple[Laid, ...], tuple[Draw, ...]]:
    """Draw for the marked places; the rows as they stand then, and every draw with its candidates.

    ``ranking`` has the member's best first, ``scores`` are by row of the shelf, ``free`` are the
    titles that may be offered. What is drawn is new to the page, and the title that stood in the
    place moves one on.
    """
    picks = next((place for place, row in enumerate(rows) if row.kind is RowKind.PICKS), None)
    if picks is None:
        return tuple(rows), ()
    left = free.copy()
    for row in rows:
        left[row.titles] = False
    laid, draws = rows[picks], list[Draw]()
    for position in settings.explored_positions:
        if position >= laid.titles.size:
            continue
        candidates = _candidates(ranking, left, ground, settings)
        if candidates.size < 2:
            break
        chances = with_guaranteed_looks(
            softmax(
                stretched(scores[candidates]).astype(np.float64),
                temperature=settings.exploration_temperature,
            ),
            ground.looks[candidates],
            guaranteed=settings.guaranteed_looks,
            share=settings.new_title_share,
        )
        slot = Slot(page_id, PICKS_KEY, position)
        titles = [TitleId(ground.shelf.ids[row]) for row in candidates.tolist()]
        drawn = draw(slot, titles, chances, policy=POLICY)
        row = int(candidates[drawn.chosen])
        left[row] = False
        moved = laid.titles.copy()
        moved[position], moved[position + 1 :] = row, laid.titles[position:-1]
        laid = replace(laid, titles=moved, chances={**laid.chances, position: drawn.probability})
        draws.append(drawn)
    return (*rows[:picks], laid, *rows[picks + 1 :]), tuple(draws)


def _candidates(ranking: Ranking, left: Mask, ground: Groundwork, settings: HomeSettings) -> Rows:
    """The best that the page has no place for, and the newest titles that are still owed looks."""
    suit = ranking.first(left, settings.explored_among)
    owed = ground.owed[left[ground.owed]][: settings.explored_among]
    return np.concatenate((suit, owed[~among(owed, suit)]))
