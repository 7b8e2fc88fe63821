"""What a household was shown lately, as what is left of its caps and how worn campaigns are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from matinee.ads.decided import Exposure
from matinee.ads.decision.snapshot import Snapshot
from matinee.ads.model import BreakRequest

FATIGUE = 0.85
"""What an ad is still worth to a household for each time it saw the campaign lately."""
FATIGUE_WINDOW = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Seen:
    """By group of the snapshot: ``rooms`` are what a pod may take, where caps have left less.

    ``worn`` is, by campaign, what its fit is multiplied by.
    """

    rooms: Mapping[int, int]
    worn: Mapping[int, float]


def seen_before(snapshot: Snapshot, request: BreakRequest, exposures: Sequence[Exposure]) -> Seen:
    """From ``exposures`` in any order."""
    by_advertiser, by_campaign, by_line_item, by_creative = snapshot.capped
    caps, campaigns, now = snapshot.caps, snapshot.campaigns, request.at
    left: dict[int, list[int]] = {}
    times: dict[int, int] = {}
    for exposure in exposures:
        age, campaign = now - exposure.at, exposure.campaign_id.int
        for number in (
            by_advertiser.get(exposure.advertiser_id.int),
            by_campaign.get(campaign),
            by_line_item.get(exposure.line_item_id.int),
            by_creative.get(exposure.creative_id.int),
        ):
            if number is not None:
                known = left.get(number)
                if known is None:
                    known = left[number] = [most for _, most in caps[number]]
                for place, (window, _) in enumerate(caps[number]):
                    if age < window:
                        known[place] -= 1
        if age < FATIGUE_WINDOW and campaign in campaigns:
            number = campaigns[campaign]
            times[number] = times.get(number, 0) + 1
    return Seen(
        {
            number: min(int(snapshot.capacities[number]), max(min(rooms), 0))
            for number, rooms in left.items()
        },
        {number: FATIGUE**count for number, count in times.items()} if request.history else {},
    )
