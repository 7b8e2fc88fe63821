"""What the pages on models call states and shapes, in the page's language."""

from matinee.studio.commissions.model import CommissionState, Shape
from matinee.surfaces.web.languages import Tongue


def state_words(tongue: Tongue) -> dict[CommissionState, tuple[str, str]]:
    """What the states of a picture that was asked for are called, each with its sign."""
    say = tongue.say
    return {
        CommissionState.WAITING: ("wait", say("Waiting its turn")),
        CommissionState.RUNNING: ("run", say("The model is at work")),
        CommissionState.DONE: ("good", say("Made")),
        CommissionState.STOPPED: ("off", say("Stopped")),
        CommissionState.FAILED: ("bad", say("Failed")),
    }


def shape_words(tongue: Tongue) -> dict[Shape, str]:
    """What the shapes of pictures are called."""
    say = tongue.say
    return {
        Shape.SQUARE: say("square"),
        Shape.WIDE: say("wide, 3:2"),
        Shape.SCREEN: say("screen, 16:9"),
        Shape.TALL: say("tall, 2:3"),
    }
