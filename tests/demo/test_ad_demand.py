from __future__ import annotations

from matinee.ads.model import Approval
from matinee.assembly.house import House
from matinee.catalogue.model import TitleRecord
from matinee.demo.ad_demand import MARK
from matinee.vocabulary.ids import TitleId


async def test_the_demo_has_advertisers_whose_accounts_add_up_and_says_that_it_is_demo_data(
    house: House,
) -> None:
    records = [TitleRecord(name=f"Film {n}", year=2000, runtime_minutes=100) for n in range(3)]
    await house.catalogue.put_titles(records, source="test", open_window=True)
    assert await house.ad_demand.furnish()
    assert not await house.ad_demand.furnish()

    ads = house.ads
    sellers = await ads.advertisers()
    assert all(each.name.endswith(MARK) for each in sellers)
    films = [film for each in sellers for film in await ads.creatives(each.id)]
    assert sorted(film.approval for film in films).count(Approval.PENDING) == 1
    shown = 0
    for campaign in await ads.campaigns():
        [delivery] = await ads.deliveries(campaign.id)
        hours = await ads.hours(campaign.id)
        assert 0 < delivery.impressions <= delivery.line_item.goal
        assert sum(hour.impressions for hour in hours) == delivery.impressions
        assert delivery.completion is not None
        assert 0 < delivery.seen.ads <= delivery.impressions
        shown += delivery.impressions
    assert shown > 60
    title = TitleId((await house.catalogue.shelf()).ids[0])
    assert len(await house.ad_delivery.breaks(title)) == 3
