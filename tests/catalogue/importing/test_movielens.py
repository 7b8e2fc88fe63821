"""Titles of a MovieLens folder, in both layouts."""

from pathlib import Path

import pytest

from matinee.catalogue.importing.movielens import dataset_name, name_and_year
from matinee.catalogue.model import Title
from matinee.catalogue.service import CatalogueService
from matinee.errors import Invalid, NotFound
from matinee.vocabulary.ids import TitleId


@pytest.mark.parametrize(
    ("written", "name", "year"),
    [
        ("Toy Story (1995)", "Toy Story", 1995),
        ("Matrix, The (1999)", "The Matrix", 1999),
        (
            "City of Lost Children, The (Cité des enfants perdus, La) (1995)",
            "The City of Lost Children",
            1995,
        ),
        ("Léon: The Professional (a.k.a. The Professional) (1994)", "Léon: The Professional", 1994),
        ("I Am Curious (Yellow) (1967)", "I Am Curious (Yellow)", 1967),
        ("Death Note: Desu nôto (2006–2007)", "Death Note: Desu nôto", 2006),
        ("Babylon 5", "Babylon 5", None),
        ("2001: A Space Odyssey (1968)", "2001: A Space Odyssey", 1968),
    ],
)
def test_a_title_is_split_into_name_and_year(written: str, name: str, year: int | None) -> None:
    assert name_and_year(written) == (name, year)


def test_a_dataset_is_named_after_its_folder(tmp_path: Path) -> None:
    assert dataset_name(tmp_path / "movielens-1m", None) == "movielens-1m"
    assert dataset_name(tmp_path / "My Ratings", None) == "movielens-my-ratings"
    assert dataset_name(tmp_path / "x", "ml-25m") == "ml-25m"


async def titles(catalogue: CatalogueService) -> dict[str, Title]:
    page = await catalogue.shelf()
    found = [await catalogue.title(title) for title in map(TitleId, page.ids)]
    return {title.name: title for title in found}


@pytest.fixture(autouse=True)
def _rejects_stay_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Of a folder, what is rejected is written where one stands.
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def colons(tmp_path: Path) -> Path:
    folder = tmp_path / "movielens-old"
    folder.mkdir()
    (folder / "movies.dat").write_bytes(
        "1::Matrix, The (1999)::Action|Sci-Fi\n"
        "2::Amélie (2001)::(no genres listed)\n"
        "not a line\n"
        "3::Children of Heaven, The (Bacheha-Ye Aseman) (1997)::Children's|Film-Noir\n".encode(
            "latin-1"
        )
    )
    return folder


@pytest.fixture
def commas(tmp_path: Path) -> Path:
    folder = tmp_path / "movielens-new"
    folder.mkdir()
    (folder / "movies.csv").write_text(
        'movieId,title,genres\n1,"Matrix, The (1999)",Action|Sci-Fi\n2,Amélie (2001),Comedy\n',
        encoding="utf-8",
    )
    (folder / "links.csv").write_text("movieId,imdbId,tmdbId\n1,0133093,603\n2,0211915,\n")
    (folder / "tags.csv").write_text(
        "userId,movieId,tag,timestamp\n"
        "1,1,Dystopia,1\n2,1,dystopia,2\n2,1, dystopia ,3\n3,1,once,4\n"
        "1,1,philosophy,5\n2,1,philosophy,6\n3,1,philosophy,7\n"
    )
    return folder


async def test_the_layout_with_colons_is_taken_in(
    catalogue: CatalogueService, colons: Path
) -> None:
    found = await catalogue.import_movielens(colons)
    named = await titles(catalogue)
    assert (found.report.records, found.report.made, found.report.rejected) == (4, 3, 1)
    assert found.report.rejects[0].line == 3
    assert set(named) == {"The Matrix", "Amélie", "The Children of Heaven"}
    assert named["The Matrix"].genres == ("Action", "Science Fiction")
    assert named["The Children of Heaven"].genres == ("Children", "Film Noir")
    assert named["Amélie"].genres == ()
    assert found.title_of == {
        1: named["The Matrix"].id,
        2: named["Amélie"].id,
        3: named["The Children of Heaven"].id,
    }


async def test_links_become_external_ids_and_frequent_tags_keywords(
    catalogue: CatalogueService, commas: Path
) -> None:
    await catalogue.import_movielens(commas)
    named = await titles(catalogue)
    assert named["The Matrix"].external_ids == (
        ("imdb", "tt0133093"),
        ("movielens-new", "1"),
        ("tmdb", "603"),
    )
    assert named["Amélie"].external_ids == (("imdb", "tt0211915"), ("movielens-new", "2"))
    assert named["The Matrix"].keywords == ("philosophy", "dystopia")


async def test_two_datasets_of_one_film_share_its_title(
    catalogue: CatalogueService, colons: Path, commas: Path
) -> None:
    old = await catalogue.import_movielens(colons)
    new = await catalogue.import_movielens(commas)
    assert (new.report.made, new.report.known) == (0, 2)
    assert old.title_of[1] == new.title_of[1]


async def test_a_folder_without_titles_is_named(
    catalogue: CatalogueService, tmp_path: Path
) -> None:
    with pytest.raises(NotFound, match=r"movies\.csv nor movies\.dat"):
        await catalogue.import_movielens(tmp_path)


async def test_links_with_a_wrong_header_are_refused(
    catalogue: CatalogueService, commas: Path
) -> None:
    (commas / "links.csv").write_text("id,imdb,tmdb\n")
    with pytest.raises(Invalid, match=r"links\.csv"):
        await catalogue.import_movielens(commas)
    assert len(await catalogue.shelf()) == 0
