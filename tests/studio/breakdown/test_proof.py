"""What corrections teach is tried on the scenes that are left out."""

from hypothesis import given
from hypothesis import strategies as st

from matinee.studio.breakdown.proof import f1, parts


@given(st.lists(st.integers(), min_size=2, max_size=40, unique=True))
def test_each_group_is_left_out_once_and_never_learned_of_itself(groups: list[int]) -> None:
    told = list(parts(groups))
    assert sorted(one for held, _ in told for one in held) == sorted(groups)
    assert all(sorted((*held, *others)) == sorted(groups) for held, others in told)
    assert len(told) <= 10


def test_one_group_alone_foretells_nothing() -> None:
    assert not list(parts(["scene"]))


def test_f1_counts_a_thing_of_another_kind_as_missed_and_as_too_many() -> None:
    pairs = [("prop", "prop"), ("prop", "clothes"), ("", "prop"), ("", "")]
    assert f1(pairs, nothing="") == 2 / 5
