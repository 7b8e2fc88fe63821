"""The demo's ads over, beside and in the pauses of its film: real decisions of invented sellers."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from tests.ads.blends.world import Clock

from matinee.ads.model import Format
from matinee.assembly.house import House
from matinee.catalogue.model import MaturityRecord, TitleRecord
from matinee.demo.ad_demand import MARK
from matinee.demo.ad_pictures import AdPictures
from matinee.vocabulary.ids import TitleId
from matinee.vocabulary.places import Language, Territory


async def test_each_format_has_a_picture_and_the_pause_one_of_its_titles_world(
    house: House,
) -> None:
    film = TitleRecord(
        name="A film",
        year=2008,
        runtime_minutes=10,
        genres=("Animation",),
        maturity=(MaturityRecord("AGE", "0"),),
    )
    await house.catalogue.put_titles([film], source="test", open_window=True)
    title = TitleId((await house.catalogue.shelf()).ids[0])
    parts = (house.ads, house.ad_delivery, house.ad_breaks, house.creatives, house.blends)
    clock = Clock()
    house.record.recorder.clock = clock
    house.blends.making.clock = clock

    async def later(seconds: float) -> None:
        clock.ahead += timedelta(seconds=seconds + 1)

    pictures = AdPictures(*parts, house.record, later)
    assert await pictures.furnish(title)
    assert not await pictures.furnish(title)
    home = await house.audience.create_household("Ferreira")
    made = await house.audience.create_profile(
        home.id, "Ana", languages=(Language("pt"),), territory=Territory("PT")
    )
    await house.ads.start()
    viewer, [only] = await house.ad_delivery.met(made.id, title)
    beside = await house.ad_delivery.beside(viewer, title, [only], list(Format))
    assert [each.format for each in beside] == [Format.OVERLAY, Format.SQUEEZE]
    shown = dict[Format, UUID]()
    for shown_as in (Format.OVERLAY, Format.SQUEEZE, Format.PAUSE):
        answered = await house.ad_delivery.fill_for(viewer, title, only, shown_as=shown_as)
        _, creative, _ = answered.ads[0]
        assert MARK in creative.name
        shown[shown_as] = creative.id
    [blend] = await house.blends.listed()
    assert shown[Format.PAUSE] == blend.creative.id
    assert (await house.blends.picture(blend.creative.id) or b"").startswith(b"\xff\xd8")
