from __future__ import annotations

from matinee.assembly.house import House
from matinee.clearance.desk.model import FactKind


async def test_the_demo_shows_every_outcome_once_and_says_that_it_is_demo_data(
    house: House,
) -> None:
    assert await house.green_lights.furnish()
    assert not await house.green_lights.furnish()

    record, desk = house.record, house.desk
    (production,) = await record.current(FactKind.PRODUCTION)
    uses = await record.current(FactKind.USE)
    outcomes = sorted((await desk.outcomes(uses)).values())
    assert "demo data" in production.body["title"]
    assert outcomes == ["go", "go", "refused", "review", "review"]
    assert len((await desk.inbox()).uses) == 2

    outputs = await record.outputs.listed(production=production.key)
    assert sorted(output.quarantined_at is None for output in outputs) == [False, True]
    opened = next(output for output in outputs if output.quarantined_at is None)
    _, content = await record.outputs.content(opened.id)
    story = house.provenance.read(content, "image/png")
    assert (story.standing.value, story.source_type) == ("valid", "algorithmicMedia")
    assert (await house.ledger.verify()).flaws == ()
    people = await record.persons([fact.key for fact in await record.current(FactKind.PERFORMER)])
    assert all("demo data" in person["name"] for person in people.values())
