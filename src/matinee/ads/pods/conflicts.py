"""Which ads may not share a pod, as bit masks over a short list of them."""

from dataclasses import dataclass
from math import inf

import numpy as np

from matinee.ads.pods.model import NO_GROUP, Candidates, Pod, Whole

_NONE = frozenset[int]()


@dataclass(frozen=True, slots=True)
class Conflicts:
    """Over ``m`` ads: ``excluded[i]`` has the bits of ads that ad ``i`` shuts out (and its own).

    ``members[g]`` has the bits of group ``g``; ``counted[i]`` are the groups of ``i`` that take two
    or more, and ``room[g]`` how many they take. ``rivals[i]`` matter where rivals may share a pod
    at a distance.
    """

    excluded: tuple[int, ...]
    counted: tuple[tuple[int, ...], ...]
    members: dict[int, int]
    room: dict[int, int]
    rivals: tuple[frozenset[int], ...]


def conflicts(
    candidates: Candidates, chosen: Whole, pod: Pod, *, all_counted: bool = False
) -> Conflicts:
    """The exclusions among the ads ``chosen`` (their places in ``candidates``), in that order.

    With ``all_counted`` groups that no pod can fill are counted too, since a household may have
    less left of them.
    """
    groups: list[list[int]] = candidates.groups[chosen].tolist()
    rivals: list[list[int]] = candidates.rivals[chosen].tolist()
    blocks: list[list[int]] = candidates.blocks[chosen].tolist()
    members, sets, blockers = _members(groups), _members(rivals), _members(blocks)
    room = dict(zip(members, candidates.capacities[list(members)].tolist(), strict=True))
    distant = _at_a_distance(pod)
    enough = inf if all_counted else pod.slots
    excluded, counted = list[int](), list[tuple[int, ...]]()
    for bit, (of_groups, of_sets, blocked) in enumerate(zip(groups, rivals, blocks, strict=True)):
        shut = 1 << bit
        for group in of_groups:
            if group != NO_GROUP and room[group] == 1:
                shut |= members[group]
        for one in of_sets:
            if one != NO_GROUP:
                shut |= blockers.get(one, 0) | (0 if distant else sets[one])
        for one in blocked:
            shut |= sets.get(one, 0)
        excluded.append(shut)
        many = {group for group in of_groups if group != NO_GROUP and 1 < room[group] < enough}
        counted.append(tuple(many))
    several = {group for numbers in counted for group in numbers}
    return Conflicts(
        excluded=tuple(excluded),
        counted=tuple(counted),
        members=members,
        room={group: room[group] for group in several},
        rivals=tuple(frozenset(row) - {NO_GROUP} for row in rivals)
        if distant
        else (_NONE,) * len(chosen),
    )


def _members(rows: list[list[int]]) -> dict[int, int]:
    """For each number in the rows, the bits of those that hold it."""
    found: dict[int, int] = {}
    for bit, row in enumerate(rows):
        for number in row:
            if number != NO_GROUP:
                found[number] = found.get(number, 0) | 1 << bit
    return found


def cliques(candidates: Candidates, places: Whole, pod: Pod) -> Whole:
    """A partition of the ads into sets of which a pod takes one, numbered from 0.

    Of the groups of capacity one and the rival sets, each ad goes with the column that leaves the
    fewest sets, since fewer sets make a tighter bound.
    """
    groups = candidates.groups[places]
    single = np.where((groups != NO_GROUP) & (candidates.capacities[groups] == 1), groups, NO_GROUP)
    columns = [single[:, column] for column in range(single.shape[1])]
    if not _at_a_distance(pod):
        shift = len(candidates.capacities)
        rivals = candidates.rivals[places]
        columns += [
            np.where(rivals[:, column] == NO_GROUP, NO_GROUP, rivals[:, column] + shift)
            for column in range(rivals.shape[1])
        ]
    alone = -2 - np.arange(len(places))
    options = [np.where(column == NO_GROUP, alone, column) for column in columns]
    if not options:
        return np.arange(len(places))
    fewest = min(options, key=lambda option: len(set(option.tolist())))
    return np.unique(fewest, return_inverse=True)[1].astype(np.int64)


def _at_a_distance(pod: Pod) -> bool:
    return pod.separation is not None and pod.separation < pod.slots - 1
