"""A performer's last word on a frame counts, and the file waits for all of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from matinee.errors import Invalid
from matinee.studio.reage.approval import Verdict, Word, require_frames, standing_of

START = datetime(2026, 9, 1, tzinfo=UTC)


def said(minute: int, word: Word, first: int, last: int) -> Verdict:
    at = START + timedelta(minutes=minute)
    return Verdict(uuid4(), uuid4(), word, first, last, None, at, "Clara")


def test_without_a_word_nothing_is_approved() -> None:
    standing = standing_of(4, [])
    assert (standing.approved, standing.refused, standing.unsaid, standing.whole) == (
        0,
        (),
        4,
        False,
    )


def test_the_last_word_on_a_frame_counts_whatever_the_order_it_is_read_in() -> None:
    words = [said(2, Word.REFUSED, 3, 5), said(1, Word.APPROVED, 0, 9)]
    standing = standing_of(10, words)
    assert (standing.approved, standing.refused, standing.unsaid) == (7, ((3, 5),), 0)
    assert not standing.whole
    again = standing_of(10, [*words, said(3, Word.APPROVED, 3, 4)])
    assert again.refused == ((5, 5),)
    assert standing_of(10, [*words, said(4, Word.APPROVED, 0, 9)]).whole


@pytest.mark.parametrize(("first", "last"), [(-1, 2), (3, 2), (0, 4)])
def test_frames_that_the_shot_has_not_are_refused(first: int, last: int) -> None:
    with pytest.raises(Invalid, match="frames 1 to 4"):
        require_frames(4, first, last)
