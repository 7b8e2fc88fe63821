"""Which spots may run in a break, as flags, and why the others may not."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import numpy as np

from matinee.ads.decision.snapshot import Flags, Snapshot, milliseconds
from matinee.ads.model import BreakRequest

NOT_AT_THIS_TIME = "FLIGHT"
NO_BUDGET = "BUDGET"
BELOW_FLOOR = "FLOOR"
FREQUENCY_CAP = "FREQUENCY_CAP"
PACED = "PACED"
NEW_CREATIVE = "NEW_CREATIVE"
JUST_SHOWN = "JUST_SHOWN"


def lasting(snapshot: Snapshot, request: BreakRequest) -> Flags:
    """One flag for each spot: whether it may run there, were its flight on and its budget left."""
    flags = np.ones(len(snapshot.spots), dtype=np.bool_)
    if request.kids:
        return np.zeros_like(flags)
    for reason, rule in rules(snapshot, request, flags):
        if reason not in {NOT_AT_THIS_TIME, NO_BUDGET}:
            flags = flags & rule
    return flags


def rules(snapshot: Snapshot, request: BreakRequest, funded: Flags) -> Iterator[tuple[str, Flags]]:
    """Each rule with the spots that keep it, in the order in which reasons are given.

    ``funded`` are the spots whose line item has budget left here.
    """
    now = milliseconds(request.at, 0)
    yield NOT_AT_THIS_TIME, (snapshot.starts <= now) & (now < snapshot.ends)
    yield "DAYPART", snapshot.hours.at(request.hour)
    yield "TERRITORY", snapshot.territories.at(request.territory)
    yield "LANGUAGE", snapshot.languages.at(request.language)
    yield "DEVICE", snapshot.devices.at(request.device)
    yield "GENRE", snapshot.genres.at_any(request.genres)
    yield "MOOD", snapshot.moods.at_any(request.moods)
    yield "MATURITY", snapshot.of_age(request.age)
    shut_out = [
        ("GENRE_EXCLUDED", snapshot.without_genres, request.genres),
        ("MOOD_EXCLUDED", snapshot.without_moods, request.moods),
        ("TITLE_EXCLUDED", snapshot.without_titles, (request.title,)),
        ("CATEGORY_BLOCKED", snapshot.categories, request.without_categories),
        ("ADVERTISER_BLOCKED", snapshot.advertisers, request.without_advertisers),
    ]
    for reason, having, values in shut_out:
        for value in values:
            if value in having:
                yield reason, ~having[value]
    longest = request.duration if request.longest_ad is None else request.longest_ad
    yield "DURATION", snapshot.durations <= longest // timedelta(milliseconds=1)
    if request.without_creatives:
        shown = [
            place
            for place, each in enumerate(snapshot.creatives)
            if each.id in request.without_creatives
        ]
        yield JUST_SHOWN, ~np.isin(snapshot.creative_of, shown)
    nothing = np.zeros(len(snapshot.spots), dtype=np.bool_)
    yield "FORMAT", snapshot.formats.get(request.format, nothing)
    yield "OTHER_TITLE", snapshot.of_titles.at(request.title)
    yield "NOT_CLEARED_HERE", snapshot.cleared_in.at(request.territory)
    if not request.counted:
        yield "HOUSEHOLD_UNKNOWN", ~snapshot.by_reach
    yield NO_BUDGET, funded
    if request.ladder:
        yield "TAG_IN_PROGRAMME", ~snapshot.tagged
        yield NEW_CREATIVE, snapshot.fit_for(request.ladder)
    else:
        yield NEW_CREATIVE, snapshot.playable


def new_creatives(snapshot: Snapshot, request: BreakRequest, funded: Flags) -> frozenset[UUID]:
    """Those that nothing keeps from the break but that they are not conditioned to its ladder."""
    if request.kids or not request.ladder or snapshot.fit_for(request.ladder).all():
        return frozenset()
    left = np.ones(len(snapshot.spots), dtype=np.bool_)
    for reason, rule in rules(snapshot, request, funded):
        left &= ~rule if reason == NEW_CREATIVE else rule
    return frozenset(
        snapshot.creatives[snapshot.spots[spot][1]].id for spot in np.flatnonzero(left)
    )


def reasons(snapshot: Snapshot, request: BreakRequest, funded: Flags) -> dict[str, int]:
    """How many spots fell out by each reason, each counted by the first that held."""
    left = np.ones(len(snapshot.spots), dtype=np.bool_)
    if request.kids:
        return {"KIDS": int(left.sum())} if left.any() else {}
    counted: dict[str, int] = {}
    for reason, rule in rules(snapshot, request, funded):
        lost = int((left & ~rule).sum())
        if lost:
            counted[reason] = counted.get(reason, 0) + lost
        left &= rule
    return counted
