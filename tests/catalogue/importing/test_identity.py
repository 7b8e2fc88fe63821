"""Which records are one title."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.catalogue.importing.identity import (
    Claim,
    Resolution,
    TitleRegister,
    fold,
    name_key,
    person_key,
    strongest_first,
    turned_round,
)
from matinee.catalogue.model import TitleKind
from matinee.errors import Invalid


def claim(
    name: str = "Emma", year: int | None = 1996, *, kind: TitleKind = TitleKind.FILM, **ids: str
) -> Claim:
    return claim_with(name, year, ids, kind)


def claim_with(
    name: str, year: int | None, ids: Mapping[str, str], kind: TitleKind = TitleKind.FILM
) -> Claim:
    return Claim(kind, name, year, strongest_first(list(ids.items())), name_key(kind, name, year))


def resolved(*claims: Claim, again: int = 1) -> list[Resolution]:
    register = TitleRegister()
    found: list[Resolution] = []
    for _ in range(again):
        found = [register.resolve(one) for one in claims]
    return found


def one_title(*claims: Claim) -> bool:
    return len({one.title.id for one in resolved(*claims)}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Matrix", "Matrix, The"),
        ("AMÉLIE", "amelie"),
        ("Don't Look Now", "Dont Look Now"),
        ("Spider-Man: Far from Home", "Spider Man Far From Home"),
        ("Fast & Furious", "Fast and Furious"),
        ("A Few Good Men", "Few Good Men, A"),
        ("Straße", "Strasse"),
        ("Smørrebrød", "Smorrebrod"),
        ("Cité des enfants perdus, La", "La Cite des enfants perdus"),
        ("  The   Sting ", "sting"),
    ],
)
def test_names_that_people_write_differently_are_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Alien", "Aliens"),
        ("Up", "Upstairs"),
        ("七人の侍", "羅生門"),
        ("!!!", "???"),
        ("हिना", "हीना"),
    ],
)
def test_names_that_differ_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text(max_size=40))
def test_every_name_folds_to_something_that_stays(name: str) -> None:
    folded = fold(name)
    assert fold(folded) in {folded, fold(fold(folded))}
    assert bool(folded) == bool(name.strip())


def test_an_article_behind_a_comma_goes_to_the_front() -> None:
    assert turned_round("Matrix, The") == "The Matrix"
    assert turned_round("Murder, My Sweet") == "Murder, My Sweet"


def test_records_that_share_an_external_id_are_one_title_whatever_their_names() -> None:
    assert one_title(claim(imdb="tt1"), claim("Emma!", 1997, imdb="tt1"))
    assert one_title(claim(tmdb="5"), claim("Another", None, tmdb="5"))
    assert one_title(claim(house="42"), claim("Another", 2001, house="42"))


def test_records_without_a_shared_id_are_one_title_by_kind_name_and_year() -> None:
    assert one_title(claim(), claim("EMMA"))
    assert one_title(claim(imdb="tt1"), claim())
    assert one_title(claim(), claim(tmdb="5"))
    assert not one_title(claim(), claim(year=1997))
    assert not one_title(claim(), claim(kind=TitleKind.SERIES))
    assert not one_title(claim(), claim(year=None))


def test_two_imdb_ids_never_merge_though_name_and_year_agree() -> None:
    assert not one_title(claim(imdb="tt1"), claim(imdb="tt2"))


def test_two_imdb_ids_never_merge_though_they_share_a_weaker_id() -> None:
    assert not one_title(claim(imdb="tt1", tmdb="5"), claim(imdb="tt2", tmdb="5"))


def test_the_strongest_register_that_both_carry_decides() -> None:
    assert one_title(claim(imdb="tt1", tmdb="5"), claim(imdb="tt1", tmdb="6"))


def test_two_items_of_one_dataset_may_be_one_film() -> None:
    first, second = ({"movielens-1m": number} for number in ("5", "6"))
    assert one_title(claim_with("Emma", 1996, first), claim_with("Emma", 1996, second))


def test_a_page_joins_only_with_name_and_nearly_the_year() -> None:
    assert one_title(claim(wikipedia="Emma"), claim(year=1997, wikipedia="Emma"))
    assert not one_title(claim(wikipedia="Emma"), claim(year=2020, wikipedia="Emma"))
    assert not one_title(claim(wikipedia="Emma"), claim("Clueless", wikipedia="Emma"))


def test_two_pages_keep_namesakes_of_one_year_apart() -> None:
    assert not one_title(claim(wikipedia="Carmen_(DeMille)"), claim(wikipedia="Carmen_(Walsh)"))


def test_an_id_of_another_kind_is_refused() -> None:
    with pytest.raises(Invalid, match="is a film in the catalogue") as refused:
        resolved(claim(imdb="tt1"), claim(kind=TitleKind.SERIES, imdb="tt1"))
    assert refused.value.field == "kind"


def test_a_title_keeps_the_id_of_the_key_that_came_first() -> None:
    first, second, third = resolved(claim(), claim(imdb="tt1"), claim("X", imdb="tt1"))
    assert first.title.id == second.title.id == third.title.id
    assert [one.made for one in (first, second, third)] == [True, False, False]
    assert resolved(claim())[0].title.id == first.title.id


registers = st.sampled_from(["imdb", "wikidata", "tmdb", "wikipedia", "house"])
claims = st.builds(
    claim_with,
    st.sampled_from(["Emma", "The Emma", "Clueless"]),
    st.sampled_from([None, 1996, 1997, 2020]),
    st.dictionaries(registers, st.sampled_from(["1", "2"]), max_size=3),
)


@given(st.lists(claims, max_size=12))
def test_the_same_records_again_are_the_same_titles(records: list[Claim]) -> None:
    once, twice = resolved(*records), resolved(*records, again=2)
    assert [one.title.id for one in twice] == [one.title.id for one in once]
    assert not any(one.made or one.new_ids or one.new_name_keys for one in twice)


@given(st.lists(claims, max_size=12))
def test_no_title_ever_holds_two_imdb_ids(records: list[Claim]) -> None:
    assert all(len(one.title.ids.get("imdb", ())) <= 1 for one in resolved(*records))


def test_people_are_one_by_name_unless_a_reference_tells_them_apart() -> None:
    assert person_key("Keanu  Reeves", "") == person_key("keanu reeves", "")
    assert person_key("John Smith", "imdb:nm1") != person_key("John Smith", "imdb:nm2")
