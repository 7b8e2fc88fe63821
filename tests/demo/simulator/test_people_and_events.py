"""Who there is and what the log says of them: rules that hold for every single event."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import numpy as np
from tests.demo.conftest import BASE_DAY, SEED

from matinee.audience.model import EventKind
from matinee.catalogue.model import KIDS_AGE
from matinee.demo.members import members
from matinee.demo.simulator.log import version_7_ids
from matinee.demo.simulator.parameters import Parameters
from matinee.demo.simulator.people import Kind
from matinee.demo.simulator.repertoire import Repertoire
from matinee.demo.simulator.simulation import Audience, simulate
from matinee.vocabulary.ids import uuid7_time

_SMALL = replace(Parameters(), households=40, weeks=3)


def test_there_are_600_households_of_one_to_four_profiles(audience: Audience) -> None:
    sizes = np.bincount([plan.household for plan in audience.population.profiles])
    assert len(sizes) == len(audience.population.households) == 600
    assert sizes.min() == 1
    assert sizes.max() == 4


def test_there_are_children_teenagers_and_old_people_in_several_territories(
    audience: Audience,
) -> None:
    kinds = [plan.kind for plan in audience.population.profiles]
    assert min(kinds.count(kind) for kind in Kind) >= 60
    assert len({household.country for household in audience.population.households}) == 8


def test_there_are_at_least_60000_events_in_about_120_days(audience: Audience) -> None:
    days = (audience.log["at"].max() - audience.log["at"].min()) / 86_400
    assert len(audience.log) >= 60_000
    assert 115 < days <= 120


def test_everything_happens_before_the_base_day_and_in_order(audience: Audience) -> None:
    base = datetime(BASE_DAY.year, BASE_DAY.month, BASE_DAY.day, tzinfo=UTC).timestamp()
    assert audience.log["at"].max() < base
    assert (np.diff(audience.log["at"]) >= 0).all()


def test_nobody_is_shown_or_plays_what_the_profile_may_not_see(audience: Audience) -> None:
    log, ages = audience.log, audience.repertoire.ages
    limits = np.array(
        [
            KIDS_AGE if plan.kind is Kind.KID else 99 if plan.limit is None else plan.limit
            for plan in audience.population.profiles
        ]
    )
    filmed = log["film"] >= 0
    age, limit = ages[log["film"][filmed]], limits[log["profile"][filmed]]
    limited = limit < 99
    assert limited.sum() > 10_000
    assert (age[limited] >= 0).all()
    assert (age[limited] <= limit[limited]).all()


def test_a_film_is_seen_neither_before_it_opens_nor_where_it_is_held_back(
    audience: Audience,
) -> None:
    log = audience.log
    base = datetime(BASE_DAY.year, BASE_DAY.month, BASE_DAY.day, tzinfo=UTC).timestamp()
    filmed = log["film"] >= 0
    film, profile = log["film"][filmed], log["profile"][filmed]
    # A visit that begins in one week may run into the next, never the other way round.
    assert (log["at"][filmed] >= base + 86_400.0 * audience.repertoire.opens[film]).all()
    assert audience.allowed[profile, film].all()


def test_newcomers_have_done_nothing_yet(audience: Audience) -> None:
    busy = set(audience.log["profile"].tolist())
    idle = [row for row in range(len(audience.population.profiles)) if row not in busy]
    assert len(idle) >= Parameters().newcomers


def test_a_play_precedes_its_progress_and_its_finish(audience: Audience) -> None:
    log = audience.log
    order = np.lexsort((log["at"], log["film"], log["profile"]))
    rows = order[np.isin(log["kind"][order], [kind.code for kind in _WATCHING])]
    key = log["profile"][rows].astype(np.int64) * len(audience.repertoire) + log["film"][rows]
    first = np.flatnonzero(np.diff(key, prepend=-1))
    assert (log["kind"][rows[first]] == EventKind.PLAY.code).all()


_WATCHING = (EventKind.PLAY, EventKind.PROGRESS, EventKind.FINISH)


def test_no_position_lies_beyond_the_end_of_the_film(audience: Audience) -> None:
    log = audience.log
    watching = log.of(EventKind.PROGRESS) | log.of(EventKind.FINISH)
    length = audience.repertoire.minutes[log["film"][watching]] * 60
    assert (log["seconds"][watching] > 0).all()
    assert (log["seconds"][watching] <= length + 0.5).all()


def test_nobody_watches_two_films_at_once(audience: Audience) -> None:
    log = audience.log
    ends = log.of(EventKind.PROGRESS) | log.of(EventKind.FINISH)
    rows = np.flatnonzero(log.of(EventKind.PLAY) | ends)
    rows = rows[np.lexsort((log["at"][rows], log["profile"][rows]))]
    page, kind = log["page"][rows], log["kind"][rows]
    same_profile = np.diff(log["profile"][rows]) == 0
    begins = kind[1:] == EventKind.PLAY.code
    # A film's events stand together: the next play comes after the last of them.
    changes = (page[1:] != page[:-1]) & same_profile
    assert (begins[changes]).all()


def test_impressions_carry_the_probability_with_which_they_were_shown(audience: Audience) -> None:
    shown = audience.log.of(EventKind.IMPRESSION)
    chance = audience.log["probability"][shown]
    assert (chance > 0).all()
    assert (chance <= 1 + 1e-6).all()


def test_no_film_stands_twice_on_a_page(audience: Audience) -> None:
    log = audience.log
    shown = log.of(EventKind.IMPRESSION)
    pairs = log["page"][shown].astype(np.int64) * len(audience.repertoire) + log["film"][shown]
    assert len(np.unique(pairs)) == len(pairs)


def test_the_same_seed_and_day_make_the_same_events(repertoire: Repertoire) -> None:
    once = simulate(repertoire, _SMALL, seed=SEED, base_day=BASE_DAY)
    again = simulate(repertoire, _SMALL, seed=SEED, base_day=BASE_DAY)
    other = simulate(repertoire, _SMALL, seed=SEED + 1, base_day=BASE_DAY)
    assert once.log.events.tobytes() == again.log.events.tobytes()
    assert once.log.events.tobytes() != other.log.events.tobytes()


def test_people_stay_the_same_when_the_day_changes(repertoire: Repertoire) -> None:
    today = simulate(repertoire, _SMALL, seed=SEED, base_day=BASE_DAY)
    later = simulate(repertoire, _SMALL, seed=SEED, base_day=BASE_DAY.replace(day=29))
    assert today.population.profiles == later.population.profiles


def test_identifiers_are_unique_and_sort_by_time(audience: Audience) -> None:
    log = audience.log
    ids = version_7_ids(log["at"], np.random.default_rng(1))
    assert len(np.unique(ids.view("V16"))) == len(log)
    for row in range(0, len(log), 9_973):
        identifier = UUID(bytes=ids[row].tobytes())
        assert identifier.version == 7
        assert uuid7_time(identifier).timestamp() == np.round(log["at"][row], 3)


def test_members_are_marked_as_simulated_and_sort_by_when_they_came(audience: Audience) -> None:
    everybody = members(audience.population, seed=SEED, base_day=BASE_DAY)
    assert all(household.simulated for household in everybody.households)
    assert all(profile.simulated for profile in everybody.profiles)
    assert len({profile.id for profile in everybody.profiles}) == len(everybody.profiles)
    came = sorted(everybody.profiles, key=lambda profile: profile.created_at)
    assert [profile.id for profile in came] == sorted(profile.id for profile in everybody.profiles)
    kids = [profile for profile in everybody.profiles if profile.kids]
    assert len(kids) == sum(plan.kind is Kind.KID for plan in audience.population.profiles)
