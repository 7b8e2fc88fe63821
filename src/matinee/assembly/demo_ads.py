"""The demo's pictures of ads, joined to the house that shows them."""

from matinee.assembly.house import House
from matinee.demo.ad_pictures import AdPictures
from matinee.vocabulary.ids import TitleId


async def place_demo_ads(house: House, title: TitleId) -> bool:
    """Book and place them over, beside and in the pauses of a title; whether it was done now."""
    parts = (house.ads, house.ad_delivery, house.ad_breaks, house.creatives, house.blends)
    return await AdPictures(*parts, house.record).furnish(title)
