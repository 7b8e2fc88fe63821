"""Who gets what: by a hash of the unit, so that it is the same everywhere, always, unstored.

Layers as in Tang, Agarwal, O'Brien and Meyer, Overlapping Experiment Infrastructure (2010): a unit
has one bucket in each layer, experiments of a layer take buckets that do not overlap, and what a
unit gets in one layer says nothing of what it gets in another. A second hash, by the experiment,
decides the arm, so that more buckets never move anybody between arms. The holdout comes before
all layers: whom it has takes part in nothing else.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from uuid import UUID

from matinee.audience.watching.model import HELD_OUT, HOLDOUT
from matinee.experiments.definition import Experiment, Unit
from matinee.vocabulary.ids import HouseholdId, ProfileId

BUCKETS = 10_000
PERSONALISED = "personalised"
_STEPS = 1 << 53


def lot(unit: UUID, salt: str) -> float:
    """A number from 0 up to 1, even over units, independent between salts."""
    digest = blake2b(unit.bytes, digest_size=8, key=_key(salt), person=b"matinee-units").digest()
    return (int.from_bytes(digest) >> 11) / _STEPS


def bucket(unit: UUID, layer: str) -> int:
    """The bucket of a unit within a layer: 0 … 9999."""
    return int(lot(unit, f"layer:{layer}") * BUCKETS)


def arm_of(experiment: Experiment, unit: UUID) -> str:
    """The arm that a unit of the experiment gets, whether or not its bucket is taken in."""
    drawn = lot(unit, f"arm:{experiment.key}") * sum(arm.weight for arm in experiment.arms)
    for arm in experiment.arms[:-1]:
        drawn -= arm.weight
        if drawn < 0:
            return arm.key
    return experiment.arms[-1].key


@dataclass(frozen=True, slots=True)
class Assignments:
    """What a member gets. ``arms`` goes into each event's field of that name, as it is."""

    arms: dict[str, str]
    held_out: bool

    def arm(self, experiment: str) -> str | None:
        """The arm in an experiment, or None for those who are not in it: show them the usual."""
        return self.arms.get(experiment)


def assign(
    profile: ProfileId,
    household: HouseholdId,
    running: Iterable[Experiment],
    *,
    holdout_share: float,
    season: str,
) -> Assignments:
    """The holdout first, then every running experiment whose buckets have the unit."""
    if lot(profile, f"holdout:{season}") < holdout_share:
        return Assignments({HOLDOUT: HELD_OUT}, held_out=True)
    arms = {HOLDOUT: PERSONALISED}
    for experiment in running:
        unit = household if experiment.unit is Unit.HOUSEHOLD else profile
        if experiment.takes_in(bucket(unit, experiment.layer)):
            arms[experiment.key] = arm_of(experiment, unit)
    return Assignments(arms, held_out=False)


def free_buckets(taken: Sequence[tuple[int, int]], wanted: int) -> int | None:
    """The first of ``wanted`` buckets in a row that none of ``taken`` (first, count) has."""
    place = 0
    for first, count in sorted(taken):
        if first - place >= wanted:
            return place
        place = max(place, first + count)
    return place if BUCKETS - place >= wanted else None


def _key(salt: str) -> bytes:
    # A key of BLAKE2 has 64 bytes at most; a longer salt is hashed first.
    encoded = salt.encode()
    return encoded if len(encoded) <= 64 else blake2b(encoded, digest_size=32).digest()
