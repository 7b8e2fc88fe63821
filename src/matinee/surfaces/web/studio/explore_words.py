"""What the parts of exploring a picture are called."""

from matinee.studio.variants.model import Method
from matinee.surfaces.web.languages import Tongue


def method_words(tongue: Tongue) -> dict[Method, str]:
    """By which procedure a variant was made."""
    say = tongue.say
    return {
        Method.COLOUR: say("In another colour"),
        Method.CLOTH: say("In another cloth"),
    }


def compared_words(tongue: Tongue) -> dict[str, str]:
    """With what a garment is compared."""
    return {"set": tongue.say("Against all around it"), "skin": tongue.say("Against the skin")}
