"""What pacing holds a line item to, in words."""

from dataclasses import dataclass
from datetime import datetime

from matinee.ads.model import LineItem, State
from matinee.ads.pacing.service import PacingPlan
from matinee.surfaces.web.languages import Tongue

_NOTHING, _ALL = 0.005, 0.99


@dataclass(frozen=True, slots=True)
class PaceWords:
    """``price`` says what is held back, ``made`` when that was set; ``stale`` is what is amiss."""

    price: str
    made: str = ""
    stale: str = ""


def pace_words(
    tongue: Tongue, plan: PacingPlan | None, item: LineItem, now: datetime
) -> PaceWords | None:
    """None for what does not run."""
    if item.state is not State.ACTIVE or item.flight.end is None or item.flight.end <= now:
        return None
    if plan is None or item.id not in plan.items:
        return PaceWords(
            tongue.say("Pacing has not looked at it yet: it does within a minute of its booking.")
        )
    price = plan.items[item.id].price
    if price < _NOTHING:
        said = tongue.say("Pacing holds nothing back: it competes with its whole bid.")
    elif price >= _ALL:
        said = tongue.say("Pacing holds it back: it waits until its price falls again.")
    else:
        said = tongue.say(
            "Pacing holds %(share)s of its bid back, so that it lasts to the end of its flight."
        ) % {"share": tongue.percent(price)}
    stale = ""
    if plan.stale(now):
        stale = tongue.say(
            "Plans are overdue, so prices stand still and it goes on at its last pace. The job "
            "ads.pace makes them; the desk of operation says whether it fails."
        )
    made = tongue.say("Set %(ago)s.") % {"ago": tongue.ago(plan.at, now)}
    return PaceWords(said, made, stale)
