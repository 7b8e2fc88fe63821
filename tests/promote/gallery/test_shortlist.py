from __future__ import annotations

from dataclasses import replace

from matinee.media.model import Scale as ShotScale
from matinee.media.model import ShotFacts, Span, SpanKind, Still, Story
from matinee.promote.gallery.shortlist import moments, shortlist

_STILL = Still(
    at=1.0,
    file="0000.jpg",
    width=1280,
    height=720,
    brightness=110.0,
    contrast=50.0,
    colourfulness=40.0,
    sharpness=500.0,
    clipped=0.0,
    faces=(),
    heads=(),
    salient=(0.4, 0.3, 0.2, 0.4),
    salient_share=0.6,
    salient_light=110.0,
    across=tuple([0.025] * 40),
    down=tuple([0.025] * 40),
    letters=0.0,
    layout=tuple([50.0] * 72),
)


def _story(seconds: float, shot: float, spans: tuple[Span, ...] = ()) -> Story:
    shots = tuple(
        ShotFacts(
            number, 0, number * shot, (number + 1) * shot, "cut", ShotScale.LONG, 0, 0, 0, 0, 0
        )
        for number in range(round(seconds / shot))
    )
    return Story(seconds, -23.0, 5.0, -1.0, shots=shots, spans=spans)


def test_no_picture_comes_from_the_last_third_nor_from_titles_black_or_what_is_kept_back() -> None:
    spans = (Span(SpanKind.TITLES, 0.0, 10.0), Span(SpanKind.BLACK, 30.0, 31.0))
    times = moments(_story(90.0, 5.0, spans), [(40.0, 45.0)])
    assert times
    assert min(times) > 10
    assert max(times) < 60
    assert not any(29.7 <= at <= 31.3 or 39.7 <= at <= 45.3 for at in times)


def test_a_film_of_a_thousand_shots_is_looked_at_in_at_most_360_places() -> None:
    assert 180 <= len(moments(_story(9000.0, 4.5), ())) <= 360


def test_what_is_blurred_dark_lettered_or_cannot_be_cropped_is_refused() -> None:
    good = [replace(_STILL, at=float(n), sharpness=400.0 + n) for n in range(10)]
    bad = [
        replace(_STILL, at=20.0, sharpness=1.0),
        replace(_STILL, at=21.0, brightness=5.0),
        replace(_STILL, at=22.0, letters=0.1),
        replace(_STILL, at=23.0, clipped=0.9),
        replace(_STILL, at=27.0, salient_light=15.0),
        replace(_STILL, at=26.0, salient_share=0.1),
        replace(_STILL, at=24.0, salient=(0.0, 0.0, 1.0, 1.0)),
        replace(_STILL, at=25.0, heads=((0.0, 0.2, 0.3, 0.4), (0.7, 0.2, 0.3, 0.4))),
    ]
    chosen = shortlist([*good, *bad], 20)
    assert chosen
    assert {each.still.at for each in chosen} <= {still.at for still in good}
    assert all(crop.cut <= 0.05 for each in chosen for crop in each.crops)


def test_pictures_unlike_each_other_come_before_better_ones_that_are_alike() -> None:
    alike = [replace(_STILL, at=float(n), sharpness=900.0 + n) for n in range(6)]
    other = replace(_STILL, at=50.0, sharpness=700.0, layout=tuple([200.0] * 72))
    blurred = [replace(_STILL, at=60.0 + n, sharpness=1.0 + n) for n in range(3)]
    chosen = shortlist([*alike, other, *blurred], 2)
    assert 50.0 in {each.still.at for each in chosen}


def test_a_portrait_is_better_than_the_same_place_without_anybody() -> None:
    empty = replace(_STILL, at=1.0)
    portrait = replace(_STILL, at=2.0, faces=((0.42, 0.32, 0.15, 0.33),))
    scores = {
        each.still.at: each.score for still in (empty, portrait) for each in shortlist([still], 1)
    }
    assert scores[2.0] > scores[1.0]


def test_one_picture_taken_twice_is_proposed_once() -> None:
    twice = [replace(_STILL, at=1.0), replace(_STILL, at=2.0)]
    assert len(shortlist(twice, 12)) == 1


def test_a_film_in_which_nothing_is_fit_brings_nothing() -> None:
    assert shortlist([replace(_STILL, brightness=1.0)] * 3, 12) == []
    assert shortlist([], 12) == []


def test_shut_eyes_and_doubt_cost_most_of_what_a_face_is_worth() -> None:
    face = (0.4, 0.3, 0.2, 0.35)
    seen = replace(_STILL, faces=(face,), heads=(face,), eyes=(1.0,))
    ways = [
        replace(seen, at=2.0),
        replace(seen, at=3.0, eyes=(None,)),
        replace(seen, at=4.0, eyes=(0.0,)),
        replace(_STILL, at=5.0, perhaps=((*face, 0.5),)),
        replace(_STILL, at=6.0),
    ]
    people: dict[float, float] = {}
    for way in ways:
        [chosen] = shortlist([way], 1)
        people[way.at] = chosen.reasons["people"]
        assert chosen.reasons.get("eyes") == (way.eyes[0] if way.eyes else None)
    assert people[2.0] == people[3.0] == 1.0
    assert people[4.0] < people[5.0] < 1.0
    assert people[4.0] > 0
    assert people[6.0] == 0.0
