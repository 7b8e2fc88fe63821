"""What analysis finds in a film of which everything is known."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.media.truth_film import Events

from matinee.media.analysis.assembling import fast_story, full_story
from matinee.media.analysis.passes import fast_pass, measure_part, measure_sound, take_thumbnails
from matinee.media.model import SpanKind, Story


@pytest.fixture(scope="module")
def found(truth_film: tuple[Path, Events]) -> tuple[Events, Story]:
    path, events = truth_film
    picture = measure_part(path, 0.0, float("inf"), lambda _: None)
    return events, full_story(take_thumbnails(path), picture, measure_sound(path))


@pytest.mark.parametrize("kind", ["speech", "silence", "music", "black", "titles", "credits"])
def test_what_fills_time_is_found_where_it_is(found: tuple[Events, Story], kind: str) -> None:
    events, story = found
    spans = [(span.begins, span.ends) for span in story.spans if span.kind == SpanKind(kind)]
    true = sum(ends - begins for begins, ends in events.spans[kind])
    said = sum(ends - begins for begins, ends in spans)
    shared = sum(
        max(0.0, min(ends, b) - max(begins, a))
        for begins, ends in events.spans[kind]
        for a, b in spans
    )
    assert shared >= 0.6 * true, (kind, events.spans[kind], spans)
    assert said <= 1.6 * true + 0.5


def test_every_cut_begins_a_shot(found: tuple[Events, Story]) -> None:
    events, story = found
    begins = [shot.begins for shot in story.shots]
    for cut in events.cuts:
        assert min(abs(cut - begin) for begin in begins) < 0.1


def test_one_face_is_one_track_of_one_person(found: tuple[Events, Story]) -> None:
    events, story = found
    ((_, begins, ends),) = events.faces
    (track,) = story.tracks
    assert track.identity == 0
    assert track.begins == pytest.approx(begins, abs=0.6)
    assert track.ends == pytest.approx(ends, abs=0.6)
    assert story.shots[track.shot].people == 1


def test_curves_cover_the_film_at_even_steps(found: tuple[Events, Story]) -> None:
    events, story = found
    for curve in story.curves.values():
        assert len(curve.values) * curve.step_seconds == pytest.approx(events.seconds, abs=0.6)
    assert min(story.curves["intensity"].values) >= 0
    assert max(story.curves["intensity"].values) <= 1


def test_parts_make_the_same_as_one_go(plain_film: tuple[Path, Events]) -> None:
    path, events = plain_film
    whole = measure_part(path, 0.0, float("inf"), lambda _: None)
    first = measure_part(path, 0.0, 3.0, lambda _: None)
    second = measure_part(path, 3.0, float("inf"), lambda _: None)
    assert len(whole.sampled_at) == round(events.seconds * 4)
    assert [*first.sampled_at, *second.sampled_at] == pytest.approx(list(whole.sampled_at))
    assert [*first.motion, *second.motion] == pytest.approx(list(whole.motion))


def test_the_fast_pass_finds_the_shots_too(plain_film: tuple[Path, Events]) -> None:
    path, events = plain_film
    measures = fast_pass(path, lambda _: None)
    story = fast_story(measures.film, measures.picture, measures.sound)
    assert len(story.shots) >= len(events.cuts)
    assert story.integrated_lufs < -5
