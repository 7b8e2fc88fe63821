"""That the simulated log has the structure of a real one; margins are wide, seeds are fixed."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.demo.conftest import BASE_DAY

from matinee.audience.model import EventKind
from matinee.demo.simulator.log import CONTINUE_ROW, HOME
from matinee.demo.simulator.parameters import Parameters
from matinee.demo.simulator.people import GUIDES, Kind
from matinee.demo.simulator.population import countries
from matinee.demo.simulator.repertoire import Repertoire
from matinee.demo.simulator.simulation import Audience, simulate


def _gini(counts: NDArray[np.int64]) -> float:
    ordered, n = np.sort(counts), len(counts)
    return float((2 * np.arange(1, n + 1) - n - 1) @ ordered / (n * ordered.sum()))


def _kinds(audience: Audience, rows: NDArray[np.bool_]) -> NDArray[np.int64]:
    return np.array([plan.kind for plan in audience.population.profiles])[
        audience.log["profile"][rows]
    ]


def _local_hours(audience: Audience, rows: NDArray[np.bool_]) -> NDArray[np.float64]:
    offsets = np.array(
        [
            countries()[audience.population.households[plan.household].country].utc_offset
            for plan in audience.population.profiles
        ]
    )
    profile, at = audience.log["profile"][rows], audience.log["at"][rows]
    return (at / 3600 + offsets[profile]) % 24


def test_few_films_have_most_of_the_plays(audience: Audience) -> None:
    plays = np.bincount(
        audience.log["film"][audience.log.of(EventKind.PLAY)], minlength=len(audience.repertoire)
    )
    assert 0.6 < _gini(plays) < 0.9
    assert 0.3 < _gini(plays[: audience.repertoire.main]) < 0.7
    assert (plays > 0).sum() > 1_000


def test_the_described_films_have_most_of_the_plays(audience: Audience) -> None:
    film = audience.log["film"][audience.log.of(EventKind.PLAY)]
    assert 0.7 < np.mean(film < audience.repertoire.main) < 0.92


def test_some_people_watch_much_and_most_watch_little(audience: Audience) -> None:
    plays = np.bincount(
        audience.log["profile"][audience.log.of(EventKind.PLAY)],
        minlength=len(audience.population.profiles),
    )
    assert 8 < np.median(plays) < 30
    assert np.percentile(plays, 95) > 2 * np.median(plays)


def test_grown_ups_watch_in_the_evening(audience: Audience) -> None:
    plays = audience.log.of(EventKind.PLAY)
    hours = _local_hours(audience, plays)[_kinds(audience, plays) == Kind.ADULT]
    evening = np.mean((hours >= 19) & (hours < 23))
    morning = np.mean((hours >= 5) & (hours < 11))
    assert evening > 0.6
    assert morning < 0.1


def test_children_watch_by_day_and_more_at_the_weekend(audience: Audience) -> None:
    plays = audience.log.of(EventKind.PLAY)
    kids = _kinds(audience, plays) == Kind.KID
    hours = _local_hours(audience, plays)[kids]
    weekday = (audience.log["at"][plays][kids] // 86_400 + 3) % 7
    assert np.mean((hours >= 20) | (hours < 5)) < 0.1
    assert np.mean(weekday >= 5) > 1.3 * 2 / 7


def test_the_finish_rate_rises_with_the_taste_for_the_film(audience: Audience) -> None:
    log = audience.log
    bounds = np.quantile(log["affinity"][log.of(EventKind.PLAY)], [0.2, 0.4, 0.6, 0.8])
    played = np.bincount(np.digitize(log["affinity"][log.of(EventKind.PLAY)], bounds))
    finished = np.bincount(np.digitize(log["affinity"][log.of(EventKind.FINISH)], bounds))
    rates = finished / played
    assert (np.diff(rates) > 0).all()
    assert rates[-1] - rates[0] > 0.25


def test_long_films_are_finished_less_often(audience: Audience) -> None:
    log, minutes = audience.log, audience.repertoire.minutes
    fresh = log.of(EventKind.PLAY) & (log["row"] != CONTINUE_ROW)
    played = np.bincount(log["film"][fresh], minlength=len(minutes))
    finished = np.bincount(log["film"][log.of(EventKind.FINISH)], minlength=len(minutes))
    short, long = minutes < 100, minutes > 140
    assert finished[short].sum() / played[short].sum() > (
        finished[long].sum() / played[long].sum() + 0.08
    )


def test_what_is_played_is_liked_better_than_what_is_shown(audience: Audience) -> None:
    log = audience.log
    shown = log["affinity"][log.of(EventKind.IMPRESSION)].mean()
    played = log["affinity"][log.of(EventKind.PLAY)].mean()
    assert played > shown + 0.6


def test_what_stands_further_right_is_seen_less(audience: Audience) -> None:
    positions = audience.log["position"][audience.log.of(EventKind.IMPRESSION)]
    seen = np.bincount(positions)
    assert (np.diff(seen) < 0).all()
    assert seen[5] < 0.5 * seen[0]


def test_thumbs_agree_with_taste_more_often_than_not(audience: Audience) -> None:
    thumbs = audience.log.of(EventKind.THUMB)
    value, affinity = audience.log["value"][thumbs], audience.log["affinity"][thumbs]
    assert (value > 0).mean() > 0.6
    assert affinity[value > 0].mean() > affinity[value < 0].mean() + 0.8


def test_members_of_a_household_are_more_alike_than_strangers(audience: Audience) -> None:
    plans = audience.population.profiles
    grown = [row for row, plan in enumerate(plans) if plan.kind is Kind.ADULT]
    mixtures = audience.population.mixtures
    pairs = [
        (one, two)
        for one, two in pairwise(grown)
        if plans[one].household == plans[two].household >= len(GUIDES)
    ]
    together = np.mean([_cosine(mixtures[one], mixtures[two]) for one, two in pairs])
    shuffled = np.random.default_rng(3).permutation([two for _, two in pairs])
    apart = np.mean(
        [
            _cosine(mixtures[one], mixtures[two])
            for (one, _), two in zip(pairs, shuffled, strict=True)
        ]
    )
    assert together > apart + 0.15


def test_the_films_that_one_person_finishes_share_genres(audience: Audience) -> None:
    log = audience.log
    finish = log.of(EventKind.FINISH)
    profile, film = log["profile"][finish], log["film"][finish]
    own = _likeness_within(audience.repertoire, profile, film)
    chance = _likeness_within(
        audience.repertoire, profile, np.random.default_rng(5).permutation(film)
    )
    assert own > 1.25 * chance


def _likeness_within(
    repertoire: Repertoire, profile: NDArray[np.int64], film: NDArray[np.int64]
) -> float:
    order = np.argsort(profile, kind="stable")
    one, two = film[order][:-1], film[order][1:]
    same = (np.diff(profile[order]) == 0) & (one != two)
    shared = (repertoire.genre_of[one] & repertoire.genre_of[two]).sum(axis=1)
    either = (repertoire.genre_of[one] | repertoire.genre_of[two]).sum(axis=1)
    return float((shared / np.maximum(1, either))[same].mean())


def _cosine(one: NDArray[np.float64], two: NDArray[np.float64]) -> float:
    return float(one @ two / np.linalg.norm(one) / np.linalg.norm(two))


def test_what_is_talked_about_changes_from_month_to_month(audience: Audience) -> None:
    log = audience.log
    plays = log.of(EventKind.PLAY) & (log["film"] < audience.repertoire.main)
    week = (log["at"][plays] - log["at"].min()) // (7 * 86_400)
    early = np.bincount(log["film"][plays][week < 8], minlength=audience.repertoire.main)
    late = np.bincount(log["film"][plays][week >= 13], minlength=audience.repertoire.main)
    half = (log["at"][plays] * 1000).astype(np.int64) % 2 == 0
    odd = np.bincount(log["film"][plays][half], minlength=audience.repertoire.main)
    even = np.bincount(log["film"][plays][~half], minlength=audience.repertoire.main)
    # Halves of one time agree; the beginning and the end of the season agree less.
    assert np.corrcoef(early, late)[0, 1] < np.corrcoef(odd, even)[0, 1] - 0.1


def test_films_are_taken_up_again_where_they_were_left(audience: Audience) -> None:
    log = audience.log
    resumed = log.of(EventKind.PLAY) & (log["row"] == CONTINUE_ROW)
    assert resumed.sum() > 500
    assert (log["seconds"][resumed] > 0).all()


def test_most_plays_begin_on_the_home_page_and_many_with_a_search(audience: Audience) -> None:
    surfaces = audience.log["surface"][audience.log.of(EventKind.PLAY)]
    assert 0.5 < np.mean(surfaces == HOME) < 0.9


@pytest.mark.parametrize("seed", [1, 2])
def test_other_seeds_have_the_same_structure(repertoire: Repertoire, seed: int) -> None:
    audience = simulate(repertoire, Parameters(), seed=seed, base_day=BASE_DAY)
    plays, finishes = audience.log.of(EventKind.PLAY), audience.log.of(EventKind.FINISH)
    counts = np.bincount(audience.log["film"][plays], minlength=len(repertoire))
    assert len(audience.log) > 60_000
    assert 0.6 < _gini(counts) < 0.9
    assert 0.5 < finishes.sum() / plays.sum() < 0.8
