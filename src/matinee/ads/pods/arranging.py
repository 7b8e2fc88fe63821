"""The order of a pod: the highest bid first, with rivals as far apart as the pod demands."""

from collections.abc import Sequence


def arrange(ads: Sequence[int], rivals: Sequence[frozenset[int]], gap: int) -> list[int] | None:
    """Places of ``ads`` (given with the most valuable first), or None where no order will do.

    Args:
        ads: numbers of the ads.
        rivals: for each of ``ads``, the competing sets that it belongs to.
        gap: how many ads must stand between two that share a set.
    """
    order: list[int] = []

    def extend(left: list[int]) -> bool:
        if not left:
            return True
        near: set[int] = set()
        for place in order[-gap:] if gap else ():
            near |= rivals[place]
        for place in left:
            if near.isdisjoint(rivals[place]):
                order.append(place)
                if extend([other for other in left if other != place]):
                    return True
                order.pop()
        return False

    return [ads[place] for place in order] if extend(list(range(len(ads)))) else None
