"""Breaks as they are drafted, and as they are kept and met."""

from dataclasses import replace
from datetime import timedelta

from matinee.ads.breaks.model import Draft, PlacedBreak, Sheet
from matinee.ads.model import TitleBreak
from matinee.errors import Invalid


def placed(each: TitleBreak, sheet: Sheet) -> PlacedBreak:
    """One that is kept, to be edited."""
    return PlacedBreak(
        each.id,
        each.at.total_seconds(),
        each.duration.total_seconds(),
        each.slots,
        each.id in sheet.locked,
        each.moods,
    )


def title_break(placed: PlacedBreak, before: dict[str, TitleBreak]) -> TitleBreak:
    """One to be kept; what else was set of it, its floor and categories, stays with it."""
    at = timedelta(milliseconds=round(placed.at * 1000))
    duration = timedelta(milliseconds=round(placed.seconds * 1000))
    known = before.get(placed.id)
    if known is None:
        return TitleBreak(placed.id, at, duration, placed.slots, moods=placed.moods)
    return replace(known, at=at, duration=duration, slots=placed.slots, moods=placed.moods)


def check_distinct(draft: Draft) -> None:
    """Invalid where two breaks have one id, or lie at one place."""
    ids = [each.id for each in draft.breaks]
    times = [round(each.at, 3) for each in draft.breaks]
    if len(set(ids)) < len(ids) or len(set(times)) < len(times):
        raise Invalid("Two breaks have the same id or lie at one place.", field="breaks")
