"""Every pod tried, one after the other: the judge of the exact search, for small breaks alone."""

from itertools import combinations, permutations

from matinee.ads.pods.model import Candidates, Pod, Whole


def best_value(candidates: Candidates, pod: Pod) -> int:
    """The value of the best pod, by trying every set and, where it matters, every order."""
    able = [ad for ad in range(len(candidates)) if candidates.bids[ad] >= candidates.floors[ad]]
    best = 0
    for size in range(1, min(pod.slots, len(able)) + 1):
        for ads in combinations(able, size):
            value = sum(int(candidates.values[ad]) for ad in ads)
            if value > best and keeps_rules(candidates, pod, ads, any_order=True):
                best = value
    return best


def keeps_rules(
    candidates: Candidates, pod: Pod, ads: tuple[int, ...], *, any_order: bool = False
) -> bool:
    """Whether the ads, in this order (or in any), keep duration, slots, groups and rivals."""
    if len(ads) > pod.slots or sum(int(candidates.durations[ad]) for ad in ads) > pod.duration:
        return False
    if any(candidates.bids[ad] < candidates.floors[ad] for ad in ads):
        return False
    groups = [_numbers(candidates.groups[ad]) for ad in ads]
    for group, capacity in enumerate(candidates.capacities.tolist()):
        if sum(group in each for each in groups) > capacity:
            return False
    rivals = [_numbers(candidates.rivals[ad]) for ad in ads]
    blocks = [_numbers(candidates.blocks[ad]) for ad in ads]
    for one in range(len(ads)):
        for other in range(len(ads)):
            if one != other and blocks[one] & rivals[other]:
                return False
    orders = permutations(range(len(ads))) if any_order else [tuple(range(len(ads)))]
    return any(_apart(pod, [rivals[place] for place in order]) for order in orders)


def _apart(pod: Pod, rivals: list[set[int]]) -> bool:
    gap = len(rivals) if pod.separation is None else pod.separation
    return not any(
        rivals[one] & rivals[other]
        for one in range(len(rivals))
        for other in range(one + 1, min(one + gap + 1, len(rivals)))
    )


def _numbers(row: Whole) -> set[int]:
    return set(row.tolist()) - {-1}
