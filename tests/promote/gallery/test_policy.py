from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import numpy as np
import pytest

from matinee.errors import Invalid
from matinee.promote.gallery.context import FEATURES, ROWS, context_of
from matinee.promote.gallery.model import PictureId, Showing
from matinee.promote.gallery.policy import brought, chance_of, is_held_out
from matinee.vocabulary.ids import ProfileId, TitleId

_TITLE = TitleId(UUID(int=7))
_A, _B = PictureId(UUID(int=1)), PictureId(UUID(int=2))


def _showing(picture: PictureId, probability: float, reward: float | None) -> Showing:
    return Showing(
        _TITLE,
        ProfileId(uuid4()),
        date(2026, 1, 1),
        picture,
        probability,
        (1.0,) * FEATURES,
        held_out=False,
        at=datetime(2026, 1, 1, tzinfo=UTC),
        reward=reward,
    )


def test_a_context_says_little_of_a_short_history_and_more_of_a_long_one() -> None:
    short = context_of([["Comedy"]], "hero")
    long = context_of([["Comedy", "Drama"]] * 30, "hero")
    assert context_of([], "title") == (1.0, *([0.0] * (FEATURES - 1)))
    assert 0 < short[1] < 0.3
    assert long[1] > 0.9


def test_no_two_rows_have_the_same_context() -> None:
    found = {context_of([["Horror"]] * 5, row) for row in ROWS}
    assert len(found) == len(ROWS)
    assert {len(each) for each in found} == {FEATURES}
    with pytest.raises(Invalid, match="row picks"):
        context_of([], "picks")


def test_chance_is_the_same_all_day_and_another_on_the_next() -> None:
    who = ProfileId(UUID(int=3))
    today = [chance_of(_TITLE, who, date(2026, 1, 1), "x").random() for _ in range(2)]
    assert today[0] == today[1]
    assert today[0] != chance_of(_TITLE, who, date(2026, 1, 2), "x").random()


def test_as_many_members_are_held_out_as_the_setting_says() -> None:
    held = [is_held_out(_TITLE, ProfileId(uuid4()), 0.2) for _ in range(2000)]
    assert np.mean(held) == pytest.approx(0.2, abs=0.04)


def test_what_a_rarely_drawn_picture_brought_is_not_hidden_by_whom_it_was_drawn_for() -> None:
    # Of two kinds of members, one likes B and gets it often; the other does not and gets it rarely.
    shown = [_showing(_B, 0.8, 1.0)] * 80 + [_showing(_B, 0.2, 0.0)] * 20
    mean = brought(shown, [_B])[_B]
    assert mean.watched == pytest.approx(0.5)
    assert mean.low < 0.5 < mean.high


def test_a_picture_without_outcomes_says_that_nothing_is_known() -> None:
    found = brought([_showing(_A, 0.5, None)], [_A, _B])
    assert (found[_A].shown, found[_A].known) == (1, 0)
    assert (found[_B].low, found[_B].high) == (0.0, 1.0)
