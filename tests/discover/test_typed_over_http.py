"""Letters as a client sends them: a whole house behind everything that stands around a request."""

from __future__ import annotations

from uuid import uuid4

from tests.discover.conftest import Seat

from matinee.catalogue.model import CreditRecord, MaturityRecord, TextRecord, TitleRecord


async def test_three_letters_find_a_title_and_say_why(seat: Seat) -> None:
    found = await seat.typed("cha")
    assert [one["title"]["name"] for one in found["titles"]] == ["Charade"]
    assert found["titles"][0]["reason"] == "Its name begins with “cha”."
    assert (found["total"], found["query"]) == (1, "cha")


REASONS = {
    "charade": "Its name is “charade”.",
    "rocky 2": "Its name is “rocky 2”.",
    "holi": "A word of its name begins with “holi”.",
    "chraade": "One slip away from “chraade”.",
    "charade uber": "Also known as Charade – Über Leichen.",
    "holiday roman": "Its name has the words “holiday roman”.",
}


async def test_every_title_says_why_it_matched(seat: Seat) -> None:
    said = {query: (await seat.typed(query))["titles"][0]["reason"] for query in REASONS}
    assert said == REASONS


async def test_people_genres_moods_and_decades_are_offered_with_how_many_titles(
    seat: Seat,
) -> None:
    async def offered(query: str) -> list[tuple[str, str, int]]:
        entries = (await seat.typed(query))["entries"]
        return [(entry["kind"], entry["name"], entry["titles"]) for entry in entries]

    assert await offered("hepbrun") == [("person", "Audrey Hepburn", 2)]
    assert await offered("come") == [("genre", "Comedy", 2)]
    assert await offered("twis") == [("mood", "twist", 2)]
    assert await offered("195") == [("collection", "1950s", 1)]


async def test_a_filter_narrows_and_facets_count(seat: Seat) -> None:
    found = await seat.typed("ro")
    assert found["facets"]["decade"] == [
        {"value": "1950", "titles": 1},
        {"value": "1970", "titles": 1},
    ]
    assert await seat.names("ro", decade=1970) == ["Rocky II"]
    assert await seat.names("ro", genre="Romance") == ["Roman Holiday"]
    assert await seat.names("ro", genre=["Romance", "Drama"]) == []


async def test_nobody_is_offered_what_they_may_not_watch(seat: Seat) -> None:
    await seat.put([TitleRecord(name="Rocky V", year=1990)], open_window=False)
    assert await seat.names("rocky") == ["Rocky II"]
    child = await seat.other("Rui", kids=True)
    assert await child.names("ro") == ["Roman Holiday"]
    assert (await child.typed("stallone"))["entries"] == []


async def test_a_title_that_came_a_moment_ago_is_found(seat: Seat) -> None:
    assert await seat.names("premi") == []
    stranger = CreditRecord("Zelda Quist")
    await seat.put([TitleRecord(name="Premiere", year=2026, credits=(stranger,))])
    assert await seat.names("premi") == ["Premiere"]
    assert (await seat.typed("quist"))["entries"][0]["name"] == "Zelda Quist"
    assert await seat.names("cha") == ["Charade"]


async def test_a_title_that_gained_a_name_is_found_by_it(seat: Seat) -> None:
    assert await seat.names("vacaciones") == []
    spanish = TextRecord("es", name="Vacaciones en Roma")
    await seat.put([TitleRecord(name="Roman Holiday", year=1953, texts=(spanish,))])
    assert await seat.names("vacaciones") == ["Roman Holiday"]


HOSTILE = (
    "\x00\x01\x1b[31m",
    'title:(charade) OR *:* AND [a TO z] ~99 ^9 "',
    "'; DROP TABLE catalogue.titles; --",
    "<script>alert(1)</script>",
    "🎬🍿" * 100,
    "شارادا",
    "\u202echarade\u202c",
    "c" * 1000,
    "{typed} {0} %s",
)


async def test_hostile_letters_are_letters(seat: Seat) -> None:
    for query in HOSTILE:
        answer = await seat.ask("typed", query)
        assert answer.status_code == 200
        assert answer.json()["query"] == query
    assert await seat.names("cha") == ["Charade"]


async def test_a_right_to_left_mark_does_not_hide_a_name(seat: Seat) -> None:
    assert await seat.names("\u200fcharade\u200f") == ["Charade"]


async def test_a_query_of_ten_thousand_letters_is_refused_with_a_remedy(seat: Seat) -> None:
    answer = await seat.ask("typed", "x" * 10_000)
    assert answer.status_code == 422
    assert answer.json()["field"] == "q"


async def test_a_hundred_filters_are_refused(seat: Seat) -> None:
    answer = await seat.ask("typed", "ro", genre=["Comedy"] * 100)
    assert answer.status_code == 422


async def test_another_profile_is_not_searched_for(seat: Seat) -> None:
    answer = await seat.client.get("/v1/search/typed", params={"profile": str(uuid4()), "q": "ro"})
    assert answer.status_code == 404


async def test_a_child_of_unknown_age_limits_finds_only_what_is_known_to_suit(seat: Seat) -> None:
    rated = TitleRecord(name="Rock", maturity=(MaturityRecord(board="AGE", label="18"),))
    await seat.put([rated, TitleRecord(name="Rose")])
    limited = await seat.other("Ben", maturity_limit=12)
    assert sorted(await limited.names("ro")) == ["Rocky II", "Roman Holiday"]
