"""A season of viewing for the desk's pages: two arms, three kinds of rows, a holdout."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
from tests.experiments.evenings import TODAY, event, put, viewing
from tests.surfaces.web.films import films

from matinee.assembly.house import House
from matinee.audience.model import EventKind, ViewingEvent
from matinee.audience.watching.model import HELD_OUT, HOLDOUT, Measure
from matinee.experiments.model import (
    BUCKETS,
    PERSONALISED,
    Arm,
    Experiment,
    Guardrail,
    State,
)
from matinee.vocabulary.ids import TitleId
from matinee.vocabulary.places import Territory

DAY = timedelta(days=1)
KEY = "taller-rows"
_ROWS = ("picks", "because:x", "top", "genre:Drama")


def taller_rows() -> Experiment:
    started = TODAY - 12 * DAY
    return Experiment(
        key=KEY,
        name="Taller rows",
        hypothesis="Larger posters are found sooner, so more is watched.",
        arms=(Arm("usual", what="Posters as they are"), Arm("taller", what="A third larger")),
        measure=Measure.HOURS,
        window_days=2,
        guardrails=(Guardrail(Measure.DAYS, 0.1),),
        expected_units=300,
        state=State.RUNNING,
        first_bucket=0,
        bucket_count=BUCKETS,
        created_at=started,
        started_at=started,
    )


async def a_season(house: House, *, members: int = 260, lift: float = 1.7) -> None:
    """Members in two arms watch for twelve days; those of the taller rows ``lift`` times as long.

    One in five is held out, takes part in nothing else and watches half as long.
    """
    rng = np.random.default_rng(8)
    await house.catalogue.put_titles(films(), source="test")
    await house.laboratory.experiments.take_in(taller_rows())
    watched = [TitleId(title) for title in (await house.catalogue.shelf()).ids][:12]
    household = await house.audience.create_household("Season", simulated=True)
    evenings: list[list[ViewingEvent]] = []
    for number in range(members):
        profile = await house.audience.create_profile(
            household.id, f"Member {number}", territory=Territory(("PT", "DE")[number % 2])
        )
        held_out = number % 5 == 0
        arm = ("usual", "taller")[number % 2]
        arms = {HOLDOUT: HELD_OUT} if held_out else {HOLDOUT: PERSONALISED, KEY: arm}
        length = 0.5 if held_out else (lift if arm == "taller" else 1.0)
        first = TODAY - timedelta(days=float(4 + 8 * (1 - number / members)))
        for evening in range(int(rng.integers(1, 5))):
            at = first + evening * timedelta(hours=9.5)
            shown = event(profile, EventKind.IMPRESSION, at - timedelta(seconds=70),
                          what=watched[0], arms=arms)  # fmt: skip
            searched = bool(rng.random() < 0.3)
            hours = length * float(rng.gamma(4, 0.25))
            row = _ROWS[int(rng.integers(len(_ROWS)))]
            evenings.append(
                [
                    shown,
                    *viewing(
                        profile, at, hours=hours, what=watched[int(rng.integers(12))], arms=arms,
                        device=("tv", "phone")[int(rng.integers(2))],
                        surface="search" if searched else "home", row="" if searched else row,
                        query="heat" if searched else "", recommended=not searched,
                    ),
                ]
            )  # fmt: skip
    batches = [evenings[place : place + 150] for place in range(0, len(evenings), 150)]
    for batch in batches:
        await put(house.audience, *batch)
