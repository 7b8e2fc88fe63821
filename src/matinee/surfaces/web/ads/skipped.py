"""Why a spot was not shown, in words: the codes are those of the log of decisions."""

from matinee.surfaces.web.languages import Tongue


def skipped_words(tongue: Tongue) -> dict[str, str]:
    """A sentence for each code that a buyer meets in reports."""
    say = tongue.say
    return {
        "KIDS": say("A child was watching"),
        "FLIGHT": say("Its flight had not begun, or was over"),
        "DAYPART": say("It is booked for other hours"),
        "TERRITORY": say("It is booked for other territories"),
        "LANGUAGE": say("It is booked for other languages"),
        "DEVICE": say("It is booked for other devices"),
        "GENRE": say("It is booked for other genres"),
        "MOOD": say("It is booked for scenes of another mood"),
        "MATURITY": say("It is booked for titles of another age"),
        "GENRE_EXCLUDED": say("Its advertiser avoids the title's genre"),
        "MOOD_EXCLUDED": say("Its advertiser avoids the scene's mood"),
        "TITLE_EXCLUDED": say("Its advertiser avoids the title"),
        "CATEGORY_BLOCKED": say("The house keeps its category out of the title"),
        "ADVERTISER_BLOCKED": say("The house keeps its advertiser out of the title"),
        "DURATION": say("It is longer than the break"),
        "JUST_SHOWN": say("It stood in the break before"),
        "FORMAT": say("It has another format"),
        "OTHER_TITLE": say("It was made for another title"),
        "NOT_CLEARED_HERE": say("It is not cleared for this territory"),
        "HOUSEHOLD_UNKNOWN": say("It counts households, and this one may not be known"),
        "BUDGET": say("Its budget was spent, or leased elsewhere"),
        "TAG_IN_PROGRAMME": say("Another server's ad cannot be joined to the programme"),
        "NEW_CREATIVE": say("Its film was not conditioned yet"),
        "FLOOR": say("It bid less than the floor"),
        "FREQUENCY_CAP": say("The household had seen it as often as it may"),
        "PACED": say("Its pacing held it back"),
    }
