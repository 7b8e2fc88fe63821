"""What the pages on models call states and shapes, in the page's language."""

from matinee.studio.commissions.model import Shape, Way
from matinee.studio.model import WorkState
from matinee.surfaces.web.languages import Tongue


def state_words(tongue: Tongue) -> dict[WorkState, tuple[str, str]]:
    """What the states of a picture that was asked for are called, each with its sign."""
    say = tongue.say
    return {
        WorkState.WAITING: ("wait", say("Waiting its turn")),
        WorkState.RUNNING: ("run", say("The model is at work")),
        WorkState.DONE: ("good", say("Made")),
        WorkState.STOPPED: ("off", say("Stopped")),
        WorkState.FAILED: ("bad", say("Failed")),
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


def way_words(tongue: Tongue) -> dict[Way, str]:
    """What it is called from what a picture begins."""
    say = tongue.say
    return {
        Way.WORDS: say("From words"),
        Way.PICTURE: say("From a picture"),
        Way.MASK: say("Within a picture"),
    }


def part_words(tongue: Tongue) -> dict[str, str]:
    """What of a picture may change."""
    say = tongue.say
    return {
        "all": say("all of it"),
        "mask": say("what is painted, or white in a mask"),
        "box": say("a box"),
        "outlined": say("what stands out in a box (GrabCut)"),
    }
