"""Small audiences for the tests of recommendation."""

import numpy as np

from matinee.recommend.histories import Histories


def histories_of(*members: list[int], item_count: int | None = None) -> Histories:
    items = np.array([item for member in members for item in member], np.int32)
    owners = np.repeat(np.arange(len(members)), [len(member) for member in members])
    count = item_count if item_count is not None else int(items.max(initial=-1)) + 1
    return Histories.of(owners, items, member_count=len(members), item_count=count)


def chains(
    *, members: int = 300, item_count: int = 40, length: int = 8, seed: int = 3
) -> Histories:
    """Everyone walks from a random item to the next number, now and then jumping elsewhere."""
    generator = np.random.default_rng(seed)
    walks: list[list[int]] = []
    for _ in range(members):
        walk = [int(generator.integers(item_count))]
        while len(walk) < length:
            jumps = generator.random() < 0.2
            step = int(generator.integers(item_count)) if jumps else (walk[-1] + 1) % item_count
            if step not in walk:
                walk.append(step)
        walks.append(walk)
    return histories_of(*walks, item_count=item_count)
