from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from matinee.ads.planning.brief import Brief, read_brief
from matinee.errors import Invalid

GENRES = ("Drama", "Horror", "Animation", "Family", "War")
TODAY = date(2026, 7, 1)


def read(text: str) -> Brief:
    return read_brief(text, today=TODAY, currency="EUR", genres=GENRES)


def test_a_brief_as_people_say_it_is_read_and_says_what_it_took_for_granted() -> None:
    brief = read(
        "200,000 euros, families in Portugal and Spain, four weeks before school starts, "
        "avoid horror"
    )
    assert brief.budget == 200_000
    assert brief.territories == ("PT", "ES")
    assert brief.start == datetime(2026, 8, 4, tzinfo=UTC)
    assert brief.end == datetime(2026, 9, 1, tzinfo=UTC)
    assert brief.genres == ("Animation", "Family")
    assert brief.without_genres == ("Horror",)
    assert [each.split()[0] for each in brief.assumed] == ["“before", "Families"]
    assert brief.unread == ()


@pytest.mark.parametrize(
    ("text", "budget"),
    [
        ("€20k", "20000"),
        ("1.5 million euros", "1500000"),
        ("12.500 EUR", "12500"),
        ("1 250,50 euros", "1250.50"),
        ("2 weeks for 900 euros", "900"),
    ],
)
def test_amounts_are_read_as_they_are_written(text: str, budget: str) -> None:
    assert read(text).budget == Decimal(budget)


@pytest.mark.parametrize(
    ("text", "households", "budget"),
    [
        ("reach 20,000 households in Spain, avoid horror", 20_000, "0"),
        ("1.5k homes for at most 900 euros, two weeks", 1_500, "900"),
        ("5000 euros to reach distinct households", 0, "5000"),
    ],
)
def test_households_may_be_the_goal(text: str, households: int, budget: str) -> None:
    brief = read(text)
    assert (brief.households, brief.budget) == (households, Decimal(budget))


def test_days_may_be_named() -> None:
    brief = read("5000 euros from 3 August for two weeks in the UK")
    assert (brief.start.date(), brief.end.date()) == (date(2026, 8, 3), date(2026, 8, 17))
    assert brief.territories == ("GB",)
    assert read("5000 euros from 2027-02-01").start.date() == date(2027, 2, 1)


def test_what_is_too_near_starts_tomorrow() -> None:
    brief = read("5000 euros, four weeks before 10 July")
    assert (brief.start.date(), brief.end.date()) == (date(2026, 7, 2), date(2026, 7, 10))


def test_what_was_not_understood_is_handed_back() -> None:
    assert read("5000 euros in France, left-handed golfers").unread == ("left-handed golfers",)


@pytest.mark.parametrize(
    "text",
    [
        "families in Spain",
        "200 dollars",
        "5000 euros on 31 February",
        "20,0'0 euros",
        "1.2.3 euros",
    ],
)
def test_what_cannot_be_booked_is_refused_with_its_field(text: str) -> None:
    with pytest.raises(Invalid) as error:
        read(text)
    assert error.value.field == "brief"
