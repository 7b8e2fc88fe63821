"""Breaks of a title through the service: chosen, kept, and what of them a viewer meets."""

from dataclasses import dataclass, replace
from uuid import UUID, uuid4

import pytest

from matinee.ads.breaks.blocks import Block, ShutOut, shut_out
from matinee.ads.breaks.consequences import bar_at
from matinee.ads.breaks.editing import Change, difference, nudged, with_mark, without_mark
from matinee.ads.breaks.model import (
    Bar,
    BreakRules,
    Cues,
    Draft,
    FilmPlaces,
    Limit,
    Place,
    PlacedBreak,
    Stretch,
)
from matinee.ads.breaks.places import places_of
from matinee.ads.breaks.service import BreakService
from matinee.ads.model import Advertiser
from matinee.ads.repository import demand
from matinee.errors import Conflict, Invalid, NotFound
from matinee.foundation.database import Database
from matinee.media.model import Curve, Scale, Scene, ShotFacts, Span, SpanKind, Story
from matinee.vocabulary.ids import TitleId

TITLE, FILM = TitleId(UUID(int=7)), UUID(int=8)
SHOT = 20.0
SHOTS = 180
RULES = BreakRules(
    first_seconds=300,
    distance_seconds=400,
    end_seconds=100,
    breaks_per_hour=4,
    seconds_per_hour=240,
    least_score=100,
)


def an_hour() -> Story:
    """Shots of 20 s; every tenth begins a scene in silence, and over one somebody speaks."""
    silent = [Span(SpanKind.SILENCE, 200.0 * n - 1, 200.0 * n + 1) for n in range(1, 18)]
    spoken = [Span(SpanKind.SPEECH, 995.0, 1005.0)]
    return Story(
        seconds=SHOT * SHOTS,
        integrated_lufs=-23.0,
        loudness_range=8.0,
        peak_db=-3.0,
        shots=tuple(
            ShotFacts(
                number=n, scene=n // 10, begins=SHOT * n, ends=SHOT * (n + 1), begins_by="cut",
                scale=Scale.MEDIUM, people=1, motion=0.1, brightness=90.0, colourfulness=30.0,
                sharpness=50.0,
            )
            for n in range(SHOTS)
        ),
        scenes=tuple(Scene(n, 200.0 * n, 200.0 * (n + 1), 10 * n, 10 * n + 9) for n in range(18)),
        spans=(*silent, *spoken),
        curves={
            "loudness": Curve(0.5, (-23.0,) * 7200),
            "intensity": Curve(0.5, (0.5,) * 7200),
        },
    )  # fmt: skip


@dataclass(frozen=True)
class OneFilm:
    """Media with one film, and a catalogue that rates it 12."""

    async def film(self, title: TitleId) -> UUID | None:
        return FILM if title == TITLE else None

    async def story(self, film: UUID) -> Story:
        assert film == FILM
        return an_hour()

    async def rate(self, film: UUID) -> float:
        return 25.0

    async def age(self, title: TitleId, territory: str) -> int | None:
        return 12


@pytest.fixture
def breaks(database: Database) -> BreakService:
    return BreakService(database, OneFilm(), OneFilm())


async def test_the_best_places_are_chosen_kept_and_met_but_not_by_children(
    breaks: BreakService,
) -> None:
    draft = await breaks.choose(TITLE, Draft(rules=RULES))
    assert len(draft.breaks) == 4
    assert all(each.at % 200 == 0 and each.at != 1000 for each in draft.breaks)
    assert await breaks.save(TITLE, draft, 0) == 1
    met = await breaks.breaks_of(TITLE, "PT")
    assert [each.at.total_seconds() for each in met] == [each.at for each in draft.breaks]
    assert await breaks.breaks_of(TITLE, "PT", kids=True) == ()
    with pytest.raises(Conflict):
        await breaks.save(TITLE, draft, 0)


async def test_a_territory_with_a_narrower_limit_meets_fewer_of_the_same_breaks(
    breaks: BreakService,
) -> None:
    limits = (Limit(2, 120, frozenset({"PT"})), Limit(1, 60, frozenset({"ES"}), from_age=16))
    draft = await breaks.choose(TITLE, Draft(rules=replace(RULES, limits=limits)))
    await breaks.save(TITLE, draft, 0)
    counts = [len(await breaks.breaks_of(TITLE, code)) for code in ("FR", "PT", "ES")]
    assert counts == [4, 2, 4]
    told = (await breaks.weigh(TITLE, draft)).territories
    assert [(each.territory, each.breaks) for each in told] == [("ES", 4), ("PT", 2)]


async def test_advertisers_are_kept_out_of_a_title_and_by_the_house_for_ages_and_territories(
    breaks: BreakService, database: Database
) -> None:
    beer, toys, unknown = (Advertiser(uuid4(), name) for name in ("Beer", "Toys", "Nobody"))
    async with database.transaction() as connection:
        for each in (beer, toys):
            await demand.put_advertiser(connection, each)
    await breaks.keep_out(TITLE, frozenset({toys.id}))
    by_rule = (
        Block(frozenset({beer.id}), frozenset({"IAB8-5"}), to_age=15),
        Block(categories=frozenset({"IAB7-39"}), territories=frozenset({"ES"})),
        Block(categories=frozenset({"IAB14"}), from_age=13),
    )
    await breaks.set_house_rules(replace(RULES, blocks=by_rule))
    await breaks.change_blocks(remove=by_rule[2])
    await breaks.change_blocks(add=by_rule[2])
    with pytest.raises(Invalid, match="already"):
        await breaks.change_blocks(add=by_rule[0])
    with pytest.raises(NotFound):
        await breaks.change_blocks(remove=replace(by_rule[0], to_age=14))
    assert (await breaks.house_rules()).blocks == by_rule
    # The rules that a title has of its own do not lift the house's blocks.
    kept = (await breaks.desk(TITLE)).draft
    await breaks.save(TITLE, replace(kept, rules=RULES), 1)
    there = await breaks.shut_out(TITLE, "PT")
    assert there == ShutOut(frozenset({beer.id, toys.id}), frozenset({"IAB8-5"}), 12)
    assert (await breaks.shut_out(TITLE, "ES")).categories == {"IAB8-5", "IAB7-39"}
    # A title of no known age is under every block.
    assert shut_out(by_rule, (), "PT", None).categories == {"IAB8-5", "IAB14"}
    with pytest.raises(Invalid, match="no such advertiser"):
        await breaks.keep_out(TITLE, frozenset({unknown.id}))
    with pytest.raises(Invalid, match="no such advertiser"):
        await breaks.save(TITLE, replace(kept, kept_out=frozenset({unknown.id})), 2)
    with pytest.raises(Invalid):
        Block()
    await breaks.save(TITLE, replace(kept, kept_out=frozenset()), 2)
    assert await breaks.kept_out(TITLE) == frozenset()


@pytest.mark.parametrize(
    ("at", "code"), [(1000.0, "inside_speech"), (410.0, "inside_shot"), (600.0, "marked")]
)
async def test_no_break_is_kept_within_speech_a_shot_or_a_marked_stretch(
    breaks: BreakService, at: float, code: str
) -> None:
    draft = Draft((PlacedBreak("own", at, 60, 3),), RULES, (Stretch(590, 700),))
    with pytest.raises(Invalid) as refused:
        await breaks.save(TITLE, draft, 0)
    assert refused.value.code == code


async def test_a_locked_break_stays_when_the_others_are_chosen_anew(breaks: BreakService) -> None:
    own = PlacedBreak("own", 460.0, 30, 1, locked=True)
    draft = await breaks.choose(TITLE, Draft((own,), RULES))
    assert own in draft.breaks
    assert all(each.at >= 860 for each in draft.breaks if each is not own)
    assert not any(each.faults for each in (await breaks.weigh(TITLE, draft)).breaks)


async def test_a_break_is_put_at_the_nearest_place_and_locked_or_refused_with_why(
    breaks: BreakService,
) -> None:
    draft = await breaks.put(TITLE, Draft(rules=RULES, marked=(Stretch(590, 700),)), 407.0)
    assert [(each.at, each.locked) for each in draft.breaks] == [(400.0, True)]
    for at, code, told in (
        (998.0, "inside_speech", "0:16:38.000"),
        (640.0, "marked", "0:10:40.000"),
        (405.0, "taken", "0:06:40.000"),
    ):
        with pytest.raises(Invalid) as refused:
            await breaks.put(TITLE, draft, at)
        assert refused.value.code == code
        assert (refused.value.field, told in refused.value.sentence) == ("at", True)
    with pytest.raises(Invalid) as refused:
        await breaks.put(TITLE, draft, 998.0)
    assert refused.value.remedy == "The next free places lie at 0:16:20.000 or 0:17:00.000."


async def test_a_moved_break_keeps_its_name_steps_over_barred_places_and_leaves_its_place_free(
    breaks: BreakService,
) -> None:
    draft = await breaks.put(TITLE, Draft(rules=RULES), 980.0)
    moved = await breaks.step(TITLE, draft, draft.breaks[0].id, later=True)
    assert [(each.id, each.at) for each in moved.breaks] == [("b980000", 1020.0)]
    again = await breaks.put(TITLE, moved, 980.0)
    assert [(each.id, each.at) for each in again.breaks] == [
        ("b980000-2", 980.0),
        ("b980000", 1020.0),
    ]
    assert difference(draft.breaks, again.breaks) == Change((980.0,), (), ((980.0, 1020.0),))
    back = await breaks.step(TITLE, moved, "b980000", later=False)
    assert back.breaks[0].at == 980.0


async def test_whoever_listens_hears_of_breaks_that_were_saved(breaks: BreakService) -> None:
    heard = list[TitleId]()
    breaks.tell(heard.append)
    await breaks.save(TITLE, await breaks.put(TITLE, Draft(rules=RULES), 600.0), 0)
    assert heard == [TITLE]


async def test_a_break_is_nudged_by_frames_only_as_far_as_its_place_goes(
    breaks: BreakService,
) -> None:
    draft = await breaks.put(TITLE, Draft(rules=RULES), 600.0)
    later = await breaks.nudge(TITLE, draft, "b600000", frames=1)
    assert [each.at for each in later.breaks] == [600.04]
    with pytest.raises(Invalid) as refused:
        await breaks.nudge(TITLE, later, "b600000", frames=1)
    assert refused.value.code == "inside_shot"
    black = FilmPlaces(90.0, (Place(60.0, 500, Cues(black=1.0), reach=1.0),))
    inside = nudged(black, Draft((PlacedBreak("own", 60.0, 30, 1),)), "own", frames=24, rate=25.0)
    assert inside.breaks[0].at == 60.96
    with pytest.raises(Invalid):
        nudged(black, inside, "own", frames=2, rate=25.0)


def test_all_of_its_black_that_is_clear_of_speech_is_one_place() -> None:
    story = replace(
        an_hour(), spans=(Span(SpanKind.BLACK, 598.0, 602.0), Span(SpanKind.SPEECH, 601.0, 610.0))
    )
    [place] = [each for each in places_of(story).places if each.cues.black]
    assert (place.at, place.bar, place.reach) == (600.0, None, pytest.approx(0.8))


def test_marks_bar_what_lies_between_their_ends_and_are_taken_off_by_number() -> None:
    draft = with_mark(with_mark(Draft(), Stretch(600, 640)), Stretch(200, 400))
    assert draft.marked == (Stretch(200, 400), Stretch(600, 640))
    with pytest.raises(Invalid):
        with_mark(draft, Stretch(610, 630))
    film = places_of(an_hour())
    bars = [bar_at(film.places, draft.marked, at) for at in (600.0, 620.0, 640.0)]
    assert bars == [None, Bar.MARKED, None]
    assert without_mark(draft, 0).marked == (Stretch(600, 640),)
    assert with_mark(draft, Stretch(590, 700)).marked == (Stretch(200, 400), Stretch(590, 700))
