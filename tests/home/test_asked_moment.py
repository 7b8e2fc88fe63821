"""Models that hear of it are told how titles were watched, and when and on what a page is for."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from tests.home.scenery import NOW, Did, GivenModels, film, member, models_of, title_id

from matinee.audience.model import EventKind
from matinee.catalogue.model import Shelf
from matinee.home.layout.groundwork import Groundwork
from matinee.home.layout.planning import plan_page, situation_of
from matinee.home.model import HomeSettings
from matinee.recommend.model import asked_at

SHELF = Shelf.build([film(f"Film {number}", "Drama") for number in range(40)])
SETTINGS = HomeSettings()


@dataclass(frozen=True)
class HearingModels(GivenModels):
    """Models that keep what they were told."""

    hears: bool = True
    told: list[tuple[NDArray[np.uint8] | None, NDArray[np.uint8] | None]] = field(
        default_factory=list[tuple[NDArray[np.uint8] | None, NDArray[np.uint8] | None]]
    )

    def scores(
        self,
        titles: NDArray[np.int32],
        weights: NDArray[np.float32],
        occasions: NDArray[np.uint8] | None = None,
        asked: NDArray[np.uint8] | None = None,
    ) -> NDArray[np.float32]:
        self.told.append((occasions, asked))
        return super().scores(titles, weights)


def test_a_page_tells_how_titles_were_watched_and_for_which_moment_it_is() -> None:
    given = models_of(SHELF.ids)
    models = HearingModels(given.title_ids, given.ease_weights, given.watched)
    evening = NOW.timestamp()
    watched = member(
        Did(EventKind.FINISH, title_id("Film 1"), evening - 90_000),
        Did(EventKind.PLAY, title_id("Film 2"), evening - 3_600),
    )
    situation = situation_of(Groundwork.of(SHELF, models), watched, NOW, SETTINGS, "tv")
    plan_page(situation, SETTINGS)
    [(occasions, asked)] = models.told
    assert asked is not None
    assert asked.tolist() == asked_at(evening, "tv").tolist()
    assert occasions is not None
    assert occasions[:, 0].tolist() == [2, 3]  # Begun, and before it finished.
    assert occasions[0, 1] > 0
    assert occasions[1, 1] == 0
