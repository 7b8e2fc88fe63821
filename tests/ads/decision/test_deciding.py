from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import UUID

import numpy as np
import pytest
from benchmarks.ads import booked_demand

from matinee.ads.decided import Decision, Exposure
from matinee.ads.decision.deciding import Rules, decide
from matinee.ads.decision.places import Places
from matinee.ads.decision.snapshot import take_snapshot
from matinee.ads.meaning.vectors import packed
from matinee.ads.model import (
    Approval,
    BreakRequest,
    Cap,
    Creative,
    Format,
    GoalKind,
    Level,
    LineItem,
    Rendition,
    State,
    Targeting,
)
from matinee.ads.pods.pricing import Pricing
from matinee.vocabulary.ids import HouseholdId, TitleId
from matinee.vocabulary.window import Window

NOW = datetime(2026, 3, 4, 20, tzinfo=UTC)
FILE = Rendition("https://m.example/a.mp4", "video/mp4", 1920, 1080, 4500)
TITLE = TitleId(UUID(int=99))
REQUEST = BreakRequest(
    at=NOW,
    household=None,
    duration=timedelta(seconds=60),
    slots=2,
    territory="PT",
    language="pt",
    device="tv",
    title=TITLE,
    genres=("Drama", "War"),
    moods=("tense",),
    hour=68,
    age=12,
)


def creative(number: int, **change: object) -> Creative:
    made = Creative(
        UUID(int=1000 + number), UUID(int=number), f"film {number}", timedelta(seconds=30),
        (FILE,), Approval.APPROVED,
    )  # fmt: skip
    return replace(made, **change)


def item(number: int, bid: float = 10, **change: object) -> LineItem:
    made = LineItem(
        id=UUID(int=number),
        campaign_id=UUID(int=500 + number),
        advertiser_id=UUID(int=number),
        name=f"line {number}",
        bid=round(bid * 1_000_000),
        goal_kind=GoalKind.IMPRESSIONS,
        goal=1000,
        flight=Window(NOW - timedelta(days=1), NOW + timedelta(days=1)),
        state=State.ACTIVE,
        creatives=(UUID(int=1000 + number),),
    )
    return replace(made, **change)


def decided(
    *items: LineItem, request: BreakRequest = REQUEST, films: dict[int, Creative] | None = None,
    shadows: dict[UUID, float] | None = None, **asked: object,
) -> Decision:  # fmt: skip
    shown = {each: creative(each) for each in range(1, 10)} | (films or {})
    snapshot = take_snapshot("v1", items, {each.id: each for each in shown.values()}, shadows or {})
    return decide(snapshot, request, decision_id=UUID(int=7), explain=True, **asked)  # pyright: ignore[reportArgumentType]


def served(decision: Decision) -> list[int]:
    return [placed.line_item_id.int for placed in decision.placed]


def test_the_dearest_ads_are_served_the_dearest_first() -> None:
    assert served(decided(item(1, 5), item(2, 9), item(3, 7))) == [2, 3]


@pytest.mark.parametrize("state", [State.PAUSED, State.DRAFT, State.ENDED])
def test_a_line_item_that_is_not_active_is_never_served(state: State) -> None:
    assert served(decided(item(1), item(2, 99, state=state))) == [1]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"flight": Window(NOW + timedelta(seconds=1), None)}, "FLIGHT"),
        ({"flight": Window(None, NOW)}, "FLIGHT"),
        ({"targeting": Targeting(territories=frozenset({"ES"}))}, "TERRITORY"),
        ({"targeting": Targeting(languages=frozenset({"es"}))}, "LANGUAGE"),
        ({"targeting": Targeting(devices=frozenset({"phone"}))}, "DEVICE"),
        ({"targeting": Targeting(genres=frozenset({"Comedy"}))}, "GENRE"),
        ({"targeting": Targeting(moods=frozenset({"calm"}))}, "MOOD"),
        ({"targeting": Targeting(hours=frozenset({67, 69}))}, "DAYPART"),
        ({"targeting": Targeting(without_genres=frozenset({"War"}))}, "GENRE_EXCLUDED"),
        ({"targeting": Targeting(without_moods=frozenset({"tense"}))}, "MOOD_EXCLUDED"),
        ({"targeting": Targeting(without_titles=frozenset({TITLE}))}, "TITLE_EXCLUDED"),
        ({"targeting": Targeting(from_age=13)}, "MATURITY"),
        ({"targeting": Targeting(to_age=11)}, "MATURITY"),
    ],
)
def test_what_is_not_for_this_break_is_skipped_with_its_reason(
    change: dict[str, object], reason: str
) -> None:
    decision = decided(item(1), item(2, 99, **change))
    assert served(decision) == [1]
    assert decision.skipped == {reason: 1}


def test_targeting_that_fits_serves() -> None:
    fits = Targeting(
        territories=frozenset({"PT", "ES"}),
        languages=frozenset({"pt"}),
        devices=frozenset({"tv"}),
        genres=frozenset({"War"}),
        moods=frozenset({"tense", "sad"}),
        hours=frozenset({68}),
        without_genres=frozenset({"Comedy"}),
        from_age=12,
        to_age=12,
    )
    assert served(decided(item(1, targeting=fits))) == [1]


@pytest.mark.parametrize("ages", [(0, 18), (1, 99)])
def test_where_no_age_is_known_only_what_asks_for_none_runs(ages: tuple[int, int]) -> None:
    choosy = item(2, 99, targeting=Targeting(from_age=ages[0], to_age=ages[1]))
    assert served(decided(item(1), choosy, request=replace(REQUEST, age=None))) == [1]


def test_the_programmer_shuts_categories_and_advertisers_out() -> None:
    beer = item(2, 99, categories=("IAB8-5",))
    request = replace(REQUEST, without_categories=frozenset({"IAB8-5"}))
    assert served(decided(item(1), beer, request=request)) == [1]
    request = replace(REQUEST, without_advertisers=frozenset({UUID(int=2)}))
    assert served(decided(item(1), beer, request=request)) == [1]


def test_a_childs_profile_sees_no_ad() -> None:
    assert served(decided(item(1), request=replace(REQUEST, kids=True))) == []


@pytest.mark.parametrize(
    "film",
    [
        creative(2, approval=Approval.PENDING),
        creative(2, renditions=()),
        creative(2, duration=timedelta(seconds=61)),
    ],
)
def test_a_film_that_is_not_approved_or_has_no_file_or_is_too_long_is_not_shown(
    film: Creative,
) -> None:
    assert served(decided(item(1), item(2, 99), films={2: film})) == [1]


def seen(number: int, ago: timedelta) -> Exposure:
    return Exposure(
        NOW - ago, UUID(int=number), UUID(int=500 + number), UUID(int=number),
        UUID(int=1000 + number),
    )  # fmt: skip


@pytest.mark.parametrize("level", Level)
def test_a_household_sees_no_more_than_the_cap_of_any_level(level: Level) -> None:
    capped = item(2, 99, caps=(Cap(level, 2, timedelta(hours=1)),))
    once = [seen(2, timedelta(minutes=5))]
    assert served(decided(item(1), capped, exposures=once)) == [2, 1]
    twice = [*once, seen(2, timedelta(minutes=59))]
    decision = decided(item(1), capped, exposures=twice)
    assert served(decision) == [1]
    assert decision.skipped == {"FREQUENCY_CAP": 1}
    older = [*once, seen(2, timedelta(minutes=61))]
    assert served(decided(item(1), capped, exposures=older)) == [2, 1]


def test_what_a_household_has_seen_often_is_worth_less_to_it() -> None:
    tired = [seen(2, timedelta(hours=hour)) for hour in range(1, 4)]
    request = replace(REQUEST, slots=1)
    assert served(decided(item(1, 10), item(2, 11), request=request)) == [2]
    assert served(decided(item(1, 10), item(2, 11), request=request, exposures=tired)) == [1]


def test_without_budget_there_is_no_ad() -> None:
    decision = decided(item(1), item(2, 99), exhausted=[UUID(int=2)])
    assert served(decision) == [1]
    assert decision.skipped == {"BUDGET": 1}


def test_a_bid_below_the_floor_takes_no_part() -> None:
    decision = decided(item(1), item(2, 7), request=replace(REQUEST, floor=8_000_000))
    assert served(decision) == [1]
    assert decision.skipped == {"FLOOR": 1}


def test_pacing_lets_an_ad_stand_back_and_pay_its_bid_all_the_same() -> None:
    request = replace(REQUEST, slots=1)
    ahead = {UUID(int=2): 0.5}
    assert served(decided(item(1, 6), item(2), request=request, shadows=ahead)) == [1]
    alone = decided(item(2), request=request, shadows=ahead)
    assert [each.price for each in alone.placed] == [10_000_000]
    far_ahead = decided(item(1, 6), item(2), request=request, shadows={UUID(int=2): 1.2})
    assert far_ahead.skipped == {"PACED": 1}


def test_the_second_price_is_that_of_the_ad_that_lost() -> None:
    request = replace(REQUEST, slots=1, floor=1_000_000)
    decision = decided(item(1, 5), item(2, 9), request=request, rules=Rules(Pricing.SECOND))
    assert [(each.bid, each.price) for each in decision.placed] == [(9_000_000, 5_000_000)]


def test_a_creative_that_fits_the_scene_wins_over_one_that_does_not() -> None:
    one, other = packed(np.eye(2, 384, dtype=np.float32) / 4 + 1e-3)
    films = {1: creative(1, meaning=one), 2: creative(2, meaning=other)}
    request = replace(REQUEST, slots=1, meaning=other)
    assert served(decided(item(1, 10), item(2, 9.9), request=request, films=films)) == [2]
    request = replace(REQUEST, slots=1, meaning=one)
    assert served(decided(item(1, 9.9), item(2, 10), request=request, films=films)) == [1]
    request = replace(REQUEST, slots=1)
    assert served(decided(item(1, 10), item(2, 9.9), request=request, films=films)) == [1]


def test_an_advertiser_takes_one_place_of_a_pod_and_a_creative_is_never_shown_twice() -> None:
    own = UUID(int=5)
    assert served(decided(item(1, advertiser_id=own), item(2, 9, advertiser_id=own))) == [1]
    film = (UUID(int=1001),)
    one, other = item(1, most_per_pod=2), item(2, 9, most_per_pod=2, creatives=film)
    assert served(decided(one, other)) == [1]


def test_the_same_question_has_the_same_answer() -> None:
    items = [item(number, 10) for number in range(1, 10)]
    assert decided(*items) == decided(*reversed(items))


def test_every_spot_is_a_candidate_or_has_a_reason() -> None:
    items = [
        item(1),
        item(2, targeting=Targeting(territories=frozenset({"ES"}))),
        item(3, targeting=Targeting(territories=frozenset({"ES"}), devices=frozenset({"web"}))),
    ]
    decision = decided(*items)
    assert decision.candidates + sum(decision.skipped.values()) == 3


def test_the_companions_of_an_ad_take_turns_and_none_is_shown_that_is_not_approved() -> None:
    beside = {
        number: creative(
            number, format=Format.COMPANION, accompanies=UUID(int=1001), approval=approval
        )
        for number, approval in (
            (21, Approval.APPROVED), (22, Approval.APPROVED), (23, Approval.PENDING)
        )
    }  # fmt: skip
    shown = {each.id: each for each in (creative(1), creative(2), *beside.values())}
    snapshot = take_snapshot("v1", [item(1), item(2)], shown, {})
    turns = Counter[int]()
    for number in range(40):
        made = decide(snapshot, REQUEST, decision_id=UUID(int=number))
        first, second = sorted(made.placed, key=lambda placed: placed.line_item_id)
        assert second.companion_id is None
        assert first.companion_id is not None
        turns[first.companion_id.int] += 1
        assert decide(snapshot, REQUEST, decision_id=UUID(int=number)).placed == made.placed
    assert turns == {1021: 20, 1022: 20}
    of_its_own = item(3, creatives=(UUID(int=1021),))
    assert served(decided(of_its_own, films=beside)) == []


def test_a_place_that_is_kept_changes_nothing_but_the_time_it_takes() -> None:
    soon = NOW + timedelta(minutes=1)
    items = [
        item(1, 30, flight=Window(NOW - timedelta(days=1), soon)),
        item(2, 20, flight=Window(soon, NOW + timedelta(days=1))),
        item(3, 10),
        item(4, 40, targeting=Targeting(territories=frozenset({"ES"}))),
    ]
    snapshot = take_snapshot("s", items, {each.id: each for each in map(creative, range(1, 5))}, {})
    places = Places(snapshot)
    for request in (REQUEST, replace(REQUEST, at=soon), REQUEST, replace(REQUEST, territory="ES")):
        for exposures in ((), (seen(3, timedelta(hours=1)),)):
            for exhausted in ((), (UUID(int=1),), (UUID(int=2), UUID(int=3))):
                decision = decide(
                    snapshot,
                    request,
                    decision_id=UUID(int=9),
                    exposures=exposures,
                    exhausted=exhausted,
                    places=places,
                )
                assert decision == decide(
                    snapshot,
                    request,
                    decision_id=UUID(int=9),
                    exposures=exposures,
                    exhausted=exhausted,
                )
                served_now = set(served(decision))
                assert served_now.isdisjoint(each.int for each in exhausted)
                assert (1 in served_now) <= (request.at < soon)
                assert (2 in served_now) <= (request.at >= soon)


def test_a_lease_that_runs_out_is_passed_over_and_nothing_is_ranked_anew() -> None:
    items = [item(number, 50 - number) for number in range(1, 6)]
    snapshot = take_snapshot("s", items, {each.id: each for each in map(creative, range(1, 6))}, {})
    place, left = Places(snapshot).at(REQUEST), np.ones(5, dtype=np.bool_)
    whole, *_ = place.lists(left)
    left[0] = False
    passing, own = place.lists(left)
    assert passing.ads is whole.ads
    assert passing.without == 1
    assert len(own.ads.ads) == 4
    assert next(place.lists(left)) is own, "what proved no pod would be searched in vain again"
    left[1] = False
    passing = next(place.lists(left))
    assert (passing.ads, passing.without) == (own.ads, 1)
    left[2:4] = False
    (alone,) = place.lists(left)
    assert alone.ads.ads == (4,)
    left[:] = True
    assert next(place.lists(left)).ads is whole.ads


def test_devices_that_no_line_item_names_share_a_place() -> None:
    items = [item(1, targeting=Targeting(devices=frozenset({"web"}))), item(2, 5)]
    snapshot = take_snapshot("s", items, {each.id: each for each in map(creative, range(1, 3))}, {})
    places = Places(snapshot)
    shared = places.at(replace(REQUEST, device="x9"))
    assert places.at(replace(REQUEST, device="k2")) is shared
    assert places.at(replace(REQUEST, device="web")) is not shared
    for device in ("web", "x9", "", "k2"):
        request, made = replace(REQUEST, device=device), UUID(int=9)
        decision = decide(snapshot, request, decision_id=made, places=places)
        assert decision == decide(snapshot, request, decision_id=made)
        assert served(decision) == ([1, 2] if device == "web" else [2])


def test_a_place_is_forgotten_where_many_others_are_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("matinee.ads.decision.places._MOST", 1)
    places = Places(take_snapshot("s", [item(1)], {creative(1).id: creative(1)}, {}))
    first = places.at(REQUEST)
    assert places.at(replace(REQUEST, household=HouseholdId(UUID(int=5)))) is first
    places.at(replace(REQUEST, slots=3))
    assert places.at(REQUEST) is not first


@pytest.mark.parametrize("pricing", list(Pricing))
def test_households_at_a_kept_place_get_what_each_would_get_alone(pricing: Pricing) -> None:
    items, creatives = booked_demand.book(600, seed=3)
    snapshot, random = take_snapshot("s", items, creatives, {}), np.random.default_rng(3)
    asked = booked_demand.break_request(random, slots=4, seconds=120)
    asked = replace(asked, territory="FR", floor=0, moods=())
    places, answers = Places(snapshot), set[tuple[int, ...]]()
    for number in range(150):
        spent = random.integers(0, len(items), 0 if number % 3 else 150)
        alone = partial(
            decide,
            snapshot,
            replace(asked, history=number % 2 == 0),
            decision_id=UUID(int=number),
            exposures=booked_demand.exposures(random, items, 6 * number),
            exhausted=tuple(items[int(each)].id for each in spent),
            rules=Rules(pricing),
        )
        decision = alone(places=places)
        assert decision == alone()
        answers.add(tuple(served(decision)))
    assert len(answers) > 20
