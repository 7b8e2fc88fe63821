"""Moods as they are suggested of a scene: by its measures, and taken by the programmer alone."""

from dataclasses import replace

import pytest
from tests.ads.breaks.test_break_service import RULES, TITLE, OneFilm, an_hour

from matinee.ads.breaks.editing import with_moods, without_moods
from matinee.ads.breaks.model import Draft, PlacedBreak
from matinee.ads.breaks.moods import Mood, moods_of
from matinee.ads.breaks.places import places_of
from matinee.ads.breaks.service import BreakService
from matinee.errors import Invalid
from matinee.foundation.database import Database
from matinee.media.model import Curve, Span, SpanKind, Story


def night_after_noon() -> Story:
    """An hour whose second scene is dark, fast and loud with music, and whose third is still."""
    story, step = an_hour(), 0.5
    steps = [0.5] * 7200
    loud = [-23.0] * 7200
    for place in range(400, 800):
        steps[place], loud[place] = 0.9, -18.0
    for place in range(800, 3600):
        steps[place], loud[place] = 0.1 if place >= 1200 else 0.05, -40.0
    shots = tuple(
        replace(shot, brightness=20.0 if shot.scene == 1 else 180.0) for shot in story.shots
    )
    spans = (Span(SpanKind.MUSIC, 210.0, 390.0), Span(SpanKind.SPEECH, 450.0, 560.0))
    curves = {"intensity": Curve(step, tuple(steps)), "loudness": Curve(step, tuple(loud))}
    return replace(story, shots=shots, spans=spans, curves=curves)


def test_each_word_stands_for_one_measure_of_its_scene() -> None:
    first, second, third, *_ = moods_of(night_after_noon())
    assert first == (Mood.BRIGHT, Mood.WORDLESS)
    assert second == (
        Mood.LIVELY, Mood.TENSE, Mood.DARK, Mood.LOUD, Mood.WORDLESS, Mood.MUSICAL,
    )  # fmt: skip
    assert third == (Mood.CALM, Mood.BRIGHT, Mood.QUIET, Mood.TALKATIVE)
    flat = moods_of(replace(an_hour(), curves={}))
    assert set(flat) == {(Mood.WORDLESS,)}


def test_a_break_is_offered_the_moods_of_the_scene_that_ends_there() -> None:
    film = places_of(night_after_noon())
    assert film.moods_before(0.0) == ()
    assert film.moods_before(200.0) == (Mood.BRIGHT, Mood.WORDLESS)
    assert Mood.TENSE in film.moods_before(400.0)
    assert Mood.TENSE in film.moods_before(300.0)
    draft = Draft((PlacedBreak("one", 200.0, 60.0, 2, moods=("sunny", "bright")),))
    taken = with_moods(film, draft, "one")
    assert taken.breaks[0].moods == ("sunny", "bright", "wordless")
    with pytest.raises(Invalid):
        with_moods(film, taken, "one")
    assert without_moods(taken, "one").breaks[0].moods == ()


async def test_moods_that_were_taken_are_met_and_outlive_another_choice(database: Database) -> None:
    breaks = BreakService(database, OneFilm(), OneFilm())
    draft = await breaks.choose(TITLE, Draft(rules=RULES))
    suggested = (await breaks.weigh(TITLE, draft)).breaks[0].suggested
    assert suggested == (Mood.WORDLESS,)
    first = draft.breaks[0].id
    await breaks.save(TITLE, await breaks.take_moods(TITLE, draft, first), 0)
    assert [each.moods for each in await breaks.breaks_of(TITLE)][:2] == [("wordless",), ()]
    again = await breaks.choose(TITLE, (await breaks.desk(TITLE)).draft)
    assert [each.moods for each in again.breaks][:2] == [("wordless",), ()]
