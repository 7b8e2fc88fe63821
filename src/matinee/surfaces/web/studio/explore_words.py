"""What the parts of exploring a picture are called."""

from matinee.studio.concept.model import Hour
from matinee.studio.palettes.model import Mood
from matinee.studio.variants.model import Method
from matinee.surfaces.web.languages import Tongue


def method_words(tongue: Tongue) -> dict[Method, str]:
    """By which procedure a variant was made."""
    say = tongue.say
    return {
        Method.COLOUR: say("In another colour"),
        Method.CLOTH: say("In another cloth"),
        Method.HOUR: say("At another hour or season"),
        Method.LAMP: say("In a lamp's light"),
        Method.MOOD: say("In another picture's mood"),
        Method.SURFACE: say("A wall of another material"),
        Method.EXTENDED: say("Carried on beyond its edges"),
    }


def hour_words(tongue: Tongue) -> dict[Hour, str]:
    """The hours and seasons of grades."""
    say = tongue.say
    return {
        Hour.DAWN: say("Dawn"),
        Hour.NOON: say("Noon"),
        Hour.GOLDEN: say("Golden hour"),
        Hour.BLUE: say("Blue hour"),
        Hour.NIGHT: say("Night"),
        Hour.WINTER: say("Winter"),
        Hour.AUTUMN: say("Autumn"),
    }


def mood_words(tongue: Tongue) -> dict[Mood, str]:
    """The moods of script days: light, then pace."""
    say = tongue.say
    return {
        Mood.SUNLIT: say("Sunlit: day, calm"),
        Mood.BUSTLING: say("Bustling: day, lively"),
        Mood.GLARING: say("Glaring: day, fierce"),
        Mood.TENDER: say("Tender: dawn or dusk, calm"),
        Mood.UNEASY: say("Uneasy: dawn or dusk, lively"),
        Mood.OMINOUS: say("Ominous: dawn or dusk, fierce"),
        Mood.STILL: say("Still: night, calm"),
        Mood.RESTLESS: say("Restless: night, lively"),
        Mood.DREAD: say("Dread: night, fierce"),
    }


def compared_words(tongue: Tongue) -> dict[str, str]:
    """With what a garment is compared."""
    return {"set": tongue.say("Against all around it"), "skin": tongue.say("Against the skin")}
