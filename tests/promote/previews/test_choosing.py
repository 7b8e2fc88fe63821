"""What is chosen of any film: whole shots and sentences, nothing of the end, nothing kept back."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as some

from matinee.media.model import Cue, Curve, Scale, ShotFacts, Span, SpanKind, Story
from matinee.promote.previews.choosing import (
    FRAME,
    LONGEST,
    LOOP_LONGEST,
    SHORTEST,
    SPOILER_FREE,
    Choice,
    choose,
)
from matinee.promote.previews.spoken import Stretch, overlap, sentences

_LENGTHS = some.lists(some.floats(1.0, 9.0), min_size=12, max_size=50)


def _story(lengths: list[float], spans: tuple[Span, ...], motion: list[float]) -> Story:
    shots: list[ShotFacts] = []
    at = 0.0
    for number, length in enumerate(lengths):
        scale = list(Scale)[number % len(Scale)]
        lively = motion[number % len(motion)]
        shots.append(
            ShotFacts(
                number, number // 4, at, at + length, "cut", scale, 1, lively, 90.0, 30.0, 200.0
            )
        )
        at += length
    steps = int(at / 0.5) + 1
    curve = Curve(0.5, tuple(motion[step % len(motion)] for step in range(steps)))
    return Story(at, -23.0, 8.0, -1.0, tuple(shots), (), spans, (), {"intensity": curve})


@some.composite
def _films(draw: some.DrawFn) -> tuple[Story, list[Stretch], list[Stretch]]:
    lengths = draw(_LENGTHS)
    whole = sum(lengths)

    def stretches(longest: float) -> list[Stretch]:
        begun = draw(some.lists(some.floats(0.0, whole), max_size=3))
        return sorted((at, at + draw(some.floats(0.2, longest))) for at in begun)

    barred = tuple(
        Span(draw(some.sampled_from([SpanKind.BLACK, SpanKind.CREDITS])), *each)
        for each in stretches(6.0)
    )
    motion = draw(some.lists(some.floats(0.0, 1.0), min_size=1, max_size=7))
    return _story(lengths, barred, motion), stretches(5.0), stretches(20.0)


@given(film=_films())
@settings(max_examples=120, deadline=None)
def test_previews_keep_to_their_length_to_shots_to_sentences_and_off_what_is_barred(
    film: tuple[Story, list[Stretch], list[Stretch]],
) -> None:
    story, spoken, back = film
    begins = {shot.begins for shot in story.shots}
    ends = {shot.ends for shot in story.shots}
    barred = [*back, *((span.begins, span.ends) for span in story.spans)]
    for choice in choose(story, spoken, back, 3):
        assert SHORTEST <= choice.seconds <= LONGEST
        assert all(one.ends <= other.begins for one, other in pairwise(choice.pieces))
        for piece in choice.pieces:
            mine = (piece.begins, piece.ends)
            assert piece.begins in begins
            assert piece.ends in ends
            assert piece.ends <= story.seconds * SPOILER_FREE
            assert not any(overlap(mine, each) for each in barred)
            for said in spoken:
                for edge in mine:
                    assert not said[0] + FRAME < edge < said[1] - FRAME
        _keeps_to(choice)


def _keeps_to(choice: Choice) -> None:
    """The loop lies within one piece, begins on a cut, and is about six seconds long."""
    loop = choice.loop
    assert any(piece.begins <= loop.begins and loop.ends <= piece.ends for piece in choice.pieces)
    assert 4.0 <= loop.seconds <= LOOP_LONGEST


@given(film=_films())
@settings(max_examples=40, deadline=None)
def test_previews_of_one_film_share_a_tenth_at_most(
    film: tuple[Story, list[Stretch], list[Stretch]],
) -> None:
    chosen = choose(*film, 3)
    for place, one in enumerate(chosen):
        for other in chosen[:place]:
            shared = sum(
                overlap((a.begins, a.ends), (b.begins, b.ends))
                for a in one.pieces
                for b in other.pieces
            )
            assert shared <= 0.1 * min(one.seconds, other.seconds) + 1e-6


def test_the_livelier_of_two_moments_is_taken_first() -> None:
    quiet, lively = [5.0] * 8, [5.0] * 8
    story = _story([*quiet, *lively, *([5.0] * 10)], (), [0.1])
    values = [0.1] * 80 + [0.9] * 80 + [0.1] * 101
    story = Story(
        story.seconds, -23, 8, -1, story.shots, (), (), (), {"intensity": Curve(0.5, tuple(values))}
    )
    best = choose(story, (), (), 1)[0]
    assert all(piece.begins >= 40.0 for piece in best.pieces)


def test_sound_fades_only_where_nobody_speaks() -> None:
    story = _story([8.0] * 10, (), [0.3])
    spoken = [(at + 0.1, at + 7.8) for at in range(0, 80, 8)]
    for choice in choose(story, spoken, (), 3):
        for piece in choice.pieces:
            assert piece.fade_in <= 0.1 + 1e-6
            assert piece.fade_out <= 0.2 + 1e-6


def test_subtitles_tell_sentences_apart_and_voices_without_subtitles_count_whole() -> None:
    cues = [
        Cue(1.0, 2.0, "Nobody has seen"),
        Cue(2.1, 3.0, "the conductor."),
        Cue(3.2, 4.0, "Where is he?"),
        Cue(9.0, 10.0, "A line without an end"),
    ]
    spans = [Span(SpanKind.SPEECH, 0.9, 4.1), Span(SpanKind.SPEECH, 20.0, 26.0)]
    assert sentences(cues, spans) == ((1.0, 3.0), (3.2, 4.0), (9.0, 10.0), (20.0, 26.0))


def test_speech_between_subtitles_of_foreign_lines_only_is_not_cut_through() -> None:
    cues = [Cue(18.0, 20.0, "Guten Tag."), Cue(24.0, 25.0, "Auf Wiedersehen.")]
    spans = [Span(SpanKind.SPEECH, 10.0, 24.2), Span(SpanKind.SPEECH, 30.0, 30.3)]
    assert sentences(cues, spans) == (
        (10.0, 18.0),
        (18.0, 20.0),
        (20.0, 24.0),
        (24.0, 25.0),
        (30.0, 30.3),
    )


def test_a_film_of_one_long_take_gives_none() -> None:
    assert choose(_story([600.0], (), [0.5]), (), (), 3) == []
