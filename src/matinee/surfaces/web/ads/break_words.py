"""What bars, faults, cues and changes of breaks are called."""

from matinee.ads.breaks.model import Bar, Draft, Fault, clock
from matinee.ads.breaks.service import Mood, PlacementFault, difference
from matinee.ads.model import Format
from matinee.surfaces.web.languages import Tongue


def bar_words(tongue: Tongue) -> dict[Bar, str]:
    """Why no break may lie at a place."""
    return {
        Bar.SPEECH: tongue.say("Somebody speaks there"),
        Bar.SHOT: tongue.say("Within a shot"),
        Bar.CREDITS: tongue.say("Titles or credits run there"),
        Bar.MARKED: tongue.say("Marked to take none"),
    }


def format_words(tongue: Tongue) -> dict[Format, str]:
    """What the formats of pictures are called."""
    return {
        Format.PAUSE: tongue.say("For pauses"),
        Format.OVERLAY: tongue.say("Over the film"),
        Format.SQUEEZE: tongue.say("Beside the film"),
        Format.COMPANION: tongue.say("Beside an ad"),
    }


def placement_words(tongue: Tongue) -> dict[PlacementFault, str]:
    """Why no picture is shown at a placement."""
    return {
        PlacementFault.BEYOND: tongue.say("The film ends before it is over"),
        PlacementFault.BREAK: tongue.say("Too near to a break: not shown"),
        PlacementFault.MARKED: tongue.say("That stretch is marked: not shown"),
        PlacementFault.OTHER: tongue.say("Too near to the one before: not shown"),
    }


def fault_words(tongue: Tongue) -> dict[Fault, str]:
    """Which rule a break does not keep."""
    return {
        Fault.EARLY: tongue.say("Before the first that is allowed"),
        Fault.LATE: tongue.say("Too near to the end"),
        Fault.CLOSE: tongue.say("Too near to another"),
        Fault.MANY: tongue.say("More breaks than allowed"),
        Fault.HOUR_COUNT: tongue.say("More in its hour than allowed"),
        Fault.HOUR_SECONDS: tongue.say("More seconds in its hour than allowed"),
    }


def cue_words(tongue: Tongue) -> dict[str, str]:
    """What speaks for a place."""
    return {
        "scene": tongue.say("a scene begins"),
        "apart": tongue.say("no place of before is seen again"),
        "black": tongue.say("black"),
        "soft": tongue.say("fade or dissolve"),
        "quiet": tongue.say("quiet"),
        "lull": tongue.say("quieter than around"),
        "pause": tongue.say("nobody speaks"),
        "calm": tongue.say("calm"),
        "change": tongue.say("looks otherwise after it"),
        "held": tongue.say("long shots beside it"),
        "wide": tongue.say("nobody near after it"),
    }


def mood_words(tongue: Tongue) -> dict[str, str]:
    """What the moods that are suggested are called; others stand as they were typed."""
    return {
        Mood.CALM: tongue.say("calm"),
        Mood.LIVELY: tongue.say("lively"),
        Mood.TENSE: tongue.say("tense"),
        Mood.DARK: tongue.say("dark"),
        Mood.BRIGHT: tongue.say("bright"),
        Mood.QUIET: tongue.say("quiet"),
        Mood.LOUD: tongue.say("loud"),
        Mood.TALKATIVE: tongue.say("much is said"),
        Mood.WORDLESS: tongue.say("nothing is said"),
        Mood.MUSICAL: tongue.say("music"),
    }


def changed_words(before: Draft, after: Draft, tongue: Tongue) -> str:
    """What became of the breaks and marks from one draft to the next, in one line."""
    change = difference(before.breaks, after.breaks)
    said = [tongue.say("Added: %(at)s") % {"at": clock(at)} for at in change.added]
    said += [tongue.say("Taken away: %(at)s") % {"at": clock(at)} for at in change.removed]
    said += [
        tongue.say("Moved from %(at)s to %(to)s") % {"at": clock(at), "to": clock(to)}
        for at, to in change.moved
    ]
    said += [
        tongue.say("Marked: %(at)s – %(to)s") % {"at": clock(each.begins), "to": clock(each.ends)}
        for each in after.marked
        if each not in before.marked
    ]
    said += [
        tongue.say("No longer marked: %(at)s – %(to)s")
        % {"at": clock(each.begins), "to": clock(each.ends)}
        for each in before.marked
        if each not in after.marked
    ]
    names = format_words(tongue)
    said += [
        tongue.say("Placed: %(what)s, %(at)s") % {"what": names[each.format], "at": clock(each.at)}
        for each in after.placements
        if each not in before.placements
    ]
    said += [
        tongue.say("No longer placed: %(at)s") % {"at": clock(each.at)}
        for each in before.placements
        if each not in after.placements
    ]
    moods = {each.id: each.moods for each in before.breaks}
    said += [
        tongue.say("Other moods: %(at)s") % {"at": clock(each.at)}
        for each in after.breaks
        if each.moods != moods.get(each.id, each.moods)
    ]
    if before.kept_out != after.kept_out:
        said.append(tongue.say("Other advertisers are kept out."))
    if before.rules != after.rules:
        said.append(tongue.say("Other rules hold."))
    return " · ".join(said) or tongue.say("No break moved.")
