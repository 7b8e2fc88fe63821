"""Which ads may not share a pod, as bit masks over a short list of them."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matinee.ads.pods.model import NO_GROUP, Candidates, Pod, Whole

_NONE = frozenset[int]()


@dataclass(frozen=True, slots=True)
class Conflicts:
    """Over ``m`` ads: ``excluded[i]`` has the bits of ads that ad ``i`` shuts out (and its own).

    ``counted[i]`` are the groups of ``i`` that take two or more, ``members[g]`` their bits and
    ``room[g]`` how many they take. ``rivals[i]`` matter where rivals may share a pod at a distance.
    """

    excluded: tuple[int, ...]
    counted: tuple[tuple[int, ...], ...]
    members: dict[int, int]
    room: dict[int, int]
    rivals: tuple[frozenset[int], ...]


def conflicts(candidates: Candidates, chosen: Whole, pod: Pod) -> Conflicts:
    """The exclusions among the ads ``chosen`` (their places in ``candidates``), in that order."""
    groups = candidates.groups[chosen]
    room = np.where(groups == NO_GROUP, len(chosen), candidates.capacities[groups])
    clash = _shared(np.where(room == 1, groups, NO_GROUP))
    rivals = candidates.rivals[chosen]
    if not _at_a_distance(pod):
        clash |= _shared(rivals)
    clash |= _blocking(candidates.blocks[chosen], rivals)
    np.fill_diagonal(clash, val=True)
    many = np.where((room > 1) & (room < pod.slots), groups, NO_GROUP)
    counted = tuple(tuple({g for g in row if g != NO_GROUP}) for row in many.tolist())
    members: dict[int, int] = {}
    for bit, numbers in enumerate(counted):
        for group in numbers:
            members[group] = members.get(group, 0) | 1 << bit
    return Conflicts(
        excluded=tuple(_bits(clash)),
        counted=counted,
        members=members,
        room={group: int(candidates.capacities[group]) for group in members},
        rivals=tuple(frozenset(row) - {NO_GROUP} for row in rivals.tolist())
        if _at_a_distance(pod)
        else (_NONE,) * len(chosen),
    )


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
    found = [np.unique(option, return_inverse=True) for option in options]
    if not found:
        return np.arange(len(places))
    return min(found, key=lambda each: len(each[0]))[1].astype(np.int64)


def _at_a_distance(pod: Pod) -> bool:
    return pod.separation is not None and pod.separation < pod.slots - 1


def _shared(sets: Whole) -> npt.NDArray[np.bool_]:
    """Whether two rows share a number other than -1."""
    clash = np.zeros((len(sets), len(sets)), dtype=np.bool_)
    for left in range(sets.shape[1]):
        column = sets[:, left]
        if (column == NO_GROUP).all():
            continue
        for right in range(left, sets.shape[1]):
            same = (column[:, None] == sets[None, :, right]) & (column != NO_GROUP)[:, None]
            clash |= same | same.T
    return clash


def _blocking(blocks: Whole, rivals: Whole) -> npt.NDArray[np.bool_]:
    clash = np.zeros((len(blocks), len(blocks)), dtype=np.bool_)
    for column in range(blocks.shape[1]):
        told = blocks[:, column]
        if (told == NO_GROUP).all():
            continue
        for other in range(rivals.shape[1]):
            hit = (told[:, None] == rivals[None, :, other]) & (told != NO_GROUP)[:, None]
            clash |= hit | hit.T
    return clash


def _bits(rows: npt.NDArray[np.bool_]) -> list[int]:
    packed = np.packbits(rows, axis=1, bitorder="little")
    width, octets = packed.shape[1], packed.tobytes()
    return [
        int.from_bytes(octets[start : start + width], "little")
        for start in range(0, len(octets), width)
    ]
