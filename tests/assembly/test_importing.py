"""A MovieLens folder, with its viewing."""

import json
from pathlib import Path

import pytest

from matinee.assembly.house import House
from matinee.assembly.importing import import_movielens, profile_of
from matinee.assembly.movielens_viewing import RANK_END
from matinee.audience.model import TimeBasis
from matinee.errors import Invalid, NotFound

MOVIES = (
    "1::Matrix, The (1999)::Action|Sci-Fi\n2::Amélie (2001)::Comedy\n3::Up (2009)::Children's\n"
)
RATINGS = (
    "1::1::5::978300760\n"
    "1::2::3::978302109\n"
    "1::3::2::978301968\n"
    "2::1::4::978298413\n"
    "2::99::4::978298414\n"
    "2::2::five::978298415\n"
)
USERS = "1::F::1::10::48067\n2::M::56::16::70072\n3::M::25::15::55117\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    found = tmp_path / "movielens-test"
    found.mkdir()
    (found / "movies.dat").write_bytes(MOVIES.encode("latin-1"))
    (found / "users.dat").write_text(USERS)
    return found


async def log(house: House, user: int) -> list[tuple[str, str, float, float | None, TimeBasis]]:
    shelf = await house.catalogue.shelf()
    page = await house.audience.history(profile_of("movielens-test", user))
    return sorted(
        (
            shelf.names[shelf.index[logged.event.title_id]],
            logged.event.kind.value,
            logged.event.at.timestamp(),
            logged.event.value,
            logged.time_basis,
        )
        for logged in page.events
        if logged.event.title_id is not None
    )


async def test_a_rating_is_a_finish_and_a_clear_one_a_thumb(house: House, folder: Path) -> None:
    (folder / "ratings.dat").write_text(RATINGS)
    report = await import_movielens(house.catalogue, house.audience, folder)
    assert (report.users, report.viewings, report.rejected) == (3, 6, 2)
    assert (report.accepted, report.duplicates, report.time_basis) == (7, 0, "clock")
    clock = TimeBasis.CLOCK
    assert await log(house, 1) == [
        ("Amélie", "finish", 978302109, None, clock),
        ("The Matrix", "finish", 978300760, None, clock),
        ("The Matrix", "thumb", 978300760, 1.0, clock),
        ("Up", "finish", 978301968, None, clock),
        ("Up", "thumb", 978301968, -1.0, clock),
    ]


async def test_lines_that_cannot_be_taken_are_written_with_their_reason(
    house: House, folder: Path
) -> None:
    (folder / "ratings.dat").write_text(RATINGS)
    report = await import_movielens(house.catalogue, house.audience, folder)
    assert report.rejects_file is not None
    rejects = [json.loads(line) for line in report.rejects_file.read_text().splitlines()]
    assert [(one["line"], one["field"]) for one in rejects] == [(6, ""), (5, "movieId")]


async def test_the_same_folder_again_adds_nothing(house: House, folder: Path) -> None:
    (folder / "ratings.dat").write_text(RATINGS)
    await import_movielens(house.catalogue, house.audience, folder)
    before = await log(house, 1)
    again = await import_movielens(house.catalogue, house.audience, folder)
    assert (again.accepted, again.duplicates) == (0, 7)
    assert await log(house, 1) == before


async def test_ratings_with_commas_are_the_same_events(house: House, folder: Path) -> None:
    lines = RATINGS.splitlines()
    header = "userId,movieId,rating,timestamp"
    (folder / "ratings.csv").write_text(
        "\r\n".join([header, *(line.replace("::", ",") for line in lines)])
    )
    report = await import_movielens(house.catalogue, house.audience, folder)
    assert (report.viewing_file, report.accepted, report.rejected) == ("ratings.csv", 7, 2)


async def test_a_history_by_rank_keeps_its_order_and_says_that_its_times_are_made(
    house: House, folder: Path
) -> None:
    (folder / "sequences.tsv").write_text("1\t3 1 2\n2\t1\nbroken\n")
    report = await import_movielens(house.catalogue, house.audience, folder)
    assert (report.accepted, report.rejected, report.time_basis) == (4, 1, "rank")
    by_time = sorted(await log(house, 1), key=lambda event: event[2])
    assert [event[0] for event in by_time] == ["Up", "The Matrix", "Amélie"]
    assert {event[4] for event in by_time} == {TimeBasis.RANK}
    assert by_time[-1][2] == RANK_END


async def test_nothing_personal_of_a_user_is_kept(house: House, folder: Path) -> None:
    await import_movielens(house.catalogue, house.audience, folder)
    exported = json.dumps(await house.audience.export(profile_of("movielens-test", 1)), default=str)
    assert "48067" not in exported
    assert '"F"' not in exported


async def test_a_member_who_was_erased_does_not_come_back(house: House, folder: Path) -> None:
    (folder / "ratings.dat").write_text(RATINGS)
    await import_movielens(house.catalogue, house.audience, folder)
    await house.audience.erase(profile_of("movielens-test", 1))
    again = await import_movielens(house.catalogue, house.audience, folder)
    assert (again.accepted, again.homeless) == (0, 5)
    with pytest.raises(NotFound):
        await house.audience.profile(profile_of("movielens-test", 1))


async def test_ratings_with_a_wrong_header_are_refused_before_anything_is_written(
    house: House, folder: Path
) -> None:
    (folder / "ratings.csv").write_text("user,item,stars\n1,1,5\n")
    with pytest.raises(Invalid, match="Nothing was imported"):
        await import_movielens(house.catalogue, house.audience, folder)
    assert len(await house.catalogue.shelf()) == 0


async def test_movielens_small_is_taken_in_whole(
    house: House, shared_data: Path, folder: Path
) -> None:
    source = shared_data / "movielens-small"
    report = await import_movielens(house.catalogue, house.audience, source)
    assert (report.titles.records, report.titles.made, report.titles.rejected) == (9742, 9742, 0)
    assert (report.users, report.viewings, report.rejected) == (610, 100_836, 0)
    assert report.accepted == 162_939
