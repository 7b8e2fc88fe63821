"""How events came about, as rows of a table."""

import numpy as np
import pytest

from matinee.recommend.histories import Histories
from matinee.recommend.history_weights import BEGUN, FINISHED, LIKED, LISTED
from matinee.recommend.occasions import ROWS, as_asked, as_heard, asked_at, device_rows, of_events

HOUR = 3600.0
MONDAY = 4 * 24 * HOUR  # 1970-01-05
SATURDAY = MONDAY + 5 * 24 * HOUR


def told(
    at: list[float], *, members: list[int] | None = None, clocked: list[bool] | None = None
) -> np.ndarray:
    return of_events(
        strengths=np.full(len(at), FINISHED, np.float32),
        at=np.array(at),
        clocked=np.array(clocked or [True] * len(at)),
        members=np.array(members or [0] * len(at)),
        devices=device_rows(["tv"] * len(at)),
    )


def test_every_standing_has_a_row_of_its_own_and_what_says_nothing_has_none() -> None:
    strengths = np.array([LISTED, BEGUN, FINISHED, LIKED, 0.0, -0.5], np.float32)
    found = of_events(
        strengths=strengths,
        at=np.arange(6.0),
        clocked=np.ones(6, np.bool_),
        members=np.zeros(6, np.int64),
        devices=np.zeros(6, np.uint8),
    )[:, 0]
    assert found.tolist() == [1, 2, 3, 4, 0, 0]


def test_a_gap_is_measured_within_a_member_and_between_clocks_alone() -> None:
    at = [MONDAY, MONDAY + HOUR, MONDAY + 30 * HOUR, MONDAY + 31 * HOUR, MONDAY + 32 * HOUR]
    gaps = told(at, members=[0, 0, 0, 1, 1])[:, 1]
    assert gaps[0] == gaps[3] == 0
    assert gaps[1] == gaps[4] < gaps[2]
    assert not told(at, clocked=[True, False, True, True, False])[[1, 2, 4], 1].any()


def test_weekends_and_hours_of_the_day_are_told_apart() -> None:
    at = [MONDAY, MONDAY + 2 * HOUR, MONDAY + 20 * HOUR, SATURDAY + 20 * HOUR]
    hours = told(at)[:, 2]
    assert hours[0] == hours[1]
    assert len(set(hours[1:].tolist())) == 3
    assert told(at, clocked=[False] * 4)[:, 2].tolist() == [0] * 4


def test_the_columns_share_one_table_without_sharing_a_row() -> None:
    many = told([MONDAY + 7.7 * HOUR * place for place in range(200)])
    for column in range(3):
        assert not np.intersect1d(many[:, column][many[:, column] > 0], many[:, column + 1]).size
    assert many.max() < ROWS


def test_a_device_without_a_name_here_is_not_known() -> None:
    assert device_rows(["fridge", ""]).tolist() == [0, 0]
    assert len(set(device_rows(["tv", "phone", "tablet", "web"]).tolist())) == 4


def test_a_request_tells_what_an_event_of_that_moment_was_asked_with() -> None:
    event = told([SATURDAY + 20 * HOUR])
    assert as_asked(event)[0].tolist() == asked_at(SATURDAY + 19 * HOUR, "tv").tolist()
    assert as_heard(event)[0, 3] == 0


def test_histories_without_their_last_event_are_asked_at_its_moment() -> None:
    occasions = told([MONDAY, MONDAY + HOUR, SATURDAY, SATURDAY + HOUR], members=[0, 0, 0, 1])
    histories = Histories.of(
        np.array([0, 0, 0, 1]),
        np.array([5, 6, 7, 8]),
        member_count=2,
        item_count=9,
        occasions=occasions,
    )
    for count, asked in ((1, [2, 3]), (2, [1])):
        past = histories.without_last(count)
        assert past.asked_at is not None
        assert past.asked_at[: len(asked)].tolist() == as_asked(occasions[asked]).tolist()
    some = histories.without_last(1, of=np.array([False, True]))
    assert some.asked_at is not None
    assert some.asked_at.tolist() == [[0] * 4, as_asked(occasions[3]).tolist()]
    assert some.occasions is not None
    assert len(some.occasions) == 3


@pytest.mark.parametrize("member", [0, 1])
def test_choosing_members_keeps_the_moments_at_which_they_are_asked(member: int) -> None:
    histories = Histories.of(
        np.array([0, 0, 1, 1]),
        np.array([5, 6, 7, 8]),
        member_count=2,
        item_count=9,
        occasions=told([MONDAY, MONDAY + HOUR, SATURDAY, SATURDAY + HOUR], members=[0, 0, 1, 1]),
    ).without_last(1)
    chosen = histories.choosing(np.arange(2) == member)
    assert chosen.asked_at is not None
    assert histories.asked_at is not None
    assert chosen.asked_at.tolist() == histories.asked_at[[member]].tolist()
