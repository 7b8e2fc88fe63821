"""Spread, increment and shares against cases worked out by hand; the report over HTTP."""

from __future__ import annotations

from datetime import timedelta

import httpx
import numpy as np
import pytest
from tests.experiments.evenings import TODAY, put, viewing

from matinee.assembly.house import House
from matinee.audience.watching.model import Brought, Origin
from matinee.catalogue.model import TitleRecord
from matinee.experiments.share.increment import incremental_hours
from matinee.experiments.share.model import shares_of
from matinee.experiments.share.spread import (
    effective_catalogue,
    gini,
    mean_popularity,
    miscalibration,
)
from matinee.vocabulary.ids import TitleId

DAY = timedelta(days=1)


def test_the_effective_catalogue_is_one_title_or_all_of_them() -> None:
    assert effective_catalogue(np.array([5.0, 0, 0, 0])) == pytest.approx(1)
    assert effective_catalogue(np.ones(40)) == pytest.approx(40)
    # 2 (0.75 × 1 + 0.25 × 2) − 1
    assert effective_catalogue(np.array([1.0, 3.0])) == pytest.approx(1.5)
    assert effective_catalogue(np.zeros(3)) == 0


def test_gini_and_mean_popularity() -> None:
    assert gini(np.ones(10)) == pytest.approx(0)
    assert gini(np.array([0.0, 0, 0, 1])) == pytest.approx(0.75)
    popularity = np.array([10.0, 1.0, 5.0, 2.0])
    assert mean_popularity(np.array([1.0, 0, 0, 0]), popularity) == 1
    assert mean_popularity(np.array([0.0, 1, 0, 0]), popularity) == 0.25
    assert mean_popularity(np.zeros(4), popularity) == 0


def test_genres_are_apart_where_some_are_missing() -> None:
    watched = np.array([2.0, 1.0, 1.0, 0.0])
    assert miscalibration(watched / 2, watched) == pytest.approx(0)
    # ½ ln(½ ÷ 0.995) + 2 · ¼ ln(¼ ÷ 0.0025)
    only = np.array([2.0, 0.0, 0.0, 0.0])
    assert miscalibration(only, watched) == pytest.approx(1.95851, abs=1e-5)
    assert miscalibration(np.zeros(4), watched) == 0


def test_what_was_gone_on_with_counts_for_its_first_cause() -> None:
    hours = {Origin.ROW: 4.0, Origin.SEARCH: 3.0, Origin.DIRECT: 1.0, Origin.CONTINUE: 2.0}
    traced = {Origin.ROW: 5.5, Origin.SEARCH: 3.5, Origin.DIRECT: 1.0, Origin.CONTINUE: 0.0}
    shares = shares_of(Brought(hours, dict.fromkeys(Origin, 1), traced))
    assert shares.recommended == pytest.approx(0.55)
    assert shares.by_last_touch == pytest.approx(0.4)
    assert sum(shares.by_origin.values()) == pytest.approx(1)


def test_the_increment_finds_what_personalising_adds() -> None:
    rng = np.random.default_rng(4)
    size = 20_000
    held, days = rng.random(size) < 0.1, rng.uniform(5, 28, size)
    hours = rng.gamma(2, 0.5, size) * days * np.where(held, 0.8, 1.0)
    told = incremental_hours(held, days, hours)
    assert told is not None
    truth = 0.2 * days[~held].sum()
    assert told.low < truth < told.high
    assert told.low > 0
    assert told.share == pytest.approx(0.2, abs=0.03)


def test_the_increment_interval_holds_zero_when_nothing_is_added() -> None:
    rng = np.random.default_rng(5)
    wrong = 0
    for _ in range(200):
        held, days = rng.random(1_500) < 0.2, rng.uniform(5, 28, 1_500)
        told = incremental_hours(held, days, rng.gamma(2, 0.5, 1_500) * days)
        assert told is not None
        wrong += told.low > 0 or told.high < 0
    assert wrong <= 16  # 5% and its chance


def test_too_few_held_out_members_have_no_interval() -> None:
    held = np.array([True] * 5 + [False] * 500)
    told = incremental_hours(held, np.ones(505), np.arange(505.0))
    assert told is not None
    assert not told.said
    assert incremental_hours(np.zeros(9, np.bool_), np.ones(9), np.ones(9)) is None


async def _watched_evening(house: House) -> None:
    records = [TitleRecord(name=f"Film {n}", year=2000, genres=(f"Genre {n}",)) for n in range(4)]
    await house.catalogue.put_titles(records, source="test", open_window=True)
    shelf = await house.catalogue.shelf()
    films = [TitleId(title) for title in shelf.ids]
    household = await house.audience.create_household("Test")
    one = await house.audience.create_profile(household.id, "Ada")
    at = TODAY - 3 * DAY
    await put(
        house.audience,
        viewing(one, at, what=films[0], row="picks", recommended=True, hours=2),
        viewing(one, at + DAY / 4, what=films[1], surface="search", query="film", hours=1),
        viewing(one, at + DAY / 2, what=films[2], hours=1, device="phone"),
    )


async def test_the_share_is_told_over_http(client: httpx.AsyncClient, house: House) -> None:
    await _watched_evening(house)
    told = (await client.get("/v1/share")).json()
    assert told["whole"]["hours"] == pytest.approx(4)
    assert told["whole"]["recommended"] == pytest.approx(0.5)
    assert told["spread"]["coverage"] == pytest.approx(0.75)
    assert told["spread"]["effective"] == pytest.approx(2.5)  # 2 (½ + 2·¼ + 3·¼) − 1
    assert told["spread"]["miscalibration"] == pytest.approx(0)
    assert told["spread_recommended"]["miscalibration"] == pytest.approx(1.95851, abs=1e-5)
    assert told["increment"] is None
    assert set(told["by_device"]) == {"tv", "phone"}
    phone = (await client.get("/v1/share", params={"device": "phone"})).json()
    assert phone["whole"]["recommended"] == 0


async def test_a_period_that_ends_before_it_begins_is_refused(client: httpx.AsyncClient) -> None:
    asked = {"since": TODAY.isoformat(), "until": (TODAY - DAY).isoformat()}
    answer = await client.get("/v1/share", params=asked)
    assert answer.status_code == 422
