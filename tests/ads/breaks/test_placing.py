"""Ads over and beside a film: what they keep clear of, and what becomes of them."""

from dataclasses import replace

import pytest
from tests.ads.breaks.test_break_service import RULES, TITLE, breaks

from matinee.ads.breaks.beside import Placement
from matinee.ads.breaks.model import Draft, Limit, PlacedBreak, Stretch
from matinee.ads.breaks.placing import Beside, PlacementFault
from matinee.ads.breaks.service import BreakService
from matinee.ads.model import Format
from matinee.errors import Conflict, Invalid

__all__ = ["breaks"]
OVER = Placement("over", 100.0, Format.OVERLAY, 10.0)


@pytest.mark.parametrize(
    ("at", "fault"),
    [
        (69.9, None),
        (70.1, PlacementFault.BREAK),
        (105.0, PlacementFault.BREAK),
        (139.9, PlacementFault.BREAK),
        (140.1, None),
    ],
)
def test_nothing_stands_within_the_rules_distance_of_a_break(
    at: float, fault: PlacementFault | None
) -> None:
    assert [each for _, each in Beside((OVER,), 30.0).judged([at])] == [fault]


def test_the_later_of_two_that_are_too_near_is_not_shown_and_marked_stretches_have_none() -> None:
    close = Placement("next", 139.0, Format.SQUEEZE, 10.0)
    beside = Beside((OVER, close), 30.0)
    assert beside.met(()) == (OVER,)
    # Where the first falls away, the second stands.
    assert beside.met([70.5]) == (close,)
    assert beside.met((), [Format.SQUEEZE]) == ()
    marked = Beside((OVER,), 0.0, (Stretch(105.0, 300.0),))
    assert [fault for _, fault in marked.judged(())] == [PlacementFault.MARKED]
    short = Beside((OVER,), 0.0, film_seconds=109.0)
    assert [fault for _, fault in short.judged(())] == [PlacementFault.BEYOND]


@pytest.mark.parametrize(
    "change",
    [{"seconds": 4.0}, {"seconds": 31.0}, {"format": Format.PAUSE}, {"at": -1.0}, {"id": ""}],
)
def test_a_placement_stands_for_some_seconds_within_its_film(change: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        replace(OVER, **change)


async def test_placements_are_kept_beside_breaks_and_a_break_that_comes_near_goes_first(
    breaks: BreakService,
) -> None:
    draft = await breaks.place(TITLE, Draft(rules=RULES), 1300.0, Format.OVERLAY, 10.0)
    with pytest.raises(Invalid) as refused:
        await breaks.place(TITLE, draft, 1310.0, Format.SQUEEZE, 10.0)
    assert (refused.value.code, refused.value.field) == ("near_another", "placements")
    version = await breaks.save(TITLE, draft, 0)
    assert (await breaks.desk(TITLE)).draft == draft
    assert await breaks.breaks_of(TITLE, "PT") == ()
    beside = await breaks.beside(TITLE, "PT")
    assert [each.at for each in beside.met(())] == [1300.0]
    assert beside.met([1280.0]) == ()

    near = PlacedBreak("own", 1280.0, 60, 3)
    version = await breaks.save(TITLE, replace(draft, breaks=(near,)), version)
    met = await breaks.breaks_of(TITLE, "PT")
    beside = await breaks.beside(TITLE, "PT")
    assert [each.id for each in met] == ["own"]
    assert beside.met(each.at.total_seconds() for each in met) == ()
    with pytest.raises(Invalid):
        await breaks.set_placements(TITLE, beside.placements)
    await breaks.set_placements(TITLE, [replace(OVER, at=600.0)])
    assert [each.at for each in await breaks.placements(TITLE)] == [600.0]
    with pytest.raises(Conflict):
        await breaks.save(TITLE, draft, version)


async def test_where_no_break_is_allowed_nothing_stands_beside_the_film_either(
    breaks: BreakService,
) -> None:
    rules = replace(RULES, limits=(Limit(0, 0.0, frozenset({"PT"})),))
    draft = await breaks.place(TITLE, Draft(rules=rules), 1300.0, Format.OVERLAY, 10.0)
    await breaks.save(TITLE, draft, 0)
    counts = [len((await breaks.beside(TITLE, code)).met(())) for code in ("PT", "ES")]
    assert counts == [0, 1]
