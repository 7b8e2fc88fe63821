"""What is asked again before anything of a shot comes in or goes out. Pure."""

from matinee.clearance.desk.model import Decision, Outcome
from matinee.errors import Denied
from matinee.studio.reage.model import Shot


def require_go(decision: Decision) -> None:
    """Raise Denied, with the rules and what to bring, unless the decision is *go*."""
    if decision.outcome is not Outcome.GO:
        rules = ", ".join(decision.rules)
        raise Denied(
            f"The decision on this use is {decision.outcome} ({rules}), and only go lets it begin.",
            remedy=" ".join(decision.next_steps) or "Declare the use.",
            code="not_go",
        )


def require_pictures(shot: Shot) -> None:
    """Raise Denied for a shot that lost its pictures."""
    if shot.ended_at is not None:
        raise Denied(
            f"This shot is closed: {shot.ended_because}.",
            remedy="A new consent brings a new shot, and never this one back.",
            code="quarantined",
        )
