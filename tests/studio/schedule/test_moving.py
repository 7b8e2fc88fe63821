import pytest

from matinee.errors import Invalid
from matinee.studio.schedule.model import Board
from matinee.studio.schedule.moving import BONEYARD, with_strip_moved, without_empty_days

_BOARD = Board((("a", "b"), ("c",)), ("d",))


@pytest.mark.parametrize(
    ("strip", "day", "before", "days", "boneyard"),
    [
        ("a", 1, None, (("b",), ("c", "a")), ("d",)),
        ("a", 1, "c", (("b",), ("a", "c")), ("d",)),
        ("b", 0, "a", (("b", "a"), ("c",)), ("d",)),
        ("c", 0, None, (("a", "b", "c"), ()), ("d",)),
        ("d", 2, None, (("a", "b"), ("c",), ("d",)), ()),
        ("a", BONEYARD, "d", (("b",), ("c",)), ("a", "d")),
        ("a", 0, "a", (("b", "a"), ("c",)), ("d",)),
    ],
)
def test_a_strip_is_put_where_it_is_dropped(
    strip: str,
    day: int,
    before: str | None,
    days: tuple[tuple[str, ...], ...],
    boneyard: tuple[str, ...],
) -> None:
    assert with_strip_moved(_BOARD, strip, day=day, before=before) == Board(days, boneyard)


@pytest.mark.parametrize(("strip", "day"), [("x", 0), ("a", 3), ("a", -2)])
def test_what_is_not_on_the_board_is_refused(strip: str, day: int) -> None:
    with pytest.raises(Invalid):
        with_strip_moved(_BOARD, strip, day=day)


def test_gaps_are_closed() -> None:
    board = Board((("a",), (), ("b",), ()), ("c",))
    assert without_empty_days(board) == Board((("a",), ("b",)), ("c",))
