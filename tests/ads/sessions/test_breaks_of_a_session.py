"""Where breaks lie for whoever begins a film at its start, or goes on with it."""

from datetime import timedelta

from matinee.ads.model import TitleBreak
from matinee.ads.sessions.model import breaks_from


def _break(name: str, minutes: float) -> TitleBreak:
    return TitleBreak(name, timedelta(minutes=minutes), timedelta(seconds=30), 2)


FILM = (_break("opening", 0), _break("first", 10), _break("second", 20))


def test_a_film_that_is_begun_at_its_start_has_its_breaks_as_they_lie() -> None:
    assert breaks_from(FILM, timedelta(0)) == FILM


def test_the_break_before_the_film_lies_where_somebody_goes_on() -> None:
    found = breaks_from(FILM, timedelta(minutes=15))
    assert [each.id for each in found] == ["first", "opening", "second"]
    assert [each.at for each in found] == [timedelta(minutes=at) for at in (10, 15, 20)]


def test_nobody_who_goes_on_meets_two_breaks_within_a_minute() -> None:
    for minutes in (19.5, 20, 20.5):
        found = breaks_from(FILM, timedelta(minutes=minutes))
        assert [each.id for each in found] == ["first", "second"]
