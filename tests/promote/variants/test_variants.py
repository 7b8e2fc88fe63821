"""Members draw one of several approved texts, keep it, and are forgotten. The film is made up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from matinee.assembly.house import House
from matinee.catalogue.model import TextRecord, TitleRecord
from matinee.promote.synopses.model import TextKind, TextState
from matinee.promote.variants.service import ReadSynopses, VariantService
from matinee.vocabulary.ids import ProfileId, TitleId

RECORD = TitleRecord(
    name="The Salt Road",
    texts=(TextRecord(language="en", synopsis_short="Marta drives three trucks of salt."),),
)


async def test_a_member_keeps_the_text_they_drew_until_it_is_gone(house: House) -> None:
    await house.catalogue.put_titles([RECORD], source="test")
    title = TitleId((await house.catalogue.shelf()).ids[0])
    for words in ("Marta drives trucks.", "Marta drives three trucks."):
        text = await house.synopses.write(title, TextKind.LONG, words, by="Ada")
        await house.synopses.decide(text.id, TextState.APPROVED, by="Ada")
    texts = await house.synopses.published(title)
    now = datetime.now(UTC)
    desk = VariantService(house.database, house.catalogue, house.audience, clock=lambda: now)
    members = [ProfileId(uuid4()) for _ in range(24)]
    drawn = {each: await desk.text_for(each, texts) for each in members}
    assert {each.id for each in drawn.values()} == {each.id for each in texts}
    assert {each: await desk.text_for(each, texts[::-1]) for each in members} == drawn
    gone = await desk.text_for(members[0], [each for each in texts if each != drawn[members[0]]])
    assert gone != drawn[members[0]]

    assert await desk.judge() == 0
    later = VariantService(
        house.database, house.catalogue, house.audience, clock=lambda: now + timedelta(days=2)
    )
    # None of them has a history, so nothing was watched.
    assert await later.judge() == 24
    report = await later.report(texts)
    assert sum(each.read for each in report.values()) == 24
    assert {each.watched for each in report.values()} == {0.0}
    await ReadSynopses(house.database).forget(members[1])
    assert sum(each.read for each in (await later.report(texts)).values()) == 23
