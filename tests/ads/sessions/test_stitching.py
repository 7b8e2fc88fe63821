"""Where breaks come to lie in a film's own cuts, and what is shown on both sides of them."""

from __future__ import annotations

from uuid import UUID

import pytest

from matinee.ads.sessions.model import SessionAd, SessionPod, before_and_after
from matinee.ads.sessions.stitched import nearest
from matinee.media.model import Conditioned, words_between


def _pod(*creatives: int) -> SessionPod:
    film = Conditioned(2.0, None, (), None)
    return SessionPod(tuple(SessionAd(UUID(int=each), "", "", "", film) for each in creatives))


@pytest.mark.parametrize(
    ("at", "place"), [(0.0, 0), (1.9, 0), (2.0, 0), (2.1, 1), (7.0, 2), (99, 3)]
)
def test_a_break_comes_to_the_nearest_cut_and_of_two_alike_to_the_earlier(
    at: float, place: int
) -> None:
    assert nearest([0.0, 4.0, 7.0, 10.0], at) == place


def test_what_ends_a_break_does_not_come_next_whatever_is_decided_first() -> None:
    pods = [(3, _pod(7, 8)), (0, _pod(1, 2)), (1, _pod())]
    assert before_and_after(pods, 2) == {UUID(int=2), UUID(int=7)}
    assert before_and_after(pods, 4) == {UUID(int=8)}
    assert before_and_after([], 0) == frozenset()


def test_words_of_a_stretch_keep_the_films_times_and_one_across_a_cut_is_on_both_sides() -> None:
    cues = [
        "00:01.000 --> 00:02.000\nA",
        "00:03.000 --> 00:05.000\nB",
        "01:00:06.000 --> 01:00:07.000\nC",
    ]
    whole = "\n\n".join(["WEBVTT", *cues]) + "\n"
    before, after = words_between(whole, 0.0, 4.0), words_between(whole, 4.0, 4000.0)
    assert [letter in before.partition("\n\n")[2] for letter in "ABC"] == [True, True, False]
    assert [letter in after.partition("\n\n")[2] for letter in "ABC"] == [False, True, True]
    assert "01:00:06.000" in after
    assert before.startswith("WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:0\n\n")
