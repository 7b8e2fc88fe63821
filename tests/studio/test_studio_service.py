"""Drafts, decisions and revisions through the studio's service, on a real database."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from matinee.assembly.house import House
from matinee.clearance.desk.model import NewProduction
from matinee.errors import Conflict, Invalid, NotFound
from matinee.studio.breakdown.model import Category
from matinee.studio.model import DraftState, Element, Verdict

FIRST = (
    "Title: The Mill\n\n"
    "INT. MILL - DAY\n\nANN lifts a zorgle. A kettle stands there.\n\nANN\nSo.\n\n"
    "EXT. SHORE - NIGHT\n\nA zorgle stands there. A dog sleeps.\n"
)
SECOND = FIRST.replace("Title: The Mill\n\n", "Title: The Mill\n\nEXT. ROAD - DAY\n\nDust.\n\n")


async def production(house: House) -> UUID:
    made = await house.record.add_production(NewProduction(title="The Mill"), by="test")
    return UUID(made.key)


async def analysed(house: House, of: UUID, text: str = FIRST) -> UUID:
    draft = await house.studio.add(of, text.encode(), name="mill.fountain", by="Ada")
    await house.jobs.work(until_idle=True)
    return draft.id


def one(elements: tuple[Element, ...], name: str, scene: int | None = None) -> Element:
    return next(
        each for each in elements if each.found.name == name and scene in {None, each.found.scene}
    )


async def test_a_draft_is_analysed_by_a_job(house: House) -> None:
    of = await production(house)
    draft = await house.studio.add(of, FIRST.encode(), name="mill.fountain", by="Ada")
    assert draft.state is DraftState.WAITING
    await house.jobs.work(until_idle=True)
    sheet = await house.studio.sheet(draft.id)
    assert (sheet.draft.state, sheet.draft.title, sheet.draft.scenes) == (
        DraftState.READY, "The Mill", 2,
    )  # fmt: skip
    assert [row.heading for row in sheet.scenes] == ["INT. MILL - DAY", "EXT. SHORE - NIGHT"]
    assert one(sheet.elements, "dog").found.category is Category.ANIMALS


async def test_what_is_no_screenplay_is_refused_and_nothing_is_kept(house: House) -> None:
    of = await production(house)
    with pytest.raises(Invalid) as refused:
        await house.studio.add(of, b"\x00\x01" * 99, name="noise.fdx", by="Ada")
    assert refused.value.code == "fdx_not_xml"
    with pytest.raises(NotFound):
        await house.studio.add(uuid4(), FIRST.encode(), name="mill.fountain", by="Ada")
    assert await house.studio.drafts() == []


async def test_a_decision_stands_at_once_and_teaches_the_rest_of_the_script(house: House) -> None:
    draft = await analysed(house, await production(house))
    first = one((await house.studio.sheet(draft)).elements, "zorgle", 0)
    now = await house.studio.decide(
        draft, [first.id], Verdict.CHANGE, by="Ada", category=Category.VISUAL_EFFECTS
    )
    assert one(now, "zorgle", 0).found.category is Category.VISUAL_EFFECTS
    await house.jobs.work(until_idle=True)
    taught = one((await house.studio.sheet(draft)).elements, "zorgle", 1)
    assert (taught.found.category, taught.decided) == (Category.VISUAL_EFFECTS, False)


async def test_several_are_merged_under_one_name(house: House) -> None:
    draft = await analysed(house, await production(house))
    elements = (await house.studio.sheet(draft)).elements
    pair = [one(elements, "dog").id, one(elements, "kettle").id]
    await house.studio.decide(
        draft, pair, Verdict.CHANGE, by="Ada", category=Category.ANIMALS, name="Kettle the dog"
    )
    await house.jobs.work(until_idle=True)
    after = (await house.studio.sheet(draft)).elements
    merged = [each for each in after if each.found.name == "Kettle the dog"]
    assert [each.found.scene for each in merged] == [0, 1]


async def test_who_comes_second_is_told_that_it_was_decided(house: House) -> None:
    draft = await analysed(house, await production(house))
    kettle = one((await house.studio.sheet(draft)).elements, "kettle")
    await house.studio.decide(draft, [kettle.id], Verdict.REFUSE, by="Ada")
    with pytest.raises(Conflict) as late:
        await house.studio.decide(draft, [kettle.id], Verdict.ACCEPT, by="Bea")
    assert late.value.code == "element_gone"


async def test_a_new_draft_keeps_every_decision_in_its_scene(house: House) -> None:
    of = await production(house)
    first = await analysed(house, of)
    kettle = one((await house.studio.sheet(first)).elements, "kettle")
    await house.studio.decide(
        first, [kettle.id], Verdict.CHANGE, by="Ada", category=Category.SOUND, name="whistle"
    )
    await house.studio.add_elements(first, [(1, Category.EQUIPMENT, "Crane")], by="Ada")
    second = await analysed(house, of, SECOND)
    elements = (await house.studio.sheet(second)).elements
    told = {(each.found.scene, each.found.name) for each in elements if each.decided}
    assert told == {(1, "whistle"), (2, "Crane")}
    before, change = await house.studio_views.change(second)
    assert before.id == first
    assert (change.carried, change.resting, change.scenes) == (2, (), (2, 3))


async def test_an_analysis_that_runs_twice_changes_nothing(house: House) -> None:
    of = await production(house)
    first = await analysed(house, of)
    await house.studio.add_elements(first, [(0, Category.EQUIPMENT, "Crane")], by="Ada")
    second = await analysed(house, of, SECOND)
    once = await house.studio.sheet(second)
    await house.studio.analyse(second)
    assert (await house.studio.sheet(second)).elements == once.elements
    assert len(await house.studio.decisions(second)) == 1


async def test_effects_are_priced_by_the_productions_own_rates(house: House) -> None:
    of = await production(house)
    draft = await analysed(house, of)
    await house.studio.add_elements(draft, [(0, Category.VISUAL_EFFECTS, "storm sky")], by="Ada")
    listed = await house.studio_views.vfx(draft)
    shot = next(each for each in listed.shots if each.elements == ("storm sky",))
    assert listed.card.cost(shot).low == listed.card.b.low * shot.count.least
    assert (await house.studio_views.vfx_xlsx(draft)).startswith(b"PK")
