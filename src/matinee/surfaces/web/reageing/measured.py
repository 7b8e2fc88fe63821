"""What was measured of a render as rows of a table: as made, as filmed, and of a plain blur."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from matinee.studio.reage.model import FrameFigures, Quality
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
        _estimate(quality, tongue),
        Row(
            say("Not followed"),
            say("Frames whose skin could not be followed to the next; flicker leaves them out."),
            _lost(quality, tongue),
        ),
    ]


@dataclass(frozen=True, slots=True)
class Figures:
    """A frame that was looked at, from 1, with what was measured in it: name and value."""

    number: int
    told: tuple[tuple[str, str], ...]


def figures_of(quality: Quality, tongue: Tongue) -> list[Figures]:
    """The frames that were looked at one by one, in their order."""
    say = tongue.say

    def told(each: FrameFigures) -> tuple[tuple[str, str], ...]:
        measured: tuple[tuple[str, float | None, Callable[[float], str]], ...] = (
            (say("Change"), each.change, tongue.hundredths),
            (say("Fine detail"), each.detail, tongue.percent),
            (say("Distance of the face"), each.unlike, tongue.hundredths),
            (say("Age estimator"), each.age_moved, partial(_moved, tongue=tongue)),
        )
        return tuple((name, form(value)) for name, value, form in measured if value is not None)

    return [Figures(each.number + 1, told(each)) for each in quality.seen]


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


def _estimate(quality: Quality, tongue: Tongue) -> Row:
    say = tongue.say

    def moved(value: float | None, sign: str = "") -> str:
        return say("not measured") if value is None else _moved(value, tongue, sign)

    return Row(
        say("What an age estimator says"),
        say(
            "By how many years one network takes the face as made for older (+) or younger than as "
            "filmed. As filmed: by how much it changes its mind from one of these frames to the "
            "next; less than that tells nothing."
        ),
        moved(quality.age_moved),
        moved(quality.filmed_age_moves, "±"),
        moved(quality.blur_age_moved),
    )


def _moved(value: float, tongue: Tongue, sign: str = "") -> str:
    rounded = round(value, 1) or 0.0
    return f"{sign or ('+' if rounded > 0 else '')}{tongue.number(rounded)}"


def _lost(quality: Quality, tongue: Tongue) -> str:
    if not quality.lost:
        return tongue.number(0)
    named = ", ".join(tongue.number(each + 1) for each in quality.lost[:_MOST_NAMED])
    more = " …" if len(quality.lost) > _MOST_NAMED else ""
    return f"{tongue.number(len(quality.lost))} ({named}{more})"
