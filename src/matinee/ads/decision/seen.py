"""What a household was shown lately, as what is left of its caps and how worn campaigns are."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from matinee.ads.decision.snapshot import Snapshot
from matinee.ads.model import BreakRequest, Exposure, Level

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
    return Seen(_rooms(snapshot, request, exposures), _worn(snapshot, request, exposures))


def _rooms(
    snapshot: Snapshot, request: BreakRequest, exposures: Sequence[Exposure]
) -> dict[int, int]:
    by_advertiser, by_campaign, by_line_item, by_creative = snapshot.capped
    left: dict[int, list[int]] = {}
    for exposure in exposures:
        age = request.at - exposure.at
        for number in (
            by_advertiser.get(exposure.advertiser_id),
            by_campaign.get(exposure.campaign_id),
            by_line_item.get(exposure.line_item_id),
            by_creative.get(exposure.creative_id),
        ):
            if number is not None:
                caps = snapshot.caps[number]
                known = left.get(number)
                if known is None:
                    known = left[number] = [most for _, most in caps]
                for place, (window, _) in enumerate(caps):
                    if age < window:
                        known[place] -= 1
    return {
        number: min(int(snapshot.capacities[number]), max(min(rooms), 0))
        for number, rooms in left.items()
    }


def _worn(
    snapshot: Snapshot, request: BreakRequest, exposures: Sequence[Exposure]
) -> dict[int, float]:
    if not request.history:
        return {}
    times = Counter(
        snapshot.group_numbers.get((Level.CAMPAIGN, each.campaign_id))
        for each in exposures
        if request.at - each.at < FATIGUE_WINDOW
    )
    return {number: FATIGUE**count for number, count in times.items() if number is not None}
