"""What a render is asked for by the tool of its use: judged before a permit is minted. Pure."""

from collections.abc import Collection
from enum import StrEnum
from typing import NoReturn

from matinee.errors import Invalid
from matinee.generation.model import Ability
from matinee.generation.service import Retouch
from matinee.studio.reage.cosmetics import Cosmetics
from matinee.studio.reage.keying import StrengthKey, strengths
from matinee.studio.reage.model import Shot
from matinee.studio.reage.shaping import Shape

_FEWEST_KEYS = 2


class Way(StrEnum):
    """How a tool re-ages: painted keys carried, digital cosmetics, or from one age to another."""

    KEYS = "keys"
    RETOUCH = "retouch"
    AGES = "ages"


def way_of(abilities: Collection[Ability]) -> Way:
    """What a tool of such abilities does."""
    if Ability.RETOUCH in abilities:
        return Way.RETOUCH
    return Way.AGES if Ability.AGES in abilities else Way.KEYS


def as_asked(
    shot: Shot, way: Way, retouch: Retouch | None, ages: tuple[int, int] | None
) -> Retouch | None:
    """What digital cosmetics are to take away of a shot; None where they are not its way.

    Raises:
        Invalid: something is asked that is not the way of its tool, or is needed and not there, or
            is out of bounds.
    """
    if retouch is not None and way is not Way.RETOUCH:
        _no("strengths", "The tool of this use retouches nothing.", "Declare one of cosmetics.")
    if (ages is not None) is not (way is Way.AGES):
        _no("from_age", "It is not said from which age to which.", "Give both, where it is by age.")
    if way is Way.KEYS and len(shot.keys) < _FEWEST_KEYS:
        _no(
            "keys",
            f"A shot is carried from at least {_FEWEST_KEYS} key frames.",
            "Take it in with painted keys, or declare a use of another tool.",
        )
    if way is not Way.RETOUCH:
        return None
    asked = retouch or Retouch()
    Cosmetics(asked.lines, asked.tone, asked.shadows)
    Shape(**asked.form)
    strengths([StrengthKey(*each) for each in asked.strengths], shot.frames)
    return asked


def _no(field: str, sentence: str, remedy: str) -> NoReturn:
    raise Invalid(sentence, remedy=remedy, field=field)


def keyed(text: str) -> tuple[tuple[int, float], ...]:
    """Strengths over time as they are typed: frames from 1, each with a strength, as ``1:0 24:1``.

    Raises:
        Invalid: they are typed in another way.
    """
    try:
        pairs = [each.split(":") for each in text.replace(",", " ").split()]
        return tuple((int(frame) - 1, float(strength)) for frame, strength in pairs)
    except ValueError as problem:
        raise Invalid(
            "Strengths over time cannot be read.",
            remedy="Write frames and strengths from 0 to 1, such as 1:0 24:1 60:0.5.",
            field="strengths",
        ) from problem
