"""What was measured of a render as rows of a table: as made, as filmed, and of a plain blur."""

from collections.abc import Callable
from dataclasses import dataclass

from matinee.studio.reage.model import Quality
from matinee.surfaces.web.languages import Tongue

_MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class Row:
    """A measure in words; a cell is empty where it says nothing of that."""

    name: str
    note: str
    made: str
    filmed: str = ""
    blur: str = ""


def rows_of(quality: Quality, tongue: Tongue) -> list[Row]:
    """The measures of a render, in the order in which they are read."""
    say = tongue.say

    def told(value: float | None) -> str:
        return say("not measured") if value is None else tongue.hundredths(value)

    def share(value: float | None) -> str:
        return say("not measured") if value is None else tongue.percent(value)

    return [
        Row(
            say("Changed outside the matte"),
            say("Samples of all frames; it has to be none."),
            tongue.number(quality.outside),
        ),
        Row(
            say("Change within the matte"),
            say("The mean difference from the frame as filmed, of 255."),
            told(quality.change),
            blur=say("as much"),
        ),
        Row(
            say("Fine detail"),
            say("How strong the finest grain and lines of the skin are."),
            share(quality.detail),
            share(1.0),
            share(quality.blur_detail),
        ),
        Row(
            say("Flicker"),
            say("By how much of 255 skin differs from one frame to the next, motion taken out."),
            told(quality.flicker),
            told(quality.filmed_flicker),
        ),
        _likeness(quality, tongue, told),
        Row(
            say("Not followed"),
            say("Frames whose skin could not be followed to the next; flicker leaves them out."),
            _lost(quality, tongue),
        ),
    ]


def _likeness(quality: Quality, tongue: Tongue, told: Callable[[float | None], str]) -> Row:
    say = tongue.say
    if not quality.looked:
        note = say("The networks that tell faces apart are not installed, or no skin was seen.")
    elif not quality.faces:
        note = say("No face was found in the frames that were looked at: %(count)s.")
        note %= {"count": tongue.number(quality.looked)}
    else:
        note = say(
            "How far the face as made is from it as filmed, in %(faces)s of %(count)s frames "
            "looked at; the farthest is %(most)s, in frame %(frame)s. As filmed: from one of these "
            "frames to the next."
        ) % {
            "faces": tongue.number(quality.faces),
            "count": tongue.number(quality.looked),
            "most": told(quality.most_unlike),
            "frame": tongue.number((quality.unlikest or 0) + 1),
        }
    return Row(
        say("Distance of the face"),
        note,
        told(quality.unlike),
        told(quality.filmed_unlike),
        told(quality.blur_unlike),
    )


def _lost(quality: Quality, tongue: Tongue) -> str:
    if not quality.lost:
        return tongue.number(0)
    named = ", ".join(tongue.number(each + 1) for each in quality.lost[:_MOST_NAMED])
    more = " …" if len(quality.lost) > _MOST_NAMED else ""
    return f"{tongue.number(len(quality.lost))} ({named}{more})"
