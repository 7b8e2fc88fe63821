"""Creatives of a line item are drawn by their odds, and by nothing that changes the pod."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import numpy as np
from tests.ads.decision.test_deciding import NOW, REQUEST, creative, item

from matinee.ads.decided import Decision, Exposure, Odds
from matinee.ads.decision.deciding import decide
from matinee.ads.decision.places import Places
from matinee.ads.decision.snapshot import take_snapshot
from matinee.ads.model import Cap, Level
from matinee.ads.repository.completion import Shown
from matinee.ads.serving.odds import FLOOR, odds_of
from matinee.vocabulary.ids import HouseholdId

FILMS = {
    1: creative(1), 2: creative(2, advertiser_id=UUID(int=1)),
    3: creative(3, advertiser_id=UUID(int=1)),
    4: creative(4, advertiser_id=UUID(int=1), duration=timedelta(seconds=20)), 5: creative(5),
}  # fmt: skip
FIRST, SECOND, THIRD, SHORT = (UUID(int=1000 + number) for number in (1, 2, 3, 4))
MANY = item(1, 9, creatives=(FIRST, SECOND, THIRD, SHORT))
ONE = item(5, 7, creatives=(UUID(int=1005),))
ODDS: dict[UUID, Odds] = {MANY.id: ((FIRST, 600_000), (SECOND, 300_000), (THIRD, 100_000))}
SNAPSHOT = take_snapshot("v1", (MANY, ONE), {each.id: each for each in FILMS.values()}, {})
PLACES = Places(SNAPSHOT)


def decided(number: int, **asked: object) -> Decision:
    made = {"request": REQUEST, "odds": ODDS, "places": PLACES} | asked
    return decide(SNAPSHOT, decision_id=UUID(int=number), **made)  # pyright: ignore[reportArgumentType]


def test_creatives_are_drawn_as_their_odds_say_and_the_pod_stays_what_it_was() -> None:
    plain = decided(0, odds={})
    drawn = Counter[UUID]()
    for number in range(2_000):
        made = decided(number)
        assert [replace(p, creative_id=UUID(int=0), among=()) for p in made.placed] == [
            replace(p, creative_id=UUID(int=0)) for p in plain.placed
        ]
        assert made.placed[0].among == ODDS[MANY.id]
        assert made.placed[1].among == ()
        drawn[made.placed[0].creative_id] += 1
    # Four standard deviations of a share of 2,000.
    for creative_id, parts in ODDS[MANY.id]:
        share = parts / 1_000_000
        assert abs(drawn[creative_id] / 2_000 - share) < 4 * (share * (1 - share) / 2_000) ** 0.5


def test_a_draw_is_made_again_from_what_was_logged() -> None:
    for number in range(50):
        made = decided(number)
        logged = {placed.line_item_id: placed.among for placed in made.placed if placed.among}
        assert decided(number, odds=logged, places=None).placed == made.placed


def test_what_was_shown_last_is_capped_or_is_as_long_as_nothing_else_is_not_drawn() -> None:
    home = HouseholdId(UUID(int=4))
    capped = replace(MANY, caps=(Cap(Level.CREATIVE, 1, timedelta(days=1)),))
    snapshot = take_snapshot("v2", (capped,), {each.id: each for each in FILMS.values()}, {})
    seen = Exposure(NOW - timedelta(hours=1), capped.advertiser_id, capped.campaign_id, capped.id,
                    SECOND)  # fmt: skip
    request = replace(REQUEST, household=home, without_creatives=frozenset({FIRST}))
    shown = {
        decide(
            snapshot, request, decision_id=UUID(int=number), exposures=[seen], odds=ODDS
        ).placed[0].creative_id
        for number in range(60)
    }  # fmt: skip
    assert shown <= {THIRD, SHORT}
    # Two ads of one line item are never one film.
    double = replace(MANY, most_per_pod=2)
    snapshot = take_snapshot("v3", (double,), {each.id: each for each in FILMS.values()}, {})
    for number in range(60):
        pod = decide(snapshot, REQUEST, decision_id=UUID(int=number), odds=ODDS).placed
        assert len({each.creative_id for each in pod}) == len(pod) == 2


def test_odds_turn_to_what_is_watched_to_the_end_and_leave_nothing_out() -> None:
    """A closed loop: what is drawn is shown, and how it was watched makes the next odds."""
    random = np.random.default_rng(3)
    rates = {FIRST: 0.6, SECOND: 0.75, THIRD: 0.6}
    counts = dict.fromkeys(rates, Shown(0, 0))
    choices, odds = {MANY.id: tuple(rates)}, odds_of({MANY.id: tuple(rates)}, {}, random)
    assert odds == {MANY.id: tuple((each, 1) for each in rates)}
    for number in range(1, 1_201):
        [shown] = [p for p in decided(number, odds=odds).placed if p.line_item_id == MANY.id]
        known = counts[shown.creative_id]
        ended = bool(random.random() < rates[shown.creative_id])
        counts[shown.creative_id] = Shown(known.shown + 1, known.completed + ended)
        if number % 100 == 0:
            odds = odds_of(choices, {MANY.id: counts}, random)
    parts = dict(odds[MANY.id])
    assert parts[SECOND] > 0.8 * sum(parts.values())
    assert min(parts.values()) >= FLOOR / 3 * sum(parts.values()) * 0.999
    assert counts[SECOND].shown > 600
