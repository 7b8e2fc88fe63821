"""Which companion stands beside an ad: one of its creative's, by turns, the same in a replay."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from matinee.ads.decided import Placed
from matinee.ads.decision.snapshot import Snapshot


def accompanied(
    snapshot: Snapshot, placed: Sequence[Placed], decision_id: UUID
) -> tuple[Placed, ...]:
    """The same ads, each with its companion where there is one.

    The end of a decision's name is random (UUID version 7), so that each comes as often.
    """
    if not snapshot.companions:
        return tuple(placed)
    made = list[Placed]()
    for place, each in enumerate(placed):
        among = snapshot.companions.get(each.creative_id, ())
        one = among[(decision_id.int + place) % len(among)].id if among else None
        made.append(replace(each, companion_id=one))
    return tuple(made)
